"""Demand against teaching: the page, and the same as a file."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.http import content_disposition_header
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consortium.reports.document import official_name
from consortium.reports.formats import CONTENT_TYPES
from consortium.reports.states import Format
from curriculum.codevelopment import policies as courses
from curriculum.demand import policies
from curriculum.demand.choosing import choose
from curriculum.demand.picture import LABELS
from curriculum.demand.reports import spreadsheet
from curriculum.demand.views.frame import tabs


@require_safe
def demand(request: HttpRequest) -> HttpResponse:
    """Units that are asked for and not taught first, then every unit in its six semesters."""
    member = request.member
    policies.reads_demand(member).require()
    chosen = choose(member, request.GET)
    context = {
        "chosen": chosen,
        "picture": chosen.picture,
        "table": chosen.picture.table,
        "filterset": chosen,
        "semesters": LABELS.values(),
        "tabs": tabs(member, "demand"),
        "may_analyse": policies.analyses_jobs(member),
        "may_propose": courses.proposes(member),
        "query": request.GET.urlencode(),
    }
    return render(request, "curriculum/demand/picture.html", context)


@require_safe
def demand_file(request: HttpRequest) -> HttpResponse:
    """The list of gaps and the matrix as XLSX, with the filters that are on."""
    policies.reads_demand(request.member).require()
    content = spreadsheet(request.member, request.GET)
    name = official_name(str(_("Demand against teaching")), timezone.now(), Format.XLSX)
    disposition = content_disposition_header(as_attachment=True, filename=name)
    headers = {"Content-Disposition": disposition, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(content, content_type=CONTENT_TYPES[Format.XLSX], headers=headers)
