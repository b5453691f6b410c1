"""One list on its way: read, matched, checked, confirmed, taken over, given back, destroyed."""

from datetime import timedelta
from io import BytesIO

import pytest
import xlsxwriter
from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from python_calamine import CalamineWorkbook

from consortium.audit.models import Destruction
from consortium.imports import destroying, reading, runner, services
from consortium.imports.models import Import, Layout
from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from tests.authorization import as_owner
from tests.imports.files import bring, check, comma_separated, confirm, fresh, rows_of, workbook

FILE = [["시험 목록"], ["이름", "수"], ["가", "1"], [], ["나", "많음"], ["다", "3"], ["합계", "4"]]


def bring_trial(member, rows=FILE, name="목록.csv"):
    return bring(member, comma_separated(rows), name, key="trial")


def told(event):
    with as_owner():
        return Notification.objects.filter(event=event).count()


def test_a_list_goes_its_whole_way(cast, shelf):
    member = cast["coordinator"]
    imported = bring_trial(member)
    assert (imported.state, imported.header_row, imported.mapping) == ("MAPPING", 2, {"name": 0, "count": 1})
    imported = check(member, imported)
    assert imported.counts == {"NEW": 2, "ERROR": 1, "SKIPPED": 1}
    assert [row.number for row in rows_of(imported)] == [3, 5, 6, 7]
    assert shelf.holds == {}, "nothing happens before the confirmation"
    imported = confirm(member, imported)
    assert (imported.state, imported.results) == ("DONE", {"ADDED": 2})
    assert shelf.holds == {"가": 1, "다": 3}
    assert told("imports/done") == 1


def test_the_same_file_again_changes_nothing(cast, shelf):
    member = cast["coordinator"]
    confirm(member, check(member, bring_trial(member)))
    again = check(member, bring_trial(member))
    assert again.counts == {"SAME": 2, "ERROR": 1, "SKIPPED": 1}
    with acting_as(member.actor), pytest.raises(StateConflict):
        services.confirm_import(again, by=member, version=again.version)


def test_confirming_twice_takes_over_once(cast, shelf):
    member = cast["coordinator"]
    imported = check(member, bring_trial(member))
    confirm(member, imported)
    with acting_as(member.actor), pytest.raises(StateConflict):
        services.confirm_import(imported, by=member, version=imported.version)
    runner.run(imported.pk)
    assert shelf.writes == [[3, 6]]


def test_a_preview_that_is_no_longer_the_one_seen_is_not_confirmed(cast, shelf):
    member = cast["coordinator"]
    seen = check(member, bring_trial(member))
    check(member, seen, {"name": 0})
    with acting_as(member.actor), pytest.raises(StateConflict):
        services.confirm_import(seen, by=member, version=seen.version)


def test_a_row_that_is_refused_spoils_no_other(cast, shelf):
    member = cast["coordinator"]
    shelf.refuses = {"가"}
    imported = confirm(member, check(member, bring_trial(member)))
    assert imported.results == {"FAULTY": 1, "ADDED": 1}
    assert shelf.holds == {"다": 3}
    assert rows_of(imported)[0].problems == [[None, "이 행은 안 됩니다."]]


def test_faulty_rows_come_back_as_a_file_that_can_be_corrected_and_brought_again(cast, shelf):
    member = cast["coordinator"]
    file = [["이름", "수", "비고"], ["나", "많음", "- 협의 중"], ["=1+1", "2", "@x"]]
    imported = check(member, bring_trial(member, file))
    book = CalamineWorkbook.from_path(imported.faulty).get_sheet_by_index(0).to_python()
    assert book[0] == ["이름", "수", "비고", "무엇이 잘못되었는지", "파일의 행 번호"]
    assert book[1][:3] == ["나", "많음", "'- 협의 중"]
    assert book[2][:3] == ["'=1+1", "2", "'@x"], "no cell of it is a formula"
    assert book[1][3].startswith("수: ")
    assert [row[4] for row in book[1:]] == [2.0, 3.0]

    book[1][1], book[2][0] = "7", "라"
    again = bring(member, workbook(book), "고친 파일.xlsx", key="trial")
    again = check(member, again)
    assert again.counts == {"NEW": 2}
    assert rows_of(again)[0].cells[2] == "- 협의 중"


# --- columns
def test_the_columns_are_remembered_for_the_next_file_of_this_layout(cast, shelf):
    member = cast["coordinator"]
    rows = [["ㄱ", "ㄴ"], ["1", "가"]]
    first = bring_trial(member, rows)
    assert (first.mapping, first.remembered) == ({}, False)
    check(member, first, {"name": 1, "count": 0})
    second = bring_trial(member, [["올해 목록"], [], *rows])
    assert (second.header_row, second.mapping, second.remembered) == (3, {"name": 1, "count": 0}, True)
    stranger = bring_trial(cast["stranger"], rows)
    assert stranger.remembered is False, "what one consortium learnt is not another's"


def test_the_person_may_say_where_the_names_stand(cast, shelf):
    member = cast["coordinator"]
    imported = bring_trial(member, [["이름", "수"], ["이름", "수"], ["가", "1"]])
    assert imported.header_row == 1
    with acting_as(member.actor):
        services.choose_header(imported, by=member, row=2, height=1)
    imported = check(member, fresh(imported))
    assert [row.number for row in rows_of(imported)] == [3]


def test_the_person_may_choose_another_sheet(cast, shelf):
    member = cast["coordinator"]
    imported = bring(member, workbook(FILE[1:], sheets=("안내", "명단")), "목록.xlsx", key="trial")
    assert (imported.state, imported.sheets) == ("FAILED", [])  # the first sheet is empty


def test_another_sheet_is_read_anew(cast, shelf):
    member, output = cast["coordinator"], BytesIO()
    book = xlsxwriter.Workbook(output, {"in_memory": True})
    book.add_worksheet("안내").write(0, 0, "읽어 주세요")
    book.add_worksheet("명단").write_column(0, 0, ["이름", "가"])
    book.close()
    imported = bring(member, output, "목록.xlsx", key="trial")
    assert (imported.sheet, imported.sheets) == ("안내", ["안내", "명단"])
    with acting_as(member.actor):
        services.choose_sheet(imported, by=member, sheet="명단")
    runner.run(imported.pk)
    assert check(member, fresh(imported)).counts == {"NEW": 1}


# --- workers
def test_a_worker_that_fails_midway_is_followed_by_one_that_goes_on(cast, shelf, monkeypatch):
    member = cast["coordinator"]
    rows = [["이름", "수"], *([f"이름{n}", str(n)] for n in range(25))]
    monkeypatch.setattr(runner, "CHUNK", 10)
    imported = bring_trial(member, rows)
    calls, add = [], runner.staging.add

    def fails_once(*args):
        calls.append(args)
        if len(calls) == 2:
            raise RuntimeError("no")
        add(*args)

    monkeypatch.setattr(runner.staging, "add", fails_once)
    half = check(member, imported)
    assert (half.state, half.rows_done, len(rows_of(half))) == ("CHECKING", 10, 9)
    with as_owner():
        Import.objects.update(lease_until=None)
    runner.run(imported.pk)
    whole = fresh(imported)
    assert (whole.state, whole.counts) == ("PREVIEW", {"NEW": 25})
    assert [row.number for row in rows_of(whole)] == list(range(2, 27))


def test_a_worker_whose_lease_ran_out_writes_nothing_more(cast, shelf):
    member = cast["coordinator"]
    imported = check(member, bring_trial(member))
    with acting_as(member.actor):
        services.confirm_import(imported, by=member, version=imported.version)
    slow = runner.claim(imported.pk)
    assert runner.claim(imported.pk) is None, "somebody has it"
    with as_owner():
        Import.objects.update(lease_until=timezone.now() - timedelta(seconds=1))
    runner.run(imported.pk)
    with pytest.raises(runner.Superseded):
        runner.Carrier(slow).carry()
    assert shelf.writes == [[3, 6]]


def test_an_import_that_never_gets_on_fails_and_may_be_tried_again(cast, shelf, monkeypatch):
    member = cast["coordinator"]
    imported = bring_trial(member)
    monkeypatch.setattr(runner.Reader, "understand", lambda *args: 1 / 0)
    check(member, imported)
    for _attempt in range(runner.STRIKES):
        with as_owner():
            Import.objects.update(lease_until=None)
        runner.run(imported.pk)
    failed = fresh(imported)
    assert (failed.state, failed.failed_in, told("imports/failed")) == ("FAILED", "CHECKING", 1)
    monkeypatch.undo()


def test_a_failed_import_goes_on_where_it_stopped(cast, shelf):
    member = cast["coordinator"]
    imported = check(member, bring_trial(member))
    with acting_as(member.actor):
        services.confirm_import(imported, by=member, version=imported.version)
    with as_owner():
        Import.objects.update(state="FAILED", failed_in="APPLYING", finished_at=timezone.now())
    failed = fresh(imported)
    with acting_as(member.actor):
        services.retry_import(failed, by=member)
    runner.run(imported.pk)
    assert fresh(imported).results == {"ADDED": 2}


def test_an_ended_membership_stops_the_import(cast, shelf):
    member = cast["coordinator"]
    imported = check(member, bring_trial(member))
    with acting_as(member.actor):
        services.confirm_import(imported, by=member, version=imported.version)
    with as_owner():
        type(member).objects.filter(pk=member.pk).update(ended_at=timezone.now())
    runner.run(imported.pk)
    assert (fresh(imported).state, shelf.holds) == ("CANCELLED", {})


# --- kept and destroyed
def test_a_file_with_resident_numbers_is_destroyed_at_once(cast, shelf):
    imported = bring_trial(cast["coordinator"], [["이름", "번호"], ["가", "010203-3456789"]])
    assert imported.state == "FAILED"
    assert "B2" in imported.error
    assert not imported.folder.exists()
    assert not imported.may_be_retried


def test_what_is_thrown_away_or_old_is_destroyed_with_its_rows(cast, shelf):
    member = cast["coordinator"]
    old, thrown, kept = (check(member, bring_trial(member)) for _number in range(3))
    with as_owner():
        Import.objects.filter(pk=old.pk).update(expires_at=timezone.now())
    with acting_as(member.actor):
        services.throw_away(thrown, by=member)
    assert destroying.destroy_expired() == 2
    assert [len(rows_of(one)) for one in (old, thrown, kept)] == [0, 0, 4]
    assert [one.folder.exists() for one in (old, thrown, kept)] == [False, False, True]
    assert fresh(old).counts == {"NEW": 2, "ERROR": 1, "SKIPPED": 1}
    with as_owner():
        assert sorted(Destruction.objects.values_list("rows", flat=True)) == [4, 4]
    assert destroying.destroy_expired() == 0


def test_a_folder_that_no_row_knows_is_swept_away_after_a_while(cast, shelf, monkeypatch):
    member = cast["coordinator"]
    imported = bring_trial(member)
    with acting_as(member.actor), transaction.atomic():
        lost = services.upload_file(
            imported.into,
            by=member,
            name="a.csv",
            content=comma_separated(FILE),
            size=9,
            language="ko",
        )
        transaction.set_rollback(True)
    monkeypatch.setattr(destroying, "STRAY", timedelta(seconds=-5))
    destroying.destroy_expired()
    assert (lost.folder.exists(), imported.folder.exists()) == (False, True)


def test_the_upload_is_private_on_disk(cast, shelf):
    imported = bring_trial(cast["coordinator"], name="../../이름.csv")
    assert imported.file_name == "이름.csv"
    assert imported.upload.parent == imported.folder
    assert imported.folder.stat().st_mode & 0o077 == 0
    assert imported.upload.stat().st_mode & 0o077 == 0


def test_only_so_many_imports_at_once(cast, shelf):
    member = cast["coordinator"]
    with as_owner():
        made = bring_trial(member)
        for _number in range(services.AT_ONCE):
            Import.objects.create(
                consortium=member.consortium,
                member=member,
                target="trial",
                file_name="x",
                kind="csv",
                size=1,
                sha256="",
                expires_at=timezone.now(),
            )
    assert made.state == "MAPPING"
    with pytest.raises(PermissionDenied):
        bring_trial(member)


def test_a_layout_is_one_row_however_often_it_is_used(cast, shelf):
    member = cast["coordinator"]
    for _number in range(2):
        check(member, bring_trial(member))
    with as_owner():
        assert Layout.objects.count() == 1
    assert reading.column_letter(27) == "AB"


# --- runs of rows
def test_a_run_is_taken_over_in_pieces_and_each_row_keeps_its_fate(cast, shelf):
    member = cast["coordinator"]
    shelf.refuses = {"이름12"}
    rows = [["이름", "수"], *([f"이름{n}", str(n)] for n in range(25))]
    imported = check(member, bring_trial(member, rows))
    with as_owner():
        assert [(run.number, run.until) for run in imported.rows.all()] == [(2, 26)]
    imported = confirm(member, imported)
    assert imported.results == {"ADDED": 24, "FAULTY": 1}
    lines = rows_of(imported)
    assert [row.number for row in lines] == list(range(2, 27))
    assert [row.cells[0] for row in lines if row.result == "FAULTY"] == ["이름12"]
    assert len(shelf.holds) == 24
    with as_owner():
        assert imported.rows.count() == 5  # three chunks, the second one cut by the faulty row
