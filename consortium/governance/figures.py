"""What is known of a consortium at one publication: the same tables for the page and for the report."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consortium.governance import presentation
from consortium.governance.models import Figure, Indicator, Picture, Snapshot
from consortium.governance.states import Mark
from consortium.reports.document import Chart, Column, Table
from consortium.reports.numbering import official_date

if TYPE_CHECKING:
    from partners.models import Member

POINTS = 12  # publications in a trend line
CARDS = (
    ("students", "", ""),
    ("units_per_student", "", ""),
    ("candidates", "", ""),
    ("consents", "LIVE", ""),
    ("pledge_delivery", "", ""),
    ("places", "OPEN", ""),
    ("partners", "", ""),
)


@dataclass(frozen=True)
class Card:
    """One figure with what a reader needs to trust it."""

    figure: Figure
    text: str
    points: list[float] = field(default_factory=list)

    @property
    def label(self) -> str:
        name = str(self.figure.indicator)
        return f"{name} ({self.figure.row_label})" if self.figure.row else name


class Overview:
    """Everything published in one snapshot, read in a fixed number of queries."""

    def __init__(self, snapshot: Snapshot, member: Member) -> None:
        self.snapshot = snapshot
        self.member = member
        self.by_code: dict[str, list[Figure]] = defaultdict(list)
        found = Figure.objects.visible_to(member).filter(snapshot=snapshot).select_related("indicator")
        for figure in found.order_by("position"):
            self.by_code[figure.indicator.code].append(figure)

    @cached_property
    def charts(self) -> dict[str, Chart]:
        """The pictures drawn at publication, in the reader's language."""
        found = Picture.objects.visible_to(self.member).filter(
            snapshot=self.snapshot, language=get_language() or "ko"
        )
        caption = _("%(caption)s (as of %(day)s)")
        return {
            one.name: Chart(caption % {"caption": one.caption, "day": self.day}, one.svg, one.alt)
            for one in found
        }

    @property
    def day(self) -> str:
        """The day that the figures stand for, as it is written below tables."""
        return official_date(self.snapshot.reference_date)

    def agreements(self) -> Table:
        return self._list("agreements", _("Agreements by state"), _("State"), [_("Agreements")])

    def partners(self) -> Table:
        return self._list("partners", _("Partner organisations by kind"), _("Kind"), [_("Organisations")])

    def pledges(self) -> Table:
        caption = _("Delivery of pledges by kind")
        table = presentation.pledge_table(self.by_code["pledges"], caption, by_partner=False)
        return self._dated(table, self._pledged_until())

    def partner_pledges(self) -> Table:
        caption = _("Delivery of pledges by partner")
        table = presentation.pledge_table(self.by_code["partner_pledges"], caption, by_partner=True)
        return self._dated(table, self._pledged_until())

    def students(self) -> Table:
        caption = _("Enrolled students by department and grade")
        return self._dated(presentation.cross_table(self.by_code["students"], caption, _("Department")))

    def units(self) -> Table:
        heads = [_("Units per student")]
        return self._list(
            "units_per_student", _("Competency units attained, by department"), _("Department"), heads
        )

    def vacancies(self) -> Table:
        groups = [self.by_code["vacancies"], self.by_code["places"]]
        heads = [_("Vacancies"), _("Places")]
        table = presentation.list_table(groups, _("Vacancies and places by state"), _("State"), heads)
        return self._dated(table)

    def candidates(self) -> Table:
        return self._list("candidates", _("Candidates by state"), _("State"), [_("Candidates")])

    def consents(self) -> Table:
        caption = _("Consents to third-party provision")
        return self._list("consents", caption, _("State"), [_("Consents")])

    def course_results(self) -> Table | None:
        """None where the publication is older than this figure."""
        if not self.by_code["course_results"]:
            return None
        caption = _("Results of courses by grade")
        table = presentation.cross_table(self.by_code["course_results"], caption, _("Grade"))
        line = _("※ Results settled up to %(day)s, of all semesters.") % {"day": self.day}
        return self._dated(table, line)

    def partner_hours(self) -> Table | None:
        """None where the publication is older than this figure."""
        if not self.by_code["partner_hours"]:
            return None
        table = presentation.share_table(
            self.by_code["partner_hours"],
            _("Hours taught by instructors from partners"),
            (_("Semester"), _("All hours"), _("Hours by partners")),
        )
        return self._dated(table)

    def definitions(self) -> Table:
        """How every published figure is counted, in the version that was used."""
        rows = tuple(
            (str(indicator), indicator.definition, indicator.get_measure_display(), indicator.origin, version)
            for indicator in self.indicators()
            for version in [_("version %(number)s") % {"number": indicator.version}]
        )
        heads = (
            Column(_("Figure"), None, 20),
            Column(_("Definition"), None, 44),
            Column(_("Unit"), None, 9),
            Column(_("Source"), None, 20),
            Column(_("Version"), None, 9),
        )
        return Table(_("Definitions"), "", heads, rows)

    def indicators(self) -> list[Indicator]:
        return [figures[0].indicator for figures in self.by_code.values() if figures]

    def cards(self) -> list[Card]:
        """The figures at the top of the page, each with its values at earlier publications."""
        wanted = [figure for code, row, column in CARDS for figure in self._of(code, row, column)]
        trends = self._trends(wanted)
        return [
            Card(figure, presentation.in_words(figure), trends.get((figure.indicator_id, figure.row), []))
            for figure in wanted
        ]

    def _trends(self, wanted: list[Figure]) -> dict[tuple[int, str], list[float]]:
        points: dict[tuple[int, str], list[float]] = defaultdict(list)
        first = max(0, self.snapshot.number - POINTS)
        known = Figure.objects.visible_to(self.member).filter(
            snapshot__number__gt=first,
            snapshot__number__lte=self.snapshot.number,
            indicator__in={figure.indicator_id for figure in wanted},
            row__in={figure.row for figure in wanted},
            column="",
        )
        known = known.exclude(mark__in=[Mark.SMALL, Mark.HIDDEN]).order_by("snapshot__number")
        for indicator, row, value in known.values_list("indicator", "row", "value"):
            points[indicator, row].append(float(value))
        return points

    def _of(self, code: str, row: str, column: str) -> list[Figure]:
        return [figure for figure in self.by_code[code] if (figure.row, figure.column) == (row, column)]

    def _list(self, code: str, caption: str, row_head: str, heads: list[str]) -> Table:
        return self._dated(presentation.list_table([self.by_code[code]], caption, row_head, heads))

    def _dated(self, table: Table, line: str = "") -> Table:
        """The table with the day or period that it stands for, before what else is noted below it."""
        line = line or _("※ As of %(day)s") % {"day": self.day}
        return replace(table, notes=(line, *table.notes))

    def _pledged_until(self) -> str:
        return _(
            "※ As of %(day)s: everything verified up to this day, of all pledges that were agreed, "
            "those whose period is over or has not begun included."
        ) % {"day": self.day}


def latest_overview(member: Member) -> Overview | None:
    """The newest publication that the member may read, or None before the first."""
    snapshot = Snapshot.objects.visible_to(member).order_by("-number").first()
    return Overview(snapshot, member) if snapshot else None
