"""What PostgreSQL itself lets instructors from outside see and write, and what nobody may."""

import pytest
from django.db import DatabaseError, connection, transaction

from consortium.rowlevel import acting_as
from curriculum.models import Enrolment
from tests import factories
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db
INSUFFICIENT_PRIVILEGE = "42501"
JUDGE = (
    "INSERT INTO curriculum_judgement (student_id, school_id, unit_id, offering_id, judged_on, judged_by_id,"
    " outcome, judged_as, evidence, reason, recorded_at)"
    " VALUES (%s, %s, %s, %s, current_date, %s, 'ACHIEVED', '', 'e', '', now())"
)


def run(member, sql, params=()):
    try:
        with transaction.atomic(), acting_as(member.actor), connection.cursor() as cursor:
            cursor.execute(sql, params)
            return cursor.rowcount
    except DatabaseError as error:
        return "refused" if error.__cause__.sqlstate == INSUFFICIENT_PRIVILEGE else str(error)


@pytest.fixture
def course(cast):
    """The lecturer and the company's trainer each teach one course; the student takes the lecturer's."""
    units = [factories.UnitFactory()]
    subject = factories.SubjectFactory(consortium=cast.consortium)
    hers = factories.OfferingFactory(subject=subject, units=units)
    other = factories.OfferingFactory(subject=subject, section="B")
    factories.InstructorFactory(offering=hers, member=cast["lecturer"])
    factories.InstructorFactory(offering=other, member=cast["trainer"])
    factories.EnrolmentFactory(student=cast.student, offering=hers)
    factories.EnrolmentFactory(student=cast.classmate, offering=other)
    hers.unit = units[0]
    hers.other = other
    return hers


def judged(cast, course, student, who, signed=None, offering=None):
    offering = offering or course
    values = [student.pk, student.school_id, course.unit.pk, offering.pk, (signed or who).pk]
    return run(who, JUDGE, values)


def test_a_lecturer_judges_in_the_own_course_and_name_only(cast, course):
    lecturer = cast["lecturer"]
    assert judged(cast, course, cast.student, lecturer) == 1
    assert judged(cast, course, cast.student, lecturer, signed=cast["coordinator"]) == "refused"
    assert judged(cast, course, cast.classmate, lecturer) == "refused"  # takes another course
    assert judged(cast, course, cast.classmate, lecturer, offering=course.other) == "refused"
    assert judged(cast, course, cast.student, cast["trainer"]) == "refused"
    assert judged(cast, course, cast.foreign_student, cast["coordinator"]) == "refused"


def test_a_lecturer_reads_the_class_roster_and_nothing_else_of_students(cast, course):
    lecturer = cast["lecturer"]
    with acting_as(lecturer.actor):
        assert list(Enrolment.objects.values_list("name", "student_number")) == [("김가람", "30101")]
    assert run(lecturer, "SELECT 1 FROM curriculum_student") == "refused"
    assert run(lecturer, "SELECT 1 FROM curriculum_contact") == "refused"
    assert run(cast["trainer"], "SELECT 1 FROM curriculum_student") == 0
    assert run(cast["trainer"], "SELECT 1 FROM curriculum_enrolment") == 1
    assert run(cast["hr"], "SELECT 1 FROM curriculum_enrolment") == 0
    assert run(cast["official"], "SELECT 1 FROM curriculum_enrolment") == "refused"


def test_class_rosters_follow_the_roster(cast, course):
    with as_owner():
        cast.student.name, cast.student.number = "김하람", 7
        cast.student.save()
        row = Enrolment.objects.get(student=cast.student)
    assert (row.name, row.student_number) == ("김하람", "30107")


def test_a_judgement_is_never_changed_and_a_result_never_written_by_hand(cast, course):
    factories.AttainmentFactory(student=cast.student, unit=course.unit)
    for who in ("coordinator", "lecturer", "student"):
        assert run(cast[who], "UPDATE curriculum_judgement SET evidence = 'x'") == "refused"
        assert run(cast[who], "DELETE FROM curriculum_judgement") == "refused"
        assert run(cast[who], "UPDATE curriculum_attainment SET evidence = 'x'") == "refused"
        assert run(cast[who], "DELETE FROM curriculum_attainment") == "refused"


def test_sessions_and_attendance_are_written_in_running_courses_of_ones_own(cast, course):
    lecturer, enrolment = cast["lecturer"], Enrolment.objects
    session = (
        'INSERT INTO curriculum_session (school_id, offering_id, "on", period, hours, topic, recorded_by_id,'
        " recorded_at) VALUES (%s, %s, current_date, %s, 2, '', %s, now()) RETURNING id"
    )
    school = course.school_id
    assert run(lecturer, session, [school, course.pk, 1, lecturer.pk]) == 1
    assert run(lecturer, session, [school, course.other.pk, 3, lecturer.pk]) == "refused"
    assert run(lecturer, session, [school, course.pk, 3, cast["coordinator"].pk]) == "refused"
    with as_owner():
        row = enrolment.get(student=cast.student)
        stranger = enrolment.get(student=cast.classmate)
        held = course.sessions.get()
    attend = (
        "INSERT INTO curriculum_attendance (student_id, school_id, enrolment_id, session_id, presence)"
        " VALUES (%s, %s, %s, %s, 'PRESENT')"
    )
    assert run(lecturer, attend, [stranger.student_id, school, stranger.pk, held.pk]) == "refused"
    assert run(lecturer, attend, [stranger.student_id, school, row.pk, held.pk]) == "refused"
    assert run(lecturer, attend, [row.student_id, school, row.pk, held.pk]) == 1
    with as_owner():
        course.state = "CLOSED"
        course.save()
    late = "UPDATE curriculum_attendance SET presence = 'LATE'"
    assert run(lecturer, late) == "refused"


def test_students_read_their_own_courses_only(cast, course):
    student = cast["student"]
    for table in ("offering", "enrolment", "instructor"):
        assert run(student, f"SELECT 1 FROM curriculum_{table}") == 1
