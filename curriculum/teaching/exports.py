"""The list of course offerings as a file."""

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext_lazy as _

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from curriculum.models import Offering
from curriculum.states import EnrolmentState
from curriculum.teaching.filters import OfferingFilter
from curriculum.teaching.policies import TEACHERS_FROM_OUTSIDE
from partners.models import Member
from partners.states import STUDENT_STAFF


def _offerings(member: Member) -> QuerySet:
    known = Offering.objects.visible_to(member).select_related("subject").prefetch_related("instructors")
    taking_part = ~Q(enrolments__state=EnrolmentState.WITHDRAWN)
    return known.annotate(students=Count("enrolments", filter=taking_part))


register(
    ListExport(
        "offerings",
        _("Course offerings"),
        STUDENT_STAFF | TEACHERS_FROM_OUTSIDE,
        filtered(OfferingFilter, _offerings),
        (
            ListColumn(_("School year"), lambda one: str(one.year)),
            ListColumn(_("Semester"), lambda one: one.get_semester_display()),
            ListColumn(_("Course offering"), lambda one: str(one), width=30),
            ListColumn(_("Grade"), lambda one: str(one.grade)),
            ListColumn(_("Class"), lambda one: str(one.class_no or "")),
            ListColumn(
                _("Taught by"), lambda one: ", ".join(str(who) for who in one.instructors.all()), width=30
            ),
            ListColumn(_("Students"), lambda one: one.students, decimals=0),
            ListColumn(_("Credits"), lambda one: one.credits, decimals=0),
            ListColumn(_("State"), lambda one: one.get_state_display()),
        ),
        order=("-year", "-semester", "grade", "subject__name", "pk"),
    )
)
