"""How a consortium comes to be: what the operator typed so far, kept until it is opened."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consortium.workflow import state_triggers, steps_of
from partners.models.consortium import Consortium
from partners.people.workflow import OPENING_STEPS
from partners.querysets.people import OfOperatorQuerySet
from partners.states import FIRST_ROLES, OpeningState, Role


class Opening(models.Model):
    """A consortium in opening: its region, school and offices step by step, each step saved as it is typed.

    It gives nobody any right; the consortium begins when the last step is confirmed.
    """

    started_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    started_at = models.DateTimeField(_("started at"), auto_now_add=True)
    changed_at = models.DateTimeField(_("changed at"), auto_now=True)
    state = models.CharField(
        _("state"), max_length=20, choices=OpeningState.choices, default=OpeningState.DRAFT
    )
    region = models.CharField(_("region"), max_length=100, blank=True)
    name = models.CharField(_("name"), max_length=200, blank=True)
    name_en = models.CharField(_("English name"), max_length=200, blank=True)
    slug = models.CharField(_("address"), max_length=20, blank=True)
    school = models.CharField(_("school"), max_length=200, blank=True)
    school_en = models.CharField(_("English name of the school"), max_length=200, blank=True)
    city = models.CharField(_("local government"), max_length=200, blank=True)
    city_en = models.CharField(_("English name of the local government"), max_length=200, blank=True)
    office = models.CharField(_("education office"), max_length=200, blank=True)
    office_en = models.CharField(_("English name of the education office"), max_length=200, blank=True)
    consortium = models.OneToOneField(Consortium, models.PROTECT, null=True, related_name="opening")
    opened_at = models.DateTimeField(_("opened at"), null=True, blank=True)

    objects = OfOperatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("consortium in opening")
        verbose_name_plural = _("consortia in opening")
        ordering: ClassVar = ["-started_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["slug"],
                condition=Q(state=OpeningState.DRAFT) & ~Q(slug=""),
                name="one_opening_per_address",
                violation_error_message=_("This address is taken."),
            ),
            models.CheckConstraint(
                condition=Q(state=OpeningState.OPENED, consortium__isnull=False, opened_at__isnull=False)
                | (~Q(state=OpeningState.OPENED) & Q(consortium=None, opened_at=None)),
                name="an_opened_consortium_is_there",
            ),
        ]
        triggers: ClassVar = state_triggers(steps_of(OPENING_STEPS), born=[OpeningState.DRAFT])

    def __str__(self) -> str:
        return self.name or self.region


class OpeningPerson(models.Model):
    """Whom the operator will invite as an organisation's first administrator; forgotten once invited."""

    opening = models.ForeignKey(Opening, models.CASCADE, related_name="people")
    role = models.CharField(_("role"), max_length=30, choices=[(role, role.label) for role in FIRST_ROLES])
    name = models.CharField(_("name"), max_length=100)
    email = models.EmailField(_("e-mail address"))

    objects = OfOperatorQuerySet.as_manager()

    class Meta:
        verbose_name = _("first administrator")
        verbose_name_plural = _("first administrators")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["opening", "role"], name="one_first_person_per_role")
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def role_label(self) -> str:
        return str(Role(self.role).label)
