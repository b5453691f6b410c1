"""A person's notices and how they want to hear of them."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from consortium.notifications import services
from consortium.notifications.forms import MailForm
from consortium.notifications.models import Notification
from consortium.notifications.texts import text_of
from consortium.notifications.wishes import wishes_of
from consortium.shell.forms import sent
from consortium.shell.lists import paginate

SIZE = 30
UNREAD = "unread"


@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    """What this person was told, the newest first; all of it or what is unread."""
    only_unread = request.GET.get("show") == UNREAD
    mine = Notification.objects.visible_to(request.member)
    page = paginate(mine.unread() if only_unread else mine, request, (("-created_at",),), SIZE)
    context = {
        "page": page,
        "notices": [(notification, text_of(notification)) for notification in page.rows],
        "tabs": [(_("All"), "?", not only_unread), (_("Unread"), f"?show={UNREAD}", only_unread)],
        "only_unread": only_unread,
        "has_unread": mine.unread().exists(),
    }
    return render(request, "notifications/notices.html", context)


@require_POST
def open_notice(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark the notice as read and go to the page it is about."""
    notification = get_object_or_404(Notification.objects.visible_to(request.member), pk=pk)
    services.mark_read(notification, by=request.member)
    return redirect(notification.url)


@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    """Mark every notice of this consortium as read."""
    services.mark_all_read(by=request.member)
    messages.success(request, _("Everything is marked as read."))
    return redirect("notifications:notices", request.member.consortium.slug)


@require_http_methods(["GET", "POST"])
def preferences(request: HttpRequest) -> HttpResponse:
    """Choose what comes by mail, and when."""
    posted = sent(request)
    form = MailForm(posted, wishes=wishes_of(request.member.user_id))
    if form.is_valid():
        services.choose_mail(form.cleaned_data, by=request.member)
        messages.success(request, _("Your choice is saved. It counts for every mail from now on."))
        return redirect("notifications:preferences", request.member.consortium.slug)
    return render(request, "notifications/preferences.html", {"form": form})
