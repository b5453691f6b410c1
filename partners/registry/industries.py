"""The industries that come with the portal: loaded into the register, and found in people's words."""

import csv
import re
from functools import cache
from pathlib import Path

from django.apps import AppConfig
from django.core.exceptions import ValidationError
from django.db import connections, transaction
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from consortium.imports.parsers import squeezed
from partners.models import Industry

# All 21 sections and 77 divisions of KSIC. Codes and Korean names were compared with two public copies of the
# 10th revision (2017), which agree with each other. Unconfirmed: that the 11th (in force since 2024-07-01)
# left these two levels as they were, and the English names; Statistics Korea (kssc.kostat.go.kr) has both.
REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "ksic_11.csv"

CODE = re.compile(r"([A-U])(\d{2,5})?|(\d{2}|\d{5})")


def code_of(cell: str) -> str:
    """The section or division that a code (C, C26, 26, 26299) or a name stands for.

    Other numbers without their letter are refused: 1110 may be 01110 whose zero a spreadsheet cut off.
    """
    names, divisions = _known()
    words = squeezed(cell)
    if found := CODE.fullmatch(words.upper()):
        section, digits, bare = found.groups()
        code = divisions.get((digits or bare or "")[:2], "") if digits or bare else section
        if code and code.startswith(section or code[0]):
            return code
    if words in names:
        return names[words]
    raise ValidationError(
        _("“%(cell)s” is no industry of the Korean classification (KSIC). Write a code like C26.")
        % {"cell": cell[:40]}
    )


def in_words(code: str | None) -> str:
    """The code with its name."""
    known = {row["code"]: row for row in rows()}
    row = known.get(code or "")
    if row is None:
        return code or "-"
    korean = (get_language() or "ko").startswith("ko")
    return f"{row['name'] if korean else row['name_en']} ({code})"


@cache
def rows() -> tuple[dict[str, str], ...]:
    """The reference as it stands in the file."""
    with REFERENCE.open(encoding="utf-8", newline="") as lines:
        return tuple(csv.DictReader(lines))


@cache
def _known() -> tuple[dict[str, str], dict[str, str]]:
    """Names → code (a section before a division of the same name), and two digits → division."""
    downwards = sorted(rows(), key=lambda row: len(row["code"]), reverse=True)
    names = {squeezed(row[name]): row["code"] for name in ("name_en", "name") for row in downwards}
    divisions = {row["code"][1:]: row["code"] for row in rows() if len(row["code"]) > 1}
    return names, divisions


def load_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """The industries come with the schema, so that no installation is without them."""
    if Industry._meta.db_table in connections[using].introspection.table_names():
        load_industries(using)


@transaction.atomic
def load_industries(using: str = "default") -> int:
    """Add the industries that are not there yet; returns how many."""
    known = set(Industry.objects.using(using).values_list("code", flat=True))
    missing = [Industry(section=row["code"][0], **row) for row in rows() if row["code"] not in known]
    Industry.objects.using(using).bulk_create(missing)
    return len(missing)
