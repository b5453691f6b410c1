"""What a member may know of agreements."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, DateField, F, OuterRef, Prefetch, Q, Subquery, Value, When
from django.db.models.functions import Coalesce, Least

from partners.querysets.consortium import OfConsortiumQuerySet
from partners.states import SCHOOL_STAFF, AgreementState, AmendmentKind, AmendmentState, Role

if TYPE_CHECKING:
    from partners.models import Member

MANAGERS = frozenset({Role.COORDINATOR, Role.PRINCIPAL})
OPEN = date.max  # what an open term counts as where dates are compared


class AgreementQuerySet(OfConsortiumQuerySet):
    def visible_to(self, member: Member) -> Self:
        """Every member knows the agreements of the consortium; drafts are the school's own."""
        known = super().visible_to(member)
        return known if member.role in SCHOOL_STAFF else known.exclude(state=AgreementState.DRAFT)

    def signed(self) -> Self:
        """Agreements that are or were in force; drafts and those still being signed are not agreed yet."""
        return self.exclude(state__in=(AgreementState.DRAFT, AgreementState.SIGNING))

    def signed_by_all(self) -> Self:
        """Agreements that bind: in force, or signed by all and waiting for their first day."""
        return self.filter(
            Q(state=AgreementState.IN_FORCE) | Q(state=AgreementState.SIGNING, signed_on__isnull=False)
        )

    def with_facts(self, member: Member | None = None) -> Self:
        """With all that effective terms are reckoned from, in a few queries for any number of rows.

        For a member with the amendments that they may know; those that count are known to everybody.
        """
        from partners.models import Amendment, Signatory  # noqa: PLC0415 - models import this module

        amendments = Amendment.objects.all() if member is None else Amendment.objects.visible_to(member)
        return self.prefetch_related(
            "clauses",
            Prefetch("signatories", Signatory.objects.select_related("partner")),
            Prefetch("amendments", amendments.select_related("partner", "consortium")),
        )

    def with_end(self, on: date) -> Self:
        """Adds `ends_on`: the last day as the amendments stand on a day, None for an open term.

        The same answer as `terms.effective_terms()` gives, where a list has to order and filter by it.
        """
        from partners.models import Amendment  # noqa: PLC0415 - models import this module

        latest = (
            Amendment.objects.filter(
                agreement=OuterRef("pk"),
                kind=AmendmentKind.TERM,
                state=AmendmentState.SIGNED,
                takes_effect_on__lte=on,
            )
            .order_by("-takes_effect_on", "-number")
            .annotate(end=Coalesce(F("new_end"), Value(OPEN)))
        )
        agreed = Coalesce(Subquery(latest.values("end")[:1]), F("valid_until"), Value(OPEN))
        ended = Least(agreed, Coalesce(F("terminated_on"), Value(OPEN)))
        return self.annotate(_end=ended).annotate(
            ends_on=Case(When(_end=OPEN, then=None), default=F("_end"), output_field=DateField())
        )

    def of_party(self, partner_id: int) -> Self:
        """Agreements that this partner signed or is to sign, or joined by an amendment."""
        from partners.models import Amendment, Signatory  # noqa: PLC0415 - models import this module

        joined = Amendment.objects.filter(
            partner=partner_id, kind=AmendmentKind.PARTY, state=AmendmentState.SIGNED
        )
        named = Signatory.objects.filter(partner=partner_id)
        return self.filter(Q(pk__in=named.values("agreement")) | Q(pk__in=joined.values("agreement")))


class OfAgreementQuerySet(models.QuerySet):
    """Clauses and signatories, known to those who know the agreement."""

    def visible_to(self, member: Member) -> Self:
        if member.consortium_id is None:
            return self.none()
        known = self.filter(agreement__consortium=member.consortium_id)
        return known if member.role in SCHOOL_STAFF else known.exclude(agreement__state=AgreementState.DRAFT)


class AmendmentQuerySet(OfConsortiumQuerySet):
    def visible_to(self, member: Member) -> Self:
        """Amendments are known like agreements: drafts and dropped ones to the school only."""
        known = super().visible_to(member)
        if member.role in SCHOOL_STAFF:
            return known
        return known.filter(state__in=(AmendmentState.SIGNING, AmendmentState.SIGNED))


class SignatoryContactQuerySet(OfConsortiumQuerySet):
    def visible_to(self, member: Member) -> Self:
        """Addresses of contacts are for those who send agreements out."""
        return super().visible_to(member) if member.role in MANAGERS else self.none()
