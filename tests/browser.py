"""What journeys in a real browser share: a page that watches the content policy, log-in, and axe."""

from collections.abc import Iterator
from contextlib import contextmanager

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

DEMO_PASSWORD = "demo-paju-2026"
WIDE, NARROW = 1280, 390
SERIOUS = {"serious", "critical"}
RULES = {"runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}
WATCH = """
document.addEventListener('securitypolicyviolation', (event) => noteViolation(
  `${event.violatedDirective} refused ${event.blockedURI} on ${location.pathname} line ${event.lineNumber}`
));
"""
_trouble: dict[Page, list[str]] = {}


@contextmanager
def open_page(browser: Browser, base_url: str, *, width: int = WIDE, script: bool = True) -> Iterator[Page]:
    """A page in a context of its own that notes every violation of the content policy and script error."""
    context = browser.new_context(
        base_url=base_url, viewport={"width": width, "height": 900}, java_script_enabled=script
    )
    page = context.new_page()
    trouble = _trouble[page] = []
    context.expose_binding("noteViolation", lambda source, text: trouble.append(text))
    context.add_init_script(WATCH)
    page.on("console", lambda message: _note_console(trouble, message.type, message.text))
    page.on("pageerror", lambda error: trouble.append(f"script error: {error}"))
    try:
        yield page
    finally:
        del _trouble[page]
        context.close()


def _note_console(trouble: list[str], kind: str, text: str) -> None:
    if kind == "error" and "Content Security Policy" in text:
        trouble.append(text)


def log_in(page: Page, email: str, password: str = DEMO_PASSWORD) -> None:
    """Log in as one of the demo's people, over the page that people use."""
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(password)
    page.locator("form:has(input[name=password]) button").first.click()
    expect(page.locator(".account-menu")).to_be_visible()


def prove_identity(page: Page, password: str = DEMO_PASSWORD) -> None:
    """Give the password again where a change of the log-in asks for it."""
    if "/reauthenticate/" in page.url:
        page.locator("main input[name=password]").fill(password)
        page.locator("main form button").first.click()
        page.wait_for_url(lambda address: "/reauthenticate/" not in address)


def assert_no_csp_violations(page: Page) -> None:
    """Since the page was opened, the browser refused nothing and no script failed."""
    trouble = _trouble[page]
    assert not trouble, "\n".join(trouble)


def assert_accessible(page: Page) -> None:
    """Axe finds nothing serious, there is one h1, and nothing is cut off at the side."""
    found = Axe().run(page, options=RULES)
    serious = [violation for violation in found.response["violations"] if violation["impact"] in SERIOUS]
    assert serious == [], "\n".join(_in_words(violation) for violation in serious)
    headings = page.locator("h1").all_inner_texts()
    assert len(headings) == 1, f"{page.url} has the headings {headings}"
    sideways = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
    assert sideways <= 0, f"{page.url} is {sideways} px wider than the window"


def _in_words(violation: dict) -> str:
    places = "\n".join(f"    {node['html'][:160]} — {node['failureSummary']}" for node in violation["nodes"])
    return f"{violation['id']} ({violation['impact']}): {violation['help']}\n{places}"


def press(page: Page, name: str) -> None:
    """The button of this name."""
    page.get_by_role("button", name=name, exact=True).first.click()


def follow(page: Page, name: str, *, exact: bool = False) -> None:
    """The first link on the page itself that holds this name; the menu has its own."""
    page.locator("main").get_by_role("link", name=name, exact=exact).first.click()
