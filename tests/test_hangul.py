import unicodedata

from django.db import connection
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from consortium import hangul
from tests.authorization import as_owner

SYLLABLES = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), min_size=1, max_size=6)
ANYTHING = st.text(
    st.characters(codec="utf-8", exclude_characters="\0", exclude_categories=("Cs",)), max_size=12
)


class TheDatabaseAgrees(TestCase):
    """The stored column and a search as typed must mean the same letters."""

    @settings(max_examples=60)
    @given(st.one_of(SYLLABLES, ANYTHING))
    def test_postgresql_finds_the_same_initial_consonants(self, name):
        with as_owner(), connection.cursor() as cursor:
            cursor.execute("SELECT korean_initials(%s)", [name])
            assert cursor.fetchone()[0] == hangul.initials(name)


@given(SYLLABLES)
def test_each_syllable_gives_the_consonant_that_unicode_names_first(name):
    expected = "".join(
        hangul.CONSONANTS[ord(unicodedata.normalize("NFD", syllable)[0]) - 0x1100] for syllable in name
    )
    assert hangul.initials(name) == expected


@given(SYLLABLES)
def test_a_name_sent_in_parts_is_the_same_name(name):
    assert hangul.composed(unicodedata.normalize("NFD", name)) == name


def test_joined_consonants_come_apart_as_the_keyboard_meant_them():
    assert hangul.typed("ㄳㅎ") == "ㄱㅅㅎ"
    assert hangul.typed("ㅄ") == "ㅂㅅ"


def test_the_syllables_before_the_first_lone_consonant_lead():
    assert hangul.leading_syllables("김가ㄹ") == "김가"
    assert hangul.leading_syllables("ㄱㄱㄹ") == ""
