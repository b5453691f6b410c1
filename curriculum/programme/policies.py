"""Who may do what with programme tables; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.states import Role

if TYPE_CHECKING:
    from curriculum.models import ProgrammeTable
    from partners.models import Member

EDITORS = frozenset({Role.CURRICULUM_HEAD})
SUBMITTERS = EDITORS | {Role.COORDINATOR}
# The head of the school decides once the committees have deliberated; nobody approves what they wrote.
APPROVERS = frozenset({Role.PRINCIPAL})


def edits(member: Member, table: ProgrammeTable | None = None) -> Verdict:
    """The curriculum head writes the tables."""
    return only_if(
        member.role in EDITORS and _is_ours(member, table),
        _("Only the curriculum head writes programme tables."),
    )


def submits(member: Member, table: ProgrammeTable | None = None) -> Verdict:
    """Before the committees it goes by the curriculum head or the coordinator."""
    return only_if(
        member.role in SUBMITTERS and _is_ours(member, table),
        _("Only the curriculum head and the coordinator bring programme tables before the committees."),
    )


def approves(member: Member, table: ProgrammeTable | None = None) -> Verdict:
    """The principal approves after both committees, or sends the table back."""
    return only_if(
        member.role in APPROVERS and _is_ours(member, table),
        _("Only the principal approves programme tables and sends them back."),
    )


def has_an_own_table(member: Member) -> Verdict:
    """One table holds for a student: that of their department and entry year."""
    return only_if(member.role == Role.STUDENT, _("This is for students."))


def _is_ours(member: Member, table: ProgrammeTable | None) -> bool:
    return table is None or table.school_id == member.partner_id
