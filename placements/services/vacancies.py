"""Vacancies: drafted, opened and closed by the school on behalf of a company."""

import datetime
from collections.abc import Iterable

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.translation import gettext_lazy as _

from consortium.workflow import StateConflict
from curriculum.models import CompetencyUnit
from partners.models import Member, Partner
from partners.states import PartnerKind
from placements import policies
from placements.models import Candidate, DemandedUnit, Vacancy
from placements.services import letters
from placements.services.candidates import put_forward
from placements.states import CandidateState, VacancyState
from placements.workflow import CLOSE_VACANCY, OPEN_VACANCY


@transaction.atomic
def save_vacancy(
    vacancy: Vacancy | None,
    *,
    by: Member,
    company: Partner,
    title: str,
    places: int,
    starts_on: datetime.date,
    ends_on: datetime.date,
    units: Iterable[CompetencyUnit],
    description: str = "",
    is_demo: bool = False,
) -> Vacancy:
    """Draft a vacancy or correct one; its company stays once it was opened, for consents name it."""
    if vacancy is None:
        policies.runs_vacancies(by).require()
        vacancy = Vacancy(consortium=by.consortium, is_demo=is_demo)
    else:
        vacancy = _locked(vacancy, by=by)
        _refuse_late_change(vacancy, company)
    vacancy.company = company
    vacancy.title = title
    vacancy.description = description
    vacancy.places = places
    vacancy.starts_on, vacancy.ends_on = starts_on, ends_on
    _check(vacancy)
    vacancy.save()
    _demand(vacancy, units)
    return vacancy


@transaction.atomic
def open_vacancy(vacancy: Vacancy, *, by: Member) -> Vacancy:
    """Show the vacancy to its company and put forward every student whose consent names it."""
    vacancy = _locked(vacancy, by=by)
    OPEN_VACANCY.enforce(vacancy, by=by)
    if not vacancy.demanded_units.exists():
        raise ValidationError(_("Choose at least one competency unit before you open the vacancy."))
    vacancy.clean()

    vacancy.state = OPEN_VACANCY.target
    vacancy.save(update_fields=["state", "updated_at"])
    candidates = put_forward(vacancy, by=by)

    letters.tell_company(
        "vacancy_opened",
        vacancy,
        key=f"{vacancy.pk}:{vacancy.updated_at.isoformat()}",
        number=len(candidates),
    )
    return vacancy


@transaction.atomic
def close_vacancy(vacancy: Vacancy, *, by: Member) -> Vacancy:
    """End the search; those who had no answer yet are told, so that nobody waits."""
    vacancy = _locked(vacancy, by=by)
    CLOSE_VACANCY.enforce(vacancy, by=by)

    vacancy.state = CLOSE_VACANCY.target
    vacancy.save(update_fields=["state", "updated_at"])

    key = f"{vacancy.pk}:{vacancy.updated_at.isoformat()}"
    letters.tell_company("vacancy_closed", vacancy, key=key)
    waiting = Candidate.objects.filter(vacancy=vacancy, state=CandidateState.PROPOSED)
    letters.tell_students(
        "closed_without_answer", vacancy, waiting.values_list("student", flat=True), key=key
    )
    return vacancy


def _locked(vacancy: Vacancy, *, by: Member) -> Vacancy:
    """The policy comes before the lock: PostgreSQL lets nobody lock a row that they may not change."""
    policies.runs_vacancies(by).require()
    rows = Vacancy.objects.select_for_update(of=("self",)).select_related("consortium", "company")
    return rows.get(pk=vacancy.pk, consortium=by.consortium_id)


def _refuse_late_change(vacancy: Vacancy, company: Partner) -> None:
    if vacancy.state == VacancyState.CLOSED:
        raise StateConflict(vacancy, _("The vacancy is closed. Open it again before you change it."))
    if vacancy.state == VacancyState.OPEN and vacancy.company_id != company.pk:
        raise ValidationError({"company": _("The company of an open vacancy cannot change.")})


def _check(vacancy: Vacancy) -> None:
    vacancy.clean_fields()
    takes_part = vacancy.company.participations.filter(consortium=vacancy.consortium_id, left_on=None)
    if vacancy.company.kind != PartnerKind.COMPANY or not takes_part.exists():
        raise ValidationError({"company": _("Choose a company that takes part in this consortium.")})
    vacancy.clean()


def _demand(vacancy: Vacancy, units: Iterable[CompetencyUnit]) -> None:
    wanted = {unit.pk for unit in units}
    present = set(vacancy.demanded_units.values_list("unit", flat=True))
    vacancy.demanded_units.exclude(unit__in=wanted).delete()
    DemandedUnit.objects.bulk_create(
        DemandedUnit(vacancy=vacancy, unit_id=unit) for unit in sorted(wanted - present)
    )
