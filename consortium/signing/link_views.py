"""The pages behind a mailed link: read, ask for a code, sign or decline, keep the receipt."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import sent
from consortium.signing import services, text
from consortium.signing.entrance import Opened, by_link, closed, open_token
from consortium.signing.forms import DeclineByLinkForm, SignForm, expected_signer
from consortium.signing.services.telling import masked
from consortium.signing.states import ASKED, DocumentState, PartyState
from consortium.workflow import StateConflict


@require_safe
@by_link
def show(request: HttpRequest, opened: Opened) -> HttpResponse:
    """What it is, who asks, the whole text, and the next step; after signing, the receipt."""
    form = SignForm(document=opened.document, initial=expected_signer(opened.party))
    return _page(request, opened, form)


@require_POST
@by_link
def code(request: HttpRequest, opened: Opened) -> HttpResponse:
    """I have read it: mail me the code."""
    try:
        services.send_code(opened.link)
    except ValidationError as error:
        if "decline" in request.POST:
            return _decline_page(request, opened, DeclineByLinkForm(), problem=error.messages[0], status=422)
        form = SignForm(document=opened.document)
        return _page(request, opened, form, problem=error.messages[0], status=422)
    except StateConflict:
        return _now(request, opened, 409)
    messages.success(request, _("The code is on its way. Look into your mail; it works for 10 minutes."))
    return redirect("sign:decline" if "decline" in request.POST else "sign:open", opened.token)


@require_POST
@by_link
def sign(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Sign with the code; whatever goes wrong, what was typed stays."""
    if opened.signature:
        return redirect("sign:open", opened.token)
    form = SignForm(request.POST, document=opened.document)
    if not form.is_valid():
        return _page(request, opened, form, status=422)
    try:
        services.sign_by_link(
            opened.link,
            form.cleaned_data["code"],
            form.cleaned_data["signer"],
            form.cleaned_data["title"],
            get_adapter().get_client_ip(request),
            sha256=form.cleaned_data["sha256"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return _page(request, opened, form, status=422)
    except StateConflict:
        return _now(request, opened, 409)
    messages.success(request, _("You have signed. A copy comes by mail."))
    return redirect("sign:open", opened.token)


@by_link
def decline(request: HttpRequest, opened: Opened) -> HttpResponse:
    """Say no and why, after a page that says what follows from it."""
    if opened.party.state not in ASKED or opened.document.state == DocumentState.VOID:
        return redirect("sign:open", opened.token)
    form = DeclineByLinkForm(sent(request))
    if not form.is_valid():
        return _decline_page(request, opened, form, status=422 if form.is_bound else 200)
    try:
        services.decline_by_link(opened.link, form.cleaned_data["code"], form.cleaned_data["reason"])
    except ValidationError as error:
        form.add_error(None, error)
        return _decline_page(request, opened, form, status=422)
    except StateConflict:
        return _now(request, opened, 409)
    return redirect("sign:open", opened.token)


@require_POST
@by_link
def renew(request: HttpRequest, opened: Opened) -> HttpResponse:
    """A new link in place of one that is too old; it goes to the address that had the old one."""
    if opened.party is not None:
        return redirect("sign:open", opened.token)
    sent = services.renew(opened.link)
    return closed(request, "renewed" if sent else "unknown", 200 if sent else 404)


def _decline_page(
    request: HttpRequest, opened: Opened, form: DeclineByLinkForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    """First the code, then the reason; whoever sends the reason without a code is shown both."""
    context = {
        "opened": opened,
        "form": form,
        "problem": problem,
        "address": masked(opened.party.contact_email),
        "asks": form.is_bound or opened.link.code_wanted_at is not None,
    }
    return render(request, "signing/decline_by_link.html", context, status=status)


def _page(
    request: HttpRequest, opened: Opened, form: SignForm, *, problem: str = "", status: int = 200
) -> HttpResponse:
    party, document = opened.party, opened.document
    context = {
        "opened": opened,
        "document": document,
        "party": party,
        "sections": text.for_pages(document.body),
        "form": form,
        "problem": problem,
        "stage": _stage(opened),
        "address": masked(party.contact_email),
    }
    return render(request, "signing/link.html", context, status=status)


def _stage(opened: Opened) -> str:
    """What the page offers below the text."""
    party, document = opened.party, opened.document
    if opened.signature:
        return "receipt"
    if party.state == PartyState.SIGNED:
        return "signed_otherwise"
    if party.state == PartyState.DECLINED:
        return "declined"
    if document.state == DocumentState.VOID or party.state not in ASKED:
        return "withdrawn"
    return "sign" if opened.link.code_wanted_at else "read"


def _now(request: HttpRequest, opened: Opened, status: int) -> HttpResponse:
    """Something has moved on since the page was opened: the page as it is now says what."""
    opened = open_token(opened.token) or opened
    if opened.party is None:
        return closed(request, "unknown", 404)
    return _page(request, opened, SignForm(document=opened.document), status=status)
