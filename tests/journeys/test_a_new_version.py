"""The state publishes a unit anew: what changed between its versions, and every course that this touches."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page
from tests.imports.files import comma_separated
from tests.journeys.bringing import bring, take_over

pytestmark = [pytest.mark.browser, pytest.mark.live]

OLD, NEW = "2001070302_19v1", "2001070302_26v2"
UNITS = [
    ["능력단위분류번호", "능력단위명", "능력단위수준", "세분류명"],
    ["LM2001070302_26V2", "인공지능 모델 구조 설계(여정)", "5", "인공지능모델링"],
]
ELEMENTS = [
    ["능력단위요소코드", "능력단위요소명"],
    [f"LM{NEW}.1", "인공지능 모델 구조 정하기(여정)"],
    [f"LM{NEW}.2", "인공지능 모델 한계 밝히기(여정)"],
]


def test_a_new_version_of_a_unit_names_what_it_touches(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "curriculum@saekyung.example")
        open_unit(page, OLD)
        before = places(page, "쓰이는 곳")
        assert [place for place in before if place.startswith("인공지능 모델링")]
        for button, rows in (("능력단위 가져오기", UNITS), ("요소 가져오기", ELEMENTS)):
            page.goto("/paju/competencies/")
            page.get_by_role("link", name=button).click()
            bring(page, "NCS.csv", comma_separated(rows, encoding="cp949").getvalue())
            take_over(page)
        open_unit(page, OLD)
        expect(page.locator(".note.warning")).to_contain_text(NEW)
        page.get_by_role("link", name="새 판 보기").click()
        read_what_changed(page)
        named = places(page, "아직 이전 판을 쓰는 곳")
        assert all(now.startswith(was) for was, now in zip(before, named, strict=True))
        assert any("최신 판으로 바꾸기" in one for one in named)
        page.set_viewport_size({"width": NARROW, "height": 900})
        assert_accessible(page)
        assert_no_csp_violations(page)


def open_unit(page: Page, code: str) -> None:
    page.goto(f"/paju/competencies/?q={code}")
    page.get_by_role("row").filter(has_text=code).get_by_role("link").first.click()
    expect(page.locator(".lead")).to_contain_text(code)


def places(page: Page, heading: str) -> list[str]:
    """Subjects, courses, jobs and vacancies that are named there."""
    return page.get_by_role("region", name=heading).get_by_role("listitem").all_inner_texts()


def read_what_changed(page: Page) -> None:
    """Name, level and elements before and after, element by element."""
    table = page.get_by_role("region", name="판별 변경 내용").locator("tbody")
    lines = [line.split("\t") for line in table.inner_text().splitlines()]
    assert lines[0][::2] == ["이름", UNITS[1][1]]
    assert lines[1][::2] == ["수준", "5"]
    assert lines[2] == ["요소 1", "인공지능 모델 기본 설계하기", ELEMENTS[1][1]]
    assert lines[3] == ["요소 2", "-", ELEMENTS[2][1]]
    assert_accessible(page)
