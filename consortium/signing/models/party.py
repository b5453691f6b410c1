"""Who signs."""

from typing import ClassVar

import pghistory
from django.core.exceptions import ObjectDoesNotExist
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from consortium.audit.models import PersonalModel
from consortium.signing import querysets, triggers
from consortium.signing.models.document import Document
from consortium.signing.states import ASKED, UNSIGNED, PartyState
from consortium.signing.workflow import PARTY
from consortium.validators import refuse_resident_number
from consortium.workflow import state_triggers, steps_of


@pghistory.track()
class Party(models.Model):
    """One side of a document: an organisation of the consortium, or somebody outside by name alone.

    `position` is the order on paper; parties sign in any order. `joined_late` marks who came after the
    document had gone out.
    """

    document = models.ForeignKey(Document, models.CASCADE, related_name="parties")
    partner = models.ForeignKey(
        "partners.Partner", models.PROTECT, null=True, blank=True, related_name="signing_parties"
    )
    name = models.CharField(_("party"), max_length=200, validators=[refuse_resident_number])
    position = models.PositiveSmallIntegerField(_("position"))
    state = models.CharField(
        _("state"), max_length=10, choices=PartyState.choices, default=PartyState.WAITING
    )
    joined_late = models.BooleanField(_("joined late"), default=False)
    invited_at = models.DateTimeField(_("asked at"), null=True, blank=True)
    read_at = models.DateTimeField(_("read at"), null=True, blank=True)
    signed_at = models.DateTimeField(_("signed at"), null=True, blank=True)
    declined_at = models.DateTimeField(_("declined at"), null=True, blank=True)
    reason = models.CharField(_("reason"), max_length=500, blank=True, validators=[refuse_resident_number])
    reminded_at = models.DateTimeField(_("last reminded at"), null=True, blank=True)
    readdressed_at = models.DateTimeField(_("link sent to another address at"), null=True, blank=True)
    reminders = models.PositiveSmallIntegerField(_("reminders"), default=0)

    objects = querysets.PartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("party of a document")
        verbose_name_plural = _("parties of documents")
        ordering: ClassVar = ["position", "pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["document", "partner"], name="partner_once_per_document"),
            models.UniqueConstraint(fields=["document", "position"], name="position_once_per_document"),
            models.CheckConstraint(
                condition=Q(state=PartyState.SIGNED, signed_at__isnull=False)
                | Q(~Q(state=PartyState.SIGNED), signed_at=None),
                name="party_signed_since",
            ),
        ]
        indexes: ClassVar = [
            models.Index(fields=["invited_at"], condition=Q(state__in=sorted(ASKED)), name="parties_asked"),
            models.Index(
                fields=["partner"], condition=Q(state__in=sorted(UNSIGNED)), name="parties_unsigned"
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(PARTY), born=[PartyState.WAITING]),
            triggers.SIGNED_BY_SIGNATURE,
            triggers.SIGNED_STAY,
            triggers.PARTIES_STAY_THEMSELVES,
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return self.document.get_absolute_url()

    @property
    def contact_name(self) -> str:
        """Whom to write to; empty for those who may not know, or where nobody is known."""
        contact = self._contact()
        return contact.name if contact else ""

    @property
    def contact_email(self) -> str:
        """Where the link goes; empty for those who may not know, or where no address is known."""
        contact = self._contact()
        return contact.email if contact else ""

    def _contact(self) -> "Contact | None":
        try:
            return self.contact
        except ObjectDoesNotExist:
            return None


@pghistory.track()
class Contact(PersonalModel):
    """The person at a party to whom the link is mailed.

    A table of its own, because all who read a document see its parties, but only the organisation that
    prepared it needs to know whom to write to. A person, so whoever reads the row leaves an access record.
    """

    SUBJECT = "party_id"
    NUMBERED_FROM = 3 * 10**12  # apart from students and the contacts of registry and agreements

    party = models.OneToOneField(Party, models.CASCADE, primary_key=True, related_name="contact")
    name = models.CharField(_("contact"), max_length=100, validators=[refuse_resident_number])
    email = models.EmailField(_("e-mail address"))

    objects = querysets.KeptQuerySet.as_manager()

    class Meta:
        verbose_name = _("contact of a party")
        verbose_name_plural = _("contacts of parties")

    def __str__(self) -> str:
        return self.name
