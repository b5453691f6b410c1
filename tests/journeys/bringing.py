"""How a list comes in, as every journey brings one: file, columns as proposed, rows, take over."""

from playwright.sync_api import Page, expect

PATIENCE = 60_000  # ms; a real worker reads, checks and takes over


def bring(page: Page, name: str, content: bytes) -> None:
    """From the page that asks for the file to the preview; every column is known by its name."""
    page.locator("input[type=file]").set_input_files(
        {"name": name, "mimeType": "application/octet-stream", "buffer": content}
    )
    page.get_by_role("button", name="올리기", exact=True).click()
    page.get_by_role("button", name="행 검사하기", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_role("heading", level=1)).to_have_text("이렇게 됩니다", timeout=PATIENCE)


def take_over(page: Page) -> None:
    page.get_by_role("button", name="반영하기", exact=True).click(timeout=PATIENCE)
    expect(page.get_by_role("heading", level=2, name="완료")).to_be_visible(timeout=PATIENCE)
