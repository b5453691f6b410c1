"""`./portal verify_signatures`: is every signed text, signature and scan still what it was?"""

from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from consortium.rowlevel import SYSTEM, acting_as
from consortium.signing import verification


class Command(BaseCommand):
    """Recomputes the checksums of all documents and scans; exit code 1 when something does not match."""

    help = "Check every document, signature and scan against its checksum, or one that a print names."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--sha256", default="", help="the checksum of one signed text, as it is printed")

    def handle(self, *args: Any, **options: Any) -> None:
        with acting_as(SYSTEM):
            found = verification.verify("".join(options["sha256"].split()))
        for problem in found.problems:
            self.stderr.write(self.style.ERROR(problem))
        words = f"{found.documents} documents, {found.signatures} signatures, {found.scans} scans checked"
        if found.problems:
            self.stderr.write(f"{words}: {len(found.problems)} do not match.")
            raise SystemExit(1)
        self.stdout.write(self.style.SUCCESS(f"{words}: all of them match."))
