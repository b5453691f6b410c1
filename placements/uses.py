"""What vacancies ask for: their place on a unit's page, and their part of the demand."""

from collections.abc import Collection

from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import SYSTEM, acting_as
from curriculum.competencies.uses import Place, Use
from curriculum.competencies.uses import register as register_use
from curriculum.demand.sources import Asking, Source
from curriculum.demand.sources import register as register_source
from curriculum.demand.weights import UNRATED
from partners.models import Member
from placements.models import DemandedUnit, Vacancy
from placements.policies import runs_vacancies
from placements.states import VacancyState


def vacancies(member: Member, units: Collection[int]) -> list[Place]:
    """Vacancies that need the units, as far as the member may know them."""
    known = Vacancy.objects.visible_to(member)
    found = DemandedUnit.objects.filter(unit__in=units, vacancy__in=known).select_related("vacancy__company")
    return [
        Place(
            one.unit_id,
            f"{one.vacancy} · {one.vacancy.company}",
            reverse("placements:vacancy", args=[member.consortium.slug, one.vacancy_id]),
            one.vacancy.get_state_display(),
            _edit_page(member, one.vacancy),
        )
        for one in found.order_by("vacancy__title", "vacancy")
    ]


def _edit_page(member: Member, vacancy: Vacancy) -> str:
    if vacancy.state == VacancyState.CLOSED or not runs_vacancies(member, vacancy):
        return ""
    return reverse("placements:vacancy_edit", args=[member.consortium.slug, vacancy.pk])


def demand_of_vacancies(member: Member) -> list[Asking]:
    """What open vacancies need. Everybody sees the same figures; who asks, only those who may know it."""
    known = dict(Vacancy.objects.visible_to(member).values_list("pk", "title"))
    with acting_as(SYSTEM):
        asked = list(
            DemandedUnit.objects.filter(
                vacancy__consortium=member.consortium_id, vacancy__state=VacancyState.OPEN
            )
            .select_related("vacancy__company")
            .order_by("vacancy", "pk")
        )
    return [_asking(one, member, known) for one in asked]


def _asking(one: DemandedUnit, member: Member, known: dict[int, str]) -> Asking:
    vacancy = one.vacancy
    if vacancy.pk not in known:
        return Asking(one.unit_id, vacancy.places, UNRATED)
    return Asking(
        one.unit_id,
        vacancy.places,
        UNRATED,
        who=str(vacancy.company),
        title=vacancy.title,
        url=reverse("placements:vacancy", args=[member.consortium.slug, vacancy.pk]),
        company=vacancy.company_id,
    )


register_use(Use("vacancies", _("Vacancies that need it"), vacancies, order=40))
register_source(Source("vacancies", _("Vacancies"), demand_of_vacancies, order=20))
