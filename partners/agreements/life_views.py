"""Pages on which an agreement goes out, is taken back, renewed, amended and ended."""

from __future__ import annotations

from collections.abc import Callable
from typing import NamedTuple

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.forms import Form
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import by_form, sent, show_refusal
from partners.agreements import policies, services
from partners.agreements.documents import documents_of
from partners.agreements.draft_views import answer_to, partners_here
from partners.agreements.forms import (
    AmendmentForm,
    PartyForm,
    ReasonForm,
    SendForm,
    SignedForm,
    TerminationForm,
)
from partners.agreements.services.amending import KIND as AMENDMENT
from partners.agreements.services.texts import change_in_words
from partners.models import Agreement, Amendment
from partners.states import AmendmentKind, AmendmentState


class Step(NamedTuple):
    """One step of an agreement or amendment that a page explains and asks for."""

    title: str | Promise
    text: str | Promise
    done: str | Promise
    form: type[Form]
    write: Callable[..., object]
    tone: str = "primary"


BACK_TO_DRAFT = (
    gettext_lazy("Take it back"),
    gettext_lazy("Signatures of this version no longer count. The draft can be changed and sent out again."),
    gettext_lazy("It is a draft again. The version that was out is kept and cannot be signed."),
    ReasonForm,
)


def _step_of_agreement(step: Step) -> Callable[..., HttpResponse]:
    """The page of one step of an agreement: sent out, taken back, recorded as signed, ended."""

    @by_form
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        return _asked(request, _to_send(request, pk), step)

    return page


def _step_of_amendment(step: Step) -> Callable[..., HttpResponse]:
    """The page of one step of an amendment: taken back, recorded as signed."""

    @by_form
    def page(request: HttpRequest, pk: int) -> HttpResponse:
        found = _amendment(request, pk)
        policies.sends_out(request.member, found).require()
        return _asked(request, found, step)

    return page


agreement_send = _step_of_agreement(
    Step(
        gettext_lazy("Send out for signing"),
        gettext_lazy(
            "The text is frozen as a new version. Everybody with an address gets a link; "
            "others sign on paper."
        ),
        gettext_lazy(
            "It is out for signing. You see here who has signed, and can remind those who have not."
        ),
        SendForm,
        services.send_out,
    )
)
agreement_take_back = _step_of_agreement(Step(*BACK_TO_DRAFT, services.take_back, "danger"))
agreement_record = _step_of_agreement(
    Step(
        gettext_lazy("Record as signed on paper"),
        gettext_lazy("For agreements that every party has signed on paper already. Keep the paper."),
        gettext_lazy("It is recorded as signed and in force."),
        SignedForm,
        services.record_signed,
    )
)
agreement_terminate = _step_of_agreement(
    Step(
        gettext_lazy("Terminate"),
        gettext_lazy("It holds until the end of this day. All parties are told."),
        gettext_lazy("The termination is recorded and the parties are told."),
        TerminationForm,
        services.terminate_agreement,
        "danger",
    )
)
amendment_take_back = _step_of_amendment(Step(*BACK_TO_DRAFT, services.take_amendment_back, "danger"))
amendment_record = _step_of_amendment(
    Step(
        gettext_lazy("Record as signed on paper"),
        gettext_lazy("For amendments that everybody concerned has signed on paper already. Keep the paper."),
        gettext_lazy("The amendment is recorded as signed."),
        SignedForm,
        services.record_amendment,
    )
)


@by_form
def agreement_late_party(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one more partner sign the same text."""
    found = _to_send(request, pk)
    form = PartyForm(sent(request), partners=partners_here(request).exclude(signatures__agreement=found))
    step = Step(
        _("A party that joins late"),
        _("It signs the same text as the others and is a party from that day on."),
        _("The partner is asked to sign. It is a party from the day it signs."),
        PartyForm,
        services.add_late_party,
    )
    return _asked(request, found, step, form)


@require_POST
def agreement_renew(request: HttpRequest, pk: int) -> HttpResponse:
    """A draft that takes this agreement's place once signed."""
    found = get_object_or_404(_known(request), pk=pk)
    draft = services.renew_agreement(found, by=request.member)
    messages.success(
        request,
        _("This draft takes the earlier agreement's place once it is signed. Check it, then send it."),
    )
    return redirect(draft)


@require_safe
def amendment(request: HttpRequest, pk: int) -> HttpResponse:
    """One amendment: what it changes, from when, and who has signed."""
    found = _amendment(request, pk)
    member = request.member
    context = {
        "amendment": found,
        "agreement": found.agreement,
        "words": change_in_words(found),
        "documents": documents_of(AMENDMENT, [found.pk], member),
        "is_draft": found.state == AmendmentState.DRAFT,
        "is_out": found.state == AmendmentState.SIGNING,
        "may_draft": policies.drafts(member, found),
        "may_send": policies.sends_out(member, found),
    }
    return render(request, "partners/amendment.html", context)


@by_form
def amendment_add(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Draft a change of this kind."""
    found = get_object_or_404(_known(request), pk=pk)
    policies.drafts(request.member, found).require()
    if kind.upper() not in AmendmentKind.values:
        raise Http404
    return _edit_amendment(request, found, None, kind.upper())


@by_form
def amendment_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct the draft of a change."""
    found = _amendment(request, pk)
    policies.drafts(request.member, found).require()
    return _edit_amendment(request, found.agreement, found, found.kind)


@require_POST
def amendment_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a change to those whom it concerns."""
    found = _amendment(request, pk)
    try:
        services.send_amendment(found, by=request.member)
    except ValidationError as error:
        messages.error(request, " ".join(error.messages))
    else:
        messages.success(request, _("It is out for signing. It counts once everybody concerned has signed."))
    return redirect(found)


@require_POST
def amendment_drop(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw the draft of a change away."""
    found = _amendment(request, pk)
    services.drop_amendment(found, by=request.member)
    messages.success(request, _("The amendment is dropped."))
    return redirect(found.agreement)


def _edit_amendment(
    request: HttpRequest, agreement: Agreement, found: Amendment | None, kind: str
) -> HttpResponse:
    form = AmendmentForm(sent(request), instance=found, kind=kind, partners=partners_here(request))
    if form.is_valid():
        try:
            saved = services.save_amendment(
                found and Amendment(pk=found.pk),
                agreement=agreement,
                by=request.member,
                kind=kind,
                **form.cleaned_data,
            )
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, _("The amendment is drafted. Read it, then send it out."))
            return redirect(saved)
    title = _("Amendment: %(kind)s") % {"kind": AmendmentKind(kind).label}
    context = {"agreement": agreement, "form": form, "title": title, "is_draft": True}
    return render(request, "partners/agreement_form.html", context, status=answer_to(form))


def _asked(
    request: HttpRequest, subject: Agreement | Amendment, step: Step, form: Form | None = None
) -> HttpResponse:
    """A page that says what a step means and asks what it needs; then the step."""
    form = form if form is not None else step.form(sent(request))
    if form.is_valid():
        try:
            step.write(subject, by=request.member, **form.cleaned_data)
        except ValidationError as error:
            show_refusal(form, error)
        else:
            messages.success(request, step.done)
            return redirect(subject)
    context = {"subject": subject, "form": form, "step": step}
    return render(request, "partners/agreement_step.html", context, status=answer_to(form))


def _known(request: HttpRequest) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(request.member).select_related("consortium")


def _to_send(request: HttpRequest, pk: int) -> Agreement:
    found = get_object_or_404(_known(request), pk=pk)
    policies.sends_out(request.member, found).require()
    return found


def _amendment(request: HttpRequest, pk: int) -> Amendment:
    known = Amendment.objects.visible_to(request.member)
    return get_object_or_404(known.select_related("agreement__consortium", "consortium", "partner"), pk=pk)
