"""What the pages about pledges share: their tabs, and how a form meets a service."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from partners.models import Member, Pledge
from partners.pledges import policies
from partners.pledges.workflow import ACCEPT, DECLINE, END, PROPOSE


def tabs(member: Member, here: str) -> list[tuple[str, str, bool]]:
    """The pages about pledges that this member may open, as tabs."""
    entries = [
        ("pledges", _("Pledges")),
        ("pledges_late", _("Overdue and at risk")),
        ("deliveries", _("Deliveries")),
        ("ledger", _("Ledger")),
        ("prices", _("Price table")),
    ]
    slug = member.consortium.slug
    return [(label, reverse(f"partners:{name}", args=[slug]), name == here) for name, label in entries]


def to_pledge(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    return redirect("partners:pledge", request.member.consortium.slug, pledge.pk)


def steps(member: Member, pledge: Pledge) -> dict[str, object]:
    """What this member may do with a pledge now."""
    return {
        "may_report": policies.reports(member, pledge),
        "may_correct": policies.corrects_pledge(member, pledge),
        "may_answer": PROPOSE.verdict(pledge, by=member),
        "may_accept": ACCEPT.verdict(pledge, by=member),
        "may_decline": DECLINE.verdict(pledge, by=member),
        "may_end": END.verdict(pledge, by=member),
    }
