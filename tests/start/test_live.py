import json
import time
import urllib.error
import urllib.request

import pytest

from tests.live import LivePortal


@pytest.mark.live
def test_the_login_page_and_health_of_a_really_running_portal(live_portal: LivePortal) -> None:
    with urllib.request.urlopen(f"{live_portal.base_url}/accounts/login/") as answer:
        assert answer.status == 200
    assert eventually(live_portal, 200) == {"database": "ok", "broker": "ok", "worker": "ok", "failing": []}


@pytest.mark.live
@pytest.mark.browser
def test_the_login_page_opens_in_a_browser(live_portal: LivePortal, chromium) -> None:
    page = chromium.new_page()
    page.goto(f"{live_portal.base_url}/accounts/login/")
    assert page.locator("input[type=password]").count() == 1
    page.close()


def eventually(portal: LivePortal, status: int, patience: float = 15) -> dict[str, object]:
    """The health answer as soon as it has this status, or the last one."""
    deadline = time.monotonic() + patience
    while True:
        code, answer = health(portal)
        if code == status or time.monotonic() > deadline:
            assert code == status, answer
            return answer
        time.sleep(0.2)


def health(portal: LivePortal) -> tuple[int, dict[str, object]]:
    try:
        with urllib.request.urlopen(f"{portal.base_url}/healthz") as answer:
            return answer.status, json.load(answer)
    except urllib.error.HTTPError as error:
        return error.code, json.load(error)
