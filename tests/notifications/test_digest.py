"""The daily digest: one mail a day for what could wait, once, and nothing forgotten."""

from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.utils import timezone

from consortium.notifications import delivery, digest, services
from consortium.notifications.models import Message, Preference
from consortium.notifications.states import MailChoice, MessageState
from consortium.rowlevel import acting_as
from tests.authorization import as_owner
from tests.cast import Cast

SEOUL = ZoneInfo("Asia/Seoul")


@pytest.fixture
def held(cast: Cast, rung: list) -> Cast:
    """Three notices for the student and one for the teacher, none urgent, all waiting for the digest."""
    for number, names in enumerate([["student", "teacher"], ["student"], ["student"]]):
        with acting_as(cast["hr"].actor):
            services.notify(
                "trial/shortlisted",
                to=[cast[name].user_id for name in names],
                context={"company": "파주전자", "number": number + 1},
                url=f"/paju/candidates/{number}/",
                consortium_id=cast.consortium.pk,
                key=str(number),
            )
    deliver_all()
    assert states() == {MessageState.HELD: 4}
    return cast


def deliver_all() -> None:
    with as_owner():
        ids = list(Message.objects.values_list("pk", flat=True))
    for pk in ids:
        delivery.deliver(pk)


def states() -> dict[str, int]:
    with as_owner():
        found = list(Message.objects.values_list("state", flat=True))
    return {state: found.count(state) for state in set(found)}


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> object:
    def set_clock(hour: int, minute: int, day: int = 24) -> None:
        moment = datetime(2026, 11, day, hour, minute, tzinfo=SEOUL)
        monkeypatch.setattr(digest.timezone, "localtime", lambda: moment)
        monkeypatch.setattr(timezone, "localdate", lambda: moment.date())

    return set_clock


def test_before_its_time_the_digest_waits(held: Cast, at: object) -> None:
    at(7, 29)
    assert digest.gather_digests() == 0
    assert states() == {MessageState.HELD: 4}


def test_each_person_gets_one_mail_with_everything(held: Cast, at: object) -> None:
    at(7, 31)
    assert digest.gather_digests() == 2
    deliver_all()
    assert states() == {MessageState.SENT: 2, MessageState.CARRIED: 2}
    subjects = {tuple(sent.to): sent.subject for sent in mail.outbox}
    assert subjects == {
        (held["student"].user.email,): "파주전자에서 선정하였습니다 외 2건",
        (held["teacher"].user.email,): "파주전자에서 선정하였습니다",
    }
    body = next(sent.body for sent in mail.outbox if "외 2건" in sent.subject)
    assert [body.count(f"/paju/candidates/{number}/") for number in range(3)] == [1, 1, 1]


def test_the_digest_of_a_day_is_gathered_once_and_of_the_next_day_again(held: Cast, at: object) -> None:
    at(7, 31)
    assert [digest.gather_digests(), digest.gather_digests()] == [2, 0]
    at(7, 31, day=25)
    assert digest.gather_digests() == 0
    at(9, 0, day=26)
    with acting_as(held["hr"].actor):
        services.notify(
            "trial/shortlisted",
            to=[held["student"].user_id],
            context={"company": "파주전자"},
            url="/paju/",
            consortium_id=held.consortium.pk,
            key="new",
        )
    deliver_all()
    assert digest.gather_digests() == 1


def test_a_group_turned_off_in_the_meantime_is_left_out(held: Cast, at: object) -> None:
    at(7, 31)
    digest.gather_digests()
    with as_owner():
        Preference.objects.create(user=held["student"].user, group="trial", mail=MailChoice.OFF)
    deliver_all()
    assert [sent.to for sent in mail.outbox] == [[held["teacher"].user.email]]
