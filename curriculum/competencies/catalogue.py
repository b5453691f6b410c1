"""Loads the national competency standards (NCS) from two CSV files; running it again changes nothing.

Unit file: `unit_code,unit_ko,level,sub_field_ko`. Element file: `element_code,unit_code,element_ko`. The
names of the official lists (`columns.py`) are understood too, and files in CP949.
An empty name or level means that it is not known here; it is shown so and never invented, and it does
not overwrite what an earlier file knew. Source of the files that come with the portal: ncs.go.kr, as
far as the codes were found in public documents. Whoever runs the portal loads the official catalogue.
"""

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.db import transaction

from consortium.imports.parsers import squeezed
from curriculum.competencies.codes import is_national, normalised
from curriculum.competencies.columns import NAMES
from curriculum.models import CompetencyElement, CompetencyUnit

REFERENCE = Path(__file__).parent.parent / "reference" / "ncs"
UNITS = REFERENCE / "units.csv"
ELEMENTS = REFERENCE / "elements.csv"


class FaultyCatalogue(ValueError):
    """A row of a catalogue file cannot be understood; the message names file, line and value."""


@dataclass(frozen=True)
class Loaded:
    """How many rows a run added and how many it changed."""

    units_added: int
    units_changed: int
    elements_added: int
    elements_changed: int


def unit_code(text: str) -> str:
    """A unit code as the portal keeps it: without a leading LM, with a small v."""
    code = normalised(text)
    if not is_national(code):
        raise FaultyCatalogue(text)
    return code


@transaction.atomic
def load_competencies(units: Path = UNITS, elements: Path = ELEMENTS) -> Loaded:
    """Bring units and elements in line with the files; nothing is deleted, students may hold it."""
    unit_rows = {
        code: {name: read(row.get(head) or "") for name, head, read in FACTS}
        for code, row in _rows(units, "unit_code")
    }
    units_added, units_changed = _merge(CompetencyUnit, unit_rows)
    ids = dict(CompetencyUnit.objects.values_list("code", "pk"))
    element_rows = {}
    for code, row in _rows(elements, "unit_code"):
        if code not in ids:
            raise FaultyCatalogue(f"{elements.name}: {row['element_code']} names an unknown unit {code}")
        element_rows[normalised(row["element_code"])] = {"name": row["element_ko"], "unit_id": ids[code]}
    elements_added, elements_changed = _merge(CompetencyElement, element_rows)
    return Loaded(units_added, units_changed, elements_added, elements_changed)


def _rows(path: Path, column: str) -> Iterator[tuple[str, dict[str, str]]]:
    reader = csv.DictReader(_text(path).splitlines(keepends=True))
    known = {squeezed(name): head for head, names in NAMES.items() for name in names}
    reader.fieldnames = [known.get(squeezed(name), name) for name in reader.fieldnames or ()]
    for row in reader:
        try:
            # An official element names its unit by the code before its point.
            yield unit_code(row.get(column) or row.get("element_code", "").rpartition(".")[0]), row
        except FaultyCatalogue as fault:
            raise FaultyCatalogue(f"{path.name}, line {reader.line_num}: “{fault}” is no unit code") from None


def _text(path: Path) -> str:
    content = path.read_bytes()
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError:
        return content.decode("cp949")


def _level(text: str) -> int | None:
    return int(text) if text.strip() else None


FACTS = (("name", "unit_ko", str), ("level", "level", _level), ("sub_field", "sub_field_ko", str))


def _merge(
    model: type[CompetencyUnit | CompetencyElement], rows: dict[str, dict[str, object]]
) -> tuple[int, int]:
    known = {row.code: row for row in model.objects.filter(code__in=rows)}
    added = [model(code=code, **facts) for code, facts in rows.items() if code not in known]
    changed = [row for code, row in known.items() if _learn(row, rows[code])]
    model.objects.bulk_create(added, batch_size=1000)
    if changed:
        model.objects.bulk_update(changed, [*next(iter(rows.values()))], batch_size=1000)
    return len(added), len(changed)


def _learn(row: CompetencyUnit | CompetencyElement, facts: dict[str, object]) -> bool:
    """Take over what the file knows; whether anything is new."""
    news = {name: value for name, value in facts.items() if value and getattr(row, name) != value}
    for name, value in news.items():
        setattr(row, name, value)
    return bool(news)
