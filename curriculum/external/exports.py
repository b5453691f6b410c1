"""The list of external programmes as a file."""

from __future__ import annotations

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from consortium.reports.exports import ListColumn, ListExport, filtered, register
from curriculum.external.filters import ProgrammeFilter
from curriculum.models import ExternalProgramme
from partners.models import Member
from partners.states import Role

EVERYBODY = frozenset(set(Role) - {Role.OPERATOR})


def _programmes(member: Member) -> QuerySet:
    return ExternalProgramme.objects.visible_to(member).for_pages()


register(
    ListExport(
        "external_programmes",
        _("External programmes"),
        EVERYBODY,
        filtered(ProgrammeFilter, _programmes),
        (
            ListColumn(_("Name"), lambda one: one.name, width=40),
            ListColumn(_("English name"), lambda one: one.name_en, width=40),
            ListColumn(_("Provider"), lambda one: one.provider, width=30),
            ListColumn(_("State"), lambda one: one.state_words, width=20),
            ListColumn(_("First day"), lambda one: one.starts_on),
            ListColumn(_("Last day"), lambda one: one.ends_on),
            ListColumn(_("Hours"), lambda one: one.hours, decimals=1, width=8),
            ListColumn(_("Seats"), lambda one: one.seats, decimals=0, width=8),
            ListColumn(_("Credits"), lambda one: one.credits, decimals=0, width=8),
        ),
        order=("-starts_on", "pk"),
    )
)
