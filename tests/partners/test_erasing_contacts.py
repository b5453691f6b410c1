"""A contact person asks to be erased: the fact stays, the person goes, from the history too."""

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied

from consortium.audit.models import Destruction
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners.models import Contact, Interaction
from partners.registry import services
from tests import factories
from tests.authorization import as_owner


@pytest.fixture
def contact(cast):
    made = factories.ContactFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        name="지울 사람",
        phone="031-000-0000",
        email="gone@garam.example",
    )
    factories.InteractionFactory(consortium=cast.consortium, partner=made.partner, contact=made)
    return made


def test_the_person_goes_and_the_fact_stays(cast, client, contact):
    client.force_login(cast["coordinator"].user)
    with acting_as(cast["coordinator"].actor):
        services.correct_contact(contact, by=cast["coordinator"], position="과장")
    here = f"/paju/contacts/{contact.pk}/erase/"
    assert "지울 사람" in client.get(here).content.decode()
    assert client.post(here).status_code == 302
    page = client.get(f"/paju/partners/{contact.partner_id}/contacts/").content.decode()
    assert "지울 사람" not in page
    assert "본인 요청으로 지움" in page
    with as_owner():
        contact.refresh_from_db()
        events = apps.get_model("partners", "ContactEvent").objects.filter(pgh_obj=contact.pk)
        kept = {(event.name, event.position, event.phone, event.email) for event in events}
        assert kept == {("—", "", "", "")}
        assert Interaction.objects.get().contact_id == contact.pk
        assert Destruction.objects.filter(what="partners.Contact", rows=1).count() == 1
    assert (contact.roles, contact.agreed_to_share) != ([], True)
    assert contact.until is not None


def test_it_happens_once_and_nothing_is_written_over_it(cast, contact):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        erased = services.erase_contact(contact, by=coordinator)
        with pytest.raises(PermissionDenied):
            services.erase_contact(erased, by=coordinator)
        with pytest.raises(StateConflict):
            services.correct_contact(contact, by=coordinator, name="새 이름")


@pytest.mark.parametrize(("who", "offered"), [("coordinator", True), ("association_secretary", False)])
def test_the_way_to_erase_is_offered_to_whoever_may_go_it(cast, client, who, offered):
    """An association's secretary keeps the contacts of a quiet member and erases none."""
    quiet = factories.ParticipationFactory(consortium=cast.consortium).partner
    factories.AssociationMembershipFactory(
        consortium=cast.consortium, association=cast.partners["association"], company=quiet
    )
    contact = factories.ContactFactory(consortium=cast.consortium, partner=quiet)
    client.force_login(cast[who].user)
    answer = client.get(f"/paju/contacts/{contact.pk}/")
    assert answer.status_code == 200
    assert (f"/paju/contacts/{contact.pk}/erase/" in answer.content.decode()) is offered


def test_who_keeps_no_contacts_erases_none(cast, contact):
    for who in ("official", "trainer", "teacher"):
        with acting_as(cast[who].actor), pytest.raises(PermissionDenied):
            services.erase_contact(contact, by=cast[who])
    with as_owner():
        assert Contact.objects.get(pk=contact.pk).name == "지울 사람"


# --- what was noted is put right
def test_an_entry_is_corrected_by_who_noted_it_and_the_history_keeps_what_stood(cast, client):
    entry = factories.InteractionFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        by=cast["training_teacher"],
        summary="오기",
    )
    words = {"on": str(entry.on), "way": entry.way, "outcome": entry.outcome, "summary": "바로잡은 글"}
    for who, status in (("training_teacher", 302), ("teacher", 403), ("official", 403), ("hr", 403)):
        client.force_login(cast[who].user)
        assert client.post(f"/paju/touch/{entry.pk}/", words).status_code == status, who
    with as_owner():
        entry.refresh_from_db()
        events = apps.get_model("partners", "InteractionEvent").objects.filter(pgh_obj=entry.pk)
        assert (entry.summary, {event.summary for event in events}) == (
            "바로잡은 글",
            {"오기", "바로잡은 글"},
        )
    client.force_login(cast["coordinator"].user)
    assert client.post(f"/paju/touch/{entry.pk}/", words | {"next_step": "방문"}).status_code == 422
