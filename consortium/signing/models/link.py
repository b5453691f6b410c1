"""The way in for somebody without an account."""

from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Actor, Kind
from consortium.signing import querysets
from consortium.signing.models.party import Party


class Link(models.Model):
    """A way to sign for one party: the secret address that was mailed, or a member's own page.

    Only digests are kept. A new link of a party revokes the one before; a used one still shows its
    receipt. A code proves that whoever signs reads the mail of the address: it holds ten minutes and
    five tries, and a link gives ten codes at most.
    """

    party = models.ForeignKey(Party, models.CASCADE, related_name="links")
    member = models.ForeignKey("partners.Member", models.CASCADE, null=True, related_name="+")
    digest = models.CharField(_("digest of the link's secret"), max_length=64, blank=True, editable=False)
    created_at = models.DateTimeField(_("made at"), default=timezone.now)
    expires_at = models.DateTimeField(_("expires at"))
    revoked_at = models.DateTimeField(_("revoked at"), null=True, blank=True)
    used_at = models.DateTimeField(_("used at"), null=True, blank=True)
    code_digest = models.CharField(_("digest of the code"), max_length=64, blank=True, editable=False)
    code_wanted_at = models.DateTimeField(_("code asked for at"), null=True, blank=True)
    code_expires_at = models.DateTimeField(_("code holds until"), null=True, blank=True)
    codes = models.PositiveSmallIntegerField(_("codes asked for"), default=0)
    attempts = models.PositiveSmallIntegerField(_("wrong tries of this code"), default=0)

    objects = querysets.LinkQuerySet.as_manager()

    class Meta:
        verbose_name = _("signing link")
        verbose_name_plural = _("signing links")
        ordering: ClassVar = ["-created_at", "-pk"]
        constraints: ClassVar = [
            models.UniqueConstraint(
                fields=["party"], condition=Q(revoked_at=None, member=None), name="one_link_per_party"
            ),
            models.UniqueConstraint(
                fields=["party", "member"], condition=Q(revoked_at=None), name="one_page_per_member"
            ),
        ]

    def __str__(self) -> str:
        return str(self.party)

    @property
    def stands(self) -> bool:
        """Neither replaced nor expired."""
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def actor(self) -> Actor:
        """Whoever holds this link, as PostgreSQL knows them: one document, one party."""
        return Actor(Kind.LINK, link=self.pk)
