"""The programme's life and the committees' decisions."""

from typing import ClassVar

from django.db import models
from django.utils.translation import gettext_lazy as _

from partners.models.consortium import Consortium
from partners.querysets import OfConsortiumQuerySet
from partners.states import ProgrammeState


class ProgrammeStatus(models.Model):
    """Where the consortium's bid or programme stood from a date on."""

    consortium = models.ForeignKey(Consortium, models.CASCADE, related_name="programme_statuses")
    on = models.DateField(_("since"))
    state = models.CharField(_("state"), max_length=20, choices=ProgrammeState.choices)
    note = models.CharField(_("note"), max_length=200, blank=True)

    objects = OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("programme status")
        verbose_name_plural = _("programme statuses")
        ordering: ClassVar = ["on", "pk"]

    def __str__(self) -> str:
        return self.get_state_display()


class Approval(models.Model):
    """A committee's decision as curriculum and placements need it: body, date, number, document."""

    consortium = models.ForeignKey(Consortium, models.PROTECT, related_name="approvals")
    body = models.CharField(_("body"), max_length=100)
    on = models.DateField(_("date"))
    number = models.CharField(_("number"), max_length=50)
    document = models.CharField(_("document"), max_length=200, blank=True)

    objects = OfConsortiumQuerySet.as_manager()

    class Meta:
        verbose_name = _("approval")
        verbose_name_plural = _("approvals")

    def __str__(self) -> str:
        return f"{self.body} {self.number}"
