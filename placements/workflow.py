"""Transition tables of the placements app."""

from consortium.workflow import transition
from placements import policies
from placements.states import CandidateState, VacancyState

OPEN_VACANCY = transition(
    "vacancy.opened", {VacancyState.DRAFT, VacancyState.CLOSED}, VacancyState.OPEN, policies.runs_vacancies
)
CLOSE_VACANCY = transition(
    "vacancy.closed", {VacancyState.OPEN}, VacancyState.CLOSED, policies.runs_vacancies
)
VACANCY = (OPEN_VACANCY, CLOSE_VACANCY)

SHORTLIST = transition(
    "candidate.shortlisted",
    {CandidateState.PROPOSED},
    CandidateState.SHORTLISTED,
    policies.chooses_for_the_company,
)
DECLINE = transition(
    "candidate.declined",
    {CandidateState.PROPOSED, CandidateState.SHORTLISTED},
    CandidateState.DECLINED,
    policies.chooses_for_the_company,
)
# With its consent a shortlisting ends: under a new one the company chooses anew.
CONSENT_ENDED = transition("candidate.consent_ended", {CandidateState.SHORTLISTED}, CandidateState.PROPOSED)
CANDIDATE = (SHORTLIST, DECLINE, CONSENT_ENDED)
