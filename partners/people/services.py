"""Letting people in and ending their access."""

import hmac
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import timedelta

from allauth.account.models import EmailAddress
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import ApiToken, Invitation, User
from consortium.accounts.tokens import PREFIX, digest_of, new_secret
from consortium.notifications import doorbell
from consortium.notifications.services import notify
from consortium.reports.services import cancel_reports_of
from consortium.rowlevel import SYSTEM, Actor, Kind, acting_as
from consortium.validators import refuse_disguise
from consortium.workflow import StateConflict
from partners.models import Member, Participation, Partner
from partners.people import policies
from partners.people.invitation_notices import tell_of_invitation
from partners.people.reviews import note_ending
from partners.people.succession import hand_over, leaves_somebody, lock_administrators
from partners.states import Role

MAIL_INVITATION = "partners.tasks.mail_invitation"
INVITATION_HOLDS = timedelta(days=7)
TOGETHER = timedelta(seconds=10)  # roles given in one form
TOKEN_HOLDS = timedelta(days=90)
SCOPES = ("read", "write")


@transaction.atomic
def invite_member(
    *, by: Member, email: str, name: str, partner: Partner, role: Role, also: Iterable[Role] = ()
) -> Invitation:
    """Invite somebody to act for an organisation; a worker mails the link once this is committed.

    Of several roles one is mailed, and the person accepts all of them with its link.
    """
    for one in {role, *also}:
        policies.gives(by, one, partner).require()
    refuse_disguise(name)
    _refuse_oneself(by, email)
    _refuse_elsewhere(email, by.consortium_id, partner.pk)
    _refuse_twice(by, email, partner, {role, *also})
    place = Participation(consortium=by.consortium, partner=partner)
    for one in sorted(set(also) - {role}):
        new_invitation(email, name, place, one, by=by, mailed=False)
    invitation = new_invitation(email, name, place, role, by=by)
    tell_of_invitation(invitation, {role, *also}, by=by)
    return invitation


def new_invitation(
    email: str, name: str, place: Participation, role: Role | str, *, by: Member, mailed: bool = True
) -> Invitation:
    """An invitation to this organisation of this consortium; unless mailed, another one carries it along."""
    now = timezone.now()
    invitation = Invitation.objects.create(
        email=email.strip().lower(),
        name=name,
        consortium_id=place.consortium_id,
        partner_id=place.partner_id,
        role=role,
        invited_by=by,
        sent_at=None if mailed else now,
        expires_at=now + INVITATION_HOLDS,
    )
    if mailed:
        _mail_on_commit(invitation)
    return invitation


def _mail_on_commit(invitation: Invitation) -> None:
    transaction.on_commit(lambda: doorbell.nudge(MAIL_INVITATION, [(invitation.pk,)]), robust=True)


def _refuse_oneself(by: Member, email: str) -> None:
    if email.strip().lower() == by.user.email.lower():
        raise ValidationError({"email": _("Nobody invites themselves; another administrator does.")})


def _refuse_elsewhere(email: str, consortium_id: int, partner_id: int) -> None:
    """One person acts for one organisation of a consortium, or they could sign for both sides."""
    with acting_as(SYSTEM):
        belonging = Member.objects.active().filter(
            consortium=consortium_id, user__email=email.strip().lower()
        )
        elsewhere = belonging.exclude(partner=partner_id).exists()
    if elsewhere:
        raise ValidationError(
            {"email": _("This person acts for another organisation of this consortium already.")}
        )


def _refuse_twice(by: Member, email: str, partner: Partner, roles: set[Role]) -> None:
    """Nobody gets a second invitation, or one to what they are already: a double click changes nothing."""
    email = email.strip().lower()
    held = Member.objects.visible_to(by).active().filter(user__email=email, partner=partner, role__in=roles)
    if held.exists():
        raise ValidationError({"email": _("This person has this role already.")})
    waiting = Invitation.objects.of_consortium(by).open()
    if waiting.filter(email=email, partner=partner, role__in=roles).exists():
        raise ValidationError({"email": _("This person is invited already; send that invitation again.")})


@transaction.atomic
def resend_invitation(invitation: Invitation, *, by: Member) -> Invitation:
    """Mail an invitation anew, also one that has expired: a new link, another seven days."""
    policies.administers_partner(by, invitation.partner_id).require()
    return offer_again(invitation)


def offer_again(invitation: Invitation) -> Invitation:
    """A new link by mail; the old one stops working as soon as the new one leaves."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    _refuse_settled(invitation)
    invitation.sent_at = invitation.lease_until = None
    invitation.digest = ""
    invitation.expires_at = timezone.now() + INVITATION_HOLDS
    invitation.save(update_fields=["sent_at", "lease_until", "digest", "expires_at"])
    _given_together(invitation).update(expires_at=invitation.expires_at)
    _mail_on_commit(invitation)
    return invitation


@transaction.atomic
def withdraw_invitation(invitation: Invitation, *, by: Member) -> None:
    """Take an invitation back; its link stops working at once."""
    policies.administers_partner(by, invitation.partner_id).require()
    take_back(invitation)


def take_back(invitation: Invitation) -> None:
    """The invitation no longer opens anything."""
    invitation = Invitation.objects.select_for_update(of=("self",)).get(pk=invitation.pk)
    _refuse_settled(invitation)
    invitation.withdrawn_at = timezone.now()
    invitation.save(update_fields=["withdrawn_at"])


def _given_together(invitation: Invitation) -> QuerySet[Invitation]:
    """The other roles of the same invitation, which its one link carries along."""
    same = Invitation.objects.unanswered().exclude(pk=invitation.pk).filter(email=invitation.email)
    given = (invitation.invited_at - TOGETHER, invitation.invited_at + TOGETHER)
    return same.filter(
        consortium=invitation.consortium_id,
        partner=invitation.partner_id,
        invited_by=invitation.invited_by_id,
        invited_at__range=given,
    )


def _refuse_settled(invitation: Invitation) -> None:
    if invitation.accepted_at:
        raise StateConflict(invitation, _("This invitation has already been accepted."))
    if invitation.withdrawn_at:
        raise StateConflict(invitation, _("This invitation has been withdrawn."))


def find_invitation(pk: int, secret: str) -> Invitation | None:
    """The open invitation that this link stands for; a wrong secret finds nothing."""
    with acting_as(Actor(Kind.LINK, link=pk)):
        opened = Invitation.objects.open().filter(pk=pk).first()
    same = opened is not None and hmac.compare_digest(opened.digest, digest_of(secret))
    return opened if same else None


@transaction.atomic
def accept_invitation(pk: int, secret: str, *, user: User | None = None, password: str = "") -> Member:
    """Begin the membership that the link offers, making the log-in first for somebody new.

    The database role is that of the link alone: it can add the one membership its invitation names.
    """
    invitation = find_invitation(pk, secret)
    if invitation is None:
        raise ValidationError(_("This invitation is no longer open."))
    user = user or _new_log_in(invitation, password)
    if user.email.lower() != invitation.email:
        raise PermissionDenied(_("This invitation is for another e-mail address."))
    try:
        _refuse_elsewhere(user.email, invitation.consortium_id, invitation.partner_id)
    except ValidationError as error:
        raise PermissionDenied(error.messages[0]) from error
    member = _accepted(pk, user)
    if member is None:
        raise ValidationError(_("This invitation is no longer open."))
    for other in offered_together(invitation):
        _accepted(other.pk, user)
    return member


def offered_together(invitation: Invitation) -> list[Invitation]:
    """The other roles this person is invited to at the same organisation; one link accepts them all."""
    with acting_as(SYSTEM):
        others = Invitation.objects.open().exclude(pk=invitation.pk).order_by("pk")
        return list(
            others.filter(
                email=invitation.email,
                consortium=invitation.consortium_id,
                partner=invitation.partner_id,
            )
        )


def _accepted(pk: int, user: User) -> Member | None:
    """Begin the one membership that this invitation names, or None when it is no longer open."""
    with acting_as(Actor(Kind.LINK, user=user.pk, link=pk)):
        locked = Invitation.objects.open().select_for_update(of=("self",)).filter(pk=pk).first()
        if locked is None:
            return None
        place = {
            "user": user,
            "consortium_id": locked.consortium_id,
            "partner_id": locked.partner_id,
            "role": locked.role,
        }
        held = Member.objects.active().filter(**place, valid_until=None).first()
        member = held or Member.objects.create(**place)
        locked.accepted_at = timezone.now()
        locked.save(update_fields=["accepted_at"])
    return member


def _new_log_in(invitation: Invitation, password: str) -> User:
    try:
        with transaction.atomic():
            user = User.objects.create_user(invitation.email, password, name=invitation.name)
    except IntegrityError as error:  # made before, or by the other half of a double click
        raise PermissionDenied(_("This address has a log-in already. Log in with it first.")) from error
    EmailAddress.objects.create(user=user, email=user.email, verified=True, primary=True)
    return user


@transaction.atomic
def end_membership(
    member: Member,
    *,
    by: Member,
    successors: Mapping[str, Member] | None = None,
    organisation_leaves: bool = False,
) -> Member:
    """Hand over somebody's open work and end their access now: the next click, call and job are refused.

    Every request and job asks for a live membership, so this row alone decides; tokens are revoked
    and sessions of a person without any other membership are removed so that nothing is left lying.
    Where the whole organisation leaves, its last administrator needs no successor.
    """
    lock_administrators(member, by)
    member = Member.objects.select_for_update(of=("self",)).get(pk=member.pk)
    policies.ends(by, member).require()
    if member.ended_at:
        raise StateConflict(member, _("This membership has already ended."))
    if not organisation_leaves:
        leaves_somebody(member).require()
    hand_over(member, successors or {}, by=by)
    member.ended_at = timezone.now()
    member.valid_until = max(timezone.localdate(), member.valid_from)
    member.save(update_fields=["ended_at", "valid_until"])
    with acting_as(SYSTEM):
        ApiToken.objects.filter(member=member, revoked_at=None).update(revoked_at=member.ended_at)
    cancel_reports_of(member.pk)
    note_ending(member, by=by)
    transaction.on_commit(lambda: end_sessions(member.user_id), robust=True)
    return member


def end_sessions(user_id: int) -> None:
    """Remove the sessions of a person who belongs nowhere any more (as the bare log-in)."""
    if Member.objects.active().filter(user=user_id, user__is_active=True).exists():
        return
    with transaction.atomic():
        sessions = UserSession.objects.filter(user=user_id)
        Session.objects.filter(session_key__in=list(sessions.values_list("session_key", flat=True))).delete()
        sessions.delete()


@dataclass(frozen=True)
class NewToken:
    """A token just made; `secret` is shown once and kept nowhere."""

    token: ApiToken
    secret: str


@transaction.atomic
def make_token(*, by: Member, name: str, scopes: list[str]) -> NewToken:
    """Let a programme act for this membership for 90 days."""
    policies.makes_tokens(by).require()
    unknown = set(scopes) - set(SCOPES)
    if unknown or not scopes:
        raise ValidationError(_("Choose what the token includes."))
    secret = PREFIX + new_secret()
    token = ApiToken.objects.create(
        member=by,
        name=name,
        digest=digest_of(secret),
        scopes=sorted(scopes),
        expires_at=timezone.now() + TOKEN_HOLDS,
    )
    notify(  # so that nobody makes one unseen at a desk that was left open
        "partners/token_made",
        to=[by.user_id],
        context={"token": name},
        url=reverse("people:tokens", args=[by.consortium.slug]),
        consortium_id=by.consortium_id,
        key=str(token.pk),
        urgent=True,
    )
    return NewToken(token, secret)


@transaction.atomic
def revoke_token(token: ApiToken, *, by: Member) -> None:
    """Stop a programme from acting for this membership."""
    token = ApiToken.objects.visible_to(by).select_for_update().get(pk=token.pk)
    if token.revoked_at is None:
        token.revoked_at = timezone.now()
        token.save(update_fields=["revoked_at"])
