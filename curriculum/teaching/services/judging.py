"""Judgements of competency units: each is kept, and what stands together makes the result."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import SYSTEM, acting_as
from consortium.rules.calendar import first_day_of
from consortium.workflow import StateConflict
from curriculum.models import Attainment, CompetencyUnit, Enrolment, Judgement, Offering, Student
from curriculum.states import EnrolmentState, Outcome
from curriculum.teaching import policies, rules
from curriculum.teaching.services.classes import days_of, require_known
from partners.models import Member


@dataclass(frozen=True)
class Finding:
    """What a judge found: achieved or not yet, perhaps with a level; when, and on what evidence."""

    judged_on: date
    evidence: str
    outcome: str = Outcome.ACHIEVED
    level: int | None = None

    def facts(self) -> dict[str, object]:
        """The columns of a judgement; a level says by itself whether the unit is achieved."""
        outcome = self.outcome if self.level is None else rules.outcome_of(self.level, self.judged_on)
        return {
            "outcome": outcome,
            "level": self.level,
            "judged_on": self.judged_on,
            "evidence": self.evidence.strip(),
        }


@transaction.atomic
def judge_student(
    student: Student, *, by: Member, units: Iterable[CompetencyUnit], finding: Finding
) -> list[Judgement]:
    """Teaching staff judge one student of their school in one or more units."""
    student = Student.objects.visible_to(by).get(pk=student.pk)
    policies.judges(by, student).require()
    require_sensible_day(finding.judged_on, since=first_day_of(student.entry_year))
    return _add(
        [Judgement(student=student, school_id=student.school_id, unit=unit) for unit in units], finding, by
    )


@transaction.atomic
def judge_class(
    offering: Offering,
    *,
    by: Member,
    unit: CompetencyUnit,
    judged_on: date,
    evidence: str,
    findings: dict[int, tuple[str, int | None]],
) -> list[Judgement]:
    """The instructors judge those who take part in one unit: enrolment id → outcome and level."""
    policies.judges_class(by, offering).require()
    require_sensible_day(judged_on)
    first, last = days_of(offering)
    if not first <= judged_on <= last:
        raise ValidationError({"judged_on": _("This day lies outside the semester of the course.")})
    if not offering.subject.units.filter(unit=unit).exists():
        raise ValidationError({"unit": _("This unit is not among those that the subject teaches.")})
    enrolled = (
        Enrolment.objects.visible_to(by)
        .filter(offering=offering, pk__in=findings)
        .exclude(state=EnrolmentState.WITHDRAWN)
    )
    require_known(findings, enrolled, "findings")
    rows = []
    for one in enrolled:
        outcome, level = findings[one.pk]
        finding = Finding(judged_on, evidence, outcome, level)
        rows.append(
            Judgement(
                student_id=one.student_id,
                school_id=one.school_id,
                unit=unit,
                offering=offering,
                **finding.facts(),
            )
        )
    return _keep(rows, by)


@transaction.atomic
def correct_judgement(judgement: Judgement, *, by: Member, finding: Finding | None, reason: str) -> Judgement:
    """Put a judgement right by another that stands in its place, or (without a finding) take it back."""
    policies.corrects_judgement(by, judgement).require()
    reason = reason.strip()
    if not reason:
        raise ValidationError({"reason": _("Give the reason in a few words.")})
    if judgement.outcome == Outcome.TAKEN_BACK or Judgement.objects.filter(corrects=judgement.pk).exists():
        raise StateConflict(judgement, _("This judgement has been corrected already."))
    if finding is None:
        facts = {
            "outcome": Outcome.TAKEN_BACK,
            "judged_on": judgement.judged_on,
            "evidence": judgement.evidence,
        }
    else:
        require_sensible_day(finding.judged_on)
        facts = finding.facts()
    new = Judgement(
        student_id=judgement.student_id,
        school_id=judgement.school_id,
        unit_id=judgement.unit_id,
        offering_id=judgement.offering_id,
        corrects=judgement,
        reason=reason,
        **facts,
    )
    try:
        return _keep([new], by, step="judgement.corrected", reason=reason)[0]
    except IntegrityError as error:  # a twin was faster
        raise StateConflict(judgement, _("This judgement has been corrected already.")) from error


def draw_results(pairs: set[tuple[int, int]], *, by: Member | None = None, **why: str) -> None:
    """Bring attainments in line with the judgements that stand: (student id, unit id).

    The result belongs to nobody in person, so the system writes it; the student's row is held
    meanwhile, so that of two judges at once the second one sees the first.
    """
    method = rules.result_rule(timezone.localdate()).value("method")
    students = sorted({student for student, _unit in pairs})
    units = {unit for _student, unit in pairs}
    context = why | ({"member": by.pk} if by else {})
    with acting_as(SYSTEM), pghistory.context(**context):
        locked = Student.objects.filter(pk__in=students).order_by("pk").select_for_update(no_key=True)
        list(locked.values_list("pk", flat=True))
        standing: dict[tuple[int, int], list[Judgement]] = defaultdict(list)
        for row in Judgement.objects.standing().filter(student__in=students, unit__in=units):
            standing[row.student_id, row.unit_id].append(row)
        results = {
            (row.student_id, row.unit_id): row
            for row in Attainment.objects.filter(student__in=students, unit__in=units)
        }
        for pair in pairs:
            _draw(results.get(pair), rules.deciding(standing[pair], method))


def _draw(result: Attainment | None, decides: Judgement | None) -> None:
    """One result after the judgement that decides; nothing stays where nothing is achieved."""
    if decides is None or decides.outcome != Outcome.ACHIEVED:
        if result is not None:
            result.delete()
        return
    if result is None:
        result = Attainment(
            student_id=decides.student_id, school_id=decides.school_id, unit_id=decides.unit_id
        )
    elif result.judgement_id == decides.pk:
        return
    result.judgement, result.level = decides, decides.level
    result.judged_on, result.judged_by_id = decides.judged_on, decides.judged_by_id
    result.evidence = decides.evidence
    result.save()


def _add(rows: list[Judgement], finding: Finding, by: Member) -> list[Judgement]:
    for row in rows:
        for name, value in finding.facts().items():
            setattr(row, name, value)
    return _keep(rows, by)


def _keep(rows: list[Judgement], by: Member, **why: str) -> list[Judgement]:
    for row in rows:
        row.judged_by, row.judged_as = by, by.role
        row.clean_fields(exclude=["student", "school", "unit", "offering", "judged_by", "corrects"])
    with transaction.atomic():
        kept = Judgement.objects.bulk_create(rows)
    draw_results({(row.student_id, row.unit_id) for row in kept}, by=by, **why)
    return kept


def require_sensible_day(on: date, since: date | None = None) -> None:
    """A judgement lies neither in the future nor before the student could have learnt anything here."""
    if on > timezone.localdate():
        raise ValidationError({"judged_on": _("This date lies in the future.")})
    if since is not None and on < since:
        raise ValidationError({"judged_on": _("This date lies before the student entered the school.")})
