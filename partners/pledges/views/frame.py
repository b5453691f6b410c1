"""What the pages about pledges share: their tabs, and how a form meets a service."""

from __future__ import annotations

from collections.abc import Callable

from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from partners.models import Member, Pledge
from partners.pledges import policies
from partners.pledges.workflow import ACCEPT, DECLINE, END, PROPOSE

by_form = require_http_methods(["GET", "HEAD", "POST"])


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


def carry_out(form: object, act: Callable[[], object]) -> bool:
    """Run a service with what a valid form holds; what it refuses is shown in the form."""
    if not form.is_valid():
        return False
    try:
        act()
    except ValidationError as error:
        form.add_service_error(error)
        return False
    return True


def form_page(request: HttpRequest, template: str, form: object, **context: object) -> HttpResponse:
    """A form, with 422 when what was sent is not taken."""
    status = 422 if form.is_bound and form.errors else 200
    return render(request, template, {"form": form} | context, status=status)


def sent(request: HttpRequest) -> object | None:
    return request.POST if request.method == "POST" else None


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
