"""Achievement levels, settled results, and what makes up for a course that was not completed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import pghistory
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict, Transition
from curriculum.models import Enrolment, Offering, Recovery
from curriculum.states import EnrolmentState, RecoveryState
from curriculum.teaching import policies, rules
from curriculum.teaching.levels import levels_of
from curriculum.teaching.services import letters
from curriculum.teaching.services.offerings import locked_enrolment
from curriculum.teaching.workflow import (
    CLOSE,
    COMPLETE,
    FAIL,
    NOT_COMPLETE,
    PASS,
    RECOVER,
    REOPEN,
    UNSETTLE,
)
from partners.models import Member


@dataclass(frozen=True)
class Grade:
    """What a teacher enters for one student; either may be missing."""

    achievement: str = ""
    score: Decimal | None = None


@transaction.atomic
def enter_grades(offering: Offering, *, by: Member, grades: dict[int, Grade]) -> int:
    """Enter achievement levels and scores: enrolment id → grade; returns how many changed."""
    policies.grades(by, offering).require()
    offering = _locked(offering, by)
    policies.grades(by, offering).require()
    rows = Enrolment.objects.visible_to(by).filter(offering=offering, pk__in=grades)
    levels, changed = levels_of(offering.subject), []
    for row in rows.select_for_update().order_by("pk"):
        grade = grades[row.pk]
        if grade.achievement and grade.achievement not in levels:
            words = _("Achievement levels of this subject go from %(best)s to %(last)s.")
            raise ValidationError(words % {"best": levels[0], "last": levels[-1]})
        if (row.achievement, row.score) != (grade.achievement, grade.score):
            row.achievement, row.score = grade.achievement, grade.score
            row.clean_fields(exclude=["student", "school", "offering"])
            changed.append(row)
    if changed:
        with pghistory.context(member=by.pk):
            Enrolment.objects.bulk_update(changed, ["achievement", "score"])
    return len(changed)


@transaction.atomic
def settle_results(offering: Offering, *, by: Member, all_held: bool = False) -> dict[str, int]:
    """Decide for everybody who takes part whether the course is completed, and why; then it stands.

    With fewer hours than its credits ask for, `all_held` has to say that nothing is left to teach or enter.
    Returns how many have completed it and how many have not.
    """
    CLOSE.policy(by, offering).require()  # who may not, holds no lock either
    offering = _locked(offering, by)
    CLOSE.enforce(offering, by=by)
    today = timezone.localdate()
    ids = Enrolment.objects.visible_to(by).filter(offering=offering, state=EnrolmentState.ENROLLED)
    rows = list(ids.select_for_update().order_by("pk"))
    hours = {
        pk: (held, attended) for pk, held, attended in ids.with_hours().values_list("pk", "held", "attended")
    }
    if rows:
        _refuse_too_early(offering, max(held for held, _attended in hours.values()), all_held)
    missing = [row for row in rows if not row.achievement and levels_of(offering.subject)]
    if missing:
        text = _("%(count)s students have no achievement level yet. Enter them first.")
        raise ValidationError(text % {"count": len(missing)})
    counts = {"completed": 0, "not_completed": 0}
    for row in rows:
        row.held_hours, row.attended_hours = hours[row.pk]
        verdict = rules.completes(offering.subject.name, row.held_hours, row.attended_hours, row.score, today)
        row.state = (COMPLETE if verdict else NOT_COMPLETE).target
        row.reason, row.decided_on = str(verdict.reason)[:400], today
        counts["completed" if verdict else "not_completed"] += 1
    with pghistory.context(member=by.pk, step=CLOSE.name):
        Enrolment.objects.bulk_update(rows, ["state", "reason", "decided_on", "held_hours", "attended_hours"])
        offering.state = CLOSE.target
        offering.save(update_fields=["state"])
    letters.tell_of_results(offering, rows)
    return counts


@transaction.atomic
def reopen_results(offering: Offering, *, by: Member, reason: str) -> Offering:
    """Open settled results again, for a reason; who has recovered stays recovered."""
    REOPEN.policy(by, offering).require()
    offering = _locked(offering, by)
    REOPEN.enforce(offering, by=by)
    if len(reason.strip()) < 5:
        raise ValidationError({"reason": _("Give the reason in a few words.")})
    rows = Enrolment.objects.visible_to(by).filter(offering=offering, state__in=UNSETTLE.sources)
    rows = rows.exclude(recoveries__state=RecoveryState.AGREED)
    undone = {"state": UNSETTLE.target, "reason": "", "decided_on": None}
    if offering.sessions.exists():  # else the hours were brought from elsewhere and are not counted anew
        undone |= {"held_hours": None, "attended_hours": None}
    with pghistory.context(member=by.pk, step=REOPEN.name, reason=reason.strip()):
        offering.state = REOPEN.target  # first: results change only in a course that runs
        offering.save(update_fields=["state"])
        Enrolment.objects.filter(pk__in=list(rows.values_list("pk", flat=True))).update(**undone)
    return offering


@transaction.atomic
def agree_recovery(
    enrolment: Enrolment,
    *,
    by: Member,
    way: str,
    hours: int,
    until: date,
    where: str = "",
    agreed_on: date | None = None,
) -> Recovery:
    """Agree how a course that was not completed is made up for: make-up, joint or external course.

    What was agreed some time ago is entered with its day; without one it is agreed today.
    """
    policies.recovers(by, enrolment).require()
    enrolment = locked_enrolment(enrolment, by)
    if enrolment.state != EnrolmentState.NOT_COMPLETED:
        raise StateConflict(enrolment, _("Only a course that was not completed is made up for."))
    if enrolment.recoveries.filter(state=RecoveryState.AGREED).exists():
        raise StateConflict(enrolment, _("A recovery is under way already."))
    agreed_on = agreed_on or timezone.localdate()
    if agreed_on > timezone.localdate():
        raise ValidationError({"agreed_on": _("This date lies in the future.")})
    if enrolment.decided_on and agreed_on < enrolment.decided_on:
        raise ValidationError({"agreed_on": _("On this day the result of the course did not stand yet.")})
    if until < agreed_on:
        raise ValidationError({"until": _("This date has passed.")})
    recovery = Recovery(
        agreed_on=agreed_on,
        student_id=enrolment.student_id,
        school_id=enrolment.school_id,
        enrolment=enrolment,
        way=way,
        hours=hours,
        until=until,
        where=where.strip(),
    )
    recovery.clean_fields(exclude=["student", "school", "enrolment"])
    with pghistory.context(member=by.pk):
        recovery.save(force_insert=True)
    letters.tell_student("recovery_agreed", enrolment, key=str(recovery.pk))
    return recovery


@transaction.atomic
def decide_recovery(recovery: Recovery, *, by: Member, step: Transition, on: date, evidence: str) -> Recovery:
    """The result of a recovery; passed means that the credits count after all."""
    if step not in (PASS, FAIL):
        raise TypeError(f"Not a result of a recovery: {step.name}")
    enrolment = locked_enrolment(recovery.enrolment, by)
    recovery = (
        Recovery.objects.visible_to(by)
        .select_related("enrolment__offering")
        .select_for_update(of=("self",))
        .get(pk=recovery.pk)
    )
    step.enforce(recovery, by=by)
    if on > timezone.localdate():
        raise ValidationError({"on": _("This date lies in the future.")})
    if on < recovery.agreed_on:
        words = _("The recovery was agreed on %(day)s; its result comes later.")
        raise ValidationError({"on": words % {"day": date_format(recovery.agreed_on)}})
    if not evidence.strip():
        raise ValidationError({"evidence": _("Say what the result rests on.")})
    recovery.state, recovery.result_on, recovery.evidence = step.target, on, evidence.strip()
    recovery.clean_fields(exclude=["student", "school", "enrolment"])
    with pghistory.context(member=by.pk, step=step.name):
        recovery.save(update_fields=["state", "result_on", "evidence"])
        if step is PASS:
            RECOVER.enforce(enrolment, by=by)
            enrolment.state, enrolment.decided_on = RECOVER.target, on
            enrolment.save(update_fields=["state", "decided_on"])
    letters.tell_student("recovery_decided", enrolment, key=f"{recovery.pk}-{step.name}")
    return recovery


def _refuse_too_early(offering: Offering, held: int, all_held: bool) -> None:
    """Who attends too little of a course that goes on may still attend enough of the whole."""
    if not held:
        raise ValidationError(
            _("No session has been entered, so nobody could complete it. Enter them first.")
        )
    if held < offering.planned_hours and not all_held:
        words = _(
            "Only %(held)s of %(planned)s hours have been entered. Enter the rest first, or tick that all"
            " lessons have been held."
        )
        raise ValidationError(words % {"held": held, "planned": offering.planned_hours}, code="too_early")


def _locked(offering: Offering, by: Member) -> Offering:
    rows = Offering.objects.visible_to(by).select_related("subject", "consortium")
    return rows.select_for_update(of=("self",)).get(pk=offering.pk)
