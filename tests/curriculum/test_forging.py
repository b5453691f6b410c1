"""What nobody writes past the pages: SQL under the roles that the portal itself acts under."""

import datetime
from types import SimpleNamespace

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.rowlevel import SYSTEM, Actor, Kind, acting_as
from curriculum import models
from curriculum.states import (
    AnalysisState,
    CourseState,
    EnrolmentState,
    OfferingState,
    ProgrammeStage,
    TableState,
)
from partners.models import Approval
from tests import factories
from tests.authorization import as_owner
from tests.curriculum.demanding import job, survey_of

pytestmark = pytest.mark.django_db
TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)
BORN = ("curriculum.ExternalProgramme:state_of_birth", "curriculum.ProgrammeApplication:state_of_birth")


def done(actor, sql):
    """How many rows the statement reached; None where PostgreSQL refuses it."""
    try:
        with transaction.atomic(), acting_as(actor), connection.cursor() as cursor:
            cursor.execute(sql)
            return cursor.rowcount
    except DatabaseError:
        return None


def went_through(cast, attempts, ids):
    """The attempts that changed or showed a row."""
    found = []
    for who, sql in attempts:
        actor = cast[who].actor if isinstance(who, str) else who
        if done(actor, sql.format(**ids)):
            found.append((who, sql))
    return found


def programme(cast, state, *, number=1, **facts):
    """A programme of one session today, with a seat for each of our two students."""
    ours = {"consortium": cast.consortium, "school": cast.partners["school"]}
    ours |= {"provider": cast.partners["university"]}
    days = dict.fromkeys(("starts_on", "ends_on"), TODAY)
    with as_owner(), pgtrigger.ignore(*BORN):
        made = models.ExternalProgramme.objects.create(
            name=f"과정 {number}",
            description="과정",
            criteria="추첨",
            seats=5,
            seed=7,
            applies_from=TODAY - 9 * DAY,
            applies_until=TODAY - 5 * DAY,
            state=state,
            **days,
            **ours,
            **facts,
        )
        made.session = models.ProgrammeSession.objects.create(
            programme=made,
            on=TODAY,
            starts_at=datetime.time(8 + number),
            hours=3,
            closed_at=timezone.now() if state == ProgrammeStage.FINISHED else None,
            **ours,
        )
        made.held = [
            models.Participant.objects.create(
                application=models.ProgrammeApplication.objects.create(
                    programme=made, student=one, state="SELECTED", student_agreed_at=timezone.now(), **ours
                ),
                programme=made,
                student=one,
                number=place,
                **ours,
            )
            for place, one in enumerate((cast.student, cast.classmate), start=1)
        ]
    return made


@pytest.fixture
def outside(cast):
    """One programme goes on, one is over; of the latter the student has completed it, the classmate not."""
    on, over = (
        programme(cast, ProgrammeStage.SELECTED, number=1),
        programme(cast, ProgrammeStage.FINISHED, number=2),
    )
    mine, other = over.held
    with as_owner():
        models.Participant.objects.filter(pk=mine.pk).update(has_completed=True, attended_hours=3)
        models.Participant.objects.filter(pk=other.pk).update(has_completed=False)
        issued = models.ProgrammeCertificate.objects.create(
            participant=mine,
            student=cast.student,
            school=cast.partners["school"],
            consortium=cast.consortium,
            programme_name=over.name,
            provider_name="기관",
            masked_name="김**",
            starts_on=TODAY,
            ends_on=TODAY,
            hours=3,
        )
        models.SurveyAnswer.objects.create(
            programme=over,
            consortium=cast.consortium,
            school=cast.partners["school"],
            provider=cast.partners["university"],
            **dict.fromkeys(("content", "teaching", "again"), 3),
        )
        back = factories.certified(cast.classmate, cast.partners["university"])
        models.ProgrammeCertificate.objects.filter(pk=back.pk).update(
            withdrawn_at=timezone.now(), reason="오기"
        )
    ids = {
        "newcomer": factories.StudentFactory(school=cast.partners["school"]).pk,
        "taken_back": back.pk,
        "on": on.pk,
        "over": over.pk,
        "session": on.session.pk,
        "held": over.session.pk,
        "mine": mine.pk,
        "other": other.pk,
        "here": on.held[0].pk,
        "student": cast.student.pk,
        "classmate": cast.classmate.pk,
        "school": cast.partners["school"].pk,
        "university": cast.partners["university"].pk,
        "consortium": cast.consortium.pk,
        "lecturer": cast["lecturer"].pk,
        "head": cast["curriculum_head"].pk,
    }
    return SimpleNamespace(on=on, over=over, issued=issued, ids=ids)


CERTIFICATE = (
    "INSERT INTO curriculum_programmecertificate (participant_id, student_id, school_id, consortium_id, code,"
    " programme_name, programme_name_en, provider_name, masked_name, starts_on, ends_on, hours, issued_on,"
    " reason) VALUES ({other}, {classmate}, {school}, {consortium}, 'a-code-that-nobody-will-ever-guess',"
    " '과정 2', '', 'paju university', '이**', current_date, current_date, 0, current_date, '')"
)
ANSWER = (
    "INSERT INTO curriculum_surveyanswer (id, programme_id, consortium_id, school_id, provider_id, content,"
    " teaching, again, is_counted) VALUES (gen_random_uuid(), {%s}, {consortium}, {school}, {university},"
    " %s, 5, 5, false)"
)
SESSION = (
    'INSERT INTO curriculum_programmesession (programme_id, consortium_id, school_id, provider_id, "on",'
    " starts_at, hours, topic) VALUES ({over}, {consortium}, {school}, {university}, current_date, '15:00',"
    " 3, '')"
)
APPLICATION = (
    "INSERT INTO curriculum_programmeapplication (programme_id, student_id, consortium_id, school_id,"
    " provider_id, state, motive, consent_text, guardian_needed, created_at) VALUES ({on}, {newcomer},"
    " {consortium}, {school}, {university}, 'APPLIED', '', '', true, now())"
)
ATTENDANCE = (
    "INSERT INTO curriculum_sessionattendance (session_id, participant_id, student_id, school_id,"
    " provider_id, presence, recorded_by_id, recorded_at) VALUES ({%s}, {%s}, {student}, {school},"
    " {university}, 'PRESENT', {lecturer}, now())"
)
FORGED_OUTSIDE = [
    ("curriculum_head", CERTIFICATE),
    ("accountant", CERTIFICATE),
    ("accountant", "UPDATE curriculum_programmecertificate SET withdrawn_at = now(), reason = 'x'"),
    (
        "curriculum_head",
        "UPDATE curriculum_programmecertificate SET withdrawn_at = '2040-01-01' WHERE id = {taken_back}",
    ),
    ("lecturer", "UPDATE curriculum_programmesession SET closed_at = '2020-01-01' WHERE id = {held}"),
    ("curriculum_head", "UPDATE curriculum_externalprogramme SET state = 'FINISHED' WHERE id = {on}"),
    *(
        (who, f"UPDATE curriculum_programmeapplication SET {change} WHERE programme_id = {{on}}")
        for who in ("teacher", "curriculum_head")
        for change in (
            "student_id = {classmate}",
            "points = 99",
            "place = 1",
            "consent_withdrawn_at = now()",
            "student_agreed_at = '2020-01-01'",
            "guardian_agreed_on = current_date",
        )
    ),
    ("teacher", "UPDATE curriculum_programmeapplication SET state = 'COMPLETED' WHERE programme_id = {on}"),
    ("teacher", APPLICATION),
    ("curriculum_head", "UPDATE curriculum_externalprogramme SET seed = 8 WHERE id = {on}"),
    ("curriculum_head", "UPDATE curriculum_externalprogramme SET seats = 9 WHERE id = {on}"),
    ("curriculum_head", "UPDATE curriculum_externalprogramme SET criteria = 'x' WHERE id = {over}"),
    ("accountant", "UPDATE curriculum_externalprogramme SET reason = 'x' WHERE id = {on}"),
    ("curriculum_head", "UPDATE curriculum_participant SET has_completed = true WHERE id = {other}"),
    ("curriculum_head", "UPDATE curriculum_participant SET has_completed = true WHERE id = {here}"),
    ("curriculum_head", "UPDATE curriculum_participant SET credits = 3 WHERE id = {mine}"),
    ("curriculum_head", "UPDATE curriculum_participant SET number = 9 WHERE id = {mine}"),
    ("accountant", "UPDATE curriculum_participant SET name = '' WHERE id = {mine}"),
    ("student", ANSWER % ("on", 5)),
    ("student", ANSWER % ("over", 9)),
    ("lecturer", SESSION),
    ("curriculum_head", SESSION),
    ("lecturer", "UPDATE curriculum_programmesession SET hours = 1 WHERE id = {held}"),
    ("lecturer", "DELETE FROM curriculum_programmesession WHERE id = {held}"),
    ("lecturer", ATTENDANCE % ("held", "mine")),
    ("lecturer", ATTENDANCE % ("session", "mine")),
    ("curriculum_head", "SELECT * FROM curriculum_surveyanswer"),
    ("official", "SELECT * FROM curriculum_surveyanswer"),
    ("lecturer", "SELECT * FROM curriculum_surveyanswer"),
    ("curriculum_head", "SELECT has_answered FROM curriculum_participant"),
    ("lecturer", "SELECT has_answered FROM curriculum_participant"),
    ("lecturer", "SELECT student_id FROM curriculum_participant"),
    ("lecturer", "SELECT student_id FROM curriculum_sessionattendance"),
    ("lecturer", "UPDATE curriculum_sessionattendance SET student_id = {classmate}"),
    (Actor(Kind.PUBLIC), "SELECT code FROM curriculum_programmecertificate"),
    (Actor(Kind.PUBLIC, code="x"), "SELECT code FROM curriculum_programmecertificate"),
]


def test_nobody_forges_what_happened_outside_the_school(cast, outside):
    assert went_through(cast, FORGED_OUTSIDE, outside.ids) == []
    public = Actor(Kind.PUBLIC, code=outside.issued.code)
    assert done(public, "SELECT code FROM curriculum_programmecertificate") == 1


def test_hours_and_names_are_written_as_they_are_whoever_asks(cast, outside):
    wrong = "UPDATE curriculum_participant SET attended_hours = 40 WHERE id = {here}"
    assert done(cast["lecturer"].actor, wrong.format(**outside.ids)) == 1
    with as_owner():
        models.ProgrammeApplication.objects.update(guardian_agreed_on=TODAY)
    wrong = "UPDATE curriculum_participant SET name = 'x', department = 'y' WHERE id = {here}"
    assert done(cast["curriculum_head"].actor, wrong.format(**outside.ids)) == 1
    with as_owner():
        found = models.Participant.objects.get(pk=outside.ids["here"])
    assert (found.attended_hours, found.name, found.department) == (0, "김가람", "AI융합과 3")


def test_a_seat_has_one_answer_and_does_not_come_back(cast, outside):
    student, ids = cast["student"].actor, outside.ids
    assert done(student, (ANSWER % ("over", 5)).format(**ids)) == 1
    assert done(
        student, "UPDATE curriculum_participant SET is_active = false WHERE id = {here}".format(**ids)
    )
    again = [
        ("student", ANSWER % ("over", 5)),
        ("student", "UPDATE curriculum_participant SET has_answered = false"),
        ("student", "UPDATE curriculum_participant SET is_active = true WHERE id = {here}"),
    ]
    assert went_through(cast, again, ids) == []


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


@pytest.fixture
def approved(cast):
    """What was agreed and approved: a job analysis, a course with its partner, and one before a committee."""
    version = factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.OPEN)
    before = factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.IN_COMMITTEE)
    ours = {"consortium": cast.consortium, "school": cast.partners["school"]}
    with as_owner():
        section = models.CourseSection.objects.create(version=version, school=ours["school"], title="단원")
        taking = models.CoursePartner.objects.create(
            version=version, partner=cast.partners["company"], is_published=True, **ours
        )
        models.CourseContribution.objects.create(
            version=version,
            partner=cast.partners["company"],
            author=cast["hr"],
            person="김현업",
            kind="COMMENT",
            section=section,
            **ours,
        )
        decision = Approval.objects.create(
            consortium=cast.consortium, body="위원회", on=TODAY, number="1", document=""
        )
        with pgtrigger.ignore("curriculum.CourseVersion:state_steps"):
            models.CourseVersion.objects.filter(pk=version.pk).update(
                state=CourseState.APPROVED, curriculum_approval=decision, steering_approval=decision
            )
        reviewed = models.CoursePartner.objects.create(
            version=before, partner=cast.partners["company"], **ours
        )
        foreign = Approval.objects.create(
            consortium=cast.other_consortium, body="위원회", on=TODAY, number="1", document=""
        )
    table = factories.ProgrammeTableFactory(department=cast.department)
    with as_owner(), pgtrigger.ignore("curriculum.ProgrammeTable:state_steps"):
        models.ProgrammeTable.objects.filter(pk=table.pk).update(state=TableState.IN_REVIEW)
    analysis = job(cast, state=AnalysisState.AGREED)
    return {
        "reviewed": reviewed.pk,
        "foreign": foreign.pk,
        "table": table.pk,
        "subject": factories.SubjectFactory(consortium=cast.consortium).pk,
        "version": version.pk,
        "before": before.pk,
        "course": version.course_id,
        "taking": taking.pk,
        "decision": decision.pk,
        "analysis": analysis.pk,
        "rival": cast.partners["rival"].pk,
        "school": cast.partners["school"].pk,
        "consortium": cast.consortium.pk,
    }


FORGED_DECISIONS = [
    ("UPDATE curriculum_jobanalysis SET agreed_on = '2020-01-01' WHERE id = {analysis}"),
    ("UPDATE curriculum_jobanalysis SET agreed_how = 'x' WHERE id = {analysis}"),
    ("UPDATE partners_approval SET number = '2' WHERE id = {decision}"),
    ("DELETE FROM partners_approval WHERE id = {decision}"),
    ("UPDATE curriculum_courseversion SET aims = 'x' WHERE id = {before}"),
    ("UPDATE curriculum_courseversion SET curriculum_approval_id = {decision} WHERE id = {before}"),
    ("DELETE FROM curriculum_coursepartner WHERE id = {taking}"),
    ("DELETE FROM curriculum_coursepartner WHERE id = {reviewed}"),
    ("UPDATE curriculum_coursepartner SET accepted_hours = 9 WHERE id = {reviewed}"),
    ("UPDATE curriculum_coursecontribution SET answered_at = '2020-01-01' WHERE version_id = {version}"),
    ("UPDATE curriculum_jobanalysis SET company_id = {rival} WHERE id = {analysis}"),
    ("DELETE FROM curriculum_jobanalysis WHERE id = {analysis}"),
    ("UPDATE curriculum_subject SET approval_id = {foreign} WHERE id = {subject}"),
    (
        "UPDATE curriculum_courseversion SET state = 'IN_DELIBERATION', curriculum_approval_id = {foreign}"
        " WHERE id = {before}"
    ),
    *(
        f"UPDATE curriculum_programmetable SET state = 'APPROVED', committee_approval_id = {{{one}}},"
        f" approval_id = {{{other}}} WHERE id = {{table}}"
        for one, other in (("decision", "decision"), ("decision", "foreign"))
    ),
    ("UPDATE curriculum_coursepartner SET accepted_hours = 9 WHERE id = {taking}"),
    (
        "INSERT INTO curriculum_coursepartner (version_id, consortium_id, school_id, partner_id, asked_at,"
        " accepted_count, accepted_hours, is_published) VALUES ({version}, {consortium}, {school}, {rival},"
        " now(), 1, 1, true)"
    ),
    ("UPDATE curriculum_course SET name = 'x' WHERE id = {course}"),
    ("UPDATE curriculum_coursecontribution SET section_id = NULL WHERE version_id = {version}"),
]


def test_nobody_rewrites_what_was_agreed_and_approved(cast, approved):
    attempts = [(who, sql) for who in ("curriculum_head", "principal") for sql in FORGED_DECISIONS]
    assert went_through(cast, attempts, approved) == []


def test_nobody_decides_who_has_no_such_office(cast, approved):
    moves = (
        "UPDATE curriculum_courseversion SET state = 'OPEN' WHERE id = {before}",
        "UPDATE curriculum_programmetable SET state = 'DRAFT' WHERE id = {table}",
        "UPDATE curriculum_student SET name = 'x'",
        "UPDATE curriculum_subject SET standard_credits = 9",
        "DELETE FROM curriculum_department",
    )
    attempts = [(who, sql) for who in ("accountant", "training_teacher") for sql in moves]
    assert went_through(cast, attempts, approved) == []


def test_nobody_who_acts_for_the_portal_passes_over_a_trigger(cast, approved):
    """pgtrigger's own setting, which anybody may set, is heeded for the owner alone."""
    aims = "UPDATE curriculum_courseversion SET aims = 'x' WHERE id = {version}".format(**approved)
    passed_over = (
        "SELECT set_config('pgtrigger.ignore', array_agg(tgname)::text, true) FROM pg_trigger"
        " WHERE tgrelid = 'curriculum_courseversion'::regclass"
    )
    for actor in (cast["curriculum_head"].actor, SYSTEM):
        with (
            pytest.raises(DatabaseError, match="does not change"),
            transaction.atomic(),
            acting_as(actor),
            connection.cursor() as cursor,
        ):
            cursor.execute(f"{passed_over}; {aims}")


def test_an_answer_is_given_in_nobody_elses_name(cast):
    survey = survey_of(job(cast, tasks=[((1, 2, 3), ())]), cast)
    with as_owner():
        link = survey.links.get().actor
    ids = {"survey": survey.pk, "hr": cast["hr"].pk, "rival": cast["rival_hr"].pk}
    attempts = [
        (who, f"UPDATE curriculum_survey SET {change} WHERE id = {{survey}}")
        for who, change in (
            (link, "state = 'ANSWERED', answered_by_id = {hr}"),
            (link, "state = 'CLOSED'"),
            ("hr", "state = 'ANSWERED', answered_by_id = {rival}"),
            ("hr", "state = 'CLOSED', answered_by_id = {hr}"),
        )
    ]
    assert went_through(cast, attempts, ids) == []
    answered = (
        "UPDATE curriculum_survey SET state = 'ANSWERED', answered_at = '2020-01-01' WHERE id = {survey}"
    )
    assert done(link, answered.format(**ids)) == 1
    with as_owner():
        assert timezone.localdate(models.Survey.objects.get(pk=survey.pk).answered_at) == TODAY


def test_a_company_alone_answers_and_until_the_last_day(cast):
    survey = survey_of(job(cast, tasks=[((1, 2, 3), ())]), cast)
    with as_owner():
        link = survey.links.get().actor
    ids = {"survey": survey.pk, "hr": cast["hr"].pk, "rival": cast.partners["rival"].pk}
    attempts = [
        ("curriculum_head", f"UPDATE curriculum_survey SET {change} WHERE id = {{survey}}")
        for change in ("jobs = 9", "comment = 'x'", "company_id = {rival}", "answered_by_id = {hr}")
    ]
    attempts.append(
        ("curriculum_head", "UPDATE curriculum_survey SET state = 'ANSWERED' WHERE id = {survey}")
    )
    attempts.append(("accountant", "UPDATE curriculum_survey SET state = 'CLOSED' WHERE id = {survey}"))
    assert went_through(cast, attempts, ids) == []
    with as_owner():
        models.Survey.objects.filter(pk=survey.pk).update(closes_on=TODAY - DAY)
    late = "UPDATE curriculum_survey SET state = 'ANSWERED' WHERE id = {survey}"
    assert went_through(cast, [(link, late)], ids) == []
