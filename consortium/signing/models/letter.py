"""Mail to people without an account."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.signing import querysets, triggers
from consortium.signing.models.link import Link
from consortium.signing.models.party import Party
from consortium.signing.states import Purpose


class Letter(models.Model):
    """One mail to a signer, from the wish to the sending; it holds no text.

    It goes to the address of its link at that time; only the word that the link has moved knows the former
    address, which nothing else remembers. Its secret (link or code) is made on the way out, so a second
    attempt sends a new one and the first stops working.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="letters")
    link = models.ForeignKey(Link, models.CASCADE, related_name="letters")
    purpose = models.CharField(_("purpose"), max_length=10, choices=Purpose.choices)
    wanted_at = models.DateTimeField(_("asked for at"), default=timezone.now)
    due_at = models.DateTimeField(_("next attempt at"), default=timezone.now)
    lease_until = models.DateTimeField(_("a worker has it until"), null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(_("attempts"), default=0)
    sent_at = models.DateTimeField(_("sent at"), null=True, blank=True)
    given_up_at = models.DateTimeField(_("given up at"), null=True, blank=True)
    former_email = models.EmailField(_("former e-mail address"), blank=True)
    error = models.CharField(_("what went wrong"), max_length=200, blank=True)

    objects = querysets.LetterQuerySet.as_manager()

    class Meta:
        verbose_name = _("letter to a signer")
        verbose_name_plural = _("letters to signers")
        ordering: ClassVar = ["-wanted_at", "-pk"]
        indexes: ClassVar = [
            models.Index(
                fields=["due_at"], condition=Q(sent_at=None, given_up_at=None), name="letters_on_their_way"
            )
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(former_email="") | Q(purpose=Purpose.MOVED),
                name="only_moved_letters_go_elsewhere",
            )
        ]
        triggers: ClassVar = [triggers.OF_ITS_LINK]

    def __str__(self) -> str:
        return self.get_purpose_display()
