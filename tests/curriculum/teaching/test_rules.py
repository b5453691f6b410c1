"""Completion: attendance of two thirds, and 40 % in common subjects; what is not known is never met."""

import datetime
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from consortium.rules.models import Rule
from consortium.rules.services import read_reference
from curriculum.teaching import rules

QUIETLY = settings(max_examples=60)

DAY = datetime.date(2026, 12, 1)
KNOWN = {rule.code: rule for rule in read_reference()}
HOURS = st.integers(0, 400)


@pytest.fixture(autouse=True, scope="module")
def _rules_without_a_database():
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(rules, "rule_on", lambda code, on: KNOWN[code])
        yield


@QUIETLY
@given(held=HOURS, missed=HOURS)
def test_exactly_two_thirds_are_enough(held, missed):
    attended = max(held - missed, 0)
    assert bool(rules.attends_enough(held, attended, DAY)) == (held > 0 and 3 * attended >= 2 * held)


@QUIETLY
@given(held=st.integers(1, 400), attended=HOURS, score=st.one_of(st.none(), st.integers(0, 100)))
def test_more_attendance_or_a_better_score_never_undoes_completion(held, attended, score):
    attended = min(attended, held)
    value = None if score is None else Decimal(score)
    for subject in ("공통국어1", "인공지능 모델링"):
        if rules.completes(subject, held, attended, value, DAY):
            assert rules.completes(subject, held, held, Decimal(100), DAY)


@pytest.mark.parametrize(
    ("subject", "score", "completed"),
    [
        ("공통수학1", Decimal("39.99"), False),
        ("공통수학1", Decimal(40), True),
        ("공통수학1", None, False),
        ("인공지능 모델링", None, True),
        ("인공지능 모델링", Decimal(12), True),
    ],
)
def test_only_common_subjects_ask_for_achievement(subject, score, completed):
    verdict = rules.completes(subject, 48, 40, score, DAY)
    assert bool(verdict) is completed
    assert verdict.reason


def test_every_reason_names_its_source():
    verdict = rules.completes("공통국어1", 48, 20, Decimal(10), DAY)
    assert str(verdict.reason).count(KNOWN["completion-attendance"].article) == 2
    assert isinstance(KNOWN["completion-achievement"], Rule)
