"""A version of a course as an official PDF for the committee: aims, sections, partners, decisions."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING, Any

from django.db.models import Sum
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.reports.document import Block, Column, Document, Item, Section, Table
from consortium.reports.numbering import official_date
from consortium.reports.registry import Report, ReportContext, register
from consortium.rowlevel import acting_as
from curriculum.models import CourseContribution, CoursePartner, CourseVersion
from partners.models import Approval
from partners.states import Role

if TYPE_CHECKING:
    from partners.models import Member

KEY = "course_version"
READERS = frozenset(set(Role) - {Role.OPERATOR})
Basis = tuple[tuple[str, str], ...]


def prepare(member: Member) -> tuple[dict[str, Any], datetime]:
    """Asked for from the report centre, it is about the version that was written last."""
    with acting_as(member.actor):
        newest = CourseVersion.objects.visible_to(member).order_by("-created_at", "-pk").first()
    return ({"newest": newest.pk} if newest else {}), timezone.now()


def build(context: ReportContext) -> Document:
    """One part: a course is short."""
    member = context.member
    number = context.parameters.get("version") or context.parameters.get("newest")
    found, basis = context.as_member(lambda: _find(member, number))
    blocks = context.part("course", lambda: course_blocks(found, member))
    return Document(
        title=found.title if found else _("There is no course yet."),
        organisation=str(member.consortium),
        reference_date=context.snapshot_at.astimezone().date(),
        snapshot_at=context.snapshot_at,
        blocks=tuple(blocks),
        basis=basis,
        banner=_("This course is invented for the demo.") if found and found.course.is_demo else "",
    )


def _find(member: Member, number: int | None) -> tuple[CourseVersion | None, Basis]:
    """The version, and what stands above its text."""
    known = CourseVersion.objects.visible_to(member).select_related(
        "course__subject", "school", "curriculum_approval", "steering_approval"
    )
    found = known.filter(pk=number).first()
    return found, _basis(found)


def course_blocks(version: CourseVersion | None, member: Member) -> list[Block]:
    """Why, what for, what in how many hours, who took part, what was decided."""
    if version is None:
        return [Item(_("There is no course yet."))]
    blocks: list[Block] = []
    if version.purpose:
        blocks.append(Section(_("Why this course"), (Item(version.purpose),)))
    blocks.append(Section(_("Aims"), (Item(version.aims),)))
    blocks.append(Section(_("Content"), (_sections(version),)))
    blocks.append(Section(_("Partners"), (_partners(version, member),)))
    answered = _answered(version, member)
    if answered:
        blocks.append(Section(_("Contributions and answers"), (answered,)))
    decisions = [one for one in (version.curriculum_approval, version.steering_approval) if one]
    lines = [_decision(one) for one in decisions] or [_("No committee has decided yet.")]
    return [*blocks, Section(_("Decisions"), tuple(map(Item, lines)))]


def _basis(version: CourseVersion | None) -> Basis:
    if version is None:
        return ()
    subject = version.course.subject
    hours = version.sections.aggregate(all=Sum("hours"))["all"] or 0
    return (
        (_("State"), version.get_state_display()),
        (
            _("Subject of the course"),
            str(subject) if subject else _("A subject still to be created by the school"),
        ),
        (_("Hours of teaching"), str(hours)),
    )


def _sections(version: CourseVersion) -> Table:
    rows, total = [], 0
    for number, section in enumerate(version.sections.prefetch_related("units__unit__elements"), start=1):
        units = "\n".join(f"{one.unit.code} {one.unit.in_words}" for one in section.units.all())
        rows.append((str(number), section.title, section.content, units, section.hours))
        total += section.hours
    rows.append(("", _("Total"), "", "", total))
    heads = (
        Column(_("No."), None, 6),
        Column(_("Section"), None, 22),
        Column(_("Content"), None, 40),
        Column(_("Competency units"), None, 30),
        Column(_("Hours"), 0, 8),
    )
    return Table(_("Sections of the course"), _("hours"), heads, tuple(rows), totals=1)


def _partners(version: CourseVersion, member: Member) -> Table | Item:
    asked = CoursePartner.objects.visible_to(member).filter(version=version).select_related("partner")
    rows = [(str(one), one.accepted_count, one.accepted_hours) for one in asked]
    if not rows:
        return Item(_("No company or university took part."))
    heads = (
        Column(_("Partner"), None, 40),
        Column(_("Accepted contributions"), 0, 16),
        Column(_("Hours of work"), 1, 14),
    )
    return Table(_("Who took part"), "", heads, tuple(rows))


def _answered(version: CourseVersion, member: Member) -> Table | None:
    known = CourseContribution.objects.visible_to(member).filter(version=version).select_related("partner")
    rows = [
        (str(one.partner), one.get_kind_display(), str(one), one.get_state_display(), one.answer)
        for one in known
    ]
    heads = (
        Column(_("Partner"), None, 22),
        Column(_("Kind"), None, 14),
        Column(_("Contribution"), None, 34),
        Column(_("State"), None, 12),
        Column(_("Answer"), None, 30),
    )
    return Table(_("Contributions and what became of them"), "", heads, tuple(rows)) if rows else None


def _decision(approval: Approval) -> str:
    return " ".join(filter(None, (official_date(approval.on), str(approval), approval.document)))


register(
    Report(
        key=KEY,
        title=gettext_lazy("Course"),
        purpose=gettext_lazy(
            "A version of a course for the committee: aims, sections with hours and competency units, who "
            "contributed, decisions. Asked for here, it is the newest; every version's page has its own."
        ),
        roles=READERS,
        build=build,
        formats=("pdf",),
        prepare=prepare,
        order=60,
    )
)
