"""The operator's area: how delivery goes, without anybody's content; in the demo also the mails."""

from datetime import timedelta

import pytest
import redis
from django.core.exceptions import PermissionDenied
from django.core.mail import EmailMessage
from django.db import connection
from django.test import Client
from django.utils import timezone

from consortium.notifications import delivery, operations, services
from consortium.notifications.backends import DemoBackend
from consortium.notifications.models import KeptMail, Message, Notification, Slot
from consortium.notifications.states import MessageState
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from tests.authorization import as_owner
from tests.cast import Cast

PAGES = ["/operator/", "/operator/dead-letters/", "/operator/mail/"]


@pytest.fixture
def operator(cast: Cast) -> Client:
    client = Client()
    with as_owner():
        client.force_login(cast["operator"].user)
    return client


@pytest.fixture
def dead(cast: Cast, rung: list) -> Message:
    """A mail to the student that the mail server refused for good."""
    with acting_as(cast["hr"].actor):
        services.notify(
            "trial/shortlisted",
            to=[cast["student"].user_id],
            context={"company": "비밀전자"},
            url="/paju/",
            consortium_id=cast.consortium.pk,
            key="1",
        )
    with as_owner():
        Message.objects.update(state=MessageState.SENDING, lease_until=timezone.now(), attempts=1)
        Message.objects.update(state=MessageState.DEAD, lease_until=None, last_error="SMTPDataError 554")
        return Message.objects.get()


def now(message: Message) -> Message:
    with as_owner():
        return Message.objects.get(pk=message.pk)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("name", ["coordinator", "hr", "official", "student", "stranger"])
def test_nobody_else_has_an_operators_area(cast: Cast, page: str, name: str) -> None:
    client = Client()
    with as_owner():
        client.force_login(cast[name].user)
    assert client.get(page).status_code == 404


@pytest.fixture
def demo(db: None, settings: object) -> None:
    """The demo's settings, and the one grant that only a database of the demo has."""
    settings.DEMO = True
    with as_owner(), connection.cursor() as cursor:
        cursor.execute("GRANT SELECT ON notifications_keptmail TO r_operator")
        cursor.execute("CREATE POLICY demo ON notifications_keptmail FOR SELECT TO r_operator USING (true)")


@pytest.mark.parametrize("page", PAGES)
def test_the_operator_has(operator: Client, demo: None, page: str) -> None:
    assert operator.get(page).status_code == 200


def test_the_reason_shows_and_the_content_does_not(operator: Client, dead: Message, cast: Cast) -> None:
    page = operator.get("/operator/dead-letters/").content.decode()
    assert "SMTPDataError 554" in page
    assert [
        word for word in ("비밀전자", cast["student"].user.email, cast["student"].user.name) if word in page
    ] == []


def test_row_security_keeps_the_content_from_the_operator_too(dead: Message, cast: Cast) -> None:
    with acting_as(cast["operator"].actor):
        assert Message.objects.count() == 1
        assert Notification.objects.count() == 0


def test_retry_sends_it_on_its_way_with_all_its_attempts(
    operator: Client, dead: Message, rung: list, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True):
        assert operator.post(f"/operator/dead-letters/{dead.pk}/retry/").status_code == 302
    assert (now(dead).state, now(dead).attempts) == (MessageState.PENDING, 0)
    assert rung[-1] == [dead.pk]
    delivery.deliver(dead.pk)
    assert now(dead).state == MessageState.SENT, "it does not wait for another digest"


def test_a_second_retry_says_what_has_changed(operator: Client, dead: Message) -> None:
    operator.post(f"/operator/dead-letters/{dead.pk}/retry/")
    assert operator.post(f"/operator/dead-letters/{dead.pk}/retry/").status_code == 409


def test_nobody_but_the_operator_retries(dead: Message, cast: Cast) -> None:
    with acting_as(cast["coordinator"].actor), pytest.raises(PermissionDenied):
        services.retry(dead, by=cast["coordinator"])
    assert now(dead).state == MessageState.DEAD


def test_a_retry_races_with_another_and_loses_with_words(dead: Message, cast: Cast) -> None:
    with acting_as(cast["operator"].actor):
        services.retry(dead, by=cast["operator"])
        with pytest.raises(StateConflict):
            services.retry(dead, by=cast["operator"])


def test_the_state_page_tells_well_from_ill(
    cast: Cast, dead: Message, monkeypatch: pytest.MonkeyPatch
) -> None:
    def well() -> list[bool]:
        with acting_as(cast["operator"].actor):
            return [line.well for line in operations.delivery_lines()]

    assert well() == [False, True, True, True, False]  # no worker yet; one mail given up
    with as_owner():
        Slot.objects.create(name="notifications.deliver_due", slot="1")
        Message.objects.update(state=MessageState.PENDING, due_at=timezone.now() - timedelta(minutes=11))
    assert well() == [True, True, False, True, True]  # the worker runs, but a mail is late

    def no_broker(*args: object, **options: object) -> None:
        raise redis.ConnectionError

    monkeypatch.setattr(operations.redis.Redis, "from_url", no_broker)
    assert well() == [True, False, False, True, True]


@pytest.fixture
def kept(cast: Cast) -> KeptMail:
    """A mail that the demo kept."""
    mail = EmailMessage("선정", "본문 <b>https://portal.example/</b>", "portal@localhost", ["a@example.com"])
    mail.extra_headers["Message-ID"] = "<1@localhost>"
    for _ in range(2):
        DemoBackend().send_messages([mail])
    with as_owner():
        return KeptMail.objects.get()


def test_the_demo_shows_a_mail_as_it_went_out(operator: Client, kept: KeptMail, demo: None) -> None:
    assert [mail.subject for mail in operator.get("/operator/mail/").context["page"].rows] == ["선정"]
    page = operator.get(f"/operator/mail/{kept.pk}/")
    assert page.context["mail"].text == "본문 <b>https://portal.example/</b>"
    assert "Message-ID: <1@localhost>" in page.context["mail"].source
    assert "<b>" not in page.content.decode()


def test_outside_the_demo_there_is_no_mailbox(operator: Client, kept: KeptMail, settings: object) -> None:
    settings.DEMO = False
    assert operator.get("/operator/mail/").status_code == 404
    assert operator.get(f"/operator/mail/{kept.pk}/").status_code == 404
