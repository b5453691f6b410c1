"""What the home page tells school staff and students about records: what waits, what changed, figures."""

from datetime import date

from django.db.models import Avg, Count, Model, Q, QuerySet
from django.db.models.functions import TruncMonth
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import localize
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.shell.work import MOST, Figure, Source, WorkItem, register, register_figures
from curriculum.models import Attainment, SchoolClass, Student
from curriculum.models.student import present_school_year
from curriculum.roster import policies
from curriculum.states import AttendanceBand, StudentState
from partners.models import Member
from partners.states import Role
from partners.trail import author_of, names_of_authors

CHANGES_READ = 2 * MOST  # of these, the member's own and repeated ones fall away
MONTHS_OF_TREND = 6
LAST_GRADE = 3


def waiting_for_records(member: Member) -> list[WorkItem]:
    """Records that are missing: students of the last grade without a unit, students without attendance."""
    if not policies.records_attainment(member):
        return []
    enrolled = Student.objects.visible_to(member).enrolled()
    counts = enrolled.aggregate(
        no_attendance=Count("pk", filter=Q(attendance_rate=None)),
        no_units=Count("pk", filter=Q(pk__in=enrolled.without_attainment().filter(grade=LAST_GRADE))),
    )
    return [
        item
        for item in (
            _without_units(member, counts["no_units"]),
            _no_attendance(member, counts["no_attendance"]),
        )
        if item
    ]


def years_to_close(member: Member) -> list[WorkItem]:
    """Students who still sit in a school year that is over."""
    if not policies.decides_on_the_register(member):
        return []
    enrolled = Student.objects.visible_to(member).enrolled()
    count = enrolled.filter(school_year__lt=present_school_year()).count()
    text = ngettext(
        "%(count)s student still sits in a school year that is over",
        "%(count)s students still sit in a school year that is over",
        count,
    )
    url = reverse("curriculum:promotion", args=[member.consortium.slug])
    detail = _("Grades 1 and 2 move up, grade 3 graduates.")
    return [WorkItem(text % {"count": count}, url, _("See the plan"), detail=detail)] if count else []


def classes_without_teacher(member: Member) -> list[WorkItem]:
    """Classes of this year that nobody leads."""
    if not policies.keeps_classes(member):
        return []
    ours = SchoolClass.objects.visible_to(member).filter(school_year=present_school_year())
    count = ours.filter(homeroom=None).count()
    text = ngettext(
        "%(count)s class has no homeroom teacher yet", "%(count)s classes have no homeroom teacher yet", count
    )
    url = reverse("curriculum:classes", args=[member.consortium.slug])
    return [WorkItem(text % {"count": count}, url, _("Choose"))] if count else []


def _without_units(member: Member, count: int) -> WorkItem | None:
    text = ngettext(
        "%(count)s student of grade 3 has no competency unit yet",
        "%(count)s students of grade 3 have no competency unit yet",
        count,
    )
    url = _roster(member, f"?grade={LAST_GRADE}&attained=none&state={StudentState.ENROLLED}")
    detail = _("Companies find them only by units that are recorded.")
    return WorkItem(text % {"count": count}, url, _("Record units"), detail=detail) if count else None


def _no_attendance(member: Member, count: int) -> WorkItem | None:
    if not policies.corrects_students(member):
        return None
    text = ngettext(
        "The attendance of %(count)s student is not recorded",
        "The attendance of %(count)s students is not recorded",
        count,
    )
    url = _roster(member, f"?attendance={AttendanceBand.UNKNOWN}&state={StudentState.ENROLLED}")
    detail = _("Take it over from NEIS.")
    return WorkItem(text % {"count": count}, url, _("Fill in"), detail=detail) if count else None


def changed_students(member: Member) -> list[WorkItem]:
    """Students whom somebody else registered or corrected last, and who it was."""
    if not policies.reads_history(member):
        return []
    events = (
        Student.pgh_event_model.objects.filter(pgh_obj__in=Student.objects.visible_to(member))
        .select_related("department")
        .order_by("-pgh_id")[:CHANGES_READ]
    )
    latest: dict[int, Model] = {}
    for event in events:
        if author_of(event) != member.pk:
            latest.setdefault(event.pgh_obj_id, event)
    shown = list(latest.values())[:MOST]
    names = names_of_authors(shown, by=member)
    return [_changed(event, names.get(author_of(event)), member) for event in shown]


def _changed(event: Model, author: str | None, member: Member) -> WorkItem:
    title = _("%(name)s was registered") if event.pgh_label == "insert" else _("%(name)s was corrected")
    return WorkItem(
        title % {"name": event.name},
        reverse("curriculum:history", args=[member.consortium.slug, event.pgh_obj_id]),
        _("See the history"),
        at=event.pgh_created_at,
        detail=" · ".join(filter(None, (author, str(event.department)))),
    )


def figures_of_the_school(member: Member) -> list[Figure]:
    """Enrolled students, units attained and attendance, counted at this moment."""
    if not policies.reads_the_roster(member):
        return []
    enrolled = Student.objects.visible_to(member).enrolled()
    counts = enrolled.aggregate(count=Count("pk"), attendance=Avg("attendance_rate"))
    attained = Attainment.objects.visible_to(member).filter(student__in=enrolled)
    monthly = _by_month(attained)
    average = attained.count() / counts["count"] if counts["count"] else None
    today = localize(timezone.localdate())
    return [
        Figure(
            _("Enrolled students"),
            localize(counts["count"]),
            _("Students in the state “enrolled”. Reference date: %(date)s.") % {"date": today},
            _roster(member, f"?state={StudentState.ENROLLED}"),
        ),
        Figure(
            _("Competency units per student"),
            "-" if average is None else localize(round(average, 1)),
            _("Competency units attained ÷ students enrolled. The line counts units by month of judgement."),
            _roster(member),
            monthly,
        ),
        Figure(
            _("Mean attendance"),
            "-" if counts["attendance"] is None else f"{localize(round(counts['attendance'], 1))}%",
            _("Mean of the attendance of enrolled students for whom it is recorded. %(date)s.")
            % {"date": today},
            _roster(member, f"?attendance={AttendanceBand.LOW}"),
        ),
    ]


def figures_of_the_student(member: Member) -> list[Figure]:
    """The student's own units."""
    if member.role != Role.STUDENT:
        return []
    rows = Attainment.objects.visible_to(member)
    return [
        Figure(
            _("My competency units"),
            localize(rows.count()),
            _("Units that your school has recorded for you."),
            reverse("curriculum:my_competencies", args=[member.consortium.slug]),
            _by_month(rows),
        )
    ]


def _by_month(attained: QuerySet) -> list[float]:
    """Units judged in each of the last months, the present one last."""
    months = _last_months(timezone.localdate())
    counted = (
        attained.filter(judged_on__gte=months[0])
        .annotate(month=TruncMonth("judged_on"))
        .order_by()
        .values_list("month")
        .annotate(count=Count("pk"))
    )
    found = dict(counted)
    return [float(found.get(month, 0)) for month in months]


def _last_months(today: date) -> list[date]:
    count = today.year * 12 + today.month - 1
    return [date(n // 12, n % 12 + 1, 1) for n in range(count - MONTHS_OF_TREND + 1, count + 1)]


def _roster(member: Member, query: str = "") -> str:
    return reverse("curriculum:students", args=[member.consortium.slug]) + query


register(Source("waits", waiting_for_records))
register(Source("waits", classes_without_teacher))
register(Source("late", years_to_close))
register(Source("changed", changed_students))
register_figures(figures_of_the_school)
register_figures(figures_of_the_student)
