"""Pages about the programme's life, its bids and the evidence for them."""

from __future__ import annotations

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consortium.reports.services import request_report
from consortium.shell.forms import by_form, sent
from partners.models import Bid, Pledge, ProgrammeStatus, Requirement
from partners.programme import policies, services
from partners.programme.checklist import checklist
from partners.programme.forms import BidForm, CarryOverForm, DocumentForm, StatusForm
from partners.programme.history import next_states
from partners.programme.reports import KEY
from partners.states import ProgrammeState


@require_safe
def programme(request: HttpRequest) -> HttpResponse:
    """Where the programme stands, how it came there, and the bids."""
    member = request.member
    reads_bids = policies.reads_bids(member)
    found = ProgrammeStatus.objects.visible_to(member).in_order()
    statuses = list(found.select_related("bid") if reads_bids else found)
    context = {
        "statuses": statuses[::-1],
        "now": statuses[-1] if statuses else None,
        "next": [ProgrammeState(state).label for state in next_states(statuses[-1].state)]
        if statuses
        else [],
        "bids": Bid.objects.visible_to(member).select_related("predecessor") if reads_bids else (),
        "may_keep": policies.keeps_programme(member),
        "reads_bids": reads_bids,
    }
    return render(request, "partners/programme.html", context)


def status_add(request: HttpRequest) -> HttpResponse:
    """Record that the programme has moved on."""
    return _edit_status(request, None)


def status_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Put right what was entered about a status."""
    return _edit_status(request, get_object_or_404(ProgrammeStatus.objects.visible_to(request.member), pk=pk))


@by_form
def _edit_status(request: HttpRequest, status: ProgrammeStatus | None) -> HttpResponse:
    member = request.member
    policies.keeps_programme(member).require()
    form = StatusForm(sent(request), instance=status, member=member)
    if form.is_valid():
        try:
            if status:
                services.correct_status(status, by=member, **form.cleaned_data)
            else:
                services.record_status(by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(
                request,
                _("The status is corrected. The history keeps the old entry.")
                if status
                else _("The status is recorded. Everybody in the consortium has been told."),
            )
            return redirect("partners:programme", member.consortium.slug)
    context = {"form": form, "status": status}
    return render(request, "partners/status.html", context, status=422 if form.errors else 200)


@require_safe
def bid(request: HttpRequest, pk: int) -> HttpResponse:
    """One bid: criteria with evidence from live records, what is missing, and the pledges it counts on."""
    found = _bid(request, pk)
    member = request.member
    counted = Pledge.objects.visible_to(member).for_pages().filter(counted_in__bid=found)
    context = {
        "bid": found,
        "checklist": checklist(found, member),
        "pledges": counted.order_by("partner__name", "kind", "pk"),
        "today": timezone.localdate(),
        "days_left": (found.deadline - timezone.localdate()).days if found.deadline else None,
        "may_keep": policies.keeps_programme(member),
    }
    return render(request, "partners/bid.html", context)


def bid_add(request: HttpRequest) -> HttpResponse:
    """Prepare an application for support."""
    return _edit_bid(request, None)


def bid_correct(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct title, call, deadline or amount of a bid."""
    return _edit_bid(request, _bid(request, pk))


@by_form
def _edit_bid(request: HttpRequest, found: Bid | None) -> HttpResponse:
    member = request.member
    policies.keeps_programme(member).require()
    form = BidForm(sent(request), instance=found, member=member)
    if form.is_valid():
        if found:
            services.correct_bid(found, by=member, **form.values)
            messages.success(request, _("The bid is corrected."))
        else:
            found = services.open_bid(by=member, call=form.call, **form.values)
            messages.success(request, _("The bid is open. Next: carry pledges over and close the gaps."))
        return redirect("partners:bid", member.consortium.slug, found.pk)
    context = {"form": form, "bid": found}
    return render(request, "partners/bid_form.html", context, status=422 if form.errors else 200)


@by_form
def carry_over(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose the pledges that this bid counts on; those of the earlier bid come ticked."""
    found = _bid(request, pk)
    policies.keeps_programme(request.member).require()
    offered = _still_to_come(request).exclude(counted_in__bid=found)
    before = offered.filter(counted_in__bid=found.predecessor_id) if found.predecessor_id else offered.none()
    form = CarryOverForm(sent(request), offered=offered, initial={"pledges": list(before)})
    if form.is_valid():
        count = services.carry_pledges_over(
            found, by=request.member, pledges=list(form.cleaned_data["pledges"])
        )
        text = ngettext(
            "The bid counts on %(count)d more pledge.", "The bid counts on %(count)d more pledges.", count
        )
        messages.success(request, text % {"count": count})
        return redirect("partners:bid", request.member.consortium.slug, found.pk)
    context = {"form": form, "bid": found, "offers": offered.exists()}
    return render(request, "partners/carry_over.html", context, status=422 if form.errors else 200)


@by_form
def requirement(request: HttpRequest, pk: int) -> HttpResponse:
    """Name the document that shows a requirement."""
    policies.reads_bids(request.member).require()
    known = Requirement.objects.visible_to(request.member).select_related("criterion__bid__consortium")
    found = get_object_or_404(known, pk=pk)
    policies.keeps_programme(request.member).require()
    form = DocumentForm(sent(request), initial={"document": found.document})
    if form.is_valid():
        services.name_document(found, by=request.member, **form.cleaned_data)
        messages.success(request, _("The checklist is up to date."))
        return redirect(found.criterion.bid)
    context = {"form": form, "requirement": found}
    return render(request, "partners/requirement.html", context, status=422 if form.errors else 200)


@require_POST
def evidence_pack(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the evidence of a bid as PDF and XLSX."""
    found = _bid(request, pk)
    request_report(
        KEY,
        by=request.member,
        formats=(),
        language=request.LANGUAGE_CODE,
        parameters={"bid": found.pk},
    )
    messages.success(
        request, _("The evidence is being collected. The files appear here when they are ready.")
    )
    return redirect("reports:list", request.member.consortium.slug)


def _bid(request: HttpRequest, pk: int) -> Bid:
    policies.reads_bids(request.member).require()
    return get_object_or_404(Bid.objects.visible_to(request.member).select_related("predecessor"), pk=pk)


def _still_to_come(request: HttpRequest) -> QuerySet:
    """Promises whose period has not ended."""
    found = Pledge.objects.visible_to(request.member).binding().filter(ends_on__gte=timezone.localdate())
    return found.select_related("partner").order_by("partner__name", "kind", "pk")
