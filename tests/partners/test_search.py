"""Finding a partner: as typed, by initial consonants, by number; and never one from elsewhere."""

import pytest
from django.db import connection
from hypothesis import given
from hypothesis import strategies as st

from consortium.rowlevel import acting_as
from partners.models import Partner, SearchKey
from partners.registry import names, numbers
from tests import factories
from tests.authorization import as_owner

WRITTEN = [
    "세경고등학교",
    "엘지(LG)유플러스",
    "(주)피엠시(PMC)",
    "㈜ 가상 반도체",
    "주식회사 가상로봇",
    "LG U+",
    "PMC Co., Ltd. (Paju Medical Cluster)",
    "(주)",
    "파주출판문화정보국가산업단지 입주기업체협의회",
    "A+B 테크",
]


def sql(function, text):
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(f"SELECT {function}(%s)", [text])
        return cursor.fetchone()[0]


@pytest.mark.django_db
@pytest.mark.parametrize("text", WRITTEN)
def test_postgresql_compares_names_as_python_does(text):
    assert sql("partner_search_name", text) == names.compared(text)


def test_legal_forms_brackets_and_blanks_make_no_other_name():
    same = {
        "(주) 엘지 유플러스",
        "㈜엘지유플러스",
        "주식회사 엘지유플러스",
        "엘지(LG)유플러스",
        "엘지유플러스",
    }
    assert {names.compared(text) for text in same} == {"엘지유플러스"}
    assert names.compared("LG U+") == names.compared("LG Uplus") == "lguplus"


@pytest.fixture
def found(cast):
    """Who is found by what: names of partners of ours."""
    facts = {"registration_number": "1234567891", "hifive_id": "HF-77"}
    lgu = factories.PartnerFactory(name="엘지(LG)유플러스", name_en="LG Uplus", **facts)
    robot = factories.PartnerFactory(name="주식회사 가상로봇")
    for partner in (lgu, robot):
        factories.ParticipationFactory(consortium=cast.consortium, partner=partner)
    elsewhere = factories.PartnerFactory(name="가상로봇 까나리")
    factories.ParticipationFactory(consortium=cast.other_consortium, partner=elsewhere)

    def search(text, who="coordinator"):
        member = cast[who]
        with acting_as(member.actor):
            rows = Partner.objects.visible_to(member).matching(text, member.consortium_id)
            return sorted(partner.name for partner in rows)

    return search


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("세경", ["세경고등학교"]),
        ("ㅅㄱ", ["세경고등학교"]),
        ("ㅅㄱㄱㄷ", ["세경고등학교"]),
        ("고등학교", ["세경고등학교"]),
        ("세ㄱ", ["세경고등학교"]),
        ("로봇", ["주식회사 가상로봇"]),
        ("ㄹㅂ", ["주식회사 가상로봇"]),
        ("ㄱ", ["주식회사 가상로봇"]),
        ("(주)가상", ["주식회사 가상로봇"]),
        ("엘지 유플", ["엘지(LG)유플러스"]),
        ("LG U+", ["엘지(LG)유플러스"]),
        ("uplus", ["엘지(LG)유플러스"]),
        ("lg u", ["엘지(LG)유플러스"]),
        ("123-45", ["엘지(LG)유플러스"]),
        ("123-45-67891", ["엘지(LG)유플러스"]),
        ("hf-77", ["엘지(LG)유플러스"]),
        ("(LG)", ["엘지(LG)유플러스"]),
        ("ㅅㄲ", []),
        (".*", []),
        ("까나리", []),
        ("없는이름", []),
    ],
)
def test_what_is_typed_finds_the_partner(found, typed, expected):
    assert found(typed) == expected
    assert found(typed, "official") == expected


def test_a_new_name_is_found_and_the_old_one_is_not(cast, found):
    with as_owner():
        Partner.objects.filter(name="주식회사 가상로봇").update(name="가상드론")
    assert found("드론") == ["가상드론"]
    assert found("로봇") == []


def test_search_keys_of_another_consortium_do_not_show(cast, found):
    with acting_as(cast["hr"].actor):
        assert set(SearchKey.objects.values_list("consortium", flat=True)) == {cast.consortium.pk}


def test_how_many_consortia_use_an_entry_is_kept_by_the_database(cast):
    company = cast.partners["company"]
    assert Partner.objects.get(pk=company.pk).consortia == 1
    place = factories.ParticipationFactory(consortium=cast.other_consortium, partner=company)
    assert Partner.objects.get(pk=company.pk).consortia == 2
    with as_owner():
        place.delete()
    assert Partner.objects.get(pk=company.pk).consortia == 1


def test_numbers_are_read_as_people_type_them():
    for typed in ("123-45-67891", "123 45 67891", "１２３－４５－６７８９１", "123.45.67891"):
        assert numbers.digits_of(typed) == "1234567891"
    assert numbers.in_groups("1234567891") == "123-45-67891"


def test_the_check_digit_of_known_numbers_holds():
    # Two large companies print theirs at the foot of every page: public, and no slip of ours.
    assert numbers.is_valid("1248100998")
    assert numbers.is_valid("2208162517")
    assert not numbers.is_valid("1248100997")
    assert not numbers.is_valid("124810099")


@given(st.text(alphabet="0123456789", min_size=9, max_size=9))
def test_exactly_one_last_digit_fits(first):
    assert sum(numbers.is_valid(first + str(last)) for last in range(10)) == 1
