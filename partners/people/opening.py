"""Opening a consortium: every step is kept, the last one founds it and invites its first people."""

from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.accounts.models import Invitation
from consortium.workflow import StateConflict
from partners.models import Consortium, Member, Opening, OpeningPerson
from partners.people import policies
from partners.people.founding import Plan, check_address, found_consortium, leads_already
from partners.people.services import new_invitation, offer_again, take_back
from partners.people.workflow import GIVE_UP, OPEN
from partners.states import OpeningState, PartnerKind, Role

NEEDED = ("region", "name", "slug", "school")
KIND_OF_FIRST = {
    Role.COORDINATOR: PartnerKind.SCHOOL,
    Role.PRINCIPAL: PartnerKind.SCHOOL,
    Role.CITY_OFFICIAL: PartnerKind.LOCAL_GOVERNMENT,
    Role.EDUCATION_OFFICIAL: PartnerKind.EDUCATION_OFFICE,
}


@transaction.atomic
def start_opening(*, by: Member) -> Opening:
    """Begin a new opening, or go on with one that this operator began and left empty."""
    policies.opens_consortia(by).require()
    empty = Opening.objects.visible_to(by).filter(
        started_by=by, state=OpeningState.DRAFT, region="", school=""
    )
    return empty.first() or Opening.objects.create(started_by=by)


@transaction.atomic
def save_step(opening: Opening, *, by: Member, **words: str) -> Opening:
    """Keep what was typed in one step."""
    opening = _locked(opening, by)
    for name, value in words.items():
        setattr(opening, name, value)
    opening.save(update_fields=[*words, "changed_at"])
    return opening


@transaction.atomic
def save_people(opening: Opening, *, by: Member, people: dict[Role, tuple[str, str]]) -> Opening:
    """Keep whom to invite: for each role a name and an e-mail address."""
    opening = _locked(opening, by)
    opening.people.all().delete()
    OpeningPerson.objects.bulk_create(
        OpeningPerson(opening=opening, role=role, name=name, email=email.lower())
        for role, (name, email) in people.items()
    )
    opening.save(update_fields=["changed_at"])
    return opening


@transaction.atomic
def give_up(opening: Opening, *, by: Member) -> Opening:
    """Stop an opening; nobody was invited, and the names typed are forgotten."""
    opening = _locked(opening, by)
    GIVE_UP.enforce(opening, by=by)
    opening.people.all().delete()
    opening.state = GIVE_UP.target
    opening.save(update_fields=["state", "changed_at"])
    return opening


@transaction.atomic
def open_as_planned(opening: Opening, *, by: Member) -> Consortium:
    """Open the consortium and invite its first administrators, all at once or not at all.

    It runs with the operator's own rights: they can found and invite, and see nothing inside.
    """
    opening = _locked(opening, by)
    OPEN.enforce(opening, by=by)
    missing = what_is_missing(opening)
    if missing:
        raise ValidationError([str(reason) for reason in missing])
    consortium = _founded(plan_of(opening))
    for person in opening.people.all():
        _invite_first(consortium, person.role, person.name, person.email, by=by)
    opening.people.all().delete()
    opening.state, opening.consortium, opening.opened_at = OPEN.target, consortium, timezone.now()
    opening.save(update_fields=["state", "consortium", "opened_at", "changed_at"])
    return consortium


def _founded(plan: Plan) -> Consortium:
    try:
        with transaction.atomic():
            return found_consortium(plan)
    except IntegrityError as error:  # somebody took the address in between
        raise ValidationError(_("A consortium has this address already; choose another.")) from error


def what_is_missing(opening: Opening) -> list[str]:
    """What still keeps a consortium from being opened, in words; nothing when it can."""
    found = [
        _("“%(step)s” is not filled in yet.") % {"step": Opening._meta.get_field(name).verbose_name}
        for name in NEEDED
        if not getattr(opening, name)
    ]
    if opening.slug:
        try:
            check_address(opening.slug, except_for=opening)
        except ValidationError as error:
            found += error.messages
    if opening.school and leads_already(opening.school):
        found.append(_("This school leads a consortium already."))
    if not opening.people.filter(role=Role.COORDINATOR).exists():
        found.append(_("Name the coordinator of the school; somebody must be able to begin."))
    return found


def plan_of(opening: Opening) -> Plan:
    return Plan(**{name: getattr(opening, name) for name in Plan.__dataclass_fields__})


def _locked(opening: Opening, by: Member) -> Opening:
    policies.opens_consortia(by, opening).require()
    opening = Opening.objects.select_for_update(of=("self",)).get(pk=opening.pk)
    if opening.state != OpeningState.DRAFT:
        raise StateConflict(
            opening, _("This opening is “%(state)s”.") % {"state": opening.get_state_display()}
        )
    return opening


@transaction.atomic
def invite_first(consortium: Consortium, *, by: Member, role: Role, name: str, email: str) -> Invitation:
    """Invite another first administrator while nobody of that role has joined yet."""
    policies.opens_consortia(by).require()
    if role not in roles_to_fill(consortium):
        raise StateConflict(consortium, _("Somebody of this role has joined; they invite everybody else."))
    return _invite_first(consortium, role, name, email, by=by)


def roles_to_fill(consortium: Consortium) -> list[Role]:
    """Roles of first administrators whose organisation takes part and in which nobody has joined yet."""
    joined = set(Member.objects.active().filter(consortium=consortium).values_list("role", flat=True))
    kinds = set(consortium.participations.values_list("partner__kind", flat=True))
    return [role for role, kind in KIND_OF_FIRST.items() if role not in joined and kind in kinds]


@transaction.atomic
def resend_first(invitation: Invitation, *, by: Member) -> None:
    """Mail a first administrator's invitation anew, with a new link and another seven days."""
    policies.opens_consortia(by).require()
    offer_again(invitation)


@transaction.atomic
def withdraw_first(invitation: Invitation, *, by: Member) -> None:
    """Take a first administrator's invitation back, for instance because the address was mistyped."""
    policies.opens_consortia(by).require()
    take_back(invitation)


def _invite_first(consortium: Consortium, role: str, name: str, email: str, *, by: Member) -> Invitation:
    place = consortium.participations.filter(partner__kind=KIND_OF_FIRST[Role(role)]).first()
    if place is None:
        raise ValidationError(
            _("No organisation of this consortium has the role “%(role)s”.") % {"role": Role(role).label}
        )
    return new_invitation(email, name, place, role, by=by)
