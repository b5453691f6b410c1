"""A coordinator brings a list as an office has it: seen, corrected, taken over; the second time nothing."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page
from tests.imports.files import workbook
from tests.journeys.bringing import PATIENCE, take_over

pytestmark = [pytest.mark.browser, pytest.mark.live]

ROWS = [
    ["2026학년도 협약기관 현황"],
    [],
    ["구분", "기관 정보", "", ""],
    ["", "기관명", "사업자등록번호", "업종"],
    ["", "여정새싹소프트", "123-45-67891", "J62"],
    ["", "여정나래소프트", "123-45-67890", "J62"],
    ["지방자치단체", "여정누리시청", "", "O"],
    ["합계", "3", "", ""],
]
MERGES = (
    (0, 0, 0, 3, ROWS[0][0]),
    (2, 0, 3, 0, "구분"),
    (2, 1, 2, 3, "기관 정보"),
    (4, 0, 5, 0, "기업"),
)


def test_a_list_with_title_and_merged_cells_comes_in_once(chromium: Browser, live_portal, tmp_path: Path):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "coordinator@saekyung.example")
        choose_columns(page, "현황.xlsx", workbook(ROWS, merges=MERGES))
        expect(page.get_by_role("heading", level=1)).to_have_text("이렇게 됩니다", timeout=PATIENCE)
        expect(page.locator("main")).to_contain_text("여정새싹소프트")
        assert_accessible(page)
        corrected = correct_the_faulty(page, tmp_path)
        take_over(page)
        assert_accessible(page)

        choose_columns(page, "고친 행.xlsx", corrected)
        take_over(page)
        page.goto("/paju/partners/?q=여정나래")
        expect(page.locator("main")).to_contain_text("여정나래소프트")
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "coordinator@saekyung.example")
        choose_columns(page, "현황.xlsx", workbook(ROWS, merges=MERGES))
        expect(page.locator("main")).to_contain_text(
            "지금 그대로 반영할 수 있는 행이 없습니다.", timeout=PATIENCE
        )
        expect(page.get_by_role("button", name="반영하기", exact=True)).to_have_count(0)
        assert_accessible(page)
        assert_no_csp_violations(page)


def choose_columns(page: Page, name: str, content: BytesIO) -> None:
    page.goto("/paju/imports/new/partners/")
    assert_accessible(page)
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content.getvalue()}
    )
    page.get_by_role("button", name="올리기", exact=True).click()
    check = page.get_by_role("button", name="행 검사하기", exact=True)
    expect(check).to_be_visible(timeout=PATIENCE)
    expect(page.get_by_label(re.compile("사업자등록번호")).first).not_to_have_value("")
    assert_accessible(page)
    check.click()


def correct_the_faulty(page: Page, folder: Path) -> BytesIO:
    """The faulty row comes back as a file with its reason; its number is put right."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="고칠 행 내려받기").first.click()
    path = folder / "faulty.xlsx"
    coming.value.save_as(path)
    rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [row[1] for row in rows[1:]] == ["여정나래소프트"]
    assert "사업자등록번호" in rows[1][4]
    rows[1][2] = "220-81-62517"
    return workbook(rows)
