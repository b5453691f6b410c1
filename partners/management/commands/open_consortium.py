"""`./portal open_consortium`: how the first person gets into a portal without demo data."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email, validate_slug

from partners.people.opening import Opening, open_consortium

RESERVED = {"accounts", "admin", "api", "healthz", "language", "operator", "static", "switch"}


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
        opening = Opening(**{name: options[name] for name in Opening.__dataclass_fields__})
        try:
            validate_slug(opening.slug)
            validate_email(opening.email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        if opening.slug in RESERVED:
            raise CommandError(f"“{opening.slug}” is an address of the portal itself; choose another.")
        link = open_consortium(opening)
        self.stdout.write(
            f"{opening.name} is open. {opening.coordinator} sets a password here, once:\n{link}\n"
            "After that the portal asks for a second factor, and the coordinator invites the others."
        )
