"""Every three months an organisation says who still belongs; nothing of it is ever rewritten."""

import datetime

import pytest
from django.core.exceptions import PermissionDenied
from django.db import DatabaseError, connection, transaction
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import SYSTEM, acting_as
from consortium.shell import work
from consortium.workflow import StateConflict
from partners.models import AccessAnswer, AccessReview, Member
from partners.people import reviews, services
from partners.states import Belonging, ReviewState, Role
from tests import factories
from tests.authorization import as_owner
from tests.cast import Cast


def opened(cast: Cast, partner: str = "company", **words: object) -> AccessReview:
    today = timezone.localdate()
    with as_owner():
        return AccessReview.objects.create(
            consortium=cast.consortium,
            partner=cast.partners[partner],
            due_on=words.pop("due_on", today + datetime.timedelta(days=14)),
            opened_on=words.pop("opened_on", today),
            **words,
        )


def answered(cast: Cast, review: AccessReview, who: str, answer: Belonging = Belonging.STAYS, by: str = "hr"):
    with acting_as(cast[by].actor):
        return reviews.answer_about(review, cast[who], by=cast[by], answer=answer)


def now(review: AccessReview) -> AccessReview:
    with as_owner():
        return AccessReview.objects.get(pk=review.pk)


def titles(cast: Cast, who: str, kind: str) -> list[str]:
    with acting_as(cast[who].actor):
        found = work.column(kind, cast[who], timezone.now()).items
    return [str(item.title) for item in found]


# --- opening -----------------------------------------------------------------------------------------------


def test_a_review_opens_for_every_organisation_after_three_months_and_not_before(cast: Cast) -> None:
    with as_owner():
        Member.objects.filter(role=Role.HR).update(valid_from=datetime.date(2026, 9, 1))
        Member.objects.filter(role=Role.TRAINER).update(valid_from=datetime.date(2026, 9, 1))
    with acting_as(SYSTEM):
        early = reviews.open_due_reviews(datetime.date(2026, 11, 30))
        assert cast.partners["company"].pk not in {one.partner_id for one in early}
        later = reviews.open_due_reviews(datetime.date(2026, 12, 1))
        assert {one.partner_id for one in later} >= {cast.partners["company"].pk}
        assert reviews.open_due_reviews(datetime.date(2026, 12, 2)) == [], "one at a time"
    with as_owner():
        made = AccessReview.objects.get(partner=cast.partners["company"])
    assert (made.due_on, made.state) == (datetime.date(2026, 12, 15), ReviewState.OPEN)
    assert "미확인" in made.basis or "unconfirmed" in made.basis, "the interval is nobody's statute"


def test_its_administrators_are_told_once(cast: Cast) -> None:
    with acting_as(SYSTEM):
        reviews.open_due_reviews(timezone.localdate())
    with as_owner():
        told = Notification.objects.filter(event="partners/access_review_opened", recipient=cast["hr"].user)
        assert told.count() == 1
        trainer = Notification.objects.filter(recipient=cast["trainer"].user)
        assert not trainer.exists()


def test_an_organisation_without_an_administrator_is_answered_for_by_the_coordinator(cast: Cast) -> None:
    with as_owner():
        Member.objects.filter(pk=cast["hr"].pk).update(ended_at=timezone.now())
    with acting_as(SYSTEM):
        reviews.open_due_reviews(timezone.localdate())
    with as_owner():
        review = AccessReview.objects.get(partner=cast.partners["company"])
        told = Notification.objects.get(event="partners/access_review_opened", key=str(review.pk))
    assert told.recipient_id == cast["coordinator"].user_id


def test_beat_may_run_twice_a_day(cast: Cast) -> None:
    assert reviews.run_reviews() > 0
    assert reviews.run_reviews() == 0


@pytest.mark.parametrize(
    ("day", "months", "expected"),
    [
        (datetime.date(2026, 1, 31), 1, datetime.date(2026, 2, 28)),
        (datetime.date(2026, 11, 30), 3, datetime.date(2027, 2, 28)),
        (datetime.date(2026, 12, 1), 3, datetime.date(2027, 3, 1)),
        (datetime.date(2027, 11, 30), 3, datetime.date(2028, 2, 29)),
    ],
)
def test_months_are_counted_as_people_do(day: datetime.date, months: int, expected: datetime.date) -> None:
    assert reviews.months_after(day, months) == expected


# --- answering ---------------------------------------------------------------------------------------------


def test_a_review_finishes_by_itself_with_the_last_answer(cast: Cast) -> None:
    review = opened(cast)
    assert answered(cast, review, "trainer").state == ReviewState.OPEN
    assert answered(cast, review, "hr").state == ReviewState.FINISHED
    assert now(review).finished_at is not None
    with pytest.raises(StateConflict):
        answered(cast, review, "trainer")


def test_ask_later_keeps_the_question_and_both_answers(cast: Cast) -> None:
    review = opened(cast)
    answered(cast, review, "hr")
    answered(cast, review, "trainer", Belonging.LATER)
    assert now(review).state == ReviewState.OPEN
    answered(cast, review, "trainer")
    with as_owner():
        kept = AccessAnswer.objects.filter(member=cast["trainer"]).values_list("answer", flat=True)
        assert list(kept) == [Belonging.LATER, Belonging.STAYS]


def test_an_answer_keeps_what_was_known_of_the_person(cast: Cast) -> None:
    seen = timezone.now() - datetime.timedelta(days=50)
    with as_owner():
        cast["trainer"].user.last_login = seen
        cast["trainer"].user.save(update_fields=["last_login"])
    answered(cast, opened(cast), "trainer")
    with as_owner():
        kept = AccessAnswer.objects.get()
    assert (kept.last_login_at, kept.last_seen_at, kept.answered_by_id) == (seen, None, cast["hr"].pk)


def test_ending_access_is_an_answer(cast: Cast) -> None:
    review = opened(cast)
    answered(cast, review, "hr")
    with acting_as(cast["hr"].actor):
        services.end_membership(cast["trainer"], by=cast["hr"])
    assert now(review).state == ReviewState.FINISHED
    with as_owner():
        assert AccessAnswer.objects.get(member=cast["trainer"]).answer == Belonging.ENDS


def test_whoever_came_after_it_was_opened_is_not_asked_about(cast: Cast) -> None:
    review = opened(cast, opened_on=timezone.localdate() - datetime.timedelta(days=3))
    late = factories.MemberFactory(
        consortium=cast.consortium,
        partner=cast.partners["company"],
        role=Role.TRAINER,
        valid_from=timezone.localdate(),
    )
    with acting_as(cast["hr"].actor):
        asked = {one.member.pk for one in reviews.questions_of(review)}
        assert asked == {cast["hr"].pk, cast["trainer"].pk}
        with pytest.raises(StateConflict):
            reviews.answer_about(review, late, by=cast["hr"], answer=Belonging.STAYS)


@pytest.mark.parametrize("who", ["trainer", "teacher", "principal", "rival_hr", "official"])
def test_only_administrators_of_the_organisation_answer(cast: Cast, who: str) -> None:
    review = opened(cast)
    with acting_as(cast[who].actor), pytest.raises((PermissionDenied, AccessReview.DoesNotExist)):
        reviews.answer_about(review, cast["trainer"], by=cast[who], answer=Belonging.STAYS)


def test_the_coordinator_answers_for_any_organisation(cast: Cast) -> None:
    answered(cast, opened(cast), "trainer", by="coordinator")


def test_the_database_lets_nobody_change_an_answer_or_give_it_in_anothers_name(cast: Cast) -> None:
    review = opened(cast)
    answered(cast, review, "trainer")
    refusal = r"row-level security|permission denied"
    for actor in (cast["hr"].actor, cast["coordinator"].actor, SYSTEM):
        with pytest.raises(DatabaseError, match=refusal), transaction.atomic(), acting_as(actor):
            AccessAnswer.objects.update(answer=Belonging.ENDS)
        with pytest.raises(DatabaseError, match=refusal), transaction.atomic(), acting_as(actor):
            AccessAnswer.objects.all().delete()
    with (
        pytest.raises(DatabaseError, match=refusal),
        transaction.atomic(),
        acting_as(cast["coordinator"].actor),
    ):
        AccessAnswer.objects.create(
            review=review,
            consortium=cast.consortium,
            partner=cast.partners["company"],
            member=cast["trainer"],
            answer=Belonging.STAYS,
            answered_by=cast["hr"],
        )


# --- late --------------------------------------------------------------------------------------------------


def test_a_late_review_reaches_the_coordinator_once(cast: Cast) -> None:
    yesterday = timezone.localdate() - datetime.timedelta(days=1)
    review = opened(cast, opened_on=yesterday - datetime.timedelta(days=14), due_on=yesterday)
    for _ in range(2):
        with acting_as(SYSTEM):
            reviews.escalate_late_reviews(timezone.localdate())
    with as_owner():
        told = Notification.objects.get(event="partners/access_review_late")
    assert (told.recipient_id, told.key) == (cast["coordinator"].user_id, str(review.pk))
    assert len(titles(cast, "coordinator", "late")) == len(titles(cast, "hr", "late")) == 1
    assert titles(cast, "rival_hr", "late") == []


def test_a_review_waits_on_the_home_page_of_those_who_answer(cast: Cast) -> None:
    review = opened(cast)
    assert [title for title in titles(cast, "hr", "waits") if str(review.partner) in title] != []
    assert [title for title in titles(cast, "trainer", "waits") if str(review.partner) in title] == []


# --- pages -------------------------------------------------------------------------------------------------


@pytest.fixture
def hr(cast: Cast) -> Client:
    client = Client()
    with as_owner():
        client.force_login(cast["hr"].user)
    return client


def test_the_page_asks_answers_and_says_when_it_is_done(hr: Client, cast: Cast) -> None:
    review = opened(cast)
    address = f"/paju/members/reviews/{review.pk}/"
    page = hr.get(address)
    assert [row["question"].member.pk for row in page.context["questions"]] == [
        cast["hr"].pk,
        cast["trainer"].pk,
    ]
    assert f"/paju/members/{cast['trainer'].pk}/end/?review={review.pk}" in page.content.decode()
    hr.post(f"{address}{cast['trainer'].pk}/", {"answer": "LATER"})
    hr.post(f"{address}{cast['trainer'].pk}/", {"answer": "STAYS"})
    assert hr.post(f"{address}{cast['trainer'].pk}/", {"answer": "STAYS"}).status_code == 409
    last = hr.post(f"{address}{cast['hr'].pk}/", {"answer": "STAYS"}, follow=True)
    assert last.context["may_answer"] is False
    assert last.context["settled"] == 2


def test_an_answer_that_is_none_changes_nothing(hr: Client, cast: Cast) -> None:
    review = opened(cast)
    hr.post(f"/paju/members/reviews/{review.pk}/{cast['trainer'].pk}/", {"answer": "ENDS"})
    with as_owner():
        assert not AccessAnswer.objects.exists()


def test_ending_from_the_review_leads_back_to_it(hr: Client, cast: Cast) -> None:
    review = opened(cast)
    answer = hr.post(f"/paju/members/{cast['trainer'].pk}/end/?review={review.pk}")
    assert answer["Location"] == f"/paju/members/reviews/{review.pk}/"


def test_a_review_takes_as_many_queries_for_many_people_as_for_few(hr: Client, cast: Cast) -> None:
    address = f"/paju/members/reviews/{opened(cast).pk}/"
    hr.get(address)
    with CaptureQueriesContext(connection) as few:
        hr.get(address)
    for _ in range(3):
        factories.MemberFactory(
            consortium=cast.consortium, partner=cast.partners["company"], role=Role.TRAINER
        )
    with CaptureQueriesContext(connection) as many:
        assert len(hr.get(address).context["questions"]) == 5
    assert len(many) == len(few)
