"""Who may do what with competency units; each answer carries its reason."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from consortium.verdict import Verdict, only_if
from partners.states import Role

if TYPE_CHECKING:
    from curriculum.models import CompetencyUnit
    from partners.models import Member


KEEPERS = frozenset({Role.CURRICULUM_HEAD})


def keeps_units(member: Member, unit: CompetencyUnit | None = None) -> Verdict:
    """The curriculum head writes the consortium's own units; national ones nobody rewrites."""
    verdict = only_if(
        member.role in KEEPERS, _("Only the curriculum head writes the consortium's own units.")
    )
    if unit is None:
        return verdict
    return verdict & only_if(
        unit.consortium_id is not None and unit.consortium_id == member.consortium_id,
        _("National units are published by the state; the portal does not rewrite them."),
    )


def imports_units(member: Member) -> Verdict:
    """The curriculum head brings the official catalogue, as far as the portal does not know it yet."""
    return only_if(
        member.role == Role.CURRICULUM_HEAD, _("Only the curriculum head imports competency units.")
    )
