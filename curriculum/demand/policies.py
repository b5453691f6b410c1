"""Who may do what with job analyses and surveys; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import ALLOWED, Verdict, only_if
from curriculum.states import ANSWERABLE, AnalysisState
from partners.states import COMPANY_STAFF, SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from curriculum.models import JobAnalysis, Survey
    from partners.models import Member

ANALYSTS = frozenset({Role.CURRICULUM_HEAD, Role.COORDINATOR})


def reads_demand(member: Member) -> Verdict:
    """What work needs and what is taught concerns everybody of the consortium."""
    return only_if(member.consortium_id is not None, _("This page belongs to a consortium."))


def analyses_jobs(member: Member, analysis: JobAnalysis | None = None) -> Verdict:
    """The curriculum head and the coordinator analyse jobs together with a company."""
    return only_if(
        member.role in ANALYSTS and (analysis is None or analysis.school_id == member.partner_id),
        _("Only the curriculum head and the coordinator analyse jobs."),
    )


def edits_analysis(member: Member, analysis: JobAnalysis) -> Verdict:
    """A draft may be changed; what a company agreed to stays as it was agreed."""
    return analyses_jobs(member, analysis) & only_if(
        analysis.state == AnalysisState.DRAFT,
        _("What was agreed with the company stays as it is. Start a new analysis from it."),
    )


def agrees_analysis(member: Member, analysis: JobAnalysis) -> Verdict:
    """The company's HR agrees on screen; the school records an agreement given otherwise."""
    if member.role == Role.HR:
        return only_if(
            analysis.company_id == member.partner_id, _("Only the company itself agrees to its analysis.")
        )
    return analyses_jobs(member, analysis)


def asks_company(member: Member, survey: Survey) -> Verdict:
    """Whoever analyses the job runs its survey."""
    return analyses_jobs(member, survey.analysis)


def reads_survey(member: Member, survey: Survey) -> Verdict:
    """A survey concerns the school that asks and the company that answers."""
    ours = member.role in SCHOOL_STAFF and survey.school_id == member.partner_id
    theirs = member.role in COMPANY_STAFF and survey.company_id == member.partner_id
    return only_if(ours or theirs, _("Only the school and the company concerned see this survey."))


def answers_survey(member: Member, survey: Survey) -> Verdict:
    """The company's HR answers for it, with or without the mailed link."""
    return only_if(
        member.role == Role.HR and survey.company_id == member.partner_id,
        _("Only the company's HR answers its surveys."),
    )


def takes_answers(survey: Survey) -> Verdict:
    """Until it is closed or its last day is over."""
    return only_if(
        survey.state in ANSWERABLE and not survey.is_over,
        _("This survey is closed. Its answer can no longer be changed."),
    )


def anybody(member: object, survey: object) -> Verdict:
    """Whoever holds the link; the entrance has checked it."""
    return ALLOWED
