"""People's places in a consortium."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Actor
from partners.models import triggers
from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.querysets import MemberQuerySet
from partners.states import Role


@pghistory.track()
class Member(models.Model):
    """A person's place in a consortium: which partner they act for, in which role, from when to when."""

    user = models.ForeignKey("accounts.User", models.PROTECT, related_name="memberships")
    consortium = models.ForeignKey(Consortium, models.PROTECT, null=True, blank=True, related_name="members")
    partner = models.ForeignKey(Partner, models.PROTECT, null=True, blank=True, related_name="members")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    valid_from = models.DateField(_("from"), default=timezone.localdate)
    valid_until = models.DateField(_("until"), null=True, blank=True)
    ended_at = models.DateTimeField(
        _("ended at"), null=True, blank=True, help_text=_("From this moment on there is no access.")
    )

    objects = MemberQuerySet.as_manager()

    class Meta:
        verbose_name = _("membership")
        verbose_name_plural = _("memberships")
        triggers: ClassVar = [triggers.WHAT_HAS_ENDED_STAYS_ENDED, triggers.ENDED_BY_ADMINISTRATORS]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["user", "consortium", "partner", "role"],
                condition=Q(valid_until=None, ended_at=None),
                name="one_open_membership_per_role",
                violation_error_message=_("This person has this role here already."),
            ),
            models.CheckConstraint(
                condition=Q(role=Role.OPERATOR, consortium=None, partner=None)
                | Q(~Q(role=Role.OPERATOR), consortium__isnull=False, partner__isnull=False),
                name="only_operators_stand_outside_consortia",
            ),
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(valid_until__gte=F("valid_from")),
                name="membership_ends_after_it_begins",
                violation_error_message=_("The end must come after the beginning."),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.user} · {self.get_role_display()}"

    @cached_property
    def actor(self) -> Actor:
        """This membership as PostgreSQL's row policies know it."""
        return Actor(
            kind=Role(self.role).kind,
            user=self.user_id,
            member=self.pk,
            consortium=self.consortium_id,
            partner=self.partner_id,
        )
