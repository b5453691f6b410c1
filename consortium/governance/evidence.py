"""Published figures as evidence for the criteria of a call."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.governance.figures import latest_overview
from consortium.reports.numbering import official_date
from partners.programme.evidence import SHOWN, Found, Line, Source, register

if TYPE_CHECKING:
    from partners.models import Member

FRESH = timedelta(days=31)


def figures(member: Member) -> Found:
    """The figures published last; a publication older than a month is no evidence of today."""
    overview = latest_overview(member)
    if overview is None:
        return Found(0)
    url = reverse("governance:governance", args=[member.consortium.slug])
    cards = overview.cards()
    day = timezone.localtime(overview.snapshot.taken_at).date()
    old = timezone.localdate() - day > FRESH
    return Found(
        len(cards),
        tuple(Line(f"{card.label}: {card.text}", url) for card in cards[:SHOWN]),
        _("last published on %(day)s") % {"day": official_date(day)} if old else "",
    )


register(Source("figures", gettext_lazy("Published figures"), figures))
