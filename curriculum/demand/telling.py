"""Who is told of what happens to job analyses and surveys: the school's analysts, the company's HR."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from consortium.notifications.services import notify
from consortium.rowlevel import SYSTEM, acting_as
from curriculum.demand.policies import ANALYSTS
from partners.models import Member
from partners.states import Role

if TYPE_CHECKING:
    from curriculum.models import JobAnalysis, Survey


def survey_asked(survey: Survey) -> None:
    """The company's HR can answer in the portal too, beside whoever gets the link."""
    analysis = survey.analysis
    notify(
        "curriculum/survey_asked",
        to=_logins(survey.consortium_id, survey.company_id, {Role.HR}),
        context={"job": analysis.title, "until": f"{survey.closes_on:%Y. %-m. %-d.}"},
        url=survey.get_absolute_url(),
        consortium_id=survey.consortium_id,
        key=str(survey.pk),
    )


def survey_answered(survey: Survey) -> None:
    """The school learns of the first answer and of each correction, once a day for the latter."""
    analysis = survey.analysis
    notify(
        "curriculum/survey_answered",
        to=_logins(survey.consortium_id, survey.school_id, ANALYSTS),
        context={"job": analysis.title, "company": analysis.company.in_both},
        url=survey.get_absolute_url(),
        consortium_id=survey.consortium_id,
        key=f"{survey.pk} {survey.answered_at:%Y-%m-%d}",
    )


def analysis_agreed(analysis: JobAnalysis, *, by: Member) -> None:
    """The other side learns that it is agreed and open to the consortium."""
    partner, roles = (
        (analysis.school_id, ANALYSTS) if by.role == Role.HR else (analysis.company_id, {Role.HR})
    )
    notify(
        "curriculum/analysis_agreed",
        to=_logins(analysis.consortium_id, partner, roles),
        context={"job": analysis.title, "company": analysis.company.in_both},
        url=analysis.get_absolute_url(),
        consortium_id=analysis.consortium_id,
        key=str(analysis.pk),
    )


def _logins(consortium: int, partner: int, roles: Iterable[str]) -> list[int]:
    """Looked up by the system: whoever acts, by a link too, may not know these people."""
    with acting_as(SYSTEM):
        people = Member.objects.active().filter(consortium=consortium, partner=partner, role__in=list(roles))
        return sorted(set(people.values_list("user", flat=True)))
