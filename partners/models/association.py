"""Which companies belong to which association."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.querysets import AssociationMembershipQuerySet


@pghistory.track()
class AssociationMembership(models.Model):
    """That a company is a member of an association (회원사), since when and until when.

    Members host trainees, the association does not: it reaches them. What an association says of itself
    opens nothing: only when the school's coordinator or the company has confirmed it are the company's
    contacts and what was noted about it open to the association.
    """

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    association = models.ForeignKey(Partner, models.PROTECT, related_name="member_companies")
    company = models.ForeignKey(
        Partner, models.PROTECT, related_name="associations", verbose_name=_("member company")
    )
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    confirmed_by = models.ForeignKey(
        "partners.Member", models.PROTECT, null=True, blank=True, related_name="+", db_index=False
    )
    confirmed_at = models.DateTimeField(_("confirmed at"), null=True, blank=True)

    objects = AssociationMembershipQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership of a company in an association")
        verbose_name_plural = _("memberships of companies in associations")
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["consortium", "association", "company"],
                condition=Q(until=None),
                name="one_open_membership_of_company",
                violation_error_message=_("This company is a member of the association already."),
            ),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="company_joined_before_it_left",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(association=F("company")),
                name="no_association_of_oneself",
                violation_error_message=_("An association cannot be a member of itself."),
            ),
            models.CheckConstraint(
                condition=Q(confirmed_by=None) | Q(confirmed_at__isnull=False),
                name="confirmed_membership_has_its_day",
                violation_error_message=_("Say when the membership was confirmed."),
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["association", "consortium"], name="members_of_association"),
        ]

    def __str__(self) -> str:
        return str(self.company)
