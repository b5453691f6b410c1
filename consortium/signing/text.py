"""The frozen text of a document and its digest."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import TypedDict

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from consortium.validators import refuse_resident_number


class Section(TypedDict, total=False):
    """One numbered, headed piece of the text; a blank line in `text` begins a new paragraph."""

    number: str
    heading: str
    text: str


Body = list[Section]
FIELDS = ("number", "heading", "text")


def written(body: Sequence[Section]) -> Body:
    """The body as it is stored: numbers as text, nothing missing, nothing else in it."""
    if not body:
        raise ValidationError(_("A document without text cannot be signed."))
    sections = [{name: str(section.get(name, "")).strip() for name in FIELDS} for section in body]
    for section in sections:
        if not section["text"] and not section["heading"]:
            raise ValidationError(_("A document without text cannot be signed."))
        for words in section.values():
            refuse_resident_number(words)
    return sections


def digest(title: str, body: Body) -> str:
    """SHA-256 of title and body in one fixed spelling (JSON, sorted names, no spaces, UTF-8)."""
    spelt = json.dumps(
        {"title": title, "body": body}, ensure_ascii=False, sort_keys=True, separators=(",", ":")
    )
    return hashlib.sha256(spelt.encode()).hexdigest()


def paragraphs(section: Section) -> list[str]:
    """The paragraphs of one section, for pages and mails."""
    return [part.strip() for part in section["text"].split("\n\n") if part.strip()]


def for_pages(body: Body) -> list[dict[str, object]]:
    """The sections with their text cut into paragraphs."""
    return [section | {"paragraphs": paragraphs(section)} for section in body]
