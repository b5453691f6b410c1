"""Writes about subjects. What a table before the committees says of a subject stands still."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.competencies.versions import newest_version
from curriculum.models import CompetencyUnit, Subject, SubjectUnit
from curriculum.programme.services.deciding import Decision, recorded
from curriculum.states import KINDS_OF, GeneralKind, Generation, SubjectKind
from curriculum.subjects import policies

if TYPE_CHECKING:
    from partners.models import Member

FACTS = (
    "name",
    "name_en",
    "generation",
    "kind",
    "general_kind",
    "subject_group",
    "standard_credits",
    "is_school_created",
)


@transaction.atomic
def save_subject(subject: Subject | None, *, by: Member, **facts: Any) -> Subject:
    """Enter a subject, or correct one that no table before or after the committees names."""
    policies.keeps_subjects(by, subject).require()
    if subject is None:
        subject = Subject(consortium_id=by.consortium_id, school_id=by.partner_id)
        changed = list(facts)
    else:
        subject = _locked(subject, by=by)
        changed = [name for name, value in facts.items() if getattr(subject, name) != value]
        completes = changed == ["general_kind"] and not subject.general_kind
        if changed and not completes and is_fixed(subject, by=by):
            raise StateConflict(
                subject,
                _(
                    "A programme table that is no draft names this subject, so it stands still."
                    " Enter a new subject instead."
                ),
            )
    for name in changed:
        setattr(subject, name, facts[name])
    _require_fitting(subject)
    try:
        with transaction.atomic():
            subject.save()
    except IntegrityError as error:
        if "subject_once_per_generation" not in str(error):
            raise
        raise ValidationError({"name": _("This curriculum has a subject of this name already.")}) from error
    return subject


@transaction.atomic
def record_approval(subject: Subject, *, by: Member, decision: Decision) -> Subject:
    """The education office has approved a subject that the school created."""
    policies.records_approval(by, subject).require()
    subject = _locked(subject, by=by)
    if not subject.lacks_approval:
        raise StateConflict(subject, _("This subject needs no approval, or has one already."))
    subject.approval = recorded(decision, by=by)
    subject.save(update_fields=["approval"])
    return subject


@transaction.atomic
def remove_subject(subject: Subject, *, by: Member) -> None:
    """Take out a subject that nothing names."""
    policies.keeps_subjects(by, subject).require()
    subject = _locked(subject, by=by)
    try:
        with transaction.atomic():
            subject.delete()
    except IntegrityError as error:
        raise StateConflict(subject, _("A table or a course names this subject, so it stays.")) from error


@transaction.atomic
def teach_unit(subject: Subject, *, by: Member, unit: CompetencyUnit, hours: int | None) -> SubjectUnit:
    """Say that a subject teaches a competency unit, and in how many of its hours.

    Also where a table that is no draft names the subject: units are no part of what committees approve.
    """
    policies.keeps_subjects(by, subject).require()
    subject = _locked(subject, by=by)
    with pghistory.context(member=by.pk):
        row, _made = SubjectUnit.objects.visible_to(by).update_or_create(
            subject=subject, unit=unit, defaults={"hours": hours}, create_defaults=_new(subject, hours)
        )
    return row


@transaction.atomic
def renew_unit(row: SubjectUnit, *, by: Member, unit: int) -> SubjectUnit:
    """Teach the newest version of a unit, the one that was seen, instead of an older one; hours stay."""
    policies.keeps_subjects(by, row.subject).require()
    subject = _locked(row.subject, by=by)
    ours = SubjectUnit.objects.visible_to(by).filter(subject=subject).select_related("unit")
    present = ours.filter(pk=row.pk).first()
    newest = newest_version(present.unit, by) if present else None
    if newest is None or newest.pk != unit or newest == present.unit:
        raise StateConflict(
            subject, _("The subject or the versions have changed. Look at the subject again.")
        )
    if ours.filter(unit=newest).exists():
        raise StateConflict(
            subject, _("The subject teaches the newest version already. Take the older one out of it.")
        )
    present.unit = newest
    with pghistory.context(member=by.pk):
        present.save(update_fields=["unit"])
    return present


@transaction.atomic
def drop_unit(row: SubjectUnit, *, by: Member) -> None:
    """The subject does not teach this unit any more."""
    policies.keeps_subjects(by, row.subject).require()
    with pghistory.context(member=by.pk):
        SubjectUnit.objects.visible_to(by).filter(pk=row.pk).delete()


def is_fixed(subject: Subject, *, by: Member) -> bool:
    """Does a table that is no draft name it?"""
    return Subject.objects.visible_to(by).filter(pk=subject.pk).used().exists()


def _new(subject: Subject, hours: int | None) -> dict[str, Any]:
    return {"school_id": subject.school_id, "hours": hours}


def _locked(subject: Subject, *, by: Member) -> Subject:
    known = Subject.objects.visible_to(by).select_related("consortium")
    return known.select_for_update(of=("self",)).get(pk=subject.pk)


def _require_fitting(subject: Subject) -> None:
    subject.clean_fields(exclude=["consortium", "school", "approval"])
    if subject.kind not in KINDS_OF[Generation(subject.generation)]:
        raise ValidationError({"kind": _("This curriculum does not know this kind of subject.")})
    if subject.general_kind and subject.kind != SubjectKind.GENERAL:
        raise ValidationError({"general_kind": _("Only general subjects have such a kind.")})
    if subject.general_kind == GeneralKind.INTEGRATED and subject.generation != Generation.REVISED_2022:
        raise ValidationError(
            {"general_kind": _("Integrated choices came with the 2022 revised curriculum.")}
        )
    if subject.approval_id and not subject.is_school_created:
        raise ValidationError({"is_school_created": _("It was approved as a subject of the school's own.")})
