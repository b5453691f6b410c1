"""Agreements and amendments as kinds of document that the signing engine knows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortium.signing.registry import Kind, register
from consortium.verdict import ALLOWED, Verdict
from partners.agreements import policies
from partners.agreements.services import amending, sending
from partners.agreements.services.life import people_to_tell
from partners.models import Member, Signatory

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from consortium.signing.models import Document, Party


def manages(member: Member, document: Document) -> Verdict:
    """Whoever sends agreements out reminds, records paper and withdraws."""
    return policies.sends_out(member)


def sees(member: Member, document: Document) -> Verdict:
    """Every member of the consortium reads what is out for signing."""
    return ALLOWED


def watchers(document: Document) -> list[int]:
    """The coordinator and the principal follow every signature."""
    return people_to_tell(document.consortium_id, [])


def signers(party: Party) -> list[int]:
    """Those who may sign for the organisation that is asked."""
    asked = Member.objects.active().filter(consortium=party.document.consortium_id, partner=party.partner_id)
    return list(asked.filter(role__in=policies.SIGNERS).values_list("user", flat=True))


def named_for_agreement(party: Party) -> tuple[str, str]:
    """Who signs for this party, as the agreement names them."""
    return _named(party, Signatory.objects.filter(agreement=party.document.subject_id))


def named_for_amendment(party: Party) -> tuple[str, str]:
    """Who signs for this party under the agreement that is amended."""
    return _named(party, Signatory.objects.filter(agreement__amendments=party.document.subject_id))


def _named(party: Party, signatories: QuerySet[Signatory]) -> tuple[str, str]:
    found = signatories.filter(partner=party.partner_id).values_list("signer_title", "signer")
    return found.first() or ("", "")


def agreement_page(document: Document, member: Member) -> str:
    return reverse("partners:agreement", args=[member.consortium.slug, document.subject_id])


def amendment_page(document: Document, member: Member) -> str:
    return reverse("partners:amendment", args=[member.consortium.slug, document.subject_id])


register(
    Kind(
        key=sending.KIND,
        label=_("Agreement"),
        may_manage=manages,
        may_see=sees,
        on_signed=sending.party_signed,
        on_complete=sending.all_signed,
        on_void=sending.withdrawn,
        url=agreement_page,
        may_sign=policies.signs,
        open_to_consortium=True,
        takes_late_parties=True,
        watchers=watchers,
        signers=signers,
        expected_signer=named_for_agreement,
    )
)
register(
    Kind(
        key=amending.KIND,
        label=_("Amendment"),
        may_manage=manages,
        may_see=sees,
        on_complete=amending.all_signed,
        on_void=amending.withdrawn,
        url=amendment_page,
        may_sign=policies.signs,
        open_to_consortium=True,
        watchers=watchers,
        signers=signers,
        expected_signer=named_for_amendment,
    )
)
