"""Takes the pictures in docs/screenshots from a running demo portal, at both widths.

./portal up &
.venv/bin/python docs/take_screenshots.py http://localhost:8000
"""

import shutil
import sys
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

FOLDER = Path(__file__).parent / "screenshots"
WIDTHS = (1280, 390)
PASSWORD = "demo-paju-2026"  # noqa: S105 - the demo's, printed at every start
PAGES = {
    "coordinator@saekyung.example": {
        "home-coordinator": "/paju/",
        "students": "/paju/students/",
        "vacancies": "/paju/vacancies/",
        "partners": "/paju/partners/",
        "agreements": "/paju/agreements/",
        "picture": "/paju/partners/picture/",
        "ledger": "/paju/pledges/ledger/",
        "programme": "/paju/programme/",
    },
    "hr@lguplus.example": {"candidates": "/paju/candidates/", "review": "first vacancy"},
    "official@paju.example": {
        "home-official": "/paju/",
        "governance": "/paju/governance/",
        "reports": "/paju/reports/",
    },
    "student@saekyung.example": {"my-consents": "/paju/me/consents/"},
}


def main(base_url: str) -> None:
    FOLDER.mkdir(exist_ok=True)
    chromium = shutil.which("chromium") or shutil.which("google-chrome")
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium,
            args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"],
        )
        for email, pages in PAGES.items():
            for width in WIDTHS:
                take(browser, base_url, email, pages, width)


def take(browser: Browser, base_url: str, email: str, pages: dict[str, str], width: int) -> None:
    context = browser.new_context(base_url=base_url, viewport={"width": width, "height": 900})
    page = context.new_page()
    page.goto("/accounts/login/")
    page.locator("input[name=login]").fill(email)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("form:has(input[name=password]) button").first.click()
    page.locator(".account-menu").wait_for()
    for name, address in pages.items():
        go(page, address)
        page.screenshot(path=FOLDER / f"{name}-{width}.png", clip=top_of(page, width))
    context.close()


def go(page: Page, address: str) -> None:
    if address == "first vacancy":
        page.goto("/paju/candidates/")
        page.locator("main table a").first.click()
        page.wait_for_load_state()
    else:
        page.goto(address)


def top_of(page: Page, width: int) -> dict[str, int]:
    """The upper part of a long page, so that the pictures stay small."""
    height = page.evaluate("document.documentElement.scrollHeight")
    page.set_viewport_size({"width": width, "height": min(height, 1600)})
    return {"x": 0, "y": 0, "width": width, "height": min(height, 1600)}


if __name__ == "__main__":
    main(sys.argv[1] if len(sys.argv) > 1 else "http://localhost:8000")
