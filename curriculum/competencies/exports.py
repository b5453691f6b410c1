"""The catalogue of competency units as a file."""

from django.utils.translation import gettext_lazy as _

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from curriculum.competencies.filters import UnitFilter
from curriculum.models import CompetencyUnit
from partners.states import Role

register(
    ListExport(
        "competency-units",
        _("Competency units"),
        frozenset(Role) - {Role.OPERATOR},
        filtered(UnitFilter, lambda member: CompetencyUnit.objects.visible_to(member)),
        (
            ListColumn(_("Code"), lambda one: one.code, width=20),
            ListColumn(_("Name"), lambda one: one.name, width=40),
            ListColumn(_("Level"), lambda one: one.level, decimals=0, width=8),
            ListColumn(_("Sub-field"), lambda one: one.sub_field_in_words, width=28),
            ListColumn(
                _("Origin"),
                lambda one: _("The consortium's own") if one.is_own else _("National standards (NCS)"),
            ),
            ListColumn(_("Description"), lambda one: one.description, width=60),
        ),
        order=("code", "pk"),
    )
)
