"""The operator opens a second consortium in the browser; its coordinator joins, and the first never shows."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import NARROW, assert_accessible, assert_no_csp_violations, log_in, open_page
from tests.journeys.mailbox import link_in_the_mailbox

pytestmark = [pytest.mark.browser, pytest.mark.live]

NAME = "새들 미래차 연합체"
MAIL = "first@saedeul.example"
INVITATION = "/accounts/invitation/"
PASSWORD = "a long enough password"
OF_PAJU = ("파주", "세경", "유플러스")


def save(page: Page) -> None:
    page.get_by_role("button", name="저장하고 다음으로").click()


def test_a_second_consortium_begins_next_to_the_first(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "operator@portal.example")
        page.goto("/operator/consortia/")
        assert_accessible(page)
        page.get_by_role("button", name="연합체 열기").click()
        type_the_steps(page)
        page.get_by_role("button", name="연합체를 열고 초대하기").click()
        expect(page.get_by_role("heading", level=1)).to_have_text(NAME)
        expect(page.get_by_role("row", name=re.compile("학교 산학협력부장 가입"))).to_contain_text("남음")
        assert_accessible(page)
        link = link_in_the_mailbox(page, MAIL, INVITATION)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        join(page, link)
        invited = make_ready(page)
        assert_no_csp_violations(page)
    for email in invited:
        with open_page(chromium, live_portal.base_url) as office:
            log_in(office, "operator@portal.example")
            link = link_in_the_mailbox(office, email, INVITATION)
        with open_page(chromium, live_portal.base_url) as page:
            accept(page, link)
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        log_in(page, MAIL, PASSWORD)
        page.goto("/saedeul/getting-started/")
        left = page.locator("main tbody tr").filter(has_not_text="완료")
        expect(left).to_have_count(1)  # the curriculum head's first table takes two committees
        expect(left).to_contain_text("승인된 편성표가 있음")
        assert_accessible(page)


def type_the_steps(page: Page) -> None:
    """Leaves in the middle, comes back by the list, and loses nothing."""
    page.get_by_label("지역").fill("강원특별자치도 새들시")
    page.get_by_label("이름", exact=False).first.fill(NAME)
    page.get_by_label("주소").fill("operator")
    save(page)
    expect(page.locator("main")).to_contain_text("포털이 쓰는 주소입니다")
    expect(page.get_by_label("지역")).to_have_value("강원특별자치도 새들시")
    page.get_by_label("주소").fill("saedeul")
    save(page)
    page.get_by_label("학교", exact=False).first.fill("새들공업고등학교")
    save(page)
    page.goto("/operator/consortia/")
    page.get_by_role("row", name=re.compile(NAME)).get_by_role("link").click()
    page.get_by_label("지방자치단체", exact=False).first.fill("새들시")
    page.get_by_label("교육지원청", exact=False).first.fill("강원도새들교육지원청")
    save(page)
    page.get_by_label(re.compile("산학협력부장: 이름")).fill("첫한별")
    page.get_by_label(re.compile("산학협력부장: 이메일")).fill(MAIL)
    assert_accessible(page)
    save(page)
    expect(page.locator("main")).to_contain_text(MAIL)


def join(page: Page, link: str) -> None:
    """On a telephone: a password, then a home page that is empty, guides, and knows no other consortium."""
    accept(page, link)
    page.goto("/saedeul/")
    expect(page.locator("main")).to_contain_text("시청 담당자")
    assert_accessible(page)
    page.get_by_role("link", name=re.compile("목록 보기")).first.click()
    expect(page.get_by_role("heading", level=1)).to_have_text("시작 준비")
    expect(page.get_by_role("row", name=re.compile("학교 산학협력부장 가입"))).to_contain_text("완료")
    assert_accessible(page)
    for address in ("", "getting-started/", "partners/", "agreements/", "pledges/", "members/", "students/"):
        assert page.goto(f"/saedeul/{address}").status == 200, address
        text = page.locator("main").inner_text()
        assert [word for word in OF_PAJU if word in text] == [], address
    assert page.goto("/paju/").status == 404


def accept(page: Page, link: str) -> None:
    """Whoever was invited chooses a password and is in."""
    page.goto(link)
    expect(page.locator("main")).to_contain_text(NAME)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("input[name=again]").fill(PASSWORD)
    page.get_by_role("button", name="수락하고 시작").click()
    expect(page.locator(".account-menu")).to_be_visible()


def make_ready(page: Page) -> list[str]:
    """The coordinator works through the list on the telephone; returns whom they have invited."""
    invited = {"시청 담당자": "city@saedeul.example", "교육청 담당자": "office@saedeul.example"}
    offices = {"시청 담당자": "새들시", "교육청 담당자": "강원도새들교육지원청"}
    for role, email in invited.items():
        page.goto("/saedeul/members/invite/")
        page.get_by_label("이메일 주소").fill(email)
        page.get_by_label("성명").fill("한새들")
        page.locator("select[name=partner]").select_option(offices[role])
        page.get_by_label(role).check(force=True)
        page.get_by_role("button", name="초대 보내기").click()
        expect(page.locator("main")).to_contain_text(email)
    fill(page, "departments/new/", {"학과명": "미래자동차과"}, "등록")
    student = {"이름": "고새들별", "학과": "미래자동차과", "학년": "1", "반": "1", "번호": "1"}
    fill(page, "students/new/", student, "등록")
    fill(page, "partners/new/", {"이름": "새들정밀(주)", "유형": "기업"}, "등록")
    fill(page, "agreements/new/", {"구분": "양해각서", "제목": "새들 미래차 양해각서"}, "저장")
    return list(invited.values())


def fill(page: Page, address: str, fields: dict[str, str], button: str) -> None:
    """Type one form of the new consortium and save it; it leads on to another page."""
    page.goto(f"/saedeul/{address}")
    for label, value in fields.items():
        field = page.get_by_label(re.compile(rf"^{label}")).first
        if field.evaluate("field => field.tagName") == "SELECT":
            field.select_option(value)
        else:
            field.fill(value)
    page.get_by_role("button", name=button, exact=True).first.click()
    page.wait_for_url(lambda there: not there.endswith(address))
