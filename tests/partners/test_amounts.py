from decimal import Decimal

import pytest
from django.utils import translation

from consortium.reports.document import Column, shown
from partners.amounts import in_words, share_in_words
from partners.states import Unit


@pytest.mark.parametrize(
    ("amount", "unit", "words"),
    [
        ("240000000", Unit.WON, "240,000,000원"),
        ("96.00", Unit.HOURS, "96시간"),
        ("7.50", Unit.HOURS, "7.5시간"),
        ("7.25", Unit.HOURS, "7.25시간"),
        ("20", Unit.ITEMS, "20점"),
        ("3", Unit.PERSONS, "3명"),
        ("0", Unit.TIMES, "-"),
    ],
)
def test_amounts_read_as_officials_write_them(amount, unit, words):
    with translation.override("ko"):
        assert in_words(Decimal(amount), unit) == words


@pytest.mark.parametrize(
    ("share", "words"),
    [
        (None, "-"),
        ("0", "-"),
        ("0.666666", "66.7%"),
        ("0.5", "50.0%"),
        ("0.9999", "99.9%"),
        ("1", "100%"),
    ],
)
def test_only_all_of_it_is_a_hundred_per_cent(share, words):
    assert share_in_words(Decimal(share) if share else None) == words


def test_one_fraction_does_not_give_all_other_figures_decimals():
    column = Column("약속", 2, 14, is_exact=True)
    found = [shown(value, column.decimals_of(value)) for value in (240_000_000, 40.5, 7.25, 0, None)]
    assert found == ["240,000,000", "40.5", "7.25", "-", ""]
