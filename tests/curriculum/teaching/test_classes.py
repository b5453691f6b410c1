"""Sessions, attendance, grades, results, recovery, and hours that become deliveries."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import Enrolment, Instructor, Offering, Session, Subject
from curriculum.states import EnrolmentState, OfferingState, Presence
from curriculum.teaching.services import classes, offerings, results
from curriculum.teaching.services.results import Grade
from curriculum.teaching.workflow import FAIL, PASS, READMIT, WITHDRAW
from partners.models import Delivery
from partners.states import DeliveryState
from tests import factories
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db


def day_of(offering, number=0):
    first, last = classes.days_of(offering)
    return max(first, min(last, timezone.localdate()) - datetime.timedelta(days=7 * number))


@pytest.fixture
def offering(cast, offering):
    """Running in whichever semester it is today."""
    today = timezone.localdate()
    half = 2 if today.month >= 8 or today.month < 3 else 1
    with as_owner():
        offering.semester = half
        offering.save()
    return offering


def hold(cast, offering, who="teacher", number=0, hours=2, presences=None, period=1):
    by = cast[who]
    with acting_as(by.actor):
        mine = Instructor.objects.visible_to(by).filter(offering=offering, member=by).first()
        return classes.hold_session(
            offering,
            by=by,
            on=day_of(offering, number),
            period=period,
            hours=hours,
            instructor=mine,
            presences=presences,
        )


def roster(offering):
    with as_owner():
        return list(Enrolment.objects.filter(offering=offering).with_hours().order_by("student_number"))


def test_everybody_is_present_until_marked_and_hours_are_counted(cast, offering):
    first, second = roster(offering)
    hold(cast, offering, presences={first.pk: Presence.ABSENT, second.pk: Presence.LATE})
    hold(cast, offering, who="lecturer", period=5, hours=3)
    assert [(one.held, one.attended) for one in roster(offering)] == [(5, 3), (5, 5)]
    with pytest.raises(ValidationError) as refusal:
        hold(cast, offering, who="trainer", period=5)
    assert list(refusal.value.message_dict) == ["period"]


def test_a_sheet_is_corrected_and_taken_back(cast, offering):
    row = hold(cast, offering)
    one = roster(offering)[0]
    by = cast["teacher"]
    with acting_as(by.actor):
        classes.correct_session(
            row,
            by=by,
            on=row.on,
            period=1,
            hours=4,
            instructor=row.instructor,
            presences={one.pk: Presence.ABSENT},
        )
    assert [(one.held, one.attended) for one in roster(offering)] == [(4, 0), (4, 4)]
    with acting_as(by.actor):
        classes.remove_session(Session.objects.select_related("offering", "instructor").get(), by=by)
    assert [one.held for one in roster(offering)] == [0, 0]


def test_neither_the_future_nor_another_semester_is_entered(cast, offering):
    by = cast["teacher"]
    for on in (timezone.localdate() + datetime.timedelta(days=1), datetime.date(offering.year - 1, 5, 1)):
        with acting_as(by.actor), pytest.raises(ValidationError) as refusal:
            classes.hold_session(offering, by=by, on=on, period=1, hours=1)
        assert list(refusal.value.message_dict) == ["on"]
    with pytest.raises(ValidationError, match="999999"):
        hold(cast, offering, presences={999_999: Presence.ABSENT})
    with acting_as(cast["hr"].actor), pytest.raises(PermissionDenied):
        classes.hold_session(offering, by=cast["hr"], on=day_of(offering), period=1, hours=1)


def grade(cast, offering, levels=("B", "C"), who="teacher"):
    rows = roster(offering)
    with acting_as(cast[who].actor):
        return results.enter_grades(
            offering,
            by=cast[who],
            grades={row.pk: Grade(level) for row, level in zip(rows, levels, strict=True)},
        )


def settle(cast, offering, who="teacher", *, all_held=True):
    with acting_as(cast[who].actor):
        return results.settle_results(offering, by=cast[who], all_held=all_held)


def test_results_before_the_last_lesson_need_a_word(cast, offering):
    """Whoever missed the lessons so far could still attend enough of the whole."""
    hold(cast, offering)
    grade(cast, offering)
    with pytest.raises(ValidationError, match="수업을 모두 마쳤음"):
        settle(cast, offering, all_held=False)
    assert settle(cast, offering) == {"completed": 2, "not_completed": 0}


def test_sports_and_arts_know_three_levels_and_no_more(cast, offering):
    with as_owner():
        Subject.objects.filter(pk=offering.subject_id).update(kind="GENERAL", subject_group="예술")
        offering.subject.refresh_from_db()
    assert grade(cast, offering, ("A", "C")) == 2
    with pytest.raises(ValidationError, match="A부터 C까지"):
        grade(cast, offering, ("A", "D"))


def test_creative_activities_are_settled_by_attendance_alone_and_not_made_up_for(cast, offering):
    with as_owner():
        Subject.objects.filter(pk=offering.subject_id).update(kind="CREATIVE")
        offering.subject.refresh_from_db()
    first, _second = roster(offering)
    hold(cast, offering, presences={first.pk: Presence.ABSENT})
    with pytest.raises(PermissionDenied, match="창의적"):
        grade(cast, offering)
    assert settle(cast, offering) == {"completed": 1, "not_completed": 1}
    facts = {"way": "MAKE_UP", "hours": 4, "until": timezone.localdate()}
    lost = roster(offering)[0]
    with acting_as(cast["teacher"].actor), pytest.raises(PermissionDenied):
        results.agree_recovery(lost, by=cast["teacher"], **facts)


def test_settled_hours_are_the_hours_on_every_page(client, cast, offering):
    with as_owner():
        Enrolment.objects.filter(offering=offering).update(
            state=EnrolmentState.COMPLETED, held_hours=32, attended_hours=31
        )
        Offering.objects.filter(pk=offering.pk).update(state="CLOSED")
    client.force_login(cast["teacher"].user)
    html = client.get(offering.get_absolute_url()).content.decode()
    assert "32시간 중 31시간" in html
    assert "32시간 중 32시간 수업함" in html
    assert "아직 입력된 수업이 없습니다" not in html


def test_results_follow_attendance_and_say_why(cast, offering):
    first, _second = roster(offering)
    with pytest.raises(ValidationError):
        settle(cast, offering)  # no grades yet
    for number in range(3):
        hold(cast, offering, number=number, presences={first.pk: Presence.ABSENT} if number < 2 else None)
    assert grade(cast, offering) == 2
    assert settle(cast, offering) == {"completed": 1, "not_completed": 1}
    one, two = roster(offering)
    assert (one.state, two.state) == (EnrolmentState.NOT_COMPLETED, EnrolmentState.COMPLETED)
    assert (one.held_hours, one.attended_hours) == (6, 2)
    assert "6" in one.reason
    with as_owner():
        told = Notification.objects.filter(event="curriculum/results_settled")
        assert list(told.values_list("recipient", flat=True)) == [cast["student"].user_id]
    with pytest.raises(PermissionDenied):
        grade(cast, offering)  # settled results are closed
    with pytest.raises(StateConflict):
        settle(cast, offering)


def test_lecturers_enter_attendance_but_no_grades(cast, offering):
    hold(cast, offering, who="lecturer")
    with pytest.raises(PermissionDenied):
        grade(cast, offering, who="lecturer")
    with pytest.raises(PermissionDenied):
        settle(cast, offering, who="lecturer")


def test_what_was_not_completed_is_recovered_and_credits_count(cast, offering):
    hold(cast, offering, presences={one.pk: Presence.ABSENT for one in roster(offering)})
    grade(cast, offering)
    settle(cast, offering)
    row, by = roster(offering)[0], cast["teacher"]
    until = timezone.localdate() + datetime.timedelta(days=20)
    with acting_as(by.actor):
        first = results.agree_recovery(row, by=by, way="MAKE_UP", hours=8, until=until)
        with pytest.raises(StateConflict):
            results.agree_recovery(row, by=by, way="JOINT", hours=8, until=until)
        results.decide_recovery(first, by=by, step=FAIL, on=timezone.localdate(), evidence="평가")
        again = results.agree_recovery(row, by=by, way="JOINT", hours=8, until=until, where="이웃 학교")
        results.decide_recovery(again, by=by, step=PASS, on=timezone.localdate(), evidence="평가")
    assert roster(offering)[0].state == EnrolmentState.RECOVERED
    with acting_as(cast["coordinator"].actor):
        results.reopen_results(offering, by=cast["coordinator"], reason="성적 정정")
    assert [one.state for one in roster(offering)] == [EnrolmentState.RECOVERED, EnrolmentState.ENROLLED]
    with as_owner():
        offering.refresh_from_db()
    assert offering.state == OfferingState.RUNNING


def test_who_taught_a_settled_course_is_not_taken_off(cast, offering):
    by, unused = cast["coordinator"], factories.InstructorFactory(offering=offering)
    with as_owner():
        Enrolment.objects.filter(offering=offering).update(held_hours=40, attended_hours=40)
    grade(cast, offering)
    settle(cast, offering)
    with as_owner():
        unused.refresh_from_db()
    with acting_as(by.actor), pytest.raises(StateConflict):
        offerings.remove_instructor(unused, by=by)


def test_what_was_agreed_some_time_ago_is_entered_with_its_day(cast, offering):
    absent = {one.pk: Presence.ABSENT for one in roster(offering)}
    hold(cast, offering, presences=absent)
    grade(cast, offering)
    settle(cast, offering)
    row, by, today = roster(offering)[0], cast["teacher"], timezone.localdate()
    past = today - datetime.timedelta(days=30)
    with as_owner():
        Enrolment.objects.filter(pk=row.pk).update(decided_on=past)
    row = roster(offering)[0]
    facts = {"way": "MAKE_UP", "hours": 8, "until": today}
    with acting_as(by.actor):
        for day in (past - datetime.timedelta(days=1), today + datetime.timedelta(days=1)):
            with pytest.raises(ValidationError) as refused:
                results.agree_recovery(row, by=by, agreed_on=day, **facts)
            assert list(refused.value.message_dict) == ["agreed_on"]
        agreed = results.agree_recovery(row, by=by, agreed_on=past, **facts)
        too_early = past - datetime.timedelta(days=1)
        with pytest.raises(ValidationError) as refused:
            results.decide_recovery(agreed, by=by, step=PASS, on=too_early, evidence="평가")
        assert list(refused.value.message_dict) == ["on"]
        results.decide_recovery(agreed, by=by, step=PASS, on=past, evidence="평가")
    assert roster(offering)[0].state == EnrolmentState.RECOVERED


def test_a_course_without_a_session_is_not_settled_and_brought_hours_stay(cast, offering):
    """Nobody fails a course because its hours were never entered, or because it was opened again."""
    grade(cast, offering)
    with pytest.raises(ValidationError, match="수업"):
        settle(cast, offering)
    with as_owner():
        Enrolment.objects.filter(offering=offering).update(held_hours=40, attended_hours=40)
    assert settle(cast, offering) == {"completed": 2, "not_completed": 0}
    with acting_as(cast["coordinator"].actor):
        results.reopen_results(offering, by=cast["coordinator"], reason="성적 정정")
    with as_owner():
        offering.refresh_from_db()
    assert settle(cast, offering) == {"completed": 2, "not_completed": 0}


def test_a_student_leaves_and_comes_back(cast, offering):
    row, by = roster(offering)[0], cast["teacher"]
    with acting_as(by.actor):
        offerings.change_enrolment(row, by=by, step=WITHDRAW, reason="과목 변경")
    with acting_as(cast["lecturer"].actor):
        assert Enrolment.objects.visible_to(cast["lecturer"]).count() == 1
    with acting_as(by.actor):
        again = offerings.change_enrolment(row, by=by, step=READMIT, reason="다시 수강")
    assert again.state == EnrolmentState.ENROLLED


def test_a_course_is_planned_for_a_class_once(cast):
    by = cast["curriculum_head"]
    subject = factories.SubjectFactory(consortium=cast.consortium)
    facts = {"subject": subject, "year": 2026, "semester": 2, "grade": 3, "class_no": 1, "credits": 3}
    with acting_as(by.actor):
        made = offerings.plan_offering(by=by, enrol_class=True, **facts)
        with pytest.raises(ValidationError):
            offerings.plan_offering(by=by, **facts)
        assert offerings.plan_offering(by=by, section="B", **facts)
        teaches = offerings.add_instructor(made, by=by, member=cast["lecturer"])
        with pytest.raises(ValidationError):
            offerings.add_instructor(made, by=by, member=cast["hr"])
        guest = offerings.add_instructor(made, by=by, partner=cast.partners["company"], name="초빙 강사")
        offerings.remove_instructor(guest, by=by)
    assert len(roster(made)) == 2
    with as_owner():
        told = Notification.objects.get(event="curriculum/instructor_named")
    assert (told.recipient_id, teaches.partner) == (cast["lecturer"].user_id, cast.partners["university"])
    with acting_as(cast["teacher"].actor), pytest.raises(PermissionDenied):
        offerings.plan_offering(by=cast["teacher"], section="C", **facts)


@pytest.fixture
def pledge(cast, offering):
    first, last = classes.days_of(offering)
    return factories.PledgeFactory(
        consortium=cast.consortium,
        partner=cast.partners["university"],
        amount=40,
        starts_on=first,
        ends_on=last,
    )


def test_a_partners_hours_are_one_delivery_that_follows_until_it_is_verified(cast, offering, pledge):
    hold(cast, offering, who="lecturer", hours=2)
    hold(cast, offering, who="lecturer", hours=3, period=5)
    with as_owner():
        delivery = Delivery.objects.get()
        names = Instructor.objects.values_list("name", flat=True)
        assert not any(name and name in delivery.evidence for name in names)  # others read the ledger
        assert (delivery.pledge, delivery.amount, delivery.state) == (pledge, 5, DeliveryState.REPORTED)
        Delivery.objects.update(state=DeliveryState.VERIFIED, verified_by=cast["accountant"])
    hold(cast, offering, who="lecturer", hours=1, period=8)
    with as_owner():
        assert Delivery.objects.get().amount == Decimal(5)  # verified: nobody changes it in passing
        instructor = Instructor.objects.get(member=cast["lecturer"])
    with acting_as(cast["lecturer"].actor), pytest.raises(StateConflict):
        classes.report_hours(instructor, by=cast["lecturer"])


def test_without_a_pledge_of_hours_nothing_is_delivered_and_the_page_can_say_so(cast, offering):
    hold(cast, offering, who="trainer")
    with as_owner():
        assert not Delivery.objects.exists()
        instructor = Instructor.objects.get(member=cast["trainer"])
    with acting_as(cast["trainer"].actor), pytest.raises(ValidationError):
        classes.report_hours(instructor, by=cast["trainer"])
    hold(cast, offering, who="teacher", period=7)  # the school's own staff deliver nothing
    with as_owner():
        assert not Delivery.objects.exists()


def test_nobody_teaches_two_lessons_at_once(cast, offering, unit):
    hold(cast, offering, who="lecturer", period=1, hours=4)
    for period, hours in ((2, 1), (4, 3), (1, 1)):
        with pytest.raises(ValidationError) as refused:
            hold(cast, offering, who="lecturer", period=period, hours=hours)
        assert "period" in refused.value.error_dict
    for period, hours in ((5, 5), (12, 2)):  # nine hours of a day; beyond its last lesson
        with pytest.raises(ValidationError) as refused:
            hold(cast, offering, who="lecturer", period=period, hours=hours)
        assert "hours" in refused.value.error_dict
    other = factories.OfferingFactory(
        subject=factories.SubjectFactory(consortium=cast.consortium),
        year=offering.year,
        semester=offering.semester,
    )
    factories.InstructorFactory(offering=other, member=cast["lecturer"])
    with pytest.raises(ValidationError) as refused:
        hold(cast, other, who="lecturer", period=3, hours=1)
    assert "period" in refused.value.error_dict
    assert hold(cast, other, who="lecturer", period=5, hours=4).hours == 4


def test_a_correction_moves_no_session_onto_another(cast, offering):
    first = hold(cast, offering, who="lecturer", period=1, hours=2)
    hold(cast, offering, who="lecturer", period=3, hours=2)
    lecturer = cast["lecturer"]
    with acting_as(lecturer.actor):
        held = {"by": lecturer, "on": first.on, "instructor": first.instructor}
        with pytest.raises(ValidationError):
            classes.correct_session(first, period=1, hours=3, **held)
        assert classes.correct_session(first, period=1, hours=1, **held).hours == 1
