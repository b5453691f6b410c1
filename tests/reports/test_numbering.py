from datetime import date

import pytest
from django.utils import timezone

from consortium.reports.document import (
    Chart,
    Column,
    Document,
    Item,
    Section,
    Table,
    dump,
    load,
    numbered,
    shown,
)
from consortium.reports.numbering import item_label, official_date


def test_each_level_has_its_own_sign():
    assert [item_label(level, 2) for level in range(8)] == [
        "2.",
        "나.",
        "2)",
        "나)",
        "(2)",
        "(나)",
        "②",
        "㉯",
    ]


@pytest.mark.parametrize(
    ("number", "label"), [(1, "가."), (14, "하."), (15, "거."), (28, "허."), (29, "고.")]
)
def test_after_ha_the_next_vowel_follows(number, label):
    assert item_label(1, number) == label


def test_a_date_is_written_as_public_bodies_write_it():
    assert official_date(date(2026, 3, 5)) == "2026. 3. 5."


def document(*blocks):
    moment = timezone.now()
    return Document("제목", "파주시", date(2026, 11, 23), moment, tuple(blocks))


def test_tables_and_figures_count_through_the_whole_report_and_items_within_their_section():
    table = Table("표", "(단위: 명)", (Column("과"),), (("가",),))
    parts = (Item("첫째"), table, Item("둘째"))
    whole = document(Section("하나", parts), Section("둘", (table, Chart("그림", "<svg/>", "글"))))
    labels = [printed.label for printed in numbered(whole)]
    assert labels == ["1.", "가.", "〈표 1〉", "나.", "2.", "〈표 2〉", "〈그림 1〉"]


def test_a_part_kept_between_attempts_is_the_same_part():
    table = Table("표", "(단위: 명)", (Column("과"), Column("수", 1)), (("가", 3.5), ("나", "‹5")), ("※",), 1)
    blocks = [Section("하나", (Item("첫째"), table, Chart("그림", "<svg/>", "글")))]
    assert load(dump(blocks)) == blocks


@pytest.mark.parametrize(
    ("value", "decimals", "text"),
    [
        (0, 0, "-"),
        (1234567, 0, "1,234,567"),
        (2.5, 1, "2.5"),
        ("‹5", 0, "‹5"),
        (None, 0, ""),
        ("0", None, "0"),
    ],
)
def test_a_cell_is_printed_as_official_tables_print_it(value, decimals, text):
    assert shown(value, decimals) == text
