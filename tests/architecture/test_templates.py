import re

import pytest

from tests.architecture.house import ROOT, code, name, templates

ROOT_TEMPLATES = ROOT / "templates"
# Found by Django or allauth by name, not named in our code.
BY_CONVENTION = re.compile(
    r"^(4\d\d|50[03]|account/|mfa/|usersessions/|allauth/|admin/|registration/|messages/)"
)
INLINE = re.compile(
    r"""\s(style|on[a-z]+)\s*=\s*["']|<style(?![^>]*nonce)|<script(?![^>]*(src|nonce))""", re.IGNORECASE
)
NOT_INLINE = re.compile(r"\shx-on")


def _short(path):
    return path.relative_to(ROOT_TEMPLATES).as_posix()


@pytest.mark.parametrize("path", templates(), ids=name)
def test_nothing_is_written_inline(path):
    """The content security policy forbids it; a page that needs it would break for everybody."""
    text = path.read_text(encoding="utf-8")
    assert INLINE.findall(text) == []
    assert NOT_INLINE.findall(text) == []


def test_every_template_is_used():
    sources = [path.read_text(encoding="utf-8") for path in [*code(), *templates()]]
    everything = "\n".join(sources)
    unused = [
        short
        for path in templates()
        if not BY_CONVENTION.match(short := _short(path))
        and f'"{short}"' not in everything
        and f"'{short}'" not in everything
    ]
    assert unused == []
