"""What the home page tells about courses: what waits for an answer, what is asked of a partner."""

from django.db.models import Count
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from consortium.shell.work import MOST, Source, WorkItem, register
from curriculum.codevelopment import policies
from curriculum.models import CourseContribution, CoursePartner, CourseVersion
from curriculum.states import CourseState
from partners.models import Member


def waiting_in_school(member: Member) -> list[WorkItem]:
    """Proposals of partners, contributions without an answer, and versions before a committee."""
    if not policies.keeps_courses(member):
        return []
    return [*_proposals(member), *_contributions(member), *_before_committees(member)][:MOST]


def asked_of_partner(member: Member) -> list[WorkItem]:
    """Versions that this organisation was asked about and has not answered; late after the day."""
    return [item for item in _asked(member) if item.due is None or item.due >= timezone.localdate()]


def late_of_partner(member: Member) -> list[WorkItem]:
    """The same, after the day that the school set."""
    return [item for item in _asked(member) if item.due is not None and item.due < timezone.localdate()]


def _asked(member: Member) -> list[WorkItem]:
    if member.role not in policies.CONTRIBUTORS:
        return []
    found = (
        CoursePartner.objects.visible_to(member)
        .filter(partner=member.partner_id)
        .unanswered()
        .select_related("version")
        .order_by("version__comments_until", "pk")[:MOST]
    )
    return [
        WorkItem(
            _("Comments on the course “%(course)s” are asked for") % {"course": one.version},
            _url(member, one.version_id),
            _("Read and comment"),
            due=one.version.comments_until,
            detail=_("“Nothing to add” is an answer too."),
        )
        for one in found
    ]


def _proposals(member: Member) -> list[WorkItem]:
    found = (
        CourseVersion.objects.visible_to(member)
        .filter(state=CourseState.PROPOSED, proposer__isnull=False)
        .select_related("proposer")
        .order_by("created_at")[:MOST]
    )
    return [
        WorkItem(
            _("%(partner)s proposes the course “%(course)s”") % {"partner": one.proposer, "course": one},
            _url(member, one.pk),
            _("Read the proposal"),
            at=one.created_at,
        )
        for one in found
    ]


def _contributions(member: Member) -> list[WorkItem]:
    """By version, so that ten contributions are one piece of work."""
    waiting = (
        CourseContribution.objects.visible_to(member)
        .waiting()
        .filter(version__state=CourseState.OPEN)
        .order_by()
        .values("version")
        .annotate(count=Count("pk"))
    )
    counts = {row["version"]: row["count"] for row in waiting[:MOST]}
    found = CourseVersion.objects.visible_to(member).filter(pk__in=counts).order_by("comments_until", "pk")
    return [
        WorkItem(
            ngettext(
                "%(count)s contribution to “%(course)s” waits for an answer",
                "%(count)s contributions to “%(course)s” wait for an answer",
                counts[one.pk],
            )
            % {"count": counts[one.pk], "course": one},
            _url(member, one.pk) + "#contributions",
            _("Answer"),
            due=one.comments_until,
        )
        for one in found
    ]


def _before_committees(member: Member) -> list[WorkItem]:
    states = (CourseState.IN_COMMITTEE, CourseState.IN_DELIBERATION)
    found = CourseVersion.objects.visible_to(member).filter(state__in=states).order_by("created_at")[:MOST]
    return [
        WorkItem(
            _("“%(course)s” is before a committee") % {"course": one},
            _url(member, one.pk),
            _("Record the decision"),
            detail=one.get_state_display(),
        )
        for one in found
    ]


def _url(member: Member, version: int) -> str:
    return reverse("curriculum:course_version", args=[member.consortium.slug, version])


register(Source("waits", waiting_in_school))
register(Source("waits", asked_of_partner))
register(Source("late", late_of_partner))
