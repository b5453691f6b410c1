"""Answers that rest on a rule: each verdict names the article and the day it was read for."""

import datetime
from collections.abc import Mapping

from django.utils import timezone
from django.utils.translation import gettext as _

from consortium.rules.models import Rule
from consortium.verdict import Verdict, denied


class NoRule(LookupError):
    """No row of this rule holds on that day; nobody may guess the threshold."""


def rule_on(code: str, date: datetime.date) -> Rule:
    """The row of this rule that holds on the day."""
    rule = Rule.objects.on(date).filter(code=code).first()
    if rule is None:
        raise NoRule(f"No rule “{code}” holds on {date:%Y-%m-%d}.")
    return rule


def age_on(birth_date: datetime.date, date: datetime.date) -> int:
    """Completed years of life (만 나이) on the day; whoever was born on 29 February ages on 1 March."""
    before_birthday = (date.month, date.day) < (birth_date.month, birth_date.day)
    return date.year - birth_date.year - before_birthday


def may_consent_alone(birth_date: datetime.date | None, on: datetime.date) -> Verdict:
    """May this person consent without a guardian on the day? An unknown date of birth means no."""
    rule = rule_on("consent-guardian-age", on)
    age, words = rule.value("age"), {"cite": rule.cite(on)}
    if birth_date is None:
        return denied(
            _("The date of birth is not recorded, so the guardian must consent too (%(cite)s).") % words
        )
    if age_on(birth_date, on) < age:
        return denied(
            _("Under the age of %(age)d: the guardian must consent too (%(cite)s).") % (words | {"age": age})
        )
    return Verdict(True, _("%(age)d or older: own consent is enough (%(cite)s).") % (words | {"age": age}))


def names_what_consent_must_name(given: Mapping[str, object], on: datetime.date) -> Verdict:
    """Does a consent name all that PIPA 17② demands: recipient, purpose, items, retention, refusal?"""
    rule = rule_on("consent-contents", on)
    missing = [name for name in rule.value("contents") if not given.get(name)]
    if not missing:
        return Verdict(True, rule.cite(on))
    words = {
        "recipient": _("who receives the data"),
        "purpose": _("what for"),
        "items": _("which data"),
        "retention": _("until when it is kept"),
        "refusal": _("the right to refuse and what follows from it"),
    }
    names = ", ".join(words.get(name, name) for name in missing)
    return denied(_("The consent must name: %(names)s (%(cite)s).") % {"names": names, "cite": rule.cite(on)})


def goes_forward(grade: int, on: datetime.date) -> Verdict:
    """Are students of this grade put forward to companies, and from which grade on if not yet?"""
    rule = rule_on("training-grades", on)
    grades = rule.value("grades")
    if grade in grades:
        return Verdict(True, rule.cite(on))
    later = [one for one in grades if one > grade]
    words = {"grade": min(later or grades), "cite": rule.cite(on)}
    return denied(_("Students are put forward from grade %(grade)d on (%(cite)s).") % words)


def grades_put_forward(on: datetime.date) -> list[int]:
    """The grades from which students are put forward to companies."""
    return list(rule_on("training-grades", on).value("grades"))


def forbidden_questions(on: datetime.date) -> list[str]:
    """The codes of what employers may not ask, for the strip above candidates."""
    return list(rule_on("blind-hiring", on).value("forbidden"))


def may_open_another_name(opened: int, places: int, on: datetime.date) -> tuple[Verdict, int]:
    """May one more candidate's name open for these places? With the number of names that may in all."""
    rule = rule_on("names-per-place", on)
    limit = rule.value("names") * places
    if opened < limit:
        return Verdict(True, rule.cite(on)), limit
    reason = _(
        "All %(limit)d names that may open for this vacancy have been opened (%(cite)s). If none of them"
        " is right, ask the school."
    )
    return denied(reason % {"limit": limit, "cite": rule.cite(on)}), limit


def access_records_kept_since(on: datetime.date | None = None) -> datetime.date:
    """The day before which access records need not be kept any longer."""
    on = on or timezone.localdate()
    years = rule_on("access-record-retention", on).value("years")
    try:
        return on.replace(year=on.year - years)
    except ValueError:  # 29 February
        return on.replace(year=on.year - years, day=28)
