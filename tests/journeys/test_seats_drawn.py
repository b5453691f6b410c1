"""Seats outside the school: anybody works the draw out again, and who waits moves up when a seat is free."""

import hashlib
import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page

pytestmark = [pytest.mark.browser, pytest.mark.live]

RUNNING = "3D 프린팅 전문인력"
SEATS = 10  # of the running programme, all taken


def test_the_draw_is_worked_out_again_and_who_waits_moves_up(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "curriculum@saekyung.example")
        page.goto("/paju/external/")
        page.get_by_role("link", name=RUNNING).click()
        work_the_draw_out(page)
        gives_back, moves_up = (one.split()[0] for one in column(page, "학생")[SEATS - 1 : SEATS + 1])
        page.get_by_role("button", name=re.compile("자리 반납")).last.click()
        line = page.get_by_role("row").filter(has=page.get_by_role("link", name=moves_up))
        expect(line).to_contain_text("선정")
        assert column(page, "상태").count("선정") == SEATS
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "lecturer@dongguk.example")
        page.goto("/paju/external/")
        page.get_by_role("link", name=RUNNING).click()
        page.get_by_role("link", name=re.compile("출석")).first.click()
        listed = page.locator(".attendance-list legend")
        expect(listed).to_have_count(SEATS)
        named_if_agreed = rf"{SEATS + 1}\. ({moves_up}|참여 학생 {SEATS + 1})"
        expect(listed.last).to_have_text(re.compile(named_if_agreed))
        expect(listed.filter(has_text=gives_back)).to_have_count(0)
        assert_accessible(page)
        assert_no_csp_violations(page)


def work_the_draw_out(page: Page) -> None:
    """The order of the list is that of the digests; the seats go to the first of it, the others wait."""
    numbers, seed = column(page, "신청 번호"), seed_of(page)
    assert numbers == sorted(numbers, key=lambda number: digest(number, seed))
    assert column(page, "상태") == ["선정"] * SEATS + ["대기"] * (len(numbers) - SEATS)
    assert_accessible(page)


def column(page: Page, label: str) -> list[str]:
    """What the applications say under one heading, in the order of the list."""
    table = page.get_by_role("table").filter(has=page.get_by_role("columnheader", name="신청 번호"))
    place = table.locator("thead th").all_inner_texts().index(label)
    return [row.locator("th, td").nth(place).inner_text() for row in table.locator("tbody tr").all()]


def seed_of(page: Page) -> str:
    details = page.locator("details", has_text="추첨을 다시 확인하는 방법")
    return re.search(r"추첨 번호는 (\d+)", details.text_content())[1]


def digest(application: str, seed: str) -> str:
    return hashlib.sha256(f"{seed}:{application}".encode()).hexdigest()
