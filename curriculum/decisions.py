"""The decisions on which a table or a prior approval rests: of which body, since when, about nothing else."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db.models import Q
from django.utils import formats, timezone
from django.utils.translation import gettext_lazy as _

from consortium.rules.calendar import first_day_of
from curriculum.models import CourseVersion, ExternalProgramme, ProgrammeTable, Subject
from partners.models import Approval, Member

if TYPE_CHECKING:
    from django.db.models import Model, QuerySet


@dataclass(frozen=True)
class Committee:
    """A body that deliberates on a table: its usual name, what every name of it holds, where it is kept."""

    prefix: str
    field: str
    name: str
    known_by: str


CURRICULUM = Committee("committee_", "committee_approval", "학교교육과정위원회", "교육과정위원회")
STEERING = Committee("steering_", "approval", "학교운영위원회", "학교운영위원회")
OFFICES = ("교육청", "교육지원청")
DECIDED = ("committee_approval", "approval")
ON_TABLES = (ProgrammeTable, DECIDED)
ON_COURSES = (CourseVersion, ("curriculum_approval", "steering_approval"))
ON_SUBJECTS = (Subject, ("approval",))
ON_PROGRAMMES = (ExternalProgramme, ("approval",))


def usable(table: ProgrammeTable, committee: Committee, *, by: Member) -> QuerySet[Approval]:
    """The recorded decisions on which this table may rest, newest first."""
    known = Approval.objects.visible_to(by).filter(
        body__contains=committee.known_by,
        on__gte=earliest_day(table),
        on__lte=timezone.localdate(),
    )
    known = _without(known, _others(table, by=by), DECIDED)
    return _about_nothing_of(known, ON_COURSES, ON_SUBJECTS, ON_PROGRAMMES, by=by).order_by("-on", "-pk")


def prior_approvals(*, by: Member) -> QuerySet[Approval]:
    """The recorded decisions that may give credit for an external programme, newest first."""
    bodies = Q()
    for known_by in (CURRICULUM.known_by, STEERING.known_by, *OFFICES):
        bodies |= Q(body__contains=known_by)
    known = Approval.objects.visible_to(by).filter(bodies)
    return _about_nothing_of(known, ON_TABLES, ON_COURSES, ON_SUBJECTS, by=by).order_by("-on", "-pk")


def refuse_unfit(approval: Approval, table: ProgrammeTable, committee: Committee, *, by: Member) -> None:
    """Say why this decision cannot be the one on the table, beside the field of a form that says it."""
    if committee.known_by not in approval.body:
        words = _("The decision has to be one of this body: %(body)s.") % {"body": committee.name}
        raise ValidationError({f"{committee.prefix}body": words})
    if approval.on < (earliest := earliest_day(table)):
        words = _("The table was made on %(day)s. Its decision cannot be older.")
        if earliest != _made_on(table):
            words = _("A decision about these entrants cannot be older than %(day)s.")
        day = formats.date_format(earliest, "DATE_FORMAT")
        raise ValidationError({f"{committee.prefix}on": words % {"day": day}})
    other = _others(table, by=by).filter(_any_is(approval, DECIDED)).first()
    if other is not None:
        words = _("Another table rests on this decision: %(table)s. Enter the one about this table.")
        raise ValidationError({f"{committee.prefix}number": words % {"table": other}})
    for model, fields in (ON_COURSES, ON_SUBJECTS, ON_PROGRAMMES):
        rests = model.objects.visible_to(by).filter(_any_is(approval, fields)).first()
        if rests is not None:
            words = _("This decision is about “%(matter)s”. Enter the one about this table.")
            raise ValidationError({f"{committee.prefix}number": words % {"matter": rests}})


def earliest_day(table: ProgrammeTable) -> date:
    """No decision is older than the table, unless the table was entered after its entrants had come."""
    made, began = _made_on(table), first_day_of(table.entry_year)
    if made < began or table.version > 1:
        return made
    return first_day_of(table.entry_year - 1)


def _made_on(table: ProgrammeTable) -> date:
    return timezone.localdate(table.created_at)


def _others(table: ProgrammeTable, *, by: Member) -> QuerySet[ProgrammeTable]:
    """Tables about which a decision on this one says nothing; one may be about all departments of a year."""
    alike = Q(entry_year=table.entry_year) & ~Q(department=table.department_id)
    return ProgrammeTable.objects.visible_to(by).exclude(pk=table.pk).exclude(alike)


def _any_is(approval: Approval, fields: tuple[str, ...]) -> Q:
    found = Q()
    for field in fields:
        found |= Q(**{field: approval})
    return found


def _about_nothing_of(
    known: QuerySet[Approval], *uses: tuple[type[Model], tuple[str, ...]], by: Member
) -> QuerySet[Approval]:
    for model, fields in uses:
        known = _without(known, model.objects.visible_to(by), fields)
    return known


def _without(known: QuerySet[Approval], uses: QuerySet, fields: tuple[str, ...]) -> QuerySet[Approval]:
    for field in fields:
        known = known.exclude(pk__in=uses.exclude(**{field: None}).values(field))
    return known
