"""Fills an empty portal with the demo: Paju's real partners and agreements, everything else invented."""

from argparse import ArgumentParser
from datetime import date

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import transaction
from django.utils import timezone

from consortium.governance.services import publish_figures
from curriculum.competencies import catalogue
from curriculum.demo import load as curriculum
from curriculum.models import Student
from partners.demo import load as partners
from partners.models import Consortium
from placements import demo as placements


class Command(BaseCommand):
    help = "Load the demo consortia once; a consortium that is there already is left as it is."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--force", action="store_true", help="load even without PORTAL_DEMO")

    def handle(self, *args: object, force: bool, **options: object) -> None:
        if not (settings.DEMO or force):
            raise CommandError("The demo opens well-known accounts. Set PORTAL_DEMO=1, or use --force.")
        today = timezone.localdate()
        with transaction.atomic():
            partners.load_users()
            partners.load_operator()
            catalogue.load_competencies()
            loaded = [consortium for slug in partners.FOLDERS if (consortium := self._load(slug, today))]
        for consortium in loaded:
            publish_figures(consortium.pk)

    def _load(self, slug: str, today: date) -> Consortium | None:
        if Consortium.objects.filter(slug=slug).exists():
            self.stdout.write(f"{slug}: already there, left as it is")
            return None
        consortium = partners.load_consortium(slug, today)
        curriculum.load_curriculum(consortium, today)
        placements.load_placements(consortium, today)
        students = Student.objects.filter(consortium=consortium).count()
        self.stdout.write(f"{slug}: {consortium.participations.count()} partners, {students} students")
        return consortium
