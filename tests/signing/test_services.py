"""From the frozen text to the complete document, whoever signs in whichever way."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.signing import registry, services
from consortium.signing.models import Document, Letter, Link, Party, Signature
from consortium.signing.states import DocumentState, PartyState
from consortium.workflow import StateConflict
from tests.authorization import as_owner
from tests.samples import pdf
from tests.signing import trial
from tests.signing.conftest import act, deliver, party_of, prepare

pytestmark = pytest.mark.django_db
SCAN = pdf("signed")


def link_of(party):
    with as_owner():
        return Link.objects.get(party=party, revoked_at=None, member=None)


def code_for(link):
    """Ask for a code and read it in the mail."""
    services.send_code(link)
    deliver()
    with as_owner():
        return trial.code_mailed(link.party.contact.email)


def sign(party, signer="김서명"):
    link = link_of(party)
    return services.sign_by_link(link, code_for(link), signer, "대표", "203.0.113.7")


def fresh(row):
    with as_owner():
        return type(row).objects.get(pk=row.pk)


def told(event):
    with as_owner():
        return set(Notification.objects.filter(event=event).values_list("recipient__email", flat=True))


def test_a_document_is_complete_by_itself_once_all_have_signed_in_any_order(cast, invited, reactions):
    company, school = party_of(invited, "company"), party_of(invited, cast.partners["school"].name)
    signature = sign(company)
    assert (signature.method, signature.document_sha256) == ("SCREEN", invited.sha256)
    assert fresh(invited).state == DocumentState.OPEN
    act(
        cast,
        "coordinator",
        services.record_paper_signature,
        school,
        signed_on=timezone.localdate(),
        signer="이교장",
        title="교장",
        scan=SimpleUploadedFile("서명.pdf", SCAN),
    )
    assert fresh(invited).state == DocumentState.COMPLETE
    assert reactions.signed == [company.name, school.name]
    assert reactions.complete == [trial.TITLE]
    assert reactions.actors == {"system"}
    assert told("signing/party_signed") == told("signing/all_signed") == {"coordinator@example.com"}


def test_only_whom_the_kind_names_prepares_and_manages(cast, prepared):
    with pytest.raises(PermissionDenied):
        act(cast, "teacher", services.open_for_signing, prepared)
    with pytest.raises(PermissionDenied), acting_as(cast["hr"].actor):
        services.prepare(trial.KEY, 7, "x", trial.BODY, by=cast["hr"])
    with pytest.raises(PermissionDenied), acting_as(cast["coordinator"].actor):
        services.prepare("gone.kind", 7, "x", trial.BODY, by=cast["coordinator"])


@pytest.mark.parametrize("body", [[], [{"number": 1, "heading": "", "text": " "}]])
def test_a_document_without_text_is_refused(cast, reactions, body):
    with pytest.raises(ValidationError), acting_as(cast["coordinator"].actor):
        services.prepare(trial.KEY, 7, "x", body, by=cast["coordinator"])


def test_resident_numbers_are_refused_in_text_and_names(cast, reactions):
    with pytest.raises(ValidationError), acting_as(cast["coordinator"].actor):
        services.prepare(trial.KEY, 7, "x", [{"text": "900101-1234567"}], by=cast["coordinator"])
    spec = services.PartySpec("900101-1234567")
    with pytest.raises(ValidationError), acting_as(cast["coordinator"].actor):
        services.prepare(trial.KEY, 7, "x", trial.BODY, [spec], by=cast["coordinator"])


def test_a_document_without_parties_does_not_go_out(cast, reactions):
    with acting_as(cast["coordinator"].actor):
        document = services.prepare(trial.KEY, 7, "x", trial.BODY, by=cast["coordinator"])
    with pytest.raises(ValidationError):
        act(cast, "coordinator", services.open_for_signing, document)


@pytest.mark.parametrize("change", ["title = 'x'", "body = '[]'", "sha256 = 'x'", "subject_id = 8"])
def test_once_out_the_text_cannot_be_changed_by_anybody(opened, change):
    with (
        pytest.raises(DatabaseError, match="cannot change"),
        as_owner(),
        transaction.atomic(),
        connection.cursor() as cursor,
    ):
        cursor.execute(f"UPDATE signing_document SET {change}")


def test_a_draft_still_can(prepared):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("UPDATE signing_document SET title = 'x'")


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE signing_signature SET signer = 'x'",
        "DELETE FROM signing_signature",
        "DELETE FROM signing_trace",
        "UPDATE signing_party SET name = 'x'",
        "DELETE FROM signing_document",
    ],
)
def test_what_was_signed_stays_whoever_asks(cast, invited, statement):
    sign(party_of(invited, "company"))
    with pytest.raises(DatabaseError), as_owner(), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


def test_a_party_is_not_signed_without_a_signature(invited):
    with pytest.raises(DatabaseError, match="by its signature"), as_owner(), transaction.atomic():
        Party.objects.update(state=PartyState.SIGNED, signed_at=timezone.now())


def test_a_signature_under_another_text_is_refused_by_the_database(invited):
    party = party_of(invited, "company")
    with pytest.raises(DatabaseError, match="not the text"), as_owner(), transaction.atomic():
        Signature.objects.create(
            party=party, method="SCREEN", signer="x", signed_on=timezone.localdate(), document_sha256="0" * 64
        )


def test_whoever_saw_another_text_does_not_sign_this_one(invited):
    link = link_of(party_of(invited, "company"))
    code = code_for(link)
    with pytest.raises(StateConflict):
        services.sign_by_link(link, code, "김서명", "대표", None, sha256="0" * 64)
    assert services.sign_by_link(link, code, "김서명", "대표", None, sha256=invited.sha256)


def test_signing_twice_finds_the_first_signature(invited, reactions):
    party = party_of(invited, "company")
    first = sign(party)
    again = services.sign_by_link(link_of(party), "000000", "다른 사람", "대표", None)
    assert again == first
    assert reactions.signed == [party.name]


def test_a_late_party_joins_an_open_document_and_is_waited_for(cast, invited):
    late = act(cast, "coordinator", services.add_party, invited, trial.specs(cast, "university")[0])
    assert late.joined_late
    sign(party_of(invited, "company"))
    sign(party_of(invited, cast.partners["school"].name))
    assert fresh(invited).state == DocumentState.OPEN
    act(cast, "coordinator", services.invite, late)
    deliver()
    sign(late)
    assert fresh(invited).state == DocumentState.COMPLETE


def test_a_complete_document_takes_late_parties_only_where_its_kind_knows_them(
    cast, invited, reactions, monkeypatch
):
    for name in ("company", cast.partners["school"].name):
        sign(party_of(invited, name))
    before = fresh(invited)
    spec = trial.specs(cast, "university")[0]
    with pytest.raises(StateConflict):
        act(cast, "coordinator", services.add_party, invited, spec)
    monkeypatch.setitem(registry._kinds, trial.KEY, trial.kind(reactions, takes_late_parties=True))
    late = act(cast, "coordinator", services.add_party, invited, spec)
    act(cast, "coordinator", services.invite, late)
    deliver()
    sign(late)
    after = fresh(invited)
    assert (after.state, after.sha256, after.completed_at) == (
        before.state,
        before.sha256,
        before.completed_at,
    )
    assert reactions.signed[-1] == late.name
    assert reactions.complete == [trial.TITLE]


def test_the_same_organisation_is_a_party_once(cast, opened):
    with pytest.raises(StateConflict):
        act(cast, "coordinator", services.add_party, opened, trial.specs(cast, "company")[0])


def test_a_refusal_keeps_its_reason_and_may_be_asked_again(cast, invited, reactions):
    party = party_of(invited, "company")
    link = link_of(party)
    with pytest.raises(ValidationError):
        services.decline_by_link(link, "", "기간이 너무 깁니다")
    services.decline_by_link(link, code_for(link), "기간이 너무 깁니다")
    assert (fresh(party).state, fresh(party).reason) == (PartyState.DECLINED, "기간이 너무 깁니다")
    assert (reactions.declined, told("signing/party_declined")) == ([party.name], {"coordinator@example.com"})
    act(cast, "coordinator", services.invite, party)
    deliver()
    sign(party)
    assert fresh(party).state == PartyState.SIGNED


def test_a_document_goes_on_without_a_party_that_is_left_out(cast, invited):
    sign(party_of(invited, "company"))
    school = party_of(invited, cast.partners["school"].name)
    act(cast, "coordinator", services.leave_out, school, reason="참여하지 않기로 함")
    assert (fresh(school).state, fresh(invited).state) == (PartyState.LEFT_OUT, DocumentState.COMPLETE)


def test_a_withdrawn_document_takes_no_signature(cast, invited):
    link = link_of(party_of(invited, "company"))
    code = code_for(link)
    act(cast, "coordinator", services.void, invited, reason="내용을 고칩니다")
    with pytest.raises(StateConflict):
        services.sign_by_link(link, code, "김서명", "대표", None)
    with pytest.raises(StateConflict):
        act(cast, "coordinator", services.void, invited, reason="한 번 더")


def test_a_member_signs_on_screen_for_their_own_organisation_only(cast, invited):
    party = party_of(invited, "company")
    for who in ("rival_hr", "student", "coordinator"):
        with pytest.raises(PermissionDenied), acting_as(cast[who].actor):
            services.member_page(party, by=cast[who])
    with acting_as(cast["hr"].actor):
        page = services.member_page(party, by=cast["hr"])
        services.send_code(page)
    deliver()
    with acting_as(cast["hr"].actor):
        signature = services.sign_on_screen(
            page,
            by=cast["hr"],
            code=trial.code_mailed("hr@example.com"),
            signer="박인사",
            title="과장",
            ip="203.0.113.8",
        )
    assert (signature.recorded_by_id, fresh(party).state) == (cast["hr"].pk, PartyState.SIGNED)
    with as_owner():
        assert signature.trace.ip_address == "203.0.113.8"


def test_a_paper_signature_of_tomorrow_is_refused(cast, opened):
    with pytest.raises(ValidationError):
        act(
            cast,
            "coordinator",
            services.record_paper_signature,
            party_of(opened, "company"),
            signed_on=timezone.localdate() + datetime.timedelta(days=1),
            signer="x",
        )


def test_a_wrong_code_counts_and_the_sixth_try_finds_it_dead(invited):
    link = link_of(party_of(invited, "company"))
    code = code_for(link)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        with pytest.raises(ValidationError):
            services.sign_by_link(link, wrong, "김서명", "대표", None)
    with pytest.raises(ValidationError):
        services.sign_by_link(link, code, "김서명", "대표", None)
    assert fresh(link).attempts == 5


def test_a_code_holds_ten_minutes(invited):
    link = link_of(party_of(invited, "company"))
    code = code_for(link)
    with as_owner():
        Link.objects.filter(pk=link.pk).update(code_expires_at=timezone.now())
    with pytest.raises(ValidationError):
        services.sign_by_link(link, code, "김서명", "대표", None)


def test_codes_are_sent_once_a_minute_and_ten_times_a_link(invited):
    link = link_of(party_of(invited, "company"))
    services.send_code(link)
    services.send_code(link)
    with as_owner():
        assert Letter.objects.filter(link=link, purpose="CODE").count() == 1
        Link.objects.filter(pk=link.pk).update(codes=10, code_wanted_at=None)
    with pytest.raises(ValidationError):
        services.send_code(link)


def test_neither_link_nor_code_stands_in_the_database(invited):
    link = link_of(party_of(invited, "company"))
    code = code_for(link)
    secret = trial.secrets_mailed()["company@signer.example"].partition("-")[2]
    with as_owner(), connection.cursor() as cursor:
        for table in ("signing_link", "signing_letter", "signing_party", "signing_partyevent"):
            cursor.execute(f"SELECT row_to_json(t)::text FROM {table} t")
            text = " ".join(row for (row,) in cursor.fetchall())
            assert secret not in text
            assert f'"{code}"' not in text


def test_personal_details_of_signers_are_the_keepers_alone(cast, invited):
    sign(party_of(invited, "company"))
    seen = {}
    for who in ("coordinator", "hr", "official", "student", "stranger"):
        seen[who] = []
        for table in ("signing_contact", "signing_trace", "signing_letter"):
            try:
                with transaction.atomic(), acting_as(cast[who].actor), connection.cursor() as cursor:
                    cursor.execute(f"SELECT count(*) FROM {table}")
                    seen[who].append(cursor.fetchone()[0])
            except DatabaseError:
                seen[who].append("denied")
    assert seen == {
        "coordinator": [2, 1, 4],
        "hr": [0, 0, 3],  # that letters went to their own organisation, without address or text
        "official": [0, 0, 0],
        "student": ["denied"] * 3,
        "stranger": [0, 0, 0],
    }


def test_a_document_is_known_to_its_parties_or_to_all_if_its_kind_says_so(cast, reactions, monkeypatch):
    closed = prepare(cast)
    monkeypatch.setitem(registry._kinds, trial.KEY, trial.kind(reactions, open_to_consortium=True))
    open_to_all = prepare(cast)
    seen = {}
    for who in ("coordinator", "hr", "rival_hr", "official", "student", "stranger", "operator"):
        with acting_as(cast[who].actor):
            if who != "operator":
                raw = set(Document.objects.values_list("pk", flat=True))
                assert set(Document.objects.visible_to(cast[who]).values_list("pk", flat=True)) == raw
                parties = set(Party.objects.values_list("document", flat=True))
                visible = Party.objects.visible_to(cast[who]).values_list("document", flat=True)
                assert parties == set(visible) == raw
                seen[who] = len(raw)
    assert seen == {"coordinator": 2, "hr": 2, "rival_hr": 1, "official": 1, "student": 1, "stranger": 0}
    assert {closed.open_to_consortium, open_to_all.open_to_consortium} == {False, True}
