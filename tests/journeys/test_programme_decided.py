"""A programme table for those who come next year: copied, changed, compared, decided, and on paper."""

import datetime
import re

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import assert_accessible, assert_no_csp_violations, follow, log_in, open_page, press

pytestmark = [pytest.mark.browser, pytest.mark.live]

PATIENCE = 90_000  # ms; a real worker sets the table
DEPARTMENT = "로봇소프트웨어과"
SUBJECT = "미술"
NUMBERS = {"committee": "여정 2026-7", "steering": "여정 2026-8"}


def test_next_years_table_is_copied_changed_decided_and_printed(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "curriculum@saekyung.example")
        table = copy_the_newest(page)
        change_a_cell(page)
        compare(page, table)
        page.goto(table)
        follow(page, "심의에 올리기", exact=True)
        press(page, "심의에 올리기")
        expect(page.get_by_role("link", name="편집 화면 열기")).to_have_count(0)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "principal@saekyung.example")
        page.goto(table)
        decide(page)
        words, cells = print_it(page)
        assert_no_csp_violations(page)
    for number in NUMBERS.values():
        assert "".join(number.split()) in words
    line = next(row for row in cells if SUBJECT in row)
    assert [cell for cell in line if isinstance(cell, float)][-1] == 4


def copy_the_newest(page: Page) -> str:
    """The approved table of those who entered last becomes a draft; returns its address."""
    page.goto("/paju/tables/?state=APPROVED")
    page.get_by_role("row").filter(has_text=DEPARTMENT).get_by_role("link").first.click()
    follow(page, "다음 입학연도로 복사", exact=True)
    page.locator("main form button").first.click()
    expect(page.locator(".lead")).to_contain_text("작성 중")
    return page.url


def change_a_cell(page: Page) -> None:
    """One credit more, and the rules of the entry year are still kept."""
    follow(page, "편집 화면 열기", exact=True)
    cell = page.get_by_label(f"{SUBJECT}, 2학년 2학기", exact=True)
    expect(cell).to_have_value("3")
    cell.fill("4")
    cell.press("Enter")
    expect(page.locator("#save-state")).to_have_text("저장했습니다")
    expect(page.locator(".rules-count")).to_have_text("모든 기준을 충족했습니다")


def compare(page: Page, table: str) -> None:
    """Beside the year before, this cell alone differs."""
    page.goto(table)
    follow(page, "비교", exact=True)
    page.get_by_label("달라진 것만").check(force=True)
    press(page, "조회")
    lines = page.get_by_role("table").locator("tbody tr")
    expect(lines).to_have_count(1)
    expect(lines.first).to_contain_text(re.compile(rf"{SUBJECT}.*3 → 4", re.DOTALL))
    assert_accessible(page)


def decide(page: Page) -> None:
    """The principal enters what both committees have decided; then the table never changes."""
    follow(page, "승인", exact=True)
    for committee, number in NUMBERS.items():
        page.locator(f"#id_{committee}_on").fill(datetime.date.today().isoformat())
        page.locator(f"#id_{committee}_number").fill(number)
        page.locator(f"#id_{committee}_document").fill("편성표 심의 결과(여정)")
    assert_accessible(page)
    press(page, "승인")
    expect(page.locator(".lead")).to_contain_text("승인")
    expect(page.locator(".approvals")).to_contain_text(NUMBERS["steering"])


def print_it(page: Page) -> tuple[str, list[list]]:
    """The words of the PDF without blanks, and the rows of the workbook."""
    press(page, "PDF·XLSX 만들기")
    files = {}
    for kind in ("PDF", "XLSX"):
        ready = page.get_by_role("button", name=re.compile(f"{kind} 내려받기")).first
        expect(ready).to_be_visible(timeout=PATIENCE)
        with page.expect_download() as coming:
            ready.click()
        files[kind] = coming.value.path()
    words = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(files["PDF"]).pages)
    book = CalamineWorkbook.from_path(files["XLSX"])
    return "".join(words.split()), [
        row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python()
    ]
