"""`./portal open_consortium`: how the first person gets into a portal without demo data."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email
from django.utils import translation

from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Consortium
from partners.people.founding import Plan, check_address, open_consortium


class Command(BaseCommand):
    """Opens a consortium; its coordinator sets a password at the address that is printed."""

    help = "Open a consortium with its school and its first coordinator; prints the coordinator's link."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("slug", help="stands in every address, for example paju")
        parser.add_argument("--name", required=True, help="name of the consortium")
        parser.add_argument("--region", required=True, help="for example 경기도 파주시")
        parser.add_argument("--school", required=True, help="name of the school")
        parser.add_argument("--email", required=True, help="the coordinator's e-mail address")
        parser.add_argument("--coordinator", required=True, help="the coordinator's name")

    def handle(self, **options: str) -> None:
        plan = Plan(**{name: options[name] for name in ("slug", "name", "region", "school")})
        try:
            validate_email(options["email"])
            with acting_as(SYSTEM):
                if not Consortium.objects.filter(slug=plan.slug).exists():
                    check_address(plan.slug)
        except ValidationError as error:
            with translation.override("en"):
                raise CommandError(" ".join(error.messages)) from error
        link = open_consortium(plan, email=options["email"], coordinator=options["coordinator"])
        self.stdout.write(
            f"{plan.name} is open. {options['coordinator']} sets a password here, once:\n{link}\n"
            "After that the portal asks for a second factor, and the coordinator invites the others."
        )
