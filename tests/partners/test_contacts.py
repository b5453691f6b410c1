"""Contact persons and being in touch: who sees whom, what is to be done, what was missed."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.audit.models import AccessRecord
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners.models import AssociationMembership, Contact, Interaction
from partners.registry import services, work
from tests import factories
from tests.authorization import as_owner
from tests.partners.pages import page

TODAY = datetime.date(2026, 6, 1)


SEES = {
    "coordinator": {"own", "agreed"},
    "accountant": {"own", "agreed"},
    "hr": {"own", "agreed"},
    "trainer": {"own", "agreed"},
    "rival_hr": {"agreed"},
    "official": {"agreed"},
    "education_official": {"agreed"},
    "lecturer": {"agreed"},
    "association_secretary": {"own", "agreed"},
    "student": None,
    "stranger": set(),
}


@pytest.mark.parametrize("who", SEES)
def test_contacts_who_have_not_agreed_are_seen_by_few_and_the_database_says_the_same(
    cast, company, membership, who
):
    for name in ("own", "agreed"):
        factories.ContactFactory(
            consortium=cast.consortium, partner=company, name=name, agreed_to_share=name == "agreed"
        )
    member = cast[who]
    with acting_as(member.actor):
        if SEES[who] is None:
            assert not Contact.objects.visible_to(member).exists()
            with pytest.raises(DatabaseError), transaction.atomic():
                Contact.objects.exists()
            return
        for known in (Contact.objects.visible_to(member), Contact.objects.all()):
            assert {contact.name for contact in known} == SEES[who]


def test_an_ended_membership_closes_the_members_contacts(cast, company, membership):
    factories.ContactFactory(consortium=cast.consortium, partner=company)
    member = cast["association_secretary"]
    with as_owner():
        membership.until = timezone.localdate() - datetime.timedelta(days=1)
        membership.save(update_fields=["until"])
    with acting_as(member.actor):
        assert not Contact.objects.visible_to(member).exists()
        assert not Contact.objects.exists()


def waiting(cast, company):
    """What the secretary says of a company, as she enters it."""
    secretary = cast["association_secretary"]
    with acting_as(secretary.actor):
        return services.add_member_company(
            secretary.partner, by=secretary, company=company, since=timezone.localdate()
        )


def test_what_a_secretary_enters_opens_nothing_until_it_is_confirmed(client, cast, company):
    factories.ContactFactory(consortium=cast.consortium, partner=company)
    factories.InteractionFactory(consortium=cast.consortium, partner=company, by=cast["coordinator"])
    member = cast["association_secretary"]
    membership = waiting(cast, company)
    with acting_as(member.actor):
        for known in (Contact, Interaction):
            assert not known.objects.visible_to(member).exists()
            assert not known.objects.exists()
        with pytest.raises(PermissionDenied):
            services.confirm_member_company(membership, by=member)
        with pytest.raises(DatabaseError), transaction.atomic():
            AssociationMembership.objects.filter(pk=membership.pk).update(confirmed_at=timezone.now())
        with pytest.raises(DatabaseError), transaction.atomic():
            AssociationMembership.objects.create(
                consortium=cast.consortium,
                association=member.partner,
                company=cast.partners["rival"],
                confirmed_at=timezone.now(),
            )
    for who, asked in {"coordinator": 1, "hr": 1, "rival_hr": 0, "association_secretary": 0}.items():
        with acting_as(cast[who].actor):
            assert len(work.memberships_to_confirm(cast[who])) == asked, who
    address = f"member-companies/{membership.pk}/confirm/"
    assert page(client, cast, "rival_hr", address, {"x": 1}).status_code == 403
    members = f"partners/{member.partner_id}/members/"
    assert address in page(client, cast, "hr", members).content.decode()
    assert page(client, cast, "hr", address, {"x": 1}).status_code == 302
    with acting_as(member.actor):
        assert Contact.objects.visible_to(member).exists()
        assert Interaction.objects.exists()


def test_two_who_confirm_leave_one_and_the_coordinators_own_entry_needs_none(cast, company):
    membership = waiting(cast, company)
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        confirmed = services.confirm_member_company(membership, by=coordinator)
        assert confirmed.confirmed_by == coordinator
        with pytest.raises(StateConflict):
            services.confirm_member_company(confirmed, by=coordinator)
        entered = services.add_member_company(
            cast.partners["association"],
            by=coordinator,
            company=cast.partners["rival"],
            since=timezone.localdate(),
        )
        assert entered.confirmed_at is not None


def test_an_association_keeps_contacts_of_members_who_have_nobody_here(cast, company, membership):
    quiet = factories.PartnerFactory()
    factories.ParticipationFactory(consortium=cast.consortium, partner=quiet)
    factories.AssociationMembershipFactory(
        consortium=cast.consortium, association=cast.partners["association"], company=quiet
    )
    theirs, ours = (
        factories.ContactFactory(consortium=cast.consortium, partner=one) for one in (company, quiet)
    )
    secretary = cast["association_secretary"]
    with acting_as(secretary.actor):
        services.correct_contact(ours, by=secretary, position="과장")
        with pytest.raises(PermissionDenied):
            services.correct_contact(theirs, by=secretary, position="과장")
        assert Contact.objects.filter(pk=theirs.pk).update(position="과장") == 0
        for contact in (theirs, ours):
            with pytest.raises(PermissionDenied):
                services.erase_contact(contact, by=secretary)


def test_every_look_at_contacts_is_recorded_and_no_student_is_mistaken_for_one(client, cast, company):
    contact = factories.ContactFactory(consortium=cast.consortium, partner=company)
    page(client, cast, "accountant", f"partners/{company.pk}/contacts/")
    with as_owner():
        record = AccessRecord.objects.get(what="partners.Contact")
    assert record.subjects == [contact.pk]
    assert contact.pk >= 10**12


# --- being in touch
def test_a_next_step_stands_on_the_home_page_until_it_is_done(client, cast, company):
    due = timezone.localdate() + datetime.timedelta(days=3)
    sent = {
        "on": timezone.localdate(),
        "way": "CALL",
        "outcome": "WANTS_VISIT",
        "summary": "실습에 관심",
        "next_step": "방문 일정 잡기",
        "next_due": due,
    }
    answer = page(client, cast, "coordinator", f"partners/{company.pk}/touch/new/", sent)
    assert answer.status_code == 302
    member = cast["coordinator"]
    with acting_as(member.actor):
        assert [item.title for item in work.next_steps(member)] == ["방문 일정 잡기"]
        entry = Interaction.objects.get()
        services.finish_step(entry, by=member)
        assert work.next_steps(member) == []
        with pytest.raises(StateConflict):
            services.finish_step(entry, by=member)


def test_what_is_overdue_is_late_for_its_doer_and_the_coordinator(cast, company):
    doer = cast["training_teacher"]
    factories.InteractionFactory(
        consortium=cast.consortium,
        partner=company,
        by=doer,
        next_step="전화",
        next_due=timezone.localdate() - datetime.timedelta(days=1),
        next_by=doer,
    )
    for who, count in {"training_teacher": 1, "coordinator": 1, "association_secretary": 0}.items():
        with acting_as(cast[who].actor):
            assert len(work.overdue_steps(cast[who])) == count, who


@pytest.mark.parametrize(
    ("wrong", "fields"),
    [
        ({"next_step": "방문"}, {"next_due"}),
        ({"next_due": "2999-01-01"}, {"next_step"}),
        ({"on": "2999-01-01"}, {"on"}),
        ({"summary": "900101-1234567"}, {"summary"}),
    ],
)
def test_what_is_missing_in_an_entry_is_said_at_its_field(client, cast, company, wrong, fields):
    sent = {"on": "2026-03-02", "way": "CALL", "outcome": "LATER", "summary": "통화"} | wrong
    answer = page(client, cast, "coordinator", f"partners/{company.pk}/touch/new/", sent)
    assert (answer.status_code, set(answer.context["form"].errors)) == (422, fields)


def test_a_secretary_is_in_touch_with_the_own_members_only(cast, company, membership):
    member = cast["association_secretary"]
    facts = {"way": "LEAD", "outcome": "INTERESTED", "summary": "수요 조사"}
    with acting_as(member.actor):
        services.record_interaction(company, by=member, **facts)
        with pytest.raises(PermissionDenied):
            services.record_interaction(cast.partners["rival"], by=member, **facts)
        with pytest.raises(DatabaseError), transaction.atomic():
            Interaction.objects.create(
                consortium=cast.consortium, partner=cast.partners["rival"], by=member, **facts
            )


def test_partners_nobody_spoke_with_for_90_days_are_found(client, cast, company):
    factories.InteractionFactory(consortium=cast.consortium, partner=company)
    rows = page(client, cast, "coordinator", "partners/?quiet=90").context["page"].rows
    assert company not in rows
    assert cast.partners["rival"] in rows
    unfiltered = page(client, cast, "hr", "partners/?quiet=90")
    assert "quiet" not in unfiltered.context["filterset"].form.fields


@pytest.mark.parametrize("path", ["partners/", "touch/", "partners/{}/touch/", "partners/{}/contacts/"])
def test_lists_ask_as_often_for_three_rows_as_for_one(client, cast, company, path):
    counts = []
    for _round in range(2):
        for _row in range(2):
            contact = factories.ContactFactory(consortium=cast.consortium, partner=company)
            factories.InteractionFactory(consortium=cast.consortium, partner=company, contact=contact)
            extra = factories.PartnerFactory()
            factories.ParticipationFactory(consortium=cast.consortium, partner=extra)
        page(client, cast, "coordinator", path.format(company.pk))
        with CaptureQueriesContext(connection) as queries:
            page(client, cast, "coordinator", path.format(company.pk))
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_officials_read_what_the_school_noted_without_the_names_of_its_people(client, cast, company):
    factories.InteractionFactory(
        consortium=cast.consortium, partner=company, by=cast["coordinator"], summary="방문 협의"
    )
    for who in ("official", "council_secretary", "education_official", "teacher"):
        answer = page(client, cast, who, "touch/")
        text = answer.content.decode()
        assert (who, "방문 협의" in text) == (who, True)
        assert (who, "다른 기관 담당자" in text) == (who, who != "teacher")


def test_an_associations_secretary_is_told_that_the_list_is_a_part(client, cast, company, membership):
    assert "모든 협약기관과의" in page(client, cast, "official", "touch/").content.decode()
    assert "우리 회원사와의" in page(client, cast, "association_secretary", "touch/").content.decode()


def test_a_contact_that_ends_before_it_begins_is_refused_in_words():
    person = Contact(phone="abc", since=datetime.date(2026, 3, 2), until=datetime.date(2026, 3, 1))
    with pytest.raises(ValidationError) as refused:
        person.clean()
    assert set(refused.value.message_dict) == {"phone", "until"}
