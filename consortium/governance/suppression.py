"""Which cells of a count of people may be published, so that nobody can be worked out from the rest.

A table is a set of *atoms* (its inner cells) and of *entries* (each cell and each total, as the set of
atoms that it sums). Publishing an entry tells its value at that moment. Three things must stay unknown:

1. a count of 1 to 4 people, whether it stands in a cell, in a total, or is the rest of a total after
   the published cells are taken away (the complement, n − x);
2. a change of 1 to 4 people between two publications of the same entry, or of the same rest;
3. with the marks of withheld cells taken into account ("1 to 4", "moved by fewer than five"), the exact
   value of a small cell, and of a cell that moved by 1 to 4.

A withheld cell that moved by fewer than five since it was last published is *held*: it keeps that number.
One that moved more is not, because its old number would be wrong by a number that nobody is told.

The plan starts from "publish everything" and withdraws entries until all three hold. A withheld entry is
safe when a *witness* exists: another table of counts that agrees with everything published, then and now,
and gives the entry another value. That is a proof, not a heuristic; where none can be found the whole
table is withheld. See docs/decisions/0009-figures-and-suppression.md.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from fractions import Fraction
from itertools import combinations, permutations, product

Atom = tuple[str, str]  # (row, column)
Name = tuple[str, str]  # of an entry: (row, column), with "" for "all"
EVERY_GROUP = 9  # cells up to which every group of cells is watched
MIXED = 6  # lines up to which every mixture of totals and cells is tried
NEAR = 5  # a number that is off by fewer people than this may still stand, with its date
SMALL = range(1, NEAR)  # a count or a change of this many people is not published


def is_small(number: int) -> bool:
    return abs(number) in SMALL


@dataclass(frozen=True)
class Shape:
    """The atoms of a table, its entries, and which totals are made of which entries."""

    rows: tuple[str, ...]
    columns: tuple[str, ...]

    @property
    def atoms(self) -> list[Atom]:
        return [(row, column) for row in self.rows for column in self.columns]

    def entries(self) -> dict[Name, frozenset[Atom]]:
        """Cells, row totals, column totals, grand total; a table of one column has no row totals."""
        found = {atom: frozenset([atom]) for atom in self.atoms}
        if len(self.columns) > 1:
            found |= {(row, ""): frozenset((row, column) for column in self.columns) for row in self.rows}
        if len(self.columns) > 1 and len(self.rows) > 1:
            found |= {("", column): frozenset((row, column) for row in self.rows) for column in self.columns}
        if len(self.atoms) > 1:
            found[("", "")] = frozenset(self.atoms)
        return found

    def totals(self) -> dict[Name, list[list[Name]]]:
        """Each total with the ways to sum it up from other entries."""
        entries = self.entries()
        made = {(row, ""): [[(row, column) for column in self.columns]] for row in self.rows}
        made |= {("", column): [[(row, column) for row in self.rows]] for column in self.columns}
        by_row = [([(row, "")], [(row, column) for column in self.columns]) for row in self.rows]
        by_column = [([("", column)], [(row, column) for row in self.rows]) for column in self.columns]
        made[("", "")] = [*_mixtures(by_row), *_mixtures(by_column)]
        return {
            name: [way for way in ways if all(part in entries for part in way)]
            for name, ways in made.items()
            if name in entries and len(entries[name]) > 1
        }


def _mixtures(lines: list[tuple[list[Name], list[Name]]]) -> list[list[Name]]:
    """Every way to sum up lines, each by its total or by its cells."""
    ways = product(*lines) if len(lines) <= MIXED else zip(*lines, strict=True)
    return [[name for line in way for name in line] for way in ways]


@dataclass(frozen=True)
class Release:
    """What one earlier publication told: entries by name with their values at that time."""

    values: Mapping[Name, int]


@dataclass
class Plan:
    """Which entries are published anew, and what is said of the others.

    `small` are withheld for their own size, `held` moved by fewer than five since their last publication;
    whatever is in none of the three stands there without a number.
    """

    published: set[Name]
    small: set[Name] = field(default_factory=set)
    held: set[Name] = field(default_factory=set)


def plan_release(shape: Shape, counts: Mapping[Atom, int], history: Iterable[Release] = ()) -> Plan:
    """The entries of this count that may be published beside everything published before (oldest first)."""
    planner = _Planner(shape, counts, [release for release in history if release.values])
    return planner.plan()


class Span:
    """The sums that follow from given sums by adding and subtracting (exact row reduction)."""

    def __init__(self, atoms: Iterable[Atom]) -> None:
        self.place = {atom: number for number, atom in enumerate(atoms)}
        self.rows: dict[int, list[Fraction]] = {}  # by leading place; the last number is the sum

    def add(self, atoms: Iterable[Atom], value: int) -> None:
        rest = self._reduced([*self._vector(atoms), Fraction(value)])
        lead = next((number for number, share in enumerate(rest[:-1]) if share), None)
        if lead is not None:
            self.rows[lead] = [share / rest[lead] for share in rest]

    def value_of(self, atoms: Iterable[Atom]) -> Fraction | None:
        """The sum of these atoms where it follows, else None."""
        rest = self._reduced([*self._vector(atoms), Fraction(0)])
        return None if any(rest[:-1]) else -rest[-1]

    def _vector(self, atoms: Iterable[Atom]) -> list[Fraction]:
        vector = [Fraction(0)] * len(self.place)
        for atom in atoms:
            vector[self.place[atom]] += 1
        return vector

    def _reduced(self, vector: list[Fraction]) -> list[Fraction]:
        for lead in sorted(self.rows):
            if factor := vector[lead]:
                vector = [left - factor * right for left, right in zip(vector, self.rows[lead], strict=True)]
        return vector


class _Planner:
    """Withdraws one violation after another; every step takes something out of what follows."""

    def __init__(self, shape: Shape, counts: Mapping[Atom, int], history: list[Release]) -> None:
        self.shape = shape
        self.counts = counts
        self.entries = shape.entries()
        self.value = {name: self._count(atoms) for name, atoms in self.entries.items()}
        self.small = {name for name, value in self.value.items() if is_small(value)}
        self.published = set(self.entries) - self.small
        self.ways = [(total, way) for total, ways in shape.totals().items() for way in ways]
        self.latest = {name: value for release in history for name, value in release.values.items()}
        self.earlier = [self._span_of(release.values) for release in history]
        self.earlier_rests = {rest for release in history for rest in self._rests(set(release.values))}
        self.every_group = self._all_groups() if len(shape.atoms) <= EVERY_GROUP else []
        self.moves = [(move, self._touched(move)) for move in self._all_moves()]

    def plan(self) -> Plan:
        for _round in range(len(self.entries) + 1):
            self._close()
            violation = self._violation()
            if violation is None:
                return Plan(self.published, self.small, self._held())
            if not self._withdraw_for(violation):
                break
        return Plan(set())  # not even which cells are small: the marks alone could tell

    def _all_groups(self) -> list[frozenset[Atom]]:
        atoms = self.shape.atoms
        return [frozenset(group) for size in range(1, len(atoms) + 1) for group in combinations(atoms, size)]

    def _count(self, atoms: Iterable[Atom]) -> int:
        return sum(self.counts[atom] for atom in atoms)

    # --- what must not follow --------------------------------------------------------------------------
    def _violation(self) -> frozenset[Atom] | None:
        """A group of people about whom too much follows from what would be published now."""
        moved_a_little = {name for name in self._held() if self.value[name] != self.latest[name]}
        for name in sorted(self.small | moved_a_little):
            if not self._has_witness(self.entries[name]):
                return self.entries[name]
        span = self._span_of({name: self.value[name] for name in self.published})
        for group in self._groups():
            if span.value_of(group) is not None and self._tells_too_much(group, span):
                return group
        return None

    def _held(self) -> set[Name]:
        """Withheld entries whose last published number is still true within four people."""
        withheld = set(self.entries) - self.published - self.small
        return {name for name in withheld if self._is_near(name, self.value[name])}

    def _is_near(self, name: Name, value: int) -> bool:
        return name in self.latest and abs(value - self.latest[name]) < NEAR

    def _groups(self) -> Iterable[frozenset[Atom]]:
        """The groups of cells to watch: all there are; in a larger table cells, totals and rests."""
        if self.every_group:
            return self.every_group
        groups = {*self.entries.values(), *self._rests(self.published), *self.earlier_rests}
        return sorted(groups, key=lambda group: (len(group), sorted(group)))

    def _tells_too_much(self, group: frozenset[Atom], span: Span) -> bool:
        count = self._count(group)
        if is_small(count):
            return True
        for before in self.earlier:
            known = before.value_of(group)
            moved_a_little = known is not None and is_small(count - int(known))
            if moved_a_little and not self._told_in_parts(group, span, before):
                return True
        return False

    def _told_in_parts(self, group: frozenset[Atom], now: Span, before: Span) -> bool:
        """A sum of published changes of five or more each tells nothing new, even if it is small."""
        if not self.every_group:
            parts = [frozenset([atom]) for atom in group]
            return len(parts) > 1 and all(self._known(part, now, before) for part in parts)
        return any(
            part < group and self._known(part, now, before) and self._known(group - part, now, before)
            for part in self.every_group
        )

    def _known(self, group: frozenset[Atom], *spans: Span) -> bool:
        return all(span.value_of(group) is not None for span in spans)

    def _rests(self, published: set[Name]) -> set[frozenset[Atom]]:
        """What is left of each published total when its published cells are taken away."""
        rests = set()
        for total, way in self.ways:
            hidden = [name for name in way if name not in published]
            if hidden and total in published and len(hidden) < len(way):
                rests.add(frozenset().union(*(self.entries[name] for name in hidden)))
        return rests

    # --- witnesses -------------------------------------------------------------------------------------
    def _has_witness(self, group: frozenset[Atom]) -> bool:
        return any(not touched & self.published for touched in self._witnesses(group))

    def _withdraw_for(self, group: frozenset[Atom]) -> bool:
        """Withdraw as little as leaves the group open; False where nothing does."""
        ways = [touched & self.published for touched in self._witnesses(group)]
        if not ways:
            return False
        self.published -= min(ways, key=lambda names: (len(names), self._loss(names), sorted(names)))
        return True

    def _loss(self, names: set[Name]) -> int:
        return sum(self.value[name] for name in names)

    def _witnesses(self, group: frozenset[Atom]) -> Iterator[set[Name]]:
        """The entries touched by each move of people between cells that gives the group another count."""
        for move, touched in self.moves:
            changes_it = sum(step for atom, step in move.items() if atom in group)
            if changes_it and all(self._stays_plausible(name, step) for name, step in touched.items()):
                yield set(touched)

    def _touched(self, move: dict[Atom, int]) -> dict[Name, int]:
        steps = {
            name: sum(step for atom, step in move.items() if atom in atoms)
            for name, atoms in self.entries.items()
        }
        return {name: step for name, step in steps.items() if step}

    def _stays_plausible(self, name: Name, step: int) -> bool:
        """The cell would carry the same mark (small, held or neither): the marks tell that much."""
        before, after = self.value[name], self.value[name] + step
        return after >= 0 and self._told_by_mark(name, before) == self._told_by_mark(name, after)

    def _told_by_mark(self, name: Name, value: int) -> tuple[bool, bool, bool]:
        return value == 0, is_small(value), self._is_near(name, value)

    def _all_moves(self) -> Iterator[dict[Atom, int]]:
        atoms = self.shape.atoms
        for atom in atoms:
            yield {atom: 1}
            yield {atom: -1}
        for giver, taker in permutations(atoms, 2):
            yield {giver: -1, taker: 1}
        for one, two in combinations(self.shape.rows, 2):
            for left, right in permutations(self.shape.columns, 2):
                yield {(one, left): 1, (one, right): -1, (two, left): -1, (two, right): 1}

    # --- what follows from what is published anyway ----------------------------------------------------
    def _close(self) -> None:
        """Publish again whatever a reader can work out by adding and subtracting: it hides nothing."""
        span = self._span_of({name: self.value[name] for name in self.published})
        self.published |= {name for name, atoms in self.entries.items() if span.value_of(atoms) is not None}

    def _span_of(self, values: Mapping[Name, int]) -> Span:
        span = Span(self.shape.atoms)
        for name, value in values.items():
            if name in self.entries:
                span.add(self.entries[name], value)
        return span
