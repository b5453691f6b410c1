"""Keyset paging: every row once, in order, forward and back, whatever the order and the size."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.messages.storage.fallback import FallbackStorage
from django.http import HttpRequest, QueryDict
from django.test import RequestFactory
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from consortium.shell.lists import KeysetPage, paginate, sealed, unsealed
from consortium.shell.models import Visit
from partners.models import Agreement, Consortium, Partner
from partners.states import PartnerKind
from tests.authorization import as_owner
from tests.cast import Cast

ORDERS = (("name",), ("kind", "name"), ("-note", "name"), ("name_en", "-code"))
words = st.text(alphabet="가나다ab", max_size=2)


def request_for(address: str = "") -> HttpRequest:
    request = RequestFactory().get("/list/")
    request.GET = QueryDict(address.lstrip("?"))
    request.session = {}
    request._messages = FallbackStorage(request)
    return request


def partners(rows: list[tuple[str, str, str]]) -> None:
    with as_owner():
        Partner.objects.all().delete()
        Partner.objects.bulk_create(
            Partner(code=f"p{number}", kind=kind, name=name, name_en=name[::-1], note=note)
            for number, (kind, name, note) in enumerate(rows)
        )


def read(address: str, size: int) -> KeysetPage:
    with as_owner():
        return paginate(Partner.objects.all(), request_for(address), ORDERS, size)


def forward(start: str, size: int) -> list[KeysetPage]:
    pages = [read(start, size)]
    while pages[-1].next_address:
        pages.append(read(pages[-1].next_address, size))
        assert len(pages) < 100
    return pages


def expected(sort: str) -> list[Any]:
    fields = next(fields for fields in ORDERS if fields[0].lstrip("-") == sort.lstrip("-"))
    keys = []
    for name in (*fields, "pk"):
        goes_down = name.startswith("-") != sort.startswith("-")
        keys.append(("-" if goes_down else "") + name.lstrip("-"))
    with as_owner():
        return list(Partner.objects.order_by(*keys).values_list("pk", flat=True))


@pytest.mark.django_db
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rows=st.lists(st.tuples(st.sampled_from(PartnerKind.values[:3]), words, words), max_size=12),
    sort=st.sampled_from(["name", "-name", "kind", "-kind", "note", "-note", "name_en", "-name_en"]),
    size=st.integers(1, 5),
)
def test_every_row_comes_once_in_order_forward_and_back(
    rows: list[tuple[str, str, str]], sort: str, size: int
) -> None:
    partners(rows)
    pages = forward(f"?sort={sort}", size)
    assert [row.pk for page in pages for row in page] == expected(sort)
    for later, earlier in zip(reversed(pages), list(reversed(pages))[1:], strict=False):
        back = read(later.previous_address, size)
        assert [row.pk for row in back] == [row.pk for row in earlier]
    assert pages[0].previous_address == ""


@pytest.mark.django_db
def test_rows_that_come_and_go_while_reading_neither_repeat_nor_hide_others() -> None:
    partners([("SCHOOL", name, "") for name in "가나다라마바"])
    first = read("?sort=name", 2)
    with as_owner():
        Partner.objects.filter(pk=first.rows[-1].pk).delete()
        Partner.objects.create(code="new", kind="SCHOOL", name="가가")
    assert [row.name for row in read(first.next_address, 2)] == ["다", "라"]


@pytest.mark.django_db
def test_missing_values_stand_last_and_are_paged_over_once() -> None:
    with as_owner():
        school = Partner.objects.create(code="s", kind="SCHOOL", name="학교")
        consortium = Consortium.objects.create(slug="here", name="연합체", region="경기", school=school)
        for title, day in (("a", "2026-01-02"), ("b", None), ("c", "2026-01-01"), ("d", None), ("e", None)):
            Agreement.objects.create(consortium=consortium, title=title, signed_on=day)
        titles, address = [], ""
        while True:
            page = paginate(Agreement.objects.order_by(), request_for(address), (("signed_on", "title"),), 2)
            titles += [row.title for row in page]
            address = page.next_address
            if not address:
                break
        back = paginate(
            Agreement.objects.order_by(), request_for(page.previous_address), (("signed_on", "title"),), 2
        )
    assert titles == ["c", "a", "b", "d", "e"]
    assert [row.title for row in back] == ["b", "d"]


@pytest.mark.django_db
def test_moments_a_microsecond_apart_are_told_apart(cast: Cast) -> None:
    begin = timezone.now().replace(microsecond=100)
    with as_owner():
        for number, name in enumerate(("hr", "official", "teacher", "student")):
            seen_at = begin + timedelta(microseconds=number)
            Visit.objects.create(member_id=cast[name].pk, since=begin, seen_at=seen_at)
        address, seen = "", []
        while True:
            page = paginate(Visit.objects.all(), request_for(address), (("-seen_at",),), 1)
            seen += [row.seen_at.microsecond for row in page]
            address = page.next_address
            if not address:
                break
    assert seen == [103, 102, 101, 100]


@pytest.mark.django_db
@pytest.mark.parametrize("token", ["", "nonsense", "gAAAAABn", "한글", "'; DROP TABLE"])
def test_a_place_that_makes_no_sense_gives_the_first_page_and_says_so(token: str) -> None:
    partners([("SCHOOL", name, "") for name in "가나다"])
    request = request_for(f"?after={token}")
    with as_owner():
        page = paginate(Partner.objects.all(), request, ORDERS, 2)
    assert [row.name for row in page] == ["가", "나"]
    assert [str(message) for message in request._messages] == [
        "목록에서 찾던 위치가 더는 없습니다. 첫 쪽을 보여 드립니다."
    ]


@pytest.mark.django_db
def test_a_place_of_another_order_is_refused() -> None:
    partners([("SCHOOL", name, "") for name in "가나다"])
    place = read("?sort=name", 2).next_address.split("after=")[1]
    page = read(f"?sort=kind&after={place}", 2)
    assert page.previous_address == ""


@pytest.mark.django_db
def test_an_address_carries_no_name() -> None:
    partners([("SCHOOL", "김가람", ""), ("SCHOOL", "이나래", "")])
    address = read("?sort=name", 1).next_address
    assert "김" not in address
    assert "%EA%B9%80" not in address


@pytest.mark.django_db
def test_one_query_per_page_without_offset_or_count(django_assert_num_queries: Any) -> None:
    partners([("SCHOOL", f"{number:02}", "") for number in range(30)])
    with as_owner():
        place = paginate(Partner.objects.all(), request_for(), ORDERS, 10).next_address
        with django_assert_num_queries(1) as found:
            assert len(paginate(Partner.objects.all(), request_for(place), ORDERS, 10)) == 10
    text = found.captured_queries[0]["sql"].upper()
    assert "OFFSET" not in text
    assert "COUNT(" not in text


@pytest.mark.django_db
def test_one_direction_is_one_comparison_of_rows(django_assert_num_queries: Any) -> None:
    """`(a, b, id) > (x, y, z)` is what an index can start from; a chain of ORs is read from the beginning."""
    partners([("SCHOOL", f"{number:02}", "") for number in range(5)])
    with as_owner():
        place = paginate(Partner.objects.all(), request_for("?sort=kind"), ORDERS, 2).next_address
        with django_assert_num_queries(1) as found:
            paginate(Partner.objects.all(), request_for(place), ORDERS, 2)
    where = found.captured_queries[0]["sql"].split("WHERE")[1]
    assert '("partners_partner"."kind", "partners_partner"."name", "partners_partner"."id") > (' in where


@pytest.mark.django_db
def test_sort_links_turn_round_and_forget_the_place() -> None:
    partners([("SCHOOL", name, "") for name in "가나다"])
    page = read("?sort=name&kind=SCHOOL", 2)
    assert page.sort_address("name") == "?sort=-name&kind=SCHOOL"
    assert page.aria_sort("name") == "ascending"
    assert page.aria_sort("kind") == "none"
    later = read(page.next_address, 2)
    assert "after" not in later.sort_address("kind")


@pytest.mark.django_db
def test_what_somebody_typed_never_passes_for_a_place_in_a_list():
    """The search stands sealed in the address, too; it must not open as a place, nor a place as a search."""
    partners([("COMPANY", "가", ""), ("COMPANY", "나", "")])
    first = read("", 1)
    forged = sealed('["partners.Partner:name", ["나", 1, "too many"]]')
    assert [row.pk for row in read(f"after={forged}", 1).rows] == [row.pk for row in first.rows]
    assert unsealed(QueryDict(first.next_address[1:])["after"]) == ""
