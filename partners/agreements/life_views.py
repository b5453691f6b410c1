"""Pages on which an agreement goes out, is taken back, renewed, amended and ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

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

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm

by_form = require_http_methods(["GET", "HEAD", "POST"])


@by_form
def agreement_send(request: HttpRequest, pk: int) -> HttpResponse:
    """Send a draft out for signing, after a page that says what this means."""
    found = _to_send(request, pk)
    form = SendForm(_sent(request))
    text = _(
        "The text is frozen as a new version. Everybody with an address gets a link; others sign on paper."
    )

    def write() -> None:
        services.send_out(found, by=request.member, **form.cleaned_data)

    done = _("It is out for signing. You see here who has signed, and can remind those who have not.")
    return _asked(request, form, write, found, _("Send out for signing"), text, done)


@by_form
def agreement_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw what is out for signing."""
    found = _to_send(request, pk)
    form = ReasonForm(_sent(request))
    text = _("Signatures of this version no longer count. The draft can be changed and sent out again.")

    def write() -> None:
        services.take_back(found, by=request.member, **form.cleaned_data)

    done = _("It is a draft again. The version that was out is kept and cannot be signed.")
    return _asked(request, form, write, found, _("Take it back"), text, done, tone="danger")


@by_form
def agreement_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that all have signed on paper, outside the portal."""
    found = _to_send(request, pk)
    form = SignedForm(_sent(request))
    text = _("For agreements that every party has signed on paper already. Keep the paper.")

    def write() -> None:
        services.record_signed(found, by=request.member, **form.cleaned_data)

    done = _("It is recorded as signed and in force.")
    return _asked(request, form, write, found, _("Record as signed on paper"), text, done)


@by_form
def agreement_terminate(request: HttpRequest, pk: int) -> HttpResponse:
    """End an agreement on a day, with the reason."""
    found = _to_send(request, pk)
    form = TerminationForm(_sent(request))
    text = _("It holds until the end of this day. All parties are told.")

    def write() -> None:
        services.terminate_agreement(found, by=request.member, **form.cleaned_data)

    done = _("The termination is recorded and the parties are told.")
    return _asked(request, form, write, found, _("Terminate"), text, done, tone="danger")


@by_form
def agreement_late_party(request: HttpRequest, pk: int) -> HttpResponse:
    """Let one more partner sign the same text."""
    found = _to_send(request, pk)
    form = PartyForm(_sent(request), partners=partners_here(request).exclude(signatures__agreement=found))
    text = _("It signs the same text as the others and is a party from that day on.")

    def write() -> None:
        services.add_late_party(found, by=request.member, **form.cleaned_data)

    done = _("The partner is asked to sign. It is a party from the day it signs.")
    return _asked(request, form, write, found, _("A party that joins late"), text, done)


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


@by_form
def amendment_take_back(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a change that is out for signing."""
    found = _amendment(request, pk)
    policies.sends_out(request.member, found).require()
    form = ReasonForm(_sent(request))
    text = _("Signatures of this version no longer count. The draft can be changed and sent out again.")

    def write() -> None:
        services.take_amendment_back(found, by=request.member, **form.cleaned_data)

    done = _("It is a draft again. The version that was out is kept and cannot be signed.")
    return _asked(request, form, write, found, _("Take it back"), text, done, tone="danger")


@by_form
def amendment_record(request: HttpRequest, pk: int) -> HttpResponse:
    """Note that those concerned have signed on paper, outside the portal."""
    found = _amendment(request, pk)
    policies.sends_out(request.member, found).require()
    form = SignedForm(_sent(request))
    text = _("For amendments that everybody concerned has signed on paper already. Keep the paper.")

    def write() -> None:
        services.record_amendment(found, by=request.member, **form.cleaned_data)

    done = _("The amendment is recorded as signed.")
    return _asked(request, form, write, found, _("Record as signed on paper"), text, done)


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
    form = AmendmentForm(_sent(request), instance=found, kind=kind, partners=partners_here(request))
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
            form.add_service_error(error)
        else:
            messages.success(request, _("The amendment is drafted. Read it, then send it out."))
            return redirect(saved)
    title = _("Amendment: %(kind)s") % {"kind": AmendmentKind(kind).label}
    context = {"agreement": agreement, "form": form, "title": title, "is_draft": True}
    return render(request, "partners/agreement_form.html", context, status=answer_to(form))


def _asked(
    request: HttpRequest,
    form: BaseForm,
    write: Callable[[], object],
    subject: Agreement | Amendment,
    title: str,
    text: str,
    done: str,
    tone: str = "primary",
) -> HttpResponse:
    """A page that says what a step means and asks what it needs; then the step."""
    if form.is_valid():
        try:
            write()
        except ValidationError as error:
            if hasattr(form, "add_service_error"):
                form.add_service_error(error)
            else:
                form.add_error(None, error)
        else:
            messages.success(request, done)
            return redirect(subject)
    context = {"subject": subject, "form": form, "title": title, "text": text, "tone": tone}
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


def _sent(request: HttpRequest) -> object:
    return request.POST if request.method == "POST" else None
