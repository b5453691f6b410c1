"""What every page's frame needs; error pages do without it, because they query nothing."""

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from consortium.shell import navigation


def shell(request: HttpRequest) -> dict[str, object]:
    """The member, their menu and bell; menu and bell are worked out only by templates that show them."""
    member = getattr(request, "member", None)
    frame: dict[str, object] = {
        "member": member,
        "memberships": getattr(request, "memberships", []),
        "demo": settings.DEMO,
        "language_names": settings.LANGUAGES,
    }
    if member is not None:
        frame["menu"] = SimpleLazyObject(lambda: navigation.menu(member, request.path))
        frame["bell"] = SimpleLazyObject(lambda: navigation.bell(member) or ())
    return frame
