"""Programmes outside the school: fair seats, names only by consent, attendance, certificates, deliveries."""

import datetime
import hashlib
import re
from decimal import Decimal

import pytest
from django.core.cache import cache
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from consortium.audit.models import AccessRecord
from consortium.notifications.models import Notification
from consortium.rowlevel import Actor, Kind, acting_as
from consortium.workflow import StateConflict
from curriculum.external import certificate, figures, services
from curriculum.external.drawing import drawn
from curriculum.external.policies import FIGURE_READERS
from curriculum.external.public import verified
from curriculum.external.services.seats import give_free_seats
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
    ProgrammeCertificate,
    SessionAttendance,
    SurveyAnswer,
)
from curriculum.portfolio.credits import Standing
from curriculum.portfolio.plan import plan_of
from curriculum.roster import services as roster
from curriculum.roster.workflow import GRADUATE, LEAVE_SCHOOL, TRANSFER
from curriculum.states import Presence, ProgrammeStage, SeatState, Selection, TableState
from partners.models import Approval, Delivery
from partners.states import PledgeKind, Role, Unit
from tests import factories
from tests.authorization import act, as_owner, fresh

TODAY = timezone.localdate()
DAY = datetime.timedelta(days=1)


def facts(**changed):
    return {
        "name": "AI 로봇·코딩",
        "description": "로봇을 만든다.",
        "starts_on": TODAY + 5 * DAY,
        "ends_on": TODAY + 20 * DAY,
        "seats": 1,
        "applies_from": TODAY - 5 * DAY,
        "applies_until": TODAY,
        "criteria": "추첨합니다.",
    } | changed


@pytest.fixture
def programme(cast):
    """Open for application until today, one seat, one session of three hours."""
    head = cast["curriculum_head"]
    found = act(head, services.enter_programme, provider=cast.partners["university"], **facts())
    act(
        head,
        services.add_session,
        found,
        on=TODAY + 6 * DAY,
        starts_at=datetime.time(14),
        hours=Decimal(3),
    )
    return act(head, services.open_programme, found)


def close_applications(programme):
    """Time goes on: applications have closed, and the session is today."""
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(
            applies_until=TODAY - DAY, starts_on=TODAY, ends_on=TODAY
        )
        programme.sessions.update(on=TODAY)
    return fresh(programme)


def apply_both(cast, programme):
    """The student and, through a teacher, the classmate; both agree to be named."""
    mine = act(cast["student"], services.apply_for, programme, agrees=True, motive="로봇이 좋아서")
    other = act(cast["teacher"], services.apply_for, programme, agrees=True, student=cast.classmate)
    return mine, other


def selected(cast, programme, seats=1):
    mine, other = apply_both(cast, programme)
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(seats=seats)
    programme = close_applications(programme)
    act(cast["curriculum_head"], services.select_participants, programme)
    return fresh(programme), fresh(mine), fresh(other)


def seats_of(cast, member, programme):
    with acting_as(member.actor):
        return list(Participant.objects.visible_to(member).active().filter(programme=programme))


def told(event):
    with as_owner():
        found = Notification.objects.filter(event=f"curriculum/{event}")
        return set(found.values_list("recipient__email", flat=True))


def test_a_provider_enters_its_own_programme_and_the_school_opens_it(cast):
    lecturer = cast["lecturer"]
    draft = act(lecturer, services.enter_programme, **facts())
    assert (draft.provider_id, draft.state) == (lecturer.partner_id, ProgrammeStage.DRAFT)
    assert told("programme_offered") == {"curriculum_head@example.com", "coordinator@example.com"}
    with pytest.raises(PermissionDenied):
        act(lecturer, services.open_programme, draft)
    with acting_as(cast["student"].actor):
        assert not ExternalProgramme.objects.filter(pk=draft.pk).exists()
    lesson = {"on": draft.starts_on, "starts_at": datetime.time(14), "hours": Decimal(3)}
    act(lecturer, services.add_session, draft, **lesson)
    act(cast["coordinator"], services.open_programme, draft)
    with acting_as(cast["student"].actor):
        assert ExternalProgramme.objects.visible_to(cast["student"]).filter(pk=draft.pk).exists()
    with pytest.raises(StateConflict):  # what the lecturer still has on screen is a draft
        act(lecturer, services.correct_programme, draft, name="바꿈")
    with pytest.raises(PermissionDenied):
        act(lecturer, services.correct_programme, fresh(draft), name="바꿈")


def test_credit_needs_an_approval_from_before_the_first_day(cast):
    head, university = cast["curriculum_head"], cast.partners["university"]
    with as_owner():
        late = Approval.objects.create(
            consortium=cast.consortium, body="학교운영위원회", on=TODAY + 6 * DAY, number="1"
        )
        early, strange, of_a_table = (
            Approval.objects.create(consortium=cast.consortium, body=body, on=TODAY - DAY, number=str(number))
            for number, body in enumerate(("학교운영위원회", "현장실습운영위원회", "학교운영위원회"), start=2)
        )
    factories.ProgrammeTableFactory(
        department=cast.department, state=TableState.APPROVED, approval=of_a_table
    )
    for approval in (None, late, strange, of_a_table):
        with pytest.raises(ValidationError) as refused:
            act(head, services.enter_programme, provider=university, **facts(credits=2, approval=approval))
        assert "approval" in refused.value.error_dict
    found = act(head, services.enter_programme, provider=university, **facts(credits=2, approval=early))
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        ExternalProgramme.objects.filter(pk=found.pk).update(approval=late)


@pytest.mark.parametrize(
    "forged",
    [
        {"state": SeatState.SELECTED, "consent_withdrawn_at": timezone.now()},
        {"state": SeatState.SELECTED},
        {"state": SeatState.WAITING, "consent_withdrawn_at": timezone.now()},
    ],
)
def test_no_student_takes_a_seat_past_the_draw(cast, programme, forged):
    mine = act(cast["student"], services.apply_for, programme, agrees=True)
    held = ProgrammeApplication.objects.filter(pk=mine.pk)
    with acting_as(cast["student"].actor), pytest.raises(DatabaseError), transaction.atomic():
        held.update(**forged)
    act(cast["student"], services.withdraw_consent, mine)
    with acting_as(cast["student"].actor):
        for again in (
            {"state": SeatState.SELECTED},
            {"consent_withdrawn_at": timezone.now() + DAY},
            {"consent_withdrawn_at": None},
        ):
            with pytest.raises(DatabaseError), transaction.atomic():
                held.update(**again)
    act(cast["student"], services.withdraw_application, mine)
    assert fresh(mine).state == SeatState.WITHDRAWN


@pytest.mark.parametrize(
    ("born", "needed"),
    [
        (datetime.date(2009, 5, 1), True),
        ((TODAY + 5 * DAY).replace(year=TODAY.year - 19), False),
        ((TODAY + 6 * DAY).replace(year=TODAY.year - 19), True),
    ],
)
def test_the_birth_decides_whether_a_guardian_must_agree(cast, programme, born, needed):
    with as_owner():
        type(cast.student).objects.filter(pk=cast.student.pk).update(
            birth_date=born, entry_year=born.year + 15
        )
    facts = {
        "programme": programme,
        "consortium": cast.consortium,
        "school": cast.partners["school"],
        "provider": cast.partners["university"],
        "student_agreed_at": timezone.now(),
        "guardian_needed": not needed,
    }
    with acting_as(cast["student"].actor):
        mine = ProgrammeApplication.objects.create(student_id=cast.student.pk, **facts)
    assert fresh(mine).guardian_needed is needed


def test_sessions_of_a_day_follow_each_other(cast, programme):
    on = TODAY + 6 * DAY  # where one session takes from two to five
    lecturer = cast["lecturer"]

    def add(by, begins, hours):
        return act(by, services.add_session, programme, on=on, starts_at=begins, hours=Decimal(hours))

    for begins, hours in ((datetime.time(14, 1), 2), (datetime.time(11), 4), (datetime.time(13), 8)):
        with pytest.raises(ValidationError) as refused:
            add(cast["curriculum_head"], begins, hours)
        assert "starts_at" in refused.value.error_dict
    for begins, hours in ((datetime.time(17), 6), (datetime.time(22), 3)):
        with pytest.raises(ValidationError) as refused:
            add(lecturer, begins, hours)
        assert "hours" in refused.value.error_dict
    add(lecturer, datetime.time(17), 5)
    with pytest.raises(ValidationError):
        add(lecturer, datetime.time(9), 1)
    add(cast["curriculum_head"], datetime.time(9), 1)  # the school answers for a long day
    with as_owner():
        assert sum(one.hours for one in programme.sessions.filter(on=on)) == 9


def test_a_student_applies_once_and_only_in_the_days(cast, programme):
    first = act(cast["student"], services.apply_for, programme, agrees=False)
    assert act(cast["student"], services.apply_for, programme, agrees=False).pk == first.pk
    programme = close_applications(programme)
    act(cast["student"], services.withdraw_application, first)
    with pytest.raises(StateConflict):
        act(cast["student"], services.apply_for, programme, agrees=False)
    with acting_as(cast["student"].actor), pytest.raises(DatabaseError), transaction.atomic():
        ProgrammeApplication.objects.create(
            programme=programme,
            consortium=cast.consortium,
            school=cast.partners["school"],
            provider=cast.partners["university"],
            student=cast.student,
        )


POINTS = st.sampled_from([None, Decimal(50), Decimal(80)])


@given(
    points=st.dictionaries(st.integers(1, 999), POINTS, min_size=1, max_size=12),
    seed=st.integers(0, 2**32 - 1),
    shuffle=st.randoms(use_true_random=False),
)
def test_a_draw_can_be_worked_out_again_and_leaves_nobody_out(points, seed, shuffle):
    order = drawn(points.items(), seed, ranked=False)
    assert sorted(order) == sorted(points)
    shuffled = list(points.items())
    shuffle.shuffle(shuffled)
    assert drawn(shuffled, seed, ranked=False) == order
    ranked = drawn(shuffled, seed, ranked=True)
    values = [points[pk] or Decimal(0) for pk in ranked]
    assert values == sorted(values, reverse=True)
    equals = [pk for pk in ranked if (points[pk] or Decimal(0)) == values[0]]
    assert equals == [pk for pk in order if pk in equals]


def test_seats_go_by_the_recorded_draw_and_the_rest_wait(cast, programme):
    programme, mine, other = selected(cast, programme)
    assert programme.state == ProgrammeStage.SELECTED
    order = drawn([(mine.pk, None), (other.pk, None)], programme.seed, ranked=False)
    by_place = {one.pk: (one.place, one.state) for one in (mine, other)}
    assert by_place[order[0]] == (1, SeatState.SELECTED)
    assert by_place[order[1]] == (2, SeatState.WAITING)
    assert len(seats_of(cast, cast["lecturer"], programme)) == 1
    assert told("participants_selected") == {"lecturer@example.com"}


def test_points_decide_before_the_draw(cast, programme):
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(selection=Selection.RANKED)
    mine, other = apply_both(cast, programme)
    programme = close_applications(programme)
    act(cast["curriculum_head"], services.give_points, mine, points=Decimal(60))
    with pytest.raises(ValidationError):
        act(cast["curriculum_head"], services.select_participants, programme)
    act(cast["curriculum_head"], services.give_points, other, points=Decimal(90))
    act(cast["curriculum_head"], services.select_participants, programme)
    assert (fresh(mine).state, fresh(other).state) == (SeatState.WAITING, SeatState.SELECTED)


def test_whoever_waits_moves_up_when_somebody_gives_a_seat_back(cast, programme):
    programme, mine, other = selected(cast, programme)
    holder, waiting = (mine, other) if mine.state == SeatState.SELECTED else (other, mine)
    by = cast["student"] if holder.pk == mine.pk else cast["teacher"]
    act(by, services.withdraw_application, holder)
    assert fresh(waiting).state == SeatState.SELECTED
    assert [one.number for one in seats_of(cast, cast["lecturer"], programme)] == [2]
    with pytest.raises(StateConflict):
        act(by, services.withdraw_application, holder)


@pytest.mark.parametrize("leaves", [LEAVE_SCHOOL, TRANSFER])
def test_who_leaves_the_school_is_named_to_nobody_and_the_seat_goes_on(cast, programme, leaves):
    programme, mine, other = selected(cast, programme)
    first, second = (mine, other) if mine.state == SeatState.SELECTED else (other, mine)
    act(cast["teacher"], services.record_guardian, first, on=TODAY)
    act(
        cast["coordinator"],
        roster.change_student_state,
        first.student,
        step=leaves,
        reason="이사하여 전학",
    )
    assert fresh(first).state == SeatState.WITHDRAWN
    assert seats_of(cast, cast["lecturer"], programme) == []
    with as_owner():
        assert set(Participant.objects.values_list("name", "department")) == {("", "")}
    assert (give_free_seats(), give_free_seats()) == (1, 0)
    assert fresh(second).state == SeatState.SELECTED
    assert len(seats_of(cast, cast["lecturer"], programme)) == 1


@pytest.mark.parametrize(
    ("leaves", "starts", "ends", "kept"),
    [
        (LEAVE_SCHOOL, -3, -1, True),  # over, and ends with its result
        (LEAVE_SCHOOL, -3, 1, False),
        (GRADUATE, -3, 1, True),  # begun
        (GRADUATE, 1, 3, False),
    ],
)
def test_who_leaves_keeps_what_was_earned(cast, programme, leaves, starts, ends, kept):
    programme, mine, other = selected(cast, programme)
    seated = mine if mine.state == SeatState.SELECTED else other
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(
            starts_on=TODAY + starts * DAY, ends_on=TODAY + ends * DAY
        )
    leaving = {"step": leaves, "reason": "학적 변동"}
    act(cast["coordinator"], roster.change_student_state, seated.student, **leaving)
    assert (fresh(seated).state == SeatState.SELECTED) is kept
    assert give_free_seats() == (0 if kept else 1)


def test_a_seat_in_what_is_over_goes_to_nobody(cast, programme):
    programme, mine, other = selected(cast, programme)
    seated = mine if mine.state == SeatState.SELECTED else other
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(
            starts_on=TODAY - 3 * DAY, ends_on=TODAY - DAY
        )
    act(cast["teacher"], services.withdraw_application, seated)
    assert seats_of(cast, cast["lecturer"], programme) == []


def test_no_more_hold_a_seat_than_there_are_whoever_writes(cast, programme):
    programme, mine, other = selected(cast, programme)
    waiting = mine if mine.state == SeatState.WAITING else other
    with as_owner(), connection.cursor() as cursor, pytest.raises(DatabaseError), transaction.atomic():
        cursor.execute(
            "UPDATE curriculum_programmeapplication SET state = 'SELECTED' WHERE id = %s", [waiting.pk]
        )


def test_the_provider_sees_a_number_until_student_and_guardian_agreed(cast, programme):
    programme, mine, _other = selected(cast, programme, seats=2)
    lecturer = cast["lecturer"]
    assert {one.name for one in seats_of(cast, lecturer, programme)} == {""}
    with pytest.raises(ValidationError):  # a paper from before the student agreed says nothing of this
        act(cast["teacher"], services.record_guardian, mine, on=TODAY - DAY)
    act(cast["teacher"], services.record_guardian, mine, on=TODAY)
    assert {one.name for one in seats_of(cast, lecturer, programme)} == {"", "김가람"}
    act(cast["student"], services.withdraw_consent, fresh(mine))
    assert {one.name for one in seats_of(cast, lecturer, programme)} == {""}
    assert told("naming_withdrawn") == {"curriculum_head@example.com", "coordinator@example.com"}
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        Participant.objects.filter(application=mine).update(name="김가람")
    for table in ("curriculum_student", "curriculum_programmeapplication", "curriculum_programmecertificate"):
        with (
            acting_as(lecturer.actor),
            connection.cursor() as cursor,
            pytest.raises(DatabaseError),
            transaction.atomic(),
        ):
            cursor.execute(f"SELECT * FROM {table}")


def test_nobody_agrees_to_anything_for_a_withdrawn_application(cast, programme):
    mine = act(cast["student"], services.apply_for, programme, agrees=True)
    act(cast["student"], services.withdraw_application, mine)
    with pytest.raises(StateConflict):
        act(cast["teacher"], services.record_guardian, fresh(mine), on=TODAY)
    with pytest.raises(StateConflict):
        act(cast["student"], services.agree_to_naming, fresh(mine))


def test_everybody_opens_a_finished_programme(client, cast, programme):
    programme, _issued = issue(cast, programme)
    for member in cast.members.values():
        if member.consortium_id != cast.consortium.pk:
            continue
        client.force_login(member.user)
        page = client.get(f"/{cast.consortium.slug}/external/{programme.pk}/")
        seen = 'id="survey"' in page.content.decode()
        assert (page.status_code, seen) == (200, Role(member.role).kind in FIGURE_READERS), member.role


def test_a_stranger_to_the_programme_sees_no_participants(cast, programme):
    programme, _mine, _other = selected(cast, programme, seats=2)
    for who in ("hr", "official", "association_secretary"):
        with acting_as(cast[who].actor):
            assert not Participant.objects.visible_to(cast[who]).exists()


def test_of_whom_a_provider_reads_is_recorded_though_it_does_not_learn_it(client, cast, programme):
    programme, _mine, _other = selected(cast, programme, seats=2)
    client.force_login(cast["lecturer"].user)
    assert client.get(f"/{cast.consortium.slug}/external/{programme.pk}/").status_code == 200
    with as_owner():
        (record,) = AccessRecord.objects.filter(what="curriculum.Participant", member_id=cast["lecturer"].pk)
    assert (record.subjects, record.unnamed_rows) == ([cast.student.pk, cast.classmate.pk], 0)


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


def issue(cast, programme):
    return end(cast, selected(cast, programme, seats=2)[0])


def end(cast, programme):
    with as_owner():
        session = programme.sessions.get()
        marks = dict.fromkeys(programme.participants.values_list("pk", flat=True), Presence.PRESENT)
    act(cast["lecturer"], services.take_attendance, session, marks=marks)
    act(cast["coordinator"], services.finish_programme, programme)
    with as_owner():
        return fresh(programme), ProgrammeCertificate.objects.get(student=cast.student)


def test_the_public_sees_no_more_of_a_certificate_than_needed(client, cast, programme):
    _programme, issued = issue(cast, programme)
    page = client.get(f"/verify/{issued.code}/")
    text = page.content.decode()
    assert page.status_code == 200
    assert ("김**" in text, "김가람" in text, f"{issued.issued_on:%Y}-{issued.pk:05d}" in text) == (
        True,
        False,
        True,
    )
    assert page["Cache-Control"].startswith("max-age=0")
    assert client.get("/verify/not-a-code/").status_code == 404
    assert client.get("/verify/%00abc/").status_code == 404
    with acting_as(Actor(Kind.PUBLIC)), pytest.raises(DatabaseError), transaction.atomic():
        list(ProgrammeCertificate.objects.values_list("student"))
    act(cast["coordinator"], services.withdraw_certificate, issued, reason="잘못 발급했습니다.")
    assert verified(issued.code).withdrawn_at is not None
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        ProgrammeCertificate.objects.filter(pk=issued.pk).update(hours=9)


def test_many_guesses_from_one_address_have_to_wait(client, cast, monkeypatch):
    cache.clear()  # pages that other tests opened in this minute
    monkeypatch.setattr("curriculum.external.public.PAGES_A_MINUTE", 2)
    answers = [client.get(f"/verify/guess-{number}/").status_code for number in range(4)]
    assert answers[0] == 404
    assert answers[-1] == 429


def test_the_certificate_is_a_pdf_with_a_code(cast, programme):
    _programme, issued = issue(cast, programme)
    with as_owner():
        assert certificate.pdf(ProgrammeCertificate.objects.get(pk=issued.pk)).startswith(b"%PDF-")
    assert certificate.qr_svg("https://example.com").count("<path") == 1


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


def test_cancelling_tells_everybody_why(cast, programme):
    act(cast["student"], services.apply_for, programme, agrees=False)
    act(cast["coordinator"], services.cancel_programme, programme, reason="강사 사정")
    assert told("programme_cancelled") == {"student@example.com", "lecturer@example.com"}
    with pytest.raises(StateConflict):
        act(cast["coordinator"], services.cancel_programme, programme, reason="다시")


def test_a_programme_runs_between_its_days_and_is_finished_when_they_are_over(client, cast, programme):
    programme, _mine, _other = selected(cast, programme)
    client.force_login(cast["curriculum_head"].user)
    with as_owner():
        days = {"starts_on": TODAY - DAY, "ends_on": TODAY + DAY}
        ExternalProgramme.objects.filter(pk=programme.pk).update(**days)
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "진행 중" in page
    assert "수료증 발급" not in page
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(ends_on=TODAY)
    assert "수료증 발급" in client.get(programme.get_absolute_url()).content.decode()


def test_who_has_only_applied_gives_no_seat_back(client, cast, programme):
    apply_both(cast, programme)
    client.force_login(cast["teacher"].user)
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "신청 취소" in page
    assert "자리 반납" not in page


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


def test_days_of_a_draft_keep_their_sessions(cast):
    """A session outside the days could neither be held nor taken out: it is named before that."""
    head = cast["curriculum_head"]
    draft = act(head, services.enter_programme, provider=cast.partners["university"], **facts())
    session = act(
        head,
        services.add_session,
        draft,
        on=TODAY + 9 * DAY,
        starts_at=datetime.time(14),
        hours=Decimal(3),
    )
    with pytest.raises(ValidationError) as refused:
        act(head, services.correct_programme, draft, ends_on=TODAY + 7 * DAY)
    assert list(refused.value.message_dict) == ["ends_on"]
    with as_owner():  # one that came to lie outside before this was asked
        ExternalProgramme.objects.filter(pk=draft.pk).update(ends_on=TODAY + 7 * DAY)
    act(head, services.remove_session, session)
    with as_owner():
        assert draft.sessions.count() == 0


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


def test_nobody_applies_for_a_programme_without_sessions_nor_without_being_enrolled(client, cast, programme):
    head = cast["curriculum_head"]
    empty = act(head, services.enter_programme, provider=cast.partners["university"], **facts())
    with pytest.raises(ValidationError, match="수업 일정"):
        act(head, services.open_programme, empty)
    with as_owner():
        type(cast.student).objects.filter(pk=cast.student.pk).update(state="ON_LEAVE")
    with pytest.raises(PermissionDenied, match="재학 중"):
        act(cast["student"], services.apply_for, programme, agrees=True)
    client.force_login(cast["student"].user)
    page = client.get(f"/paju/external/{programme.pk}/")
    assert not page.context["may_apply"]


def test_no_programme_is_finished_before_its_last_day(cast, programme):
    programme, _mine, _other = selected(cast, programme)
    with as_owner():
        ExternalProgramme.objects.filter(pk=programme.pk).update(ends_on=TODAY + DAY)
    with pytest.raises(ValidationError, match="마지막 날"):
        act(cast["curriculum_head"], services.finish_programme, programme)


def test_the_draw_can_be_worked_out_from_what_the_pages_show(client, cast, programme):
    programme, mine, other = selected(cast, programme)
    client.force_login(cast["curriculum_head"].user)
    page = client.get(programme.get_absolute_url()).content.decode()
    shown = [int(one) for one in re.findall(r'data-label="신청 번호" class="number">(\d+)<', page)]
    assert set(shown) == {mine.pk, other.pk}
    assert f"“{programme.seed}:신청 번호”" in page
    digests = [hashlib.sha256(f"{programme.seed}:{one}".encode()).hexdigest() for one in shown]
    assert digests == sorted(digests)  # the list stands in the order of the draw
    client.force_login(cast["student"].user)
    assert f"신청 번호 {mine.pk}" in client.get(programme.get_absolute_url()).content.decode()


def test_whoever_holds_only_the_paper_types_its_code(client, db):
    page = client.get("/verify/")
    assert (page.status_code, "수료증 확인" in page.text) == (200, True)
    for typed in ("abc-DEF_1", "https://portal.example/verify/abc-DEF_1/"):
        assert client.post("/verify/", {"code": typed})["location"] == "/verify/abc-DEF_1/"
    for number in ("2026-00003", "제2026-00003호"):
        told = client.post("/verify/", {"code": number})
        assert (told.status_code, "수료증 번호로는" in told.text) == (422, True)
    refused = client.post("/verify/", {"code": "아닌 것"})
    assert (refused.status_code, "아닌 것" in refused.text) == (422, True)


def test_who_applies_twice_finds_what_was_sent(client, cast, programme):
    client.force_login(cast["student"].user)
    sent = {"motive": "로봇이 좋아서", "agrees": "on"}
    address = f"/paju/external/{programme.pk}/apply/"
    assert client.post(address, sent).status_code == 302
    for again in (client.get(address, follow=True), client.post(address, {"motive": "다른 말"}, follow=True)):
        assert "이미 신청했습니다" in again.text
        assert "로봇이 좋아서" in again.text
    with as_owner():
        assert ProgrammeApplication.objects.filter(programme=programme).count() == 1
