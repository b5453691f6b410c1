"""Counts the live tables once, as the system. Nothing here is stored: masking comes before writing."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from django.db.models import Case, CharField, Count, F, Q, QuerySet, Sum, Value, When
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from consortium.governance import definitions as defined
from consortium.governance.definitions import Definition
from curriculum.models import Attainment, Department, Enrolment, Session, Student
from curriculum.states import EnrolmentState, StudentState
from partners.models import Agreement, Participation, Pledge
from partners.states import AgreementState, PartnerKind, PledgeKind, Unit
from placements.models import Candidate, Consent, Vacancy
from placements.states import CandidateState, VacancyState

CONSENT_STANDINGS = {
    "LIVE": _("Valid"),
    "WAITING": _("Waiting for an agreement"),
    "WITHDRAWN": _("Withdrawn"),
    "EXPIRED": _("Expired"),
}


@dataclass(frozen=True)
class Label:
    """A row or column of a table: its key and its name in both languages."""

    key: str
    name: str
    name_en: str


@dataclass(frozen=True)
class Tally:
    """A table of whole numbers; where it counts people it is masked before it is stored."""

    definition: Definition
    rows: tuple[Label, ...]
    columns: tuple[Label, ...]
    cells: dict[tuple[str, str], int]


@dataclass(frozen=True)
class Ratio:
    """Numerator and denominator of one cell; a percentage, or a mean where the denominator counts people."""

    row: Label
    column: Label
    numerator: Decimal
    denominator: Decimal


NOTHING = Label("", "", "")


def in_both(key: str, words: str | Promise) -> Label:
    with override("ko"):
        name = str(words)
    with override("en"):
        return Label(str(key), name, str(words))


def choices(kind: type) -> tuple[Label, ...]:
    return tuple(in_both(choice.value, choice.label) for choice in kind)


def departments(consortium_id: int) -> tuple[Label, ...]:
    found = Department.objects.filter(consortium=consortium_id).order_by("pk")
    return tuple(
        Label(str(department.pk), department.name, department.name_en or department.name)
        for department in found
    )


def enrolled(consortium_id: int) -> QuerySet[Student]:
    return Student.objects.filter(consortium=consortium_id, state=StudentState.ENROLLED)


def students(consortium_id: int) -> Tally:
    """Enrolled students by department and grade."""
    found = enrolled(consortium_id).order_by().values_list("department", "grade").annotate(Count("pk"))
    grades = tuple(Label(str(grade), f"{grade}학년", f"Grade {grade}") for grade in (1, 2, 3))
    cells = {(str(department), str(grade)): n for department, grade, n in found}
    return Tally(defined.STUDENTS, departments(consortium_id), grades, cells)


def units_per_student(consortium_id: int) -> list[Ratio]:
    """Attained units and enrolled students, by department and for the whole school."""
    people = dict(enrolled(consortium_id).order_by().values_list("department").annotate(Count("pk")))
    attained = Attainment.objects.filter(student__in=enrolled(consortium_id)).order_by()
    units = dict(attained.values_list("student__department").annotate(Count("pk")))
    ratios = [
        Ratio(label, NOTHING, Decimal(units.get(int(label.key), 0)), Decimal(people.get(int(label.key), 0)))
        for label in departments(consortium_id)
    ]
    return [*ratios, Ratio(NOTHING, NOTHING, Decimal(sum(units.values())), Decimal(sum(people.values())))]


def units_in_use(consortium_id: int) -> Tally:
    attained = Attainment.objects.filter(student__in=enrolled(consortium_id))
    number = attained.aggregate(n=Count("unit", distinct=True))["n"]
    return _single(defined.UNITS_IN_USE, {"units": number}, (in_both("units", _("Competency units")),))


def vacancies(consortium_id: int) -> Tally:
    found = Vacancy.objects.filter(consortium=consortium_id).order_by().values_list("state")
    return _single(defined.VACANCIES, dict(found.annotate(Count("pk"))), choices(VacancyState))


def places(consortium_id: int) -> Tally:
    found = Vacancy.objects.filter(consortium=consortium_id).order_by().values_list("state")
    return _single(defined.PLACES, dict(found.annotate(Sum("places"))), choices(VacancyState))


def candidates(consortium_id: int) -> Tally:
    found = Candidate.objects.filter(consortium=consortium_id).order_by().values_list("state")
    return _single(defined.CANDIDATES, dict(found.annotate(Count("pk"))), choices(CandidateState))


def consents(consortium_id: int) -> Tally:
    """Consents by what they are worth today; the live ones are exactly those that open data."""
    ours = Consent.objects.filter(consortium=consortium_id)
    live = ours.live()
    standing = Case(
        When(pk__in=live.values("pk"), then=Value("LIVE")),
        When(withdrawn_at__isnull=False, then=Value("WITHDRAWN")),
        When(valid_until__lt=timezone.localdate(), then=Value("EXPIRED")),
        default=Value("WAITING"),
        output_field=CharField(),
    )
    found = ours.annotate(standing=standing).order_by().values_list("standing").annotate(Count("pk"))
    labels = tuple(in_both(key, words) for key, words in CONSENT_STANDINGS.items())
    return _single(defined.CONSENTS, dict(found), labels)


def partners(consortium_id: int) -> Tally:
    found = Participation.objects.filter(consortium=consortium_id, left_on=None).order_by()
    cells = dict(found.values_list("partner__kind").annotate(Count("pk")))
    return _single(defined.PARTNERS_BY_KIND, cells, choices(PartnerKind))


def agreements(consortium_id: int) -> Tally:
    found = Agreement.objects.filter(consortium=consortium_id).order_by().values_list("state")
    return _single(defined.AGREEMENTS, dict(found.annotate(Count("pk"))), choices(AgreementState))


def pledges(consortium_id: int) -> list[Ratio]:
    """Verified and pledged amounts by kind and unit; more than pledged does not make up for others."""
    return _pledge_ratios(consortium_id, by_partner=False)


def partner_pledges(consortium_id: int) -> list[Ratio]:
    """The same, for each partner."""
    return _pledge_ratios(consortium_id, by_partner=True)


def pledge_delivery(consortium_id: int) -> list[Ratio]:
    """The mean share over all pledges of the day, whatever unit they are in."""
    running = Pledge.objects.filter(consortium=consortium_id).with_delivered().running(timezone.localdate())
    shares = [done / promised for done, promised in running.values_list("counted", "amount")]
    return [Ratio(NOTHING, NOTHING, sum(shares, Decimal(0)), Decimal(len(shares)))] if shares else []


def _pledge_ratios(consortium_id: int, *, by_partner: bool) -> list[Ratio]:
    counted = Pledge.objects.filter(consortium=consortium_id).binding().with_delivered()
    found: dict[tuple[Label, Label], tuple[Decimal, Decimal]] = {}
    kinds, units = list(PledgeKind.values), list(Unit.values)
    fields = ("kind", "unit", "partner", "partner__name", "partner__name_en", "counted", "amount")
    for kind, unit, pk, name, name_en, done, promised in counted.values_list(*fields):
        row = Label(str(pk), name, name_en or name) if by_partner else NOTHING
        column = _kind_and_unit(kind, unit)
        before = found.get((row, column), (Decimal(0), Decimal(0)))
        found[row, column] = (before[0] + done, before[1] + promised)
    ratios = [Ratio(row, column, *amounts) for (row, column), amounts in found.items()]
    order = {f"{kind}:{unit}": place for place, (kind, unit) in enumerate(_product(kinds, units))}
    return sorted(ratios, key=lambda ratio: (ratio.row.name, order[ratio.column.key]))


def course_results(consortium_id: int) -> Tally:
    """Settled enrolments by grade of the course and result."""
    settled = (EnrolmentState.COMPLETED, EnrolmentState.NOT_COMPLETED, EnrolmentState.RECOVERED)
    found = Enrolment.objects.filter(offering__consortium=consortium_id, state__in=settled).order_by()
    found = found.values_list("offering__grade", "state").annotate(Count("pk"))
    grades = tuple(Label(str(grade), f"{grade}학년", f"Grade {grade}") for grade in (1, 2, 3))
    results = tuple(in_both(state.value, state.label) for state in settled)
    return Tally(
        defined.COURSE_RESULTS, grades, results, {(str(grade), state): n for grade, state, n in found}
    )


def partner_hours(consortium_id: int) -> list[Ratio]:
    """Hours of partners' instructors and of all sessions, semester by semester, and in all."""
    held = Session.objects.filter(offering__consortium=consortium_id).order_by()
    by_partner = Sum("hours", filter=Q(instructor__isnull=False) & ~Q(instructor__partner=F("school")))
    rows = (
        held.values_list("offering__year", "offering__semester")
        .annotate(theirs=by_partner, all=Sum("hours"))
        .order_by("offering__year", "offering__semester")
    )
    ratios = [
        Ratio(
            Label(f"{year}-{half}", f"{year}학년도 {half}학기", f"School year {year}, semester {half}"),
            NOTHING,
            Decimal(theirs or 0),
            Decimal(total),
        )
        for year, half, theirs, total in rows
    ]
    done = sum((ratio.numerator for ratio in ratios), Decimal(0))
    return [*ratios, Ratio(NOTHING, NOTHING, done, sum((one.denominator for one in ratios), Decimal(0)))]


def _product(kinds: list[str], units: list[str]) -> list[tuple[str, str]]:
    return [(kind, unit) for kind in kinds for unit in units]


def _kind_and_unit(kind: str, unit: str) -> Label:
    with override("ko"):
        name = f"{PledgeKind(kind).label} ({Unit(unit).label})"
    with override("en"):
        name_en = f"{PledgeKind(kind).label} ({Unit(unit).label})"
    return Label(f"{kind}:{unit}", name, name_en)


def _single(definition: Definition, cells: dict[str, int], rows: tuple[Label, ...]) -> Tally:
    """A table of one column."""
    return Tally(definition, rows, (NOTHING,), {(key, ""): number for key, number in cells.items()})


TALLIES = (
    students,
    units_in_use,
    vacancies,
    places,
    candidates,
    consents,
    partners,
    agreements,
    course_results,
)
RATIOS = (
    (defined.PLEDGES, pledges),
    (defined.PARTNER_PLEDGES, partner_pledges),
    (defined.PLEDGE_DELIVERY, pledge_delivery),
    (defined.PARTNER_HOURS, partner_hours),
)
