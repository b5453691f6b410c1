"""Every step from every state by every role; the expected answers are written by hand."""

import pytest
from django.core.exceptions import PermissionDenied
from django.http import Http404

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from placements import services
from placements.models import Candidate, Vacancy
from placements.states import CandidateState, DeclineReason, VacancyState
from tests.authorization import as_owner
from tests.cast import PLAYERS

EVERYBODY = [*PLAYERS, "stranger", "stranger_hr", "stranger_official"]
P, S, D = CandidateState.PROPOSED, CandidateState.SHORTLISTED, CandidateState.DECLINED
# (step, state) → what the company's own HR gets; 409 is a step that is not possible any more.
CANDIDATE_STEPS = {
    ("shortlist", P): S,
    ("shortlist", S): 409,
    ("shortlist", D): 409,
    ("decline", P): D,
    ("decline", S): D,
    ("decline", D): 409,
}
VACANCY_STEPS = {
    ("open_vacancy", VacancyState.DRAFT): VacancyState.OPEN,
    ("open_vacancy", VacancyState.OPEN): 409,
    ("open_vacancy", VacancyState.CLOSED): VacancyState.OPEN,
    ("close_vacancy", VacancyState.DRAFT): 409,
    ("close_vacancy", VacancyState.OPEN): VacancyState.CLOSED,
    ("close_vacancy", VacancyState.CLOSED): 409,
}
NOBODY = {"rival_hr", "stranger_hr"}  # HR elsewhere does not learn that the candidate exists


def candidate_answer(who, step, state):
    if who in NOBODY:
        return 404
    return CANDIDATE_STEPS[step, state] if who == "hr" else 403


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("step", "state"), CANDIDATE_STEPS)
def test_steps_of_a_candidate(stage, who, step, state):
    member = stage.cast[who]
    _put(stage.candidate, state)
    words = {"reason": DeclineReason.FILLED} if step == "decline" else {}
    outcome = _try(lambda: getattr(services, step)(stage.candidate, by=member, **words), member)
    assert outcome == candidate_answer(who, step, state)


@pytest.mark.parametrize("who", EVERYBODY)
@pytest.mark.parametrize(("step", "state"), VACANCY_STEPS)
def test_steps_of_a_vacancy(stage, who, step, state):
    member = stage.cast[who]
    _put(stage.vacancy, state)
    outcome = _try(lambda: getattr(services, step)(stage.vacancy, by=member), member)
    if who in ("coordinator", "training_teacher"):
        assert outcome == VACANCY_STEPS[step, state]
    else:  # a coordinator elsewhere finds no such vacancy
        assert outcome == (404 if who == "stranger" else 403)


def _put(row, state):
    """Bring a row into a state by the database's own allowed steps."""
    way = {
        P: [],
        S: [{"state": S}],
        D: [{"state": D, "decline_reason": DeclineReason.FILLED}],
        VacancyState.DRAFT: None,
        VacancyState.OPEN: [],
        VacancyState.CLOSED: [{"state": VacancyState.CLOSED}],
    }[state]
    with as_owner():
        if way is None:
            fresh = Vacancy.objects.create(
                consortium=row.consortium,
                company=row.company,
                title="새 공고",
                places=1,
                starts_on=row.starts_on,
                ends_on=row.ends_on,
            )
            for demanded in row.demanded_units.all():
                fresh.demanded_units.create(unit=demanded.unit)
            row.pk = fresh.pk
        for values in way or []:
            type(row).objects.filter(pk=row.pk).update(**values)
    row.state = state


def _try(step, member):
    """The new state, or the status that the page would have; the row tells whether anything changed."""
    try:
        with acting_as(member.actor):
            return step().state
    except StateConflict:
        return 409
    except PermissionDenied:
        return 403
    except (Http404, Vacancy.DoesNotExist, Candidate.DoesNotExist):
        return 404
