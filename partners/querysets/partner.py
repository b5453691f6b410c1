"""What a member may know of partner organisations."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Avg, Count, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from consortium import hangul

if TYPE_CHECKING:
    from partners.models import Member


class PartnerQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The organisations that take part in the member's consortium."""
        if member.consortium_id is None:
            return self.none()
        return self.filter(participations__consortium=member.consortium_id)

    def named(self, text: str) -> Self:
        """Partners whose name holds the text; initial consonants (ㅅㄱㄱ) find 세경고 too."""
        return self.filter(Q(name__iregex=hangul.pattern_of(text)) | Q(name_en__icontains=text))

    def with_pledges(self, consortium_id: int) -> Self:
        """Adds `pledged` (how many pledges here) and `delivered_share` (their mean share, 0 to 1)."""
        from partners.models import Pledge  # noqa: PLC0415 - models import this module

        ours = (
            Pledge.objects.filter(consortium=consortium_id, partner=OuterRef("pk"))
            .with_delivered()
            .order_by()
            .values("partner")
        )
        return self.annotate(
            pledged=Coalesce(Subquery(ours.annotate(n=Count("pk")).values("n")), 0),
            delivered_share=Subquery(ours.annotate(mean=Avg("share")).values("mean")),
        )
