"""Two people at the same course or the same last seat at the same time."""

import datetime
from decimal import Decimal

import pytest
from django.utils import timezone

from consortium.rowlevel import acting_as
from curriculum.codevelopment import services as courses
from curriculum.external import services as external
from curriculum.models import (
    CourseContribution,
    CoursePartner,
    CourseSection,
    CourseVersion,
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
)
from curriculum.states import ContributionKind, CourseState, ProgrammeStage, SeatState
from tests import factories
from tests.authorization import as_owner
from tests.cast import assemble
from tests.racing import at_once, by, kinds

pytestmark = pytest.mark.django_db(transaction=True)
TODAY = timezone.localdate()


@pytest.fixture
def stage():
    cast = assemble()
    cast.version = factories.CourseVersionFactory(consortium=cast.consortium, state=CourseState.OPEN)
    ours = {"consortium": cast.consortium, "school": cast.partners["school"]}
    with as_owner():
        CoursePartner.objects.create(version=cast.version, partner=cast.partners["company"], **ours)
        cast.section = CourseSection.objects.create(
            version=cast.version, school=cast.partners["school"], title="단원", hours=4
        )
    return cast


def test_of_two_answers_to_one_contribution_one_counts(stage):
    with acting_as(stage["hr"].actor):
        contribution = courses.contribute(
            stage.version,
            by=stage["hr"],
            kind=ContributionKind.CHANGE,
            person="현업",
            section=stage.section,
            seen=1,
            title="단원",
            content="고침",
            teaching_hours=6,
            hours=Decimal(2),
        )
    accepted = {"title": "단원", "content": "고침", "teaching_hours": 6, "seen": 1}
    acts = [
        by(stage[who], courses.accept_contribution, contribution, **accepted)
        for who in ("curriculum_head", "coordinator")
    ]
    assert kinds(at_once(*acts)) == ["CourseContribution", "StateConflict"]
    with as_owner():
        assert CoursePartner.objects.get(version=stage.version).accepted_count == 1


def test_a_contribution_and_the_step_before_the_committee_do_not_pass_each_other(stage):
    comment = {"kind": ContributionKind.COMMENT, "person": "현업", "comment": "의견"}
    at_once(
        by(stage["hr"], courses.contribute, stage.version, **comment),
        by(stage["curriculum_head"], courses.submit_version, stage.version),
    )
    with as_owner():
        state = CourseVersion.objects.get(pk=stage.version.pk).state
        waiting = CourseContribution.objects.filter(version=stage.version).waiting().count()
    assert (state, waiting) in {(CourseState.OPEN, 1), (CourseState.IN_COMMITTEE, 0)}


def test_two_who_give_seats_back_make_room_for_two_and_never_for_more(stage):
    ours = {
        "consortium": stage.consortium,
        "school": stage.partners["school"],
        "provider": stage.partners["university"],
    }
    days = dict.fromkeys(("starts_on", "ends_on", "applies_from", "applies_until"), TODAY)
    students = [
        factories.StudentFactory(department=stage.department, class_no=2, number=number)
        for number in range(1, 6)
    ]
    with as_owner():
        programme = ExternalProgramme.objects.create(
            name="과정", description="과정", criteria="추첨", seats=2, **days, **ours
        )
        for state in (ProgrammeStage.OPEN, ProgrammeStage.SELECTED):
            ExternalProgramme.objects.filter(pk=programme.pk).update(state=state)
        seats = [
            ProgrammeApplication.objects.create(
                programme=programme,
                student=student,
                place=place,
                state=SeatState.SELECTED if place <= 2 else SeatState.WAITING,
                **ours,
            )
            for place, student in enumerate(students, start=1)
        ]
        for number, seat in enumerate(seats[:2], start=1):
            Participant.objects.create(
                application=seat, programme=programme, student=seat.student, number=number, **ours
            )
    acts = [
        by(stage[who], external.withdraw_application, seat)
        for who, seat in zip(("teacher", "coordinator"), seats, strict=False)
    ]
    assert kinds(at_once(*acts)) == ["ProgrammeApplication"] * 2
    with as_owner():
        held = ProgrammeApplication.objects.filter(programme=programme).holding()
        assert sorted(held.values_list("place", flat=True)) == [3, 4]
        assert Participant.objects.active().filter(programme=programme).count() == 2


def test_a_student_who_applies_twice_at_once_has_applied_once(stage):
    ours = {
        "consortium": stage.consortium,
        "school": stage.partners["school"],
        "provider": stage.partners["university"],
    }
    with as_owner():
        programme = ExternalProgramme.objects.create(
            name="과정",
            description="과정",
            criteria="추첨",
            seats=2,
            starts_on=TODAY + datetime.timedelta(days=5),
            ends_on=TODAY + datetime.timedelta(days=5),
            applies_from=TODAY,
            applies_until=TODAY + datetime.timedelta(days=1),  # the day may end meanwhile
            **ours,
        )
        ExternalProgramme.objects.filter(pk=programme.pk).update(state=ProgrammeStage.OPEN)
    acts = [by(stage["student"], external.apply_for, programme, agrees=True) for _twice in range(2)]
    assert kinds(at_once(*acts)) == ["ProgrammeApplication"] * 2
    with as_owner():
        assert ProgrammeApplication.objects.filter(programme=programme).count() == 1
