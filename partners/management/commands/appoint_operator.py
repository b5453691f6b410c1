"""`./portal appoint_operator`: who opens consortia and watches the machinery of a portal."""

from argparse import ArgumentParser

from django.core.exceptions import ValidationError
from django.core.management.base import BaseCommand, CommandError
from django.core.validators import validate_email

from partners.people.founding import appoint_operator


class Command(BaseCommand):
    """Makes somebody an operator; they set a password at the address that is printed."""

    help = "Make somebody an operator of the portal; prints the link at which they set a password."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("email", help="the operator's e-mail address")
        parser.add_argument("--name", required=True, help="the operator's name")

    def handle(self, *, email: str, name: str, **options: object) -> None:
        try:
            validate_email(email)
        except ValidationError as error:
            raise CommandError(" ".join(error.messages)) from error
        link = appoint_operator(email=email, name=name)
        self.stdout.write(
            f"{name} is an operator of this portal and sets a password here, once:\n{link}\n"
            "After that the portal asks for a second factor; consortia are opened under /operator/consortia/."
        )
