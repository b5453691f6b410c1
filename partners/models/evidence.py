"""What shows that a delivery happened, and where it came from."""

import uuid
from pathlib import Path
from typing import ClassVar

from django.db import models
from django.db.models import F, Q, Value
from django.db.models.functions import Cast, Concat
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.reports import files
from partners.models.consortium import Consortium
from partners.models.partner import Partner
from partners.models.pledge import Delivery
from partners.pledges import triggers
from partners.querysets import EvidenceFileQuerySet, OfConsortiumQuerySet
from partners.states import SourceKind

WORDS = models.TextField()
OWN_PATH = Concat(
    Value("evidence/", WORDS),
    Cast(F("consortium"), WORDS),
    Value("/", WORDS),
    Cast(F("id"), WORDS),
    Value(".", WORDS),
    output_field=WORDS,
)
KEPT_NAME = r"^evidence/\d+/[0-9a-f-]{36}\.[a-z]{3,4}$"


class EvidenceFile(models.Model):
    """A file that shows a delivery: checked by its content, whole on disk before this row appears.

    Attendance lists hold names, so it is for the school's verifiers and the partner that delivered.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    delivery = models.ForeignKey(Delivery, models.PROTECT, related_name="files")
    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    partner = models.ForeignKey(Partner, models.PROTECT, related_name="+")
    name = models.CharField(_("file name"), max_length=200)
    content_type = models.CharField(max_length=100)
    path = models.CharField(max_length=200)
    sha256 = models.CharField(_("checksum"), max_length=64)
    size = models.PositiveIntegerField(_("size"))
    added_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    added_at = models.DateTimeField(_("added at"), default=timezone.now)

    objects = EvidenceFileQuerySet.as_manager()

    class Meta:
        verbose_name = _("evidence file")
        verbose_name_plural = _("evidence files")
        ordering: ClassVar = ["added_at"]
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["delivery", "sha256"], name="evidence_file_once_per_delivery"),
            # A path of somebody's own making could name any file that the portal can read.
            models.CheckConstraint(
                condition=Q(path__startswith=OWN_PATH) & Q(path__regex=KEPT_NAME),
                name="evidence_path_is_its_own",
                violation_error_message=_("The path of evidence leads to its own file only."),
            ),
        ]
        triggers: ClassVar = [triggers.evidence_of_the_delivery()]

    def __str__(self) -> str:
        return self.name

    @property
    def location(self) -> Path:
        return files.inside(self.path)


class DeliverySource(models.Model):
    """The lecture, placement or meeting of the portal that a delivery came from: each brings one, once."""

    delivery = models.OneToOneField(Delivery, models.CASCADE, related_name="source")
    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=20, choices=SourceKind.choices)
    object_id = models.CharField(max_length=40)

    objects = OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("source of a delivery")
        verbose_name_plural = _("sources of deliveries")
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["consortium", "kind", "object_id"], name="source_delivers_once")
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} {self.object_id}"
