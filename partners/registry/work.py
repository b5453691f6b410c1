"""What being in touch with partners puts on people's home pages."""

from datetime import timedelta

from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.shell.work import Source, Suggestion, WorkItem, register, register_suggestion
from partners.models import AssociationMembership, Interaction, Member
from partners.people.policies import ADMINISTRATORS
from partners.registry import policies
from partners.states import Role

SHOWN = 4
SOON = timedelta(days=14)


def _steps(member: Member) -> QuerySet:
    return Interaction.objects.visible_to(member).open().select_related("partner", "next_by__user")


def _item(entry: Interaction, member: Member) -> WorkItem:
    whose = "" if entry.next_by_id == member.pk else f" · {entry.next_by.user}"
    return WorkItem(
        title=entry.next_step,
        url=reverse("partners:partner_interactions", args=[member.consortium.slug, entry.partner_id]),
        action=_("See the entry"),
        due=entry.next_due,
        detail=f"{entry.partner}{whose}",
    )


def next_steps(member: Member) -> list[WorkItem]:
    """What I said I would do with a partner within two weeks, or took over from somebody who left."""
    today = timezone.localdate()
    mine = _steps(member).filter(next_by=member.pk, next_due__gte=today, next_due__lte=today + SOON)
    return [_item(entry, member) for entry in mine.order_by("next_due", "pk")[:SHOWN]]


def overdue_steps(member: Member) -> list[WorkItem]:
    """What was to be done with a partner and is not: my own, for the coordinator everybody's."""
    whose = Q() if member.role == Role.COORDINATOR else Q(next_by=member.pk)
    late = Interaction.objects.visible_to(member).overdue(timezone.localdate()).filter(whose)
    late = late.select_related("partner", "next_by__user").order_by("next_due", "pk")[:SHOWN]
    return [_item(entry, member) for entry in late]


def memberships_to_confirm(member: Member) -> list[WorkItem]:
    """What associations say of companies, for the coordinator and for the company it is about."""
    waiting = AssociationMembership.objects.visible_to(member).waiting()
    if member.role != Role.COORDINATOR:
        if member.role not in ADMINISTRATORS:
            return []
        waiting = waiting.filter(company=member.partner_id)
    return [
        WorkItem(
            title=_("Is %(company)s a member of %(association)s?")
            % {"company": one.company, "association": one.association},
            url=reverse("partners:member_companies", args=[member.consortium.slug, one.association_id]),
            action=_("See and confirm"),
            detail=_("Until then the association does not see the company's contacts."),
        )
        for one in waiting.select_related("company", "association").order_by("since", "pk")[:SHOWN]
    ]


register(Source("waits", memberships_to_confirm))
register(Source("waits", next_steps))
register(Source("late", overdue_steps))
register_suggestion(
    Suggestion(
        gettext_lazy("Whom have we not spoken with for long?"),
        gettext_lazy("Partners with whom nobody was in touch, and next steps that are open."),
        "partners:interactions",
        policies.IN_TOUCH,
        80,
    )
)
