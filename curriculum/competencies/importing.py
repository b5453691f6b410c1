"""The official catalogue brought as a list: units, and their elements.

The catalogue is everybody's. A school adds what the portal does not know and fills in what is empty; what
somebody else entered stands, and the operator's `load_ncs` corrects it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.imports import parsers
from consortium.imports.registry import Candidate, Existing, Field, Target, register
from consortium.rowlevel import SYSTEM, acting_as
from curriculum.competencies import columns
from curriculum.competencies.codes import ELEMENT_CODE, UNIT_CODE, normalised
from curriculum.competencies.policies import imports_units
from curriculum.models import CompetencyElement, CompetencyUnit
from curriculum.models.competency import HIGHEST_LEVEL, LOWEST_LEVEL

if TYPE_CHECKING:
    from partners.models import Member

STANDS = gettext_lazy("The portal knows this otherwise already. Only its operator corrects the catalogue.")
UNIT_FACTS = ("name", "level", "sub_field")


def code_of(pattern: str, example: str) -> Callable[[str], str]:
    """A code of the national standards: without a leading LM, with a small v."""

    def parse(cell: str) -> str:
        code = normalised(cell)
        if not re.match(pattern, code):
            raise ValidationError(
                _("“%(cell)s” is no code of the standards; it reads like %(example)s.")
                % {"cell": cell[:40], "example": example}
            )
        return code

    return parse


def find_units(rows: list[Candidate], by: Member) -> dict[int, Existing]:
    """The national units that these rows are about; known facts are not overwritten."""
    codes = [row.values["code"] for row in rows]
    known = {unit.code: unit for unit in CompetencyUnit.objects.national().filter(code__in=codes)}
    return {
        row.number: _existing(known[row.values["code"]], row, UNIT_FACTS)
        for row in rows
        if row.values["code"] in known
    }


def apply_units(rows: list[Candidate], by: Member) -> None:
    """No role of a consortium writes the standards by the row policies; the portal does it for them."""
    imports_units(by).require()
    new = [
        CompetencyUnit(**{name: row.values[name] for name in ("code", *UNIT_FACTS) if name in row.values})
        for row in rows
        if row.existing is None
    ]
    with acting_as(SYSTEM):
        CompetencyUnit.objects.bulk_create(new)
        _fill(CompetencyUnit, rows, UNIT_FACTS)


def find_elements(rows: list[Candidate], by: Member) -> dict[int, Existing]:
    """The elements that these rows are about."""
    codes = [row.values["code"] for row in rows]
    known = {element.code: element for element in CompetencyElement.objects.filter(code__in=codes)}
    return {
        row.number: _existing(known[row.values["code"]], row, ("name",))
        for row in rows
        if row.values["code"] in known
    }


def apply_elements(rows: list[Candidate], by: Member) -> None:
    """Each element under its unit, which must be known by then."""
    imports_units(by).require()
    new = [row for row in rows if row.existing is None]
    wanted = {_unit_of(row) for row in new}
    units = dict(CompetencyUnit.objects.national().filter(code__in=wanted).values_list("code", "pk"))
    if missing := sorted(wanted - units.keys()):
        raise ValidationError(
            _("The unit %(code)s is not known yet. Import the units first.") % {"code": missing[0]}
        )
    with acting_as(SYSTEM):
        CompetencyElement.objects.bulk_create(
            CompetencyElement(code=row.values["code"], name=row.values["name"], unit_id=units[_unit_of(row)])
            for row in new
        )
        _fill(CompetencyElement, rows, ("name",))


def _unit_of(row: Candidate) -> str:
    return row.values["code"].rpartition(".")[0]


def _existing(known: CompetencyUnit | CompetencyElement, row: Candidate, facts: tuple[str, ...]) -> Existing:
    values = {"code": known.code} | {name: getattr(known, name) for name in facts}
    contradicted = any(
        values[name] and row.values.get(name) and row.values[name] != values[name] for name in facts
    )
    return Existing(known, values, STANDS if contradicted else "")


def _fill(
    model: type[CompetencyUnit | CompetencyElement], rows: list[Candidate], facts: tuple[str, ...]
) -> None:
    known = []
    for row in rows:
        if row.existing is not None and row.changes:
            for name, (_before, then) in row.changes.items():
                setattr(row.existing.subject, name, then)
            known.append(row.existing.subject)
    if known:
        model.objects.bulk_update(known, facts)


def _identify(values: dict[str, Any]) -> str:
    return values.get("code", "")


register(
    Target(
        key="competency-units",
        label=gettext_lazy("Competency units (NCS)"),
        purpose=gettext_lazy("The national standards as the state publishes them: codes, names, levels."),
        fields=(
            Field(
                "code",
                gettext_lazy("Code of the unit"),
                synonyms=columns.UNIT_CODE,
                required=True,
                parse=code_of(UNIT_CODE, "2001020231_23v5"),
                help=gettext_lazy("Ten digits, year and version; a leading LM is left out by itself."),
                identity=True,
                examples=("2001020231_23v5",),
            ),
            Field(
                "name",
                gettext_lazy("Name"),
                synonyms=columns.UNIT_NAME,
                parse=parsers.text(100),
                examples=("프로그래밍 언어 활용",),
            ),
            Field(
                "level",
                gettext_lazy("Level"),
                synonyms=columns.LEVEL,
                parse=parsers.whole_number(LOWEST_LEVEL, HIGHEST_LEVEL),
            ),
            Field(
                "sub_field",
                gettext_lazy("Sub-field"),
                synonyms=columns.SUB_FIELD,
                parse=parsers.text(100),
                examples=("응용SW엔지니어링",),
            ),
        ),
        policy=imports_units,
        identify=_identify,
        find_existing=find_units,
        apply=apply_units,
        after_url="curriculum:units",
        order=60,
    )
)
register(
    Target(
        key="competency-elements",
        label=gettext_lazy("Elements of competency units (NCS)"),
        purpose=gettext_lazy("The parts of units; import the units first."),
        fields=(
            Field(
                "code",
                gettext_lazy("Code of the element"),
                synonyms=columns.ELEMENT_CODE,
                required=True,
                parse=code_of(ELEMENT_CODE, "2001070301_19v1.3"),
                help=gettext_lazy("The code of the unit, a point and the number of the element."),
                identity=True,
                examples=("2001070301_19v1.3",),
            ),
            Field(
                "name",
                gettext_lazy("Name"),
                synonyms=columns.ELEMENT_NAME,
                required=True,
                parse=parsers.text(100),
                examples=("인공지능 후보 모델 도출하기",),
            ),
        ),
        policy=imports_units,
        identify=_identify,
        find_existing=find_elements,
        apply=apply_elements,
        after_url="curriculum:units",
        order=61,
    )
)
