"""One person does not come to sign for two organisations, nor ends what is not theirs to end."""

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction

from consortium.notifications.models import Notification
from consortium.rowlevel import SYSTEM, acting_as
from consortium.workflow import StateConflict
from partners.models import Member
from partners.people import services
from partners.people.forms import InvitationForm
from partners.people.opening_forms import FirstPersonForm
from partners.registry.services import erase_contact
from partners.states import Role
from tests import factories
from tests.authorization import as_owner
from tests.partners.people import accept, invite, link_of

pytestmark = pytest.mark.django_db


def told(event="partners/member_invited"):
    with as_owner():
        return set(Notification.objects.filter(event=event).values_list("recipient__email", flat=True))


def run(member, sql):
    """How many rows PostgreSQL lets this member's role change, or why not; nothing of it stays."""
    actor = member if member is SYSTEM else member.actor
    try:
        with transaction.atomic(), acting_as(actor), connection.cursor() as cursor:
            cursor.execute(sql)
            done = cursor.rowcount
            transaction.set_rollback(True)
    except DatabaseError as error:
        return str(error).splitlines()[0]
    return done


@pytest.mark.parametrize(("partner", "role"), [("company", Role.HR), ("school", Role.PRINCIPAL)])
def test_nobody_invites_themselves(cast, client, partner, role):
    with pytest.raises(ValidationError):
        invite(cast, partner=partner, role=role, email=cast["coordinator"].user.email.upper())
    client.force_login(cast["coordinator"].user)
    words = {"email": cast["coordinator"].user.email, "name": "나", "partner": cast.partners[partner].pk}
    page = client.post("/paju/members/invite/", words | {"roles": [role]})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])


@pytest.mark.parametrize("who", ["principal", "rival_hr"])
def test_nobody_is_invited_who_acts_for_another_organisation_here(cast, who):
    with pytest.raises(ValidationError):
        invite(cast, email=cast[who].user.email)
    with pytest.raises(ValidationError):
        invite(cast, by="hr", email=cast[who].user.email)


def test_somebody_of_another_consortium_and_a_second_role_at_home_stay_possible(cast):
    invite(cast, email=cast["stranger_hr"].user.email)
    invite(cast, email=cast["trainer"].user.email)


def test_whoever_joined_elsewhere_in_the_meantime_does_not_join(cast, client):
    link, other = link_of(invite(cast)), link_of(invite(cast, partner="rival"))
    assert accept(client, link).status_code == 302
    assert client.post(other).status_code == 403
    with as_owner():
        assert Member.objects.get(user__email="new@example.com").partner_id == cast.partners["company"].pk
        with pytest.raises(DatabaseError, match="one organisation"), transaction.atomic():
            factories.MemberFactory(
                user=cast["hr"].user,
                consortium=cast.consortium,
                partner=cast.partners["rival"],
                role=Role.HR,
            )


def test_an_organisations_administrators_learn_whom_somebody_else_invites_there(cast):
    invite(cast)
    assert told() == {"hr@example.com"}


def test_of_a_principal_the_present_one_and_the_operator_learn(cast):
    invite(cast, partner="school", role=Role.PRINCIPAL)
    assert told() == {"principal@example.com", "operator@example.com"}


@pytest.mark.parametrize("form", [InvitationForm, FirstPersonForm])
def test_no_name_brings_lines_or_addresses_into_a_mail(cast, form):
    more = {"member": cast["coordinator"]} if form is InvitationForm else {"roles": []}
    for name in ("새 사람\n\nhttps", "http://evil.example"):
        errors = form({"name": name}, **more).errors.as_data()
        assert "disguised_name" in [error.code for error in errors["name"]]
    with pytest.raises(ValidationError), acting_as(cast["coordinator"].actor):
        services.invite_member(
            by=cast["coordinator"],
            email="new@example.com",
            name="새 사람\n",
            partner=cast.partners["company"],
            role=Role.HR,
        )


ENDED = "UPDATE partners_member SET ended_at = now(), valid_until = current_date WHERE role = '{}'"


def test_only_another_administrator_ends_a_membership(cast):
    assert "Only another administrator" in run(cast["trainer"], ENDED.format("HR"))
    assert "Only another administrator" in run(cast["teacher"], ENDED.format("COORDINATOR"))
    assert "Only another administrator" in run(cast["hr"], ENDED.format("HR"))
    assert run(cast["hr"], ENDED.format("TRAINER")) == 1


def test_what_has_ended_stays_ended(cast):
    with acting_as(cast["hr"].actor):
        services.end_membership(cast["trainer"], by=cast["hr"])
        with pytest.raises(StateConflict):
            services.end_membership(cast["trainer"], by=cast["hr"])
    revive = "UPDATE partners_member SET ended_at = NULL, valid_until = NULL WHERE role = 'TRAINER'"
    assert "stays ended" in run(cast["hr"], revive)
    assert "stays ended" in run(cast["coordinator"], revive)


# --- what else people's roles may not write
def test_a_student_keeps_no_layouts_of_lists(cast):
    sql = "SELECT 1 FROM imports_layout"
    assert "permission denied" in run(cast["student"], sql)
    assert run(cast["hr"], sql) == 0


def test_the_system_rewrites_the_history_of_erased_persons_only(cast):
    contact = factories.ContactFactory(consortium=cast.consortium, partner=cast.partners["company"])
    rewrite = "UPDATE partners_contactevent SET name = 'x'"
    assert run(SYSTEM, rewrite) == 0
    with acting_as(cast["coordinator"].actor):
        erase_contact(contact, by=cast["coordinator"])
    assert run(SYSTEM, rewrite) > 0
