"""Consents and candidacies of one student, as the school keeps them."""

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from consortium.rules.checks import goes_forward
from consortium.shell.forms import sent
from curriculum.roster.policies import has_an_own_page
from curriculum.roster.views.frame import find_student, show
from placements import policies, services
from placements.forms import ConsentForm, GuardianForm
from placements.models import Candidate, Consent
from placements.paper import paper_of


@require_safe
def student_consents(request: HttpRequest, pk: int) -> HttpResponse:
    """Which company sees what of this student until when."""
    student = find_student(request, pk)
    policies.reads_consents(request.member, student).require()
    rows = Consent.objects.visible_to(request.member).filter(student=student)
    return show(
        request,
        "placements/student_consents.html",
        student,
        tab="placements:student_consents",
        consents=rows.select_related("recipient", "recorded_by__user", "withdrawn_by__user"),
        may_record=policies.records_consent(request.member, student),
    )


@require_safe
def student_candidacies(request: HttpRequest, pk: int) -> HttpResponse:
    """Where this student stands before companies."""
    student = find_student(request, pk)
    policies.reads_consents(request.member, student).require()
    rows = Candidate.objects.visible_to(request.member).filter(student=student).with_consent()
    return show(
        request,
        "placements/student_candidacies.html",
        student,
        tab="placements:student_candidacies",
        candidacies=rows.select_related("vacancy__company", "vacancy__consortium").order_by(
            "-proposed_at", "-pk"
        ),
    )


def consent_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Record what student and guardian signed for one company."""
    student, member = find_student(request, pk), request.member
    policies.records_consent(member, student).require()
    data = sent(request)
    initial = {"recipient": request.GET.get("recipient", "")}
    form = ConsentForm(data, member=member, student=student, initial=initial)
    if form.is_valid():
        try:
            consent = services.record_consent(student, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _what_happens_next(consent))
            return redirect("placements:student_consents", member.consortium.slug, student.pk)
    return render(request, "placements/consent_form.html", {"student": student, "form": form})


@require_safe
def consent_paper(request: HttpRequest, pk: int) -> HttpResponse:
    """The form to print and sign, with everything that the law wants on it."""
    student = find_student(request, pk)
    policies.records_consent(request.member, student).require()
    if "csrfmiddlewaretoken" in request.GET:  # the form's own; an address that people keep does not carry it
        asked = request.GET.copy()
        del asked["csrfmiddlewaretoken"]
        return redirect(f"{request.path}?{asked.urlencode()}")
    context = {"student": student, "paper": paper_of(student, request.GET, member=request.member)}
    return render(request, "placements/consent_paper.html", context)


def consent_complete(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the guardian's part."""
    member = request.member
    consent = get_object_or_404(_consents(request), pk=pk)
    policies.records_consent(member, consent.student).require()
    data = sent(request)
    form = GuardianForm(data, initial={"guardian_agreed_on": timezone.localdate()})
    if form.is_valid():
        try:
            consent = services.complete_consent(consent, by=member, **form.cleaned_data)
        except ValidationError as error:
            form.add_error(None, error)
        else:
            messages.success(request, _what_happens_next(consent))
            return redirect("placements:student_consents", member.consortium.slug, consent.student_id)
    return render(request, "placements/consent_complete.html", {"consent": consent, "form": form})


def consent_withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask once more, then withdraw; for the student and for the staff who collect consent."""
    member = request.member
    consent = get_object_or_404(_consents(request), pk=pk)
    policies.withdraws_consent(member, consent).require()
    back = consent_page(request, consent)
    if request.method == "POST":
        services.withdraw_consent(consent, by=member)
        company = {"company": consent.recipient}
        messages.success(
            request, _("Withdrawn. %(company)s sees nothing any more from this moment.") % company
        )
        return redirect(back)
    affected = Candidate.objects.visible_to(member).filter(student=consent.student, company=consent.recipient)
    context = {"consent": consent, "back": back, "affected": affected.select_related("vacancy")}
    return render(request, "placements/consent_withdraw.html", context)


def consent_page(request: HttpRequest, consent: Consent) -> str:
    """Where this reader sees the consent: on their own page, or on the school's page about the student."""
    slug = request.member.consortium.slug
    if has_an_own_page(request.member):
        return reverse("placements:my_consents", args=[slug])
    return reverse("placements:student_consents", args=[slug, consent.student_id])


def _consents(request: HttpRequest) -> QuerySet[Consent]:
    rows = Consent.objects.visible_to(request.member)
    return rows.select_related("student__consortium", "recipient", "consortium")


def _what_happens_next(consent: Consent) -> str:
    company = {"company": consent.recipient}
    if consent.waits_for_guardian:
        return _("Recorded. %(company)s sees nothing until the guardian has signed too.") % company
    forward = goes_forward(consent.student.grade, timezone.localdate())
    if not forward:
        return _("Recorded. %(why)s") % {"why": forward.reason}
    return (
        _("Recorded. The student now stands in the open vacancies of %(company)s, under a code name.")
        % company
    )
