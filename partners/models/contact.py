"""Whom we know at a partner, and when we were in touch."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.audit.models import PersonalModel
from consortium.validators import can_be_dialled, refuse_resident_number
from partners.models.consortium import Consortium
from partners.models.member import Member
from partners.models.partner import Partner
from partners.querysets import ContactQuerySet, InteractionQuerySet
from partners.states import ContactRole, Outcome, Way

FIRST_NUMBER = 10**12  # contacts are numbered apart from students, whose ids stand in the same access records


@pghistory.track()
class Contact(PersonalModel):
    """A person to talk to at a partner (담당자); whoever reads their data leaves an access record.

    `agreed_to_share`: the person agreed to be shown beyond the school, their own organisation and
    their association.
    """

    SUBJECT = "id"

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="contacts", verbose_name=_("organisation")
    )
    name = models.CharField(_("name"), max_length=50, validators=[refuse_resident_number])
    roles = ArrayField(
        models.CharField(max_length=20, choices=ContactRole.choices), verbose_name=_("roles"), default=list
    )
    position = models.CharField(_("position"), max_length=50, blank=True, validators=[refuse_resident_number])
    phone = models.CharField(_("telephone"), max_length=30, blank=True, validators=[refuse_resident_number])
    email = models.EmailField(_("e-mail address"), blank=True)
    since = models.DateField(_("since"), default=timezone.localdate)
    until = models.DateField(_("until"), null=True, blank=True)
    agreed_to_share = models.BooleanField(
        _("agreed to be shown to others in the consortium"),
        default=False,
        help_text=_("Without it only the school, the person's organisation and its association see them."),
    )
    erased_at = models.DateTimeField(_("erased on request at"), null=True, blank=True)
    updated_at = models.DateTimeField(_("changed at"), auto_now=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact person")
        verbose_name_plural = _("contact persons")
        ordering: ClassVar = ["name"]
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id__gte=FIRST_NUMBER), name="contact_numbered_apart"),
            models.CheckConstraint(
                condition=Q(until=None) | Q(until__gte=F("since")),
                name="contact_period_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(position="", phone="", email="", agreed_to_share=False, until__isnull=False),
                name="nothing_left_of_an_erased_person",
            ),
        ]
        indexes: ClassVar = [models.Index(fields=["consortium", "partner"], name="contacts_of_partner")]

    def __str__(self) -> str:
        return self.name

    def clean(self) -> None:
        refused: dict[str, object] = {}
        if not can_be_dialled(self.phone):
            refused["phone"] = _("This is not a telephone number.")
        if self.since and self.until and self.until < self.since:
            refused["until"] = _("The end must come after the beginning.")
        if refused:
            raise ValidationError(refused)

    @property
    def role_labels(self) -> list[str]:
        return [str(ContactRole(role).label) for role in self.roles]

    @property
    def is_current(self) -> bool:
        return self.until is None or self.until >= timezone.localdate()


@pghistory.track()
class Interaction(models.Model):
    """One time we were in touch with a partner (접촉 이력): how, what came of it, and what comes next."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    partner = models.ForeignKey(
        Partner, models.PROTECT, related_name="interactions", verbose_name=_("organisation")
    )
    way = models.CharField(_("how"), max_length=10, choices=Way.choices)
    on = models.DateField(_("when"), default=timezone.localdate)
    by = models.ForeignKey(Member, models.PROTECT, related_name="interactions", verbose_name=_("who of ours"))
    contact = models.ForeignKey(
        Contact, models.SET_NULL, null=True, blank=True, related_name="+", verbose_name=_("with whom")
    )
    outcome = models.CharField(_("outcome"), max_length=20, choices=Outcome.choices)
    summary = models.CharField(_("in a few words"), max_length=300, validators=[refuse_resident_number])
    next_step = models.CharField(
        _("next step"), max_length=200, blank=True, validators=[refuse_resident_number]
    )
    next_due = models.DateField(_("until when"), null=True, blank=True)
    next_by = models.ForeignKey(
        Member,
        models.PROTECT,
        null=True,
        blank=True,
        related_name="next_steps",
        verbose_name=_("who does it"),
    )
    done_at = models.DateTimeField(_("done at"), null=True, blank=True)
    recorded_at = models.DateTimeField(_("recorded at"), auto_now_add=True)
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = InteractionQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact entry")
        verbose_name_plural = _("contact entries")
        ordering: ClassVar = ["-on", "-pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(next_step="", next_due=None, next_by=None)
                | Q(~Q(next_step=""), next_due__isnull=False, next_by__isnull=False),
                name="next_step_has_day_and_doer",
                violation_error_message=_("A next step needs a day and somebody who does it."),
            ),
            models.CheckConstraint(
                condition=Q(done_at=None) | ~Q(next_step=""), name="only_a_next_step_is_done"
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["consortium", "-on", "-id"], name="interactions_by_day"),
            models.Index(fields=["partner", "consortium", "-on"], name="interactions_of_partner"),
            models.Index(
                fields=["consortium", "next_due"],
                condition=Q(done_at=None, next_due__isnull=False),
                name="open_next_steps",
            ),
        ]

    def __str__(self) -> str:
        return self.summary

    @property
    def is_open(self) -> bool:
        """Something is still to be done."""
        return bool(self.next_step) and self.done_at is None

    @property
    def is_overdue(self) -> bool:
        return self.is_open and self.next_due < timezone.localdate()
