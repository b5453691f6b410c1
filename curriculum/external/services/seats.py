"""Seats: who takes one, and who moves up when one becomes free."""

from __future__ import annotations

from django.conf import settings
from django.db.models import Exists, F, Max, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import override

from consortium.rowlevel import SYSTEM, acting_as
from curriculum.external.services import letters
from curriculum.external.workflow import GIVE_SEAT
from curriculum.models import ExternalProgramme, Participant, ProgrammeApplication
from curriculum.states import ProgrammeStage


def seat(application: ProgrammeApplication, number: int) -> Participant:
    """The provider's row of who holds a seat: a number, and the name where all have agreed."""
    participant = Participant(
        application=application,
        programme_id=application.programme_id,
        consortium_id=application.consortium_id,
        school_id=application.school_id,
        provider_id=application.provider_id,
        student_id=application.student_id,
        number=number,
    )
    name(participant, application)
    return participant


def name(participant: Participant, application: ProgrammeApplication) -> None:
    """Write the name into the provider's row, or take it out, as consent says."""
    participant.name = participant.department = ""
    if application.may_be_named:
        student = application.student
        participant.name = student.name
        with override(settings.LANGUAGE_CODE):  # it is stored, for readers of either language
            words = _("%(department)s, grade %(grade)s")
            participant.department = words % {"department": student.department, "grade": student.grade}


def move_up(programme: ExternalProgramme) -> ProgrammeApplication | None:
    """The first on the waiting list takes a seat that became free. Call it as the system, programme held.

    Nobody takes a seat in what is over.
    """
    if programme.state != ProgrammeStage.SELECTED or programme.ends_on < timezone.localdate():
        return None
    applications = ProgrammeApplication.objects.filter(programme=programme)
    if applications.holding().count() >= programme.seats:
        return None
    following = (
        applications.waiting()
        .select_related("student__department", "programme")
        .select_for_update(of=("self",))
    ).first()
    if following is None:
        return None
    following.state = GIVE_SEAT.target
    following.save(update_fields=["state"])
    last = Participant.objects.filter(programme=programme).aggregate(last=Max("number"))["last"] or 0
    seat(following, last + 1).save()
    letters.tell_students("moved_up", [following])
    return following


def give_free_seats() -> int:
    """Fill seats that became free with nobody there to fill them, as when a student has left the school.

    Each programme in a transaction of its own, so one that fails or is killed keeps no other from it.
    Harmless beside a twin, and again; returns how many moved up.
    """
    with acting_as(SYSTEM):
        waiting = ProgrammeApplication.objects.filter(programme=OuterRef("pk")).waiting().order_by()
        going_on = ExternalProgramme.objects.filter(
            Exists(waiting), state=ProgrammeStage.SELECTED, ends_on__gte=timezone.localdate()
        )
        with_room = going_on.with_applications().filter(taken__lt=F("seats"))
        found = list(with_room.order_by("pk").values_list("pk", flat=True))
    return sum(_fill(pk) for pk in found)


def _fill(pk: int) -> int:
    with acting_as(SYSTEM):
        held = ExternalProgramme.objects.select_related("provider", "consortium")
        programme, moved = held.select_for_update(of=("self",)).get(pk=pk), 0
        while move_up(programme):
            moved += 1
    return moved
