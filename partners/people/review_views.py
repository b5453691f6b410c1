"""Pages of access reviews, of the rights of a day, and of what a young consortium still needs."""

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consortium.reports.services import request_report
from consortium.rules.checks import rule_on
from consortium.shell.forms import sent
from consortium.shell.lists import paginate
from partners.models import AccessReview, Member
from partners.people import policies, reviews
from partners.people.forms import AnswerForm, DayForm, RightsExportForm
from partners.people.readiness import standing_of
from partners.people.reports import REVIEWS, RIGHTS
from partners.people.rights import rights_history, rights_on
from partners.states import Belonging

PAGE = 30


@require_GET
def access_reviews(request: HttpRequest) -> HttpResponse:
    """Every review that this member may know, those under way first."""
    policies.reads_reviews(request.member).require()
    known = AccessReview.objects.visible_to(request.member).select_related("partner", "consortium")
    page = paginate(known, request, (("-opened_on",),), PAGE)
    today = timezone.localdate()
    rows = [{"review": one, "late": one.is_late_on(today)} for one in page.rows]
    context = {"page": page, "rows": rows, "rule": rule_on(reviews.RULE, today)}
    return render(request, "people/reviews.html", context)


@require_GET
def review(request: HttpRequest, pk: int) -> HttpResponse:
    """One review: person by person, who still belongs?"""
    found = _review(request, pk)
    questions = reviews.questions_of(found)
    context = {
        "review": found,
        "questions": [
            {"question": one, "may_end": policies.ends(request.member, one.member)} for one in questions
        ],
        "settled": sum(one.is_settled for one in questions),
        "may_answer": policies.answers(request.member, found) if found.finished_at is None else False,
        "late": found.is_late_on(timezone.localdate()),
    }
    return render(request, "people/review.html", context)


@require_POST
def answer(request: HttpRequest, pk: int, member_pk: int) -> HttpResponse:
    """Keep the answer about one person."""
    found = _review(request, pk)
    policies.answers(request.member, found).require()
    about = get_object_or_404(reviews.people_of(found), pk=member_pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        messages.error(request, _("Choose one of the answers."))
        return redirect(found)
    given = Belonging(form.cleaned_data["answer"])
    found = reviews.answer_about(found, about, by=request.member, answer=given)
    messages.success(request, _said(found, about, given))
    return redirect(found)


def _said(review: AccessReview, about: Member, given: Belonging) -> str:
    if review.finished_at:
        return _("Everybody has an answer. The review is finished; the next one comes by itself.")
    if given == Belonging.LATER:
        return _("%(name)s stays on the list until the review is due.") % {"name": about.user}
    return _("Noted: %(name)s still belongs.") % {"name": about.user}


@require_GET
def history(request: HttpRequest) -> HttpResponse:
    """Who had which right on a day, and the changes of rights."""
    policies.reads_history(request.member).require()
    form = DayForm(request.GET or None)
    day = (form.cleaned_data["day"] if form.is_bound and form.is_valid() else None) or timezone.localdate()
    context = {
        "form": form if form.is_bound and form.errors else DayForm({"day": day}),
        "day": day,
        "rights": rights_on(request.member, day),
        "changes": rights_history(request.member),
    }
    return render(request, "people/history.html", context)


@require_http_methods(["GET", "POST"])
def export_rights(request: HttpRequest) -> HttpResponse:
    """Ask for the rights of a day as a file, with the reason why it leaves the portal."""
    policies.reads_history(request.member).require()
    data = sent(request)
    form = RightsExportForm(data, initial={"day": request.GET.get("day", "")})
    if form.is_valid():
        day = form.cleaned_data["day"] or timezone.localdate()
        _ask(request, RIGHTS, form.cleaned_data["reason"], {"day": day.isoformat()})
        return redirect("reports:list", request.member.consortium.slug)
    context = {"form": form, "title": _("Rights as a file"), "back": _address(request, "people:history")}
    return render(request, "people/export.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def export_review(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask for one review as a file, for whoever inspects it."""
    found = _review(request, pk)
    data = sent(request)
    form = RightsExportForm(data)
    del form.fields["day"]
    if form.is_valid():
        _ask(request, REVIEWS, form.cleaned_data["reason"], {"review": found.pk})
        return redirect("reports:list", request.member.consortium.slug)
    context = {"form": form, "title": _("Access review as a file"), "back": found.get_absolute_url()}
    return render(request, "people/export.html", context, status=422 if form.errors else 200)


@require_GET
def getting_started(request: HttpRequest) -> HttpResponse:
    """What a consortium still needs until it can work, with the page where each thing is done."""
    policies.prepares(request.member).require()
    checks = [
        {
            "check": one.check,
            "done": one.done,
            "url": _address(request, one.check.url_name) if one.check.url_name else "",
        }
        for one in standing_of(request.member.consortium_id)
    ]
    done = sum(one["done"] for one in checks)
    return render(request, "people/getting_started.html", {"checks": checks, "done": done})


def _ask(request: HttpRequest, key: str, reason: str, parameters: dict[str, object]) -> None:
    request_report(
        key,
        by=request.member,
        formats=[],
        language=get_language() or "ko",
        parameters=parameters,
        reason=reason,
    )
    messages.success(request, _("The file is being made. You are told when it is ready."))


def _address(request: HttpRequest, url_name: str) -> str:
    return reverse(url_name, args=[request.member.consortium.slug])


def _review(request: HttpRequest, pk: int) -> AccessReview:
    policies.reads_reviews(request.member).require()
    known = AccessReview.objects.visible_to(request.member).select_related("partner", "consortium")
    return get_object_or_404(known, pk=pk)
