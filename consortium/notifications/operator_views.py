"""The operator's area: is everything running, what was given up, and (in the demo) which mails went out."""

from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_POST

from consortium.notifications import services
from consortium.notifications.models import KeptMail, Message
from consortium.notifications.operations import state_lines
from consortium.shell.lists import paginate


@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The state of the machinery."""
    lines = state_lines()
    return render(request, "operator/start.html", {"lines": lines, "well": all(line.well for line in lines)})


@require_GET
def dead_letters(request: HttpRequest) -> HttpResponse:
    """Mails that were given up, with the reason and without the content."""
    dead = Message.objects.visible_to(request.member).dead()
    return render(
        request, "operator/dead_letters.html", {"page": paginate(dead, request, (("-created_at",),))}
    )


@require_POST
def retry(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Offer one mail again."""
    message = get_object_or_404(Message.objects.visible_to(request.member), pk=pk)
    services.retry(message, by=request.member)
    messages.success(request, _("The mail is on its way again."))
    return redirect("operator:dead_letters")


@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """The demo's mailbox: every mail as it would have gone out, the newest first."""
    kept = _demo_mails(request).defer("text", "source")
    return render(request, "operator/mails.html", {"page": paginate(kept, request, (("-sent_at",),))})


@require_GET
def mail(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One mail of the demo's mailbox."""
    return render(request, "operator/mail.html", {"mail": get_object_or_404(_demo_mails(request), pk=pk)})


def _demo_mails(request: HttpRequest) -> QuerySet[KeptMail]:
    """A real portal keeps no mails, so there is no such page."""
    if not settings.DEMO:
        raise Http404
    return KeptMail.objects.visible_to(request.member)
