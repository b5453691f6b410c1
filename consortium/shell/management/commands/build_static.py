from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from consortium.shell import assets


class Command(BaseCommand):
    help = "Fetch the design system and put what the pages need into static/build/ (skipped when unchanged)."
    requires_system_checks = ()

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="build even when nothing has changed")

    def handle(self, *args: object, force: bool, **options: object) -> None:
        if assets.is_current() and not force:
            self.stdout.write("Static files are up to date.")
            return
        try:
            assets.build(self.stdout.write)
        except assets.BuildError as error:
            raise CommandError(str(error)) from error
        self.stdout.write("Static files are built.")
