"""Loads the industries that come with the portal."""

import csv
from pathlib import Path

from django.apps import AppConfig
from django.db import connections, transaction

from partners.models import Industry

# Sections and divisions of the 11th revision of KSIC (Statistics Korea, in force since 2024-07-01), as far
# as they are certain; what is not here is entered by nobody until somebody looks it up.
REFERENCE = Path(__file__).resolve().parent.parent / "reference" / "ksic_11.csv"


def load_after_migrate(sender: AppConfig, using: str, **kwargs: object) -> None:
    """The industries come with the schema, so that no installation is without them."""
    if Industry._meta.db_table in connections[using].introspection.table_names():
        load_industries(using)


@transaction.atomic
def load_industries(using: str = "default") -> int:
    """Add the industries that are not there yet; returns how many."""
    known = set(Industry.objects.using(using).values_list("code", flat=True))
    with REFERENCE.open(encoding="utf-8", newline="") as lines:
        missing = [
            Industry(section=row["code"][0], **row)
            for row in csv.DictReader(lines)
            if row["code"] not in known
        ]
    Industry.objects.using(using).bulk_create(missing)
    return len(missing)
