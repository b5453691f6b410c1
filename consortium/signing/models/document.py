"""What is signed."""

from typing import ClassVar

import pghistory
from django.contrib.postgres.fields import ArrayField
from django.contrib.postgres.indexes import GinIndex
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.signing import querysets, text, triggers
from consortium.signing.states import DocumentState
from consortium.signing.workflow import DOCUMENT
from consortium.workflow import state_triggers, steps_of


@pghistory.track()
class Document(models.Model):
    """One text that several parties sign (서명 문서); from the moment it goes out it never changes.

    `kind` and `subject_id` say what it belongs to in its app. `keeper` is the organisation that prepared
    it and sends it out; `partner_ids` repeats the organisations among its parties, for row policies.
    """

    consortium = models.ForeignKey("partners.Consortium", models.PROTECT, related_name="+")
    keeper = models.ForeignKey("partners.Partner", models.PROTECT, related_name="+")
    prepared_by = models.ForeignKey("partners.Member", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=50)
    subject_id = models.BigIntegerField(_("what it belongs to"))
    title = models.CharField(_("title"), max_length=300)
    body = models.JSONField(_("text"))
    sha256 = models.CharField(_("checksum (SHA-256)"), max_length=64)
    state = models.CharField(
        _("state"), max_length=10, choices=DocumentState.choices, default=DocumentState.DRAFT
    )
    open_to_consortium = models.BooleanField(_("every member may read it"), default=False)
    partner_ids = ArrayField(models.BigIntegerField(), default=list, blank=True, editable=False)
    due_on = models.DateField(_("to be signed by"), null=True, blank=True)
    created_at = models.DateTimeField(_("prepared at"), default=timezone.now)
    opened_at = models.DateTimeField(_("sent out at"), null=True, blank=True)
    completed_at = models.DateTimeField(_("signed by all at"), null=True, blank=True)
    voided_at = models.DateTimeField(_("withdrawn at"), null=True, blank=True)
    void_reason = models.CharField(_("why it was withdrawn"), max_length=300, blank=True)

    objects = querysets.DocumentQuerySet.as_manager()

    class Meta:
        verbose_name = _("document to be signed")
        verbose_name_plural = _("documents to be signed")
        ordering: ClassVar = ["-created_at", "-pk"]
        indexes: ClassVar = [
            models.Index(fields=["consortium", "kind", "subject_id"], name="document_of_subject"),
            GinIndex(fields=["partner_ids"], name="document_of_partner"),
        ]
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(state=DocumentState.DRAFT)
                | Q(state=DocumentState.VOID)
                | Q(opened_at__isnull=False),
                name="document_signed_after_opening",
            ),
            models.CheckConstraint(
                condition=Q(state=DocumentState.COMPLETE, completed_at__isnull=False)
                | Q(~Q(state=DocumentState.COMPLETE), completed_at=None),
                name="document_complete_since",
            ),
        ]
        triggers: ClassVar = [
            *state_triggers(steps_of(DOCUMENT), born=[DocumentState.DRAFT]),
            triggers.TEXT_STANDS,
            triggers.DRAFTS_ONLY,
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("signing:document", args=[self.consortium.slug, self.pk])

    @property
    def is_whole(self) -> bool:
        """Does the text still have the checksum that was signed?"""
        return text.digest(self.title, self.body) == self.sha256
