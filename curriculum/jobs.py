"""Jobs that were analysed with a company, as jobs that a student may compare their competencies with."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from curriculum.models import JobAnalysis, TaskUnit
from curriculum.portfolio.jobs import Job, JobSource, register
from partners.models import Member

MOST = 100  # in the menu, the newest first
MIDDLE = 3  # of five, where nobody has rated the task


def analysed_jobs(member: Member) -> Iterable[Job]:
    """Analyses that are agreed with the company, with the company's name."""
    rows = JobAnalysis.objects.visible_to(member).agreed().select_related("company")
    return [Job(str(row.pk), f"{row.title} · {row.company}") for row in rows.order_by("-pk")[:MOST]]


def analysed_job(member: Member, key: str) -> Job | None:
    """One agreed analysis; a unit is as important as the most important task that needs it."""
    if not key.isdigit() or len(key) > 18:
        return None
    rows = JobAnalysis.objects.visible_to(member).agreed().select_related("company")
    row = rows.filter(pk=int(key)).first()
    if row is None:
        return None
    needed = TaskUnit.objects.visible_to(member).filter(task__duty__analysis=row)
    units: dict[int, int] = {}
    for unit, importance in needed.values_list("unit", "task__importance"):
        units[unit] = max(units.get(unit, 1), importance or MIDDLE)
    return Job(key, f"{row.title} · {row.company}", units)


register(JobSource("analysis", _("Jobs analysed with companies"), analysed_jobs, analysed_job))
