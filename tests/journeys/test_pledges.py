"""A pledge from the proposal to the ledger: nothing counts before a second person has looked."""

import datetime
import io
import re
from contextlib import ExitStack

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import NARROW, WIDE, assert_accessible, assert_no_csp_violations, log_in, open_page, press
from tests.samples import pdf

pytestmark = [pytest.mark.browser, pytest.mark.live]

COMPANY, SCHOOL, ACCOUNTS = (
    "hr@lguplus.example",
    "coordinator@saekyung.example",
    "accountant@saekyung.example",
)
PLEDGE = "서버 운영 실습 멘토링(여정)"
LOG = "멘토링 일지 1~3주"
TODAY = datetime.date.today()


def day(days: int) -> str:
    return (TODAY + datetime.timedelta(days=days)).isoformat()


@pytest.fixture
def people(chromium: Browser, live_portal):
    """The three of the story, each in a browser of their own; nothing was refused by the content policy."""
    with ExitStack() as open_pages:
        pages = []
        for email, width in ((COMPANY, NARROW), (SCHOOL, WIDE), (ACCOUNTS, WIDE)):
            pages.append(open_pages.enter_context(open_page(chromium, live_portal.base_url, width=width)))
            log_in(pages[-1], email)
        yield pages
        for page in pages:
            assert_no_csp_violations(page)


def test_promised_accepted_delivered_verified_and_in_the_ledger(people):
    company, school, accounts = people
    pledge = propose(company)
    accept(school, pledge)
    report(school, pledge)
    refuse_the_reporter(school)
    verify(accounts, pledge)
    read_the_ledger(accounts)
    find_it_among_the_late(company)


def propose(page: Page) -> str:
    """The company, on a telephone, says what it will give; returns the address of the pledge."""
    page.goto("/paju/pledges/")
    page.get_by_role("link", name="약정 제안").click()
    page.get_by_label(re.compile("협약기관")).select_option("엘지(LG)유플러스")
    page.get_by_label(re.compile("근거 협약")).select_option(label="협약 전체")
    page.get_by_label(re.compile("구분")).select_option("멘토링")
    page.get_by_label(re.compile("약정 내용")).fill(PLEDGE)
    page.get_by_label(re.compile("약정량")).fill("40")
    page.get_by_label(re.compile("단위")).select_option("시간")
    page.get_by_label(re.compile("시작일")).fill(day(-100))
    page.get_by_label(re.compile("종료일")).fill(day(20))
    page.get_by_label(re.compile("환산 단가")).select_option(label="멘토링 (멘토링, 시간)")
    press(page, "이대로 제안")
    expect(page.get_by_role("heading", level=1)).to_have_text(PLEDGE)
    expect(page.locator("main")).to_contain_text("산학협력부장이 수락하면")
    assert_accessible(page)
    return page.url


def accept(page: Page, pledge: str) -> None:
    """It waits on the coordinator's home page, and is accepted from there."""
    page.goto("/paju/")
    page.get_by_role("link", name=re.compile("내가 처리할 일")).first.click()
    page.get_by_role("link", name=re.compile(re.escape(PLEDGE))).first.click()
    press(page, "제안 수락")
    expect(page.get_by_role("link", name="이행 보고").first).to_be_visible()


def report(page: Page, pledge: str) -> None:
    """Evidence with a resident number is refused at its field; what was typed stays."""
    page.goto(pledge)
    page.get_by_role("link", name="이행 보고").first.click()
    page.get_by_label(re.compile("이행일")).fill(day(-3))
    page.get_by_label(re.compile("이행량")).fill("10")
    page.get_by_label(re.compile("증빙"), exact=False).first.fill(LOG)
    attach(page, "No. 900101-1234567")
    press(page, "보고하기")
    expect(page.locator(".error-summary")).to_contain_text("주민등록번호")
    expect(page.get_by_label(re.compile("이행량"))).to_have_value("10")
    attach(page, "Mentoring, week 1 to 3")
    press(page, "보고하기")
    expect(page.get_by_role("link", name=LOG)).to_be_visible()


def attach(page: Page, words: str) -> None:
    file = {"name": "일지.pdf", "mimeType": "application/pdf", "buffer": pdf(words)}
    page.locator("input[type=file]").set_input_files(file)


def refuse_the_reporter(page: Page) -> None:
    """Whoever reported finds no button, is told why, and cannot get around it."""
    page.get_by_role("link", name=LOG).click()
    expect(page.locator("main")).to_contain_text("직접 보고한")
    expect(page.get_by_role("button", name="확인하기", exact=True)).to_have_count(0)
    token = page.locator("input[name=csrfmiddlewaretoken]").first.input_value()
    answer = page.request.post(
        f"{page.url}verify/", form={"csrfmiddlewaretoken": token}, headers={"Referer": page.url}
    )
    assert answer.status == 403
    assert_accessible(page)


def verify(page: Page, pledge: str) -> None:
    """The accountant opens the evidence and confirms it; only now does it count."""
    page.goto(pledge)
    expect(page.locator(".share-words").first).to_have_text("-")
    page.get_by_role("link", name=LOG).click()
    with page.expect_download() as waiting:
        page.get_by_role("link", name="일지.pdf").click()
    assert waiting.value.path().read_bytes() == pdf("Mentoring, week 1 to 3")
    press(page, "확인하기")
    expect(page.locator("main")).to_contain_text("확인했습니다")
    page.goto(pledge)
    expect(page.locator(".share-words").first).to_have_text("25.0%")


def read_the_ledger(page: Page) -> None:
    """Promised 160 with the pledges of the demo, and in both files what the page says."""
    page.goto("/paju/pledges/ledger/")
    page.get_by_label("협약기관", exact=True).select_option("엘지(LG)유플러스")
    page.get_by_label("유형", exact=True).select_option("멘토링")
    press(page, "조회")
    line = page.get_by_role("row", name=re.compile("엘지.*멘토링")).first
    promised, verified = (line.locator("td").nth(place).inner_text() for place in (1, 3))
    assert_accessible(page)
    press(page, "PDF·XLSX로 만들기")
    words = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(fetch(page, "PDF"))).pages)
    cells = in_cells(fetch(page, "XLSX"))
    for figure in (promised, verified):
        number = re.sub(r"\D", "", figure)
        assert number in words
        assert number in cells


def fetch(page: Page, kind: str) -> bytes:
    """The newest file of this kind."""
    button = page.locator(".report-job").first.get_by_role("button", name=re.compile(kind))
    expect(button).to_be_visible(timeout=60_000)
    with page.expect_download() as waiting:
        button.click()
    return waiting.value.path().read_bytes()


def in_cells(content: bytes) -> set[str]:
    book = CalamineWorkbook.from_filelike(io.BytesIO(content))
    rows = (row for name in book.sheet_names for row in book.get_sheet_by_name(name).to_python())
    return {str(cell).removesuffix(".0") for row in rows for cell in row}


def find_it_among_the_late(page: Page) -> None:
    """A quarter delivered when five sixths of the time are over: the company sees that it is at risk."""
    page.goto("/paju/pledges/late/?standing=at_risk")
    expect(page.get_by_role("row", name=re.compile(re.escape(PLEDGE)))).to_contain_text("25.0%")
    assert_accessible(page)
