"""What people put on home pages: reviews that wait, invitations that ran out, what a new consortium needs."""

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.accounts.models import Invitation
from consortium.shell.work import MOST, Source, WorkItem, register
from partners.models import AccessReview, Member
from partners.people import policies
from partners.people.readiness import Check, standing_of
from partners.states import Role

EXPIRED_SHOWN = timedelta(days=14)


def reviews_to_answer(member: Member) -> list[WorkItem]:
    """The review of one's own organisation, while there is time."""
    if not policies.administers(member):
        return []
    own = AccessReview.objects.visible_to(member).open().filter(partner=member.partner_id)
    due = own.filter(due_on__gte=timezone.localdate()).select_related("partner", "consortium")
    return [_review_item(review, _("Say who still belongs")) for review in due[:1]]


def late_reviews(member: Member) -> list[WorkItem]:
    """Reviews whose day has passed: one's own, and for the coordinator everybody's."""
    if not policies.administers(member):
        return []
    late = AccessReview.objects.visible_to(member).late(timezone.localdate())
    if member.role != Role.COORDINATOR:
        late = late.filter(partner=member.partner_id)
    late = late.select_related("partner", "consortium").order_by("due_on", "pk")
    return [_review_item(review, _("See the review")) for review in late[:MOST]]


def _review_item(review: AccessReview, action: str) -> WorkItem:
    return WorkItem(
        title=_("Who still belongs to %(partner)s?") % {"partner": review.partner},
        url=review.get_absolute_url(),
        action=action,
        due=review.due_on,
        detail=_("Regular review of access"),
    )


def expired_invitations(member: Member) -> list[WorkItem]:
    """Invitations that ran out lately without an answer; one click sends them again."""
    if not policies.administers(member):
        return []
    of_all = member.role == Role.COORDINATOR
    known = Invitation.objects.of_consortium(member) if of_all else Invitation.objects.visible_to(member)
    now = timezone.now()
    expired = known.unanswered().filter(expires_at__lte=now, expires_at__gt=now - EXPIRED_SHOWN)
    return [
        WorkItem(
            title=_("The invitation of %(name)s has expired") % {"name": invitation.name},
            url=reverse("people:members", args=[member.consortium.slug]) + "#invitations",
            action=_("Send it again"),
            due=timezone.localdate(invitation.expires_at),
        )
        for invitation in expired.order_by("expires_at", "pk")[:MOST]
    ]


def preparations(member: Member) -> list[WorkItem]:
    """The next things a young consortium needs before people can work, below the list of all of them."""
    if member.role != Role.COORDINATOR:
        return []
    standing = standing_of(member.consortium_id)
    still_open = [one.check for one in standing if not one.done]
    if not still_open:
        return []
    counts = {"done": len(standing) - len(still_open), "all": len(standing)}
    whole = WorkItem(
        title=_("The consortium is being prepared"),
        url=reverse("people:getting_started", args=[member.consortium.slug]),
        action=_("See the list"),
        detail=_("%(done)s of %(all)s things are done") % counts,
    )
    return [whole, *(_preparation(check, member) for check in still_open)]


def _preparation(check: Check, member: Member) -> WorkItem:
    return WorkItem(
        title=check.advice,
        url=reverse(check.url_name or "people:getting_started", args=[member.consortium.slug]),
        action=_("Go there") if check.url_name else _("See the list"),
        detail=check.title,
    )


register(Source("waits", reviews_to_answer))
register(Source("waits", preparations))
register(Source("late", late_reviews))
register(Source("late", expired_invitations))
