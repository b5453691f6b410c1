"""Reports on the home page: what became ready, and what failed."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consortium.reports.models import Job
from consortium.reports.states import JobState
from consortium.shell.work import MOST, Source, WorkItem, register

if TYPE_CHECKING:
    from consortium.shell.people import Member


def finished(member: Member) -> list[WorkItem]:
    """Reports that became ready, for "since my last visit"."""
    jobs = _latest(member, JobState.DONE)
    return [
        WorkItem(
            _("Your report is ready: %(title)s") % {"title": job},
            job.get_absolute_url(),
            _("Open the reports"),
            at=job.finished_at,
        )
        for job in jobs
    ]


def failed(member: Member) -> list[WorkItem]:
    """Reports that could not be made, with the reason and the way to try again."""
    jobs = _latest(member, JobState.FAILED)
    return [
        WorkItem(
            _("This report could not be made: %(title)s") % {"title": job},
            job.get_absolute_url(),
            _("Try again"),
            due=job.finished_at.date(),
            detail=job.error,
        )
        for job in jobs
    ]


def _latest(member: Member, state: str) -> list[Job]:
    mine = Job.objects.visible_to(member).filter(state=state).select_related("consortium")
    return list(mine.order_by("-created_at")[:MOST])


register(Source("changed", finished))
register(Source("late", failed))
