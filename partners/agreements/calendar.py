"""Days of agreements as a calendar file (RFC 5545): ends and signings, and no person's name.

All-day events and nothing else, so a library would bring more than it saves: texts are escaped (3.3.11),
lines folded at 75 octets (3.1), every event has a lasting UID and a stamp.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from django.conf import settings
from django.utils.translation import gettext as _

from partners.agreements.terms import effective_terms
from partners.models import Agreement
from partners.states import AgreementState

ENDS = frozenset({AgreementState.IN_FORCE, AgreementState.EXPIRED, AgreementState.TERMINATED})
ESCAPED = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": ""})
LINE = 75  # octets


@dataclass(frozen=True)
class Event:
    """One whole day that matters."""

    uid: str
    on: date
    title: str
    url: str


def events_of(agreements: Iterable[Agreement], on: date) -> Iterator[Event]:
    """Signing, beginning and last day of each agreement as its terms stand on a day."""
    for agreement in agreements:
        terms = effective_terms(agreement, on)
        url = settings.SITE_URL + agreement.get_absolute_url()
        days = [("signed", agreement.signed_on, _("Signed: %(agreement)s"))]
        if terms.starts_on != agreement.signed_on:
            days.append(("begins", terms.starts_on, _("Begins: %(agreement)s")))
        if agreement.state in ENDS:
            days.append(("ends", terms.last_day, _("Last day: %(agreement)s")))
        for what, day, title in days:
            if day is not None:
                yield Event(f"agreement-{agreement.pk}-{what}", day, title % {"agreement": agreement}, url)


def written(events: Iterable[Event], *, name: str, now: datetime) -> str:
    """The calendar file."""
    stamp = f"{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Consortium portal//Agreements//KO"]
    lines += ["CALSCALE:GREGORIAN", "METHOD:PUBLISH", f"X-WR-CALNAME:{name.translate(ESCAPED)}"]
    host = settings.SITE_URL.split("://")[-1].split(":")[0]
    for event in events:
        lines += [
            "BEGIN:VEVENT",
            f"UID:{event.uid}@{host}",
            f"DTSTAMP:{stamp}",
            f"DTSTART;VALUE=DATE:{event.on:%Y%m%d}",
            f"DTEND;VALUE=DATE:{event.on + timedelta(days=1):%Y%m%d}",
            f"SUMMARY:{event.title.translate(ESCAPED)}",
            f"URL:{event.url}",
            "TRANSP:TRANSPARENT",
            "END:VEVENT",
        ]
    lines.append("END:VCALENDAR")
    return "".join(f"{folded(line)}\r\n" for line in lines)


def folded(line: str) -> str:
    """The line in pieces of 75 octets at most, never cut inside a letter."""
    pieces, size = [""], 0
    for letter in line:
        octets = len(letter.encode())
        if size + octets > LINE:
            pieces.append("")
            size = 1  # the space that begins a continued line
        pieces[-1] += letter
        size += octets
    return "\r\n ".join(pieces)
