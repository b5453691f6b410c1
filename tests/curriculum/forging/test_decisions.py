"""What nobody writes past the pages about what was agreed, decided and answered."""

import pgtrigger
import pytest
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.rowlevel import SYSTEM, acting_as
from curriculum import models
from curriculum.states import (
    AnalysisState,
    CourseState,
    TableState,
)
from partners.models import Approval
from tests import factories
from tests.authorization import as_owner
from tests.curriculum.demanding import job, survey_of
from tests.curriculum.forging.stage import DAY, TODAY, done, went_through

pytestmark = pytest.mark.django_db


def approve(version, cast):
    """A company took part in it, and a committee has decided: the company's row and the decision."""
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
    return taking, decision


@pytest.fixture
def approved(cast):
    """What was agreed and approved: a job analysis, a course with its partner, and one before a committee."""
    version = factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.OPEN)
    before = factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.IN_COMMITTEE)
    ours = {"consortium": cast.consortium, "school": cast.partners["school"]}
    taking, decision = approve(version, cast)
    with as_owner():
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
