"""The list of job analyses as a file."""

from django.utils.translation import gettext_lazy as _

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from curriculum.demand.filters import AnalysisFilter
from curriculum.models import JobAnalysis
from partners.states import Role

register(
    ListExport(
        "job-analyses",
        _("Job analyses"),
        frozenset(Role) - {Role.OPERATOR},
        filtered(
            AnalysisFilter,
            lambda member: JobAnalysis.objects.visible_to(member).select_related("company", "department"),
        ),
        (
            ListColumn(_("Job"), lambda one: one.title, width=36),
            ListColumn(_("Company"), lambda one: one.company, width=28),
            ListColumn(_("Department"), lambda one: one.department or _("Every department")),
            ListColumn(_("State"), lambda one: one.get_state_display()),
            ListColumn(_("People needed"), lambda one: one.jobs, decimals=0, width=8),
            ListColumn(_("People who took part"), lambda one: one.participants, decimals=0, width=8),
            ListColumn(_("Analysed on"), lambda one: one.analysed_on),
            ListColumn(_("Agreed on"), lambda one: one.agreed_on),
        ),
        order=("-analysed_on", "-pk"),
    )
)
