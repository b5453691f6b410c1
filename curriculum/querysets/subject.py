"""What a member may know of subjects and programme tables."""

from __future__ import annotations

from typing import TYPE_CHECKING, Self

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q, Subquery
from django.db.models.functions import Coalesce

from consortium import hangul
from curriculum.states import PUBLISHED_TABLES, TableState
from partners.states import SCHOOL_STAFF

if TYPE_CHECKING:
    from partners.models import Member


class SubjectQuerySet(models.QuerySet):
    """Subjects, which everybody in the consortium may know."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(consortium=member.consortium_id) if member.consortium_id else self.none()

    def named(self, words: str) -> Self:
        """Subjects whose name, English name or group holds each word."""
        found = self
        for word in hangul.searched(words).split():
            found = found.filter(
                Q(name__icontains=word) | Q(name_en__icontains=word) | Q(subject_group__icontains=word)
            )
        return found

    def used(self) -> Self:
        """Subjects that a table which is no draft names: what it says of them stands still."""
        from curriculum.models import ProgrammeRow  # noqa: PLC0415 - models import this module

        rows = ProgrammeRow.objects.filter(subject=OuterRef("pk")).exclude(table__state=TableState.DRAFT)
        return self.filter(Exists(rows))


class OfSubjectQuerySet(models.QuerySet):
    """Rows about a subject, known to those who know the subject."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(subject__consortium=member.consortium_id) if member.consortium_id else self.none()


class ProgrammeTableQuerySet(models.QuerySet):
    def visible_to(self, member: Member) -> Self:
        """The school's staff know every version, everybody else those that were approved."""
        return self.filter(_known_tables(member))

    def with_subjects(self) -> Self:
        """Adds `subjects`, how many rows there are; counted only for the tables that are shown."""
        from curriculum.models import ProgrammeRow  # noqa: PLC0415 - models import this module

        rows = ProgrammeRow.objects.filter(table=OuterRef("pk")).order_by().values("table")
        return self.annotate(subjects=Coalesce(Subquery(rows.annotate(n=Count("pk")).values("n")), 0))


class OfTableQuerySet(models.QuerySet):
    """Rows of a table, known to those who know the table."""

    def visible_to(self, member: Member) -> Self:
        return self.filter(_known_tables(member, "table__"))


class ProgrammeEditQuerySet(models.QuerySet):
    """Steps of the editors, which are the school's own."""

    def visible_to(self, member: Member) -> Self:
        if member.role in SCHOOL_STAFF:
            return self.filter(school=member.partner_id, table__consortium=member.consortium_id)
        return self.none()


def _known_tables(member: Member, prefix: str = "") -> Q:
    ours = Q(**{f"{prefix}consortium": member.consortium_id})
    if member.role in SCHOOL_STAFF:
        return ours & Q(**{f"{prefix}school": member.partner_id})
    return ours & Q(**{f"{prefix}state__in": PUBLISHED_TABLES})
