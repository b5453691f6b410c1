"""Pages about who belongs."""

from datetime import timedelta

from allauth.account.utils import perform_login
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from consortium.accounts.models import ApiToken, Invitation, User
from consortium.accounts.presence import address_to_prove, proved_recently
from consortium.shell.forms import sent
from consortium.shell.ids import ids_in
from consortium.shell.lists import paginate
from partners.access import CHOICE, memberships
from partners.models import AccessReview, Member
from partners.people import policies, services
from partners.people.filters import MemberFilter
from partners.people.forms import EndingForm, InvitationForm, JoiningForm, TokenForm
from partners.people.handover import holdings_of
from partners.people.succession import leaves_somebody, successors_for
from partners.states import Role

EXPIRED_SHOWN = timedelta(days=60)


def members(request: HttpRequest) -> HttpResponse:
    """Who belongs now, and who has been invited."""
    policies.administers(request.member).require()
    known = Member.objects.visible_to(request.member).active().exclude(role=Role.STUDENT)
    filterset = MemberFilter(
        request.GET, known.select_related("user", "partner", "consortium"), request=request
    )
    page = paginate(filterset.qs, request, order=(("partner__name", "role"), ("role", "partner__name")))
    return render(
        request,
        "people/members.html",
        {
            "filterset": filterset,
            "page": page,
            "rows": [{"member": one, "may_end": policies.ends(request.member, one)} for one in page.rows],
            "invitations": _shown(_invitations(request.member)),
        },
    )


def invite(request: HttpRequest) -> HttpResponse:
    """Ask somebody in by e-mail."""
    policies.administers(request.member).require()
    data = sent(request)
    wanted = {name: values for name, values in request.GET.lists() if name == "roles"}
    if partner := request.GET.get("partner"):
        wanted["partner"] = partner
    form = InvitationForm(data, member=request.member, initial=wanted)
    if form.is_valid() and _invited(form, by=request.member):
        text = _("An invitation goes to %(email)s. It holds for seven days.")
        messages.success(request, text % {"email": form.cleaned_data["email"]})
        return redirect("people:members", request.member.consortium.slug)
    return render(request, "people/invite.html", {"form": form}, status=422 if data is not None else 200)


def _invited(form: InvitationForm, *, by: Member) -> bool:
    """Send the invitation, or say in the form what stands against it."""
    words = dict(form.cleaned_data)
    role, *also = words.pop("roles")
    try:
        services.invite_member(by=by, role=role, also=also, **words)
    except ValidationError as error:
        form.add_error(None, error)
    return form.is_valid()


@require_POST
def resend(request: HttpRequest, pk: int) -> HttpResponse:
    """Mail an invitation again, also one that has expired."""
    invitation = get_object_or_404(_invitations(request.member), pk=pk)
    services.resend_invitation(invitation, by=request.member)
    messages.success(request, _("A new link goes to %(email)s.") % {"email": invitation.email})
    return redirect("people:members", request.member.consortium.slug)


@require_POST
def withdraw(request: HttpRequest, pk: int) -> HttpResponse:
    """Take an invitation back."""
    invitation = get_object_or_404(_invitations(request.member), pk=pk)
    services.withdraw_invitation(invitation, by=request.member)
    messages.success(request, _("The invitation has been withdrawn. Its link no longer works."))
    return redirect("people:members", request.member.consortium.slug)


def end(request: HttpRequest, pk: int) -> HttpResponse:
    """End a membership, after a page that says what this means and who takes over what."""
    found = Member.objects.visible_to(request.member).exclude(role=Role.STUDENT)
    member = get_object_or_404(found.select_related("user", "partner", "consortium"), pk=pk)
    policies.ends(request.member, member).require()
    holdings = holdings_of(member)
    form = EndingForm(
        sent(request),
        holdings=holdings,
        colleagues=successors_for(member).select_related("user"),
    )
    if request.method == "POST" and form.is_valid():
        services.end_membership(member, by=request.member, successors=form.successors)
        text = _("The access of %(name)s has ended. Open work is with whom you chose, or with the role.")
        messages.success(request, text % {"name": member.user})
        return redirect(_back_from_ending(request, member))
    context = {
        "ending": member,
        "form": form,
        "holdings": holdings,
        "leaves": leaves_somebody(member),
        "back": _back_from_ending(request, member),
    }
    return render(request, "people/end.html", context, status=422 if form.errors else 200)


def _back_from_ending(request: HttpRequest, member: Member) -> str:
    """To the access review that asked about this person, if one did, else to the list."""
    known = AccessReview.objects.visible_to(request.member).select_related("consortium")
    found = known.filter(partner=member.partner_id)
    review = found.filter(pk__in=ids_in([request.GET.get("review", "")])).first()
    slug = request.member.consortium.slug
    return review.get_absolute_url() if review else reverse("people:members", args=[slug])


def tokens(request: HttpRequest) -> HttpResponse:
    """The programmes that may act for this membership; a new token's secret is shown once."""
    policies.makes_tokens(request.member).require()
    proved = proved_recently(request)
    if request.method == "POST" and not proved:
        return redirect(address_to_prove(request))
    form = TokenForm(sent(request))
    made = services.make_token(by=request.member, **form.cleaned_data) if form.is_valid() else None
    context = {
        "form": TokenForm() if made else form,
        "made": made,
        "prove_at": "" if proved else address_to_prove(request),
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
    offered = [invitation, *services.offered_together(invitation)]
    context = {"invitation": invitation, "roles": [Role(one.role).label for one in offered]}
    if request.user.is_authenticated:
        return _join_known(request, invitation, secret, context)
    if User.objects.filter(email=invitation.email).exists():
        return render(request, "people/join_log_in.html", context)
    data = sent(request)
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


def _invitations(member: Member) -> QuerySet[Invitation]:
    """The invitations that this member administers and nobody has answered."""
    policies.administers(member).require()
    everything = Invitation.objects.of_consortium(member)
    own = Invitation.objects.visible_to(member)
    return (everything if policies.administers_partner(member, None) else own).unanswered()


def _shown(invitations: QuerySet[Invitation]) -> list[tuple[Invitation, object]]:
    """What is open, and what expired lately, with the role in words."""
    lately = timezone.now() - EXPIRED_SHOWN
    found = invitations.filter(expires_at__gt=lately).select_related("partner")
    return [(one, Role(one.role).label) for one in found]
