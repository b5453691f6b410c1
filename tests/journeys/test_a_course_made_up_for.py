"""A course from its plan to what makes up for it: missed by one student, agreed and passed."""

import datetime
import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from consortium.rules.calendar import school_year
from tests.browser import (
    NARROW,
    WIDE,
    assert_accessible,
    assert_no_csp_violations,
    follow,
    log_in,
    open_page,
    press,
)

pytestmark = [pytest.mark.browser, pytest.mark.live]

SUBJECT, GRADE, CLASS = "음악", "3", "1"
STUDENT = "한시연"
MISSING = "졸업까지 남은 것"


def test_who_misses_a_course_learns_it_and_makes_up_for_it(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "curriculum@saekyung.example")
        course = offer(page)
        hold_a_session(page)
        grade(page)
        settle(page)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "student@saekyung.example")
        page.goto("/paju/me/plan/")
        expect(page.get_by_role("region", name=MISSING)).to_contain_text("보충 이수가 필요합니다")
        assert_accessible(page)
    with open_page(chromium, live_portal.base_url, width=WIDE) as page:
        log_in(page, "teacher@saekyung.example")
        make_up(page, course)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, "student@saekyung.example")
        page.goto("/paju/me/plan/")
        expect(page.get_by_role("region", name=MISSING)).to_have_count(0)
        line = page.locator("details.term[open]").get_by_role("row").filter(has_text=SUBJECT)
        expect(line).to_contain_text("통과")


def offer(page: Page) -> str:
    """A course for the oldest class in this semester, with its students; returns its address."""
    today = datetime.date.today()
    page.goto("/paju/offerings/")
    follow(page, "강좌 개설", exact=True)
    subject = page.get_by_label("과목")
    subject.select_option(subject.get_by_text(re.compile(rf"^{SUBJECT} \(")).first.get_attribute("value"))
    page.get_by_label("학년도").fill(str(school_year(today)))
    page.get_by_label("학기").select_option("2" if today >= datetime.date(school_year(today), 8, 1) else "1")
    page.get_by_label(re.compile("^학년(?!도)")).select_option(GRADE)
    page.get_by_label(re.compile("^반")).fill(CLASS)
    page.get_by_label("학점").fill("2")
    assert_accessible(page)
    press(page, "강좌 개설하기")
    expect(page.get_by_role("heading", name="수강생 명단")).to_be_visible()
    expect(line_of(page)).to_contain_text("수강 중")
    return page.url


def line_of(page: Page) -> Locator:
    return page.get_by_role("row").filter(has_text=STUDENT)


def hold_a_session(page: Page) -> None:
    follow(page, "수업 입력", exact=True)
    line_of(page).get_by_label("결석", exact=True).check(force=True)
    press(page, "출석부 저장")
    expect(line_of(page)).to_contain_text("1시간 중 0시간")


def grade(page: Page) -> None:
    follow(page, "성취도 입력", exact=True)
    for level in page.locator(".sheet select").all():
        level.select_option("B")
    press(page, "성취도 저장")


def settle(page: Page) -> None:
    """The rules say before it stands who has completed the course and who has not, and why."""
    follow(page, "결과 확정하기", exact=True)
    expect(line_of(page)).to_contain_text("미이수")
    expect(line_of(page)).to_contain_text("2/3")
    assert_accessible(page)
    page.get_by_label("수업을 모두 마치고").check(force=True)
    press(page, "결과 확정하기")
    expect(line_of(page)).to_contain_text("미이수")


def make_up(page: Page, course: str) -> None:
    """The homeroom teacher finds it on the student's page, agrees on a make-up course, enters the result."""
    page.goto(f"/paju/students/?grade={GRADE}&class_no={CLASS}")
    follow(page, STUDENT, exact=True)
    follow(page, "이수 계획과 학점", exact=True)
    expect(page.get_by_role("region", name=MISSING)).to_contain_text(SUBJECT)
    page.goto(course)
    page.get_by_role("link", name=re.compile(rf"보충 이수.*{STUDENT}")).click()
    page.get_by_label("방법").select_option("보충 과정")
    page.get_by_label("시간").fill("4")
    page.get_by_label("기한").fill((datetime.date.today() + datetime.timedelta(days=14)).isoformat())
    press(page, "저장")
    page.get_by_role("link", name=re.compile(rf"보충 이수.*{STUDENT}")).click()
    assert_accessible(page)
    page.get_by_label("통과", exact=True).check(force=True)
    page.get_by_label("증빙").fill("보충 과제(여정)")
    press(page, "저장")
    expect(line_of(page)).to_contain_text("보충 이수")
