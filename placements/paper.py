"""The printed consent form (제3자 제공 동의서): all that PIPA 17② wants named, before anybody signs."""

from __future__ import annotations

import datetime
from collections.abc import Mapping
from dataclasses import dataclass

from django.http import QueryDict
from django.utils import timezone
from django.utils.dateparse import parse_date
from django.utils.functional import Promise

from consortium.rules.checks import may_consent_alone, rule_on
from consortium.shell.ids import ids_in
from consortium.verdict import Verdict
from curriculum.models import Student
from partners.models import Member, Partner
from placements.forms import PURPOSE
from placements.states import ConsentItem


@dataclass(frozen=True)
class Paper:
    """What is printed; an empty recipient or date leaves a line to fill in by hand."""

    recipient: Partner | None
    purpose: str | Promise
    items: list[tuple[str | Promise, bool]]
    valid_until: datetime.date | None
    printed_on: datetime.date
    own_consent_is_enough: Verdict
    contents_article: str
    guardian_article: str


def paper_of(student: Student, asked: Mapping[str, str] | QueryDict, *, member: Member) -> Paper:
    """The form for one student, filled with what the address says so far."""
    today = timezone.localdate()
    chosen = asked.getlist("items") if isinstance(asked, QueryDict) else []
    return Paper(
        recipient=Partner.objects.companies_of(member)
        .filter(pk__in=ids_in([asked.get("recipient", "")]))
        .first(),
        purpose=asked.get("purpose") or PURPOSE,
        items=[(item.label, item.value in chosen) for item in ConsentItem],
        valid_until=_day(asked.get("valid_until", "")),
        printed_on=today,
        own_consent_is_enough=may_consent_alone(student.birth_date, today),
        contents_article=rule_on("consent-contents", today).cite(today),
        guardian_article=rule_on("consent-guardian-age", today).cite(today),
    )


def _day(text: str) -> datetime.date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None
