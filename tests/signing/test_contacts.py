"""To whom the link of a party goes, and what whoever keeps the document cannot do with it."""

import pytest
from django.core import mail
from django.core.exceptions import ValidationError

from consortium.audit.models import AccessRecord
from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.signing import registry, services
from consortium.signing.forms import ContactForm, PaperForm, SignForm
from tests.authorization import as_owner
from tests.signing import trial
from tests.signing.conftest import act, deliver, party_of

pytestmark = pytest.mark.django_db
NEW = {"name": "새 담당", "email": "new@signer.example"}


@pytest.fixture
def told(cast, monkeypatch, reactions):
    """A kind that knows who signs for a party."""
    kind = trial.kind(reactions, signers=lambda party: [cast["hr"].user_id])
    monkeypatch.setitem(registry._kinds, trial.KEY, kind)


@pytest.mark.parametrize("who", ["coordinator", "teacher", "principal"])
def test_the_keepers_own_people_never_get_the_link_of_another_party(cast, client, invited, who):
    party = party_of(invited, "company")
    email = cast[who].user.email.upper()
    with pytest.raises(ValidationError):
        act(cast, "coordinator", services.change_contact, party, name="담당", email=email)
    client.force_login(cast["coordinator"].user)
    page = client.post(f"/paju/signing/parties/{party.pk}/contact/", {"name": "담당", "email": email})
    assert (page.status_code, list(page.context["form"].errors)) == (422, ["email"])
    with as_owner():
        assert party.contact.email == "company@signer.example"


def test_nor_when_the_document_is_prepared(cast, reactions):
    spec = services.PartySpec("기업", cast.partners["company"], "담당", "coordinator@example.com")
    with pytest.raises(ValidationError), acting_as(cast["coordinator"].actor):
        services.prepare(trial.KEY, 7, "x", trial.BODY, [spec], by=cast["coordinator"])


def test_the_keepers_own_link_goes_to_those_who_may_sign(cast, invited, reactions, monkeypatch):
    kind = trial.kind(reactions, may_sign=lambda member, party: member.role == "PRINCIPAL")
    monkeypatch.setitem(registry._kinds, trial.KEY, kind)
    school = party_of(invited, cast.partners["school"].name)
    with pytest.raises(ValidationError):
        act(cast, "coordinator", services.change_contact, school, name="x", email="coordinator@example.com")
    act(cast, "coordinator", services.change_contact, school, name="x", email="principal@example.com")


def test_who_had_the_link_and_the_partys_people_learn_where_it_goes_now(cast, client, told, invited):
    mail.outbox.clear()
    party = party_of(invited, "company")
    act(cast, "coordinator", services.change_contact, party, **NEW)
    act(cast, "coordinator", services.change_contact, party, name="둘째", email="second@signer.example")
    deliver()
    moved = [one.to[0] for one in mail.outbox if "/sign/" not in one.body]
    assert moved == ["company@signer.example", "new@signer.example"]
    with as_owner():
        notes = Notification.objects.filter(event="signing/contact_moved", recipient=cast["hr"].user)
        assert {note.context["email"] for note in notes} == {"n•••@signer.example", "s•••@signer.example"}
    client.force_login(cast["hr"].user)
    assert "다른 주소" in client.get(f"/paju/signing/{invited.pk}/").content.decode()


def test_another_name_at_the_same_address_is_no_move(cast, told, invited):
    mail.outbox.clear()
    party = party_of(invited, "company")
    act(cast, "coordinator", services.change_contact, party, name="이름만", email="company@signer.example")
    deliver()
    assert mail.outbox == []
    assert party_of(invited, "company").readdressed_at is None


def test_whoever_looks_at_a_contact_leaves_a_record(cast, client, invited):
    party = party_of(invited, "company")
    client.force_login(cast["coordinator"].user)
    client.get(f"/paju/signing/parties/{party.pk}/contact/")
    with as_owner():
        (record,) = AccessRecord.objects.filter(what__contains="signing.Contact")
        assert (record.member_id, record.subjects) == (cast["coordinator"].pk, [3 * 10**12 + party.pk])


@pytest.mark.parametrize("name", ["담당\n\nhttps", "담당 https://evil.example", "담\u202e당"])
@pytest.mark.parametrize("form", [ContactForm, SignForm, PaperForm])
def test_a_name_is_one_line_without_an_address(form, name, invited):
    more = {} if form is ContactForm else {"document": invited}
    field = "name" if form is ContactForm else "signer"
    errors = form({field: name}, **more).errors.as_data()
    assert "disguised_name" in [error.code for error in errors[field]]


def test_nor_does_the_service_take_it(cast, invited):
    with pytest.raises(ValidationError):
        act(
            cast,
            "coordinator",
            services.change_contact,
            party_of(invited, "company"),
            name="담당\n",
            email="new@signer.example",
        )
