"""A course from a company's words to the committees' approval, and a session by the lecturer's telephone."""

import datetime
import re

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page, press

pytestmark = [pytest.mark.browser, pytest.mark.live]

COURSE = "스마트공장 로봇 운용"
RUNNING = "3D 프린팅 전문인력"
OPEN = "AI 로봇·코딩 심화"


def to_course(page: Page) -> None:
    page.goto("/paju/courses/")
    page.get_by_role("link", name=COURSE).click()


def decide(page: Page, number: str) -> None:
    page.get_by_role("link", name="결정 기록").click()
    page.locator("#id_on").fill(datetime.date.today().isoformat())
    page.locator("#id_number").fill(number)
    press(page, "결정 기록")


def test_a_company_words_a_section_anew_and_two_committees_approve(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "hr@lguplus.example")
        to_course(page)
        assert_accessible(page)
        page.get_by_role("link", name="고쳐 쓰기").first.click()
        page.get_by_label("제안하는 내용").fill("협동로봇 위험 요인\n비상 정지와 잠금\n작업 전 점검표 쓰기")
        page.get_by_label("참여 시간").fill("2")
        press(page, "학교에 보내기")
        expect(page.locator(".contribution").last.locator("ins")).to_contain_text("점검표")
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "curriculum@saekyung.example")
        to_course(page)
        while page.get_by_role("link", name="반영하기").count():
            page.get_by_role("link", name="반영하기").first.click()
            press(page, "반영하기")
            page.wait_for_url(re.compile(r"/versions/\d+/"))
        expect(page.locator("#text + .course-text, .course-section").first).to_be_visible()
        expect(page.get_by_text("작업 전 점검표 쓰기").first).to_be_visible()
        press(page, "교육과정위원회에 올리기")
        decide(page, "여정 제1호")
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "principal@saekyung.example")
        to_course(page)
        decide(page, "여정 제2호")
        expect(page.locator(".note.success").first).to_be_visible()
        assert_accessible(page)
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "official@paju.example")
        to_course(page)
        expect(page.get_by_text("작업 전 점검표 쓰기").first).to_be_visible()
        expect(page.locator(".contribution")).to_have_count(0)


def test_a_lecturer_takes_attendance_by_telephone_without_script(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url, width=NARROW, script=False) as page:
        log_in(page, "lecturer@dongguk.example")
        page.goto("/paju/")
        page.get_by_role("link", name="출석 확인").first.click()
        marks = page.locator(".attendance-list fieldset")
        expect(marks).to_have_count(10)
        marks.first.get_by_text("결석", exact=True).click()
        press(page, "출석 저장")
        expect(page.get_by_role("link", name="출석 정정").first).to_be_visible()
        expect(page.get_by_role("heading", level=1)).to_contain_text(RUNNING)


def test_a_student_applies_and_anybody_can_check_a_certificate(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "student@saekyung.example")
        page.goto("/paju/external/")
        page.get_by_role("link", name=OPEN).click()
        page.get_by_role("link", name="신청", exact=True).first.click()
        assert_accessible(page)
        page.get_by_label("위와 같이").check(force=True)
        press(page, "신청")
        expect(page.get_by_role("button", name="신청 취소")).to_be_visible()
        page.goto("/paju/external/")
        page.get_by_role("link", name="AI 로봇·코딩 기초").click()
        with page.expect_download() as saved:
            page.get_by_role("link", name="수료증 PDF").click()
        assert saved.value.suggested_filename.endswith(".pdf")
        code = _code_in(saved.value.path())
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        page.goto(f"/verify/{code}/")
        expect(page.get_by_role("heading", level=1)).to_contain_text("유효한 수료증")
        expect(page.get_by_text("한**")).to_be_visible()
        expect(page.get_by_text("한시연")).to_have_count(0)
        assert_accessible(page)


def _code_in(path: object) -> str:
    """The code of the address on the certificate."""
    text = "".join(pypdf.PdfReader(path).pages[0].extract_text().split())
    return text.split("/verify/")[1].split("/")[0]
