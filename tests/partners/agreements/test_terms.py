"""What is agreed on a day, for any facts: the laws that effective terms keep."""

import datetime
from dataclasses import replace
from decimal import Decimal
from functools import reduce

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partners.agreements.terms import (
    Change,
    ClauseText,
    Facts,
    Party,
    apply,
    as_signed,
    changes_of,
    effective_terms,
    reckon,
)
from partners.models import Agreement
from partners.states import AgreementState, AmendmentAction, AmendmentKind, AmendmentState
from tests import factories
from tests.authorization import as_owner

SIGNED = datetime.date(2025, 3, 19)
DAY = datetime.timedelta(days=1)
days = st.integers(-40, 400).map(lambda number: SIGNED + number * DAY)
words = st.sampled_from(["가", "나", "다", "라"])
partners = st.integers(1, 5)


def _one(kind, **fields):
    return st.builds(Change, number=st.just(0), kind=st.just(kind), takes_effect_on=days, **fields)


one_change = st.one_of(
    _one(AmendmentKind.TERM, new_end=st.none() | days),
    _one(
        AmendmentKind.PARTY,
        partner=partners,
        action=st.sampled_from([AmendmentAction.JOIN, AmendmentAction.LEAVE]),
        signer=words,
    ),
    _one(AmendmentKind.SIGNATORY, partner=partners, signer=words),
    _one(
        AmendmentKind.CLAUSE,
        clause_number=st.integers(1, 4),
        action=st.sampled_from([AmendmentAction.ADD, AmendmentAction.REPLACE, AmendmentAction.DELETE]),
        text=words,
    ),
    _one(AmendmentKind.MONEY, amount=st.integers(1, 9).map(Decimal)),
)
changes = st.lists(one_change, max_size=8).map(
    lambda found: tuple(replace(change, number=number) for number, change in enumerate(found, 1))
)
facts = st.builds(
    Facts,
    starts_on=st.just(SIGNED),
    ends_on=st.none() | days,
    parties=st.just((Party(1, since=SIGNED), Party(2, since=SIGNED + 9 * DAY), Party(3))),
    clauses=st.just((ClauseText(1, "첫째"), ClauseText(2, "둘째"))),
    amount=st.none() | st.just(Decimal(100)),
    changes=changes,
)


@given(facts, days, st.randoms())
def test_the_order_in_which_amendments_were_recorded_changes_nothing(known, on, random):
    shuffled = list(known.changes)
    random.shuffle(shuffled)
    assert reckon(replace(known, changes=tuple(shuffled)), on) == reckon(known, on)


@given(facts, days, days, st.integers(1, 9))
def test_what_takes_effect_later_wins(known, on, later, amount):
    """Whatever was agreed before, the last amendment of the money says what it is now."""
    newest = max([on, *(change.takes_effect_on for change in known.changes)]) + DAY
    change = Change(99, AmendmentKind.MONEY, newest, amount=Decimal(amount))
    assert reckon(replace(known, changes=(change, *known.changes)), newest).amount == amount


@given(facts, days, one_change)
def test_no_amendment_counts_before_its_day(known, on, future):
    """Terms as of a day that is over never change when an amendment of a later day is signed."""
    future = replace(future, number=99, takes_effect_on=max(future.takes_effect_on, on + DAY))
    assert reckon(replace(known, changes=(*known.changes, future)), on) == reckon(known, on)


@given(facts, days)
def test_one_by_one_is_the_same_as_from_scratch(known, on):
    counting = sorted((one for one in known.changes if one.takes_effect_on <= on), key=lambda one: one.order)
    for number in range(len(counting) + 1):
        some = replace(known, changes=tuple(counting[:number]))
        assert reduce(apply, counting[number:], reckon(some, on)) == reckon(known, on)


@given(facts, days)
def test_terms_say_which_amendments_they_hold_and_no_clause_is_lost(known, on):
    terms = reckon(known, on)
    assert set(terms.applied) == {one.number for one in known.changes if one.takes_effect_on <= on}
    numbers = [clause.number for clause in terms.clauses]
    assert numbers == sorted(set(numbers))
    assert {1, 2} <= set(numbers)
    assert all(mark.on <= on for clause in terms.clauses for mark in clause.marks)


@given(facts, days)
def test_a_party_is_bound_or_awaited_or_neither_but_never_twice(known, on):
    terms = reckon(known, on)
    named = [party.partner for party in (*terms.parties, *terms.awaited)]
    assert len(named) == len(set(named))
    assert all(party.since is not None and party.since <= on for party in terms.parties)


@given(facts, days)
def test_without_changes_it_is_what_was_signed(known, on):
    assert reckon(replace(known, changes=()), on) == as_signed(known, on)


def test_an_amendment_of_no_known_kind_is_refused():
    with pytest.raises(ValueError, match="Nobody knows"):
        apply(as_signed(Facts(SIGNED), SIGNED), Change(1, "COLOUR", SIGNED))


def test_a_deleted_clause_keeps_its_words_and_its_number():
    known = Facts(
        SIGNED,
        clauses=(ClauseText(1, "첫째"), ClauseText(2, "둘째")),
        changes=(
            Change(1, AmendmentKind.CLAUSE, SIGNED, AmendmentAction.DELETE, clause_number=1),
            Change(2, AmendmentKind.CLAUSE, SIGNED, AmendmentAction.REPLACE, clause_number=2, text="새 둘째"),
            Change(3, AmendmentKind.CLAUSE, SIGNED, AmendmentAction.ADD, clause_number=3, text="셋째"),
        ),
    )
    terms = reckon(known, SIGNED)
    assert [(one.number, one.text, one.before, one.is_deleted) for one in terms.clauses] == [
        (1, "첫째", "", True),
        (2, "새 둘째", "둘째", False),
        (3, "셋째", "", False),
    ]
    assert [clause.number for clause in terms.standing_clauses] == [2, 3]


def test_the_last_day_counts_and_termination_comes_first():
    known = Facts(SIGNED, ends_on=SIGNED + 10 * DAY)
    assert reckon(known, SIGNED - DAY).in_force is False
    assert reckon(known, SIGNED + 10 * DAY).in_force
    assert reckon(known, SIGNED + 10 * DAY).days_left == 1
    assert reckon(known, SIGNED + 11 * DAY).in_force is False
    ended = replace(known, terminated_on=SIGNED + 5 * DAY)
    assert reckon(ended, SIGNED + 5 * DAY).in_force
    assert reckon(ended, SIGNED + 6 * DAY).in_force is False
    assert reckon(Facts(SIGNED), SIGNED).days_left is None


@pytest.mark.django_db
def test_only_signed_amendments_are_facts(db):
    agreement = factories.AgreementFactory(state=AgreementState.IN_FORCE, signed_on=SIGNED)
    for number, state in enumerate(AmendmentState, 1):
        signed = {"signed_on": SIGNED, "takes_effect_on": SIGNED} if state == AmendmentState.SIGNED else {}
        factories.AmendmentFactory(agreement=agreement, number=number, state=state, **signed)
    with as_owner():
        (change,) = changes_of(agreement.amendments.all())
        assert change.number == list(AmendmentState).index(AmendmentState.SIGNED) + 1


@pytest.mark.django_db
@given(known=facts, on=days)
def test_the_list_orders_by_the_same_end_as_the_terms_say(known, on):
    """`with_end()` in SQL and `effective_terms()` in Python give one answer."""
    agreement = factories.AgreementFactory(
        state=AgreementState.IN_FORCE, signed_on=SIGNED, valid_until=known.ends_on
    )
    for change in known.changes:
        if change.kind == AmendmentKind.TERM:
            factories.AmendmentFactory(
                agreement=agreement,
                number=change.number,
                new_end=change.new_end,
                state=AmendmentState.SIGNED,
                signed_on=change.takes_effect_on,
                takes_effect_on=change.takes_effect_on,
            )
    with as_owner():
        (row,) = Agreement.objects.filter(pk=agreement.pk).with_facts().with_end(on)
        assert row.ends_on == effective_terms(row, on).last_day
