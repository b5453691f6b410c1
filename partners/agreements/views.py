"""Pages about agreements: the list, one agreement as of a day, its file and its days."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.db.models import Count, F, OuterRef, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.reports.services import request_report
from consortium.shell.lists import paginate
from partners.agreements import calendar, policies
from partners.agreements.chain import chain_of
from partners.agreements.days import day_asked
from partners.agreements.documents import documents_of
from partners.agreements.filters import AgreementFilter
from partners.agreements.history import changes_of
from partners.agreements.reading import (
    Standing,
    days_left_in_words,
    next_step,
    party_lines,
    read_clauses,
    state_that_day,
)
from partners.agreements.reports import KEY
from partners.agreements.services.sending import KIND
from partners.agreements.terms import Terms, effective_terms
from partners.models import Agreement, Member, Pledge, SignatoryContact
from partners.states import AmendmentKind

ON_A_PAGE = 20
ORDERS = (("-signed_on",), ("title",), ("ends_on",), ("state", "title"))


@require_safe
def agreements(request: HttpRequest) -> HttpResponse:
    """What the parties signed, and until when it holds."""
    today = timezone.localdate()
    filterset = AgreementFilter(request.GET, _known(request).with_end(today), request=request)
    page = paginate(_counted(filterset.qs).with_facts(request.member), request, order=ORDERS, size=ON_A_PAGE)
    for row in page.rows:
        row.terms = effective_terms(row, today)
    context = {"filterset": filterset, "page": page, "may_draft": policies.drafts(request.member)}
    return render(request, "partners/agreements.html", context)


@require_safe
def agreement(request: HttpRequest, pk: int) -> HttpResponse:
    """One agreement as it holds on a day: clauses, parties, pledges, amendments, what comes next."""
    member = request.member
    shown = get_object_or_404(_known(request).with_facts(member), pk=pk)
    today = timezone.localdate()
    on = day_asked(request.GET.get("on"))
    if on is None and request.GET.get("on"):
        messages.warning(request, _("That is no day. You read what holds today."))
    terms = effective_terms(shown, on or today)
    amendments = shown.amendments.all()
    chain = chain_of(shown, member)
    versions = documents_of(KIND, [shown.pk], member)
    standing = Standing(shown)
    is_today = terms.on == today
    pledges = list(_pledges_under(shown, request, None if is_today else terms))
    context = {
        "agreement": shown,
        "terms": terms,
        "is_today": is_today,
        "state_that_day": "" if is_today else state_that_day(shown, terms),
        "today": today,
        "clauses": read_clauses(terms, shown, pledges),
        "left": days_left_in_words(terms) if is_today and standing.in_force else "",
        "step": next_step(shown, effective_terms(shown, today), amendments, versions, chain),
        "versions": versions,
        "awaits_signatures": bool(versions and versions[0].awaits_signatures),
        "parties": party_lines(terms, versions),
        "amendments": amendments,
        "chain": chain,
        "successor": any(one.predecessor_id == shown.pk for one in chain),
        "pledges": pledges,
        "standing": standing,
        "may_draft": policies.drafts(member, shown),
        "may_print": policies.prints(member),
        "may_send": policies.sends_out(member, shown),
        "kinds": AmendmentKind.choices,
        "rows_of_parties": {one.partner_id: one.pk for one in shown.signatories.all()},
    }
    if policies.reads_contacts(member):
        context["contacts"] = contacts_of(shown, member)
    if policies.reads_history(member):
        context["changes"] = changes_of(shown, by=member)
    return render(request, "partners/agreement.html", context)


@require_POST
def agreement_file(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the agreement as a PDF, as it holds on a day."""
    found = get_object_or_404(_known(request), pk=pk)
    on = day_asked(request.POST.get("on")) or timezone.localdate()
    parameters = {"agreement": found.pk, "on": on.isoformat()}
    request_report(KEY, by=request.member, formats=(), language=request.LANGUAGE_CODE, parameters=parameters)
    messages.success(request, _("The agreement is being written. The PDF appears here when it is ready."))
    return redirect("reports:list", request.member.consortium.slug)


@require_safe
def agreements_calendar(request: HttpRequest) -> HttpResponse:
    """The days of every agreement as a calendar file."""
    known = _known(request).with_facts(request.member)
    return _calendar(known, str(request.member.consortium), "agreements")


@require_safe
def agreement_calendar(request: HttpRequest, pk: int) -> HttpResponse:
    """The days of one agreement as a calendar file."""
    found = get_object_or_404(_known(request).with_facts(request.member), pk=pk)
    return _calendar([found], str(found), f"agreement-{found.pk}")


def _calendar(found: Iterable[Agreement], name: str, file: str) -> HttpResponse:
    events = calendar.events_of(found, timezone.localdate())
    text = calendar.written(events, name=name, now=timezone.now())
    response = HttpResponse(text, content_type="text/calendar; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{file}.ics"'
    return response


def contacts_of(agreement: Agreement, member: Member) -> dict[int, SignatoryContact]:
    """Whom to write to, by partner; for those who may know."""
    known = SignatoryContact.objects.visible_to(member).filter(signatory__agreement=agreement)
    return {one.signatory.partner_id: one for one in known.select_related("signatory")}


def _known(request: HttpRequest) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(request.member).select_related("consortium")


def _pledges_under(agreement: Agreement, request: HttpRequest, that_day: Terms | None) -> QuerySet[Pledge]:
    """All pledges today; on another day those begun by then, with what had been delivered."""
    on = that_day.on if that_day else None
    known = Pledge.objects.visible_to(request.member).for_pages(until=on).filter(agreement=agreement)
    if that_day:
        known = known.none() if that_day.not_begun else known.filter(starts_on__lte=on)
    by_clause = F("clause__number").asc(nulls_last=True)
    return known.select_related("clause").order_by(by_clause, "partner__name", "kind", "pk")


def _counted(found: QuerySet) -> QuerySet:
    """With the number of pledges under each."""
    pledges = Pledge.objects.binding().filter(agreement=OuterRef("pk")).order_by().values("agreement")
    return found.annotate(promises=Coalesce(Subquery(pledges.annotate(n=Count("pk")).values("n")), 0))
