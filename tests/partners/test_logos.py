"""The picture of an organisation: only the picture itself is kept and served."""

import datetime
import struct
import zlib

import pytest
from django.core.exceptions import ValidationError
from django.core.files.uploadedfile import SimpleUploadedFile

from partners.registry.pictures import rebuilt
from tests.partners.pages import page

TODAY = datetime.date(2026, 6, 1)


def png(width=2, height=2, *, extra=b"", data=None):
    def chunk(name, body):
        return struct.pack(">I", len(body)) + name + body + struct.pack(">I", zlib.crc32(name + body))

    raw = b"".join(b"\0" + b"\x7f" * 3 * width for _ in range(height)) if data is None else data
    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", head)
        + chunk(b"tEXt", b"Comment\0secret place")
        + chunk(b"IDAT", zlib.compress(raw))
        + chunk(b"IEND", b"")
        + extra
    )


JPEG = (
    b"\xff\xd8\xff\xe1\x00\x0aExif\0\0GP"
    + b"\xff\xc0\x00\x0b\x08\x00\x10\x00\x20\x01\x01\x11\x00"
    + b"\xff\xda\x00\x08\x01\x01\x00\x00\x3f\x00"
    + b"\x12\x34\xff\xd9"
    + b"<script>after the end</script>"
)
WEBP_BODY = b"\x2f" + struct.pack("<I", (9 << 14) | 19) + b"\0"
WEBP = b"RIFF" + struct.pack("<I", 4 + 8 + 6 + 8 + 4) + b"WEBPVP8L" + struct.pack("<I", 6) + WEBP_BODY
WEBP += b"EXIF" + struct.pack("<I", 4) + b"GPS!"


def test_of_a_picture_only_the_picture_is_kept():
    plain = rebuilt(png(extra=b"<?php evil ?>"))
    assert (plain.content_type, plain.width, plain.height) == ("image/png", 2, 2)
    assert b"secret" not in plain.content
    assert b"evil" not in plain.content
    photo = rebuilt(JPEG)
    assert (photo.content_type, photo.width, photo.height) == ("image/jpeg", 32, 16)
    assert b"Exif" not in photo.content
    assert b"script" not in photo.content
    web = rebuilt(WEBP)
    assert (web.content_type, web.width, web.height) == ("image/webp", 20, 10)
    assert b"GPS!" not in web.content


@pytest.mark.parametrize(
    "content",
    [
        b"<svg xmlns='http://www.w3.org/2000/svg' onload='alert(1)'/>",
        b"GIF89a" + b"\0" * 40,
        b"",
        b"\x89PNG\r\n\x1a\nrubbish",
        png()[:-20],
        png(5000, 5000, data=b""),
        png(4, 4, data=b"\0" * 100_000),
        png(4, 4, data=b"\0"),
        b"\xff\xd8\xff\xe0short",
        b"RIFF\xff\xff\xff\xffWEBPVP8 ",
        png() + b"\0" * (301 * 1024),
    ],
)
def test_what_is_no_plain_picture_is_refused(content):
    with pytest.raises(ValidationError):
        rebuilt(content)


def test_a_logo_is_served_as_a_picture_and_nothing_else(client, cast, company):
    sent = {"logo": SimpleUploadedFile("logo.png", png(), "image/png")}
    assert page(client, cast, "hr", f"partners/{company.pk}/logo/change/", sent).status_code == 302
    answer = page(client, cast, "student", f"partners/{company.pk}/logo/")
    assert (answer["Content-Type"], answer["X-Content-Type-Options"]) == ("image/png", "nosniff")
    assert "sandbox" in answer["Content-Security-Policy"]
    assert (
        page(client, cast, "hr", f"partners/{company.pk}/logo/change/", {"remove": "yes"}).status_code == 302
    )
    assert page(client, cast, "hr", f"partners/{company.pk}/logo/").status_code == 404
