"""Small files that are what they say, as uploads bring them."""

import struct

from django.core.files.uploadedfile import SimpleUploadedFile

PNG_END = b"\x00\x00\x00\x00IEND\xaeB`\x82"


def png(width=10, height=10):
    return b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR" + struct.pack(">II", width, height) + b"rest" + PNG_END


def jpeg(width=10, height=10):
    frame = b"\xff\xc0\x00\x0b\x08" + struct.pack(">HH", height, width) + b"\x01\x01\x11\x00"
    return b"\xff\xd8\xff\xe0\x00\x04ab" + frame + b"data\xff\xd9"


def pdf(words="Lesson log"):
    """One page with one line of words."""
    content = f"BT /F1 12 Tf 20 500 Td ({words}) Tj ET".encode("latin-1")
    page = (
        b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj\n"
        b"2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj\n"
        b"3 0 obj<</Type/Page/Parent 2 0 R/MediaBox[0 0 420 595]/Contents 4 0 R"
        b"/Resources<</Font<</F1<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>>>endobj\n"
    )
    stream = b"4 0 obj<</Length %d>>stream\n%s\nendstream endobj\n" % (len(content), content)
    return page + stream + b"trailer<</Root 1 0 R>>\nstartxref\n0\n%%EOF\n"


def signed_page():
    """The scan of a page that somebody signed on paper."""
    return SimpleUploadedFile("signed.pdf", pdf("signed"))
