"""Open work of people that this floor knows: reports that are being made, and the organisation's pledges."""

from collections.abc import Sequence
from contextlib import suppress

from django.core.exceptions import PermissionDenied
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.reports.models import Job
from consortium.reports.services import request_report
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Interaction, Member, Pledge
from partners.people.handover import Source, register
from partners.pledges.work import PROMISERS


def unfinished_reports(member: Member) -> list[Job]:
    """Reports that somebody asked for and that are not ready; those with personal data end with the right."""
    with acting_as(SYSTEM):
        jobs = list(Job.objects.filter(member=member.pk).unfinished().select_related("consortium"))
    return [job for job in jobs if job.report and not job.report.personal]


def ask_again(jobs: Sequence[Job], to: Member | None, by: Member) -> None:
    """A report is made with the rights of whoever gets it, so the successor's is a new one."""
    for job in jobs if to else ():
        # Whoever has five reports waiting, or not the role for it, asks for this one when they need it.
        with suppress(PermissionDenied), acting_as(SYSTEM):
            request_report(job.kind, by=to, formats=job.formats, language=job.language)


def running_pledges(member: Member) -> QuerySet:
    """What the organisation promised and has not wholly delivered; whoever reports for it goes on."""
    ours = Pledge.objects.visible_to(member).filter(partner=member.partner_id)
    if member.role not in PROMISERS:
        return ours.none()
    return ours.with_delivered().running(timezone.localdate()).unfinished().order_by("ends_on", "pk")


def next_steps(member: Member) -> QuerySet:
    """What this person said they would do next with a partner, and has not done."""
    return Interaction.objects.visible_to(member).open().filter(next_by=member.pk).order_by("next_due", "pk")


def pass_on(steps: Sequence[Interaction], to: Member | None, by: Member) -> None:
    """A next step always has somebody who does it: without a successor, whoever ends the access."""
    Interaction.objects.filter(pk__in=[step.pk for step in steps]).update(next_by=to or by)


register(Source("next_steps", _("Next steps with partners"), next_steps, pass_on))
register(Source("reports", _("Reports that are being made"), unfinished_reports, ask_again))
register(Source("pledges", _("Pledges that are not wholly delivered"), running_pledges))
