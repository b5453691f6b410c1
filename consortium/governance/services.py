"""Publishes figures: counted once, masked, then written. Raw counts of people never reach a table."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.db.models import Max
from django.utils import timezone

from consortium.governance import counting, drawing
from consortium.governance.counting import NOTHING, Label, Ratio, Tally
from consortium.governance.definitions import DEFINITIONS, UNITS_PER_STUDENT, Definition
from consortium.governance.models import Figure, Indicator, Picture, Snapshot
from consortium.governance.states import Mark
from consortium.governance.suppression import Name, Plan, Release, Shape, plan_release
from consortium.rowlevel import SYSTEM, acting_as

log = logging.getLogger(__name__)
Earlier = dict[Name, tuple[Decimal, date]]


def publish_figures(consortium_id: int) -> Snapshot:
    """Count, mask and publish everything of one consortium as of one moment; harmless to repeat."""
    try:
        return _publish(consortium_id)
    except IntegrityError:  # a twin took the number; its figures are part of our history now
        log.info("Figures of consortium %s were published by somebody else; once more.", consortium_id)
        return _publish(consortium_id)


def _publish(consortium_id: int) -> Snapshot:
    with transaction.atomic():
        _see_one_moment()
        with acting_as(SYSTEM):
            return _Publication(consortium_id).publish()


def _see_one_moment() -> None:
    """All counts see the database as it is now. Only a transaction that has not read yet can ask for it."""
    with connection.cursor() as cursor:
        if len(connection.savepoint_ids) == 0:
            cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")


class _Publication:
    """One snapshot in the making."""

    def __init__(self, consortium_id: int) -> None:
        self.consortium_id = consortium_id
        last = Snapshot.objects.filter(consortium=consortium_id).aggregate(n=Max("number"))["n"] or 0
        self.snapshot = Snapshot.objects.create(
            consortium_id=consortium_id, number=last + 1, taken_at=timezone.now()
        )
        self.today = timezone.localdate(self.snapshot.taken_at)
        self.indicators = {definition.code: self._indicator(definition) for definition in DEFINITIONS}
        self.figures: list[Figure] = []

    def publish(self) -> Snapshot:
        marks: dict[str, dict[Name, str]] = {}
        for count in counting.TALLIES:
            tally = count(self.consortium_id)
            marks[tally.definition.code] = self._write_tally(tally)
        self._write_means(counting.units_per_student(self.consortium_id), marks["students"])
        for definition, find in counting.RATIOS:
            for ratio in find(self.consortium_id):
                self._write_ratio(definition, ratio)
        for position, figure in enumerate(self.figures):
            figure.position = position
        Figure.objects.bulk_create(self.figures)
        Picture.objects.bulk_create(drawing.pictures(self.snapshot, self.figures))
        return self.snapshot

    def _indicator(self, definition: Definition) -> Indicator:
        found, _created = Indicator.objects.get_or_create(
            code=definition.code, version=definition.version, defaults=definition.as_fields()
        )
        return found

    # --- counts -----------------------------------------------------------------------------------------
    def _write_tally(self, tally: Tally) -> dict[Name, str]:
        """Every cell and total, masked where it counts people; gives back the marks by cell."""
        shape = Shape(tuple(row.key for row in tally.rows), tuple(column.key for column in tally.columns))
        counts = {atom: tally.cells.get(atom, 0) for atom in shape.atoms}
        entries = shape.entries()
        releases, earlier = self._history(tally.definition)
        plan = plan_release(shape, counts, releases) if tally.definition.counts_people else Plan(set(entries))
        marks = {}
        for name in _in_reading_order(tally, entries):
            value = sum(counts[atom] for atom in entries[name])
            marks[name] = self._write_cell(tally, name, value, plan, earlier)
        return marks

    def _write_cell(self, tally: Tally, name: Name, value: int, plan: Plan, earlier: Earlier) -> str:
        row, column = (
            _label(labels, key) for labels, key in zip((tally.rows, tally.columns), name, strict=True)
        )
        figure = self._figure(tally.definition, row, column)
        if name in plan.published:
            figure.numerator = figure.value = Decimal(value)
        elif name in plan.small:
            figure.mark = Mark.SMALL
        elif name in plan.held:
            figure.mark, (figure.value, figure.as_of) = Mark.HELD, earlier[name]
            figure.numerator = figure.value
        else:
            figure.mark = Mark.HIDDEN
        self.figures.append(figure)
        return figure.mark

    # --- means and shares --------------------------------------------------------------------------------
    def _write_means(self, ratios: list[Ratio], marks: dict[Name, str]) -> None:
        """A mean is published together with the number of people it is a mean of, or not at all."""
        _releases, earlier = self._history(UNITS_PER_STUDENT)
        for ratio in ratios:
            name = (ratio.row.key, "")
            mark = marks.get(name, Mark.HIDDEN)
            figure = self._figure(UNITS_PER_STUDENT, ratio.row, ratio.column)
            if mark == Mark.NONE:
                figure.numerator, figure.denominator = ratio.numerator, ratio.denominator
                figure.value = _rounded(ratio, Decimal("0.1"))
            elif mark == Mark.HELD and name in earlier:
                figure.mark, (figure.value, figure.as_of) = Mark.HELD, earlier[name]
            else:
                figure.mark = Mark.SMALL if mark == Mark.SMALL else Mark.HIDDEN
            self.figures.append(figure)

    def _write_ratio(self, definition: Definition, ratio: Ratio) -> None:
        figure = self._figure(definition, ratio.row, ratio.column)
        figure.numerator, figure.denominator = ratio.numerator, ratio.denominator
        figure.value = _rounded(ratio, Decimal("0.1"), 100)
        self.figures.append(figure)

    def _figure(self, definition: Definition, row: Label, column: Label) -> Figure:
        return Figure(
            consortium_id=self.consortium_id,
            snapshot=self.snapshot,
            indicator=self.indicators[definition.code],
            row=row.key,
            row_name=row.name,
            row_name_en=row.name_en,
            column=column.key,
            column_name=column.name,
            column_name_en=column.name_en,
            as_of=self.today,
        )

    # --- what readers know already -------------------------------------------------------------------------
    def _history(self, definition: Definition) -> tuple[list[Release], Earlier]:
        """Each different earlier publication, oldest first, and the last value of each cell."""
        told: dict[int, dict[Name, int]] = defaultdict(dict)
        earlier: Earlier = {}
        known = Figure.objects.filter(
            consortium=self.consortium_id, indicator__code=definition.code, mark=Mark.NONE
        ).order_by("snapshot__number")
        fields = ("snapshot", "row", "column", "value", "as_of")
        for snapshot, row, column, value, as_of in known.values_list(*fields):
            earlier[row, column] = (value, as_of)
            if definition is not UNITS_PER_STUDENT:
                told[snapshot][row, column] = int(value)
        # A publication that repeats an older one counts once, at its last day: the later word is the newer.
        newest_first = dict.fromkeys(tuple(sorted(told[snapshot].items())) for snapshot in reversed(told))
        return [Release(dict(values)) for values in reversed(newest_first)], earlier


def _in_reading_order(tally: Tally, names: Iterable[Name]) -> list[Name]:
    """Row by row, the row's total after its cells, the totals last."""
    rows = [*(row.key for row in tally.rows), ""] if tally.rows[0].key else [""]
    columns = [*(column.key for column in tally.columns if column.key), ""]
    present = set(names)
    return [(row, column) for row in rows for column in columns if (row, column) in present]


def _label(labels: tuple[Label, ...], key: str) -> Label:
    return next((label for label in labels if label.key == key), NOTHING)


def _rounded(ratio: Ratio, step: Decimal, times: int = 1) -> Decimal:
    if not ratio.denominator:
        return Decimal(0)
    return (ratio.numerator * times / ratio.denominator).quantize(step)
