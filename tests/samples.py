"""Small pictures that are what they say, as uploads bring them."""

import struct

PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def png(width=10, height=10):
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"rest" + PNG_END


def jpeg(width=10, height=10):
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab" + frame + b"data\xff\xd9"
