"""A new consent, or a new state of the student: what opens again and what must be chosen anew."""

import datetime

import pytest
from django.db import connection
from django.utils import timezone

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.models import Student
from curriculum.roster.services import change_student_state
from curriculum.roster.workflow import GRADUATE, RETURN, TAKE_LEAVE, TRANSFER
from placements import services
from placements.models import Candidate, Consent, Vacancy
from placements.states import ConsentItem, ConsentStanding
from tests import factories
from tests.authorization import as_owner
from tests.placements.consenting import record


def test_a_renewed_consent_brings_the_candidacy_back_with_what_it_gives_now(cast, vacancy):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(attendance_rate=98)
    first = record(cast, items=[ConsentItem.ATTENDANCE])
    with acting_as(cast["student"].actor):
        services.withdraw_consent(first, by=cast["student"])
    record(cast, items=[ConsentItem.COMPETENCIES])
    with as_owner():
        assert list(Candidate.objects.values_list("attendance_band", flat=True)) == [""]


def shortlist(cast):
    candidate = Candidate.objects.get()
    return services.shortlist(candidate, by=cast["hr"])


def seen_by_company(cast):
    """Rows that the company's role reads by SQL: candidates, bands, names."""
    found = []
    with acting_as(cast["hr"].actor), connection.cursor() as cursor:
        for sql in (
            "SELECT state FROM placements_candidate",
            "SELECT attendance_band FROM placements_candidate",
            "SELECT name FROM curriculum_student",
        ):
            cursor.execute(sql)
            found.append([value for (value,) in cursor.fetchall()])
    return found


def chosen(cast):
    """The cast's student, with attendance on record, shortlisted under a consent to everything."""
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(attendance_rate=98)
    consent = record(cast, items=list(ConsentItem.values))
    with acting_as(cast["hr"].actor):
        shortlist(cast)
    assert seen_by_company(cast) == [["SHORTLISTED"], ["HIGH"], ["김가람"]]
    return consent


@pytest.mark.parametrize("who", ["student", "coordinator"])
@pytest.mark.parametrize("state", ["OPEN", "CLOSED"])
def test_under_a_new_consent_nothing_opens_by_the_old_choice(cast, vacancy, who, state):
    consent = chosen(cast)
    with as_owner():
        Vacancy.objects.update(state=state)
    with acting_as(cast[who].actor):
        services.withdraw_consent(consent, by=cast[who])
    with as_owner():
        left = Candidate.objects.values_list("state", "attendance_band", "decided_by").get()
    assert left == ("PROPOSED", "", None)
    record(cast, items=[ConsentItem.NAME])
    assert seen_by_company(cast) == [["PROPOSED"], [""], []]


def test_a_consent_that_ran_out_and_was_replaced_needs_a_new_choice_too(cast, vacancy):
    chosen(cast)
    with as_owner():
        Consent.objects.all().delete()
        factories.ConsentFactory(
            student=cast.student,
            recipient=cast.partners["company"],
            valid_until=timezone.localdate() - datetime.timedelta(days=1),
        )
    record(cast, items=[ConsentItem.NAME])
    assert seen_by_company(cast) == [["PROPOSED"], [""], []]


@pytest.mark.parametrize("step", [TAKE_LEAVE, TRANSFER, GRADUATE])
def test_who_is_not_enrolled_is_not_shown_and_back_again_is_shown_as_before(cast, vacancy, step):
    chosen(cast)
    coordinator = cast["coordinator"]

    def change(step):
        with acting_as(coordinator.actor):
            change_student_state(cast.student, by=coordinator, step=step, reason="학적 변동 기록")

    change(step)
    assert seen_by_company(cast) == [[], [], []]
    with as_owner():
        resting = Consent.objects.get()
        assert (resting.standing, resting.is_live) == (ConsentStanding.PAUSED, False)
        assert not Consent.objects.live().exists()
        hidden = Candidate.objects.get()
    with acting_as(cast["hr"].actor), pytest.raises(StateConflict):
        services.decline(hidden, by=cast["hr"], reason="FILLED")
    change(RETURN)
    assert seen_by_company(cast) == [["SHORTLISTED"], ["HIGH"], ["김가람"]]


def test_a_consent_recorded_for_somebody_on_leave_opens_nothing(cast, vacancy):
    with as_owner():
        Student.objects.filter(pk=cast.student.pk).update(state="ON_LEAVE")
    assert record(cast, items=[ConsentItem.NAME]).student_id == cast.student.pk
    assert seen_by_company(cast) == [[], [], []]
    with as_owner():
        assert Consent.objects.get().standing == ConsentStanding.PAUSED
