"""Invented programme tables of three entry years, and what is being prepared for the next one.

The 2022 revised curriculum began with those who entered high schools in 2025, so on most days the oldest
year of the demo follows the 2015 revised one.
"""

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from consortium.rules.calendar import first_day_of, school_year
from curriculum.demo.days import school_day
from curriculum.demo.subjects import rows_of
from curriculum.models import SEMESTERS, Department, ProgrammeRow, ProgrammeTable, Subject
from curriculum.programme.rulebook import rulebook_of
from curriculum.programme.services.editing import GAP
from curriculum.states import Generation, TableState
from partners.models import Approval, Consortium

DECIDED_BEFORE = 75  # days before the first students come
NOT_YET_APPROVED = "생성형 AI 활용"
EARLIER = {"인공지능 서비스 기획": 4, "빅데이터 분석": 3}  # last semester's credits in the replaced version


@dataclass(frozen=True)
class Plan:
    """One table of the demo: whose, for which entry year, which version, and how far it has come."""

    department: Department
    entry_year: int
    version: int
    state: TableState


def load_tables(consortium: Consortium, today: date) -> None:
    """Tables that keep every rule, one that was replaced, one in review, and a draft that breaks two."""
    lines = rows_of(consortium.slug, "programme")
    taught = {line["generation"] for line in lines}
    departments = list(Department.objects.filter(consortium=consortium).order_by("pk"))
    plans = [
        plan for plan in _plans(departments, school_year(today)) if _generation(plan.entry_year) in taught
    ]
    if not plans:
        return
    tables = ProgrammeTable.objects.bulk_create(_table(consortium, plan, today) for plan in plans)
    subjects = {(one.generation, one.name): one for one in Subject.objects.filter(consortium=consortium)}
    ProgrammeRow.objects.bulk_create(
        row
        for table, plan in zip(tables, plans, strict=True)
        for row in _rows(table, lines, subjects, replaced=plan.state == TableState.REPLACED)
    )
    _spoil(_drafts(tables), subjects)
    _bring_forward(consortium, tables, plans)


def _plans(departments: list[Department], year: int) -> list[Plan]:
    done, first = TableState.APPROVED, departments[0]
    plans = [Plan(one, entry, 1, done) for entry in (year - 2, year - 1) for one in departments]
    plans += [Plan(first, year, 1, TableState.REPLACED), Plan(first, year, 2, done)]
    plans += [Plan(one, year, 1, done) for one in departments[1:]]
    plans += [Plan(first, year + 1, 1, TableState.DRAFT)]
    return plans + [Plan(one, year + 1, 1, TableState.IN_REVIEW) for one in departments[1:2]]


def _generation(entry_year: int) -> Generation:
    return rulebook_of(entry_year).generation or Generation.REVISED_2015


def _made_at(plan: Plan, today: date) -> datetime:
    """A month before its committees, and what is still being prepared a month ago."""
    before = first_day_of(plan.entry_year) - timedelta(days=DECIDED_BEFORE + 30)
    day = min(before, today - timedelta(days=30))
    return datetime.combine(day, time(9), timezone.get_current_timezone())


def _table(consortium: Consortium, plan: Plan, today: date) -> ProgrammeTable:
    return ProgrammeTable(
        consortium=consortium,
        school=consortium.school,
        department=plan.department,
        entry_year=plan.entry_year,
        version=plan.version,
        generation=_generation(plan.entry_year),
        created_at=_made_at(plan, today),
        is_demo=True,
    )


def _rows(
    table: ProgrammeTable,
    lines: list[dict[str, str]],
    subjects: dict[tuple[str, str], Subject],
    *,
    replaced: bool,
) -> list[ProgrammeRow]:
    ours = [
        line
        for line in lines
        if line["generation"] == table.generation and line["department"] in ("*", table.department.name)
    ]
    return [
        ProgrammeRow(
            table=table,
            school_id=table.school_id,
            subject=subjects[table.generation, line["subject"]],
            position=place * GAP,
            **_credits(line, replaced=replaced),
            is_required=line["required"] == "1",
            choice_group=line["choice_group"],
            is_joint=bool(line["joint"]),
            note=line["note"],
        )
        for place, line in enumerate(ours, start=1)
    ]


def _credits(line: dict[str, str], *, replaced: bool) -> dict[str, int]:
    """As the file has them; the version that was replaced weighed two subjects otherwise."""
    credits = [int(line[f"s{one}"]) for one in SEMESTERS]
    if replaced:
        credits[-1] = EARLIER.get(line["subject"], credits[-1])
    return {f"semester_{one}": value for one, value in zip(SEMESTERS, credits, strict=True)}


def _drafts(tables: list[ProgrammeTable]) -> list[ProgrammeTable]:
    newest = max(table.entry_year for table in tables)
    return [table for table in tables if table.entry_year == newest][:1]


def _spoil(drafts: list[ProgrammeTable], subjects: dict[tuple[str, str], Subject]) -> None:
    """A subject that the office has not approved, with which the last semester holds too much."""
    for table in drafts:
        subject = subjects.get((table.generation, NOT_YET_APPROVED))
        if subject:
            last = table.rows.count() * GAP  # creative activities close a table
            ProgrammeRow.objects.create(
                table=table, school_id=table.school_id, subject=subject, position=last - 5, semester_6=3
            )


def _bring_forward(consortium: Consortium, tables: list[ProgrammeTable], plans: list[Plan]) -> None:
    """Step by step, as PostgreSQL demands, each approved table with the two decisions it rests on."""
    ids = {
        state: [table.pk for table, plan in zip(tables, plans, strict=True) if plan.state == state]
        for state in TableState
    }
    published = ids[TableState.APPROVED] + ids[TableState.REPLACED]
    move = ProgrammeTable.objects.filter
    move(pk__in=published + ids[TableState.IN_REVIEW]).update(state=TableState.IN_REVIEW)
    years = {table.entry_year for table, plan in zip(tables, plans, strict=True) if table.pk in published}
    for year in sorted(years):
        for version in (1, 2):  # the first is replaced before the second takes its place
            if not move(pk__in=published, entry_year=year, version=version).exists():
                continue
            committee, steering = _decisions(consortium, year, version)
            rows = move(pk__in=published, entry_year=year, version=version)
            rows.update(state=TableState.APPROVED, committee_approval=committee, approval=steering)
            move(pk__in=ids[TableState.REPLACED], state=TableState.APPROVED).update(state=TableState.REPLACED)


def _decisions(consortium: Consortium, entry_year: int, version: int) -> tuple[Approval, Approval]:
    first = first_day_of(entry_year) - timedelta(days=DECIDED_BEFORE - 28 * (version - 1))
    title = f"{entry_year}학년도 입학생 편성표"
    committee, steering = Approval.objects.bulk_create(
        Approval(consortium=consortium, body=body, on=school_day(on), number=number, document=document)
        for body, on, number, document in (
            ("학교교육과정위원회", first, f"시연 {entry_year}-교육과정-{version}", title),
            (
                "학교운영위원회",
                first + timedelta(days=14),
                f"시연 {entry_year}-운영-{version}",
                f"{entry_year}학년도 입학생 교육과정 심의",
            ),
        )
    )
    return committee, steering
