"""A course in a real browser: a lecturer enters a session, a teacher judges, the student reads it."""

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NARROW, WIDE, assert_accessible, assert_no_csp_violations, log_in, open_page

pytestmark = [pytest.mark.browser, pytest.mark.live]

TOPIC = "여정에서 넣은 수업"
EVIDENCE = "여정에서 넣은 산출물"


def open_my_course(page: Page) -> None:
    """The first course that this person teaches."""
    page.goto("/paju/offerings/?who=mine")
    page.locator("table th[scope=row] a").first.click()
    expect(page.get_by_role("heading", name="수강생 명단")).to_be_visible()


def enter_a_session_by_keyboard(page: Page) -> None:
    """Everybody is present; the arrow keys mark the first student late."""
    page.get_by_role("link", name="수업 입력").first.click()
    page.get_by_label("시작 교시").fill("11")
    page.get_by_label("주제").fill(TOPIC)
    first = page.locator(".choices").first.get_by_role("radio")
    first.nth(0).focus()
    page.keyboard.press("ArrowRight")
    expect(first.nth(1)).to_be_checked()
    assert_accessible(page)
    page.get_by_role("button", name="출석부 저장").click()
    expect(page.get_by_role("row").filter(has_text=TOPIC)).to_contain_text("지각 1")


def judge_the_first_student(page: Page) -> None:
    """One unit, level 5, with its evidence."""
    page.get_by_role("link", name="능력단위 평가").click()
    page.get_by_label("능력단위", exact=False).first.select_option(index=1)
    page.get_by_label("증빙").fill(EVIDENCE)
    page.locator(".sheet select").first.select_option("5")
    assert_accessible(page)
    page.get_by_role("button", name="평가 저장").click()
    expect(page.get_by_text("평가 1건을 저장했습니다.")).to_be_visible()


def read_my_plan(page: Page) -> None:
    """Credits by area, and the present semester open."""
    page.goto("/paju/me/plan/")
    expect(page.get_by_role("heading", name="학점", exact=True)).to_be_visible()
    expect(page.locator("details.term[open]")).to_have_count(1)
    assert_accessible(page)


def test_a_lecturer_a_teacher_and_a_student_meet_in_a_course(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "lecturer@dongguk.example")
        open_my_course(page)
        enter_a_session_by_keyboard(page)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=WIDE) as page:
        log_in(page, "teacher@saekyung.example")
        open_my_course(page)
        judge_the_first_student(page)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "student@saekyung.example")
        read_my_plan(page)
        assert_no_csp_violations(page)
