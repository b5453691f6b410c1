"""The certificate as a PDF, with a code that leads to the page where anybody can check it."""

from __future__ import annotations

import io
from datetime import UTC, date, datetime
from pathlib import Path
from typing import TYPE_CHECKING

import qrcode
from django.conf import settings
from django.urls import reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from qrcode.image.svg import SvgPathImage

from consortium.reports.formats.typesetting import typeset
from consortium.reports.numbering import official_date

if TYPE_CHECKING:
    from curriculum.models import ProgrammeCertificate

TEMPLATE = Path(__file__).parent / "typst" / "certificate.typ"


def address_of(certificate: ProgrammeCertificate) -> str:
    """Where anybody can check it."""
    return settings.SITE_URL + reverse("verify", args=[certificate.code])


def certificate_number(issued_on: date, pk: int) -> str:
    """What the paper and the page that vouches for it both name."""
    return _("No. %(number)s") % {"number": f"{issued_on:%Y}-{pk:05d}"}


def qr_svg(text: str) -> str:
    """A square of dots that a telephone's camera reads."""
    picture = io.BytesIO()
    qrcode.make(text, image_factory=SvgPathImage, border=1).save(picture)
    return picture.getvalue().decode()


def pdf(certificate: ProgrammeCertificate) -> bytes:
    """One page; tagged as PDF/UA where the fonts have every sign of the names."""
    issued = certificate.issued_on
    moment = datetime(issued.year, issued.month, issued.day, tzinfo=UTC)
    return typeset(TEMPLATE, "certificate", _as_plain(certificate), moment)[0]


def _as_plain(certificate: ProgrammeCertificate) -> dict[str, object]:
    english, issued = get_language() == "en", certificate.issued_on
    name = certificate.programme_name_en if english else ""
    first, last = official_date(certificate.starts_on), official_date(certificate.ends_on)
    hours = f"{certificate.hours.normalize():f}"
    address = address_of(certificate)
    return {
        "language": "en" if english else "ko",
        "title": _("Certificate of completion"),
        "number": certificate_number(issued, certificate.pk),
        "facts": [
            [_("Name"), certificate.student.name],
            [_("Name of the programme"), name or certificate.programme_name],
            [_("Provider"), certificate.provider_words],
            [_("Period"), f"{first} ~ {last}"],
            [_("Hours attended"), _("%(hours)s hours") % {"hours": hours}],
        ],
        "text": _("This certifies that the person named above has completed the programme named above."),
        "day": official_date(certificate.issued_on),
        "issuer": certificate.provider_words,
        "qr": qr_svg(address),
        "qr_alt": _("Code that leads to the page where this certificate can be checked"),
        "check": _("Whoever wants to check this certificate opens:"),
        "address": address,
        "banner": _("Invented for the demo") if certificate.consortium.is_demo else "",
    }
