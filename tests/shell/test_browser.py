"""The frame's own pages in a real browser: nothing serious for axe, nothing refused by the content policy."""

import re
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, expect

from tests.browser import (
    NARROW,
    WIDE,
    assert_accessible,
    assert_no_csp_violations,
    log_in,
    open_page,
    prove_identity,
)
from tests.live import LivePortal

pytestmark = [pytest.mark.browser, pytest.mark.live]

OPEN_PAGES = [
    "/accounts/login/",
    "/accounts/password/reset/",
    "/accounts/password/reset/done/",
    "/no/such/page/",
]
PAGES = [
    "/paju/",
    "/paju/no/such/page/",
    "/accounts/2fa/",
    "/accounts/2fa/totp/activate/",
    "/accounts/2fa/webauthn/",
    "/accounts/2fa/webauthn/add/",
    "/accounts/password/change/",
    "/accounts/sessions/",
    "/accounts/logout/",
]


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_before_log_in(live_portal: LivePortal, chromium: Browser, width: int) -> None:
    with open_page(chromium, live_portal.base_url, width=width) as page:
        for address in OPEN_PAGES:
            page.goto(address)
            assert_accessible(page)
        assert_no_csp_violations(page)


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_pages_of_the_frame_and_of_the_log_in(live_portal: LivePortal, chromium: Browser, width: int) -> None:
    with open_page(chromium, live_portal.base_url, width=width) as page:
        log_in(page, "official@paju.example")
        page.goto("/accounts/2fa/totp/activate/")
        assert_accessible(page)
        prove_identity(page)
        for address in PAGES:
            page.goto(address)
            assert urlsplit(page.url).path == address
            assert_accessible(page)
        assert_no_csp_violations(page)


@pytest.mark.parametrize(
    "email",
    [
        "coordinator@saekyung.example",
        "hr@lguplus.example",
        "student@saekyung.example",
        "operator@portal.example",
    ],
)
def test_home_of_every_kind_of_person(live_portal: LivePortal, chromium: Browser, email: str) -> None:
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, email)
        assert_accessible(page)
        page.set_viewport_size({"width": NARROW, "height": 900})
        assert_accessible(page)
        assert_no_csp_violations(page)


def test_axe_would_see_a_fault(live_portal: LivePortal, chromium: Browser) -> None:
    with open_page(chromium, live_portal.base_url) as page:
        page.goto("/accounts/login/")
        page.locator("label").first.evaluate("label => label.remove()")
        page.locator("input[name=login]").evaluate("input => { input.placeholder = ''; input.title = ''; }")
        with pytest.raises(AssertionError, match="label"):
            assert_accessible(page)


def test_the_content_policy_is_watched(live_portal: LivePortal, chromium: Browser) -> None:
    with open_page(chromium, live_portal.base_url) as page:
        page.goto("/accounts/login/")
        page.evaluate("document.body.appendChild(document.createElement('script')).textContent = '1'")
        page.wait_for_timeout(200)
        with pytest.raises(AssertionError, match="script-src"):
            assert_no_csp_violations(page)


def test_at_twice_the_text_size_everything_stays_within_the_window(
    live_portal: LivePortal, chromium: Browser
) -> None:
    with open_page(chromium, live_portal.base_url, width=WIDE // 2) as page:  # 200 % zoom halves the room
        log_in(page, "coordinator@saekyung.example")
        assert_accessible(page)


def test_a_keyboard_reaches_content_menu_and_log_out(live_portal: LivePortal, chromium: Browser) -> None:
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, "official@paju.example")
        page.goto("/paju/")
        page.keyboard.press("Tab")
        expect(page.locator(".skip-link")).to_be_focused()
        page.keyboard.press("Enter")
        assert page.evaluate("document.activeElement.id") == "main"
        page.locator(".account-menu > summary").focus()
        page.keyboard.press("Enter")
        expect(page.locator(".account-menu .drop-panel")).to_be_visible()
        page.keyboard.press("Escape")
        expect(page.locator(".account-menu .drop-panel")).to_be_hidden()
        expect(page.locator(".account-menu > summary")).to_be_focused()


@pytest.mark.parametrize("width", [WIDE, NARROW])
def test_every_menu_of_the_header_opens_within_the_window(
    live_portal: LivePortal, chromium: Browser, width: int
) -> None:
    with open_page(chromium, live_portal.base_url, width=width) as page:
        log_in(page, "teacher@saekyung.example")  # two roles, so there is a switcher
        page.goto("/paju/")
        for menu in (".switcher", ".account-menu", *((".menu-drawer",) if width == NARROW else ())):
            page.locator(f"{menu} > summary").click()
            assert_accessible(page)


def test_without_script_menu_language_and_log_out_work(live_portal: LivePortal, chromium: Browser) -> None:
    with open_page(chromium, live_portal.base_url, width=NARROW, script=False) as page:
        log_in(page, "principal@saekyung.example")
        page.goto("/paju/")
        page.locator(".menu-drawer > summary").click()
        expect(page.locator(".menu-drawer nav a").first).to_be_visible()
        page.get_by_role("button", name="English").click()
        expect(page.locator("html")).to_have_attribute("lang", "en")
        page.get_by_role("button", name="한국어").click()
        expect(page.locator("html")).to_have_attribute("lang", "ko")
        page.locator(".account-menu > summary").click()
        page.locator(".account-menu form button").click()
        expect(page).to_have_url(re.compile("/accounts/login/|/$"))


def test_a_passkey_is_added_and_opens_the_door(live_portal: LivePortal, chromium: Browser) -> None:
    with open_page(chromium, live_portal.base_url) as page:
        devtools = page.context.new_cdp_session(page)
        devtools.send("WebAuthn.enable")
        devtools.send(
            "WebAuthn.addVirtualAuthenticator",
            {
                "options": {
                    "protocol": "ctap2",
                    "transport": "internal",
                    "hasResidentKey": True,
                    "hasUserVerification": True,
                    "isUserVerified": True,
                    "automaticPresenceSimulation": True,
                }
            },
        )
        log_in(page, "accountant@saekyung.example")
        page.goto("/accounts/2fa/webauthn/add/")
        prove_identity(page)
        page.locator("label[for=id_passwordless]").click()
        page.locator("#mfa_webauthn_add").click()
        page.wait_for_url(lambda address: "/webauthn/add/" not in address)
        page.goto("/accounts/logout/")
        page.locator("main form button").click()
        page.goto("/accounts/login/")
        page.locator("#passkey_login").click()
        expect(page.locator(".account-menu")).to_be_visible()
        assert_no_csp_violations(page)
