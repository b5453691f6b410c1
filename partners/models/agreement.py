"""What the parties agreed."""

from typing import ClassVar

import pghistory
from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from consortium.audit.models import PersonalModel
from consortium.languages import in_readers_language
from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of
from partners.agreements import triggers
from partners.agreements.workflow import AGREEMENT
from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.querysets import AgreementQuerySet, OfAgreementQuerySet, SignatoryContactQuerySet
from partners.states import AgreementKind, AgreementState

FIRST_NUMBER = 2 * 10**12  # apart from students and the registry's contacts, who stand in the same records
WRITTEN = (pghistory.InsertEvent, pghistory.UpdateEvent, pghistory.DeleteEvent)


@pghistory.track()
class Agreement(models.Model):
    """What the parties sign (협약서): memorandum, business agreement or course agreement.

    The rows hold what was signed; what is effective on a day, amendments included, is said by
    `partners.agreements.terms` alone. `valid_until` is the last day, empty for an open term; an empty
    `starts_on` means the day the last party signed. `amount` is in won.
    """

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="agreements")
    kind = models.CharField(
        _("kind"), max_length=20, choices=AgreementKind.choices, default=AgreementKind.BUSINESS
    )
    title = models.CharField(_("title"), max_length=200, validators=[refuse_resident_number])
    title_en = models.CharField(_("English title"), max_length=200, blank=True)
    purpose = models.TextField(_("purpose"), blank=True, validators=[refuse_resident_number])
    purpose_en = models.TextField(_("English purpose"), blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    starts_on = models.DateField(_("in force from"), null=True, blank=True)
    valid_until = models.DateField(_("valid until"), null=True, blank=True)
    place = models.CharField(_("place of signing"), max_length=100, blank=True)
    amount = models.DecimalField(_("amount"), max_digits=14, decimal_places=0, null=True, blank=True)
    source = models.CharField(_("source"), max_length=200, blank=True)
    state = models.CharField(
        _("state"), max_length=20, choices=AgreementState.choices, default=AgreementState.DRAFT
    )
    predecessor = models.OneToOneField(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="successor",
        verbose_name=_("earlier agreement"),
    )
    carries_pledges = models.BooleanField(_("open pledges go on under this agreement"), default=False)
    terminated_on = models.DateField(_("terminated on"), null=True, blank=True)
    termination_reason = models.CharField(
        _("reason of termination"), max_length=300, blank=True, validators=[refuse_resident_number]
    )
    is_demo = models.BooleanField(_("invented for the demo"), default=False)

    objects = AgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("agreement")
        verbose_name_plural = _("agreements")
        ordering: ClassVar = ["-signed_on", "pk"]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(valid_until=None) | Q(starts_on=None) | Q(valid_until__gte=F("starts_on")),
                name="agreement_term_in_order",
                violation_error_message=_("The end must come after the beginning."),
            ),
            models.CheckConstraint(
                condition=~Q(state=AgreementState.TERMINATED) | Q(terminated_on__isnull=False),
                name="termination_says_when",
                violation_error_message=_("Say on which day the agreement was terminated."),
            ),
            models.CheckConstraint(
                condition=Q(amount=None) | Q(amount__gt=0),
                name="agreement_amount_above_0",
                violation_error_message=_("The amount must be greater than 0."),
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(AGREEMENT), born=[AgreementState.DRAFT]),
            triggers.agreement_stands_still(),
        ]

    def __str__(self) -> str:
        return in_readers_language(self.title, self.title_en)

    def get_absolute_url(self) -> str:
        return reverse("partners:agreement", args=[self.consortium.slug, self.pk])

    def get_state_display(self) -> str:
        """The state in words; signed by all and begun later is no longer "out for signing"."""
        if self.state == AgreementState.SIGNING and self.signed_on is not None:
            return gettext("Signed, not yet in force")
        return str(AgreementState(self.state).label)


@pghistory.track(*(event() for event in WRITTEN))
class Clause(models.Model):
    """One numbered promise in an agreement's text, as it was sent out."""

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="clauses")
    number = models.PositiveSmallIntegerField(_("number"))
    text = models.TextField(_("text"), validators=[refuse_resident_number])
    text_en = models.TextField(_("English text"), blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("clause")
        verbose_name_plural = _("clauses")
        ordering: ClassVar = ["number"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["agreement", "number"],
                name="clause_number_once",
                deferrable=models.Deferrable.DEFERRED,
            )
        ]
        triggers: ClassVar = triggers.written_in_drafts()

    def __str__(self) -> str:
        return in_readers_language(self.text, self.text_en)


@pghistory.track(*(event() for event in WRITTEN))
class Signatory(models.Model):
    """A party of an agreement and who signs for it.

    A party that signs when the others have signed already is late: it is bound from `joined_on`.
    """

    agreement = models.ForeignKey(Agreement, models.CASCADE, related_name="signatories")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="signatures")
    signer = models.CharField(_("signed by"), max_length=100, blank=True, validators=[refuse_resident_number])
    signer_title = models.CharField(_("title of the signer"), max_length=100, blank=True)
    signed_on = models.DateField(_("signed on"), null=True, blank=True)
    is_late = models.BooleanField(_("joins later than the others"), default=False)
    joined_on = models.DateField(_("party since"), null=True, blank=True)

    objects = OfAgreementQuerySet.as_manager()

    class Meta:
        verbose_name = _("signatory")
        verbose_name_plural = _("signatories")
        ordering: ClassVar = ["pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["agreement", "partner"], name="party_once_per_agreement"),
            models.CheckConstraint(
                condition=Q(joined_on=None) | Q(is_late=True, signed_on__isnull=False),
                name="late_party_joins_by_signing",
            ),
        ]
        triggers: ClassVar = triggers.parties_of_drafts()

    def __str__(self) -> str:
        return str(self.partner)


class SignatoryContact(PersonalModel):
    """Whom to write to when a party has to sign; known only to those who send agreements out.

    A person, so whoever reads the row leaves an access record.
    """

    SUBJECT = "id"

    signatory = models.OneToOneField(Signatory, models.CASCADE, related_name="contact")
    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    name = models.CharField(_("contact person"), max_length=100, blank=True)
    email = models.EmailField(_("e-mail of the contact"), blank=True)

    objects = SignatoryContactQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a signatory")
        verbose_name_plural = _("contacts of signatories")
        constraints: ClassVar = [
            models.CheckConstraint(condition=Q(id__gte=FIRST_NUMBER), name="signatory_contact_numbered_apart")
        ]

    def __str__(self) -> str:
        return self.name or self.email
