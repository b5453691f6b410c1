"""What nobody writes past the pages about programmes outside the school."""

import datetime
from types import SimpleNamespace

import pgtrigger
import pytest
from django.utils import timezone

from consortium.rowlevel import Actor, Kind
from curriculum import models
from curriculum.states import (
    ProgrammeStage,
)
from tests import factories
from tests.authorization import as_owner
from tests.curriculum.forging.stage import BORN, DAY, TODAY, done, went_through

pytestmark = pytest.mark.django_db


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


def numbers(cast, on, over):
    """By which names the attempts call the ids of these rows."""
    mine, other = over.held
    return {
        "newcomer": factories.StudentFactory(school=cast.partners["school"]).pk,
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
    ids = numbers(cast, on, over) | {"taken_back": back.pk}
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
