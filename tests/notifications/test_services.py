"""Telling people: under every role, once, and only to them."""

import pytest
from django.db import IntegrityError, connection, transaction
from django.template import TemplateDoesNotExist

from consortium.notifications import services
from consortium.notifications.models import Message, Notification
from consortium.rowlevel import SYSTEM, Actor, Kind, acting_as
from tests.authorization import as_owner
from tests.cast import Cast


def tell(cast: Cast, *names: str, **changes: object) -> None:
    words = {"context": {"company": "파주전자"}, "url": "/paju/candidates/1/", "key": "candidate:1"}
    words |= {"consortium_id": cast.consortium.pk} | changes
    services.notify("trial/shortlisted", to=[cast[name].user_id for name in names], **words)


@pytest.mark.parametrize("kind", [kind for kind in Kind])
def test_whoever_acts_may_tell_anyone_and_telling_again_changes_nothing(
    cast: Cast, rung: list, kind: Kind
) -> None:
    actor = Actor(kind, user=cast["hr"].user_id, consortium=cast.consortium.pk)
    for _ in range(2):
        with acting_as(actor):
            tell(cast, "student", "coordinator")
    with as_owner():
        told = {cast["student"].user_id, cast["coordinator"].user_id}
        assert sorted(Notification.objects.values_list("recipient_id", flat=True)) == sorted(told)
        assert sorted(Message.objects.values_list("recipient_id", flat=True)) == sorted(told)


def test_only_the_person_told_reads_it_and_only_in_that_consortium(cast: Cast, rung: list) -> None:
    with acting_as(cast["hr"].actor):
        tell(cast, "student")
        tell(cast, "student", consortium_id=None, key="candidate:2")
        tell(cast, "student", consortium_id=cast.other_consortium.pk, key="candidate:3")
        assert Notification.objects.count() == 0
    with acting_as(cast["student"].actor):
        keys = Notification.objects.order_by("key").values_list("key", flat=True)
        assert list(keys) == ["candidate:1", "candidate:2"]
        assert list(Notification.objects.visible_to(cast["student"]).order_by("key")) == list(
            Notification.objects.order_by("key")
        )
        assert services.unread_count(cast["student"].user_id) == 2


def test_an_undone_transaction_tells_nobody(
    cast: Cast, rung: list, django_capture_on_commit_callbacks: object
) -> None:
    with django_capture_on_commit_callbacks(execute=True), acting_as(cast["hr"].actor):
        tell(cast, "student")
        transaction.set_rollback(True)
    with as_owner():
        assert Notification.objects.count() == Message.objects.count() == 0
    assert rung == []


def test_the_doorbell_rings_after_commit_once_per_mail_and_once_for_a_crowd(
    cast: Cast, rung: list, django_capture_on_commit_callbacks: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    with django_capture_on_commit_callbacks(execute=True), acting_as(cast["hr"].actor):
        tell(cast, "student")
    with as_owner():
        assert rung == [[Message.objects.get().pk]]
    monkeypatch.setattr(services, "NUDGED_ONE_BY_ONE", 1)
    with django_capture_on_commit_callbacks(execute=True), acting_as(cast["hr"].actor):
        tell(cast, "teacher", "coordinator")
    assert rung[1:] == [None]


def test_an_event_without_a_text_is_refused_at_once_and_not_in_a_worker(cast: Cast) -> None:
    with acting_as(cast["hr"].actor), pytest.raises(TemplateDoesNotExist):
        services.notify("trial/unheard_of", to=[], context={}, url="/", consortium_id=None, key="1")


@pytest.mark.parametrize("url", ["https://evil.example/", "//evil.example/", "evil", "", "/\\evil.example"])
def test_a_notification_never_leads_out_of_the_portal(cast: Cast, rung: list, url: str) -> None:
    with acting_as(cast["hr"].actor), pytest.raises(ValueError, match="leads to a page of this portal"):
        tell(cast, "student", url=url)


def test_the_database_too_refuses_a_foreign_address(cast: Cast) -> None:
    with acting_as(SYSTEM), pytest.raises(IntegrityError), transaction.atomic():
        Notification.objects.create(
            id=Notification.id_for("a/b", "1", 1), recipient=cast["student"].user, url="//evil.example"
        )


def test_words_stay_on_one_line_so_that_a_subject_cannot_be_broken(cast: Cast, rung: list) -> None:
    with acting_as(cast["hr"].actor):
        tell(cast, "student", context={"company": "파주\r\nBcc: all@example.com", "units": 5})
    with as_owner():
        assert Notification.objects.get().context == {"company": "파주 Bcc: all@example.com", "units": 5}


def test_telling_ten_costs_as_many_queries_as_telling_one(
    cast: Cast, rung: list, django_assert_num_queries: object
) -> None:
    with acting_as(cast["hr"].actor):
        with django_assert_num_queries(4, connection=connection):  # savepoint, two inserts, release
            tell(cast, "student")
        with django_assert_num_queries(4, connection=connection):
            tell(cast, *list(cast.members)[:10], key="candidate:2")
