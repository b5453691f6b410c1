"""Who may do what with subjects; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.states import Role

if TYPE_CHECKING:
    from curriculum.models import Subject
    from partners.models import Member

KEEPERS = frozenset({Role.CURRICULUM_HEAD})
APPROVAL_RECORDERS = KEEPERS | {Role.COORDINATOR, Role.PRINCIPAL}


def keeps_subjects(member: Member, subject: Subject | None = None) -> Verdict:
    """The curriculum head enters subjects and says which competency units they teach."""
    return only_if(
        member.role in KEEPERS and _is_ours(member, subject),
        _("Only the curriculum head enters and changes subjects."),
    )


def records_approval(member: Member, subject: Subject | None = None) -> Verdict:
    """The education office's letter reaches the head, the coordinator or the principal."""
    return only_if(
        member.role in APPROVAL_RECORDERS and _is_ours(member, subject),
        _("Only the curriculum head, the coordinator and the principal record the office's approval."),
    )


def _is_ours(member: Member, subject: Subject | None) -> bool:
    return subject is None or subject.school_id == member.partner_id
