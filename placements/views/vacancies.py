"""Vacancies: the school drafts, opens and closes them; company and students read them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import sent
from consortium.shell.lists import paginate
from curriculum.competencies.choosing import choices_of, choices_page, is_searching
from placements import policies, services
from placements.dates import contract_warning
from placements.filters import VacancyFilter
from placements.forms import VacancyForm
from placements.models import Candidate, Vacancy
from placements.review import demanded_units
from placements.services.candidates import standing_consents
from placements.states import CandidateState
from placements.suggestions import suggested_students
from placements.workflow import CLOSE_VACANCY, OPEN_VACANCY


@require_safe
def vacancies(request: HttpRequest) -> HttpResponse:
    """The vacancies that this member may know, newest first."""
    policies.reads_vacancies(request.member).require()
    filterset = VacancyFilter(request.GET, queryset=_known(request), request=request)
    page = paginate(filterset.qs, request, order=(("-pk",),))
    counts_candidates = policies.counts_candidates(request.member)
    if counts_candidates:
        _count_candidates(request, page.rows)
    context = {
        "page": page,
        "filterset": filterset,
        "may_add": policies.runs_vacancies(request.member),
        "counts_candidates": counts_candidates,
    }
    return render(request, "placements/vacancies.html", context)


@require_safe
def vacancy(request: HttpRequest, pk: int) -> HttpResponse:
    """One vacancy: what it needs, how its candidates stand, and what may be done with it now."""
    policies.reads_vacancies(request.member).require()
    found = get_object_or_404(_known(request), pk=pk)
    member = request.member
    candidates = Candidate.objects.visible_to(member).filter(vacancy=found)
    shows_names = policies.reads_consents(member)
    context = {
        "vacancy": found,
        "units": demanded_units(found),
        "may_run": policies.runs_vacancies(member, found),
        "may_open": OPEN_VACANCY.verdict(found, by=member),
        "may_close": CLOSE_VACANCY.verdict(found, by=member),
        "may_review": policies.reviews_candidates(member),
        "shows_names": shows_names,
    }
    if shows_names:
        rows = candidates.with_consent().with_fit().select_related("student__department")
        context["page"] = paginate(rows, request, order=(("-fit",),))
        context["suggested"] = suggested_students(found, by=member)
    return render(request, "placements/vacancy.html", context)


def vacancy_add(request: HttpRequest) -> HttpResponse:
    """Draft a vacancy for a company."""
    return _edit(request, None)


def vacancy_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct a vacancy that is not closed."""
    return _edit(request, get_object_or_404(_known(request), pk=pk))


@require_safe
def unit_choices(request: HttpRequest) -> HttpResponse:
    """Competency units to tick while one types; those already ticked stay in the list."""
    policies.runs_vacancies(request.member).require()
    return choices_page(request, "placements:vacancies")


def vacancy_open(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose data the company would see, then show the vacancy to it."""
    found = get_object_or_404(_known(request), pk=pk)
    policies.runs_vacancies(request.member, found).require()
    if request.method != "POST":
        OPEN_VACANCY.enforce(found, by=request.member)
        context = {
            "vacancy": found,
            "number": standing_consents(found).count(),
            "warning": contract_warning(found.starts_on),
        }
        return render(request, "placements/vacancy_open.html", context)
    try:
        opened = services.open_vacancy(found, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
        return redirect(found)
    number = opened.candidates.count()
    messages.success(
        request,
        ngettext(
            "The vacancy is open. %(number)d student with a valid consent stands before the company.",
            "The vacancy is open. %(number)d students with a valid consent stand before the company.",
            number,
        )
        % {"number": number},
    )
    return redirect(found)


@require_POST
def vacancy_close(request: HttpRequest, pk: int) -> HttpResponse:
    """End the search and tell those who had no answer."""
    found = get_object_or_404(_known(request), pk=pk)
    services.close_vacancy(found, by=request.member)
    messages.success(request, _("The vacancy is closed. Students without an answer have been told."))
    return redirect(found)


def _known(request: HttpRequest) -> QuerySet[Vacancy]:
    return Vacancy.objects.visible_to(request.member).select_related("consortium", "company")


def _count_candidates(request: HttpRequest, rows: list[Vacancy]) -> None:
    """Candidates by state, for the vacancies on this page only."""
    by_id = {row.pk: row for row in rows}
    for row in rows:
        row.counts = {"proposed": 0, "shortlisted": 0}
    found = Candidate.objects.visible_to(request.member).filter(vacancy__in=list(by_id))
    found = found.with_consent().filter(consent_until__isnull=False)  # as the company counts them
    counted = (
        found.order_by()
        .values("vacancy")
        .annotate(
            proposed=Count("pk", filter=Q(state=CandidateState.PROPOSED)),
            shortlisted=Count("pk", filter=Q(state=CandidateState.SHORTLISTED)),
        )
    )
    for row in counted:
        by_id[row["vacancy"]].counts = row


def _edit(request: HttpRequest, found: Vacancy | None) -> HttpResponse:
    member = request.member
    policies.runs_vacancies(member, found).require()
    searching = is_searching(request)
    data = sent(request)
    form = VacancyForm(data, instance=found, member=member)
    if data is not None and not searching and form.is_valid():
        try:
            # The form filled its instance; the service locks and reads the row anew.
            saved = services.save_vacancy(found and Vacancy(pk=found.pk), by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _("Saved."))
            if warning := contract_warning(saved.starts_on):
                messages.warning(request, warning)
            return redirect(saved)
    context = {"form": form, "vacancy": found, **choices_of(request, form)}
    return render(request, "placements/vacancy_form.html", context)
