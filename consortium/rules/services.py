"""Loads the reference rules that come with the portal."""

import datetime
import json
from pathlib import Path

from django.apps import AppConfig
from django.db import connections, transaction

from consortium.rules.models import Rule

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
        _translate(known.get((rule.code, rule.effective_from)), rule)
    return len(missing)


def _translate(kept: Rule | None, reference: Rule) -> None:
    """Add the English words that came later, where the Korean ones are still those of the reference."""
    if kept is None:
        return
    late = [
        f"{field}_en"
        for field in TRANSLATED
        if not getattr(kept, f"{field}_en") and getattr(kept, field) == getattr(reference, field)
    ]
    late = [name for name in late if getattr(reference, name)]
    for name in late:
        setattr(kept, name, getattr(reference, name))
    if late:
        kept.save(update_fields=late)


def read_reference() -> list[Rule]:
    """The rules of the reference files, not yet saved."""
    files = sorted(REFERENCE.glob("*.json"))
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    for row in rows:
        for name in ("effective_from", "effective_until"):
            row[name] = datetime.date.fromisoformat(row[name]) if row.get(name) else None
    return [Rule(**row) for row in rows]
