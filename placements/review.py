"""What HR reads of each candidate: blind until shortlisted, each fit explained unit by unit."""

from __future__ import annotations

import datetime
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from django.utils.functional import Promise
from django.utils.translation import gettext as _

from curriculum.models import Attainment, Certificate, CompetencyUnit, Contact, Student
from partners.models import Member
from placements import gate
from placements.models import Candidate, Consent, DemandedUnit, Vacancy
from placements.states import CandidateState, ConsentItem
from placements.workflow import DECLINE, SHORTLIST

T = TypeVar("T")


@dataclass(frozen=True)
class Fit:
    """How the demanded competency units and a candidate's meet; `known` is false without consent."""

    known: bool
    have: list[CompetencyUnit] = field(default_factory=list)
    missing: list[CompetencyUnit] = field(default_factory=list)

    @property
    def demanded(self) -> int:
        return len(self.have) + len(self.missing)

    @property
    def words(self) -> str:
        """The fit in one sentence, which the bar only repeats."""
        if not self.known:
            return _("The consent does not cover competency units, so the fit is unknown.")
        count = {"have": len(self.have), "demanded": self.demanded}
        if not self.missing:
            return _("Has all %(demanded)d demanded units.") % count
        names = ", ".join(unit.in_words for unit in self.missing)
        return _("Has %(have)d of %(demanded)d; missing: %(names)s") % (count | {"names": names})


@dataclass(frozen=True)
class Card:
    """One candidate as this company may know them now; None stands for what consent does not cover."""

    candidate: Candidate
    fit: Fit
    consent_until: datetime.date
    items: list[str]
    opens: list[str]
    certificates: list[str] | None
    attendance: str | Promise | None
    student: Student | None
    contact: Contact | None
    may_shortlist: bool
    may_decline: bool

    @property
    def pk(self) -> int:
        return self.candidate.pk

    @property
    def is_open(self) -> bool:
        """Whether the company has not answered yet."""
        return self.candidate.state == CandidateState.PROPOSED

    @property
    def is_shortlisted(self) -> bool:
        return self.candidate.state == CandidateState.SHORTLISTED

    @property
    def why_here(self) -> str:
        """Why the card stands where it stands."""
        if not self.fit.known:
            return _("Stands last because the fit is unknown; that says nothing against the candidate.")
        return _("Order: %(have)d demanded units held; among equals, who was put forward first.") % {
            "have": len(self.fit.have)
        }


def cards_of(candidates: Iterable[Candidate], *, by: Member) -> list[Card]:
    """Cards for these candidates, in their order; the number of queries does not grow with them."""
    candidates = list(candidates)
    students = [candidate.student_id for candidate in candidates]
    consents = {
        consent.student_id: consent
        for consent in Consent.objects.visible_to(by).live().filter(student__in=students)
    }
    chosen = [row.student_id for row in candidates if row.state == CandidateState.SHORTLISTED]
    known = _Known(
        demanded=_demanded({candidate.vacancy_id for candidate in candidates}),
        attained=_by_student(gate.attainments(by).filter(student__in=students), lambda row: row.unit_id),
        certificates=_by_student(gate.certificates(by).filter(student__in=students), lambda row: row.name),
        names={row.pk: row for row in gate.named_students(by).filter(pk__in=chosen)} if chosen else {},
        contacts={row.student_id: row for row in gate.contacts(by).filter(student__in=chosen)}
        if chosen
        else {},
    )
    return [
        known.card(candidate, consents[candidate.student_id], by=by)
        for candidate in candidates
        if candidate.student_id in consents  # else withdrawn between two of our queries
    ]


def demanded_units(vacancy: Vacancy) -> list[CompetencyUnit]:
    """The competency units that the vacancy needs, in the order of their codes."""
    rows = vacancy.demanded_units.select_related("unit").prefetch_related("unit__elements")
    return [row.unit for row in rows.order_by("unit__code")]


def _demanded(vacancies: set[int]) -> dict[int, list[CompetencyUnit]]:
    rows = DemandedUnit.objects.filter(vacancy__in=vacancies).select_related("unit")
    found: dict[int, list[CompetencyUnit]] = defaultdict(list)
    for row in rows.prefetch_related("unit__elements").order_by("unit__code"):
        found[row.vacancy_id].append(row.unit)
    return found


@dataclass(frozen=True)
class _Known:
    """What the gate gave for the candidates of one page."""

    demanded: Mapping[int, list[CompetencyUnit]]
    attained: Mapping[int, set[int]]
    certificates: Mapping[int, set[str]]
    names: Mapping[int, Student]
    contacts: Mapping[int, Contact]

    def card(self, candidate: Candidate, consent: Consent, *, by: Member) -> Card:
        student, items = candidate.student_id, set(consent.items)
        certificates = sorted(self.certificates.get(student, ()))
        # Chosen for one vacancy, the same student stays blind on the cards of every other.
        is_chosen = candidate.state == CandidateState.SHORTLISTED
        band = candidate.get_attendance_band_display() if candidate.attendance_band else None
        return Card(
            candidate=candidate,
            fit=self.fit(candidate, known=ConsentItem.COMPETENCIES in items),
            consent_until=consent.valid_until,
            items=consent.item_labels,
            opens=[str(item.label) for item in (ConsentItem.NAME, ConsentItem.CONTACT) if item in items],
            certificates=certificates if ConsentItem.CERTIFICATES in items else None,
            attendance=band if ConsentItem.ATTENDANCE in items else None,
            student=self.names.get(student) if is_chosen else None,
            contact=self.contacts.get(student) if is_chosen else None,
            may_shortlist=bool(SHORTLIST.verdict(candidate, by=by)),
            may_decline=bool(DECLINE.verdict(candidate, by=by)),
        )

    def fit(self, candidate: Candidate, *, known: bool) -> Fit:
        demanded = self.demanded.get(candidate.vacancy_id, [])
        if not known:
            return Fit(known=False, missing=demanded)
        attained = self.attained.get(candidate.student_id, set())
        have = [unit for unit in demanded if unit.pk in attained]
        return Fit(True, have, [unit for unit in demanded if unit.pk not in attained])


def _by_student(
    rows: Iterable[Attainment | Certificate], value: Callable[[Attainment | Certificate], T]
) -> dict[int, set[T]]:
    found: dict[int, set[T]] = defaultdict(set)
    for row in rows:
        found[row.student_id].add(value(row))
    return found
