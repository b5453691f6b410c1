"""The dated rules of completion and of results, as plain functions over figures."""

from __future__ import annotations

import datetime
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from consortium.rules.checks import rule_on
from consortium.rules.models import Rule
from consortium.verdict import Verdict, denied
from curriculum.states import Outcome

if TYPE_CHECKING:
    from curriculum.models import Judgement

LATEST, BEST = "latest", "best"


def attends_enough(held: int, attended: int, on: datetime.date) -> Verdict:
    """Was the student there for the share of the hours that completion asks for? Without hours: no."""
    rule = rule_on("completion-attendance", on)
    part, whole = rule.value("share")
    words = {"held": held, "attended": attended, "cite": rule.cite(on)}
    if not held:
        return denied(_("No session has been entered, so attendance is not known (%(cite)s).") % words)
    if attended * whole < held * part:
        words |= {"part": part, "whole": whole}
        text = _("Attended %(attended)s of %(held)s hours, less than %(part)s/%(whole)s (%(cite)s).")
        return denied(text % words)
    return Verdict(True, _("Attended %(attended)s of %(held)s hours (%(cite)s).") % words)


def achieves_enough(subject: str, score: Decimal | None, on: datetime.date) -> Verdict:
    """Common subjects ask for a share of achievement as well; others do not."""
    rule = rule_on("completion-achievement", on)
    if not any(subject.startswith(name) for name in rule.value("subjects")):
        return Verdict(True)
    words = {"percent": rule.value("percent"), "cite": rule.cite(on)}
    if score is None:
        return denied(_("A common subject needs a score in percent (%(cite)s).") % words)
    words["score"] = f"{score:g}"
    if score < rule.value("percent"):
        text = _("Achievement %(score)s %%, less than %(percent)s %% (%(cite)s).")
        return denied(text % words)
    return Verdict(True, _("Achievement %(score)s %% (%(cite)s).") % words)


def completes(subject: str, held: int, attended: int, score: Decimal | None, on: datetime.date) -> Verdict:
    """Is the course completed? Every condition that is not met is named, with its source."""
    answers = [attends_enough(held, attended, on), achieves_enough(subject, score, on)]
    unmet = [answer for answer in answers if not answer]
    reasons = " ".join(str(answer.reason) for answer in (unmet or answers) if answer.reason)
    return Verdict(not unmet, reasons)


def result_rule(on: datetime.date) -> Rule:
    """The rule that makes one result of several judgements on that day."""
    return rule_on("attainment-result", on)


def outcome_of(level: int, on: datetime.date) -> Outcome:
    """What a level from 1 to 5 says about the unit."""
    enough = level >= result_rule(on).value("achieved_from_level")
    return Outcome.ACHIEVED if enough else Outcome.NOT_YET


def deciding(judgements: Iterable[Judgement], method: str) -> Judgement | None:
    """Which of the judgements that stand decides: the latest, or the best."""
    standing = list(judgements)
    if not standing:
        return None
    if method == BEST:
        return max(
            standing,
            key=lambda one: (one.outcome == Outcome.ACHIEVED, one.level or 0, one.judged_on, one.pk),
        )
    return max(standing, key=lambda one: (one.judged_on, one.pk))
