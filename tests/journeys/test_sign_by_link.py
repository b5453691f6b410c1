"""Somebody without an account signs from the link in their mail, in a real browser, wide and narrow."""

import pytest
from django.core.cache import cache
from playwright.sync_api import Browser, expect

from consortium.signing import registry, services
from tests.browser import NARROW, WIDE, assert_accessible, assert_no_csp_violations, open_page
from tests.cast import assemble
from tests.signing import trial
from tests.signing.conftest import act, deliver, prepare

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]
COMPANY, UNIVERSITY = "company@signer.example", "university@signer.example"


@pytest.fixture
def tokens(monkeypatch):
    """A document out for signing; the links as they were mailed."""
    cache.clear()
    monkeypatch.setitem(registry._kinds, trial.KEY, trial.kind(trial.Reactions()))
    cast = assemble()
    document = prepare(cast, "school", "company", "university")
    act(cast, "coordinator", services.open_for_signing, document)
    act(cast, "coordinator", services.invite_everybody, document)
    deliver()
    return trial.secrets_mailed()


@pytest.mark.parametrize("script", [True, False])
def test_read_ask_for_the_code_sign_and_keep_the_receipt(live_server, chromium: Browser, tokens, script):
    with open_page(chromium, live_server.url, width=NARROW, script=script) as page:
        page.goto(f"/sign/{tokens[COMPANY]}/")
        _look(page, script)
        page.get_by_role("button", name="다 읽었습니다. 코드 받기").click()
        expect(page.get_by_label("메일로 받은 코드")).to_be_visible()
        deliver()
        page.get_by_role("button", name="서명하기").click()
        expect(page.locator(".error-summary")).to_be_visible()
        _look(page, script)
        page.get_by_label("메일로 받은 코드").fill(trial.code_mailed(COMPANY))
        page.get_by_label("성명").fill("김서명")
        page.get_by_label("직위").fill("대표이사")
        page.locator("label[for=id_agree]").click()  # the label lies over its box
        page.get_by_role("button", name="서명하기").click()
        expect(page.get_by_role("heading", level=1)).to_have_text("서명했습니다")
        _look(page, script)


def test_say_no_and_old_links_are_friendly(live_server, chromium: Browser, tokens):
    with open_page(chromium, live_server.url, width=WIDE) as page:
        page.goto(f"/sign/{tokens[UNIVERSITY]}/")
        page.get_by_role("link", name="서명하지 않겠습니다").click()
        _look(page)
        page.get_by_role("button", name="코드 보내기").click()
        expect(page.get_by_label("메일로 받은 코드")).to_be_visible()
        deliver()
        _look(page)
        page.get_by_label("메일로 받은 코드").fill(trial.code_mailed(UNIVERSITY))
        page.get_by_label("서명하지 않는 사유").fill("예산이 정해지지 않았습니다")
        page.get_by_role("button", name="서명 거절하기").click()
        expect(page.locator(".note").first).to_contain_text("서명을 거절하셨고")
        _look(page)
        page.goto("/sign/1-nothing/")
        _look(page)


def _look(page, script=True):
    """Axe needs the page's scripts; the content policy is watched either way."""
    if script:
        assert_accessible(page)
    assert_no_csp_violations(page)
