"""The registrar brings a class as Excel saved it: faults named cell by cell, mended, taken over once."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page
from tests.imports.files import workbook
from tests.journeys.bringing import bring, take_over

pytestmark = [pytest.mark.browser, pytest.mark.live]

REGISTRAR = "coordinator@saekyung.example"
# By hand, in CP949: zeros lost from telephones, two of one name, one who left and one who came for them,
# one number twice, and a row with two faulty cells.
FILE = Path(__file__).parents[1] / "curriculum" / "files" / "roster_faulty_cp949.csv"
SEATS = [
    ("20801", "노을결"),
    ("20802", "편솔"),
    ("20803", "노을결"),
    ("20804", "제새봄"),
    ("20805", "표도담"),
    ("20806", "탁하람"),
    ("20807", "길서늘"),
]


def test_a_class_from_neis_is_mended_and_comes_in_once(chromium: Browser, live_portal, tmp_path: Path):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, REGISTRAR)
        check(page, FILE.name, FILE.read_bytes())
        read_the_faults(page)
        mended = mend(page, tmp_path)
        take_over(page)
        check(page, "고친 행.xlsx", mended)
        take_over(page)
        find_the_class(page)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, REGISTRAR)
        check(page, FILE.name, FILE.read_bytes())
        expect(page.locator("main")).to_contain_text("나머지 행은 포털에 이미 들어 있습니다.")
        for same in row(page, "노을결").all():
            expect(same).to_contain_text("그대로")
        expect(page.get_by_role("button", name="반영하기", exact=True)).to_have_count(0)
        assert_accessible(page)
        assert_no_csp_violations(page)


def check(page: Page, name: str, content: bytes) -> None:
    """Upload from the roster's own page."""
    page.goto("/paju/students/")
    page.get_by_role("link", name="파일에서 가져오기").click()
    bring(page, name, content)


def read_the_faults(page: Page) -> None:
    """Each faulty cell is named with its column, each shared number with the row that has it too."""
    main = page.locator("main")
    expect(main).to_contain_text("4행을 반영합니다.")
    expect(main).to_contain_text("오류가 있는 3행")
    expect(row(page, "길서늘")).to_contain_text("생년월일 (F): “2009-13-02” 값은 날짜가 아닙니다.")
    expect(row(page, "길서늘")).to_contain_text("연락처 (I): “5608” 값은 전화번호가 아닙니다.")
    expect(row(page, "표도담")).to_contain_text("11행과 학년·반·번호가 같습니다.")
    expect(row(page, "탁하람")).to_contain_text("10행과 학년·반·번호가 같습니다.")
    expect(row(page, "노을결")).to_have_count(2)
    expect(row(page, "피누리")).to_contain_text("건너뜀")  # left before, and was never here
    assert_accessible(page)


def row(page: Page, name: str) -> Locator:
    return page.get_by_role("row").filter(has=page.get_by_role("rowheader", name=name, exact=True))


def mend(page: Page, folder: Path) -> bytes:
    """The faulty rows come back as a file with their reasons; an office types the right values."""
    with page.expect_download() as coming:
        page.get_by_role("link", name="고칠 행 내려받기").first.click()
    path = folder / "faulty.xlsx"
    coming.value.save_as(path)
    head, *rows = CalamineWorkbook.from_path(path).get_sheet_by_index(0).to_python()
    assert [one[head.index("성명")] for one in rows] == ["표도담", "탁하람", "길서늘"]
    reasons = rows[2][head.index("무엇이 잘못되었는지")].splitlines()
    assert [reason.split(":")[0] for reason in reasons] == ["생년월일", "연락처"]
    rows[1][head.index("번호")] = "6"
    rows[2][head.index("생년월일")] = "2009-12-02"
    rows[2][head.index("연락처")] = "1000005608"
    return workbook([head, *rows]).getvalue()


def find_the_class(page: Page) -> None:
    """All seven sit in their seats, and a telephone has its zero again."""
    page.goto("/paju/students/?grade=2&class_no=8")
    rows = page.locator("main tbody tr")
    numbers, names = rows.locator(".student-number"), rows.locator("th")
    assert list(zip(numbers.all_inner_texts(), names.all_inner_texts(), strict=True)) == SEATS
    page.get_by_role("link", name="노을결").first.click()
    page.get_by_role("link", name="연락처", exact=True).click()
    page.get_by_label("사유").fill("전화번호 확인")
    page.get_by_role("button", name="연락처 열람").click()
    expect(page.locator("main")).to_contain_text("010-0000-5601")
