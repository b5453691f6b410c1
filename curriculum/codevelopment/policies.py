"""Who may do what with courses, their versions and contributions; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from curriculum.states import EDITABLE_COURSES, CourseState
from partners.states import COMPANY_STAFF, SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from curriculum.models import Course, CourseContribution, CourseVersion
    from partners.models import Member

KEEPERS = frozenset({Role.CURRICULUM_HEAD, Role.COORDINATOR})
RECORDERS = KEEPERS | {Role.PRINCIPAL}
CONTRIBUTORS = COMPANY_STAFF | {Role.LECTURER, Role.ASSOCIATION_SECRETARY}


def _is_ours(member: Member, version: Course | CourseVersion | CourseContribution | None) -> bool:
    return version is None or version.school_id == member.partner_id


def works_at_the_school(member: Member, version: CourseVersion) -> Verdict:
    """What becomes of a version is decided by the staff of its school."""
    return only_if(
        member.role in SCHOOL_STAFF and _is_ours(member, version),
        _("Only the school's curriculum head and coordinator work on courses."),
    )


def changes_versions(member: Member, version: CourseVersion) -> Verdict:
    """Whoever writes a version or records what was decided about it; each step asks for more."""
    return only_if(
        member.role in RECORDERS and _is_ours(member, version),
        _("Only the school's curriculum head and coordinator work on courses."),
    )


def keeps_courses(
    member: Member, version: Course | CourseVersion | CourseContribution | None = None
) -> Verdict:
    """The curriculum head and the coordinator write courses and answer what partners bring."""
    return only_if(
        member.role in KEEPERS and _is_ours(member, version),
        _("Only the school's curriculum head and coordinator work on courses."),
    )


def proposes(member: Member) -> Verdict:
    """The school proposes courses, and so do the partners that need or teach what is in them."""
    return only_if(
        member.role in KEEPERS | CONTRIBUTORS,
        _("Courses are proposed by the curriculum head, the coordinator, companies and universities."),
    )


def edits(member: Member, version: CourseVersion) -> Verdict:
    """The text is the school's to write until it goes before the committees."""
    return keeps_courses(member, version) & only_if(
        version.state in EDITABLE_COURSES,
        _("The text stands still once it is before the committees."),
    )


def records_decisions(member: Member, version: CourseVersion) -> Verdict:
    """Committees' decisions are recorded by those who answer for the curriculum."""
    return only_if(
        member.role in RECORDERS and _is_ours(member, version),
        _("Only the curriculum head, the coordinator and the principal record committees' decisions."),
    )


def takes_part(member: Member, version: CourseVersion) -> Verdict:
    """Partners that were asked contribute; whether they were, their own row among the partners tells."""
    return only_if(
        member.role in CONTRIBUTORS and version.consortium_id == member.consortium_id,
        _("Contributions come from the companies and universities that were asked."),
    )


def contributes(member: Member, version: CourseVersion) -> Verdict:
    """A partner contributes itself; for one without an account the school enters it."""
    verdict = keeps_courses(member, version) if member.role in KEEPERS else takes_part(member, version)
    return verdict & only_if(
        version.state == CourseState.OPEN, _("Contributions are taken while a version is open for comments.")
    )


def answers(member: Member, contribution: CourseContribution) -> Verdict:
    """Each contribution gets an answer from the school."""
    return keeps_courses(member, contribution)


def withdraws(member: Member, contribution: CourseContribution) -> Verdict:
    """Whoever entered a contribution may take it back until it is answered."""
    return only_if(
        contribution.author_id == member.pk, _("Only whoever entered a contribution takes it back.")
    )


def sees_contributors(member: Member, contribution: CourseContribution) -> Verdict:
    """Who of a partner contributed is known to the school and to the partner itself."""
    return only_if(
        member.partner_id in (contribution.school_id, contribution.partner_id),
        _("Names of contributors are for the school and the partner itself."),
    )
