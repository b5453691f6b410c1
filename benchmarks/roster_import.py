"""A roster of 250,000 rows brought as a list and taken over, against COPY of the same students.

    uv run --group test python -m benchmarks.roster_import [rows]

Read, checked against the portal, staged, and taken over with history, row policies, triggers and seats;
then the same list once more, which changes nothing. COPY goes, as the tables' owner, first into a table of
the students' columns without policies, triggers, constraints or indexes, then into the students' own table
with its triggers and indexes. A school has 3,600 seats a year, so the rows go over many school years.
"""

import csv
import sys
import time
from collections.abc import Callable
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks import stage  # first: it prepares the environment
from consortium.imports import doorbell, registry, runner, services
from consortium.imports.models import Import
from consortium.rowlevel import acting_as
from partners.states import Role
from tests import factories
from tests.authorization import as_owner, step_down, step_up

HEAD = ["학년도", "학년", "반", "번호", "성명", "생년월일", "학과"]
COLUMNS = (
    "consortium_id, school_id, department_id, entry_year, school_year, grade, class_no, number, name,"
    " birth_date, state, updated_at"
)


def row(n: int) -> list[str]:
    seat = n % 3_600
    place = [1 + seat // 1_200, 1 + seat // 60 % 20, 1 + seat % 60]
    return [str(2026 + n // 3_600), *map(str, place), f"학생{_letters(n)}", "2009. 5. 1.", "AI융합과"]


def _letters(n: int) -> str:
    """A name without digits, another one for each row."""
    return "".join(chr(ord("가") + n // 100**place % 100 * 28) for place in range(3))


def as_file(folder: Path, count: int) -> Path:
    path = folder / "roster.csv"
    with path.open("w", encoding="cp949", errors="replace", newline="") as lines:
        writer = csv.writer(lines)
        writer.writerow(HEAD)
        writer.writerows(row(n) for n in range(count))
    return path


def timed(name: str, work: Callable[[], object], seconds: dict[str, float]) -> object:
    begin = time.perf_counter()
    result = work()
    seconds[name] = time.perf_counter() - begin
    return result


def bring(path: Path, member: object, seconds: dict[str, float], once_more: bool) -> Import:
    mark = " again" if once_more else ""
    with path.open("rb") as content, acting_as(member.actor):
        imported = services.upload_file(
            registry.find("roster"),
            by=member,
            name=path.name,
            content=content,
            size=path.stat().st_size,
            language="ko",
        )
    timed(f"read{mark}", lambda: runner.run(imported.pk), seconds)
    imported = fresh(imported)
    with acting_as(member.actor):
        services.choose_columns(imported, by=member, mapping=imported.mapping)
    timed(f"check{mark}", lambda: runner.run(imported.pk), seconds)
    imported = fresh(imported)
    if once_more or imported.state != "PREVIEW":
        return imported
    with acting_as(member.actor):
        services.confirm_import(imported, by=member, version=imported.version)
    timed("take over", lambda: runner.run(imported.pk), seconds)
    return fresh(imported)


def fresh(imported: Import) -> Import:
    with as_owner():
        return Import.objects.select_related("consortium").get(pk=imported.pk)


def copies(department: object, count: int, seconds: dict[str, float]) -> None:
    lines = StringIO()
    for n in range(count):
        year, grade, class_no, number, name, _born, _department = row(n)
        facts = [department.consortium_id, department.school_id, department.pk, int(year) - int(grade) + 1]
        told = [*facts, year, grade, class_no, number, name, "2009-05-01", "ENROLLED", "2026-09-01"]
        lines.write("\t".join(map(str, told)) + "\n")
    with connection.cursor() as cursor:
        cursor.execute(f"CREATE TABLE bench_student AS SELECT {COLUMNS} FROM curriculum_student LIMIT 0")
        for name, table in (("COPY, bare table", "bench_student"), ("COPY, own table", "curriculum_student")):

            def work(table: str = table) -> None:
                with cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as copy:
                    copy.write(lines.getvalue())

            cursor.execute("TRUNCATE curriculum_student CASCADE")
            timed(name, work, seconds)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 250_000
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("CREATE DATABASE bench_roster")
    connection.settings_dict["NAME"] = "bench_roster"
    call_command("migrate", verbosity=0)
    settings.MEDIA_ROOT = Path(mkdtemp())
    doorbell.ring = lambda import_id: None
    department = factories.DepartmentFactory(name="AI융합과")
    member = factories.MemberFactory(
        consortium=department.consortium, partner=department.school, role=Role.COORDINATOR
    )
    path = as_file(settings.MEDIA_ROOT, count)
    stage.look_at("bench_roster")
    seconds: dict[str, float] = {}
    first = bring(path, member, seconds, once_more=False)
    again = bring(path, member, seconds, once_more=True)
    print(first.state, first.counts, first.results, first.error, "| again:", again.counts, again.error)
    step_up()
    copies(department, count, seconds)
    step_down()
    seconds["read, check, take over"] = seconds["read"] + seconds["check"] + seconds.get("take over", 0)
    bare = seconds["COPY, bare table"]
    for name, spent in seconds.items():
        print(f"{name:<24} {spent:8.2f} s {count / spent:12,.0f} rows/s {spent / bare:8.1f} × COPY")


if __name__ == "__main__":
    main()
