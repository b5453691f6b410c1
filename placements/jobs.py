"""Open vacancies as jobs that a student may compare their competencies with."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext_lazy as _

from curriculum.portfolio.jobs import Job, JobSource, register
from partners.models import Member
from placements.models import Vacancy
from placements.states import VacancyState

MOST = 100  # in the menu, the newest first
IMPORTANCE = 3  # a vacancy says which units it asks for, not how much


def open_vacancies(member: Member) -> Iterable[Job]:
    """Vacancies that are open, with the company that offers them."""
    rows = Vacancy.objects.visible_to(member).filter(state=VacancyState.OPEN).select_related("company")
    return [Job(str(row.pk), f"{row.title} · {row.company}") for row in rows.order_by("-pk")[:MOST]]


def vacancy(member: Member, key: str) -> Job | None:
    """One open vacancy with the units that it asks for."""
    if not key.isdigit() or len(key) > 18:
        return None
    rows = Vacancy.objects.visible_to(member).filter(state=VacancyState.OPEN).select_related("company")
    row = rows.filter(pk=int(key)).first()
    if row is None:
        return None
    units = row.demanded_units.values_list("unit", flat=True)
    return Job(key, f"{row.title} · {row.company}", dict.fromkeys(units, IMPORTANCE))


register(JobSource("vacancy", _("Vacancies"), open_vacancies, vacancy))
