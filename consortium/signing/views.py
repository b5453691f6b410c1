"""Pages about documents inside a consortium."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from consortium.shell.forms import sent
from consortium.signing import policies, scans, services, text
from consortium.signing.forms import (
    ContactForm,
    DeclineForm,
    PaperForm,
    ReasonForm,
    SignForm,
    expected_signer,
)
from consortium.signing.models import Document, Party
from consortium.signing.registry import kind_of
from consortium.signing.states import UNSIGNED
from consortium.workflow import StateConflict


@require_safe
def document(request: HttpRequest, pk: int) -> HttpResponse:
    """The frozen text and who has signed it."""
    shown = _document(request, pk)
    context = {
        "document": shown,
        "sections": text.for_pages(shown.body),
        "home": _home(request, shown),
        "may_manage": policies.manages(request.member, shown),
    }
    return render(request, "signing/document.html", context)


@require_POST
def invite_everybody(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask all who have not been asked yet."""
    found = _document(request, pk)
    asked = services.invite_everybody(found, by=request.member)
    messages.success(
        request,
        ngettext(
            "%(count)d party is asked to sign. Its link goes out by mail.",
            "%(count)d parties are asked to sign. Their links go out by mail.",
            len(asked),
        )
        % {"count": len(asked)},
    )
    return redirect(_home(request, found))


def void(request: HttpRequest, pk: int) -> HttpResponse:
    """Withdraw a document, after a page that says what this means."""
    found = _document(request, pk)
    policies.manages(request.member, found).require()
    form = ReasonForm(sent(request))
    if form.is_valid():
        services.void(found, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("The document has been withdrawn. Nobody can sign it any more."))
        return redirect(_home(request, found))
    context = {"document": found, "form": form, "home": _home(request, found)}
    return render(request, "signing/void.html", context, status=_status(form))


@require_POST
def invite(request: HttpRequest, pk: int) -> HttpResponse:
    """Ask one party to sign."""
    party = _party(request, pk)
    services.invite(party, by=request.member)
    messages.success(request, _("%(party)s gets a link by mail.") % {"party": party})
    return redirect(_home(request, party.document))


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Send the link again to this party alone."""
    party = _party(request, pk)
    services.resend(party, by=request.member)
    messages.success(
        request, _("%(party)s gets a new link by mail. The old one no longer works.") % {"party": party}
    )
    return redirect(_home(request, party.document))


@require_POST
def remind(request: HttpRequest, pk: int) -> HttpResponse:
    """Remind this party alone."""
    party = _party(request, pk)
    services.remind(party, by=request.member)
    messages.success(
        request,
        _("%(party)s is reminded by mail, once a day at most. The next reminder comes by itself in a week.")
        % {"party": party},
    )
    return redirect(_home(request, party.document))


def contact(request: HttpRequest, pk: int) -> HttpResponse:
    """To whom the link of a party is mailed."""
    party = _party(request, pk)
    policies.manages(request.member, party.document).require()
    form = ContactForm.of(party, sent(request))
    if form.is_valid() and _kept(request, party, form):
        messages.success(request, _("Kept. Links go to %(name)s from now on.") % form.cleaned_data)
        return redirect(_home(request, party.document))
    return _show(request, "signing/contact.html", party, form)


def paper(request: HttpRequest, pk: int) -> HttpResponse:
    """Record that a party has signed on paper."""
    party = _party(request, pk)
    policies.manages(request.member, party.document).require()
    data, uploads = (request.POST, request.FILES) if request.method == "POST" else (None, None)
    initial = {"signed_on": timezone.localdate()} | expected_signer(party)
    form = PaperForm(data, uploads, initial=initial, document=party.document)
    if form.is_valid():
        services.record_paper_signature(party, by=request.member, **form.cleaned_data)
        messages.success(request, _("The signature of %(party)s is recorded.") % {"party": party})
        return redirect(_home(request, party.document))
    return _show(request, "signing/paper.html", party, form)


def leave_out(request: HttpRequest, pk: int) -> HttpResponse:
    """Go on without a party, after a page that says what this means."""
    party = _party(request, pk)
    policies.manages(request.member, party.document).require()
    form = ReasonForm(sent(request))
    if form.is_valid():
        services.leave_out(party, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("The document goes on without %(party)s.") % {"party": party})
        return redirect(_home(request, party.document))
    return _show(request, "signing/leave_out.html", party, form)


@require_POST
def code(request: HttpRequest, pk: int) -> HttpResponse:
    """A member has read the text and asks for the code."""
    party = _party(request, pk)
    services.send_code(services.member_page(party, by=request.member))
    messages.success(
        request,
        _("The code is on its way to %(email)s. It works for 10 minutes.")
        % {"email": request.member.user.email},
    )
    return redirect("signing:sign", request.member.consortium.slug, party.pk)


def sign(request: HttpRequest, pk: int) -> HttpResponse:
    """Sign for one's own organisation, with a code from one's own mail."""
    party = _party(request, pk)
    policies.signs(request.member, party).require()
    if party.state not in UNSIGNED:
        return redirect(_home(request, party.document))
    initial = expected_signer(party, request.member.user.name)
    data = sent(request)
    form = SignForm(data, document=party.document, initial=initial)
    if form.is_valid() and _signed(request, party, form):
        messages.success(request, _("You have signed. A copy comes by mail."))
        return redirect(_home(request, party.document))
    page = party.links.filter(member=request.member.pk, revoked_at=None, used_at=None).first()
    context = {
        "party": party,
        "document": party.document,
        "sections": text.for_pages(party.document.body),
        "form": form,
        "home": _home(request, party.document),
        "stage": "sign" if page and page.code_wanted_at else "read",
    }
    # 200 even when the code was wrong: an answer from 400 up would take back the count of wrong tries.
    return render(request, "signing/sign.html", context)


def decline(request: HttpRequest, pk: int) -> HttpResponse:
    """Say no for one's own organisation, and why."""
    party = _party(request, pk)
    policies.signs(request.member, party).require()
    form = DeclineForm(sent(request))
    if form.is_valid():
        services.decline_on_screen(party, by=request.member, reason=form.cleaned_data["reason"])
        messages.success(request, _("Whoever asked is told that you do not sign, and why."))
        return redirect(_home(request, party.document))
    return _show(request, "signing/decline.html", party, form)


@require_safe
def scan(request: HttpRequest, pk: int) -> HttpResponse:
    """The scan of a signature on paper, for those who manage the document and the party itself."""
    party = _party(request, pk)
    policies.reads_scan(request.member, party).require()
    signature = getattr(party, "signature", None)
    if signature is None or not signature.scan or not signature.location.is_file():
        raise Http404
    response = FileResponse(
        signature.location.open("rb"),
        as_attachment=True,
        filename=signature.scan_name,
        content_type=scans.content_type(signature.scan),
    )
    response["X-Content-Type-Options"] = "nosniff"
    response["Cache-Control"] = "no-store"
    return response


def _document(request: HttpRequest, pk: int) -> Document:
    """The document, or 404 when this member may not know of it."""
    rows = Document.objects.visible_to(request.member).select_related("consortium", "keeper")
    found = get_object_or_404(rows, pk=pk)
    if not policies.sees(request.member, found):
        raise Http404
    return found


def _party(request: HttpRequest, pk: int) -> Party:
    found = get_object_or_404(Party.objects.visible_to(request.member).for_pages(), pk=pk)
    if not policies.sees(request.member, found.document):
        raise Http404
    return found


def _home(request: HttpRequest, found: Document) -> str:
    """The page of the app that the document belongs to, or the document's own."""
    url = kind_of(found.kind).url
    return url(found, request.member) if url else found.get_absolute_url()


def _kept(request: HttpRequest, party: Party, form: ContactForm) -> bool:
    try:
        services.change_contact(party, by=request.member, **form.cleaned_data)
    except ValidationError as error:
        form.add_error("email", error)
        return False
    return True


def _signed(request: HttpRequest, party: Party, form: SignForm) -> bool:
    typed = form.cleaned_data
    try:
        services.sign_on_screen(
            services.member_page(party, by=request.member),
            by=request.member,
            code=typed["code"],
            signer=typed["signer"],
            title=typed["title"],
            ip=get_adapter().get_client_ip(request),
            sha256=typed["sha256"],
        )
    except ValidationError as error:
        form.add_error(None, error)
        return False
    return True


def _show(request: HttpRequest, template: str, party: Party, form: object) -> HttpResponse:
    """A form about one party, where that party's signature is still to come."""
    if party.state not in UNSIGNED:
        raise StateConflict(party)
    context = {"party": party, "form": form, "home": _home(request, party.document)}
    return render(request, template, context, status=_status(form))


def _status(form: object) -> int:
    return 422 if form.is_bound else 200
