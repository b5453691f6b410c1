"""What the home page tells about external programmes: today's session, selections, seats, surveys."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.shell.work import MOST, Source, WorkItem, register
from curriculum.external import policies
from curriculum.models import ExternalProgramme, Participant, ProgrammeApplication, ProgrammeSession
from curriculum.states import ProgrammeStage, SeatState
from partners.models import Member
from partners.states import Role

SOON = timedelta(days=14)


def sessions_of_lecturer(member: Member) -> list[WorkItem]:
    """Sessions of today, and earlier ones whose attendance is missing."""
    return [item for item in _sessions(member) if item.due == timezone.localdate()]


def late_sessions(member: Member) -> list[WorkItem]:
    """Sessions that were held without attendance being taken."""
    return [item for item in _sessions(member) if item.due < timezone.localdate()]


def waiting_in_school(member: Member) -> list[WorkItem]:
    """Programmes whose applications have closed, and those that are over and not finished."""
    if not policies.keeps_programmes(member):
        return []
    today = timezone.localdate()
    known = (
        ExternalProgramme.objects.visible_to(member).select_related("consortium").order_by("starts_on", "pk")
    )
    select = known.filter(state=ProgrammeStage.OPEN, applies_until__lt=today)[:MOST]
    finish = known.filter(state=ProgrammeStage.SELECTED, ends_on__lt=today)[:MOST]
    drafts = known.filter(state=ProgrammeStage.DRAFT)[:MOST]
    return [
        *(_of(one, _("Select the participants of “%(programme)s”"), _("Select")) for one in select),
        *(_of(one, _("Finish “%(programme)s” and issue certificates"), _("Finish")) for one in finish),
        *(_of(one, _("“%(programme)s” is a draft"), _("Look at it")) for one in drafts),
    ]


def waiting_for_student(member: Member) -> list[WorkItem]:
    """Programmes that one can apply to, and surveys of those that have ended."""
    if member.role != Role.STUDENT:
        return []
    today = timezone.localdate()
    applied = ProgrammeApplication.objects.visible_to(member).exclude(state=SeatState.WITHDRAWN)
    open_now = (
        ExternalProgramme.objects.visible_to(member)
        .open_now()
        .select_related("consortium")
        .filter(applies_from__lte=today, applies_until__gte=today)
        .exclude(pk__in=applied.values("programme"))
        .order_by("applies_until", "pk")[:MOST]
    )
    items = [
        _of(one, _("You can apply for “%(programme)s”"), _("Read and apply"), due=one.applies_until)
        for one in open_now
    ]
    ended = (
        Participant.objects.visible_to(member)
        .active()
        .filter(has_answered=False, programme__state=ProgrammeStage.FINISHED)
    )
    for one in ended.select_related("programme__consortium").order_by("-pk")[:MOST]:
        url = reverse("curriculum:external_survey", args=[member.consortium.slug, one.programme_id])
        title = _("How was “%(programme)s”?") % {"programme": one.programme}
        items.append(WorkItem(title, url, _("Answer three questions"), detail=_("Anonymous")))
    return items


def _sessions(member: Member) -> list[WorkItem]:
    if member.role != Role.LECTURER:
        return []
    found = (
        ProgrammeSession.objects.visible_to(member)
        .filter(
            provider=member.partner_id,
            programme__state=ProgrammeStage.SELECTED,
            closed_at=None,
            on__lte=timezone.localdate(),
        )
        .select_related("programme")
        .order_by("on", "starts_at")[:MOST]
    )
    return [
        WorkItem(
            _("Attendance of “%(programme)s”") % {"programme": one.programme},
            reverse("curriculum:external_attendance", args=[member.consortium.slug, one.pk]),
            _("Take attendance"),
            due=one.on,
            detail=one.topic,
        )
        for one in found
    ]


def _of(programme: ExternalProgramme, title: str, action: str, **more: object) -> WorkItem:
    url = programme.get_absolute_url()
    return WorkItem(title % {"programme": programme}, url, action, **more)


register(Source("waits", sessions_of_lecturer))
register(Source("late", late_sessions))
register(Source("waits", waiting_in_school))
register(Source("waits", waiting_for_student))
