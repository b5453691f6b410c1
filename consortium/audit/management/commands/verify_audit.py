"""`manage.py verify_audit`: is the record of who read whose data still whole?"""

from django.core.management.base import BaseCommand, CommandError, CommandParser

from consortium.audit import chain
from consortium.audit.models import AccessRecord, Destruction, Seal
from consortium.rowlevel import SYSTEM, acting_as


class Command(BaseCommand):
    help = "Checks the hash chain over the access records and names every record that does not fit."

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--expect",
            metavar="NUMBER:DIGEST",
            help="the head that an earlier run printed; it must still stand",
        )

    def handle(self, *, expect: str | None, **options: object) -> None:
        found = list(chain.findings())
        for finding in found:
            self.stderr.write(self.style.ERROR(str(finding)))
        with acting_as(SYSTEM):
            head = Seal.objects.order_by("-number").first()
            kept, destroyed = AccessRecord.objects.count(), Destruction.objects.count()
            if expect and not self._stands(expect):
                raise CommandError(
                    f"The chain no longer holds {expect}: its end has been cut off or rewritten."
                )
        if found:
            raise CommandError(f"{len(found)} access records do not fit the chain.")
        self.stdout.write(f"{kept} access records, {destroyed} regular destructions: nothing changed.")
        if head:
            self.stdout.write(f"head {head.number}:{head.digest} (note it outside this machine)")

    def _stands(self, expect: str) -> bool:
        number, _, digest = expect.partition(":")
        return number.isdecimal() and Seal.objects.filter(number=int(number), digest=digest).exists()
