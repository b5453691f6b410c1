"""Reading, checking and staging a list of 250,000 rows against raw COPY of the same rows.

    uv run --group test python -m benchmarks.import_file [rows]

Every round does each of them once, in turn; what is printed are medians and their ratios. COPY takes,
as the tables' owner, all that is known of each row (its cells, what they mean, what will become of it) into a
table without policies, constraints or indexes; "bare COPY" takes the six columns alone. One
process and one connection beside the opener of workbooks: the ratio counts, not the seconds.
"""

import csv
import json
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from io import StringIO
from itertools import chain
from pathlib import Path
from tempfile import mkdtemp

import xlsxwriter
from django.conf import settings
from django.core.management import call_command
from django.db import connection

from benchmarks import stage  # first: it prepares the environment
from consortium.imports import doorbell, parsers, registry, runner, services
from consortium.imports.models import Import
from consortium.imports.registry import Field, Target
from consortium.imports.understanding import Reader
from consortium.rowlevel import acting_as
from consortium.verdict import ALLOWED
from tests import factories
from tests.authorization import as_owner, step_down, step_up

ROUNDS = 3
HEAD = ["학년", "반", "번호", "성명", "생년월일", "비고"]
TRIAL = Target(
    key="bench",
    label="Bench",
    purpose="",
    fields=(
        Field("grade", "학년", required=True, parse=parsers.whole_number(1, 3)),
        Field("class_no", "반", required=True, parse=parsers.whole_number(1, 99)),
        Field("number", "번호", required=True, parse=parsers.digits(6)),
        Field("name", "성명", required=True, parse=parsers.text(50)),
        Field("born", "생년월일", parse=parsers.day()),
        Field("note", "비고"),
    ),
    policy=lambda member: ALLOWED,
    identify=lambda values: values["number"],
    find_existing=lambda rows, by: {},
    apply=lambda rows, by: None,
)
PLAIN = (
    "CREATE TABLE bench_copy (imported_id uuid, number integer, cells jsonb, values jsonb, key text,"
    " label text, outcome text, changes jsonb, problems jsonb, result text)"
)

BARE = "CREATE TABLE bench_bare (grade text, class_no text, number text, name text, born text, note text)"


def rows(count: int) -> Iterator[list[str]]:
    """One in a hundred has a date that is none."""
    for n in range(count):
        born = "언젠가" if n % 100 == 7 else "2009. 5. 1."
        yield [str(1 + n % 3), str(1 + n % 14), str(n), f"학생{n}", born, "비고"]


def files(folder: Path, count: int) -> dict[str, Path]:
    made = {"csv": folder / "list.csv", "xlsx": folder / "list.xlsx"}
    with made["csv"].open("w", encoding="cp949", newline="") as lines:
        csv.writer(lines).writerows(chain([HEAD], rows(count)))
    book = xlsxwriter.Workbook(str(made["xlsx"]), {"constant_memory": True})
    sheet = book.add_worksheet()
    for line, cells in enumerate(chain([HEAD], rows(count))):
        sheet.write_row(line, 0, cells)
    book.close()
    return made


def as_text(imported: Import, rows: Iterator[list[str]]) -> str:
    """All that is known of each row, as COPY takes it: its cells, what they mean, what will become of it."""
    reader = Reader(TRIAL, services.header_of(imported), imported.mapping)
    lines = StringIO()
    for row in reader.understand(list(enumerate(rows, start=2))):
        known = [row.cells, row.values, row.key, row.cells[3], row.outcome or "NEW", {}, row.problems, ""]
        texts = (one if isinstance(one, str) else json.dumps(one, ensure_ascii=False) for one in known)
        lines.write("\t".join([str(imported.pk), str(row.number), *texts]) + "\n")
    return lines.getvalue()


class Bench:
    """Each way of getting the rows in, timed part by part."""

    def __init__(self, member: object, files: dict[str, Path]) -> None:
        self.member, self.files = member, files
        self.seconds: dict[str, list[float]] = {}
        self.text = self.bare = ""
        self.memory = 0  # kB, at the end of the first import: what follows is the benchmark's own

    def timed(self, name: str, work: Callable[[], object]) -> object:
        begin = time.perf_counter()
        result = work()
        self.seconds.setdefault(name, []).append(time.perf_counter() - begin)
        return result

    def bring(self, kind: str) -> None:
        path = self.files[kind]
        with path.open("rb") as content, acting_as(self.member.actor):
            imported = services.upload_file(
                TRIAL,
                by=self.member,
                name=path.name,
                content=content,
                size=path.stat().st_size,
                language="ko",
            )
        self.timed(f"read {kind}", lambda: runner.run(imported.pk))
        imported = self.fresh(imported)
        with acting_as(self.member.actor):
            services.choose_columns(imported, by=self.member, mapping=imported.mapping)
        self.timed(f"check and stage {kind}", lambda: runner.run(imported.pk))
        imported = self.fresh(imported)
        if imported.state != "PREVIEW" or imported.rows_total != sum(imported.counts.values()) + 1:
            raise SystemExit(f"{imported.state}: {imported.error} {imported.counts}")
        self.memory = self.memory or resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        if not self.text:
            count = imported.rows_total - 1
            self.text = as_text(imported, rows(count))
            self.bare = "".join("\t".join(cells) + "\n" for cells in rows(count))
        step_up()
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE imports_row")
        step_down()

    def copy(self) -> None:
        step_up()
        with connection.cursor() as cursor:
            cursor.execute(f"DROP TABLE IF EXISTS bench_copy; {PLAIN}")

            def work() -> None:
                with cursor.copy("COPY bench_copy FROM STDIN") as copy:
                    copy.write(self.text)

            self.timed("COPY", work)
            cursor.execute(f"DROP TABLE IF EXISTS bench_bare; {BARE}")

            def bare() -> None:
                with cursor.copy("COPY bench_bare FROM STDIN") as copy:
                    copy.write(self.bare)

            self.timed("bare COPY", bare)
        step_down()

    def fresh(self, imported: Import) -> Import:
        with as_owner():
            return Import.objects.select_related("consortium").get(pk=imported.pk)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 250_000
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute("CREATE DATABASE bench_import")
    connection.settings_dict["NAME"] = "bench_import"
    call_command("migrate", verbosity=0)
    settings.MEDIA_ROOT = Path(mkdtemp())
    doorbell.ring = lambda import_id: None
    registry.register(TRIAL)
    member = factories.MemberFactory()
    bench = Bench(member, files(settings.MEDIA_ROOT, count))
    stage.look_at("bench_import")
    for _round in range(ROUNDS):
        bench.bring("csv")
        bench.bring("xlsx")
        bench.copy()
    report(bench, count)


def report(bench: Bench, count: int) -> None:
    medians = {name: statistics.median(seconds) for name, seconds in bench.seconds.items()}
    print(f"{count:,} rows × {len(HEAD)} columns, medians of {ROUNDS} rounds\n")
    for kind in bench.files:
        medians[f"whole {kind}"] = medians[f"read {kind}"] + medians[f"check and stage {kind}"]
    for name, seconds in medians.items():
        ratio = seconds / medians["COPY"]
        print(f"{name:<24} {seconds:7.2f} s {count / seconds:12,.0f} rows/s {ratio:7.1f} × COPY")
    opener = resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss / 1024
    print(f"\nmemory: at most {bench.memory / 1024:.0f} MB here, {opener:.0f} MB in the largest child")


if __name__ == "__main__":
    main()
