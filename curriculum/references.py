"""What becomes of rows about learning when two entries of an organisation turn out to be one."""

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from consortium.rowlevel import SYSTEM, acting_as
from curriculum.models import CoursePartner, ExternalProgramme
from curriculum.states import UNDER_WAY_COURSES, ProgrammeStage
from partners.models import Partner
from partners.registry.references import stays

OVER = (ProgrammeStage.FINISHED, ProgrammeStage.CANCELLED)


def _courses_under_way(partner: Partner) -> str | Promise:
    """Who was asked about a text is not exchanged while it is being judged."""
    with acting_as(SYSTEM):
        asked = CoursePartner.objects.filter(partner=partner, version__state__in=UNDER_WAY_COURSES)
        found = asked.exists()
    return _("It takes part in a course that is still being developed.") if found else ""


def _programmes_under_way(partner: Partner) -> str | Promise:
    """Students agreed to this provider by name; another one needs a new consent (PIPA 17②)."""
    with acting_as(SYSTEM):
        found = ExternalProgramme.objects.filter(provider=partner).exclude(state__in=OVER).exists()
    return _("It gives an external programme that has not ended.") if found else ""


# A judgement is never touched again, and schools are not merged.
stays("curriculum.Judgement", "school")
# An approved version of a course and what was contributed to it never change.
stays("curriculum.Course", "proposer")
stays("curriculum.CourseVersion", "proposer")
stays("curriculum.CourseContribution", "partner")
stays("curriculum.CoursePartner", "partner", unless=_courses_under_way)
# The provider to whom students agreed stays the one to whom they agreed.
stays("curriculum.ExternalProgramme", "provider", unless=_programmes_under_way)
for name in ("ProgrammeSession", "ProgrammeApplication", "Participant", "SessionAttendance", "SurveyAnswer"):
    stays(f"curriculum.{name}", "provider")
