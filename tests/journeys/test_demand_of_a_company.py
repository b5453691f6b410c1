"""From a company's job to the picture: what it asks for, and in which semester nobody teaches it."""

import re

import pytest
from playwright.sync_api import Browser, Page, expect
from python_calamine import CalamineWorkbook

from tests.browser import (
    NARROW,
    assert_accessible,
    assert_no_csp_violations,
    follow,
    log_in,
    open_page,
    press,
)
from tests.journeys.mailbox import link_in_the_mailbox

pytestmark = [pytest.mark.browser, pytest.mark.live]

COMPANY = "엘지(LG)유플러스"
JOB = "비전 검사 데이터 담당(여정)"
MAIL = "line-manager@journey.example"
NOT_TAUGHT, TAUGHT = "비전 검사 데이터 준비", "인공지능 특징 생성하기 등"
TASKS = {"검사 영상에 불량 표시하기": NOT_TAUGHT, "불량을 가리는 특징 고르기": TAUGHT}
PEOPLE = 6
NEVER = "·"  # in a semester


def test_what_a_company_needs_shows_what_is_not_taught(chromium: Browser, live_portal):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "curriculum@saekyung.example")
        before = people_needed(page)
        analysis = analyse(page)
        ask(page)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url) as office:
        log_in(office, "operator@portal.example")
        link = link_in_the_mailbox(office, MAIL, "/survey/")
    with open_page(chromium, live_portal.base_url, width=NARROW) as page:
        answer(page, link)
        assert_no_csp_violations(page)
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "curriculum@saekyung.example")
        page.goto(analysis)
        take_the_answer(page)
        read_the_picture(page, before)
        assert_no_csp_violations(page)


def people_needed(page: Page) -> dict[str, int]:
    """What stands in the ring of each unit, as the picture of AI융합과 shows it."""
    page.goto("/paju/demand/")
    return {unit: int(line_of(page, unit)[0]) for unit in (NOT_TAUGHT, TAUGHT)}


def line_of(page: Page, unit: str) -> list[str]:
    """The cells of a unit: people needed, hours in six semesters, hours in all."""
    row = page.locator(".matrix tr").filter(has=page.get_by_role("link", name=unit, exact=True))
    cells = row.locator("td").all_inner_texts()
    return [cell.replace("가르치지 않음", "").split()[0] for cell in cells]


def analyse(page: Page) -> str:
    """A job of the company with one duty, its tasks not rated yet; returns its address."""
    follow(page, "직무분석 추가")
    page.get_by_label("기업", exact=False).first.select_option(COMPANY)
    page.get_by_label("직무").fill(JOB)
    page.get_by_label("학과").select_option("AI융합과")
    page.get_by_label("분석 참여 인원").fill("3")
    page.get_by_label("필요 인원").fill("1")
    press(page, "저장")
    expect(page.get_by_role("heading", level=1)).to_have_text(JOB)
    address = page.url
    follow(page, "책무 추가")
    page.get_by_label("책무").fill("검사 데이터 준비")
    press(page, "저장")
    for task, unit in TASKS.items():
        follow(page, "과업 추가")
        page.get_by_label("과업").first.fill(task)
        tick_while_searching(page, unit)
        press(page, "저장")
        expect(page.get_by_role("row").filter(has_text=task)).to_contain_text(unit)
    assert_accessible(page)
    return address


def tick_while_searching(page: Page, unit: str) -> None:
    """Ticked before the list that was searched for has come: the tick is still there afterwards."""
    shown = page.locator("#unit-choices li")
    before, asked = shown.count(), []
    page.route("**/demand/units/**", lambda route: asked.append(route))
    with page.expect_request("**/demand/units/**"):
        page.get_by_role("searchbox").fill(unit.split()[1])
    page.locator("#unit-choices label", has_text=unit).click()
    with page.expect_response("**/demand/units/**"):
        asked[0].continue_()
    page.unroute("**/demand/units/**")
    expect(shown).not_to_have_count(before)
    expect(page.get_by_label(unit)).to_be_checked()


def ask(page: Page) -> None:
    follow(page, "기업에 설문 요청")
    page.get_by_label("연락처").fill("김라인")
    page.get_by_label("이메일 주소").fill(MAIL)
    press(page, "링크 보내기")
    expect(page.locator("main")).to_contain_text(MAIL)


def answer(page: Page, link: str) -> None:
    """On a telephone, without an account: three numbers for each task, one of them forgotten at first."""
    page.goto(link)
    expect(page.locator(".account-menu")).to_have_count(0)
    expect(page.get_by_role("heading", level=1)).to_contain_text(JOB)
    assert_accessible(page)
    for task in TASKS:
        for aspect, number in (("중요도", "5"), ("빈도", "5")):
            rate(page, task, aspect, number)
    page.get_by_label("앞으로 3년 안에").fill(str(PEOPLE))
    press(page, "답변 보내기")
    expect(page.locator(".error-summary")).to_be_visible()
    assert_accessible(page)
    for task in TASKS:
        rate(page, task, "난이도", "5")
    press(page, "답변 보내기")
    expect(page.get_by_role("heading", level=1)).to_have_text("답변해 주셔서 고맙습니다")
    assert_accessible(page)


def rate(page: Page, task: str, aspect: str, number: str) -> None:
    scale = page.get_by_role("group", name=re.compile(rf"{aspect}\s*: {task}"))
    scale.get_by_label(number, exact=True).check(force=True)


def take_the_answer(page: Page) -> None:
    """What the company said becomes the analysis; with its word the job counts."""
    page.get_by_role("region", name="기업 설문").get_by_role("link").click()
    expect(page.locator("main")).to_contain_text(re.compile(rf"필요 인원\s*{PEOPLE}"))
    press(page, "평가 반영하기")
    follow(page, "기업 합의 기록")
    page.get_by_label("합의 방법").fill("기업 방문 협의(여정)")
    page.get_by_label("합의하면 연합체 구성원이").check(force=True)
    press(page, "합의 기록")
    expect(page.locator(".lead")).to_contain_text("합의")


def read_the_picture(page: Page, before: dict[str, int]) -> None:
    """The job stands behind the unit that nobody teaches; the table beside and the file say the same."""
    after = {unit: people + PEOPLE for unit, people in before.items()}
    assert people_needed(page) == after
    gap = page.locator(".gap", has=page.get_by_role("link", name=NOT_TAUGHT))
    expect(gap).to_contain_text(f"{after[NOT_TAUGHT]}명 필요")
    expect(gap.get_by_role("listitem").filter(has_text=JOB)).to_contain_text(
        f"{COMPANY} · {PEOPLE}명 × 가중치 1"
    )
    expect(gap).to_contain_text("여섯 학기 모두")
    assert line_of(page, NOT_TAUGHT)[1:] == [NEVER] * 6 + ["-"]
    hours = line_of(page, TAUGHT)[1:]
    assert hours[:4] == [NEVER] * 4  # only in the third year
    assert NEVER not in hours[4:]
    assert_accessible(page)
    assert in_the_file(page, TAUGHT) == [0 if cell == NEVER else int(cell) for cell in hours]
    page.set_viewport_size({"width": NARROW, "height": 900})
    assert_accessible(page)


def in_the_file(page: Page, unit: str) -> list[int]:
    """The hours of a unit in six semesters and in all, as the downloaded table has them."""
    with page.expect_download() as coming:
        follow(page, "파일로 받기(XLSX)")
    book = CalamineWorkbook.from_path(coming.value.path())
    head, *rows = [row for row in book.get_sheet_by_name("표 2").to_python() if row[1]]
    return [int(cell) for cell in next(row for row in rows if row[0] == unit)[head.index("1-1") :]]
