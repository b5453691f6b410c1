"""Locks of agreements; the policy comes before the lock, for nobody may lock what they may not change."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from partners.agreements import policies
from partners.models import Agreement, Amendment
from partners.states import AgreementState, AmendmentState

if TYPE_CHECKING:
    from partners.models import Member


def lock_agreement(pk: int) -> Agreement:
    """The agreement as it is now, held until the end of the transaction."""
    return Agreement.objects.select_for_update(of=("self",)).select_related("consortium").get(pk=pk)


def lock_amendment(pk: int) -> Amendment:
    """The amendment as it is now, after its agreement."""
    lock_agreement(Amendment.objects.values_list("agreement", flat=True).get(pk=pk))
    rows = Amendment.objects.select_for_update(of=("self",)).select_related(
        "agreement__consortium", "partner"
    )
    return rows.get(pk=pk)


def lock_draft(agreement: Agreement, *, by: Member) -> Agreement:
    """A draft that this member writes; one that has gone out is a conflict."""
    policies.drafts(by, agreement).require()
    locked = lock_agreement(agreement.pk)
    if locked.state != AgreementState.DRAFT:
        raise StateConflict(locked, _("It is no draft any more. What has been sent out cannot change."))
    return locked


def require_draft(amendment: Amendment) -> None:
    """An amendment that has gone out is a conflict."""
    if amendment.state != AmendmentState.DRAFT:
        raise StateConflict(amendment, _("It is no draft any more. What has been sent out cannot change."))
