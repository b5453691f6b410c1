"""typst with the portal's fonts alone, tagged for screen readers where the fonts have every sign."""

from __future__ import annotations

import json
import unicodedata
from typing import TYPE_CHECKING, Any

import typst

from consortium.reports.fonts import font_dir

if TYPE_CHECKING:
    from datetime import datetime
    from pathlib import Path

ACCESSIBLE = "ua-1"


def typeset(template: Path, name: str, words: dict[str, Any], moment: datetime) -> tuple[bytes, bool]:
    """The PDF of a template that reads `words` under this name, and whether it is PDF/UA-1.

    Where that is refused (a sign that no font has), it is tagged without the promise.
    """
    plain = json.dumps(words, ensure_ascii=False)
    inputs = {name: unicodedata.normalize("NFC", plain)}  # doubles of the same Hanja become one
    try:
        return _compiled(template, inputs, moment, [ACCESSIBLE]), True
    except typst.TypstError:
        return _compiled(template, inputs, moment, []), False


def _compiled(template: Path, inputs: dict[str, str], moment: datetime, standards: list[str]) -> bytes:
    return typst.compile(
        str(template),
        root=str(template.parent),
        font_paths=[str(font_dir())],
        ignore_system_fonts=True,
        sys_inputs=inputs,
        pdf_standards=standards,
        timestamp=moment,
    )
