"""What agreements put on people's home pages."""

from __future__ import annotations

from datetime import timedelta

from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.shell.work import MOST, Source, WorkItem, register
from partners.agreements.policies import DRAFTERS, SENDERS
from partners.models import Agreement, Member
from partners.people.policies import ADMINISTRATORS
from partners.states import AgreementState

SOON = timedelta(days=90)
PRESSING = timedelta(days=30)


def drafts(member: Member) -> list[WorkItem]:
    """Drafts to finish; what is out for signing stands on the home page by the signing engine."""
    if member.role not in DRAFTERS:
        return []
    found = Agreement.objects.visible_to(member).filter(state=AgreementState.DRAFT)
    return [
        _item(one, member, one.get_state_display(), one.starts_on) for one in found.order_by("-pk")[:MOST]
    ]


def ends_soon(member: Member) -> list[WorkItem]:
    """Agreements that end within 90 days; within 30 they are at risk."""
    return _ending(member, from_days=PRESSING + timedelta(days=1), until_days=SOON)


def ends_very_soon(member: Member) -> list[WorkItem]:
    """Agreements that end within 30 days."""
    return _ending(member, from_days=timedelta(0), until_days=PRESSING)


def _ending(member: Member, *, from_days: timedelta, until_days: timedelta) -> list[WorkItem]:
    if member.role not in SENDERS | ADMINISTRATORS:
        return []
    today = timezone.localdate()
    known = Agreement.objects.visible_to(member).filter(state=AgreementState.IN_FORCE)
    if member.role not in SENDERS:
        known = known.of_party(member.partner_id)
    known = known.filter(Q(successor=None) | Q(successor__signed_on=None)).with_end(today)
    found = known.filter(ends_on__gte=today + from_days, ends_on__lte=today + until_days)
    return [_item(one, member, _("Ends soon"), one.ends_on) for one in found.order_by("ends_on", "pk")[:MOST]]


def _item(agreement: Agreement, member: Member, detail: str, due: object) -> WorkItem:
    return WorkItem(
        title=str(agreement),
        url=reverse("partners:agreement", args=[member.consortium.slug, agreement.pk]),
        action=_("See the agreement"),
        due=due,
        detail=detail,
    )


register(Source("waits", drafts))
register(Source("waits", ends_soon))
register(Source("late", ends_very_soon))
