"""Pages on which a draft is written: facts, clauses, parties."""

from __future__ import annotations

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from consortium.shell.forms import by_form, sent, show_refusal
from partners.agreements import policies, services
from partners.agreements.forms import AgreementForm, ClauseForm, PartyForm
from partners.models import Agreement, Clause, Partner, Signatory, SignatoryContact
from partners.states import AgreementState

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.forms import BaseForm


@by_form
def agreement_add(request: HttpRequest) -> HttpResponse:
    """Begin a draft, empty or as a copy."""
    policies.drafts(request.member).require()
    form = AgreementForm(sent(request), member=request.member)
    if form.is_valid():
        facts = dict(form.cleaned_data)
        source = facts.pop("copy_from")
        saved = _tried(form, lambda: _begin(source, request, facts))
        if saved is not None:
            messages.success(request, _("The draft is kept. Now write the clauses and choose the parties."))
            return redirect(saved)
    return _show(request, None, form, _("New agreement"))


def _begin(source: Agreement | None, request: HttpRequest, facts: dict[str, object]) -> Agreement:
    if source is None:
        return services.save_agreement(None, by=request.member, **facts)
    return services.copy_agreement(source, by=request.member, **facts)


@by_form
def agreement_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct title, purpose, term, place and amount."""
    found = _draft(request, pk)
    form = AgreementForm(sent(request), instance=found, member=request.member)
    if form.is_valid():
        # The form filled its instance; the service locks and reads the row anew.
        bare = Agreement(pk=pk, consortium_id=found.consortium_id)
        saved = _tried(form, lambda: services.save_agreement(bare, by=request.member, **form.cleaned_data))
        if saved is not None:
            messages.success(request, _("Saved."))
            return redirect(saved)
    return _show(request, found, form, _("Title, purpose and term"))


@by_form
def clause_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Write one more clause."""
    found = _draft(request, pk)
    form = ClauseForm(sent(request))
    if form.is_valid() and _tried(
        form, lambda: services.add_clause(found, by=request.member, **form.cleaned_data)
    ):
        messages.success(request, _("The clause is written. You can add the next one."))
        return redirect(found)
    return _show(request, found, form, _("New clause"))


@by_form
def clause_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Put a clause into other words."""
    clause = _clause(request, pk)
    form = ClauseForm(sent(request), instance=clause)
    if form.is_valid() and _tried(
        form, lambda: services.change_clause(clause, by=request.member, **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect(clause.agreement)
    return _show(request, clause.agreement, form, _("Change clause %(number)s") % {"number": clause.number})


@require_POST
def clause_move(request: HttpRequest, pk: int) -> HttpResponse:
    """One place up or down."""
    clause = _clause(request, pk)
    services.move_clause(clause, by=request.member, up=request.POST.get("to") != "down")
    return redirect(clause.agreement.get_absolute_url() + "#clauses")


@require_POST
def clause_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a clause out."""
    clause = _clause(request, pk)
    services.remove_clause(clause, by=request.member)
    messages.success(request, _("The clause is taken out. Its words stay in the history."))
    return redirect(clause.agreement.get_absolute_url() + "#clauses")


@by_form
def party_add(request: HttpRequest, pk: int) -> HttpResponse:
    """Name a party with who signs and whom to write to."""
    found = _draft(request, pk)
    others = partners_here(request).exclude(signatures__agreement=found)
    form = PartyForm(sent(request), partners=others)
    if form.is_valid() and _tried(
        form, lambda: services.save_party(found, by=request.member, **form.cleaned_data)
    ):
        messages.success(request, _("The party is named."))
        return redirect(found)
    return _show(request, found, form, _("Add a party"))


@by_form
def party_edit(request: HttpRequest, pk: int) -> HttpResponse:
    """Correct who signs for a party and whom to write to."""
    party = _party(request, pk)
    contact = SignatoryContact.objects.visible_to(request.member).filter(signatory=party).first()
    known = {
        "partner": party.partner_id,
        "signer": party.signer,
        "signer_title": party.signer_title,
        "contact_name": contact.name if contact else "",
        "contact_email": contact.email if contact else "",
    }
    form = PartyForm(sent(request), initial=known, partners=Partner.objects.filter(pk=party.partner_id))
    if form.is_valid() and _tried(
        form, lambda: services.save_party(party.agreement, by=request.member, **form.cleaned_data)
    ):
        messages.success(request, _("Saved."))
        return redirect(party.agreement)
    return _show(request, party.agreement, form, str(party.partner))


@require_POST
def party_remove(request: HttpRequest, pk: int) -> HttpResponse:
    """Take a party out."""
    party = _party(request, pk)
    services.remove_party(party, by=request.member)
    messages.success(request, _("The party is taken out."))
    return redirect(party.agreement)


@require_POST
def agreement_discard(request: HttpRequest, pk: int) -> HttpResponse:
    """Throw a draft away."""
    services.discard_draft(_draft(request, pk), by=request.member)
    messages.success(request, _("The draft is thrown away."))
    return redirect("partners:agreements", request.member.consortium.slug)


def partners_here(request: HttpRequest) -> QuerySet[Partner]:
    """The partners of this consortium, by name."""
    return Partner.objects.visible_to(request.member).order_by("name", "pk")


def _known(request: HttpRequest) -> QuerySet[Agreement]:
    return Agreement.objects.visible_to(request.member).select_related("consortium")


def _draft(request: HttpRequest, pk: int) -> Agreement:
    found = get_object_or_404(_known(request), pk=pk)
    policies.drafts(request.member, found).require()
    return found


def _clause(request: HttpRequest, pk: int) -> Clause:
    known = Clause.objects.visible_to(request.member).select_related("agreement__consortium")
    found = get_object_or_404(known, pk=pk)
    policies.drafts(request.member, found.agreement).require()
    return found


def _party(request: HttpRequest, pk: int) -> Signatory:
    known = Signatory.objects.visible_to(request.member).select_related("agreement__consortium", "partner")
    found = get_object_or_404(known, pk=pk)
    policies.drafts(request.member, found.agreement).require()
    return found


def answer_to(form: BaseForm) -> int:
    """422 for what was sent and refused, 200 for a page just opened."""
    return HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK


def _tried(form: BaseForm, write: Callable[[], object]) -> object | None:
    """What the service wrote, or None with its reason shown in the form."""
    try:
        return write()
    except ValidationError as error:
        show_refusal(form, error)
        return None


def _show(request: HttpRequest, agreement: Agreement | None, form: BaseForm, title: str) -> HttpResponse:
    drafts = agreement is None or agreement.state == AgreementState.DRAFT
    context = {"agreement": agreement, "form": form, "title": title, "is_draft": drafts}
    return render(request, "partners/agreement_form.html", context, status=answer_to(form))
