"""Logos: a picture is taken apart and put together anew, so that nothing but the picture is kept.

PNG, JPEG and WebP only. Text, colour profiles, camera data and whatever was appended are left out; what
does not add up is refused. SVG is a programme and no picture.
"""

import struct
import zlib
from dataclasses import dataclass

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

MOST_BYTES = 300 * 1024
MOST_PIXELS = 1_000  # in each direction
PNG = b"\x89PNG\r\n\x1a\n"
CHANNELS = {0: 1, 2: 3, 3: 1, 4: 2, 6: 4}  # of a PNG's colour types
KEPT_OF_PNG = (b"IHDR", b"PLTE", b"tRNS", b"IDAT", b"IEND")
FRAMES_OF_JPEG = (0xC0, 0xC1, 0xC2)  # baseline, extended, progressive
KEPT_OF_JPEG = (0xC4, 0xDB, 0xDD, 0xEE, *FRAMES_OF_JPEG)  # tables, restart interval, Adobe's colour note


@dataclass(frozen=True)
class Picture:
    """A picture that is nothing else."""

    content: bytes
    content_type: str
    width: int
    height: int


class _Broken(Exception):
    """The bytes are not what they say."""


def rebuilt(content: bytes) -> Picture:
    """The picture in these bytes and nothing beside it; refuses everything else."""
    if len(content) > MOST_BYTES:
        raise ValidationError(_("The picture may have %(most)s KB at most.") % {"most": MOST_BYTES // 1024})
    read = _reader_of(content)
    if read is None:
        raise ValidationError(_("Choose a PNG, JPEG or WebP picture; other files are not taken."))
    try:
        picture = read(content)
    except (_Broken, struct.error, IndexError, zlib.error) as error:
        raise ValidationError(
            _("This file is damaged, or is no plain picture. Save it anew and try again.")
        ) from error
    if not (0 < picture.width <= MOST_PIXELS and 0 < picture.height <= MOST_PIXELS):
        raise ValidationError(
            _("The picture may be %(most)s × %(most)s pixels at most.") % {"most": MOST_PIXELS}
        )
    return picture


def _reader_of(content: bytes) -> object:
    if content.startswith(PNG):
        return _png
    if content.startswith(b"\xff\xd8\xff"):
        return _jpeg
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return _webp
    return None


def _png(content: bytes) -> Picture:
    kept, at, data, names = [PNG], len(PNG), b"", []
    while names[-1:] != [b"IEND"]:
        (size,) = struct.unpack_from(">I", content, at)
        name, body = content[at + 4 : at + 8], content[at + 8 : at + 8 + size]
        (checksum,) = struct.unpack_from(">I", content, at + 8 + size)
        if len(body) != size or zlib.crc32(name + body) != checksum:
            raise _Broken
        names.append(name)
        if name in KEPT_OF_PNG:
            kept.append(content[at : at + 12 + size])
        if name == b"IDAT":
            data += body
        at += 12 + size
    if names[0] != b"IHDR" or names.count(b"IHDR") != 1:
        raise _Broken
    width, height, depth, colour, _method, _filter, interlaced = struct.unpack(">IIBBBBB", kept[1][8:21])
    if colour not in CHANNELS or depth not in (1, 2, 4, 8, 16) or max(width, height) > MOST_PIXELS:
        return Picture(b"", "image/png", width, height)  # refused for its size before it is unpacked
    expected = height * (1 + (width * depth * CHANNELS[colour] + 7) // 8)
    _check_unpacked(data, expected, exactly=not interlaced)
    return Picture(b"".join(kept), "image/png", width, height)


def _check_unpacked(data: bytes, expected: int, *, exactly: bool) -> None:
    """A small file must not unpack into a flood, nor into less than the picture."""
    most = expected if exactly else 2 * expected + 64
    unpacked = zlib.decompressobj().decompress(data, most + 1)
    if len(unpacked) > most or (exactly and len(unpacked) != expected):
        raise _Broken


def _jpeg(content: bytes) -> Picture:
    kept, at, frame = [b"\xff\xd8"], 2, None
    while True:
        if content[at] != 0xFF:
            raise _Broken
        marker = content[at + 1]
        (size,) = struct.unpack_from(">H", content, at + 2)
        segment = content[at : at + 2 + size]
        if marker == 0xDA:  # the picture itself follows
            break
        if marker in KEPT_OF_JPEG:
            kept.append(segment)
        if marker in FRAMES_OF_JPEG:
            frame = struct.unpack_from(">HH", segment, 5)
        elif 0xC0 <= marker <= 0xCF and marker not in KEPT_OF_JPEG:
            raise _Broken
        at += 2 + size
    end = content.rfind(b"\xff\xd9")
    if frame is None or end < at:
        raise _Broken
    kept.append(content[at : end + 2])
    return Picture(b"".join(kept), "image/jpeg", frame[1], frame[0])


def _webp(content: bytes) -> Picture:
    (length,) = struct.unpack_from("<I", content, 4)
    end = 8 + length
    if end > len(content):
        raise _Broken
    at, kept, size = 12, [], None
    while at < end:
        name = content[at : at + 4]
        (part,) = struct.unpack_from("<I", content, at + 4)
        body = content[at + 8 : at + 8 + part]
        if len(body) != part or name in (b"ANIM", b"ANMF"):
            raise _Broken
        if name in (b"VP8 ", b"VP8L"):
            size = _size_of_webp(name, body)
            kept.append(name + struct.pack("<I", part) + body + b"\0" * (part % 2))
        at += 8 + part + part % 2
    if size is None or len(kept) != 1:
        raise _Broken
    inside = b"WEBP" + kept[0]
    return Picture(b"RIFF" + struct.pack("<I", len(inside)) + inside, "image/webp", *size)


def _size_of_webp(name: bytes, body: bytes) -> tuple[int, int]:
    if name == b"VP8 ":
        if body[3:6] != b"\x9d\x01\x2a":
            raise _Broken
        width, height = struct.unpack_from("<HH", body, 6)
        return width & 0x3FFF, height & 0x3FFF
    if body[0] != 0x2F:
        raise _Broken
    (bits,) = struct.unpack_from("<I", body, 1)
    return (bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1
