"""Makes one lean, layered style sheet out of the design system's generated one."""

from __future__ import annotations

import re
from collections.abc import Iterator

# Parts of the design system that no page of ours uses, or that we build on its tokens ourselves.
UNUSED = re.compile(
    r"\.krds-(?:calendar|main-menu|help-panel|coach-mark|side-navigation|in-page-navigation|accordion|"
    r"contextual-help|file-upload|tutorial|structured-list|modal|carousel|identifier|pagination|critical-alerts|"
    r"tooltip|drop-wrap|info-list|disclosure|tab-area|scaled-layout)|"
    r"#krds-|#container|\.swiper|\.tts|data-krds-mode|\.sample|-ms-clear|-moz-focus|\.main-urgent|\.calendar|"
    r"^\s*(?:legend|caption)\s*$"  # hidden there from everyone who sees; ours name groups and tables
)
COMMENT = re.compile(r"/\*.*?\*/", re.DOTALL)
STATEMENT = re.compile(r"@(?:charset|import)\s[^;]*;")
ICON = re.compile(r"url\(\s*['\"]?(?:\.\./)+img/component/icon/([\w.-]+)['\"]?\s*\)")


def blocks(css: str) -> Iterator[tuple[str, str]]:
    """The top-level rules of a sheet as (selector or at-rule, body)."""
    depth, start, opened = 0, 0, 0
    for place, sign in enumerate(css):
        if sign == "{":
            if depth == 0:
                opened = place
            depth += 1
        elif sign == "}":
            depth -= 1
            if depth == 0:
                yield css[start:opened].strip(), css[opened + 1 : place].strip()
                start = place + 1


def lean(css: str) -> str:
    """The rules that pages of ours may use, without comments, imports and source map."""
    css = STATEMENT.sub("", COMMENT.sub("", css))
    kept = []
    for head, body in blocks(css):
        if head.startswith("@media"):
            inner = lean(body)
            if inner:
                kept.append(f"{_tight(head)}{{{inner}}}")
        elif head.startswith("@"):
            kept.append(f"{_tight(head)}{{{_tight(body)}}}")
        else:
            selectors = [one for one in head.split(",") if not UNUSED.search(one)]
            if selectors and body:
                kept.append(f"{_tight(','.join(selectors))}{{{_tight(body)}}}")
    return "\n".join(kept)


def _tight(text: str) -> str:
    return " ".join(text.split())


def layered(tokens: str, components: str) -> tuple[str, set[str]]:
    """One sheet with tokens and components in layers of their own, and the icons that it shows."""
    sheet = f"@layer krds-tokens{{\n{lean(tokens)}\n}}\n@layer krds{{\n{lean(components)}\n}}\n"
    icons = set(ICON.findall(sheet))
    return ICON.sub(r'url("krds/icon/\1")', sheet), icons
