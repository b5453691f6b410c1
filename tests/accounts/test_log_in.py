"""Logging in, as allauth does it with our settings; the cache is the real one."""

import re
import time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal import auth as totp
from django.contrib.auth import hashers
from django.contrib.sessions.models import Session
from django.core import mail
from django.core.cache import cache
from django.urls import reverse
from django.utils import timezone

from consortium.accounts import tasks
from consortium.accounts.models import ApiToken, User
from consortium.accounts.second_factor import SecondFactorAdapter
from tests.authorization import as_owner
from tests.factories import MemberFactory, UserFactory

pytestmark = pytest.mark.django_db
PASSWORD = "correct horse battery staple"


@pytest.fixture(autouse=True)
def _fresh_limits(settings):
    settings.DEMO = False
    cache.clear()
    yield
    cache.clear()


@pytest.fixture
def person():
    return UserFactory(email="known@example.com", password=PASSWORD, second_factor=False)


def log_in(client, email="known@example.com", password=PASSWORD, **extra):
    return client.post("/accounts/login/", {"login": email, "password": password}, **extra)


def plain(response):
    """The page without what changes from one answer to the next."""
    text = re.sub(r'((nonce|value)=|"X-CSRFToken": )"[^"]*"', "", response.content.decode())
    return re.sub(r"\w+@example\.com", "", text)


def test_known_and_unknown_people_get_the_same_answer_to_a_wrong_password(client, person):
    known = log_in(client, password="wrong wrong wrong")
    unknown = log_in(client, email="nobody@example.com", password="wrong wrong wrong")
    assert known.status_code == unknown.status_code == 200
    assert plain(known) == plain(unknown)


def test_known_and_unknown_people_cost_one_hashing_each(client, person, monkeypatch):
    """Similar time: what costs time is the hashing, so that is what is counted."""
    hashed = []
    real = hashers.PBKDF2PasswordHasher.encode
    monkeypatch.setattr(
        hashers.PBKDF2PasswordHasher, "encode", lambda *args, **kw: hashed.append(1) or real(*args, **kw)
    )
    counts = []
    for email in ("known@example.com", "nobody@example.com"):
        log_in(client, email=email, password="wrong wrong wrong")
        counts.append(len(hashed))
        hashed.clear()
    assert counts == [1, 1]


def test_a_reset_says_the_same_in_the_same_time_whoever_asks(client, person, monkeypatch):
    sent = []
    monkeypatch.setattr(tasks.mail_password_reset, "delay", lambda pk: time.sleep(0.1) or sent.append(pk))
    answers, times = [], []
    for email in ("known@example.com", "nobody@example.com"):
        began = time.monotonic()
        answers.append(client.post("/accounts/password/reset/", {"email": email}))
        times.append(time.monotonic() - began)
    assert [(one.status_code, one["Location"]) for one in answers] == [(302, answers[0]["Location"])] * 2
    assert min(times) >= 0.4
    assert mail.outbox == []  # no mail inside the request


def test_a_reset_mails_a_link_to_the_configured_site_whatever_the_host_header_says(client, person, settings):
    settings.SITE_URL = "https://portal.example"
    tasks.mail_password_reset(person.pk)
    (letter,) = mail.outbox
    link = re.search(r"https?://\S+", letter.body).group()
    assert letter.to == ["known@example.com"]
    assert link.startswith("https://portal.example/accounts/password/reset/key/")


def test_a_forged_host_header_is_refused(client):
    assert client.get("/accounts/login/", HTTP_HOST="evil.example").status_code == 400


def test_a_reset_sets_the_password_and_does_not_log_in(client, person, settings):
    settings.SITE_URL = "http://testserver"
    MemberFactory(user=person, consortium__slug="paju")
    tasks.mail_password_reset(person.pk)
    link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
    form = client.get(link, follow=True)
    new = "a quite different password"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert "_auth_user_id" not in client.session
    assert client.get(link, follow=True).context.get("token_fail") is True  # works once
    with as_owner():
        assert User.objects.get(pk=person.pk).check_password(new)


def test_the_session_gets_a_new_id_at_log_in(client, person):
    client.get("/accounts/login/")
    session = client.session
    session["before"] = True
    session.save()
    before = session.session_key
    assert log_in(client).status_code == 302
    assert client.session.session_key != before


def test_five_wrong_passwords_lock_the_account_and_the_page_says_so(client, person):
    for _ in range(5):
        log_in(client, password="wrong wrong wrong")
    answer = log_in(client)  # the right one
    assert "_auth_user_id" not in client.session
    assert "15" in "".join(answer.context["form"].non_field_errors())


def test_a_lock_is_the_same_for_an_unknown_account(client, person):
    for email in ("known@example.com", "nobody@example.com"):
        for _ in range(5):
            log_in(client, email=email, password="wrong wrong wrong")
    pages = [
        plain(log_in(client, email=email, password="wrong wrong wrong"))
        for email in ("known@example.com", "nobody@example.com")
    ]
    assert pages[0] == pages[1]


def test_thirty_wrong_passwords_lock_the_network_address_for_every_account(client, person):
    for number in range(30):
        log_in(client, email=f"somebody{number}@example.com", password="wrong wrong wrong")
    log_in(client)
    assert "_auth_user_id" not in client.session
    log_in(client, REMOTE_ADDR="203.0.113.77")
    assert client.session["_auth_user_id"] == str(person.pk)


@pytest.mark.parametrize("address", ["/accounts/signup/", "/accounts/email/"])
def test_nobody_signs_up_or_changes_their_address_alone(client, address):
    assert client.get(address).status_code == 404
    assert client.post(address, {"email": "new@example.com"}).status_code == 404


def test_half_an_hour_without_a_click_ends_the_session(client, person, settings):
    log_in(client)
    assert settings.SESSION_COOKIE_AGE == 1800
    assert settings.SESSION_SAVE_EVERY_REQUEST is True
    with as_owner():
        left = Session.objects.get(pk=client.session.session_key).expire_date - timezone.now()
    assert 1790 <= left.total_seconds() <= 1800


def test_without_a_second_factor_no_page_opens_but_the_one_that_explains(client, person):
    MemberFactory(user=person, consortium__slug="paju")
    log_in(client)
    for address in ("/paju/", "/paju/members/"):
        assert client.get(address)["Location"] == "/accounts/second-factor/"
    assert client.get("/accounts/second-factor/").status_code == 200


def test_recovery_codes_alone_are_no_second_factor(client, person):
    MemberFactory(user=person, consortium__slug="paju")
    with as_owner():
        Authenticator.objects.create(user=person, type="recovery_codes", data={})
    log_in(client)
    assert client.get("/paju/")["Location"] == "/accounts/second-factor/"


def test_the_demo_offers_and_does_not_demand_it(client, person, settings):
    settings.DEMO = True
    MemberFactory(user=person, consortium__slug="paju")
    log_in(client)
    assert client.get("/paju/members/").status_code == 200


@pytest.fixture
def with_app(person):
    """The person has an authenticator app; gives the secret."""
    secret = totp.generate_totp_secret()
    with as_owner():
        totp.TOTP.activate(person, secret)
    return secret


def test_the_password_alone_does_not_log_in_once_there_is_a_second_factor(client, person, with_app):
    assert log_in(client)["Location"] == reverse("mfa_authenticate")
    assert "_auth_user_id" not in client.session
    code = totp.format_hotp_value(totp.hotp_value(with_app, next(totp.yield_hotp_counters_from_time())))
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert client.session["_auth_user_id"] == str(person.pk)


def test_a_code_works_once(client, person, with_app, django_user_model):
    code = totp.format_hotp_value(totp.hotp_value(with_app, next(totp.yield_hotp_counters_from_time())))
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    client.logout()
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in client.session


def test_the_apps_secret_is_not_readable_in_the_table(person, with_app):
    with as_owner():
        kept = Authenticator.objects.get(user=person, type="totp").data["secret"]
    assert with_app not in kept
    assert SecondFactorAdapter().decrypt(kept) == with_app


def test_a_rotated_key_still_reads_older_secrets(settings):
    adapter = SecondFactorAdapter()
    kept = adapter.encrypt("secret")
    settings.SECRET_KEY_FALLBACKS = [settings.SECRET_KEY]
    settings.SECRET_KEY = "another key altogether"
    assert adapter.decrypt(kept) == "secret"


def test_the_last_second_factor_stays(person, with_app):
    with as_owner():
        first = Authenticator.objects.get(user=person, type="totp")
        assert SecondFactorAdapter().can_delete_authenticator(first) is False
        Authenticator.objects.create(user=person, type="webauthn", data={})
        assert SecondFactorAdapter().can_delete_authenticator(first) is True


def test_a_disabled_log_in_is_out_at_the_next_click(client, person, settings):
    settings.DEMO = True
    MemberFactory(user=person, consortium__slug="paju")
    log_in(client)
    with as_owner():
        User.objects.filter(pk=person.pk).update(is_active=False)
    assert client.get("/paju/members/")["Location"].startswith("/accounts/login/")


def test_a_session_cookie_that_cannot_be_ours_is_no_session(client):
    client.cookies["sessionid"] = "\0abcdefghijk"
    assert client.get("/accounts/login/").status_code == 200


def test_a_disabled_log_in_does_not_confirm_its_password(client, person):
    with as_owner():
        User.objects.filter(pk=person.pk).update(is_active=False)
    right, wrong = log_in(client), log_in(client, password="wrong wrong wrong")
    assert right.status_code == wrong.status_code == 200
    assert plain(right) == plain(wrong)


def test_the_code_that_set_the_app_up_is_used_up(client, person):
    log_in(client)
    client.post(reverse("account_reauthenticate"), {"password": PASSWORD})
    page = client.get(reverse("mfa_activate_totp"))
    secret = page.context["form"].secret
    code = totp.format_hotp_value(totp.hotp_value(secret, next(totp.yield_hotp_counters_from_time())))
    client.post(reverse("mfa_activate_totp"), {"code": code})
    assert Authenticator.objects.filter(user=person, type="totp").exists()
    client.logout()
    log_in(client)
    client.post(reverse("mfa_authenticate"), {"code": code})
    assert "_auth_user_id" not in client.session


@pytest.fixture
def tokens(person):
    """One token of the person and one of somebody else."""
    made = []
    for user in (person, UserFactory()):
        with as_owner():
            made.append(
                ApiToken.objects.create(
                    member=MemberFactory(user=user),
                    name="x",
                    digest=f"{user.pk:064}",
                    scopes=["read"],
                    expires_at=timezone.now() + timedelta(days=1),
                )
            )
    return made


@pytest.mark.parametrize("way", ["reset", "change"])
def test_a_new_password_ends_the_persons_tokens_and_nobody_elses(client, person, tokens, settings, way):
    new = {"password1": "a quite different password", "password2": "a quite different password"}
    if way == "reset":
        settings.SITE_URL = "http://testserver"
        tasks.mail_password_reset(person.pk)
        link = re.search(r"http://testserver(\S+)", mail.outbox[0].body).group(1)
        client.post(client.get(link, follow=True).request["PATH_INFO"], new)
    else:
        log_in(client)
        client.post(reverse("account_change_password"), {"oldpassword": PASSWORD} | new)
    assert User.objects.get(pk=person.pk).check_password(new["password1"])
    assert [token.pk for token in ApiToken.objects.live()] == [tokens[1].pk]
