"""The ledger as page, and as a report with the filters printed in it."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consortium.reports.services import request_report
from partners.models import Pledge
from partners.pledges import periods, policies
from partners.pledges.filters import LedgerFilter
from partners.pledges.ledger import Ledger
from partners.pledges.presentation import kind_chart, kind_table, line_table, money_table
from partners.pledges.reports import LEDGER
from partners.pledges.views.frame import tabs


def _asked(request: HttpRequest, data: object) -> LedgerFilter:
    data = data.copy()
    data.setdefault("period", periods.present().code)
    return LedgerFilter(data, Pledge.objects.none(), request=request)


@require_GET
def ledger(request: HttpRequest) -> HttpResponse:
    """Promised → reported → verified, by kind and by partner, as picture and tables."""
    filterset = _asked(request, request.GET)
    context = {
        "tabs": tabs(request.member, "ledger"),
        "filterset": filterset,
        "may_report": policies.reads_ledger(request.member),
    }
    if filterset.form.is_valid():
        chosen = filterset.form.cleaned_data
        found = Ledger(request.member, periods.period_of(chosen["period"]), chosen["partner"], chosen["kind"])
        context |= {
            "ledger": found,
            "period": found.period,
            "chart": kind_chart(found),
            "kinds": kind_table(found),
            "money": money_table(found),
            "lines": line_table(found),
        }
    return render(request, "partners/ledger.html", context)


@require_POST
def ledger_report(request: HttpRequest) -> HttpResponse:
    """The ledger as chosen, as PDF and XLSX."""
    policies.reads_ledger(request.member).require()
    filterset = _asked(request, request.POST)
    if not filterset.form.is_valid():
        messages.error(request, _("Choose a period, a kind and a partner from the lists."))
        return redirect("partners:ledger", request.member.consortium.slug)
    chosen = filterset.form.cleaned_data
    request_report(
        LEDGER.key,
        by=request.member,
        formats=LEDGER.formats,
        language=get_language() or "ko",
        parameters={
            "period": chosen["period"],
            "partner": chosen["partner"].pk if chosen["partner"] else None,
            "kind": chosen["kind"],
        },
    )
    messages.success(request, _("The ledger is being written. It appears here as soon as it is ready."))
    return redirect("reports:list", request.member.consortium.slug)
