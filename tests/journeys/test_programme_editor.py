"""The curriculum head at the programme table: by keyboard alone, beside a colleague, and without script."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page

pytestmark = [pytest.mark.browser, pytest.mark.live]

HEAD = "curriculum@saekyung.example"


def open_editor(page: Page) -> str:
    """The editor of the demo's draft, which breaks two rules."""
    log_in(page, HEAD)
    page.goto("/paju/tables/?state=DRAFT")
    page.locator("main tbody a").first.click()
    page.get_by_role("link", name="편집 화면 열기").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("편집")
    return page.url.split("#")[0]


def cell(page: Page, subject: str, semester: int):
    return page.get_by_label(f"{subject}, {(semester + 1) // 2}학년 {2 - semester % 2}학기", exact=True)


def saved(page: Page) -> None:
    expect(page.locator("#save-state")).to_have_text("저장했습니다")


def total(page: Page, semester: int):
    return page.locator(f"#total-{semester}")


def test_by_keyboard_a_rule_turns_and_a_step_is_undone(chromium: Browser, live_portal) -> None:
    with open_page(chromium, live_portal.base_url) as page:
        open_editor(page)
        rules = page.locator(".rules-count")
        expect(rules).to_have_text("미충족 기준 2가지")
        assert_accessible(page)

        cell(page, "생성형 AI 활용", 6).focus()
        page.keyboard.type("1")
        page.keyboard.press("ArrowUp")
        saved(page)
        expect(total(page, 6)).to_have_text("33")
        expect(rules).to_have_text("미충족 기준 1가지")
        expect(page.locator("[data-rule=semesters]")).to_have_class("kept")

        page.keyboard.press("Control+z")
        expect(cell(page, "생성형 AI 활용", 6)).to_have_value("3")
        expect(cell(page, "생성형 AI 활용", 6)).to_be_focused()
        expect(total(page, 6)).to_have_text("35")

        page.keyboard.press("ArrowLeft")
        expect(cell(page, "생성형 AI 활용", 5)).to_be_focused()
        page.keyboard.type("9")
        page.keyboard.press("Escape")
        expect(cell(page, "생성형 AI 활용", 5)).to_have_value("")
        page.get_by_role("link", name=re.compile("3학년 2학기")).press("Enter")
        assert_no_csp_violations(page)


def test_two_editors_of_one_cell_and_nothing_typed_is_lost(chromium: Browser, live_portal) -> None:
    with (
        open_page(chromium, live_portal.base_url) as page,
        open_page(chromium, live_portal.base_url) as colleague,
    ):
        address = open_editor(page)
        log_in(colleague, HEAD)
        colleague.goto(address)
        theirs, ours = cell(colleague, "문학", 4), cell(page, "문학", 4)
        theirs.fill("5")
        theirs.press("Enter")
        saved(colleague)

        ours.fill("3")
        ours.press("Enter")
        note = page.locator(".cell-note")
        expect(note).to_contain_text("지금 값")
        expect(note).to_contain_text("5")
        expect(ours).to_have_value("3")
        assert_accessible(page)
        ours.focus()
        page.keyboard.press("Escape")
        expect(ours).to_have_value("5")
        expect(note).to_have_count(0)
        ours.fill("4")
        ours.press("Enter")
        saved(page)
        colleague.reload()
        expect(theirs).to_have_value("4")
        assert_no_csp_violations(page)


def test_without_script_and_on_a_telephone_each_row_is_saved(chromium: Browser, live_portal) -> None:
    with open_page(chromium, live_portal.base_url, width=NARROW, script=False) as page:
        open_editor(page)
        cell(page, "미술", 4).fill("2")
        page.get_by_role("button", name="저장 미술", exact=True).click()
        expect(cell(page, "미술", 4)).to_have_value("2")
        page.get_by_role("button", name="마지막 작업 되돌리기").click()
        expect(cell(page, "미술", 4)).to_have_value("3")


def test_the_pages_of_tables_are_accessible(chromium: Browser, live_portal) -> None:
    for width in (1280, NARROW):
        with open_page(chromium, live_portal.base_url, width=width) as page:
            log_in(page, HEAD)
            for address in ("/paju/subjects/", "/paju/subjects/new/", "/paju/tables/", "/paju/tables/new/"):
                page.goto(address)
                assert_accessible(page)
            page.goto("/paju/tables/?state=APPROVED")
            page.locator("main tbody a").first.click()
            assert_accessible(page)
            page.get_by_role("link", name="비교", exact=True).click()
            assert_accessible(page)
            assert_no_csp_violations(page)
