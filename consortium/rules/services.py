"""Loads the reference rules that come with the portal."""

import datetime
import json
from pathlib import Path

from django.apps import AppConfig
from django.db import connections, transaction

from consortium.rules.models import Rule

REFERENCE = Path(__file__).parent / "reference"  # one file a field of law


def load_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """The reference rules come with the schema, so that no installation is without them."""
    if Rule._meta.db_table in connections[using].introspection.table_names():
        load_rules(using)


@transaction.atomic
def load_rules(using: str = "default") -> int:
    """Add the reference rules that are not there yet; rows that somebody corrected stay as they are."""
    known = set(Rule.objects.using(using).values_list("code", "effective_from"))
    missing = [rule for rule in read_reference() if (rule.code, rule.effective_from) not in known]
    Rule.objects.using(using).bulk_create(missing)
    return len(missing)


def read_reference() -> list[Rule]:
    """The rules of the reference files, not yet saved."""
    files = sorted(REFERENCE.glob("*.json"))
    rows = [row for file in files for row in json.loads(file.read_text(encoding="utf-8"))]
    for row in rows:
        for name in ("effective_from", "effective_until"):
            row[name] = datetime.date.fromisoformat(row[name]) if row.get(name) else None
    return [Rule(**row) for row in rows]
