"""HR's review of candidates: blind cards in order of fit, compared, shortlisted or declined."""

from typing import NamedTuple

from django.contrib import messages
from django.db.models import Count, Min, Q, QuerySet
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.rules.checks import forbidden_questions, rule_on
from consortium.rules.topics import TOPICS
from consortium.shell.forms import sent
from consortium.shell.ids import ids_in
from consortium.shell.lists import paginate
from consortium.workflow import StateConflict
from placements import policies, services
from placements.forms import DeclineForm
from placements.models import Candidate, Vacancy
from placements.review import Card, cards_of, demanded_units
from placements.services.candidates import candidate_for, names_of
from placements.states import CandidateState, DeclineReason, VacancyState

CARDS = 20
COMPARED = 4
PLACES = ("after", "before")


class Choice(NamedTuple):
    """One way to narrow the cards, as a link that can be shared."""

    label: str
    url: str
    current: bool


@require_safe
def candidates(request: HttpRequest) -> HttpResponse:
    """The company's vacancies with how many candidates wait, the longest waiting first."""
    policies.reviews_candidates(request.member).require()
    visible = Candidate.objects.visible_to(request.member)
    counts = (
        visible.order_by()
        .values("vacancy")
        .annotate(
            waiting=Count("pk", filter=Q(state=CandidateState.PROPOSED)),
            shortlisted=Count("pk", filter=Q(state=CandidateState.SHORTLISTED)),
            since=Min("proposed_at", filter=Q(state=CandidateState.PROPOSED)),
        )
    )
    by_vacancy = {row["vacancy"]: row for row in counts}
    rows = list(
        Vacancy.objects.visible_to(request.member)
        .exclude(state=VacancyState.DRAFT)
        .select_related("company", "consortium")
    )
    for row in rows:
        row.counts = by_vacancy.get(row.pk, {"waiting": 0, "shortlisted": 0, "since": None})
    rows.sort(key=lambda row: (row.counts["since"] is None, row.counts["since"] or row.updated_at))
    return render(request, "placements/candidates.html", {"vacancies": rows})


@require_safe
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """Twenty cards in order of fit, beside the vacancy and the comparison of up to four."""
    policies.reviews_candidates(request.member).require()
    vacancy = _vacancy(request, pk)
    everyone = Candidate.objects.visible_to(request.member).filter(vacancy=vacancy)
    page = paginate(_narrowed(everyone, request.GET, vacancy), request, (("-fit", "proposed_at"),), CARDS)
    cards = cards_of(page.rows, by=request.member)
    compared, gone = _compared(request, everyone)
    context = _frame(request, vacancy) | {
        "page": page,
        "cards": [(card, _numbers(cards[place:])) for place, card in enumerate(cards, start=1)],
        "choices": _state_choices(request.GET, everyone),
        "complete_url": _toggled(request.GET, "complete", "1"),
        "complete_on": request.GET.get("complete") == "1",
        "compared": compared,
        "compared_pks": {card.pk for card in compared},
        "comparing": True,
        "gone": gone,
        "here": request.get_full_path(),
    }
    return render(request, "placements/review.html", context)


@require_safe
def candidate(request: HttpRequest, pk: int) -> HttpResponse:
    """One candidate on a page of their own; the name stands there once shortlisted."""
    policies.reviews_candidates(request.member).require()
    found = candidate_for(request.member, pk)
    cards = cards_of([found], by=request.member)
    context = _frame(request, found.vacancy) | {"card": cards[0], "here": request.get_full_path()}
    return render(request, "placements/candidate.html", context)


@require_POST
def shortlist(request: HttpRequest, pk: int) -> HttpResponse:
    """Choose this candidate; pressing twice is the same as once."""
    policies.reviews_candidates(request.member).require()
    try:
        found = services.shortlist(candidate_for(request.member, pk), by=request.member)
    except StateConflict as conflict:
        return _conflict(request, pk, conflict, same=CandidateState.SHORTLISTED)
    return _answered(request, found, _("%(code)s is shortlisted. The student and the school have been told."))


def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for the reason, then decline; pressing twice is the same as once."""
    policies.reviews_candidates(request.member).require()
    data = sent(request)
    form = DeclineForm(data)
    try:
        found = candidate_for(request.member, pk)
        if form.is_valid():
            found = services.decline(found, by=request.member, reason=form.cleaned_data["reason"])
            return _answered(request, found, _("%(code)s is declined. The student learns what comes next."))
    except StateConflict as conflict:
        return _conflict(request, pk, conflict, same=CandidateState.DECLINED)
    card = cards_of([found], by=request.member)[0]
    context = _frame(request, found.vacancy) | {"card": card, "form": form, "here": _back(request, found)}
    if request.htmx:
        return render(request, "placements/_card.html", context)
    return render(request, "placements/decline.html", context)


def _vacancy(request: HttpRequest, pk: int) -> Vacancy:
    rows = Vacancy.objects.visible_to(request.member).select_related("company", "consortium")
    return get_object_or_404(rows.exclude(state=VacancyState.DRAFT), pk=pk)


def _frame(request: HttpRequest, vacancy: Vacancy) -> dict[str, object]:
    """The vacancy and the strip of what may not be asked."""
    today = timezone.localdate()
    return {
        "vacancy": vacancy,
        "names": names_of(vacancy),
        "units": demanded_units(vacancy),
        "topics": [TOPICS.get(code, code) for code in forbidden_questions(today)],
        "rule": rule_on("blind-hiring", today),
        "today": today,
        "decline_reasons": DeclineReason.choices,
    }


def _narrowed(everyone: QuerySet[Candidate], query: QueryDict, vacancy: Vacancy) -> QuerySet[Candidate]:
    """Those to be reviewed, unless the address asks for others."""
    rows = everyone.with_fit()
    state = query.get("state", CandidateState.PROPOSED)
    if state in CandidateState.values:
        rows = rows.filter(state=state)
    if query.get("complete") == "1":
        rows = rows.filter(fit__gte=vacancy.demanded_units.count())
    return rows


def _state_choices(query: QueryDict, everyone: QuerySet[Candidate]) -> list[Choice]:
    counted = dict(everyone.order_by().values_list("state").annotate(Count("pk")))
    now = query.get("state", CandidateState.PROPOSED)
    choices = [(state.value, state.label, counted.get(state.value, 0)) for state in CandidateState]
    choices.append(("ALL", _("All"), sum(counted.values())))
    return [
        Choice(f"{label} {number:,}", _with(query, "state", [value]), value == now)
        for value, label, number in choices
    ]


def _compared(request: HttpRequest, everyone: QuerySet[Candidate]) -> tuple[list[Card], bool]:
    """The cards side by side, and whether one that was asked for may no longer be shown."""
    asked = ids_in(request.GET.getlist("compare"))[:COMPARED]
    if not asked:
        return [], False
    cards = {card.pk: card for card in cards_of(everyone.filter(pk__in=asked), by=request.member)}
    return [cards[pk] for pk in dict.fromkeys(asked) if pk in cards], len(cards) < len(set(asked))


def _answered(request: HttpRequest, found: Candidate, words: str) -> HttpResponse:
    """The answered card in its place with the focus on the next one; without script, back to the list."""
    if not request.htmx:
        messages.success(request, words % {"code": found.code_name})
        return redirect(_back(request, found))
    queue = _queue(request)
    cards = cards_of([found, *_following(request, found, queue)], by=request.member)
    back = _back(request, found)
    context = _frame(request, found.vacancy) | {
        "card": cards[0],
        "next_card": next(iter(cards[1:]), None),
        "queue": ",".join(map(str, queue)),
        "rest": ",".join(map(str, queue[1:])),
        "words": words % {"code": found.code_name},
        "here": back.partition("#")[0],
        "comparing": True,
        "compared_pks": _compared_in(back),
    }
    return render(request, "placements/_answered.html", context)


def _queue(request: HttpRequest) -> list[int]:
    """The cards that stood after the answered one on the page."""
    return ids_in(request.POST.get("queue", "").split(","))[:CARDS]


def _following(request: HttpRequest, found: Candidate, queue: list[int]) -> list[Candidate]:
    rows = Candidate.objects.visible_to(request.member).filter(vacancy=found.vacancy, pk__in=queue[:1])
    return list(rows.select_related("vacancy"))


def _compared_in(address: str) -> set[int]:
    query = QueryDict(address.partition("#")[0].partition("?")[2])
    return set(ids_in(query.getlist("compare"))[:COMPARED])


def _numbers(cards: list[Card]) -> str:
    return ",".join(str(card.pk) for card in cards)


def _conflict(request: HttpRequest, pk: int, conflict: StateConflict, *, same: str) -> HttpResponse:
    """The second press of a double click changes nothing; everything else is said as page 409."""
    found = Candidate.objects.visible_to(request.member).filter(pk=pk).select_related("vacancy").first()
    if found is not None and found.state == same and found.decided_by_id == request.member.pk:
        return _answered(request, found, _("%(code)s has been answered already."))
    if not request.htmx:
        raise conflict
    context = {"pk": pk, "reason": conflict.message, "vacancy": conflict.subject}
    return render(request, "placements/_card_gone.html", context, status=409)


def _back(request: HttpRequest, found: Candidate) -> str:
    """The list as it was filtered, at the next card; never an address of somebody else."""
    fallback = reverse("placements:review", args=[request.member.consortium.slug, found.vacancy_id])
    address = request.POST.get("back", "")
    if not (address.startswith("/") and url_has_allowed_host_and_scheme(address, allowed_hosts=None)):
        return fallback
    queue = _queue(request)
    return f"{address}#card-{queue[0]}" if queue else address


def _with(query: QueryDict, name: str, values: list[str]) -> str:
    changed = query.copy()
    for place in PLACES:
        changed.pop(place, None)
    changed.setlist(name, values)
    return f"?{changed.urlencode()}"


def _toggled(query: QueryDict, name: str, value: str) -> str:
    values = query.getlist(name)
    rest = [known for known in values if known != value]
    return _with(query, name, rest if value in values else [*values, value])
