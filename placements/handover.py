"""Open work of a company's HR that stays with the company: its open vacancies and candidates that wait."""

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from partners.models import Member
from partners.people.handover import Source, register
from partners.states import Role
from placements.models import Vacancy
from placements.states import VacancyState


def open_vacancies(member: Member) -> QuerySet:
    """Vacancies of the company that are not closed; candidates wait behind them."""
    if member.role != Role.HR:
        return Vacancy.objects.none()
    ours = Vacancy.objects.visible_to(member).filter(company=member.partner_id)
    return ours.exclude(state=VacancyState.CLOSED).select_related("consortium").order_by("pk")


register(Source("vacancies", _("Vacancies that are open or drafted"), open_vacancies))
