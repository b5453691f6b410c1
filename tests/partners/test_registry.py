"""The register as people use it: entering, correcting, leaving, logos, contacts, being in touch, merging."""

import datetime
import struct
import zlib

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.audit.models import AccessRecord
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from partners.models import AssociationMembership, Contact, Interaction, Member, Participation, Partner
from partners.registry import services, work
from partners.registry.pictures import rebuilt
from partners.states import AgreementState, PartnerKind
from tests import factories
from tests.authorization import as_owner

TODAY = datetime.date(2026, 6, 1)


@pytest.fixture
def company(cast):
    return cast.partners["company"]


@pytest.fixture
def membership(cast, company):
    return factories.AssociationMembershipFactory(
        consortium=cast.consortium, association=cast.partners["association"], company=company
    )


def page(client, cast, who, path, data=None, **more):
    client.force_login(cast[who].user)
    address = f"/paju/{path}"
    return client.get(address, **more) if data is None else client.post(address, data, **more)


def test_a_new_partner_takes_part_and_unknown_facts_stay_unknown(client, cast):
    sent = {"name": "주식회사 가상드론", "kind": "COMPANY", "registration_number": "000-81-00014"}
    answer = page(client, cast, "coordinator", "partners/new/", sent, follow=True)
    shown = answer.context["partner"]
    assert (shown.name, shown.number_in_groups, shown.consortia) == ("주식회사 가상드론", "000-81-00014", 1)
    assert "알 수 없음" in answer.content.decode() or "unknown" in answer.content.decode()


def test_what_looks_alike_is_shown_before_it_is_entered_twice(client, cast):
    with as_owner():
        Partner.objects.filter(pk=cast.partners["company"].pk).update(name="(주)가상드론")
    sent = {"name": "가상 드론 주식회사", "kind": "COMPANY"}
    alike = page(client, cast, "coordinator", "partners/similar/?name=가상드")
    assert "(주)가상드론" in alike.content.decode()
    warned = page(client, cast, "coordinator", "partners/new/", sent)
    assert (warned.status_code, [p.name for p in warned.context["alike"]]) == (422, ["(주)가상드론"])
    assert (
        page(client, cast, "coordinator", "partners/new/", sent | {"not_the_same": "on"}).status_code == 302
    )


def test_a_wrong_number_is_refused_at_its_field(client, cast):
    sent = {"name": "가상드론", "kind": "COMPANY", "registration_number": "123-45-67890"}
    answer = page(client, cast, "coordinator", "partners/new/", sent)
    assert answer.status_code == 422
    assert set(answer.context["form"].errors) == {"registration_number"}


def test_a_secretary_enters_member_companies_only(client, cast):
    member = cast["association_secretary"]
    with acting_as(member.actor):
        made = services.register_partner(by=member, name="가상식품", kind=PartnerKind.COMPANY)
        ours = AssociationMembership.objects.visible_to(member).get(company=made)
        assert ours.association_id == member.partner_id
        with pytest.raises(ValidationError):
            services.register_partner(by=member, name="가상대학", kind=PartnerKind.UNIVERSITY)


def test_an_organisation_says_itself_where_it_is_and_nothing_else(cast, company):
    hr = cast["hr"]
    with acting_as(hr.actor):
        services.correct_partner(company, by=hr, address="경기도 파주시 가상길 1")
        with pytest.raises(PermissionDenied):
            services.correct_partner(company, by=hr, name="새 이름")
        with pytest.raises(DatabaseError), transaction.atomic():
            Partner.objects.filter(pk=company.pk).update(name="새 이름")
        with pytest.raises(PermissionDenied):
            services.correct_partner(cast.partners["rival"], by=hr, address="남의 주소")
    assert Partner.objects.get(pk=company.pk).address == "경기도 파주시 가상길 1"


def test_what_another_consortium_uses_too_is_the_operators(cast, company):
    factories.ParticipationFactory(consortium=cast.other_consortium, partner=company)
    company = Partner.objects.get(pk=company.pk)
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        with pytest.raises(PermissionDenied, match="운영자"):
            services.correct_partner(company, by=coordinator, name="새 이름")
        assert Partner.objects.filter(pk=company.pk).update(name="새 이름") == 0
        with pytest.raises(PermissionDenied):
            services.preview_merger(company, cast.partners["rival"], by=coordinator)


def test_whoever_is_slower_is_told_and_keeps_what_they_typed(client, cast, company):
    form = page(client, cast, "coordinator", f"partners/{company.pk}/correct/").context["form"]
    with as_owner():
        Partner.objects.filter(pk=company.pk).update(district="고양시")
    sent = {"name": "고친 이름", "kind": "COMPANY", "seen": form["seen"].value()}
    answer = page(client, cast, "coordinator", f"partners/{company.pk}/correct/", sent)
    assert answer.status_code == 409
    assert "고친 이름" in answer.content.decode()


def test_leaving_ends_access_and_keeps_the_history(cast, company):
    coordinator = cast["coordinator"]
    with acting_as(coordinator.actor):
        services.end_participation(company, by=coordinator, left_on=timezone.localdate())
        with pytest.raises(StateConflict):
            services.end_participation(company, by=coordinator, left_on=timezone.localdate())
    with as_owner():
        assert not Member.objects.active().filter(partner=company).exists()
    with acting_as(coordinator.actor):
        services.resume_participation(company, by=coordinator)
        known = Partner.objects.visible_to(coordinator)
        assert known.taking_part(cast.consortium.pk, now=True).filter(pk=company.pk).exists()
        with pytest.raises(PermissionDenied):
            services.end_participation(cast.partners["school"], by=coordinator, left_on=TODAY)


# --- logos ------------------------------------------------------------------------------------------


def png(width=2, height=2, *, extra=b"", data=None):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    raw = b"".join(b"\0" + b"\x7f" * 3 * width for _ in range(height)) if data is None else data
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"tEXt", b"Comment\0secret place")
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
        + extra
    )


JPEG = (
    b"\xff\xd8\xff\xe1\x00\x0aExif\0\0GP"
    + b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00"
    + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    + b"\x12\x34\xff\xd9"
    + b"<script>after the end</script>"
)
WEBP_BODY = b"\x2f" + struct.pack("<I", (9 << 14) | 19) + b"\0"
WEBP = b"RIFF" + struct.pack("<I", 4 + 8 + 6 + 8 + 4) + b"WEBPVP8L" + struct.pack("<I", 6) + WEBP_BODY
WEBP += b"EXIF" + struct.pack("<I", 4) + b"GPS!"


def test_of_a_picture_only_the_picture_is_kept():
    plain = rebuilt(png(extra=b"<?php evil ?>"))
    assert (plain.content_type, plain.width, plain.height) == ("image/png", 2, 2)
    assert b"secret" not in plain.content
    assert b"evil" not in plain.content
    photo = rebuilt(JPEG)
    assert (photo.content_type, photo.width, photo.height) == ("image/jpeg", 32, 16)
    assert b"Exif" not in photo.content
    assert b"script" not in photo.content
    web = rebuilt(WEBP)
    assert (web.content_type, web.width, web.height) == ("image/webp", 20, 10)
    assert b"GPS!" not in web.content


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\0" * 40,
        b"",
        b"\x89PNG\r\n\x1a\nrubbish",
        png()[:-20],
        png(5000, 5000, data=b""),
        png(4, 4, data=b"\0" * 100_000),
        png(4, 4, data=b"\0"),
        b"\xff\xd8\xff\xe0short",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        png() + b"\0" * (301 * 1024),
    ],
)
def test_what_is_no_plain_picture_is_refused(content):
    with pytest.raises(ValidationError):
        rebuilt(content)


def test_a_logo_is_served_as_a_picture_and_nothing_else(client, cast, company):
    sent = {"logo": SimpleUploadedFile("logo.png", png(), "image/png")}
    assert page(client, cast, "hr", f"partners/{company.pk}/logo/change/", sent).status_code == 302
    answer = page(client, cast, "student", f"partners/{company.pk}/logo/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (
        page(client, cast, "hr", f"partners/{company.pk}/logo/change/", {"remove": "yes"}).status_code == 302
    )
    assert page(client, cast, "hr", f"partners/{company.pk}/logo/").status_code == 404


# --- contacts ---------------------------------------------------------------------------------------

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


def test_every_look_at_contacts_is_recorded_and_no_student_is_mistaken_for_one(client, cast, company):
    contact = factories.ContactFactory(consortium=cast.consortium, partner=company)
    page(client, cast, "accountant", f"partners/{company.pk}/contacts/")
    with as_owner():
        record = AccessRecord.objects.get(what="partners.Contact")
    assert record.subjects == [contact.pk]
    assert contact.pk >= 10**12


# --- being in touch ---------------------------------------------------------------------------------


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


# --- merging ----------------------------------------------------------------------------------------


@pytest.fixture
def twin(cast):
    """A second entry of the same company, with everything that may refer to it."""
    twin = factories.PartnerFactory(name="두 번째 항목", registration_number="1248100998")
    factories.ParticipationFactory(consortium=cast.consortium, partner=twin, joined_on=TODAY)
    pledge = factories.PledgeFactory(consortium=cast.consortium, partner=twin)
    contact = factories.ContactFactory(consortium=cast.consortium, partner=twin)
    factories.InteractionFactory(consortium=cast.consortium, partner=twin, contact=contact)
    factories.VacancyFactory(consortium=cast.consortium, company=twin)
    factories.MemberFactory(consortium=cast.consortium, partner=twin, role="HR")
    factories.PartnerFactory(head_office=twin)
    return twin, pledge


def test_everything_goes_over_and_the_old_address_leads_on(client, cast, company, twin):
    absorbed, pledge = twin
    preview = page(client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/")
    assert sum(line.count for line in preview.context["plan"].moving) == 6
    sent = {"reason": "사업자등록증으로 확인"}
    done = page(client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/", sent)
    assert done.status_code == 302
    with as_owner():
        pledge.refresh_from_db()
        assert pledge.partner_id == company.pk
        for model in (Contact, Interaction, Member):
            assert not model.objects.filter(partner=absorbed).exists()
        assert Participation.objects.get(partner=company).joined_on == datetime.date(2025, 3, 19)
    old = page(client, cast, "official", f"partners/{absorbed.pk}/")
    assert old["Location"] == f"/paju/partners/{company.pk}/"
    listed = page(client, cast, "official", "partners/?q=두 번째").context["page"].rows
    assert listed == [company]
    changes = page(client, cast, "coordinator", f"partners/{company.pk}/changes/")
    assert "사업자등록증으로 확인" in changes.content.decode()
    again = page(client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/", sent)
    assert again.status_code == 404


def test_a_consent_never_changes_its_recipient(client, cast, company, twin):
    absorbed, pledge = twin
    consent = factories.ConsentFactory(student=cast.student, recipient=absorbed)
    answer = page(
        client, cast, "coordinator", f"partners/{absorbed.pk}/merge/{company.pk}/", {"reason": "같은 회사"}
    )
    assert answer.status_code == 422
    assert len(answer.context["plan"].obstacles) == 1
    with as_owner():
        consent.refresh_from_db()
        pledge.refresh_from_db()
        assert (consent.recipient_id, pledge.partner_id) == (absorbed.pk, absorbed.pk)
    other_way = page(
        client, cast, "coordinator", f"partners/{company.pk}/merge/{absorbed.pk}/", {"reason": "같은 회사"}
    )
    assert other_way.status_code == 302


def test_who_signed_stays_who_signed_and_the_survivor_shows_it(client, cast, company, twin):
    absorbed, _pledge = twin
    agreement = factories.AgreementFactory(
        consortium=cast.consortium, title="옛 협약", state=AgreementState.IN_FORCE
    )
    factories.SignatoryFactory(agreement=agreement, partner=absorbed, signed_on=datetime.date(2025, 3, 19))
    member = cast["coordinator"]
    with acting_as(member.actor):
        services.merge_partners(absorbed, company, by=member, reason="같은 회사")
    with as_owner():
        assert agreement.signatories.get().partner_id == absorbed.pk
    assert "옛 협약" in page(client, cast, "coordinator", f"partners/{company.pk}/").content.decode()


def test_entries_that_look_alike_are_listed_and_branches_are_not(client, cast, company):
    number = "1248100998"
    with as_owner():
        Partner.objects.filter(pk=company.pk).update(registration_number=number)
    branch = factories.PartnerFactory(name="지점", registration_number=number, head_office=company)
    factories.ParticipationFactory(consortium=cast.consortium, partner=branch)
    assert page(client, cast, "coordinator", "partners/duplicates/").context["groups"] == []
    double = factories.PartnerFactory(name="딴 이름", registration_number=number)
    factories.ParticipationFactory(consortium=cast.consortium, partner=double)
    groups = page(client, cast, "coordinator", "partners/duplicates/").context["groups"]
    assert {partner.pk for partner in groups[0]} >= {company.pk, double.pk}


# --- API --------------------------------------------------------------------------------------------


def test_the_api_searches_and_notes_that_somebody_was_in_touch(client, cast, company):
    client.force_login(cast["coordinator"].user)
    found = client.get("/api/v1/paju/partners/?q=ㅅㄱ").json()["results"]
    assert [row["name"] for row in found] == ["세경고등학교"]
    sent = {"partner": company.pk, "way": "CALL", "outcome": "LATER", "summary": "통화", "on": "2026-03-02"}
    made = client.post("/api/v1/paju/interactions/", sent, content_type="application/json")
    assert made.status_code == 201
    foreign = sent | {"partner": cast.other_partners["company"].pk}
    missing = sent | {"partner": 999_999_999}
    answers = [
        client.post("/api/v1/paju/interactions/", body, content_type="application/json")
        for body in (foreign, missing)
    ]
    assert [answer.status_code for answer in answers] == [400, 400]
    assert (
        len(
            {
                str(answer.json()["errors"]).replace(str(body["partner"]), "#")
                for answer, body in zip(answers, (foreign, missing), strict=True)
            }
        )
        == 1
    )
