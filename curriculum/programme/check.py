"""Does a table keep the rules of its entry year? Pure functions: lines and rulebook in, findings out."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from curriculum.models import SEMESTERS
from curriculum.programme import rulebook as rules
from curriculum.programme.rulebook import Rulebook, Source
from curriculum.programme.totals import Line, Totals, choices, count
from curriculum.states import Area
from curriculum.terms import semester_in_words


@dataclass(frozen=True)
class Place:
    """Where a rule is broken: a row, a semester, or the cell where both meet."""

    line: int | None = None
    semester: int | None = None
    label: str = ""

    @property
    def anchor(self) -> str:
        """The id on the page; a semester without a row stands in the totals."""
        if self.line is None:
            return f"total-{self.semester}" if self.semester else "totals"
        return f"cell-{self.line}-{self.semester}" if self.semester else f"row-{self.line}"


@dataclass(frozen=True)
class Finding:
    """One rule and whether the table keeps it; `holds` is None where no rule is known."""

    code: str
    title: str
    holds: bool | None
    text: str
    places: tuple[Place, ...] = ()
    source: Source | None = None

    @property
    def is_broken(self) -> bool:
        return self.holds is False


Answer = tuple[bool | None, str, tuple[Place, ...]]
UNKNOWN: Answer = (None, "", ())
WHOLE = (Place(),)


def check(lines: Sequence[Line], book: Rulebook) -> tuple[Finding, ...]:
    """Every rule once, in the order in which a table is read."""
    totals = count(lines)
    found = []
    for key, code, title, ask in _questions():
        holds, text, places = ask(lines, totals, book)
        if holds is None:
            text = _("No rule is known for those who enter in %(year)s.") % {"year": book.entry_year}
        found.append(Finding(key, title, holds, text, places, book.sources.get(code)))
    return tuple(found)


Question = Callable[[Sequence[Line], Totals, Rulebook], Answer]


def _questions() -> tuple[tuple[str, str, str, Question], ...]:
    """Key, code of the rule, title in the reader's language, and what is asked."""
    return (
        ("total", rules.TOTAL, _("Credits in all"), _total),
        ("general", rules.AREAS, _("General subjects"), _area(Area.GENERAL, "general")),
        ("vocational", rules.AREAS, _("Vocational subjects"), _area(Area.VOCATIONAL, "vocational")),
        ("free", rules.AREAS, _("Free choice of the school"), _free),
        ("creative", rules.AREAS, _("Creative activities"), _area(Area.CREATIVE, "creative")),
        ("semesters", rules.SEMESTER, _("Credits in one semester"), _semesters),
        ("required", rules.REQUIRED, _("Required subjects"), _required),
        ("standard", rules.STANDARD, _("Deviation from standard credits"), _standard),
        ("choices", rules.CHOICE, _("Choice groups"), _choices),
        ("school_created", rules.SCHOOL_CREATED, _("School-created subjects"), _school_created),
    )


def _at_least(credits: int, least: int | None) -> Answer:
    if least is None:
        return UNKNOWN
    words = {"credits": credits, "least": least, "missing": least - credits}
    if credits >= least:
        return True, _("%(credits)s of at least %(least)s credits") % words, ()
    return False, _("%(credits)s of at least %(least)s credits: %(missing)s missing") % words, WHOLE


def _total(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
    return _at_least(totals.total, book.value(rules.TOTAL, "credits"))


def _area(area: Area, name: str) -> Question:
    def ask(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
        return _at_least(totals.of(area), book.value(rules.AREAS, name))

    return ask


def _free(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
    """What general and vocational subjects have beyond their minimum is the school's own choice."""
    least = {name: book.value(rules.AREAS, name) for name in ("general", "vocational", "free")}
    if None in least.values():
        return UNKNOWN
    taught = totals.of(Area.GENERAL) + totals.of(Area.VOCATIONAL)
    return _at_least(max(taught - least["general"] - least["vocational"], 0), least["free"])


def _semesters(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
    least, most = book.value(rules.SEMESTER, "least"), book.value(rules.SEMESTER, "most")
    if least is None or most is None:
        return UNKNOWN
    wrong = tuple(
        Place(
            semester=one,
            label=_("%(semester)s: %(credits)s credits")
            % {"semester": semester_in_words(one), "credits": credits},
        )
        for one, credits in zip(SEMESTERS, totals.by_semester, strict=True)
        if not least <= credits <= most
    )
    words = {"least": least, "most": most, "count": len(wrong)}
    if not wrong:
        return True, _("Every semester has %(least)s to %(most)s credits") % words, ()
    text = ngettext(
        "%(count)s semester is outside %(least)s to %(most)s credits",
        "%(count)s semesters are outside %(least)s to %(most)s credits",
        len(wrong),
    )
    return False, text % words, wrong


def _required(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
    names = book.value(rules.REQUIRED, "subjects")
    if names is None:
        return UNKNOWN
    taught = {line.name for line in lines if line.total and not line.choice}
    missing = [name for name in names if name not in taught]
    if not missing:
        return True, _("All of them are taught"), ()
    places = tuple(Place(line.key, label=line.name) for line in lines if line.name in missing)
    words = ", ".join(book.subject_in_words(name) for name in missing)
    return False, _("Missing: %(names)s") % {"names": words}, places or WHOLE


def _standard(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
    allowed = {
        Area.GENERAL: book.value(rules.STANDARD, "general"),
        Area.VOCATIONAL: book.value(rules.STANDARD, "vocational"),
    }
    if None in allowed.values():
        return UNKNOWN
    wrong = tuple(
        Place(line.key, label=f"{line.name} {line.total - line.standard:+d}")
        for line in lines
        if line.standard is not None
        and line.area in allowed
        and abs(line.total - line.standard) > allowed[line.area]
    )
    if not wrong:
        return True, _("Every subject is near its standard credits"), ()
    text = ngettext(
        "%(count)s subject is too far from its standard credits",
        "%(count)s subjects are too far from their standard credits",
        len(wrong),
    )
    return False, text % {"count": len(wrong)}, wrong


def _choices(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
    fewest = book.value(rules.CHOICE, "fewest")
    if fewest is None:
        return UNKNOWN
    same = book.value(rules.CHOICE, "same_credits")
    wrong = [
        group
        for group in choices(lines).values()
        if len(group) < fewest
        or len({one.area for one in group}) > 1
        or (same and len({one.credits for one in group}) > 1)
    ]
    if not wrong:
        return True, _("Every choice is between equal subjects"), ()
    places = tuple(Place(one.key, label=f"{one.choice} {one.name}") for group in wrong for one in group)
    text = ngettext(
        "%(count)s choice is not between equal subjects",
        "%(count)s choices are not between equal subjects",
        len(wrong),
    )
    return False, text % {"count": len(wrong)}, places


def _school_created(lines: Sequence[Line], totals: Totals, book: Rulebook) -> Answer:
    needed = book.value(rules.SCHOOL_CREATED, "needs_approval")
    if needed is None:
        return UNKNOWN
    wrong = tuple(
        Place(line.key, label=line.name)
        for line in lines
        if needed and line.is_school_created and not line.is_approved
    )
    if not wrong:
        return True, _("Every one of them is approved"), ()
    text = ngettext(
        "%(count)s subject is not approved by the education office",
        "%(count)s subjects are not approved by the education office",
        len(wrong),
    )
    return False, text % {"count": len(wrong)}, wrong
