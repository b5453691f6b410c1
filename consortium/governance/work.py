"""Figures on the home page of those who steer the consortium."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.governance.figures import latest_overview
from consortium.governance.policies import REPORTERS
from consortium.reports.numbering import official_date
from consortium.shell.work import Figure, Suggestion, register_figures, register_suggestion
from partners.states import OFFICIALS, Role

if TYPE_CHECKING:
    from partners.models import Member

READERS = OFFICIALS | {Role.PRINCIPAL, Role.ASSOCIATION_SECRETARY}


def figures(member: Member) -> list[Figure]:
    """The first four published figures, with their definition and reference date."""
    if member.role not in READERS:
        return []
    overview = latest_overview(member)
    if overview is None:
        return []
    url = reverse("governance:governance", args=[member.consortium.slug])
    return [
        Figure(
            card.label,
            card.text,
            _("%(definition)s Reference date: %(day)s")
            % {"definition": card.figure.indicator.definition, "day": official_date(card.figure.as_of)},
            url,
            card.points,
        )
        for card in overview.cards()[:4]
    ]


register_figures(figures)
register_suggestion(
    Suggestion(
        gettext_lazy("Look at the figures"),
        gettext_lazy("What the consortium has reached, with definition and reference date."),
        "governance:governance",
        frozenset(READERS),
        order=10,
    )
)
register_suggestion(
    Suggestion(
        gettext_lazy("Ask for the governance report"),
        gettext_lazy("PDF to circulate and XLSX for the figures, made in a minute."),
        "reports:list",
        frozenset(REPORTERS),
        order=20,
    )
)
