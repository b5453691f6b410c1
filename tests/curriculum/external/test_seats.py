"""Fair seats: applications, a draw that anybody can work out again, and who moves up."""

import hashlib
import re
from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone
from hypothesis import given
from hypothesis import strategies as st

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from curriculum.external import services
from curriculum.external.drawing import drawn
from curriculum.external.services.seats import give_free_seats
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
)
from curriculum.roster import services as roster
from curriculum.roster.workflow import GRADUATE, LEAVE_SCHOOL, TRANSFER
from curriculum.states import ProgrammeStage, SeatState, Selection
from tests.authorization import act, as_owner, fresh
from tests.curriculum.external.stage import (
    DAY,
    TODAY,
    apply_both,
    close_applications,
    seated_first,
    seats_of,
    selected,
    told,
)


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


def test_who_has_only_applied_gives_no_seat_back(client, cast, programme):
    apply_both(cast, programme)
    client.force_login(cast["teacher"].user)
    page = client.get(programme.get_absolute_url()).content.decode()
    assert "신청 취소" in page
    assert "자리 반납" not in page


@pytest.mark.parametrize("leaves", [LEAVE_SCHOOL, TRANSFER])
def test_who_leaves_the_school_is_named_to_nobody_and_the_seat_goes_on(cast, programme, leaves):
    programme, mine, other = selected(cast, programme)
    first, second = seated_first(mine, other)
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
    seated, _waits = seated_first(mine, other)
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
    seated, _waits = seated_first(mine, other)
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
