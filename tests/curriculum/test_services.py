import datetime

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import Attainment, Certificate, Contact, Student
from curriculum.roster import services, workflow
from curriculum.states import StudentState
from tests import factories
from tests.authorization import as_owner

STAFF = ("coordinator", "teacher", "training_teacher", "curriculum_head", "principal")
# Written by hand: which office may do which of these things.
MAY = {
    "register": {"coordinator", "curriculum_head"},
    "correct": {"coordinator", "curriculum_head", "teacher"},
    "state": {"coordinator", "curriculum_head"},
    "attainment": {"coordinator", "curriculum_head", "teacher", "training_teacher"},
    "open contact": {"coordinator", "teacher", "training_teacher", "principal"},
    "save contact": {"coordinator", "teacher"},
}


def facts(cast, **changes):
    return {
        "department": cast.department,
        "entry_year": 2026,
        "grade": 1,
        "class_no": 1,
        "number": 7,
        "name": "남다온",
        "birth_date": None,
        "attendance_rate": None,
    } | changes


def do(what, cast, who):
    by, student, unit = cast[who], cast.student, factories.UnitFactory()
    with acting_as(by.actor):
        match what:
            case "register":
                return services.register_student(by=by, **facts(cast))
            case "correct":
                return services.correct_student(student, by=by, seen_at=student.updated_at, name="김나람")
            case "state":
                return services.change_student_state(
                    student, by=by, step=workflow.TAKE_LEAVE, reason="질병 휴학"
                )
            case "attainment":
                day = datetime.date(2026, 6, 1)
                return services.record_attainment(
                    student, by=by, units=[unit], judged_on=day, evidence="수행평가"
                )
            case "open contact":
                return services.open_contact(student, by=by, reason="결석 확인")
            case "save contact":
                return services.save_contact(student, by=by, phone="010-0000-0000")


@pytest.mark.parametrize("what", MAY)
@pytest.mark.parametrize("who", STAFF)
def test_each_office_of_the_school_does_what_belongs_to_it(cast, what, who):
    if who in MAY[what]:
        do(what, cast, who)
    else:
        with pytest.raises(PermissionDenied) as refusal:
            do(what, cast, who)
        assert str(refusal.value)


@pytest.mark.parametrize("what", sorted(set(MAY) - {"register"}))
def test_another_school_cannot_touch_our_student(cast, what):
    with pytest.raises((Student.DoesNotExist, PermissionDenied)):
        do(what, cast, "stranger")


def test_a_student_is_registered_into_the_members_own_school(cast):
    student = do("register", cast, "coordinator")
    assert (student.school, student.consortium) == (cast.partners["school"], cast.consortium)
    assert student.student_number == "10107"
    assert student.state == StudentState.ENROLLED


def test_the_department_of_another_school_is_refused(cast):
    by = cast["coordinator"]
    with acting_as(by.actor), pytest.raises(PermissionDenied):
        services.register_student(by=by, **facts(cast, department=cast.foreign_student.department))


def test_a_taken_seat_names_who_sits_there(cast):
    by = cast["coordinator"]
    with acting_as(by.actor), pytest.raises(ValidationError) as refusal:
        services.register_student(by=by, **facts(cast, grade=3, number=2))
    assert "이나래" in refusal.value.message_dict["number"][0]
    assert refusal.value.error_dict["number"][0].code == "seat_taken"


def test_the_same_seat_in_another_school_is_free(cast):
    factories.StudentFactory(
        department=cast.foreign_student.department, grade=1, class_no=1, number=7, name="강남의"
    )
    assert do("register", cast, "coordinator").number == 7


def test_the_seat_of_someone_on_leave_is_free_until_they_come_back(cast):
    do("state", cast, "coordinator")
    by = cast["coordinator"]
    with acting_as(by.actor):
        services.register_student(by=by, **facts(cast, grade=3, number=cast.student.number))
        with pytest.raises(ValidationError):
            services.change_student_state(cast.student, by=by, step=workflow.RETURN, reason="휴학 기간 종료")


def test_a_correction_of_what_somebody_else_changed_is_refused(cast):
    seen_at = cast.student.updated_at
    by, other = cast["coordinator"], cast["teacher"]
    with acting_as(other.actor):
        services.correct_student(cast.student, by=other, seen_at=seen_at, name="김나람")
    with acting_as(by.actor), pytest.raises(StateConflict):
        services.correct_student(cast.student, by=by, seen_at=seen_at, name="김다람")
    with as_owner():
        assert Student.objects.get(pk=cast.student.pk).name == "김나람"


def test_saving_without_a_change_changes_nothing(cast):
    seen_at = cast.student.updated_at
    by = cast["coordinator"]
    with acting_as(by.actor):
        services.correct_student(cast.student, by=by, seen_at=seen_at, name=cast.student.name)
        assert Student.objects.get(pk=cast.student.pk).updated_at == seen_at
        assert cast.student.events.count() == 1


def test_a_unit_is_recorded_once(cast):
    unit, other_unit = factories.UnitFactory(name="가"), factories.UnitFactory(name="나")
    factories.AttainmentFactory(student=cast.student, unit=unit)
    by, day = cast["teacher"], datetime.date(2026, 6, 1)
    with acting_as(by.actor):
        with pytest.raises(ValidationError) as refusal:
            services.record_attainment(
                cast.student, by=by, units=[unit, other_unit], judged_on=day, evidence="과제"
            )
        assert "units" in refusal.value.message_dict
        made = services.record_attainment(
            cast.student, by=by, units=[other_unit], judged_on=day, evidence="과제"
        )
    assert [(row.unit, row.judged_by, row.school_id) for row in made] == [
        (other_unit, by, cast.student.school_id)
    ]


@pytest.mark.parametrize("days", [1, -4000])
def test_a_unit_is_judged_neither_in_the_future_nor_before_the_student_came(cast, days):
    by, unit = cast["teacher"], factories.UnitFactory()
    day = timezone.localdate() + datetime.timedelta(days=days)
    with acting_as(by.actor), pytest.raises(ValidationError) as refusal:
        services.record_attainment(cast.student, by=by, units=[unit], judged_on=day, evidence="과제")
    assert list(refusal.value.message_dict) == ["judged_on"]


def test_what_is_withdrawn_leaves_its_trace_and_reason(cast):
    row = factories.AttainmentFactory(student=cast.student)
    by = cast["teacher"]
    with acting_as(by.actor):
        services.withdraw_attainment(row, by=by, reason="다른 학생의 평가")
        assert not Attainment.objects.filter(pk=row.pk).exists()
        event = Attainment.pgh_event_model.objects.filter(pgh_label="delete").get()
    assert (event.student_id, event.pgh_context["member"], event.pgh_context["reason"]) == (
        cast.student.pk,
        by.pk,
        "다른 학생의 평가",
    )


def test_a_certificate_is_recorded_once_and_taken_back_with_a_reason(cast):
    by, day = cast["teacher"], datetime.date(2026, 5, 2)
    with acting_as(by.actor):
        row = services.add_certificate(cast.student, by=by, name="전자기기기능사", on=day)
        with pytest.raises(ValidationError):
            services.add_certificate(cast.student, by=by, name="전자기기기능사", on=day)
        with pytest.raises(ValidationError):
            services.remove_certificate(row, by=by, reason=" ")
        services.remove_certificate(row, by=by, reason="다른 학생의 자격증")
        assert not Certificate.objects.exists()


def test_a_contact_opens_only_for_a_reason(cast):
    by = cast["teacher"]
    with acting_as(by.actor):
        services.save_contact(cast.student, by=by, phone="010-0000-0001", guardian_name="김보호")
        with pytest.raises(ValidationError):
            services.open_contact(cast.student, by=by, reason="   ")
        assert services.open_contact(cast.student, by=by, reason="결석 확인").phone == "010-0000-0001"
        services.save_contact(cast.student, by=by, phone="010-0000-0002")
        assert Contact.objects.get().guardian_name == "김보호"


# Written by hand: the steps of the school register from each state.
STEPS = {
    (StudentState.ENROLLED, "student.on_leave"): StudentState.ON_LEAVE,
    (StudentState.ENROLLED, "student.transferred"): StudentState.TRANSFERRED,
    (StudentState.ENROLLED, "student.graduated"): StudentState.GRADUATED,
    (StudentState.ON_LEAVE, "student.returned"): StudentState.ENROLLED,
    (StudentState.ON_LEAVE, "student.transferred"): StudentState.TRANSFERRED,
    (StudentState.TRANSFERRED, "student.returned"): StudentState.ENROLLED,
    (StudentState.GRADUATED, "student.returned"): StudentState.ENROLLED,
    (StudentState.ENROLLED, "student.left"): StudentState.LEFT,
    (StudentState.ON_LEAVE, "student.left"): StudentState.LEFT,
    (StudentState.LEFT, "student.returned"): StudentState.ENROLLED,
}


@pytest.mark.parametrize("state", StudentState.values)
@pytest.mark.parametrize("step", workflow.STUDENT, ids=lambda step: step.name)
def test_the_school_register_moves_as_the_table_says(cast, state, step):
    student = factories.StudentFactory(department=cast.department, number=30, state=state)
    by = cast["coordinator"]
    with acting_as(by.actor):
        if (state, step.name) in STEPS:
            changed = services.change_student_state(student, by=by, step=step, reason="학적 담당 확인")
            assert changed.state == STEPS[state, step.name]
        else:
            with pytest.raises(StateConflict):
                services.change_student_state(student, by=by, step=step, reason="학적 담당 확인")


TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


@pytest.mark.parametrize("birth_date", [TOMORROW, datetime.date(2015, 1, 1), datetime.date(1899, 12, 31)])
def test_a_birth_date_that_does_not_fit_the_entry_year_is_refused(cast, birth_date):
    with acting_as(cast["coordinator"].actor), pytest.raises(ValidationError) as refused:
        services.register_student(by=cast["coordinator"], **facts(cast, birth_date=birth_date))
    assert set(refused.value.message_dict) == {"birth_date"}


def test_a_correction_of_the_entry_year_must_fit_the_birth_date_too(cast):
    student, by = cast.student, cast["coordinator"]
    too_early = student.birth_date.year + 11
    with acting_as(by.actor), pytest.raises(ValidationError) as refused:
        services.correct_student(student, by=by, seen_at=student.updated_at, entry_year=too_early)
    assert set(refused.value.message_dict) == {"birth_date"}


@pytest.mark.parametrize("birth_date", [datetime.date(2015, 1, 1), datetime.date(1899, 12, 31)])
def test_the_database_refuses_an_impossible_birth_date(cast, birth_date):
    with pytest.raises(IntegrityError), transaction.atomic():
        factories.StudentFactory(department=cast.department, entry_year=2026, birth_date=birth_date)
