"""Home (my work today), the way in, and the choice of language."""

from django.conf import settings
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST
from django.views.i18n import set_language as set_language_cookie

from consortium.shell import work
from consortium.shell.models import Visit

OPERATORS_START = "operator:start"


@login_required
@require_GET
def start(request: HttpRequest) -> HttpResponse:
    """The way in: to the one consortium of this person, or to a choice, or to whom to ask."""
    memberships = list(request.user.memberships.active().select_related("consortium", "partner"))
    if len(memberships) == 1:
        return redirect(address_of(memberships[0]))
    places = [{"member": member, "url": address_of(member)} for member in memberships]
    template = "shell/choose.html" if places else "shell/no_membership.html"
    return render(request, template, {"places": places})


def address_of(member: object) -> str:
    """The first page of a membership: a consortium's home, or the operator's area."""
    return reverse("home", args=[member.consortium.slug]) if member.consortium else reverse(OPERATORS_START)


@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """My work today: what waits for me, what is late, what changed since my last visit."""
    member = request.member
    since = Visit.objects.note_visit(member.pk)
    whole = request.GET.get("all", "")
    columns = {
        kind: work.column(kind, member, since, whole=whole == kind) for kind in ("waits", "late", "changed")
    }
    context = {
        "columns": columns,
        "waiting": columns["waits"].items,
        "late": columns["late"].items,
        "changed": columns["changed"].items,
        "since": since,
        "figures": work.figures(member),
        "today": timezone.localdate(),
    }
    context["nothing_to_do"] = not (context["waiting"] or context["late"])
    context["suggestions"] = work.suggestions(member) if context["nothing_to_do"] else []
    return render(request, "shell/home.html", context)


@require_POST
def set_language(request: HttpRequest) -> HttpResponse:
    """Answer in another language from now on; for a person with a log-in, on every device."""
    language = request.POST.get("language", "")
    if request.user.is_authenticated and language in dict(settings.LANGUAGES):
        request.user.language = language
        request.user.save(update_fields=["language"])
    return set_language_cookie(request)
