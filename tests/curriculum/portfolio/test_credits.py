"""Credits against the rules of the entry year, for any plan."""

from hypothesis import given, settings
from hypothesis import strategies as st

from curriculum.portfolio.credits import Course, Standing, balance, counted
from curriculum.programme import rulebook as rules
from curriculum.programme.rulebook import Rulebook
from curriculum.states import Area

QUIETLY = settings(max_examples=60)

BOOK = Rulebook(
    2025,
    {
        rules.TOTAL: {"credits": 192},
        rules.AREAS: {"general": 64, "vocational": 80, "creative": 18, "free": 30},
        rules.REQUIRED: {"subjects": ["한국사1"]},
    },
)
COURSES = st.lists(
    st.builds(
        Course,
        semester=st.integers(1, 6),
        name=st.sampled_from(["한국사1", "인공지능 모델링", "체육1"]),
        area=st.sampled_from(Area),
        credits=st.integers(1, 8),
        standing=st.sampled_from(Standing),
        choice=st.sampled_from(["", "", "가", "나"]),
    ),
    max_size=40,
)


@QUIETLY
@given(COURSES)
def test_credits_are_never_counted_twice_nor_invented(courses):
    sums = counted(courses)
    earned = sum(one.credits for one in courses if one.standing == Standing.EARNED)
    assert sum(sums[Standing.EARNED].values()) == earned
    assert sum(sum(areas.values()) for areas in sums.values()) <= sum(one.credits for one in courses)


@QUIETLY
@given(COURSES, st.randoms())
def test_the_order_of_courses_never_matters(courses, chance):
    mixed = list(courses)
    chance.shuffle(mixed)
    assert balance(courses, BOOK).total.earned == balance(mixed, BOOK).total.earned


@QUIETLY
@given(COURSES, st.integers(1, 6), st.sampled_from(Area))
def test_one_more_earned_course_never_makes_more_missing(courses, semester, area):
    before = balance(courses, BOOK)
    more = Course(semester, "새 과목", area, 4, Standing.EARNED)
    after = balance([*courses, more], BOOK)
    for old, new in zip(before.goals, after.goals, strict=True):
        assert new.open <= old.open
        assert new.uncovered <= old.uncovered


@QUIETLY
@given(COURSES)
def test_a_plan_is_safe_only_if_every_credit_is_in_sight(courses):
    found = balance(courses, BOOK)
    if found.is_safe:
        assert found.total.earned + found.total.under_way + found.total.planned >= 192
        assert not any(one.standing == Standing.LOST for one in courses)


def test_without_rules_nothing_is_called_safe():
    assert not balance([], Rulebook(1980)).is_safe


def test_a_choice_group_is_met_by_any_of_its_subjects():
    group = [
        Course(5, "가", Area.VOCATIONAL, 3, Standing.EARNED, choice="택1"),
        Course(5, "나", Area.VOCATIONAL, 3, Standing.MISSED, choice="택1"),
    ]
    found = balance(group, BOOK)
    assert (found.total.earned, found.missed) == (3, ())


def test_the_address_of_the_portfolio_leads_to_the_page_where_it_is_made(client, cast):
    client.force_login(cast["student"].user)
    shown = client.get("/paju/me/portfolio/", follow=True)
    assert shown.redirect_chain == [("/paju/me/plan/", 302)]
    assert "포트폴리오 만들기" in shown.content.decode()


def test_what_was_learnt_outside_counts_in_the_whole_and_in_no_area():
    courses = [
        Course(1, "국어", Area.GENERAL, 70, Standing.EARNED),
        Course(2, "로봇", Area.VOCATIONAL, 80, Standing.UNDER_WAY),
        Course(3, "AI 로봇 과정", None, 2, Standing.EARNED),
    ]
    total, *_areas, free = balance(courses, BOOK).goals
    assert (total.earned, total.under_way, total.uncovered) == (72, 80, 192 - 152)
    assert (free.required, free.earned, free.under_way) == (30, 6 + 2, 0)
    assert free.uncovered == 0  # it is missing in the whole already


def test_what_is_required_is_found_whatever_language_the_plan_is_read_in():
    read = Course(1, "Korean History 1", Area.GENERAL, 3, Standing.EARNED, official="한국사1")
    assert balance([read], BOOK).subjects_missing == ()
