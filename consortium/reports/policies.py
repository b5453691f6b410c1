"""Who may ask for, repeat and fetch reports; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.reports.registry import Report
from consortium.verdict import Verdict, denied, only_if

if TYPE_CHECKING:
    from consortium.reports.models import Job, ReportFile
    from consortium.shell.people import Member


def makes_reports(member: Member, report: Report | None) -> Verdict:
    """A kind of report is made for the roles that it names."""
    if report is None:
        return denied(_("This kind of report no longer exists."))
    return only_if(report.is_for(member), _("Your role does not include this report."))


def steers_job(member: Member, job: Job) -> Verdict:
    """A report is stopped or made again by the person who asked for it."""
    return only_if(job.member_id == member.pk, _("This report belongs to somebody else."))


def fetches_file(member: Member, file: ReportFile) -> Verdict:
    """A file is fetched, while it is kept, by the person who asked for it and may still make it."""
    if not file.is_available:
        return denied(_("This file has been destroyed because its time was over. Make the report again."))
    return steers_job(member, file.job) & makes_reports(member, file.job.report)
