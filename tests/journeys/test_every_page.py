"""Every page that a person reaches by links answers, can be read by everybody, and breaks no policy."""

import re
from collections import deque

import pytest
from playwright.sync_api import Browser, Error, Page, Response

from tests.browser import NARROW, WIDE, assert_accessible, assert_no_csp_violations, log_in, open_page

pytestmark = [pytest.mark.browser, pytest.mark.live]

PEOPLE = (
    "coordinator@saekyung.example",
    "hr@lguplus.example",
    "official@paju.example",
    "student@saekyung.example",
    "secretary@paju-cci.example",
    "operator@portal.example",
)
MOST = 70  # kinds of page per person
LINKS = """
Array.from(document.querySelectorAll('a[href]'), link => new URL(link.getAttribute('href'), location).href)
"""


@pytest.mark.parametrize("email", PEOPLE)
def test_every_page_within_reach_is_whole(chromium: Browser, live_portal, email: str):
    with open_page(chromium, live_portal.base_url) as page:
        log_in(page, email)
        seen = walk(page)
        assert len(seen) >= 3
        page.set_viewport_size({"width": NARROW, "height": 900})
        for address in seen:
            page.goto(address)
            wide_by = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
            assert page.evaluate(wide_by) <= 0, f"{address} is wider than a telephone"
        assert_no_csp_violations(page)


def walk(page: Page) -> list[str]:
    """Visit one page of each kind below the person's home, wide; returns their addresses."""
    home = "/".join(page.url.split("/")[:4]) + "/"
    page.set_viewport_size({"width": WIDE, "height": 900})
    waiting, kinds, seen = deque([page.url]), {kind_of(page.url)}, []
    while waiting and len(seen) < MOST:
        address = waiting.popleft()
        answer = open_unless_file(page, address)
        if answer is None:
            continue
        assert answer.status == 200, f"{address}: {answer.status}"
        assert_accessible(page)
        seen.append(address)
        for link in page.evaluate(LINKS):
            if is_page(link, home) and kind_of(link) not in kinds:
                kinds.add(kind_of(link))
                waiting.append(link)
    return seen


def open_unless_file(page: Page, address: str) -> Response | None:
    """Go there; a file that the browser would rather save is no page."""
    try:
        return page.goto(address)
    except Error as error:
        if "Download is starting" in str(error):
            return None
        raise


def is_page(link: str, home: str) -> bool:
    """A page of the same consortium or area: no file, no letter's link for somebody else."""
    return link.startswith(home) and "/download/" not in link


def kind_of(address: str) -> str:
    """The address without its numbers, filters and places: pages of one kind share it."""
    path = re.sub(r"[?#].*", "", address)
    return re.sub(r"/([0-9a-f-]{36}|\d+)(?=/|$)", "/#", path)
