"""When a member was last here, so that home can say what changed since."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Self

from django.db import connection, models
from django.utils import timezone

if TYPE_CHECKING:
    from consortium.shell.people import Member

PAUSE = timedelta(minutes=30)  # a longer pause begins a new visit
FIRST_LOOK_BACK = timedelta(days=7)  # what the first visit of all looks back on


class VisitQuerySet(models.QuerySet):
    """When members were last here: read by themselves, noted by their home page."""

    def visible_to(self, member: Member) -> Self:
        """Everyone knows their own visits only."""
        return self.filter(member=member.pk)

    def note_visit(self, member_id: int) -> datetime:
        """Remember that this member is here now; gives back since when the present visit counts changes."""
        now = timezone.now()
        table = connection.ops.quote_name(self.model._meta.db_table)
        with connection.cursor() as cursor:
            cursor.execute(
                f"""
                INSERT INTO {table} AS visit (member_id, since, seen_at)
                VALUES (%(member)s, %(first)s, %(now)s)
                ON CONFLICT (member_id) DO UPDATE SET
                    since = CASE WHEN visit.seen_at < %(pause)s THEN visit.seen_at ELSE visit.since END,
                    seen_at = EXCLUDED.seen_at
                RETURNING since
                """,  # noqa: S608 - the table's own name
                {"member": member_id, "now": now, "first": now - FIRST_LOOK_BACK, "pause": now - PAUSE},
            )
            return cursor.fetchone()[0]


class Visit(models.Model):
    """A member's present visit: when they were last seen, and when the visit before it ended."""

    member = models.OneToOneField("partners.Member", models.CASCADE, primary_key=True, related_name="+")
    since = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects = VisitQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.member_id}: {self.seen_at:%Y-%m-%d %H:%M}"
