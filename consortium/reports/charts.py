"""Charts: one Vega-Lite spec becomes one SVG, the same on the page and in the PDF, without any script."""

from __future__ import annotations

import json
import xml.etree.ElementTree as ElementTree
from functools import cache
from typing import Any

import vl_convert
from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from consortium.reports.fonts import FAMILY, font_dir

SVG = "http://www.w3.org/2000/svg"
# Dark enough for 3:1 against white and told apart without colour by order and by direct labels.
COLOURS = ("#0b50d0", "#b05c00", "#1b7f4d", "#7a3db8", "#a8324a", "#4a5560")
CONFIG: dict[str, Any] = {
    "background": "#ffffff",
    "font": FAMILY,
    "axis": {"labelFontSize": 12, "titleFontSize": 12, "gridColor": "#e4e7ec", "labelLimit": 240},
    "legend": {"labelFontSize": 12, "titleFontSize": 12},
    "range": {"category": list(COLOURS)},
    "view": {"stroke": None},
}


def svg(spec: dict[str, Any]) -> str:
    """The picture of a Vega-Lite spec, safe to stand inside a page: no style, no script, no handler."""
    whole = {"$schema": "https://vega.github.io/schema/vega-lite/v5.json", "config": CONFIG} | spec
    return _drawn(json.dumps(whole, ensure_ascii=False, sort_keys=True))


@cache
def _fonts_ready() -> None:
    if font_dir().is_dir():
        vl_convert.register_font_directory(str(font_dir()))


def _drawn(spec: str) -> str:
    _fonts_ready()
    root = ElementTree.fromstring(vl_convert.vegalite_to_svg(spec))  # noqa: S314 - our own output
    for element in list(root.iter()):
        for name in list(element.attrib):
            # The picture is spoken as one; its marks would be read out as so many nameless symbols.
            if name in ("style", "role") or name.lower().startswith("on") or name.startswith("aria-"):
                del element.attrib[name]
        for child in list(element):
            if child.tag in (f"{{{SVG}}}script", f"{{{SVG}}}style"):
                element.remove(child)
    ElementTree.register_namespace("", SVG)
    return ElementTree.tostring(root, encoding="unicode")


def inline(picture: str, alt: str) -> SafeString:
    """The picture as an element of a page, with its words for those who cannot see it."""
    opening = f'<svg role="img" aria-label="{escape(alt)}" '
    return mark_safe(picture.replace("<svg ", opening, 1))  # noqa: S308 - drawn and cleaned above
