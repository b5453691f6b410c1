"""Proposing courses and writing their text, until it goes before the committees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import F, Max
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.codevelopment import policies
from curriculum.codevelopment.merging import unified
from curriculum.codevelopment.services import letters
from curriculum.models import (
    CompetencyUnit,
    Course,
    CourseSection,
    CourseSectionUnit,
    CourseVersion,
    Subject,
)
from curriculum.states import CourseState

if TYPE_CHECKING:
    from partners.models import Member

CHANGED = _("Somebody else has changed this text in the meantime. Read it as it stands now.")


@transaction.atomic
def propose_course(
    *,
    by: Member,
    name: str,
    aims: str,
    name_en: str = "",
    purpose: str = "",
    subject: Subject | None = None,
    hours: int = 0,
    units: Iterable[CompetencyUnit] = (),
) -> CourseVersion:
    """A course is proposed, by the school or by a partner that needs it; a first section holds its units."""
    policies.proposes(by).require()
    consortium = by.consortium
    proposer_id = None if by.partner_id == consortium.school_id else by.partner_id
    known = CourseVersion.objects.visible_to(by).under_way().filter(name=name, proposer=proposer_id)
    if known.exists():
        raise ValidationError({"name": _("A course of this name is under way already.")})
    of_school = {"consortium": consortium, "school_id": consortium.school_id}
    names = {"name": name, "name_en": name_en}
    course = Course.objects.create(**of_school, **names, subject=subject, proposer_id=proposer_id)
    version = CourseVersion(
        **of_school,
        **names,
        course=course,
        aims=unified(aims),
        purpose=unified(purpose),
        proposer_id=proposer_id,
        proposed_by=by,
    )
    version.full_clean(exclude=["course", "consortium", "school", "proposer", "proposed_by"])
    version.save()
    _write_section(version, units, title=name, hours=hours)
    if proposer_id:
        letters.tell_keepers("course_proposed", version, by=by, key=str(version.pk))
    return version


@transaction.atomic
def edit_version(
    version: CourseVersion, *, by: Member, seen: int, name: str, name_en: str, aims: str, purpose: str
) -> CourseVersion:
    """Title, aims and purpose; refused (409) if somebody else wrote since `seen`."""
    version = locked(version, by)
    policies.edits(by, version).require()
    if version.revision != seen:
        raise StateConflict(version, CHANGED)
    version.name, version.name_en = name, name_en
    version.aims, version.purpose = unified(aims), unified(purpose)
    version.revision += 1
    version.full_clean(validate_unique=False, validate_constraints=False)
    version.save(update_fields=["name", "name_en", "aims", "purpose", "revision"])
    return version


@transaction.atomic
def add_section(
    version: CourseVersion,
    *,
    by: Member,
    title: str,
    content: str = "",
    hours: int = 0,
    position: int | None = None,
    units: Iterable[CompetencyUnit] = (),
) -> CourseSection:
    """A further unit or week at the end, or at `position`."""
    version = locked(version, by)
    policies.edits(by, version).require()
    text = {"title": title, "content": unified(content), "hours": hours}
    return _write_section(version, units, position=position, **text)


@transaction.atomic
def edit_section(
    section: CourseSection,
    *,
    by: Member,
    seen: int,
    title: str,
    content: str,
    hours: int,
    position: int,
    units: Iterable[CompetencyUnit],
) -> CourseSection:
    """What a section teaches; refused (409) if somebody else wrote since `seen`."""
    section = locked_section(section, by, seen)
    if position != section.position:
        _make_room(section.version, position)
    section.title, section.content = title, unified(content)
    section.hours, section.position = hours, position
    save_text(section)
    wanted = {unit.pk for unit in units}
    section.units.exclude(unit__in=wanted).delete()
    _add_units(section, wanted - set(section.units.values_list("unit", flat=True)))
    return section


@transaction.atomic
def remove_section(section: CourseSection, *, by: Member, seen: int) -> None:
    """Take a section out; what partners said of it stays among the contributions."""
    section = locked_section(section, by, seen)
    section.delete()


@transaction.atomic
def start_next_version(version: CourseVersion, *, by: Member) -> CourseVersion:
    """The next version of an approved course, with the same text to begin with; begun once."""
    version = locked(version, by)
    policies.keeps_courses(by, version).require()
    begun = CourseVersion.objects.visible_to(by).under_way().filter(course=version.course_id).first()
    if begun is not None:
        return begun
    if version.state != CourseState.APPROVED:
        raise StateConflict(version, _("A next version starts from the approved one."))
    last = CourseVersion.objects.visible_to(by).filter(course=version.course_id).aggregate(last=Max("number"))
    following = CourseVersion.objects.create(
        consortium_id=version.consortium_id,
        school_id=version.school_id,
        course_id=version.course_id,
        number=last["last"] + 1,
        name=version.name,
        name_en=version.name_en,
        aims=version.aims,
        based_on=version,
        proposed_by=by,
    )
    for section in version.sections.prefetch_related("units"):
        copy = CourseSection.objects.create(
            version=following,
            school_id=section.school_id,
            key=section.key,
            position=section.position,
            title=section.title,
            content=section.content,
            hours=section.hours,
        )
        _add_units(copy, [one.unit_id for one in section.units.all()])
    return following


def locked(version: CourseVersion, by: Member) -> CourseVersion:
    """The version as it stands now, held, for those of the school who change anything about one."""
    policies.changes_versions(by, version).require()
    known = CourseVersion.objects.visible_to(by).select_related("consortium")
    # No key is changed, so whoever points at the version (a contribution) does not wait for this.
    return known.select_for_update(of=("self",), no_key=True).get(pk=version.pk)


def locked_section(section: CourseSection, by: Member, seen: int) -> CourseSection:
    """The section as `by` saw it, held, in a version that may be written in."""
    version = locked(section.version, by)
    policies.edits(by, version).require()
    found = CourseSection.objects.visible_to(by).select_for_update(of=("self",)).filter(pk=section.pk).first()
    if found is None or found.revision != seen:
        raise StateConflict(section, CHANGED)
    found.version = version
    return found


def save_text(section: CourseSection) -> None:
    """Write a section and count its revision on."""
    section.revision += 1
    section.full_clean(validate_unique=False)
    section.save(update_fields=["title", "content", "hours", "position", "revision"])


def _write_section(
    version: CourseVersion, units: Iterable[CompetencyUnit], *, position: int | None = None, **text: object
) -> CourseSection:
    if position is None:
        last = CourseSection.objects.filter(version=version).aggregate(last=Max("position"))["last"]
        position = (last or 0) + 1
    else:
        _make_room(version, position)
    section = CourseSection(version=version, school_id=version.school_id, position=position, **text)
    section.full_clean(exclude=["version", "school"], validate_unique=False)
    section.save()
    _add_units(section, [unit.pk for unit in units])
    return section


def _make_room(version: CourseVersion, position: int) -> None:
    """Move the sections from this place on by one."""
    if CourseSection.objects.filter(version=version, position=position).exists():
        behind = CourseSection.objects.filter(version=version, position__gte=position)
        behind.update(position=F("position") + 1)


def _add_units(section: CourseSection, units: Iterable[int]) -> None:
    CourseSectionUnit.objects.bulk_create(
        CourseSectionUnit(
            version_id=section.version_id, section=section, school_id=section.school_id, unit_id=unit
        )
        for unit in units
    )
