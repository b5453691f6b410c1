"""Who a request is at an address: by log-in or API token, the membership that it acts in."""

from http import HTTPStatus

from django.contrib.auth.views import redirect_to_login
from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from consortium.accounts.second_factor import lacks_second_factor
from consortium.accounts.tokens import bearer_token, member_id_of
from consortium.api.errors import PROBLEM
from partners.models import Member
from partners.states import Role

CHOICE = "member_in_{slug}"  # session key: which of several memberships in this consortium
OPERATOR_AREA = "operator"
API = "/api/"


def memberships(user_id: int) -> list[Member]:
    """Every membership of this person that holds now, for the switcher."""
    return list(_live().filter(user=user_id).order_by("consortium__name", "partner__name", "pk"))


def admit(request: HttpRequest, slug: str) -> HttpResponse | None:
    """Set `request.member`, or give the answer that turns this request away.

    People without a membership here get the same 404, after the same queries, as for a consortium
    that is not there. Rights are asked of the database on every request, so an ended membership, a
    revoked token or a disabled log-in counts from the next click.
    """
    if request.path_info.startswith(API) and (secret := bearer_token(request)):
        return _admit_token(request, slug, secret)
    if not request.user.is_authenticated:
        return _ask_to_log_in(request)
    request.memberships = memberships(request.user.pk)
    request.member = _chosen(request, slug)
    if request.member is None:
        return _not_found(request)
    if lacks_second_factor(request.user):
        return _ask_for_second_factor(request)
    return None


def _live() -> Member:
    return (
        Member.objects.active().filter(user__is_active=True).select_related("consortium", "partner", "user")
    )


def _chosen(request: HttpRequest, slug: str) -> Member | None:
    """The membership that the address names; of several, the one chosen in the switcher."""
    here = [member for member in request.memberships if _address_of(member) == slug]
    chosen = request.session.get(CHOICE.format(slug=slug))
    return next((member for member in here if member.pk == chosen), here[0] if here else None)


def _address_of(member: Member) -> str:
    return OPERATOR_AREA if member.role == Role.OPERATOR else member.consortium.slug


def _admit_token(request: HttpRequest, slug: str, secret: str) -> HttpResponse | None:
    needed = "read" if request.method in ("GET", "HEAD", "OPTIONS") else "write"
    member_id, scopes = member_id_of(secret)
    member = _live().filter(pk=member_id).first()
    if member is None:
        return _refused(_("This token is not valid."), HTTPStatus.UNAUTHORIZED)
    if _address_of(member) != slug:
        return _not_found(request)
    if lacks_second_factor(member.user):  # taken away since the token was made
        return _ask_for_second_factor(request)
    if needed not in scopes:
        return _refused(
            _("This token does not include “%(scope)s”.") % {"scope": needed}, HTTPStatus.FORBIDDEN
        )
    request.user, request.member, request.memberships = member.user, member, [member]
    request.api_token = member_id  # tells the API that no browser, hence no CSRF token, is behind this
    return None


def _ask_to_log_in(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(API):
        return _refused(_("Log in, or send an API token."), HTTPStatus.UNAUTHORIZED)
    return redirect_to_login(request.get_full_path())


def _ask_for_second_factor(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(API):
        return _refused(_("Set up two-step log-in first."), HTTPStatus.FORBIDDEN)
    return redirect("accounts:second_factor")


def _not_found(request: HttpRequest) -> HttpResponse:
    if request.path_info.startswith(API):
        return _refused(_("Not found."), HTTPStatus.NOT_FOUND)
    raise Http404


def _refused(reason: str, status: HTTPStatus) -> JsonResponse:
    """A problem document, as the API's own errors are."""
    body = {"title": status.phrase, "status": status, "detail": reason}
    headers = {"WWW-Authenticate": 'Bearer realm="api"'} if status == HTTPStatus.UNAUTHORIZED else {}
    return JsonResponse(body, status=status, headers=headers, content_type=PROBLEM)
