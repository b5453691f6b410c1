"""Signatures on people's home pages: those that wait for this person, and those that others still owe."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Count, Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.rowlevel import Kind
from consortium.shell.work import MOST, Source, WorkItem, register
from consortium.signing import policies
from consortium.signing.models import Document, Party
from consortium.signing.registry import kind_of
from consortium.signing.states import SIGNABLE, UNSIGNED, PartyState

if TYPE_CHECKING:
    from consortium.signing.people import Member

TO_SIGN = UNSIGNED - {PartyState.DECLINED}


def mine(member: Member) -> list[WorkItem]:
    """Documents that this member may sign for their organisation and whose day has not passed."""
    return [_to_sign(party, member) for party in _asked(member) if not _is_overdue(party.document)]


def mine_overdue(member: Member) -> list[WorkItem]:
    """The same, with their day over."""
    return [_to_sign(party, member) for party in _asked(member) if _is_overdue(party.document)]


def of_others(member: Member) -> list[WorkItem]:
    """Documents that this member sent out and that wait for others, as long as nothing is amiss."""
    return [_to_come(one, member) for one in _out(member) if not _is_at_risk(one)]


def of_others_at_risk(member: Member) -> list[WorkItem]:
    """The same, where the day is over or somebody has declined."""
    return [_to_come(one, member) for one in _out(member) if _is_at_risk(one)]


def _asked(member: Member) -> list[Party]:
    if member.actor.kind is Kind.STUDENT or member.partner_id is None:
        return []
    found = Party.objects.visible_to(member).filter(
        partner=member.partner_id, state__in=TO_SIGN, document__state__in=SIGNABLE
    )
    found = found.select_related("document__consortium", "document__keeper")
    pressing = found.order_by("document__due_on", "pk")[:MOST]
    return [party for party in pressing if policies.signs_for(member, party)]


def _out(member: Member) -> list[Document]:
    if member.actor.kind is Kind.STUDENT or member.partner_id is None:
        return []
    known = Document.objects.visible_to(member).filter(keeper=member.partner_id, state__in=SIGNABLE)
    counted = known.select_related("consortium").annotate(
        missing=Count("parties", filter=Q(parties__state__in=UNSIGNED)),
        declined=Count("parties", filter=Q(parties__state=PartyState.DECLINED)),
        signed=Count("parties", filter=Q(parties__state=PartyState.SIGNED)),
    )
    mine = {party.document_id for party in _asked(member)}  # each document stands there once
    found = counted.filter(missing__gt=0).exclude(pk__in=mine).order_by("due_on", "pk")[:MOST]
    return [document for document in found if policies.manages(member, document)]


def _is_overdue(document: Document) -> bool:
    return document.due_on is not None and document.due_on < timezone.localdate()


def _is_at_risk(document: Document) -> bool:
    return document.declined > 0 or _is_overdue(document)


def _to_sign(party: Party, member: Member) -> WorkItem:
    return WorkItem(
        title=party.document.title,
        url=reverse("signing:sign", args=[member.consortium.slug, party.pk]),
        action=_("Read and sign"),
        due=party.document.due_on,
        detail=_("A signature waits for you; %(keeper)s asks for it.") % {"keeper": party.document.keeper},
    )


def _to_come(document: Document, member: Member) -> WorkItem:
    home = kind_of(document.kind).url
    return WorkItem(
        title=document.title,
        url=home(document, member) if home else document.get_absolute_url(),
        action=_("See who has signed"),
        due=document.due_on,
        detail=_how_far(document),
    )


def _how_far(document: Document) -> str:
    if document.declined:
        words = ngettext(
            "%(count)d party has declined.", "%(count)d parties have declined.", document.declined
        )
        return words % {"count": document.declined}
    numbers = {"signed": document.signed, "all": document.signed + document.missing}
    return _("Waits for others: %(signed)d of %(all)d have signed.") % numbers


register(Source("waits", mine))
register(Source("late", mine_overdue))
register(Source("waits", of_others))
register(Source("late", of_others_at_risk))
