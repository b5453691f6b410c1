"""The rules of a programme table: properties that hold for any table, and each rule broken once."""

import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from curriculum.models import SEMESTERS
from curriculum.programme import rulebook
from curriculum.programme.check import check
from curriculum.programme.rulebook import Rulebook, rulebook_of
from curriculum.programme.totals import Line, count
from curriculum.states import AREA_OF, Area, Generation, SubjectKind
from tests.authorization import as_owner

BOOK = Rulebook(
    2026,
    {
        rulebook.TOTAL: {"credits": 192},
        rulebook.AREAS: {"general": 64, "vocational": 80, "free": 30, "creative": 18},
        rulebook.SEMESTER: {"least": 28, "most": 34},
        rulebook.STANDARD: {"general": 1, "vocational": 2},
        rulebook.REQUIRED: {"subjects": ["한국사1"]},
        rulebook.CHOICE: {"fewest": 2, "same_credits": True},
        rulebook.SCHOOL_CREATED: {"needs_approval": True},
    },
)
credits = st.tuples(*[st.integers(0, 40) for _ in SEMESTERS])


@st.composite
def tables(draw):
    count_of_lines = draw(st.integers(0, 12))
    return [
        Line(
            key=key,
            name=draw(st.sampled_from(["한국사1", f"과목{key}"])),
            kind=draw(st.sampled_from(list(SubjectKind))),
            credits=draw(credits),
            choice=draw(st.sampled_from(["", "", "가", "나"])),
            standard=draw(st.none() | st.integers(1, 30)),
            is_school_created=draw(st.booleans()),
            is_approved=draw(st.booleans()),
        )
        for key in range(count_of_lines)
    ]


def answers(lines, book=BOOK):
    return {one.code: (one.holds, one.text, frozenset(one.places)) for one in check(lines, book)}


def holds(lines, code, book=BOOK):
    return {one.code: one for one in check(lines, book)}[code].holds


@given(tables())
def test_totals_are_the_sums_of_what_is_counted(lines):
    totals = count(lines)
    assert totals.total == sum(totals.by_semester) == sum(totals.of(area) for area in Area)
    singles = [line for line in lines if not line.choice]
    if len(singles) == len(lines):
        assert totals.total == sum(line.total for line in lines)
        for area in Area:
            assert totals.of(area) == sum(line.total for line in lines if line.area == area)
    else:
        assert totals.total <= sum(line.total for line in lines)


@given(tables(), st.lists(credits, min_size=1, max_size=4))
def test_a_choice_between_equal_subjects_counts_once(lines, group):
    same = [Line(100 + key, f"선택{key}", SubjectKind.GENERAL, group[0], "다") for key in range(len(group))]
    assert count([*lines, *same]).total == count(lines).total + sum(group[0])


@given(tables(), st.data())
def test_more_credits_never_lower_a_total(lines, data):
    if not lines:
        return
    place = data.draw(st.integers(0, len(lines) - 1))
    more = data.draw(credits)
    line = lines[place]
    raised = Line(**{**vars(line), "credits": tuple(map(sum, zip(line.credits, more, strict=True)))})
    before, after = count(lines), count([*lines[:place], raised, *lines[place + 1 :]])
    assert all(one <= two for one, two in zip(before.by_semester, after.by_semester, strict=True))
    assert all(before.of(area) <= after.of(area) for area in Area)


@given(tables(), st.randoms())
def test_the_order_of_rows_does_not_matter(lines, chance):
    turned = list(lines)
    chance.shuffle(turned)
    assert count(turned) == count(lines)
    assert answers(turned) == answers(lines)


@given(tables())
def test_a_copy_has_the_same_findings(lines):
    copied = [Line(**{**vars(line), "key": line.key + 1000}) for line in lines]
    plain = [(one.code, one.holds, one.text, len(one.places)) for one in check(lines, BOOK)]
    assert [(one.code, one.holds, one.text, len(one.places)) for one in check(copied, BOOK)] == plain


@given(tables())
def test_every_broken_rule_says_where(lines):
    for finding in check(lines, BOOK):
        assert bool(finding.places) == (finding.holds is False)


@given(tables())
def test_where_no_rule_is_known_nobody_guesses(lines):
    assert {one.holds for one in check(lines, Rulebook(2031))} == {None}


def line(key, credits, kind=SubjectKind.PRACTICAL_MAJOR, name="", **facts):
    return Line(key, name or f"과목{key}", kind, credits, **facts)


KEEPS = [
    line(1, (20, 20, 12, 10, 6, 4), SubjectKind.GENERAL, "한국사1"),
    line(2, (9, 9, 17, 19, 23, 25)),
    line(3, (3,) * 6, SubjectKind.CREATIVE),
]


def test_a_table_that_keeps_every_rule():
    assert {one.holds for one in check(KEEPS, BOOK)} == {True}


@pytest.mark.parametrize(
    ("code", "lines"),
    [
        ("total", [*KEEPS[:2], line(3, (3, 3, 3, 3, 3, 2), SubjectKind.CREATIVE)]),
        ("general", [line(1, (11,) * 5 + (8,), SubjectKind.GENERAL, "한국사1"), *KEEPS[1:]]),
        ("vocational", [KEEPS[0], line(2, (13,) * 6), KEEPS[2]]),
        ("free", [KEEPS[0], line(2, (9, 9, 17, 19, 23, 24)), KEEPS[2]]),
        ("creative", [*KEEPS[:2], line(3, (2,) * 6, SubjectKind.CREATIVE)]),
        ("semesters", [*KEEPS, line(4, (0, 0, 0, 0, 0, 3))]),
        ("required", [line(1, KEEPS[0].credits, SubjectKind.GENERAL, "한국사2"), *KEEPS[1:]]),
        ("required", [*KEEPS[1:], line(1, KEEPS[0].credits, SubjectKind.GENERAL, "한국사1", choice="가")]),
        ("standard", [*KEEPS, line(4, (0, 0, 0, 0, 1, 0), standard=4)]),
        ("choices", [*KEEPS, line(4, (0, 0, 0, 0, 1, 0), choice="가")]),
        (
            "choices",
            [*KEEPS, line(4, (0, 0, 0, 0, 1, 0), choice="가"), line(5, (0, 0, 0, 0, 0, 1), choice="가")],
        ),
        ("school_created", [*KEEPS, line(4, (0,) * 6, is_school_created=True)]),
    ],
)
def test_each_rule_can_be_broken(code, lines):
    assert holds(lines, code) is False


def test_a_broken_semester_leads_to_its_total_and_a_row_to_itself():
    findings = {
        one.code: one for one in check([*KEEPS, line(4, (0,) * 5 + (3,), is_school_created=True)], BOOK)
    }
    assert [place.anchor for place in findings["semesters"].places] == ["total-6"]
    assert [place.anchor for place in findings["school_created"].places] == ["row-4"]


@pytest.mark.django_db
def test_the_rules_are_those_of_the_entry_year():
    with as_owner():
        old, new, unknown = rulebook_of(2024), rulebook_of(2025), rulebook_of(1999)
    assert (old.generation, new.generation) == (Generation.REVISED_2015, Generation.REVISED_2022)
    assert "성공적인 직업생활" in new.value(rulebook.REQUIRED, "subjects")
    assert new.value(rulebook.TOTAL, "credits") == 192
    assert not new.sources[rulebook.AREAS].confirmed
    assert unknown.generation is None
    assert unknown.sources == {}


@pytest.mark.django_db
def test_a_rule_that_changed_is_read_for_those_who_enter_later():
    from consortium.rules.models import Rule  # noqa: PLC0415

    with as_owner():
        Rule.objects.filter(code=rulebook.TOTAL, effective_until=None).update(
            effective_until=datetime.date(2028, 2, 29)
        )
        Rule.objects.create(
            code=rulebook.TOTAL,
            title="총 이수 학점",
            article="개정 고시",
            source="시험",
            effective_from=datetime.date(2028, 3, 1),
            threshold={"credits": 186},
        )
        assert rulebook_of(2027).value(rulebook.TOTAL, "credits") == 192
        assert rulebook_of(2028).value(rulebook.TOTAL, "credits") == 186


def test_every_kind_belongs_to_an_area():
    assert set(AREA_OF) == set(SubjectKind)
