from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consortium.rowlevel import SYSTEM, acting_as
from curriculum.competencies import catalogue


class Command(BaseCommand):
    help = "Loads NCS competency units and elements from CSV files; running it again changes nothing."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--units", type=Path, default=catalogue.UNITS, help="CSV file of units")
        parser.add_argument("--elements", type=Path, default=catalogue.ELEMENTS, help="CSV file of elements")

    def handle(self, *args: Any, units: Path, elements: Path, **options: Any) -> None:
        try:
            with acting_as(SYSTEM):
                loaded = catalogue.load_competencies(units, elements)
        except (catalogue.FaultyCatalogue, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(
            f"units: {loaded.units_added} added, {loaded.units_changed} changed; "
            f"elements: {loaded.elements_added} added, {loaded.elements_changed} changed"
        )
