"""What the home page tells teachers: sheets without attendance, grades near term end, open recoveries."""

from datetime import date, timedelta

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.shell.work import MOST, Source, WorkItem, register
from curriculum.models import Enrolment, Offering, Recovery, SchoolClass
from curriculum.states import EnrolmentState, OfferingState, RecoveryState, SubjectKind
from curriculum.teaching import policies
from curriculum.teaching.services.classes import days_of
from partners.models import Member
from partners.states import Role

QUIET = 14  # days without a session after which a running course is asked about
GRADES_DUE = 21  # days before the end of the semester


def sheets_not_entered(member: Member) -> list[WorkItem]:
    """My running courses in which nothing was entered for two weeks of teaching."""
    if not policies.reads_offerings(member):
        return []
    today = timezone.localdate()
    last = Max("sessions__on")
    mine = _my_running(member).annotate(last=last)
    found = []
    for one in mine[:MOST]:
        first, end = days_of(one)
        since = one.last or first
        if first <= today <= end and (today - since) > timedelta(days=QUIET):
            found.append(
                WorkItem(
                    _("No session of “%(course)s” entered lately") % {"course": one},
                    reverse("curriculum:add_session", args=[member.consortium.slug, one.pk]),
                    _("Enter a session"),
                    due=since + timedelta(days=QUIET),
                    detail=_("Attendance decides on completion."),
                )
            )
    return found


def grades_missing(member: Member) -> list[WorkItem]:
    """My courses of the school whose semester ends soon, or has ended, and whose grades are missing."""
    if not policies.reads_offerings(member) or member.role in policies.TEACHERS_FROM_OUTSIDE:
        return []
    today = timezone.localdate()
    missing = Count(
        "enrolments", filter=Q(enrolments__state=EnrolmentState.ENROLLED, enrolments__achievement="")
    )
    found = []
    for one in _my_running(member).annotate(missing=missing).filter(missing__gt=0)[:MOST]:
        end = _grades_due(one)
        if today < end - timedelta(days=GRADES_DUE):
            continue
        text = ngettext(
            "%(course)s: %(count)s student has no achievement level",
            "%(course)s: %(count)s students have no achievement level",
            one.missing,
        )
        found.append(
            WorkItem(
                text % {"course": one, "count": one.missing},
                reverse("curriculum:grades", args=[member.consortium.slug, one.pk]),
                _("Enter grades"),
                due=end,
            )
        )
    return found


def recoveries_open(member: Member) -> list[WorkItem]:
    """Courses not completed without a recovery, and agreed recoveries whose time is over."""
    if member.role not in policies.RECOVERERS:
        return []
    agreed = Recovery.objects.filter(enrolment=OuterRef("pk"), state=RecoveryState.AGREED)
    lost = _of_own_class(member, Enrolment.objects.visible_to(member)).filter(
        state=EnrolmentState.NOT_COMPLETED
    )
    lost = lost.exclude(offering__subject__kind=SubjectKind.CREATIVE)
    open_in = dict(lost.filter(~Exists(agreed)).order_by().values_list("offering").annotate(open=Count("pk")))
    courses = (
        Offering.objects.visible_to(member)
        .filter(pk__in=open_in)
        .select_related("subject", "consortium")
        .order_by("year", "semester", "pk")
    )
    items = [
        WorkItem(
            ngettext(
                "%(course)s: %(count)s student needs a recovery",
                "%(course)s: %(count)s students need a recovery",
                open_in[one.pk],
            )
            % {"course": one, "count": open_in[one.pk]},
            one.get_absolute_url(),
            _("Agree on a recovery"),
        )
        for one in courses[:MOST]
    ]
    return items + _overdue(member)


def _of_own_class(member: Member, enrolments: QuerySet) -> QuerySet:
    """A homeroom teacher is asked about the own class, everybody else about all."""
    if member.role != Role.HOMEROOM_TEACHER:
        return enrolments
    led = SchoolClass.objects.led_by(member).values_list("school_year", "grade", "class_no")
    own = Q(pk=None)
    for year, grade, number in led:
        own |= Q(student__school_year=year, student__grade=grade, student__class_no=number)
    return enrolments.filter(own)


def _overdue(member: Member) -> list[WorkItem]:
    late = (
        Offering.objects.visible_to(member)
        .filter(
            enrolments__recoveries__state=RecoveryState.AGREED,
            enrolments__recoveries__until__lt=timezone.localdate(),
        )
        .annotate(due=Max("enrolments__recoveries__until"))
        .select_related("subject", "consortium")
        .order_by("pk")
    )
    return [
        WorkItem(
            _("The result of a recovery of “%(course)s” is missing") % {"course": one},
            one.get_absolute_url(),
            _("Enter the result"),
            due=one.due,
        )
        for one in late[:MOST]
    ]


def _my_running(member: Member) -> object:
    known = Offering.objects.visible_to(member).taught_by(member).filter(state=OfferingState.RUNNING)
    return known.select_related("subject", "consortium").order_by("year", "semester", "pk")


def _grades_due(offering: Offering) -> date:
    """The last day of teaching: end of July, and the first days of January before the winter holidays."""
    return date(offering.year, 7, 20) if offering.semester == 1 else date(offering.year + 1, 1, 10)


register(Source("waits", sheets_not_entered))
register(Source("waits", grades_missing))
register(Source("waits", recoveries_open))
