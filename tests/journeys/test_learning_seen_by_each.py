"""What the student learns, as the student sees it and takes it along, and as an official may see it."""

import re

import pypdf
import pytest
from playwright.sync_api import Browser, Locator, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page

pytestmark = [pytest.mark.browser, pytest.mark.live]

PATIENCE = 90_000  # ms; a real worker makes the portfolio
STUDENT = "한시연"
JOB = "AI 서비스 운영 담당 · (주)가상인공지능"
CLOSED = ("students/", "classes/", "offerings/", "qualifications/", "me/plan/")


def test_a_student_reads_plan_and_job_and_takes_the_portfolio_along(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "student@saekyung.example")
        page.goto("/paju/me/")
        earned = read_the_plan(page)
        achieved, missing = compare_with_a_job(page)
        words = take_the_portfolio(page)
        assert STUDENT in words
        assert f"{earned}" in words
        assert [code for code in achieved if code not in words] == []
        assert [code for code in missing if code in words] == []
        assert_no_csp_violations(page)


def read_the_plan(page: Page) -> int:
    """Credits earned in all are those of the semesters together; returns them."""
    page.get_by_role("link", name="이수 계획과 학점").click()
    total = page.locator("table.credits tbody tr").first.locator("td").all_inner_texts()
    terms = page.locator("details.term summary .subtle").all_inner_texts()
    earned = [int(number_in(words)) for words in terms]
    assert len(earned) == 6
    assert sum(earned) == int(number_in(total[1]))
    expect(page.locator("details.term[open]")).to_contain_text("지금")
    assert_accessible(page)
    return sum(earned)


def compare_with_a_job(page: Page) -> tuple[list[str], list[str]]:
    """Codes of the job's units that the student has shown, and of those that are missing yet."""
    page.get_by_role("link", name="직무와 비교").click()
    page.get_by_label("비교할 직무").select_option(JOB)
    page.get_by_role("button", name="비교", exact=True).click()
    lines = page.locator("main tbody tr")
    expect(lines.first).to_be_visible()
    achieved = codes(lines.filter(has_text=re.compile(r"성취 *\d수준")))
    missing = codes(lines.filter(has_text="아직 성취 전"))
    assert len(achieved) + len(missing) == lines.count()
    said = f"이 직무에 필요한 능력단위 {lines.count()}개 중 {len(achieved)}개를 성취했습니다."
    expect(page.locator(".note").first).to_contain_text(said)
    expect(
        page.get_by_role("img", name=re.compile(f"{lines.count()}개 중 {len(achieved)}개"))
    ).to_be_visible()
    assert_accessible(page)
    return achieved, missing


def codes(lines: Locator) -> list[str]:
    return lines.locator(".unit-code").all_inner_texts()


def take_the_portfolio(page: Page) -> str:
    """Asked for on the plan, made by a worker; the words of the PDF without blanks."""
    page.get_by_role("link", name="이수 계획과 학점").click()
    page.get_by_role("button", name="내 포트폴리오 만들기(PDF)").click()
    ready = page.get_by_role("button", name=re.compile("PDF 내려받기")).first
    expect(ready).to_be_visible(timeout=PATIENCE)
    assert_accessible(page)
    with page.expect_download() as coming:
        ready.click()
    pages = pypdf.PdfReader(coming.value.path()).pages
    return "".join("".join(leaf.extract_text() for leaf in pages).split())


def number_in(words: str) -> str:
    return re.search(r"[\d,]+", words)[0].replace(",", "")


def test_an_official_sees_the_learning_in_figures_and_nobody_by_name(chromium: Browser, live_portal):
    with live_portal.superuser() as connection:
        names = [name for (name,) in connection.execute("SELECT DISTINCT name FROM curriculum_student")]
    assert STUDENT in names
    anybody = re.compile("(?<![가-힣])(" + "|".join(map(re.escape, names)) + ")")
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "official@paju.example")
        for address in within_reach(page):
            page.goto(address)
            assert anybody.findall(page.content()) == [], address
        for address in CLOSED:
            assert page.goto(f"/paju/{address}").status == 403, address
        read_the_figures(page)
        assert anybody.findall(words_of_the_demand(page)) == []
        assert_no_csp_violations(page)


def read_the_figures(page: Page) -> None:
    """How many completed a course and how satisfied they were, without a list of those who took part."""
    page.goto("/paju/governance/")
    results = page.get_by_role("table").filter(has=page.get_by_text("학년별 과목 이수 결과"))
    expect(results.get_by_role("row").filter(has_text="합계").last).to_contain_text(re.compile(r"\d"))
    page.goto("/paju/external/?state=FINISHED")
    page.locator("main tbody a").first.click()
    expect(page.locator("main")).to_contain_text(re.compile(r"참여 학생 만족도\s+1–5점 평균, n = \d+"))
    expect(page.get_by_role("table").filter(has_text="학번")).to_have_count(0)


def words_of_the_demand(page: Page) -> str:
    """Everything in the file of demand against teaching."""
    page.goto("/paju/demand/")
    with page.expect_download() as coming:
        page.get_by_role("link", name="파일로 받기(XLSX)").click()
    book = CalamineWorkbook.from_path(coming.value.path())
    return str([book.get_sheet_by_name(name).to_python() for name in book.sheet_names])


def within_reach(page: Page) -> list[str]:
    """The pages of the main menu, and of each list its first entry."""
    menu = addresses(page.get_by_role("navigation", name="주 메뉴").get_by_role("link"))
    found = list(menu)
    for address in menu:
        page.goto(address)
        found += addresses(page.locator("main tbody th a"))[:1]
    return found


def addresses(links: Locator) -> list[str]:
    return links.evaluate_all("links => links.map(link => link.href)")
