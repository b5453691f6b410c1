"""Loads what the demo consortia teach and whom; each file of this folder invents one noun's rows."""

from datetime import date

from curriculum.demo.classes import load_classes
from curriculum.demo.courses import load_courses
from curriculum.demo.demand import load_demand, load_own_units
from curriculum.demo.external import load_external
from curriculum.demo.external_hours import load_hours
from curriculum.demo.programme import load_tables
from curriculum.demo.students import load_students
from curriculum.demo.subjects import load_subjects
from curriculum.demo.teaching import load_teaching
from partners.models import Consortium


def load_curriculum(consortium: Consortium, today: date) -> None:
    """Everything of this app, in the order in which one thing rests on another."""
    load_students(consortium, today)
    load_classes(consortium, today)
    load_own_units(consortium, today)
    load_subjects(consortium, today)
    load_tables(consortium, today)
    load_courses(consortium, today)
    load_external(consortium, today)
    load_hours(consortium, today)
    load_demand(consortium, today)
    load_teaching(consortium, today)
