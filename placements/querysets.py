"""What a member may know of vacancies, consents and candidates."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Case, Count, Exists, IntegerField, OuterRef, Q, Subquery, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from partners.states import COMPANY_STAFF, SCHOOL_STAFF, STUDENT_STAFF, Role
from placements.states import ConsentItem, VacancyState

if TYPE_CHECKING:
    from partners.models import Member


class VacancyQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school knows all, a company its opened ones, a student open ones and where they stand."""
        ours = self.filter(consortium=member.consortium_id) if member.consortium_id else self.none()
        if member.role in SCHOOL_STAFF:
            return ours
        if member.role in COMPANY_STAFF:
            return ours.filter(company=member.partner_id).exclude(state=VacancyState.DRAFT)
        if member.role == Role.STUDENT:
            from placements.models import Candidate  # noqa: PLC0415 - models import this module

            mine = Candidate.objects.visible_to(member).values("vacancy")
            return ours.filter(Q(state=VacancyState.OPEN) | Q(pk__in=mine))
        return self.none()


class OfVacancyQuerySet(models.QuerySet):
    """Demanded units, known to those who know the vacancy."""

    def visible_to(self, member: Member) -> Self:
        from placements.models import Vacancy  # noqa: PLC0415 - models import this module

        return self.filter(vacancy__in=Vacancy.objects.visible_to(member))


class ConsentQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school that recorded it, the company that received it, the student who gave it."""
        if member.role in STUDENT_STAFF:
            return self.filter(school=member.partner_id, consortium=member.consortium_id)
        if member.role == Role.HR:
            return self.live().filter(recipient=member.partner_id, consortium=member.consortium_id)
        if member.role == Role.STUDENT:
            return self.filter(student__user=member.user_id)
        return self.none()

    def live(self) -> Self:
        """Given by the student, by the guardian where one is needed, not withdrawn, expired or at rest."""
        return self.not_ended().filter(
            Q(guardian_needed=False) | Q(guardian_agreed_on__isnull=False),
            paused_at=None,
            student_agreed_on__isnull=False,
            valid_until__gte=timezone.localdate(),
        )

    def not_ended(self) -> Self:
        """Neither withdrawn nor replaced; the guardian may be missing."""
        return self.filter(withdrawn_at=None, replaced_at=None)

    def waiting_for_guardian(self) -> Self:
        """The student agreed and the guardian has not answered yet."""
        return self.not_ended().filter(
            guardian_needed=True, guardian_agreed_on=None, valid_until__gte=timezone.localdate()
        )

    def covering(self, item: str) -> Self:
        """Consents that give this kind of data."""
        return self.filter(items__contains=[item])


class CandidateQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school sees its students' candidacies, a company those whose consent to it is live."""
        if member.role in STUDENT_STAFF:
            return self.filter(school=member.partner_id, consortium=member.consortium_id)
        if member.role == Role.HR:
            return self.consented(member)
        if member.role == Role.STUDENT:
            return self.filter(student__user=member.user_id)
        return self.none()

    def consented(self, member: Member) -> Self:
        """Candidates of this company whose consent to it holds at this moment."""
        from placements.models import Consent  # noqa: PLC0415 - models import this module

        live = Consent.objects.visible_to(member)
        return self.filter(
            company=member.partner_id, consortium=member.consortium_id, student__in=live.values("student")
        )

    def with_consent(self) -> Self:
        """`consent_until`: the last day of the consent that opens this candidacy, None where none is live."""
        from placements.models import Consent  # noqa: PLC0415 - models import this module

        live = Consent.objects.live().filter(student=OuterRef("student"), recipient=OuterRef("company"))
        return self.annotate(consent_until=Subquery(live.values("valid_until")[:1]))

    def with_fit(self) -> Self:
        """`fit`: how many of the vacancy's units the student has, or -1 where consent does not cover them.

        `fit_known` says which. Counted in the database, under the reader's own row policies.
        """
        from curriculum.models import Attainment  # noqa: PLC0415 - models import this module
        from placements.models import Consent  # noqa: PLC0415 - models import this module

        covering = Consent.objects.live().covering(ConsentItem.COMPETENCIES)
        known = Exists(covering.filter(student=OuterRef("student"), recipient=OuterRef("company")))
        shown = Attainment.objects.filter(
            student=OuterRef("student"), unit__demands__vacancy=OuterRef("vacancy")
        )
        count = shown.order_by().values("student").annotate(number=Count("pk")).values("number")
        return self.annotate(fit_known=known).annotate(
            fit=Case(
                When(fit_known=True, then=Coalesce(Subquery(count), 0)),
                default=Value(-1),
                output_field=IntegerField(),
            )
        )
