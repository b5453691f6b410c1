"""That somebody signed, and how it can be proved."""

from pathlib import Path
from typing import ClassVar

from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.reports import files
from consortium.signing import querysets, triggers
from consortium.signing.models.party import Party
from consortium.signing.states import Method
from consortium.validators import refuse_resident_number


class Signature(models.Model):
    """One party's signature under the text with this checksum; written once, never changed.

    On paper: the day on it, and the scan with a checksum of its own. On screen: the moment.
    """

    party = models.OneToOneField(Party, models.PROTECT, related_name="signature")
    method = models.CharField(_("how"), max_length=10, choices=Method.choices)
    signer = models.CharField(_("signed by"), max_length=100, validators=[refuse_resident_number])
    title = models.CharField(
        _("title of the signer"), max_length=100, blank=True, validators=[refuse_resident_number]
    )
    signed_on = models.DateField(_("signed on"))
    signed_at = models.DateTimeField(_("recorded at"), default=timezone.now)
    document_sha256 = models.CharField(_("checksum of the signed text (SHA-256)"), max_length=64)
    scan = models.CharField(_("path under the file folder"), max_length=200, blank=True)
    scan_name = models.CharField(_("name of the scan"), max_length=200, blank=True)
    scan_sha256 = models.CharField(_("checksum of the scan (SHA-256)"), max_length=64, blank=True)
    recorded_by = models.ForeignKey("partners.Member", models.PROTECT, null=True, related_name="+")

    objects = querysets.OfPartyQuerySet.as_manager()

    class Meta:
        verbose_name = _("signature")
        verbose_name_plural = _("signatures")
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(method=Method.PAPER, recorded_by__isnull=False)
                | Q(method=Method.SCREEN, scan=""),
                name="only_paper_is_scanned",
            ),
            models.CheckConstraint(
                condition=Q(scan="", scan_sha256="") | (~Q(scan="") & ~Q(scan_sha256="")),
                name="every_scan_has_a_checksum",
            ),
        ]
        triggers: ClassVar = [triggers.UNDER_THIS_TEXT, triggers.NEVER_CHANGES]

    def __str__(self) -> str:
        return " ".join(filter(None, (self.title, self.signer)))

    @property
    def location(self) -> Path:
        """Where the scan stands on disk."""
        return files.inside(self.scan)


class Trace(models.Model):
    """From which network address somebody signed on screen; evidence for the keeper, nobody else's."""

    signature = models.OneToOneField(Signature, models.PROTECT, primary_key=True, related_name="trace")
    ip_address = models.GenericIPAddressField(_("network address"), null=True)
    email = models.EmailField(_("the code went to"), blank=True)

    objects = querysets.TraceQuerySet.as_manager()

    class Meta:
        verbose_name = _("trace of a signature")
        verbose_name_plural = _("traces of signatures")
        triggers: ClassVar = [triggers.NEVER_CHANGES]
