"""Lists of this app as files; lists about students ask for a reason first and are not among them."""

from django.utils.translation import gettext_lazy as _

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from partners.states import COMPANY_STAFF, SCHOOL_STAFF
from placements.filters import VacancyFilter
from placements.models import Vacancy

register(
    ListExport(
        "vacancies",
        _("Vacancies"),
        SCHOOL_STAFF | COMPANY_STAFF,
        filtered(VacancyFilter, lambda member: Vacancy.objects.visible_to(member).select_related("company")),
        (
            ListColumn(_("Title"), lambda one: one.title, width=36),
            ListColumn(_("Company"), lambda one: one.company, width=28),
            ListColumn(_("State"), lambda one: one.get_state_display()),
            ListColumn(_("Places"), lambda one: one.places, decimals=0, width=8),
            ListColumn(_("From"), lambda one: one.starts_on),
            ListColumn(_("Until"), lambda one: one.ends_on),
        ),
        order=("-pk",),
    )
)
