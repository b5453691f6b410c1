"""The three users do their main job, in a real browser, against a really running worker and broker."""

import datetime
import io
import re

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import assert_accessible, assert_no_csp_violations, follow, log_in, open_page, press

pytestmark = [pytest.mark.browser, pytest.mark.live]

NAME = "정새벽하늘별님"
COMPANY = "엘지(LG)유플러스"
TITLE = "AI 품질 점검 현장실습(여정)"
SEAT = "7"
UNIT = "프로그래밍 언어 활용"


@pytest.fixture(scope="module")
def wide(chromium: Browser, live_portal):
    """Opens a page as one of the demo's people; at the end nothing was refused by the content policy."""

    def as_person(email: str):
        return open_page(chromium, live_portal.base_url), email

    return as_person


def test_the_school_enters_a_student_a_consent_and_a_vacancy(wide):
    opened, email = wide("coordinator@saekyung.example")
    with opened as page:
        log_in(page, email)
        page.goto("/paju/students/new/")
        page.get_by_label("이름").fill(NAME)
        page.get_by_label("학과").select_option("AI융합과")
        page.get_by_label("학년", exact=False).last.select_option("3")
        page.get_by_label("반").fill("9")
        page.get_by_label("번호").fill(SEAT)
        page.get_by_label("생년월일").fill("2009-03-04")
        press(page, "등록")
        expect(page.get_by_role("heading", level=1)).to_contain_text(NAME)
        student = page.url
        assert_accessible(page)

        page.goto(student + "correct/")
        page.get_by_label("출석률").fill("97.5")
        press(page, "저장")
        expect(page.get_by_text("97.5%")).to_be_visible()

        page.goto(student + "competencies/new/")
        page.get_by_label(UNIT).check(force=True)
        page.get_by_label("평가일").fill(datetime.date.today().isoformat())
        page.get_by_label("증빙").fill("프로젝트 보고서")
        press(page, "저장")
        expect(page.get_by_text(UNIT).first).to_be_visible()

        give_consent(page, student)
        open_vacancy(page)
        assert_no_csp_violations(page)


def give_consent(page: Page, student: str) -> None:
    """Student and guardian agree, on paper, to one named company."""
    today = datetime.date.today()
    page.goto(student + "consents/new/")
    page.get_by_label("제공받는 자").select_option(COMPANY)
    for box in page.get_by_role("checkbox").all():
        box.check(force=True)
    page.get_by_label("유효기간").fill((today + datetime.timedelta(days=120)).isoformat())
    page.get_by_label("서면 서명").check(force=True)
    page.get_by_label("학생 동의일").fill(today.isoformat())
    page.get_by_label("보호자 동의일").fill(today.isoformat())
    press(page, "동의 등록")
    expect(page.get_by_text(COMPANY).first).to_be_visible()


def open_vacancy(page: Page) -> None:
    """A vacancy is drafted for the company and opened; the consenting student is put forward."""
    start = datetime.date.today() + datetime.timedelta(days=60)
    page.goto("/paju/vacancies/new/")
    page.get_by_label("기업").select_option(COMPANY)
    page.get_by_label("제목").fill(TITLE)
    page.get_by_label("모집 인원").fill("1")
    page.get_by_label("시작일").fill(start.isoformat())
    page.get_by_label("종료일").fill((start + datetime.timedelta(days=80)).isoformat())
    page.get_by_label(UNIT).check(force=True)
    page.get_by_label(re.compile("2001070301_19v1")).check(force=True)
    press(page, "저장")
    expect(page.get_by_role("heading", level=1)).to_contain_text(TITLE)
    follow(page, "공고 열기")
    expect(page.get_by_text(re.compile("명의 정보가 바로"))).to_be_visible()
    press(page, "공고를 열고 추천")
    expect(page.get_by_text("모집 중").first).to_be_visible()


def test_hr_meets_a_blind_card_explained_and_the_name_opens_only_after_shortlisting(wide, live_portal):
    opened, email = wide("hr@lguplus.example")
    with opened as page:
        log_in(page, email)
        page.goto("/paju/candidates/")
        page.get_by_role("row", name=re.compile(re.escape(TITLE))).get_by_role("link").first.click()
        main = page.locator("main")
        expect(main).not_to_contain_text(NAME)
        assert NAME not in page.content()
        code = code_name(live_portal)
        card = main.locator("article", has_text=re.compile(rf"{code}\b")).first
        if not card.count():  # twenty cards on a page
            follow(page, "다음")
        expect(card).to_contain_text("2개 중 1개 보유, 부족: 인공지능 후보 모델 도출하기 등")
        assert_accessible(page)
        card.get_by_text(re.compile("면접 대상 선정")).first.press("Enter")
        with page.expect_response(re.compile("/shortlist/")):
            card.get_by_role("button", name="선정하고 학생에게 알리기").press("Enter")

        page.goto(page.url.split("?")[0] + "?state=SHORTLISTED")
        expect(page.locator("main")).to_contain_text(code)
        expect(page.locator("main")).to_contain_text(NAME)
        assert_no_csp_violations(page)


def code_name(live_portal) -> str:
    """Which code the student was given: nobody but the database may tell."""
    with live_portal.superuser() as connection:
        rows = connection.execute(
            "SELECT code_name FROM placements_candidate JOIN curriculum_student s ON s.id = student_id"
            " JOIN placements_vacancy v ON v.id = vacancy_id WHERE s.name = %s AND v.title = %s",
            [NAME, TITLE],
        )
        return rows.fetchone()[0]


def test_a_consent_withdrawn_while_the_page_is_open_shows_nothing_at_the_next_click(wide):
    hr, hr_email = wide("hr@lguplus.example")
    school, school_email = wide("coordinator@saekyung.example")
    with hr as page, school as office:
        log_in(page, hr_email)
        page.goto("/paju/candidates/")
        page.get_by_role("row", name=re.compile(re.escape(TITLE))).get_by_role("link").first.click()
        page.goto(page.url.split("?")[0] + "?state=SHORTLISTED")
        expect(page.locator("main")).to_contain_text(NAME)

        log_in(office, school_email)
        office.goto("/paju/students/?class_no=9")
        office.get_by_role("link", name=NAME).first.click()
        office.get_by_role("link", name="동의서", exact=True).click()
        office.get_by_role("link", name=re.compile("철회")).first.click()
        office.get_by_role("button", name=re.compile("철회")).first.click()
        expect(office.get_by_text("철회").first).to_be_visible()

        page.reload()
        assert NAME not in page.content()


def test_the_official_reads_figures_without_names_and_downloads_the_same_numbers(wide):
    opened, email = wide("official@paju.example")
    with opened as page:
        log_in(page, email)
        page.locator(".main-menu summary", has_text="성과·기준").click()
        page.get_by_role("link", name="성과지표").first.click()
        expect(page.locator("main")).to_contain_text("‹5")
        students = page.locator("main").get_by_text(re.compile(r"^\d+ ?명$")).first.inner_text()
        number = re.search(r"\d+", students)[0]
        assert_accessible(page)
        assert page.goto("/paju/students/").status == 403

        page.goto("/paju/reports/")
        offer = page.locator("form[action$='/reports/new/governance/']")
        for name in ("PDF", "XLSX"):
            offer.get_by_role("checkbox", name=name).check(force=True)
        offer.get_by_role("button", name=re.compile("이 보고서 만들기")).click()
        expect(page.locator("main")).to_contain_text("완료", timeout=90_000)
        assert_accessible(page)
        pdf, workbook = (download(page, kind) for kind in ("PDF", "XLSX"))
        words = "".join(leaf.extract_text() for leaf in pypdf.PdfReader(io.BytesIO(pdf)).pages)
        sheets = CalamineWorkbook.from_filelike(io.BytesIO(workbook))
        cells = {
            str(cell)
            for name in sheets.sheet_names
            for row in sheets.get_sheet_by_name(name).to_python()
            for cell in row
        }
        assert number in words
        assert {number, f"{number}.0"} & cells
        assert NAME not in words
        assert_no_csp_violations(page)


def download(page: Page, kind: str) -> bytes:
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile(kind)).or_(
            page.get_by_role("link", name=re.compile(kind))
        ).last.click()
    return waiting.value.path().read_bytes()
