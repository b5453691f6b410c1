"""A programme outside the school, and the steps of its life that tests begin with."""

import datetime
from decimal import Decimal

from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from curriculum.external import services
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeCertificate,
)
from curriculum.states import Presence, SeatState
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


def drafted(cast):
    """A draft of the school's, with one session of three hours on the second day."""
    head = cast["curriculum_head"]
    draft = act(head, services.enter_programme, provider=cast.partners["university"], **facts())
    lesson = {"on": TODAY + 6 * DAY, "starts_at": datetime.time(14), "hours": Decimal(3)}
    return draft, act(head, services.add_session, draft, **lesson)


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


def seated_first(*applications):
    """Who of them holds a seat, then who waits."""
    return sorted(applications, key=lambda one: one.state != SeatState.SELECTED)


def seats_of(cast, member, programme):
    with acting_as(member.actor):
        return list(Participant.objects.visible_to(member).active().filter(programme=programme))


def told(event):
    with as_owner():
        found = Notification.objects.filter(event=f"curriculum/{event}")
        return set(found.values_list("recipient__email", flat=True))


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
