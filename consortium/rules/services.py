"""Loads the reference rules that come with the portal."""

import datetime
import json
from pathlib import Path

from django.apps import AppConfig
from django.db import connections, transaction

from consortium.rules.models import Rule
from consortium.rules.reworded import EARLIER

TRANSLATED = ("title", "article", "source", "summary", "exemption", "note")
REFERENCE = Path(__file__).parent / "reference"  # one file a field of law


def load_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """The reference rules come with the schema, so that no installation is without them."""
    if Rule._meta.db_table in connections[using].introspection.table_names():
        load_rules(using)


@transaction.atomic
def load_rules(using: str = "default") -> int:
    """Add the reference rules that are not there yet; rows that somebody corrected stay as they are."""
    known = {(rule.code, rule.effective_from): rule for rule in Rule.objects.using(using)}
    reference = read_reference()
    missing = [rule for rule in reference if (rule.code, rule.effective_from) not in known]
    Rule.objects.using(using).bulk_create(missing)
    for rule in reference:
        if kept := known.get((rule.code, rule.effective_from)):
            _bring_up_to_date(kept, rule)
    return len(missing)


def _bring_up_to_date(kept: Rule, reference: Rule) -> None:
    """Take over what was worded or translated later, where nobody has put in words of their own."""
    late = _reworded(kept, reference) | _translated(kept, reference)
    for name in late:
        setattr(kept, name, getattr(reference, name))
    if late:
        kept.save(update_fields=late)


def _reworded(kept: Rule, reference: Rule) -> set[str]:
    """Fields that still read as the reference read before; both languages of a text change together."""
    late = set()
    for field in TRANSLATED:
        pair = (field, f"{field}_en")
        now = tuple(getattr(kept, name) for name in pair)
        if any(now in (before, (before[0], "")) for before in EARLIER.get((kept.code, field), ())):
            late.update(pair)
    return {name for name in late if getattr(kept, name) != getattr(reference, name)}


def _translated(kept: Rule, reference: Rule) -> set[str]:
    """English words that came later, where the Korean ones are still those of the reference."""
    late = {
        f"{field}_en"
        for field in TRANSLATED
        if not getattr(kept, f"{field}_en") and getattr(kept, field) == getattr(reference, field)
    }
    return {name for name in late if getattr(reference, name)}


def read_reference() -> list[Rule]:
    """The rules of the reference files, not yet saved."""
    files = sorted(REFERENCE.glob("*.json"))
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    for row in rows:
        for name in ("effective_from", "effective_until"):
            row[name] = datetime.date.fromisoformat(row[name]) if row.get(name) else None
    return [Rule(**row) for row in rows]
