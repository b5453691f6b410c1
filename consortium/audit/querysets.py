"""What a member may know of access records."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models

if TYPE_CHECKING:
    from consortium.rowlevel import Actor


class SystemQuerySet(models.QuerySet):
    """Rows that only the system reads: no page shows them to a member."""

    def visible_to(self, member: object) -> Self:
        return self.none()


class AccessRecordQuerySet(models.QuerySet):
    """Who read whose data."""

    def visible_to(self, member: object) -> Self:
        """School staff know who read their consortium's data; row policies open a student's own as well."""
        actor: Actor = member.actor
        return self.filter(consortium_id=actor.consortium) if actor.consortium else self.none()

    def about(self, student_id: int) -> Self:
        """Records that name this student, newest first."""
        return self.filter(subjects__contains=[student_id]).order_by("-at")

    def unsealed(self) -> Self:
        """Committed records that no link of the chain covers yet."""
        from consortium.audit.models import Seal  # noqa: PLC0415 - models import this module

        return self.filter(~models.Exists(Seal.objects.filter(record_id=models.OuterRef("pk"))))
