"""The agreements that followed each other: predecessors and successors, the oldest first."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q

from partners.models import Agreement

if TYPE_CHECKING:
    from partners.models import Member


def chain_of(agreement: Agreement, member: Member) -> list[Agreement]:
    """The whole chain that this agreement stands in, alone if it has no neighbour; one query."""
    linked = Agreement.objects.visible_to(member).filter(
        Q(predecessor__isnull=False) | Q(successor__isnull=False)
    )
    known = {one.pk: one for one in linked.select_related("consortium")}
    known.setdefault(agreement.pk, agreement)
    successors = {one.predecessor_id: one for one in known.values() if one.predecessor_id}
    first = known[agreement.pk]
    while first.predecessor_id in known:
        first = known[first.predecessor_id]
    chain = [first]
    while chain[-1].pk in successors:
        chain.append(successors[chain[-1].pk])
    return chain
