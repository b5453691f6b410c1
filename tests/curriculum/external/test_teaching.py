"""Attendance, completion, deliveries, credit and what participants say."""

import datetime
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.utils import timezone

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.external import figures, services
from curriculum.external.policies import FIGURE_READERS
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeCertificate,
    SessionAttendance,
    SurveyAnswer,
)
from curriculum.portfolio.credits import Standing
from curriculum.portfolio.plan import plan_of
from curriculum.states import Presence, SeatState
from partners.models import Approval, Delivery
from partners.states import PledgeKind, Role, Unit
from tests import factories
from tests.authorization import act, as_owner, fresh
from tests.curriculum.external.stage import (
    DAY,
    TODAY,
    end,
    issue,
    seats_of,
    selected,
    told,
)


def test_everybody_opens_a_finished_programme(client, cast, programme):
    programme, _issued = issue(cast, programme)
    for member in cast.members.values():
        if member.consortium_id != cast.consortium.pk:
            continue
        client.force_login(member.user)
        page = client.get(f"/{cast.consortium.slug}/external/{programme.pk}/")
        seen = 'id="survey"' in page.content.decode()
        assert (page.status_code, seen) == (200, Role(member.role).kind in FIGURE_READERS), member.role


def test_attendance_completion_certificate_and_deliveries(cast, programme):
    ours = {"consortium": cast.consortium, "partner": cast.partners["university"]}
    days = {"starts_on": TODAY - 30 * DAY, "ends_on": TODAY + 30 * DAY}
    hours = factories.PledgeFactory(kind=PledgeKind.INSTRUCTOR, unit=Unit.HOURS, **ours, **days)
    courses = factories.PledgeFactory(kind=PledgeKind.COURSE, unit=Unit.COURSES, **ours, **days)
    programme, mine, other = selected(cast, programme, seats=2)
    with as_owner():
        session = programme.sessions.get()
        here, there = mine.participant.pk, other.participant.pk
    lecturer = cast["lecturer"]
    with pytest.raises(ValidationError):
        act(lecturer, services.take_attendance, session, marks={here: Presence.PRESENT})
    for _twice in range(2):
        act(
            lecturer,
            services.take_attendance,
            session,
            marks={here: Presence.PRESENT, there: Presence.ABSENT},
        )
    with as_owner():
        assert SessionAttendance.objects.count() == 2
        assert Delivery.objects.get(pledge=hours).amount == 3
    act(cast["coordinator"], services.finish_programme, programme)
    assert (fresh(mine).state, fresh(other).state) == (SeatState.COMPLETED, SeatState.INCOMPLETE)
    with as_owner():
        issued = ProgrammeCertificate.objects.get()
        assert Delivery.objects.filter(pledge=courses).count() == 1
        assert set(Participant.objects.values_list("name", flat=True)) == {""}
    assert (issued.masked_name, issued.hours) == ("김**", 3)
    with pytest.raises(StateConflict):  # what the name was passed on for has ended
        act(cast["teacher"], services.record_guardian, fresh(mine), on=TODAY)
    assert told("programme_completed") == {"student@example.com"}


def test_two_thirds_are_two_thirds():
    programme = ExternalProgramme(needed_share=67)
    assert programme.is_completed_with(Decimal("10.0"), Decimal(15))
    assert not programme.is_completed_with(Decimal("9.9"), Decimal(15))
    assert not ExternalProgramme(needed_share=70).is_completed_with(Decimal("10.0"), Decimal(15))


def test_who_was_there_for_two_thirds_has_completed_in_postgresql_too(cast, programme):
    """PostgreSQL works completion out again: at exactly two thirds both say yes."""
    programme, _mine, _other = selected(cast, programme, seats=2)
    with as_owner():
        programme.sessions.update(hours=Decimal(2))
        later = (datetime.time(8), datetime.time(18))
        for starts_at in later:
            programme.sessions.create(
                on=TODAY,
                starts_at=starts_at,
                hours=Decimal(2),
                consortium_id=programme.consortium_id,
                school_id=programme.school_id,
                provider_id=programme.provider_id,
            )
        sessions = list(programme.sessions.order_by("starts_at"))
    first, second = seats_of(cast, cast["lecturer"], programme)
    for number, session in enumerate(sessions):
        there = Presence.PRESENT if number < 2 else Presence.ABSENT
        rarely = Presence.PRESENT if number < 1 else Presence.ABSENT
        marks = {first.pk: there, second.pk: rarely}
        act(cast["lecturer"], services.take_attendance, session, marks=marks)
    act(cast["curriculum_head"], services.finish_programme, programme)
    with as_owner():
        done = dict(Participant.objects.values_list("pk", "has_completed"))
    assert done == {first.pk: True, second.pk: False}


def test_credit_of_a_programme_stands_in_the_plan_and_goes_with_its_certificate(client, cast, programme):
    with as_owner():
        approval = Approval.objects.create(
            consortium=cast.consortium, body="학교운영위원회", on=TODAY - 30 * DAY, number="1"
        )
        ExternalProgramme.objects.filter(pk=programme.pk).update(credits=2, approval=approval)
    programme, _mine, _other = selected(cast, programme, seats=2)
    client.force_login(cast["student"].user)
    assert "AI 로봇·코딩" in client.get("/paju/me/plan/").content.decode()

    def plan():
        with acting_as(cast["student"].actor):
            found = plan_of(cast.student, by=cast["student"])
        return [(one.credits, one.standing) for one in found.courses if one.area is None]

    assert plan() == [(2, Standing.UNDER_WAY)]
    end(cast, programme)
    assert plan() == [(2, Standing.EARNED)]
    with as_owner():
        ProgrammeCertificate.objects.update(withdrawn_at=timezone.now(), reason="오기")
    assert plan() == []


def test_the_survey_is_answered_once_and_counts_five_at_a_time(cast, programme):
    programme, _issued = issue(cast, programme)
    marks = {"content": 5, "teaching": 4, "again": 5}
    with as_owner():
        ours = {name: getattr(programme, f"{name}_id") for name in ("consortium", "school", "provider")}
        ours = {f"{name}_id": pk for name, pk in ours.items()} | {"programme": programme}
        for _other in range(4):
            SurveyAnswer.objects.create(**marks, **ours)
    assert figures.satisfaction(programme) == figures.Satisfaction(0, ())
    act(cast["student"], services.answer_survey, programme, **marks)
    with pytest.raises(StateConflict):
        act(cast["student"], services.answer_survey, programme, **marks)
    found = figures.satisfaction(programme)
    assert [mean for _label, mean in found.means] == [5, 4, 5]
    with as_owner():
        SurveyAnswer.objects.create(**ours, content=1, teaching=1, again=1)
    figures.count_answers(programme)
    assert figures.satisfaction(programme) == found  # the sixth says nothing until five more are there
