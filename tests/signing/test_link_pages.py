"""What somebody without an account gets from the link in their mail."""

import pytest
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from consortium.logs import DiscreetFormatter
from consortium.rowlevel import Actor, Kind, acting_as
from consortium.shell import secret_addresses
from consortium.signing import registry, services
from consortium.signing.models import Contact, Document, Letter, Link, Party, Signature, Trace
from tests.authorization import as_owner
from tests.samples import signed_page
from tests.signing import trial
from tests.signing.conftest import act, deliver, party_of

pytestmark = pytest.mark.django_db
COMPANY = "company@signer.example"


@pytest.fixture(autouse=True)
def _no_counts_from_before():
    cache.clear()


@pytest.fixture
def token(invited):
    return trial.secrets_mailed()[COMPANY]


def page(name, token):
    return reverse(f"sign:{name}", args=[token])


def ask_for_code(client, token):
    client.post(page("code", token))
    deliver()
    return trial.code_mailed(COMPANY)


def form(document, right, **changes):
    words = {"code": right, "signer": "김서명", "title": "대표이사", "agree": "on", "sha256": document.sha256}
    return words | changes


def test_the_page_says_who_asks_shows_the_whole_text_and_how_to_say_no(client, cast, invited, token):
    response = client.get(page("open", token))
    text = response.content.decode()
    assert response.status_code == 200
    for words in (trial.TITLE, cast.partners["school"].name, "합의하여 늘릴 수 있다.", "c•••@signer.example"):
        assert words in text
    assert COMPANY not in text
    assert page("decline", token) in text


def test_reading_changes_nothing(client, invited, token):
    client.get(page("open", token))
    client.get(page("decline", token))
    assert party_of(invited, "company").state == "INVITED"


def test_nobody_keeps_the_page_and_no_other_page_learns_its_address(client, token):
    response = client.get(page("open", token))
    assert "no-store" in response["Cache-Control"]
    assert (response["Referrer-Policy"], response["X-Robots-Tag"]) == ("strict-origin", "noindex")


def test_from_the_link_to_the_receipt(client, invited, token):
    code = ask_for_code(client, token)
    assert party_of(invited, "company").state == "READ"
    response = client.post(page("sign", token), form(invited, code), follow=True, REMOTE_ADDR="203.0.113.9")
    assert response.redirect_chain == [(page("open", token), 302)]
    assert invited.sha256 in response.content.decode()
    deliver()
    assert mail.outbox[-1].to == [COMPANY]
    assert "합의하여 늘릴 수 있다." in mail.outbox[-1].body
    with as_owner():
        assert Trace.objects.get().ip_address == "203.0.113.9"
        signature = Signature.objects.get()
    assert (signature.signer, signature.title, signature.method) == ("김서명", "대표이사", "SCREEN")


def test_sent_twice_it_is_signed_once(client, invited, token):
    code = ask_for_code(client, token)
    for _ in range(2):
        assert client.post(page("sign", token), form(invited, code)).status_code == 302
    with as_owner():
        assert Signature.objects.count() == 1


@pytest.mark.parametrize(
    "changes",
    [
        {"agree": ""},
        {"signer": ""},
        {"code": "000"},
        {"signer": "900101-1234567"},
        {"title": "900101 1234567"},
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(client, invited, token, changes):
    code = ask_for_code(client, token)
    response = client.post(page("sign", token), form(invited, code, **changes))
    assert response.status_code == 422
    assert 'value="' + form(invited, code, **changes)["title"] in response.content.decode()
    with as_owner():
        assert not Signature.objects.exists()


def test_wrong_codes_are_counted_although_the_answer_is_refused(client, invited, token):
    code = ask_for_code(client, token)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for _ in range(5):
        assert client.post(page("sign", token), form(invited, wrong)).status_code == 422
    assert client.post(page("sign", token), form(invited, code)).status_code == 422
    with as_owner():
        assert not Signature.objects.exists()


def test_another_text_than_the_one_on_the_page_is_not_signed(client, invited, token):
    code = ask_for_code(client, token)
    response = client.post(page("sign", token), form(invited, code, sha256="0" * 64))
    assert response.status_code == 409
    with as_owner():
        assert not Signature.objects.exists()


def test_declining_needs_a_reason_and_says_what_follows(client, invited, token):
    answer = client.post(page("code", token), {"decline": "1"})
    assert answer["Location"] == page("decline", token)
    deliver()
    words = {"code": trial.code_mailed(COMPANY), "reason": "기간이 깁니다"}
    assert client.post(page("decline", token), words | {"reason": ""}).status_code == 422
    response = client.post(page("decline", token), words, follow=True)
    assert response.status_code == 200
    assert party_of(invited, "company").state == "DECLINED"
    assert client.post(page("sign", token), form(invited, "123456")).status_code in (409, 422)


def test_whoever_has_only_the_link_refuses_nothing(client, invited, token):
    first = client.get(page("decline", token)).content.decode()
    assert 'name="reason"' not in first
    assert page("code", token) in first
    code = ask_for_code(client, token)
    wrong = f"{(int(code) + 1) % 10**6:06d}"
    for words in ({}, {"code": wrong}):
        response = client.post(page("decline", token), {"reason": "아니오"} | words)
        assert response.status_code == 422
        assert "아니오" in response.content.decode()
    assert party_of(invited, "company").state == "READ"


@pytest.mark.parametrize("tampered", [lambda t: t + "x", lambda t: "1-x", lambda t: "x", lambda t: f"999{t}"])
def test_a_wrong_token_opens_nothing_and_says_what_to_do(client, token, tampered):
    response = client.get(page("open", tampered(token)))
    assert response.status_code == 404
    assert trial.TITLE not in response.content.decode()


def test_a_revoked_link_is_as_unknown_as_a_wrong_one(client, cast, invited, token):
    act(cast, "coordinator", services.resend, party_of(invited, "company"))
    for name in ("open", "decline"):
        assert client.get(page(name, token)).status_code == 404
    for name in ("code", "sign", "renew"):
        assert client.post(page(name, token)).status_code == 404


def test_an_old_link_offers_a_new_one(client, invited, token):
    with as_owner():
        Link.objects.update(expires_at=timezone.now())
    assert client.get(page("open", token)).status_code == 410
    assert client.post(page("sign", token), form(invited, "123456")).status_code == 410
    mail.outbox.clear()
    assert client.post(page("renew", token)).status_code == 200
    deliver()
    assert client.get(page("open", trial.secrets_mailed()[COMPANY])).status_code == 200


def test_a_withdrawn_document_says_so(client, cast, invited, token):
    code = ask_for_code(client, token)
    act(cast, "coordinator", services.void, invited, reason="고칩니다")
    assert client.get(page("open", token)).status_code == 200
    assert client.post(page("sign", token), form(invited, code)).status_code == 409


@pytest.mark.parametrize(
    ("name", "method"), [("code", "get"), ("sign", "get"), ("renew", "get"), ("open", "post")]
)
def test_addresses_answer_their_method_only(client, token, name, method):
    assert getattr(client, method)(page(name, token)).status_code == 405


def test_whoever_guesses_tokens_soon_waits(client, monkeypatch):
    assert client.get(page("open", "1-x")).status_code == 404
    monkeypatch.setattr(secret_addresses, "PAGES_A_MINUTE", 0)
    assert client.get(page("open", "1-x")).status_code == 429


def test_a_dead_cache_keeps_nobody_from_signing(client, token, monkeypatch):
    monkeypatch.setattr(secret_addresses.cache, "add", lambda *args, **kwargs: 1 / 0)
    assert client.get(page("open", token)).status_code == 200


def test_forms_without_a_csrf_token_are_refused(token):
    assert Client(enforce_csrf_checks=True).post(page("code", token)).status_code == 403


def test_no_log_line_holds_the_token(client, invited, token, caplog):
    secret = token.partition("-")[2]
    client.get(page("open", token + "x"))
    client.post(page("sign", token), {})
    client.get(page("code", token))
    Client(enforce_csrf_checks=True).post(page("code", token))
    said = "\n".join(DiscreetFormatter("%(message)s").format(record) for record in caplog.records)
    assert secret not in said


@pytest.mark.parametrize("kind", ["survey", "verify", "sign"])
def test_no_handler_is_told_a_token_when_a_form_is_refused(db, caplog, kind):
    with caplog.at_level("INFO"):
        Client(enforce_csrf_checks=True).post(f"/{kind}/7-Secret_Token/")
    assert "Secret_Token" not in caplog.text
    assert f"/{kind}/…" in caplog.text


def test_a_link_sees_one_document_and_one_party_whatever_it_asks(cast, invited):
    """Without any filter of ours in between."""
    link = next(iter(_links(invited, "company")))
    with acting_as(Actor(Kind.LINK, link=link.pk)):
        counts = {model: model.objects.count() for model in (Document, Party, Contact, Link, Letter)}
        assert list(Party.objects.values_list("name", flat=True)) == [cast.partners["company"].name]
    assert counts == {Document: 1, Party: 1, Contact: 1, Link: 1, Letter: 1}
    with as_owner():
        Link.objects.filter(pk=link.pk).update(revoked_at=timezone.now())
    with acting_as(Actor(Kind.LINK, link=link.pk)):
        assert (Document.objects.count(), Party.objects.count()) == (0, 0)


def _links(document, name):
    with as_owner():
        return list(Link.objects.filter(party=party_of(document, name)))


def test_a_link_whose_party_has_signed_on_paper_says_so(client, cast, invited, token):
    act(
        cast,
        "coordinator",
        services.record_paper_signature,
        party_of(invited, "company"),
        signed_on=timezone.localdate(),
        signer="김서명",
        scan=signed_page(),
    )
    response = client.get(page("open", token))
    text = response.content.decode()
    assert response.status_code == 410
    assert "이미 서명이 기록되었습니다" in text
    assert "서면 서명" in text
    assert "김서명" not in text


def test_a_link_that_was_replaced_before_does_not_tell_of_the_signature(client, cast, invited, token):
    act(cast, "coordinator", services.resend, party_of(invited, "company"))
    with as_owner():
        signed = Link.objects.filter(party=party_of(invited, "company"), revoked_at=None)
        assert signed.count() == 1
    party = party_of(invited, "company")
    words = {"signed_on": timezone.localdate(), "signer": "김서명", "scan": signed_page()}
    act(cast, "coordinator", services.record_paper_signature, party, **words)
    assert client.get(page("open", token)).status_code == 404


def test_the_mail_says_by_when_and_the_form_begins_with_who_is_expected(
    client, cast, prepared, reactions, monkeypatch
):
    kind = trial.kind(reactions, expected_signer=lambda party: ("대표이사", "김서명"))
    monkeypatch.setitem(registry._kinds, trial.KEY, kind)
    with as_owner():
        Document.objects.filter(pk=prepared.pk).update(due_on="2099-03-02")
    act(cast, "coordinator", services.open_for_signing, prepared)
    act(cast, "coordinator", services.invite_everybody, prepared)
    deliver()
    assert all("2099년 3월 2일까지" in one.body or "2099. 3. 2.까지" in one.body for one in mail.outbox)
    token = trial.secrets_mailed()[COMPANY]
    client.post(page("code", token))
    assert 'value="김서명"' in client.get(page("open", token)).content.decode()
