"""The picture of demand where the reader's system sets the colours: the frame says what the shade says."""

import pytest
from django.conf import settings
from playwright.sync_api import Browser

pytestmark = pytest.mark.browser

CELLS = "".join(f'<a class="cell shade-{step}" href="/">48</a>' for step in range(1, 5))
FRAMES = "[...document.querySelectorAll('.cell')].map(cell => getComputedStyle(cell).border)"


@pytest.mark.parametrize("forced", ["active", "none"])
def test_cells_tell_hours_apart_without_colours(chromium: Browser, forced: str) -> None:
    page = chromium.new_page(forced_colors=forced)
    style = (settings.BASE_DIR / "static/css/demand.css").read_text()
    page.set_content(f"<style>{style}</style>{CELLS}<a class='cell shade-2 choice' href='/'>16</a>")
    *shades, choice = page.evaluate(FRAMES)
    page.close()
    if forced == "none":
        assert {frame.split()[0] for frame in (*shades, choice)} == {"0px"}
    else:
        assert [frame.split()[0] for frame in shades] == ["1px", "2px", "4px", "6px"]
        assert "dashed" in choice
