from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from consortium.embedded.translations import compile_catalogues, incomplete_entries
from consortium.env import BASE_DIR


class Command(BaseCommand):
    """Makes changed translations visible; with `--check`, names the texts that still lack one."""

    help = "Compile the catalogues under locale/ that changed."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--check", action="store_true", help="fail when a text has no finished translation"
        )

    def handle(self, *args: object, check: bool, **options: object) -> None:
        for path in compile_catalogues(BASE_DIR):
            self.stdout.write(f"compiled {path.relative_to(BASE_DIR)}")
        missing = list(incomplete_entries(BASE_DIR)) if check else []
        if missing:
            raise CommandError("\n".join(["These texts have no finished translation:", *missing]))
