"""A roster of 250,000 rows brought as a list and taken over, against COPY of the same students.

    uv run --group test python -m benchmarks.roster_import [rows [rounds]]

Read, checked against the portal, staged, and taken over with history, row policies, triggers and seats,
with one faulty cell in five hundred rows; then the same list once more, which changes nothing. COPY goes, as
the tables' owner, into the students' own table with its history, constraints and indexes, and into a table
of the students' columns without any. Every round does each of them once, in turn; what is printed are
medians and their ratios. A school has 3,600 seats a year, so the rows go over many school years.
"""

import csv
import statistics
import sys
import time
from collections import defaultdict
from collections.abc import Callable
from datetime import date, timedelta
from io import StringIO
from pathlib import Path
from tempfile import mkdtemp

from django.conf import settings
from django.core.management import call_command
from django.db import connection, transaction

from benchmarks import stage  # first: it prepares the environment
from consortium.imports import doorbell, registry, runner, services
from consortium.imports.models import Import
from consortium.rowlevel import acting_as
from partners.states import Role
from tests import factories
from tests.authorization import as_owner

HEAD = ["학년도", "학년", "반", "번호", "성명", "생년월일", "학과"]
COLUMNS = (
    "consortium_id, school_id, department_id, entry_year, school_year, grade, class_no, number, name,"
    " birth_date, state, updated_at"
)


WHO = '{"user": 1, "member": 1, "step": "roster.imported", "reason": "COPY"}'  # as history keeps of an import
FAULTY = 500  # one row of so many has a date that is none
FIRST_BIRTH = date(2007, 3, 1)


def row(n: int) -> list[str]:
    seat = n % 3_600
    place = [1 + seat // 1_200, 1 + seat // 60 % 20, 1 + seat % 60]
    birth = FIRST_BIRTH + timedelta(days=n * 7 % 1_096)
    said = "언젠가" if n % FAULTY == 7 else f"{birth.year}. {birth.month}. {birth.day}."
    return [str(2026 + n // 3_600), *map(str, place), f"학생{_letters(n)}", said, "AI융합과"]


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


class Bench:
    """Each way of getting the students in, timed part by part."""

    def __init__(self, member: object, department: object, count: int) -> None:
        self.member, self.count = member, count
        self.path = as_file(settings.MEDIA_ROOT, count)
        self.lines = as_lines(department, count)
        self.seconds: dict[str, list[float]] = defaultdict(list)

    def round(self) -> None:
        self.empty("imports_import", "curriculum_student", "curriculum_studentevent")
        first = self.bring()
        again = self.bring(" again")
        faulty = -(-(self.count - 7) // FAULTY)
        if (first.results, again.counts) != (
            {"ADDED": self.count - faulty},
            {"SAME": self.count - faulty, "ERROR": faulty},
        ):
            raise SystemExit(f"{first.state} {first.counts} {first.results} {first.error} | {again.counts}")
        with as_owner(), connection.cursor() as cursor:
            bare = f"SELECT {COLUMNS} FROM curriculum_student LIMIT 0"
            cursor.execute(f"CREATE TABLE IF NOT EXISTS bench_student AS {bare}")
        for table in ("curriculum_student", "bench_student"):
            self.empty(table, "curriculum_studentevent")
            self.copy(table)

    def empty(self, *tables: str) -> None:
        with as_owner(), connection.cursor() as cursor:
            cursor.execute(f"TRUNCATE {', '.join(tables)} CASCADE")

    def timed(self, name: str, work: Callable[[], object]) -> None:
        begin = time.perf_counter()
        work()
        self.seconds[name].append(time.perf_counter() - begin)

    def bring(self, mark: str = "") -> Import:
        """The list up to its preview, and taken over unless nothing changes."""
        with self.path.open("rb") as content, acting_as(self.member.actor):
            imported = services.upload_file(
                registry.find("roster"),
                by=self.member,
                name=self.path.name,
                content=content,
                size=self.path.stat().st_size,
                language="ko",
            )
        self.timed(f"read{mark}", lambda: runner.run(imported.pk))
        imported = fresh(imported)
        with acting_as(self.member.actor):
            services.choose_columns(imported, by=self.member, mapping=imported.mapping)
        self.timed(f"check{mark}", lambda: runner.run(imported.pk))
        imported = fresh(imported)
        if not imported.to_apply:
            return imported
        with acting_as(self.member.actor):
            services.confirm_import(imported, by=self.member, version=imported.version)
        self.timed(f"take over{mark}", lambda: runner.run(imported.pk))
        return fresh(imported)

    def copy(self, table: str) -> None:
        def work() -> None:
            with transaction.atomic(), connection.cursor() as cursor:
                cursor.execute("SELECT set_config('pghistory.context_metadata', %s, true)", [WHO])
                with cursor.copy(f"COPY {table} ({COLUMNS}) FROM STDIN") as copy:
                    copy.write(self.lines)

        with as_owner():
            self.timed(f"COPY {table}", work)


def fresh(imported: Import) -> Import:
    with as_owner():
        return Import.objects.select_related("consortium").get(pk=imported.pk)


def as_lines(department: object, count: int) -> str:
    """The students as COPY takes them."""
    lines = StringIO()
    for n in range(count):
        year, grade, class_no, number, name, *_rest = row(n)
        facts = [department.consortium_id, department.school_id, department.pk, int(year) - int(grade) + 1]
        birth = FIRST_BIRTH + timedelta(days=n * 7 % 1_096)
        told = [*facts, year, grade, class_no, number, name, birth, "ENROLLED", "2026-09-01"]
        lines.write("\t".join(map(str, told)) + "\n")
    return lines.getvalue()


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 250_000
    rounds = int(sys.argv[2]) if len(sys.argv) > 2 else 3
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
    bench = Bench(member, department, count)
    stage.look_at("bench_roster")
    for _round in range(rounds):
        bench.round()
    report(bench, rounds)


def report(bench: Bench, rounds: int) -> None:
    print(f"{bench.count:,} rows, medians of {rounds} rounds\n")
    medians = {name: statistics.median(seconds) for name, seconds in bench.seconds.items()}
    medians["read, check, take over"] = medians["read"] + medians["check"] + medians["take over"]
    own, bare = medians["COPY curriculum_student"], medians["COPY bench_student"]
    for name, spent in medians.items():
        speed = f"{name:<24} {spent:8.2f} s {bench.count / spent:12,.0f} rows/s"
        print(f"{speed} {spent / own:8.2f} × COPY {spent / bare:8.1f} × bare COPY")


if __name__ == "__main__":
    main()
