import re
from html.parser import HTMLParser

import polib
import pytest

from consortium.rules.services import read_reference
from tests.architecture.house import ROOT, name, templates
from tests.architecture.messages import all_messages

HANGUL = re.compile(r"[가-힣]")
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}")
TEMPLATE_SYNTAX = re.compile(
    r"{%\s*comment\b.*?{%\s*endcomment\s*%}|{%\s*(?:blocktranslate|blocktrans)\b.*?{%\s*endblocktrans(?:late)?\s*%}"
    r"|{%.*?%}|{{.*?}}|{#.*?#}",
    re.DOTALL,
)


def catalogue(language: str) -> dict[str, polib.POEntry]:
    return {
        entry.msgid: entry
        for path in sorted((ROOT / "locale").glob(f"{language}/LC_MESSAGES/django.po"))
        for entry in polib.pofile(str(path))
        if not entry.obsolete
    }


def _texts(entry: polib.POEntry) -> list[str]:
    return list(entry.msgstr_plural.values()) if entry.msgid_plural else [entry.msgstr]


def test_every_text_has_its_korean():
    korean = catalogue("ko")
    done = {msgid for msgid, entry in korean.items() if all(_texts(entry)) and not entry.fuzzy}
    missing = {msgid: where for msgid, where in all_messages().items() if msgid and msgid not in done}
    assert missing == {}


def test_translations_keep_the_placeholders():
    broken = [
        msgid
        for msgid, entry in catalogue("ko").items()
        if any(
            set(PLACEHOLDER.findall(text)) != set(PLACEHOLDER.findall(entry.msgid_plural or msgid))
            for text in _texts(entry)
            if text
        )
    ]
    assert broken == []


def test_no_particle_is_left_open():
    """“을(를)” makes the reader choose: a noun after the name takes the particle instead."""
    open_particles = re.compile(r"[을를이가은는와과]\([을를이가은는와과]\)|\(으\)로")
    found = [
        text for entry in catalogue("ko").values() for text in _texts(entry) if open_particles.search(text)
    ]
    assert found == []


def test_korean_words_are_those_of_public_service():
    """사유, 비교, 충족 and 삭제, as letters of an office have them; a percent sign stands at its number."""
    others = re.compile(r"까닭|견[주줄준줘]|못 지킴|버리기|빼기|[\d)s] %{1,2}(?![(%])")
    rules = [
        text for rule in read_reference() for text in (rule.title, rule.summary, rule.exemption, rule.note)
    ]
    texts = [text for entry in catalogue("ko").values() for text in _texts(entry)]
    assert [text for text in texts + rules if others.search(text)] == []


def test_english_is_the_message_itself():
    """Message ids are the English texts, so a Hangul id would be a page without English."""
    assert [msgid for msgid in all_messages() if HANGUL.search(msgid)] == []


class _Text(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []
        self._skip = 0

    def handle_starttag(self, tag, attrs):
        self._skip += tag in ("script", "style", "svg", "code")
        self.found += [
            value for key, value in attrs if key in ("title", "alt", "aria-label", "placeholder") and value
        ]

    def handle_endtag(self, tag):
        self._skip -= tag in ("script", "style", "svg", "code")

    def handle_data(self, data):
        if not self._skip:
            self.found.append(data)


@pytest.mark.parametrize("path", templates(), ids=name)
def test_no_text_in_a_template_is_left_untranslated(path):
    reader = _Text()
    reader.feed(TEMPLATE_SYNTAX.sub("", path.read_text(encoding="utf-8")))
    words = [text.strip() for text in reader.found if re.search(r"[A-Za-z가-힣]{2,}", text)]
    allowed = {"KRDS", "English", "한국어", "PDF", "XLSX", "API", "NCS"}
    assert [text for text in words if text not in allowed] == []


def test_no_text_is_translated_twice():
    """A second translation of the same text would win or lose in silence."""
    entries = [
        entry for entry in polib.pofile(str(ROOT / "locale/ko/LC_MESSAGES/django.po")) if not entry.obsolete
    ]
    keys = [(entry.msgctxt, entry.msgid) for entry in entries]
    assert len(keys) == len(set(keys))
