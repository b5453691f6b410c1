"""What this app's records show for the criteria of a call."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING

from django.db.models import QuerySet
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from consortium.reports.numbering import official_date
from partners.amounts import in_words
from partners.models import Agreement, Approval, Participation, Pledge
from partners.programme.evidence import SHOWN, Found, Line, Source, register
from partners.states import AgreementState, PartnerKind, PledgeKind

if TYPE_CHECKING:
    from partners.models import Member

NEEDED_KINDS = (
    PartnerKind.LOCAL_GOVERNMENT,
    PartnerKind.EDUCATION_OFFICE,
    PartnerKind.COMPANY,
    PartnerKind.UNIVERSITY,
)
RECENT = timedelta(days=365)


def agreements(member: Member) -> Found:
    """Agreements that hold today."""
    found = Agreement.objects.visible_to(member).filter(state=AgreementState.IN_FORCE)
    slug = member.consortium.slug
    lines = [Line(str(one), reverse("partners:agreement", args=[slug, one.pk])) for one in found[:SHOWN]]
    return Found(found.count(), tuple(lines))


def partner_kinds(member: Member) -> Found:
    """Who takes part, and which kind of partner an agreement-type school cannot do without is missing."""
    here = Participation.objects.visible_to(member).filter(left_on=None).select_related("partner")
    kinds = {one.partner.kind for one in here}
    missing = [str(kind.label) for kind in NEEDED_KINDS if kind not in kinds]
    count = len(here)
    text = ngettext("%(count)d organisation takes part", "%(count)d organisations take part", count)
    line = Line(text % {"count": count}, reverse("partners:partners", args=[member.consortium.slug]))
    return Found(
        len(kinds), (line,), _("missing: %(kinds)s") % {"kinds": ", ".join(missing)} if missing else ""
    )


def pledges(kinds: tuple[str, ...], member: Member) -> Found:
    """Pledges of these kinds that run today."""
    found = _running(member).filter(kind__in=kinds).order_by("-amount", "pk")
    return Found(found.count(), tuple(_pledge_line(one, member) for one in found[:SHOWN]))


def deliveries(member: Member) -> Found:
    """Pledges of which something has arrived; those that still wait are said."""
    running = _running(member)
    arrived = running.filter(delivered__gt=0).order_by("-share", "pk")
    waiting = running.filter(delivered=0).count()
    text = ngettext(
        "%(count)d pledge has brought nothing yet", "%(count)d pledges have brought nothing yet", waiting
    )
    return Found(
        arrived.count(),
        tuple(_pledge_line(one, member) for one in arrived[:SHOWN]),
        text % {"count": waiting} if waiting else "",
    )


def decisions(member: Member) -> Found:
    """Committees' decisions of the last twelve months."""
    found = Approval.objects.visible_to(member).filter(on__gt=timezone.localdate() - RECENT).order_by("-on")
    lines = [Line(f"{official_date(one.on)} {one} {one.document}".strip()) for one in found[:SHOWN]]
    return Found(found.count(), tuple(lines))


def _running(member: Member) -> QuerySet:
    return Pledge.objects.visible_to(member).for_pages().running(timezone.localdate())


def _pledge_line(pledge: Pledge, member: Member) -> Line:
    text = f"{pledge.partner}: {pledge.description} ({in_words(pledge.amount, pledge.unit)})"
    return Line(text, reverse("partners:pledge", args=[member.consortium.slug, pledge.pk]))


def _of(*kinds: PledgeKind) -> Callable[[Member], Found]:
    return partial(pledges, tuple(kinds))


register(Source("agreements", gettext_lazy("Agreements in force"), agreements))
register(Source("partner_kinds", gettext_lazy("Kinds of partner"), partner_kinds))
register(Source("deliveries", gettext_lazy("Delivered pledges"), deliveries))
register(Source("decisions", gettext_lazy("Committee decisions"), decisions))
register(Source("money", gettext_lazy("Pledged money"), _of(PledgeKind.CASH)))
register(
    Source(
        "teaching",
        gettext_lazy("Pledged courses and teaching"),
        _of(PledgeKind.COURSE, PledgeKind.INSTRUCTOR, PledgeKind.MENTORING),
    )
)
register(
    Source(
        "infrastructure",
        gettext_lazy("Pledged equipment and facilities"),
        _of(PledgeKind.EQUIPMENT, PledgeKind.FACILITY),
    )
)
register(
    Source(
        "jobs",
        gettext_lazy("Pledged training places, jobs and admission"),
        _of(PledgeKind.PLACEMENT, PledgeKind.HIRING_PLEDGE, PledgeKind.ADMISSION),
    )
)
