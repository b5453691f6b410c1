"""Mails to signers: sent once, and however often they are tried, one link is valid."""

import datetime
import smtplib

import pytest
from django.core import mail
from django.utils import timezone

from consortium.notifications.models import Slot
from consortium.signing import letters, services, tasks
from consortium.signing.entrance import open_token
from consortium.signing.models import Letter, Link, Party
from tests.authorization import as_owner
from tests.samples import signed_page
from tests.signing import trial
from tests.signing.conftest import act, deliver, party_of

pytestmark = pytest.mark.django_db
COMPANY = "company@signer.example"


@pytest.fixture
def asked(cast, opened):
    """The company is asked; its letter waits."""
    return act(cast, "coordinator", services.invite, party_of(opened, "company"))


def letter_of(party):
    with as_owner():
        return Letter.objects.filter(party=party).latest("pk")


def wait_until_lease_ends():
    with as_owner():
        Letter.objects.update(lease_until=timezone.now() - datetime.timedelta(seconds=1))


def tokens():
    """Every token mailed so far, in order."""
    found = []
    for one in mail.outbox:
        found += [part.split("/")[0] for part in one.body.split("/sign/")[1:]]
    return found


def test_a_letter_is_sent_once_however_often_it_is_rung_for(asked):
    for _ in range(3):
        letters.mail(letter_of(asked).pk)
    assert [one.to for one in mail.outbox] == [[COMPANY]]
    assert letter_of(asked).sent_at is not None


def test_a_worker_that_dies_after_sending_leaves_one_valid_link(asked, monkeypatch):
    """Claimed, sent, killed before the row says so; the sweeper sends again with a new secret."""
    monkeypatch.setattr(letters, "_note", lambda letter, **changes: None)
    letters.mail(letter_of(asked).pk)
    monkeypatch.undo()
    letters.mail(letter_of(asked).pk)  # still leased: nobody else takes it
    assert len(tokens()) == 1
    wait_until_lease_ends()
    letters.mail(letter_of(asked).pk)
    first, second = tokens()
    assert open_token(first) is None
    assert open_token(second).party == asked


def test_a_refused_mail_is_tried_again_later_and_given_up_in_the_end(asked, monkeypatch):
    def refuse(*args, **kwargs):
        raise smtplib.SMTPServerDisconnected

    monkeypatch.setattr(letters, "send_letter", refuse)
    for attempt in range(1, 7):
        letters.mail(letter_of(asked).pk)
        assert letter_of(asked).attempts == attempt
        with as_owner():
            Letter.objects.update(due_at=timezone.now())
    letter = letter_of(asked)
    assert (letter.given_up_at is not None, letter.error) == (True, "SMTPServerDisconnected")
    letters.mail(letter.pk)
    assert letter_of(asked).attempts == 6


def test_sending_again_revokes_the_link_before_and_only_this_partys(cast, opened):
    act(cast, "coordinator", services.invite_everybody, opened)
    deliver()
    before = trial.secrets_mailed()
    party = party_of(opened, "company")
    act(cast, "coordinator", services.resend, party)
    assert open_token(before[COMPANY]).link.revoked_at is not None
    deliver()
    assert open_token(trial.secrets_mailed()[COMPANY]).party == party
    school = next(address for address in before if address != COMPANY)
    assert open_token(before[school]).party is not None
    assert len(mail.outbox) == 3


def test_a_double_click_sends_one_link(cast, asked):
    deliver()
    act(cast, "coordinator", services.resend, asked)
    act(cast, "coordinator", services.resend, asked)
    with as_owner():
        assert Letter.objects.filter(party=asked).count() == 2


def test_a_changed_address_gets_the_link_and_the_old_one_dies(cast, asked):
    deliver()
    old = trial.secrets_mailed()[COMPANY]
    act(cast, "coordinator", services.change_contact, asked, name="새 담당", email="new@signer.example")
    assert open_token(old).link.revoked_at is not None
    deliver()
    assert open_token(trial.secrets_mailed()["new@signer.example"]).party == asked


def test_a_letter_that_is_no_longer_needed_is_not_sent(cast, asked):
    act(cast, "coordinator", services.void, asked.document, reason="고칩니다")
    deliver()
    assert mail.outbox == []
    assert (letter_of(asked).given_up_at is not None, letter_of(asked).error) == (True, "")


def test_the_sweeper_offers_what_nobody_rang_for(asked, monkeypatch):
    offered = []
    monkeypatch.setattr(tasks.doorbell, "nudge", lambda name, calls: offered.append((name, calls)))
    tasks.send_waiting_letters()
    letters.mail(letter_of(asked).pk)
    tasks.send_waiting_letters()
    assert offered == [
        ("consortium.signing.tasks.mail_letter", [(letter_of(asked).pk,)]),
        ("consortium.signing.tasks.mail_letter", []),
    ]


def _asked_days_ago(party, days, **changes):
    with as_owner():
        moment = timezone.now() - datetime.timedelta(days=days)
        Party.objects.filter(pk=party.pk).update(invited_at=moment, **changes)


def test_whoever_has_not_answered_in_a_week_is_reminded_once_whoever_beats(cast, asked):
    deliver()
    assert services.remind_waiting() == 0
    with as_owner():
        Slot.objects.all().delete()
    _asked_days_ago(asked, 8)
    assert services.remind_waiting() == 1
    assert services.remind_waiting() == 0  # the day's slot is taken
    with as_owner():
        Slot.objects.all().delete()
    assert services.remind_waiting() == 0  # and within the week nobody is reminded again
    deliver()
    assert "다시" in mail.outbox[-1].subject
    assert open_token(trial.secrets_mailed()[COMPANY]).party.reminders == 1


def test_reminders_stop_once_signed(cast, asked):
    _asked_days_ago(asked, 8)
    act(
        cast,
        "coordinator",
        services.record_paper_signature,
        asked,
        signed_on=timezone.localdate(),
        signer="박대표",
        scan=signed_page(),
    )
    assert services.remind_waiting() == 0


def test_a_reminder_by_hand_goes_out_once_a_day(cast, asked):
    act(cast, "coordinator", services.remind, asked)
    act(cast, "coordinator", services.remind, asked)
    with as_owner():
        assert Party.objects.get(pk=asked.pk).reminders == 1


def test_a_link_that_is_too_old_is_renewed_for_the_same_address_only(asked):
    deliver()
    token = trial.secrets_mailed()[COMPANY]
    link = open_token(token).link
    assert services.renew(link) is False  # it still works
    with as_owner():
        Link.objects.filter(pk=link.pk).update(expires_at=timezone.now())
    assert open_token(token).party is None
    assert services.renew(link) is True
    deliver()
    assert open_token(trial.secrets_mailed()[COMPANY]).party == asked
    assert mail.outbox[-1].to == [COMPANY]
