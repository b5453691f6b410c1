"""Pages about who belongs."""

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from consortium.accounts.models import ApiToken, Invitation, User
from consortium.shell.ids import ids_in
from partners.access import CHOICE, memberships
from partners.models import Member
from partners.people import policies, services
from partners.people.forms import InvitationForm, JoiningForm, TokenForm
from partners.people.rights import rights_history
from partners.states import Role


def members(request: HttpRequest) -> HttpResponse:
    """Who belongs now, and who has been invited."""
    policies.administers(request.member).require()
    known = Member.objects.visible_to(request.member).active().exclude(role=Role.STUDENT)
    known = known.select_related("user", "partner", "consortium").order_by("partner__name", "role", "pk")
    rows = [{"member": one, "may_end": policies.ends(request.member, one)} for one in known]
    return render(
        request,
        "people/members.html",
        {
            "rows": rows,
            "invitations": _invitations(request.member).select_related("partner"),
            "may_read_history": policies.reads_history(request.member),
        },
    )


def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody in by e-mail."""
    policies.administers(request.member).require()
    data = request.POST if request.method == "POST" else None
    form = InvitationForm(data, member=request.member)
    if form.is_valid():
        invitation = services.invite_member(by=request.member, **form.cleaned_data)
        messages.success(request, _("An invitation goes to %(email)s.") % {"email": invitation.email})
        return redirect("people:members", request.member.consortium.slug)
    return render(request, "people/invite.html", {"form": form})


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(_invitations(request.member), pk=pk)
    services.withdraw_invitation(invitation, by=request.member)
    messages.success(request, _("The invitation has been withdrawn. Its link no longer works."))
    return redirect("people:members", request.member.consortium.slug)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership, after a page that says what this means."""
    found = Member.objects.visible_to(request.member).exclude(role=Role.STUDENT)
    member = get_object_or_404(found.select_related("user", "partner", "consortium"), pk=pk)
    policies.ends(request.member, member).require()
    if request.method == "POST":
        services.end_membership(member, by=request.member)
        messages.success(request, _("The access of %(name)s has ended.") % {"name": member.user})
        return redirect("people:members", request.member.consortium.slug)
    return render(request, "people/end.html", {"ending": member})


def history(request: HttpRequest) -> HttpResponse:
    """Who had which right when, and who gave or ended it."""
    policies.reads_history(request.member).require()
    return render(request, "people/history.html", {"changes": rights_history(request.member)})


def tokens(request: HttpRequest) -> HttpResponse:
    """The programmes that may act for this membership; a new token's secret is shown once."""
    policies.makes_tokens(request.member).require()
    form = TokenForm(request.POST if request.method == "POST" else None)
    made = services.make_token(by=request.member, **form.cleaned_data) if form.is_valid() else None
    context = {
        "form": TokenForm() if made else form,
        "made": made,
        "tokens": ApiToken.objects.visible_to(request.member).live(),
    }
    return render(request, "people/tokens.html", context)


@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """Stop a token from working."""
    token = get_object_or_404(ApiToken.objects.visible_to(request.member), pk=pk)
    services.revoke_token(token, by=request.member)
    messages.success(request, _("The token no longer works."))
    return redirect("people:tokens", request.member.consortium.slug)


@login_required
@require_POST
def switch_member(request: HttpRequest) -> HttpResponse:
    """Act in another of one's memberships from now on, at that consortium's address."""
    chosen = next(
        (one for one in memberships(request.user.pk) if str(one.pk) == request.POST.get("member")), None
    )
    if chosen is None:
        raise Http404
    if chosen.consortium is None:
        return redirect("/operator/")
    request.session[CHOICE.format(slug=chosen.consortium.slug)] = chosen.pk
    return redirect("home", chosen.consortium.slug)


@never_cache
def join(request: HttpRequest, token: str) -> HttpResponse:
    """Accept an invitation: somebody new chooses a password, somebody known only confirms."""
    try:
        return _join(request, token)
    except ValidationError:  # accepted or withdrawn while the form was being sent
        return render(request, "people/closed.html", status=404)


def _join(request: HttpRequest, token: str) -> HttpResponse:
    number, _dash, secret = token.partition("-")
    invitation = next((services.find_invitation(pk, secret) for pk in ids_in([number])), None)
    if invitation is None:
        return render(request, "people/closed.html", status=404)
    context = {"invitation": invitation, "role": Role(invitation.role).label}
    if request.user.is_authenticated:
        return _join_known(request, invitation, secret, context)
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "people/join_log_in.html", context)
    data = request.POST if request.method == "POST" else None
    form = JoiningForm(data, user=User(email=invitation.email, name=invitation.name))
    if form.is_valid():
        member = services.accept_invitation(invitation.pk, secret, password=form.cleaned_data["password"])
        return perform_login(request, member.user, email=invitation.email)
    return render(request, "people/join.html", context | {"form": form})


def _join_known(
    request: HttpRequest, invitation: Invitation, secret: str, context: dict[str, object]
) -> HttpResponse:
    if request.user.email.lower() != invitation.email:
        return render(request, "people/join_log_in.html", context, status=403)
    if request.method == "POST":
        member = services.accept_invitation(invitation.pk, secret, user=request.user)
        return redirect("home", member.consortium.slug)
    return render(request, "people/join_known.html", context)


def _invitations(member: Member) -> object:
    """The open invitations that this member administers."""
    policies.administers(member).require()
    everything = Invitation.objects.of_consortium(member)
    own = Invitation.objects.visible_to(member)
    return (everything if policies.administers_partner(member, None) else own).open()
