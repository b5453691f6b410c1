from argparse import ArgumentParser

from django.core.management.base import BaseCommand

from consortium.embedded.up import main


class Command(BaseCommand):
    """Listed for `help`; manage.py runs `up` before Django loads, because it makes what settings read."""

    help = "Bring the whole portal up on this machine: database, broker, web server, worker and beat."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("arguments", nargs="*")

    def handle(self, *args: object, arguments: list[str], **options: object) -> None:
        raise SystemExit(main(arguments))
