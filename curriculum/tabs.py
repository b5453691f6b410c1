"""The tabs of a student's page; higher apps add theirs, so that curriculum imports none of them.

An app that has a tab calls `register()` in its own `tabs.py`, which is discovered at start:

    register(Tab(_("Consents"), "placements:student_consents", order=40))

The address takes the consortium's slug and the student's id, for `Place.OWN` only the slug.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, NamedTuple

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from curriculum.roster import policies

if TYPE_CHECKING:
    from collections.abc import Callable

    from consortium.verdict import Verdict
    from curriculum.models import Student
    from partners.models import Member


class Place(Enum):
    """Whose page: the school's page about a student, or the student's own (`/me/`)."""

    SCHOOL = "school"
    OWN = "own"


@dataclass(frozen=True)
class Tab:
    label: str | Promise
    url_name: str
    order: int
    place: Place = Place.SCHOOL
    policy: Callable[[Member, Student | None], Verdict] | None = None


class TabLink(NamedTuple):
    """One tab as `{% tabs %}` shows it."""

    label: str | Promise
    url: str
    current: bool


_registered: dict[str, Tab] = {}


def register(tab: Tab) -> None:
    _registered[tab.url_name] = tab


def tabs_for(member: Member, student: Student, *, current: str, place: Place = Place.SCHOOL) -> list[TabLink]:
    """The tabs that this member may open, in order; `current` is the url name of the page itself."""
    address = [member.consortium.slug] + ([student.pk] if place is Place.SCHOOL else [])
    mine = sorted((tab for tab in _registered.values() if tab.place is place), key=lambda tab: tab.order)
    return [
        TabLink(tab.label, reverse(tab.url_name, args=address), tab.url_name == current)
        for tab in mine
        if tab.policy is None or tab.policy(member, student)
    ]


register(Tab(_("Overview"), "curriculum:student", order=10))
register(Tab(_("Competency units"), "curriculum:competencies", order=20))
register(Tab(_("Plan and credits"), "curriculum:student_plan", order=15))
register(Tab(_("Compare with a job"), "curriculum:student_jobs", order=25))
register(Tab(_("Contact"), "curriculum:contact", order=30, policy=policies.opens_contact))
register(Tab(_("History"), "curriculum:history", order=90, policy=policies.reads_history))
register(Tab(_("My record"), "curriculum:me", order=10, place=Place.OWN))
register(Tab(_("My competency units"), "curriculum:my_competencies", order=20, place=Place.OWN))
register(Tab(_("Plan and credits"), "curriculum:my_plan", order=15, place=Place.OWN))
register(Tab(_("Compare with a job"), "curriculum:my_jobs", order=25, place=Place.OWN))
