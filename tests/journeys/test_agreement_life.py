"""One agreement from its draft to its successor: thirteen sign, a report reads what was amended."""

import datetime
import io
import re
import subprocess
import sys

import pypdf
import pytest
from playwright.sync_api import Browser, Page, expect

from consortium.embedded.environment import BASE_DIR
from tests.browser import (
    NARROW,
    assert_accessible,
    assert_no_csp_violations,
    follow,
    log_in,
    open_page,
    press,
)
from tests.samples import pdf

pytestmark = [pytest.mark.browser, pytest.mark.live]

TITLE = "연합체 운영 협약(여정)"
SOURCE = "연합체 운영 양해각서"
LATE = "동국대학교"
TODAY = datetime.date.today()
FIRST_END = TODAY + datetime.timedelta(days=100)
NEW_END = TODAY + datetime.timedelta(days=833)
SCAN = {"name": "서명.pdf", "mimeType": "application/pdf", "buffer": pdf("signed")}


def test_draft_signatures_amendment_report_renewal(chromium: Browser, live_portal):
    portal = live_portal
    with open_page(chromium, portal.base_url) as page, open_page(chromium, portal.base_url) as office:
        log_in(page, "coordinator@saekyung.example")
        log_in(office, "operator@portal.example")
        agreement = write_draft(page)
        send_out(page)
        expect(page.locator("main")).to_contain_text("12곳 가운데 0곳이 서명했습니다")
        assert_accessible(page)

        for address in ("agreements@lgu.example", "agreements@paju-city.example"):
            sign_by_link(chromium, portal, office, address)
        sign_as_principal(chromium, portal, office)
        for partner in ("파주상공회의소", "두원공과대학교"):
            record_on_paper(page, agreement, partner)
        assert desk_signs(portal, TITLE) == 7
        page.goto(agreement)
        expect(page.locator(".lead").first).to_contain_text("이행 중")
        join_late(page)
        assert desk_signs(portal, TITLE) == 1
        page.goto(agreement)
        expect(page.locator("#parties + div")).to_contain_text(LATE)
        assert_accessible(page)

        amend_term(page, agreement)
        assert desk_signs(portal, f"{TITLE} – 기간 연장") == 13
        assert_report_reads(page, NEW_END)
        renew(page, agreement)
        assert desk_signs(portal, TITLE) == 13
        page.goto(agreement)
        expect(page.locator(".lead").first).to_contain_text("갱신됨")
        expect(page.locator("main")).to_contain_text("이어진 협약")
        assert_no_csp_violations(page)


# --- draft and signatures -----------------------------------------------------------------------------
def write_draft(page: Page) -> str:
    """A copy of the agreement of all partners, under a title and with a term of its own."""
    page.goto("/paju/agreements/")
    follow(page, "새 협약")
    page.locator("#id_copy_from").select_option(label=SOURCE)
    page.locator("#id_title").fill(TITLE)
    page.locator("#id_valid_until").fill(FIRST_END.isoformat())
    press(page, "저장")
    expect(page.get_by_role("heading", level=1)).to_have_text(TITLE)
    page.locator("main li", has_text=LATE).get_by_role("button", name=re.compile("삭제")).click()
    expect(page.locator("#parties + div li")).to_have_count(12)
    assert_accessible(page)
    return page.url.split("#")[0]


def send_out(page: Page) -> None:
    follow(page, "서명 요청하기")
    page.locator("#id_due_on").fill((TODAY + datetime.timedelta(days=14)).isoformat())
    press(page, "서명 요청하기")


def newest_mail(office: Page, address: str, pattern: str) -> str:
    """What the demo's mailbox holds for this address; the worker has sent it by now or does so soon."""
    for _ in range(80):
        office.goto("/operator/mail/")
        row = office.get_by_role("row", name=re.compile(re.escape(address)))
        if row.count():
            row.get_by_role("link").first.click()
            found = re.search(pattern, office.locator("main").inner_text(), re.MULTILINE)
            if found:
                return found[0]
        office.wait_for_timeout(250)
    raise AssertionError(f"no mail for {address} came")


def sign_by_link(chromium: Browser, portal: object, office: Page, address: str) -> None:
    """Somebody without an account, on a telephone."""
    link = newest_mail(office, address, r"/sign/\d+-[\w-]+/")
    with open_page(chromium, portal.base_url, width=NARROW) as phone:
        phone.goto(link)
        expect(phone.locator("main")).to_contain_text(TITLE)
        press(phone, "다 읽었습니다. 코드 받기")
        type_code(phone, newest_mail(office, address, r"^\d{6}$"))
        expect(phone.get_by_role("heading", level=1)).to_have_text("서명했습니다")
        assert_accessible(phone)
        assert_no_csp_violations(phone)


def sign_as_principal(chromium: Browser, portal: object, office: Page) -> None:
    """Logged in, from the home page on."""
    address = "principal@saekyung.example"
    with open_page(chromium, portal.base_url) as page:
        log_in(page, address)
        page.goto("/paju/")
        item = page.locator("main li", has_text=TITLE).filter(has_text="읽고 서명").first
        item.get_by_role("link").first.click()
        press(page, "다 읽었습니다. 코드 받기")
        type_code(page, newest_mail(office, address, r"^\d{6}$"))
        expect(page.locator("main")).to_contain_text("12곳 가운데 3곳이 서명했습니다")
        assert_no_csp_violations(page)


def type_code(page: Page, code: str) -> None:
    page.locator("#id_code").fill(code)
    page.locator("#id_signer").fill("한서명")
    page.locator("#id_title").fill("대표")
    page.locator("label[for=id_agree]").click()  # the label lies over its box
    press(page, "서명하기")


def record_on_paper(page: Page, agreement: str, partner: str) -> None:
    page.goto(agreement)
    row = page.locator(".signing-parties").get_by_role("row", name=re.compile(partner))
    row.get_by_role("link", name=re.compile("서면 서명 기록")).click()
    page.locator("#id_signer").fill("박대표")
    page.locator("#id_scan").set_input_files(SCAN)
    press(page, "서명 기록하기")
    expect(page.locator("main")).to_contain_text("서명을 기록했습니다")


def desk_signs(portal: object, title: str) -> int:
    """All who are still missing sign by their links; gives back how many did."""
    command = [sys.executable, "-m", "tests.journeys.signing_desk", title]
    environment = portal.environment | {"DJANGO_SETTINGS_MODULE": "consortium.settings"}
    done = subprocess.run(
        command, cwd=BASE_DIR, env=environment, capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stderr[-2000:]
    return int(done.stdout.split()[-1])


def join_late(page: Page) -> None:
    follow(page, "나중에 참여하는 기관")
    page.locator("#id_partner").select_option(label=LATE)
    page.locator("#id_signer").fill("한늦음")
    page.locator("#id_contact_name").fill("산학협력 담당")
    page.locator("#id_contact_email").fill("late@dongguk.example")
    press(page, "나중에 참여하는 기관")
    expect(page.locator("#parties + div")).to_contain_text(LATE)


# --- amendment, report, renewal -----------------------------------------------------------------------
def amend_term(page: Page, agreement: str) -> None:
    page.goto(agreement + "amend/term/")
    page.locator("#id_title").fill("기간 연장")
    page.locator("#id_effective_from").fill(TODAY.isoformat())
    page.locator("#id_new_end").fill(NEW_END.isoformat())
    press(page, "저장")
    expect(page.get_by_role("heading", level=1)).to_have_text("기간 연장")
    press(page, "서명 요청하기")
    expect(page.locator("main")).to_contain_text("13곳 중 0곳")


def assert_report_reads(page: Page, end: datetime.date) -> None:
    """The governance report, really made by the worker."""
    page.goto("/paju/reports/")
    offer = page.locator("form[action$='/reports/new/governance/']")
    offer.get_by_role("checkbox", name="PDF").check(force=True)
    offer.get_by_role("button", name=re.compile("이 보고서 만들기")).click()
    expect(page.locator("main")).to_contain_text("완료", timeout=90_000)
    with page.expect_download() as waiting:
        page.get_by_role("button", name=re.compile("PDF")).or_(
            page.get_by_role("link", name=re.compile("PDF"))
        ).last.click()
    leaves = pypdf.PdfReader(io.BytesIO(waiting.value.path().read_bytes())).pages
    words = re.sub(r"\s+", "", "".join(leaf.extract_text() for leaf in leaves))
    assert f"{end.year}.{end.month}.{end.day}." in words
    assert f"{FIRST_END.year}.{FIRST_END.month}.{FIRST_END.day}." not in words


def renew(page: Page, agreement: str) -> None:
    """The draft takes the earlier one's clauses, parties and place; here it begins at once."""
    page.goto(agreement)
    press(page, "갱신하기")
    expect(page.locator("main")).to_contain_text("이 초안은 서명이 끝나면 이전 협약을 대신합니다")
    expect(page.locator("#parties + div li")).to_have_count(13)
    page.goto(page.url + "edit/")
    page.locator("#id_starts_on").fill(TODAY.isoformat())
    press(page, "저장")
    send_out(page)
