"""What nobody writes past the pages about courses, results and judgements."""

import pytest

from curriculum import models
from curriculum.states import (
    EnrolmentState,
    OfferingState,
)
from tests import factories
from tests.authorization import as_owner
from tests.curriculum.forging.stage import TODAY, done, went_through

pytestmark = pytest.mark.django_db


@pytest.fixture
def course(cast):
    """The lecturer teaches a course that runs; another one is settled, with what was made up for in it."""
    unit, strange = factories.UnitFactory(), factories.UnitFactory()
    subject = factories.SubjectFactory(consortium=cast.consortium)
    runs = factories.OfferingFactory(subject=subject, units=[unit])
    settled = factories.OfferingFactory(subject=subject, section="B")
    mine = factories.InstructorFactory(offering=runs, member=cast["lecturer"])
    factories.InstructorFactory(offering=settled, member=cast["lecturer"])
    other = factories.InstructorFactory(offering=settled)
    taken = factories.EnrolmentFactory(student=cast.student, offering=runs)
    passed = factories.EnrolmentFactory(
        student=cast.student, offering=settled, state=EnrolmentState.COMPLETED
    )
    failed = factories.EnrolmentFactory(
        student=cast.classmate, offering=settled, state=EnrolmentState.NOT_COMPLETED
    )
    there = factories.AttendanceFactory(enrolment=passed)
    factories.RecoveryFactory(enrolment=failed)
    with as_owner():
        settled.state = OfferingState.CLOSED
        settled.save()
        session = factories.SessionFactory(offering=runs)
    delivery = factories.DeliveryFactory()
    judged = factories.JudgementFactory(
        student=cast.student, unit=unit, offering=runs, judged_by=cast["teacher"]
    )
    return {
        "judged": judged.pk,
        "consortium": cast.consortium.pk,
        "runs": runs.pk,
        "settled": settled.pk,
        "mine": mine.pk,
        "other": other.pk,
        "unit": unit.pk,
        "strange": strange.pk,
        "student": cast.student.pk,
        "taken": taken.pk,
        "passed": passed.pk,
        "failed": failed.pk,
        "there": there.pk,
        "session": session.pk,
        "school": cast.partners["school"].pk,
        "lecturer": cast["lecturer"].pk,
        "accountant": cast["accountant"].pk,
        "delivery": delivery.pk,
    }


JUDGE = (
    "INSERT INTO curriculum_judgement (student_id, school_id, unit_id, offering_id, judged_on, judged_by_id,"
    " outcome, judged_as, evidence, reason, recorded_at) VALUES ({student}, {school}, {%s}, %s, %s, {%s},"
    " 'ACHIEVED', 'PRINCIPAL', 'e', '', '2020-01-01')"
)
INSTRUCTOR = (
    "INSERT INTO curriculum_instructor (consortium_id, school_id, offering_id, member_id, partner_id, name)"
    " VALUES ({consortium}, {school}, {runs}, {accountant}, {school}, 'x')"
)
CORRECTION = (
    "INSERT INTO curriculum_judgement (student_id, school_id, unit_id, offering_id, judged_on, judged_by_id,"
    " outcome, judged_as, evidence, reason, recorded_at, corrects_id) VALUES ({student}, {school}, {unit},"
    " {runs}, current_date, {lecturer}, 'TAKEN_BACK', 'LECTURER', 'e', 'x', now(), {judged})"
)
FORGED_RESULTS = [
    *(
        (who, f"UPDATE curriculum_enrolment SET {change} WHERE id = {{passed}}")
        for who in ("coordinator", "accountant")
        for change in ("score = 99", "achievement = 'A'", "reason = 'x'")
    ),
    ("coordinator", "UPDATE curriculum_enrolment SET state = 'RECOVERED' WHERE id = {failed}"),
    ("coordinator", "DELETE FROM curriculum_enrolment WHERE id = {failed}"),
    ("coordinator", "UPDATE curriculum_offering SET credits = 9 WHERE id = {settled}"),
    ("accountant", "UPDATE curriculum_offering SET state = 'RUNNING' WHERE id = {settled}"),
    ("accountant", "UPDATE curriculum_enrolment SET score = 99 WHERE id = {taken}"),
    ("coordinator", "UPDATE curriculum_offering SET state = 'CLOSED' WHERE id = {runs}"),
    *(("accountant", INSTRUCTOR), ("teacher", INSTRUCTOR)),
    *(
        (who, f"UPDATE curriculum_session SET {change}")
        for who in ("coordinator", "lecturer")
        for change in (
            "offering_id = {runs}, instructor_id = NULL WHERE offering_id = {settled}",
            "offering_id = {settled} WHERE id = {session}",
            "recorded_at = '2020-01-01' WHERE id = {session}",
            "recorded_by_id = {accountant} WHERE id = {session}",
        )
    ),
    ("coordinator", "UPDATE curriculum_attendance SET enrolment_id = {taken} WHERE id = {there}"),
    ("principal", "UPDATE curriculum_session SET topic = 'x' WHERE id = {session}"),
    ("lecturer", CORRECTION),
    ("coordinator", "UPDATE curriculum_recovery SET state = 'PASSED'"),
    ("accountant", "UPDATE curriculum_recovery SET state='PASSED', result_on=current_date, evidence='e'"),
    ("coordinator", "UPDATE curriculum_recovery SET hours = 1"),
    ("coordinator", "DELETE FROM curriculum_recovery"),
    ("coordinator", "DELETE FROM curriculum_attendance WHERE id = {there}"),
    ("lecturer", "DELETE FROM curriculum_attendance WHERE id = {there}"),
    ("coordinator", "UPDATE curriculum_session SET hours = 1 WHERE offering_id = {settled}"),
    ("lecturer", JUDGE % ("strange", "{runs}", "current_date", "lecturer")),
    ("lecturer", JUDGE % ("unit", "{runs}", "'2031-01-01'", "lecturer")),
    ("lecturer", JUDGE % ("unit", "{runs}", "'2020-01-01'", "lecturer")),
    ("accountant", JUDGE % ("unit", "NULL", "current_date", "accountant")),
    ("lecturer", "UPDATE curriculum_session SET instructor_id = {other} WHERE id = {session}"),
    ("lecturer", "UPDATE curriculum_instructor SET delivery_id = {delivery} WHERE id = {mine}"),
]


def test_nobody_forges_results(cast, course):
    assert went_through(cast, FORGED_RESULTS, course) == []


def test_names_in_results_are_those_of_the_roster(cast, course):
    wrong = "UPDATE curriculum_enrolment SET name = 'x' WHERE id = {passed}"
    assert done(cast["coordinator"].actor, wrong.format(**course)) == 1
    with as_owner():
        assert models.Enrolment.objects.get(pk=course["passed"]).name == "김가람"


def test_a_judgement_is_given_in_ones_own_role_and_now(cast, course):
    judged = JUDGE % ("unit", "{runs}", "current_date", "lecturer")
    assert done(cast["lecturer"].actor, judged.format(**course)) == 1
    with as_owner():
        found = models.Judgement.objects.get(judged_by=cast["lecturer"])
    assert (found.judged_as, found.recorded_at.year) == ("LECTURER", TODAY.year)
