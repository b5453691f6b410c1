"""Invented, plausible subjects of the demo consortia; the competency units they name are real."""

import csv
from datetime import date, timedelta
from pathlib import Path

from curriculum.demo.days import school_day
from curriculum.models import CompetencyUnit, Subject, SubjectUnit
from partners.models import Approval, Consortium

DEMO = Path(__file__).parent
OWN, OWN_NOT_APPROVED = "1", "2"  # created by the school, with and without the office's approval


def rows_of(slug: str, file: str) -> list[dict[str, str]]:
    """The lines of a demo file; a consortium that teaches nothing in the demo has none."""
    path = DEMO / slug / f"{file}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def load_subjects(consortium: Consortium, today: date) -> None:
    """Subjects of both generations with their units; the school's own ones rest on an approval."""
    rows = rows_of(consortium.slug, "subjects")
    if not rows:
        return
    office = Approval.objects.create(
        consortium=consortium,
        body="교육청 교육과정 담당 부서",
        on=school_day(today - timedelta(days=400)),
        number="시연 과목승인 제1호",
        document="학교장 개설과목 승인(시연)",
    )
    subjects = Subject.objects.bulk_create(
        Subject(
            consortium=consortium,
            school=consortium.school,
            generation=row["generation"],
            name=row["name"],
            name_en=row["name_en"],
            kind=row["kind"],
            general_kind=row.get("general_kind", ""),
            subject_group=row["subject_group"],
            standard_credits=row["standard_credits"] or None,
            is_school_created=bool(row["school_created"]),
            approval=office if row["school_created"] == OWN else None,
            is_demo=True,
        )
        for row in rows
    )
    units = dict(CompetencyUnit.objects.values_list("code", "pk"))
    SubjectUnit.objects.bulk_create(
        SubjectUnit(subject=subject, school=consortium.school, unit_id=units[code], hours=int(hours))
        for subject, row in zip(subjects, rows, strict=True)
        for code, hours in (one.split(":") for one in row["units"].split("|") if one)
        if code in units
    )
