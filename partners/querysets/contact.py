"""What a member may know of contact persons, of being in touch, and of associations' members."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.db.models import Q
from django.utils import timezone

from partners.querysets.consortium import OfConsortiumQuerySet
from partners.states import OFFICIALS, SCHOOL_STAFF, Role

if TYPE_CHECKING:
    from partners.models import Member, Partner


class AssociationMembershipQuerySet(OfConsortiumQuerySet):
    def current(self) -> Self:
        """Memberships that hold today."""
        today = timezone.localdate()
        return self.filter(since__lte=today).filter(Q(until=None) | Q(until__gte=today))

    def confirmed(self) -> Self:
        """Memberships that the coordinator or the company itself has confirmed."""
        return self.filter(confirmed_at__isnull=False)

    def waiting(self) -> Self:
        """Memberships that hold today and that nobody has confirmed yet."""
        return self.current().filter(confirmed_at=None)


def companies_of(member: Member) -> models.QuerySet:
    """The ids of the companies that are members of this secretary's association today, as confirmed."""
    from partners.models import AssociationMembership  # noqa: PLC0415 - models import this module

    ours = AssociationMembership.objects.visible_to(member).current().confirmed()
    return ours.filter(association=member.partner_id).values("company")


def has_people(partner: Partner) -> bool:
    """Whether somebody of this organisation works in our consortium's portal; a secretary may not see who."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT partner_has_people(%s)", [partner.pk])
        return cursor.fetchone()[0]


class ContactQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """School staff know every contact, a partner its own, an association's secretary its members'.

        Everybody else, officials too, knows those who agreed to be shown; students know none.
        """
        if member.consortium_id is None or member.role == Role.STUDENT:
            return self.none()
        here = self.filter(consortium=member.consortium_id)
        if member.role in SCHOOL_STAFF:
            return here
        open_to = Q(partner=member.partner_id) | Q(agreed_to_share=True)
        if member.role == Role.ASSOCIATION_SECRETARY:
            open_to |= Q(partner__in=companies_of(member))
        return here.filter(open_to)

    def current(self) -> Self:
        """Persons who are still the contact today."""
        return self.filter(Q(until=None) | Q(until__gte=timezone.localdate()))


class InteractionQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """School staff and officials know all entries, an association's secretary those of its members.

        The organisations themselves do not read what was noted about them.
        """
        if member.consortium_id is None:
            return self.none()
        here = self.filter(consortium=member.consortium_id)
        if member.role in SCHOOL_STAFF | OFFICIALS:
            return here
        if member.role == Role.ASSOCIATION_SECRETARY:
            return here.filter(Q(partner__in=companies_of(member)) | Q(by=member.pk))
        return self.none()

    def open(self) -> Self:
        """Entries whose next step is still to be done."""
        return self.filter(next_due__isnull=False, done_at=None)

    def overdue(self, today: date) -> Self:
        """Open next steps whose day has passed."""
        return self.open().filter(next_due__lt=today)

    def for_lists(self) -> Self:
        """With the partner; who wrote an entry is another table, and not for every reader of the entry."""
        return self.select_related("partner")
