"""Pages inside the consortium: who is offered what, and that a long table costs no more than a short one."""

from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from consortium.signing import registry, services
from consortium.signing.models import Link, Signature
from tests.authorization import as_owner
from tests.samples import pdf
from tests.signing import trial
from tests.signing.conftest import act, deliver, party_of, prepare

pytestmark = pytest.mark.django_db
SCAN = pdf("signed")


@pytest.fixture
def shown(cast, reactions, monkeypatch):
    """Out for signing, and open to the whole consortium."""
    monkeypatch.setitem(registry._kinds, trial.KEY, trial.kind(reactions, open_to_consortium=True))
    document = act(cast, "coordinator", services.open_for_signing, prepare(cast))
    act(cast, "coordinator", services.invite_everybody, document)
    deliver()
    return document


def address(name, pk):
    return reverse(f"signing:{name}", args=["paju", pk])


def read(client, cast, who, where):
    client.force_login(cast[who].user)
    return client.get(where)


def signed_on_paper(client, cast, document):
    party = party_of(document, "company")
    client.force_login(cast["coordinator"].user)
    return client.post(
        address("paper", party.pk),
        {
            "signed_on": timezone.localdate().isoformat(),
            "signer": "박대표",
            "title": "대표",
            "scan": SimpleUploadedFile("협약서.pdf", SCAN),
        },
    )


@pytest.fixture(autouse=True)
def _own_folder(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def test_addresses_of_signers_are_shown_to_those_who_manage_and_to_nobody_else(client, cast, shown):
    where = address("document", shown.pk)
    assert "company@signer.example" in read(client, cast, "coordinator", where).content.decode()
    for who in ("teacher", "hr", "official", "student"):
        response = read(client, cast, who, where)
        assert response.status_code == 200
        assert "@signer.example" not in response.content.decode()


def test_the_page_costs_the_same_for_one_party_and_for_many(client, cast, shown):
    def queries(who):
        client.force_login(cast[who].user)
        client.get(address("document", shown.pk))
        with CaptureQueriesContext(connection) as found:
            client.get(address("document", shown.pk))
        return len(found)

    few = {who: queries(who) for who in ("coordinator", "hr", "official")}
    for name in ("university", "association", "rival"):
        act(cast, "coordinator", services.add_party, shown, trial.specs(cast, name)[0])
    assert {who: queries(who) for who in few} == few


def test_a_signature_on_paper_is_recorded_with_its_scan_and_handed_out_to_those_concerned(
    client, cast, shown
):
    assert signed_on_paper(client, cast, shown).status_code == 302
    party = party_of(shown, "company")
    answers = {}
    for who in ("coordinator", "hr", "teacher", "official", "rival_hr", "student", "stranger"):
        answers[who] = read(client, cast, who, address("scan", party.pk)).status_code
    assert answers == {
        "coordinator": 200,
        "hr": 200,
        "teacher": 403,
        "official": 403,
        "rival_hr": 403,
        "student": 403,
        "stranger": 404,
    }
    response = read(client, cast, "hr", address("scan", party.pk))
    assert b"".join(response.streaming_content) == SCAN
    assert response["X-Content-Type-Options"] == "nosniff"
    assert response["Content-Disposition"].startswith("attachment")


def test_a_bad_scan_is_refused_and_what_was_typed_stays(client, cast, shown):
    client.force_login(cast["coordinator"].user)
    response = client.post(
        address("paper", party_of(shown, "company").pk),
        {"signed_on": "2026-01-02", "signer": "박대표", "scan": SimpleUploadedFile("x.pdf", b"<script>")},
    )
    assert response.status_code == 422
    assert 'value="박대표"' in response.content.decode()


def test_a_party_that_has_signed_is_not_recorded_twice(client, cast, shown):
    assert signed_on_paper(client, cast, shown).status_code == 302
    assert signed_on_paper(client, cast, shown).status_code == 409
    with as_owner():
        assert Signature.objects.count() == 1


def test_a_member_signs_with_the_code_from_their_own_mail(client, cast, shown):
    party = party_of(shown, "company")
    client.force_login(cast["hr"].user)
    assert client.post(address("code", party.pk)).status_code == 302
    deliver()
    typed = {"signer": "박인사", "title": "과장", "agree": "on", "sha256": shown.sha256}
    right = trial.code_mailed("hr@example.com")
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    assert "박인사" in client.post(address("sign", party.pk), typed | {"code": wrong}).content.decode()
    with as_owner():
        assert Link.objects.get(member=cast["hr"]).attempts == 1
    assert client.post(address("sign", party.pk), typed | {"code": right}).status_code == 302
    with as_owner():
        assert Signature.objects.get().recorded_by == cast["hr"]


def test_five_wrong_codes_end_a_code_on_the_members_page_too(client, cast, shown):
    party = party_of(shown, "company")
    client.force_login(cast["hr"].user)
    client.post(address("code", party.pk))
    deliver()
    right = trial.code_mailed("hr@example.com")
    typed = {"signer": "박인사", "agree": "on", "sha256": shown.sha256}
    wrong = f"{(int(right) + 1) % 10**6:06d}"
    for _ in range(5):
        client.post(address("sign", party.pk), typed | {"code": wrong})
    assert client.post(address("sign", party.pk), typed | {"code": right}).status_code == 200
    with as_owner():
        assert not Signature.objects.exists()


def test_a_document_that_its_kind_hides_does_not_exist(client, cast, shown, reactions, monkeypatch):
    monkeypatch.setitem(
        registry._kinds,
        trial.KEY,
        trial.kind(reactions, may_see=lambda member, document: registry.denied("nein")),
    )
    for where in (address("document", shown.pk), address("scan", party_of(shown, "company").pk)):
        assert read(client, cast, "hr", where).status_code == 404
    assert read(client, cast, "hr", f"/api/v1/paju/signing/documents/{shown.pk}/").status_code == 404
    assert read(client, cast, "hr", "/api/v1/paju/signing/parties/").json()["results"] == []


def test_the_api_reminds(client, cast, shown):
    party = party_of(shown, "company")
    client.force_login(cast["coordinator"].user)
    response = client.post(f"/api/v1/paju/signing/parties/{party.pk}/remind/")
    assert (response.status_code, response.json()["reminders"]) == (200, 1)
    assert "@" not in response.content.decode()


def test_a_paper_older_than_the_text_is_taken_after_a_second_look(client, cast, shown):
    client.force_login(cast["coordinator"].user)
    party = party_of(shown, "company")
    sent = {"signed_on": str(timezone.localdate() - timedelta(days=3)), "signer": "김서명"}
    scan = {"scan": SimpleUploadedFile("서명.pdf", SCAN)}
    refused = client.post(address("paper", party.pk), sent | scan)
    assert refused.status_code == 422
    assert "본문과 대조" in refused.content.decode()
    scan = {"scan": SimpleUploadedFile("서명.pdf", SCAN)}
    taken = client.post(address("paper", party.pk), sent | scan | {"same_text": "on"})
    assert taken.status_code == 302
