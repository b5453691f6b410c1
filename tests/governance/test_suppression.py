"""Nobody can work out a handful of people from published totals, rests or changes."""

from itertools import combinations, product

import pytest
from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from consortium.governance.suppression import Plan, Release, Shape, plan_release

QUICKLY = (Phase.explicit, Phase.reuse, Phase.generate)
EXAMPLES = settings(max_examples=60, phases=QUICKLY)
COUNTS = st.one_of(st.integers(0, 9), st.integers(0, 40))


@st.composite
def tables(draw, moments=1):
    rows = tuple(f"r{n}" for n in range(draw(st.integers(1, 3))))
    columns = tuple(f"c{n}" for n in range(draw(st.integers(1, 3))))
    shape = Shape(rows, columns)
    series = [{atom: draw(COUNTS) for atom in shape.atoms}]
    for _ in range(moments - 1):
        step = st.one_of(st.just(0), st.integers(-6, 6))
        series.append({atom: max(0, count + draw(step)) for atom, count in series[-1].items()})
    return shape, series


def values(shape, counts, names):
    entries = shape.entries()
    return {name: sum(counts[atom] for atom in entries[name]) for name in names}


PRIME = 2**61 - 1


def rank(vectors):
    """An attacker's algebra, written apart from the portal's: the rank of a list of vectors."""
    rows, found = [[int(value) for value in vector] for vector in vectors], 0
    for column in range(len(rows[0]) if rows else 0):
        place = next((n for n in range(found, len(rows)) if rows[n][column]), None)
        if place is None:
            continue
        rows[found], rows[place] = rows[place], rows[found]
        inverse = pow(rows[found][column], -1, PRIME)
        for below in rows[found + 1 :]:
            if factor := below[column] * inverse % PRIME:
                below[:] = [
                    (left - factor * right) % PRIME for left, right in zip(below, rows[found], strict=True)
                ]
        found += 1
    return found


def groups_told(shape, published):
    """Every group of cells whose sum follows from what is published, by adding and subtracting."""
    atoms, entries = shape.atoms, shape.entries()
    vectors = [[atom in entries[name] for atom in atoms] for name in sorted(published)]
    known = rank(vectors)
    for size in range(1, len(atoms) + 1):
        for group in combinations(atoms, size):
            if vectors and rank([*vectors, [atom in group for atom in atoms]]) == known:
                yield group


@given(tables())
@EXAMPLES
def test_no_group_of_one_to_four_people_can_be_worked_out(table):
    shape, (counts,) = table
    plan = plan_release(shape, counts)
    told = {group: sum(counts[atom] for atom in group) for group in groups_told(shape, plan.published)}
    assert {group: count for group, count in told.items() if count in range(1, 5)} == {}


def is_sum_of_known(group, moved):
    """A small change that is only the sum of larger published ones (+6 and −5) tells nothing of its own."""
    return any(
        part in moved and tuple(atom for atom in group if atom not in part) in moved
        for size in range(1, len(group))
        for part in combinations(group, size)
    )


@given(tables(moments=3))
@EXAMPLES
def test_no_change_of_one_to_four_people_can_be_worked_out_between_publications(table):
    shape, series = table
    history, told = [], []
    for counts in series:
        plan = plan_release(shape, counts, history)
        history.append(Release(values(shape, counts, plan.published)))
        groups = groups_told(shape, plan.published)
        told.append({group: sum(counts[atom] for atom in group) for group in groups})
    for before, after in combinations(told, 2):
        moved = {group: after[group] - before[group] for group in after if group in before}
        told_small = {group: step for group, step in moved.items() if abs(step) in range(1, 5)}
        assert [group for group in told_small if not is_sum_of_known(group, moved)] == []


def agreeing(shape, counts, plan, limit, latest=()):
    """Every table of counts up to `limit` that shows the same numbers and marks as this one."""
    entries, latest = shape.entries(), dict(latest)
    shown = values(shape, counts, plan.published)
    gave_up = not (plan.small or plan.published)

    def mark(name, number):
        if name in shown:
            return number == shown[name]
        if number in range(1, 5):
            return name in plan.small
        held = name in latest and abs(number - latest[name]) < 5
        return name not in plan.small and held == (name in plan.held)

    for numbers in product(range(limit + 1), repeat=len(shape.atoms)):
        other = dict(zip(shape.atoms, numbers, strict=True))
        sums = {name: sum(other[atom] for atom in atoms) for name, atoms in entries.items()}
        if gave_up or all(mark(name, number) for name, number in sums.items()):
            yield other


@given(st.lists(st.integers(0, 8), min_size=4, max_size=4))
@EXAMPLES
def test_the_marks_themselves_leave_a_small_cell_open(numbers):
    shape = Shape(("r0", "r1"), ("c0", "c1"))
    counts = dict(zip(shape.atoms, numbers, strict=True))
    plan = plan_release(shape, counts)
    possible = list(agreeing(shape, counts, plan, 9))
    for atom in (atom for atom in shape.atoms if counts[atom] in range(1, 5)):
        assert len({table[atom] for table in possible}) > 1


STEPS = st.one_of(st.integers(-4, 4), st.integers(-8, 8))


@given(
    st.sampled_from([Shape(("r0",), ("c0", "c1", "c2")), Shape(("r0", "r1"), ("",))]),
    st.lists(st.integers(0, 9), min_size=3, max_size=3),
    st.lists(STEPS, min_size=3, max_size=3),
)
@EXAMPLES
def test_what_is_kept_from_an_earlier_day_leaves_every_small_change_open(shape, numbers, steps):
    before = dict(zip(shape.atoms, numbers, strict=False))
    first = Release(values(shape, before, plan_release(shape, before).published))
    counts = {atom: max(0, before[atom] + step) for atom, step in zip(shape.atoms, steps, strict=False)}
    plan = plan_release(shape, counts, [first])
    possible = list(agreeing(shape, counts, plan, max(counts.values()) + 2, first.values))
    now = values(shape, counts, shape.entries())
    moved = {name for name in first.values if abs(now[name] - first.values[name]) in range(1, 5)}
    moved -= plan.published  # a published change of this size is the sum of larger ones: tested above
    small = {name for name in plan.small if now[name] in range(1, 5)}
    for name in moved | small:
        atoms = shape.entries()[name]
        assert len({sum(table[atom] for atom in atoms) for table in possible}) > 1


@given(tables(moments=3))
@EXAMPLES
def test_a_kept_number_is_never_off_by_five_or_more(table):
    shape, series = table
    history, latest = [], {}
    for counts in series:
        plan = plan_release(shape, counts, history)
        now = values(shape, counts, shape.entries())
        assert {name: now[name] for name in plan.held if abs(now[name] - latest[name]) >= 5} == {}
        told = values(shape, counts, plan.published)
        history.append(Release(told))
        latest |= told


def test_a_cell_that_moved_far_is_withheld_beside_one_that_moved_a_little():
    shape = Shape(("AI",), ("1", "2"))
    before = {("AI", "1"): 20, ("AI", "2"): 10, ("AI", ""): 30, ("", ""): 30}
    plan = plan_release(shape, {("AI", "1"): 21, ("AI", "2"): 28}, [Release(before)])
    assert plan == Plan({("AI", ""), ("", "")}, set(), {("AI", "1")})


def test_two_kept_cells_do_not_give_each_other_away_through_their_total():
    """+8 in all, and neither cell moved by five: both would be known to have moved by exactly four."""
    shape = Shape(("AI",), ("1", "2"))
    before = {("AI", "1"): 20, ("AI", "2"): 20, ("AI", ""): 40, ("", ""): 40}
    plan = plan_release(shape, {("AI", "1"): 24, ("AI", "2"): 24}, [Release(before)])
    assert plan == Plan(set(), set(), {("AI", "1"), ("AI", "2")})


def small_table():
    shape = Shape(("AI", "반도체"), ("1", "2", "3"))
    counts = dict(zip(shape.atoms, [14, 3, 12, 13, 15, 16], strict=True))
    return shape, counts


def test_a_small_cell_takes_a_second_cell_of_its_row_and_column_with_it():
    shape, counts = small_table()
    plan = plan_release(shape, counts)
    assert plan.small == {("AI", "2")}
    assert ("", "") in plan.published
    withheld = set(shape.entries()) - plan.published
    assert withheld == {("AI", "1"), ("AI", "2"), ("반도체", "1"), ("반도체", "2")}


def test_a_cell_is_published_again_once_five_people_moved():
    shape = Shape(("AI",), ("1",))
    history = [Release({("AI", "1"): 20})]
    answers = [plan_release(shape, {("AI", "1"): count}, history).published for count in (20, 21, 24, 25, 15)]
    assert answers == [{("AI", "1")}, set(), set(), {("AI", "1")}, {("AI", "1")}]


@pytest.mark.parametrize("count", [1, 2, 3, 4])
def test_one_number_of_one_to_four_people_is_never_published(count):
    assert plan_release(Shape(("AI",), ("1",)), {("AI", "1"): count}) == Plan(set(), {("AI", "1")})


def test_zero_is_published():
    assert plan_release(Shape(("AI",), ("1",)), {("AI", "1"): 0}).published == {("AI", "1")}
