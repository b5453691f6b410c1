"""The demo keeps mails for the operator: where a journey finds the link that somebody was mailed."""

import re

from playwright.sync_api import Page, expect

PATIENCE = 60  # looks, half a second each; a worker has sent the mail by now or does so soon


def link_in_the_mailbox(page: Page, email: str, path: str) -> str:
    """The address under `path` in the newest mail to somebody; the page is the operator's."""
    row = page.get_by_role("row").filter(has_text=email)
    for _ in range(PATIENCE):
        page.goto("/operator/mail/")
        if row.count():
            break
        page.wait_for_timeout(500)
    row.get_by_role("link").first.click()
    mail = page.locator("main")
    expect(mail).to_contain_text(path)
    return re.search(rf"{path}[^\s<\"]+", mail.inner_text()).group()
