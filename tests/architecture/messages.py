"""Finds every translatable text of the project without gettext's own tools (bare machines lack them)."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.utils.translation.template import templatize

from tests.architecture.house import ROOT, code

SINGLE = {"_", "gettext", "gettext_lazy", "gettext_noop"}
PLURAL = {"ngettext", "ngettext_lazy"}
WITH_CONTEXT = {"pgettext", "pgettext_lazy"}
STRING = r"""u?('(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*")"""
IN_TEMPLATE = re.compile(
    rf"\b(_|gettext|ngettext|pgettext|npgettext)\({STRING}(?:,\s*{STRING})?(?:,\s*{STRING})?"
)


def in_code(path: Path) -> Iterator[str]:
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Call) and node.args:
            called = node.func.id if isinstance(node.func, ast.Name) else getattr(node.func, "attr", "")
            texts = [
                arg.value for arg in node.args if isinstance(arg, ast.Constant) and isinstance(arg.value, str)
            ]
            if called in SINGLE | PLURAL and texts:
                yield texts[0]
            elif called in WITH_CONTEXT and len(texts) > 1:
                yield texts[1]


def in_template(path: Path) -> Iterator[str]:
    for call in IN_TEMPLATE.finditer(templatize(path.read_text(encoding="utf-8"), origin=str(path))):
        texts = [ast.literal_eval(text) for text in call.groups()[1:] if text]
        yield texts[1] if call.group(1).startswith(("pgettext", "npgettext")) else texts[0]


def all_messages() -> dict[str, str]:
    """Every msgid and a file that uses it."""
    found: dict[str, str] = {}
    for path in code():
        found |= dict.fromkeys(in_code(path), path.name)
    for path in sorted((ROOT / "templates").rglob("*.*")):
        if path.suffix in {".html", ".txt"}:
            found |= dict.fromkeys(in_template(path), path.relative_to(ROOT).as_posix())
    return found
