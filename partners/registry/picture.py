"""The consortium as a picture: partners around the school, tied to it by agreements and pledges."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from math import sqrt

from django.urls import reverse
from django.utils.translation import ngettext

from partners.models import Member, Partner
from partners.states import PartnerKind

WIDTH = 1040
ROW = 64  # height of one partner
MARGIN = 44
NEAR, FAR = 190, 250  # how far from the middle a partner stands: at the ends, and at half height
THICKEST = 12
MOST = 40  # more partners than this are drawn as one node for each kind
LINE_LENGTH = 16  # letters of a name in one line
KINDS = list(PartnerKind.values)


@dataclass(frozen=True)
class Tie:
    """What binds one partner, or all partners of a kind, to the school."""

    name: str
    kind: str
    url: str
    pledged: int
    share: Decimal | None  # the mean share of its pledges that has arrived, 0 to 1
    agreements: int

    @property
    def kind_label(self) -> str:
        return str(PartnerKind(self.kind).label)


@dataclass(frozen=True)
class Node:
    """One tie as it is drawn: its place, the lines of its name, and the line from the school to it."""

    tie: Tie
    x: int
    y: int
    side: str  # of the school: left or right
    lines: tuple[str, ...]
    line: str  # delivered, promised or none
    thickness: int

    @property
    def text_x(self) -> int:
        return self.x + (-26 if self.side == "left" else 26)

    @property
    def text_y(self) -> int:
        return self.y + 5 - 9 * (len(self.lines) - 1)


@dataclass(frozen=True)
class Picture:
    """Everything that the template draws; positions in the picture's own units."""

    school: str
    nodes: tuple[Node, ...]
    width: int
    height: int

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds that occur, for the key, in the order of the picture."""
        return list({node.tie.kind: node.tie.kind_label for node in self.nodes}.items())

    @property
    def middle(self) -> int:
        return self.width // 2

    @property
    def centre(self) -> int:
        return self.height // 2


def ties_of(partners: Iterable[Partner], member: Member) -> list[Tie]:
    """The ties of partners annotated by `with_ties()`, by kind and name; the school itself has none."""
    slug, school = member.consortium.slug, member.consortium.school_id
    around = sorted(
        (partner for partner in partners if partner.pk != school),
        key=lambda partner: (KINDS.index(partner.kind), partner.name),
    )
    return [
        Tie(
            name=str(partner),
            kind=partner.kind,
            url=reverse("partners:partner", args=[slug, partner.pk]),
            pledged=partner.pledged,
            share=partner.delivered_share,
            agreements=partner.agreements_signed,
        )
        for partner in around
    ]


def draw(ties: list[Tie], member: Member) -> Picture | None:
    """Place ties around the school, or one node for each kind where there are too many; None without any."""
    shown = ties if len(ties) <= MOST else _by_kind(ties, member)
    if len(shown) < 2:
        return None
    half = (len(shown) + 1) // 2
    rows = max(half, 4)
    height = 2 * MARGIN + ROW * rows
    sides = (("left", shown[:half]), ("right", shown[half:]))
    nodes = tuple(
        _node(tie, side, index, len(group), height)
        for side, group in sides
        for index, tie in enumerate(group)
    )
    return Picture(str(member.consortium.school), nodes, WIDTH, height)


def _by_kind(ties: list[Tie], member: Member) -> list[Tie]:
    """One tie for all partners of a kind; its share is the mean over their pledges."""
    address = reverse("partners:partners", args=[member.consortium.slug])
    grouped = []
    for kind in KINDS:
        group = [tie for tie in ties if tie.kind == kind]
        if not group:
            continue
        pledged = sum(tie.pledged for tie in group)
        arrived = sum((tie.share or 0) * tie.pledged for tie in group)
        count = ngettext("%(count)d organisation", "%(count)d organisations", len(group))
        grouped.append(
            Tie(
                name=f"{group[0].kind_label} {count % {'count': len(group)}}",
                kind=kind,
                url=f"{address}?kind={kind}",
                pledged=pledged,
                share=Decimal(arrived) / pledged if pledged else None,
                agreements=sum(tie.agreements for tie in group),
            )
        )
    return grouped


def _node(tie: Tie, side: str, index: int, count: int, height: int) -> Node:
    y = round(height / 2 + (index - (count - 1) / 2) * ROW)
    bow = sqrt(max(0.0, 1 - (2 * (y - height / 2) / height) ** 2))
    away = round(NEAR + (FAR - NEAR) * bow)
    share = tie.share or 0
    return Node(
        tie=tie,
        x=WIDTH // 2 + (-away if side == "left" else away),
        y=y,
        side=side,
        lines=_lines(tie.name),
        line="delivered" if share else "promised" if tie.pledged else "none",
        thickness=max(2, round(float(share) * THICKEST)) if share else 2,
    )


def _lines(name: str) -> tuple[str, ...]:
    """The name in at most two lines, broken between words where that can be."""
    if len(name) <= LINE_LENGTH:
        return (name,)
    breaks = [place for place, letter in enumerate(name) if letter == " " and place <= LINE_LENGTH + 2]
    at = breaks[-1] if breaks else LINE_LENGTH
    rest = name[at:].strip()
    return (name[:at], rest if len(rest) <= LINE_LENGTH + 2 else f"{rest[:LINE_LENGTH]}…")
