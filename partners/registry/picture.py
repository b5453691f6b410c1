"""The consortium as a picture: partners around the school, lines as strong as what they delivered."""

from dataclasses import dataclass
from math import sqrt

from django.urls import reverse

from partners.models import Member, Partner
from partners.states import PartnerKind

WIDTH = 1040
ROW = 64  # height of one partner
MARGIN = 44
NEAR, FAR = 190, 250  # how far from the middle a partner stands: at the ends, and at half height
THICKEST = 12
MOST = 40  # more partners than this are a list, not a picture
LINE_LENGTH = 16  # letters of a name in one line


@dataclass(frozen=True)
class Node:
    """One partner of the picture and the line from the school to it."""

    partner: Partner
    url: str
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

    school: Partner
    nodes: tuple[Node, ...]
    width: int
    height: int

    @property
    def kinds(self) -> list[tuple[str, str]]:
        """The kinds that occur, for the key, in the order of the picture."""
        return list({node.partner.kind: node.partner.get_kind_display() for node in self.nodes}.items())

    @property
    def middle(self) -> int:
        return self.width // 2

    @property
    def centre(self) -> int:
        return self.height // 2


def draw(partners: list[Partner], member: Member) -> Picture | None:
    """Place partners, annotated by `with_pledges()`, around the school; None when a list says more."""
    school = member.consortium.school
    around = sorted(
        (partner for partner in partners if partner.pk != school.pk),
        key=lambda partner: (list(PartnerKind.values).index(partner.kind), partner.name),
    )
    if not 1 < len(around) <= MOST:
        return None
    half = (len(around) + 1) // 2
    rows = max(half, 4)
    height = 2 * MARGIN + ROW * rows
    sides = (("left", around[:half]), ("right", around[half:]))
    nodes = tuple(
        _node(partner, member, side, index, len(group), height)
        for side, group in sides
        for index, partner in enumerate(group)
    )
    return Picture(school, nodes, WIDTH, height)


def _node(partner: Partner, member: Member, side: str, index: int, count: int, height: int) -> Node:
    y = round(height / 2 + (index - (count - 1) / 2) * ROW)
    bow = sqrt(max(0.0, 1 - (2 * (y - height / 2) / height) ** 2))
    away = round(NEAR + (FAR - NEAR) * bow)
    share = partner.delivered_share or 0
    return Node(
        partner=partner,
        url=reverse("partners:partner", args=[member.consortium.slug, partner.pk]),
        x=WIDTH // 2 + (-away if side == "left" else away),
        y=y,
        side=side,
        lines=_lines(str(partner)),
        line="delivered" if share else "promised" if partner.pledged else "none",
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
