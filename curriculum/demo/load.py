"""Loads what the demo consortia teach and whom; each file of this folder invents one noun's rows."""

from datetime import date

from curriculum.demo.students import load_students
from partners.models import Consortium


def load_curriculum(consortium: Consortium, today: date) -> None:
    """Everything of this app, in the order in which one thing rests on another."""
    load_students(consortium, today)
