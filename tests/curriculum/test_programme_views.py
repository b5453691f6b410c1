"""The pages of subjects and tables: reading, the editor, and what it answers to the grid."""

import datetime
import json
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from consortium.rowlevel import acting_as
from curriculum.models import ProgrammeRow, ProgrammeTable
from curriculum.programme.rows import cells_of
from curriculum.states import TableState
from tests import factories
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db


@pytest.fixture
def table(cast):
    return factories.ProgrammeTableFactory(department=cast.department)


@pytest.fixture
def approved(cast):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.APPROVED)
    factories.ProgrammeRowFactory(table=table, subject__name="인공지능 모델링")
    return table


def address(name, *args):
    return reverse(f"curriculum:{name}", args=["paju", *args])


def log_in(client, member):
    client.force_login(member.user)
    return client


def send_cell(client, row, name, value, seen):
    sent = {"cell": name, name: value, "seen": json.dumps(seen)}
    return client.post(address("table_row", row.pk), sent, headers={"accept": "application/json"})


def read(row):
    with as_owner():
        return ProgrammeRow.objects.get(pk=row.pk)


@pytest.mark.parametrize("who", ["hr", "official", "education_official", "lecturer", "student", "teacher"])
def test_everybody_reads_what_is_approved(client, cast, approved, who):
    log_in(client, cast[who])
    assert "인공지능 모델링" in client.get(address("table", approved.pk)).text
    assert str(approved.entry_year) in client.get(address("tables")).text


@pytest.mark.parametrize("who", ["hr", "official", "student"])
def test_drafts_are_the_schools_own(client, cast, table, who):
    assert log_in(client, cast[who]).get(address("table", table.pk)).status_code == 404
    assert log_in(client, cast["teacher"]).get(address("table", table.pk)).status_code == 200


def test_a_student_is_led_to_the_table_that_holds_for_them(client, cast):
    with as_owner():
        own = factories.ProgrammeTableFactory(
            department=cast.department, entry_year=cast.student.entry_year, state=TableState.APPROVED
        )
    page = log_in(client, cast["student"]).get(address("tables"))
    assert page.context["mine"] == own


def test_a_cell_from_the_grid_answers_with_totals_and_rules(client, cast, table):
    row = factories.ProgrammeRowFactory(table=table, semester_1=3)
    head = log_in(client, cast["curriculum_head"])
    answer = send_cell(head, row, "semester_1", "5", cells_of(row))
    found = answer.json()
    assert (answer.status_code, found["credits"], found["row"]["semester_1"]) == (200, 5, 5)
    assert found["sums"]["ALL"] == [5, 0, 0, 0, 0, 0, 5]
    assert "total-1" in found["marks"]
    assert "192" in found["rules"]
    assert send_cell(head, row, "semester_1", "", cells_of(read(row))).json()["credits"] == 0
    assert read(row).semester_1 == 0


def test_a_stale_cell_is_a_409_that_says_what_stands_there(client, cast, table):
    row = factories.ProgrammeRowFactory(table=table, semester_1=3)
    seen = cells_of(row)
    head = log_in(client, cast["curriculum_head"])
    send_cell(head, row, "semester_1", "5", seen)
    answer = send_cell(head, row, "semester_1", "4", seen)
    assert (answer.status_code, answer.json()["cells"]) == (409, {"semester_1": 5})
    assert cast["curriculum_head"].user.name in answer.json()["message"]
    assert send_cell(head, row, "semester_1", "4", answer.json()["row"]).status_code == 200


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("semester_1", "41"),
        ("semester_1", "-1"),
        ("semester_1", "셋"),
        ("semester_1", "1."),
        ("semester_1", "1.5"),
        ("table", "1"),
    ],
)
def test_a_cell_that_cannot_be_is_a_422(client, cast, table, name, value):
    row = factories.ProgrammeRowFactory(table=table, semester_1=3)
    answer = send_cell(log_in(client, cast["curriculum_head"]), row, name, value, cells_of(row))
    assert answer.status_code == 422
    assert answer.json()["message"]
    assert (str(row.subject) in answer.json()["message"]) == (name != "table")
    assert read(row).semester_1 == 3


def test_a_cell_takes_all_that_is_typed_so_that_half_a_credit_is_refused(client, cast, table):
    factories.ProgrammeRowFactory(table=table, semester_1=3)
    page = log_in(client, cast["curriculum_head"]).get(address("table_edit", table.pk)).text
    (cell,) = re.findall(r'<input[^>]*name="semester_1"[^>]*>', page)
    assert "maxlength" not in cell


def test_a_cell_without_what_was_seen_is_refused(client, cast, table):
    row = factories.ProgrammeRowFactory(table=table, semester_1=3)
    head = log_in(client, cast["curriculum_head"])
    sent = {"cell": "semester_1", "semester_1": "5", "seen": "nonsense"}
    answer = head.post(address("table_row", row.pk), sent, headers={"accept": "application/json"})
    assert answer.status_code == 422


def test_without_script_a_whole_row_is_saved_and_nothing_typed_is_lost(client, cast, table):
    row = factories.ProgrammeRowFactory(table=table, semester_1=3)
    seen = json.dumps(cells_of(row))
    head = log_in(client, cast["curriculum_head"])
    sent = {"semester_1": "4", "semester_2": "", "is_required": "on", "note": "실습", "seen": seen}
    saved = head.post(address("table_row", row.pk), sent)
    assert saved["location"].endswith(f"#row-{row.pk}")
    assert (read(row).by_semester, read(row).note) == ((4, 0, 0, 0, 0, 0), "실습")
    stale = head.post(address("table_row", row.pk), sent | {"semester_1": "6", "note": "이론"})
    assert stale.status_code == 409
    assert 'value="6"' in stale.text
    assert 'value="이론"' in stale.text
    wrong = head.post(address("table_row", row.pk), sent | {"semester_1": "77"})
    assert wrong.status_code == 422
    assert 'value="77"' in wrong.text


def test_rows_come_and_go_by_forms(client, cast, table):
    subject = factories.SubjectFactory(consortium=cast.consortium)
    head = log_in(client, cast["curriculum_head"])
    assert head.post(address("row_add", table.pk), {}).status_code == 422
    added = head.post(address("row_add", table.pk), {"subject": subject.pk, "is_required": "on"})
    row = ProgrammeRow(pk=int(re.search(r"#row-(\d+)$", added["location"])[1]))
    assert head.post(address("row_remove", row.pk)).status_code == 302
    with as_owner():
        assert not table.rows.exists()
    assert head.post(address("table_undo", table.pk)).status_code == 302
    with as_owner():
        assert [one.subject for one in table.rows.all()] == [subject]


def test_the_editor_marks_cells_that_break_a_rule(client, cast, table):
    own = factories.SubjectFactory(consortium=cast.consortium, is_school_created=True)
    row = factories.ProgrammeRowFactory(table=table, subject=own, semester_1=3)
    page = log_in(client, cast["curriculum_head"]).get(address("table_edit", table.pk))
    assert f'href="#row-{row.pk}"' in page.text
    assert 'href="#total-1"' in page.text


def test_what_is_approved_is_not_edited(client, cast, approved):
    head = log_in(client, cast["curriculum_head"])
    assert head.get(address("table_edit", approved.pk))["location"] == approved.get_absolute_url()
    with as_owner():
        row = approved.rows.get()
    assert send_cell(head, row, "semester_1", "5", cells_of(row)).status_code == 409
    assert head.post(address("row_remove", row.pk)).status_code == 409


def test_approval_takes_both_decisions(client, cast):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.IN_REVIEW)
    factories.ProgrammeRowFactory(table=table)
    principal = log_in(client, cast["principal"])
    empty = principal.post(address("table_approve", table.pk), {})
    assert empty.status_code == 422
    known = factories.ApprovalFactory(consortium=cast.consortium, body="학교교육과정위원회")
    for facts in ({"body": "현장실습운영위원회"}, {"body": known.body, "on": datetime.date(2023, 3, 2)}):
        factories.ApprovalFactory(consortium=cast.consortium, **facts)
    own = factories.ApprovalFactory(consortium=cast.consortium, body=known.body)
    factories.SubjectFactory(consortium=cast.consortium, is_school_created=True, approval=own)
    offered = empty.context["form"].fields["committee_approval"].queryset
    with acting_as(cast["principal"].actor):
        assert list(offered.all()) == [known]
    sent = {
        "committee_approval": known.pk,
        "steering_body": "학교운영위원회",
        "steering_on": "2026-11-03",
        "steering_number": "제7호",
    }
    both = principal.post(address("table_approve", table.pk), sent | {"committee_number": "제8호"})
    assert (both.status_code, set(both.context["form"].errors)) == (422, {"committee_approval"})
    assert principal.post(address("table_approve", table.pk), sent).status_code == 302
    with as_owner():
        table = ProgrammeTable.objects.select_related("approval").get(pk=table.pk)
        assert (table.state, table.committee_approval_id) == (TableState.APPROVED, known.pk)
        assert table.approval.on == datetime.date(2026, 11, 3)
    assert principal.post(address("table_approve", table.pk), sent).status_code == 409


def test_a_recorded_decision_says_in_the_choice_what_was_decided(client, cast):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.IN_REVIEW)
    facts = {"body": "학교교육과정위원회", "on": datetime.date(2026, 10, 30), "number": "제13호"}
    factories.ApprovalFactory(consortium=cast.consortium, document="2027 입학생 편성표", **facts)
    page = log_in(client, cast["principal"]).get(address("table_approve", table.pk)).text
    assert "2026. 10. 30. · 학교교육과정위원회 제13호 · 2027 입학생 편성표</option>" in page


def test_a_decision_left_out_is_asked_for_once_per_committee(client, cast):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.IN_REVIEW)
    sent = {"committee_body": "학교교육과정위원회", "steering_body": "학교운영위원회"}
    page = log_in(client, cast["principal"]).post(address("table_approve", table.pk), sent)
    assert page.status_code == 422
    summary = re.search(r'<section class="error-summary".*?</section>', page.text, re.DOTALL)[0]
    assert summary.count("<li>") == 2


def test_a_copy_for_a_year_that_is_being_written_leads_to_that_table(client, cast, approved):
    draft = factories.ProgrammeTableFactory(department=cast.department, entry_year=2028)
    head = log_in(client, cast["curriculum_head"])
    page = head.post(address("table_copy", approved.pk), {"entry_year": "2028"})
    assert page.status_code == 422
    assert f'<a href="{draft.get_absolute_url()}">{draft}</a>' in page.text
    refused = head.post(address("table_copy", approved.pk), {"entry_year": "1999"})
    assert (refused.status_code, set(refused.context["form"].errors)) == (422, {"entry_year"})


@pytest.mark.parametrize(
    ("name", "who", "state", "task"),
    [
        ("table_edit", "curriculum_head", TableState.DRAFT, "편집"),
        ("table_copy", "curriculum_head", TableState.DRAFT, "복사"),
        ("table_approve", "principal", TableState.IN_REVIEW, "승인"),
    ],
)
def test_a_step_of_a_table_is_named_with_the_table(client, cast, name, who, state, task):
    table = factories.ProgrammeTableFactory(department=cast.department, state=state)
    page = log_in(client, cast[who]).get(address(name, table.pk)).text
    assert f"<h1>{table} {task}</h1>" in page
    assert f"<title>{table} {task} · " in page


def test_a_table_under_review_is_taken_back_in_words_of_a_committee(client, cast):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.IN_REVIEW)
    page = log_in(client, cast["curriculum_head"]).get(table.get_absolute_url()).text
    assert "심의 요청 회수" in page
    assert "서명" not in page


def test_two_versions_side_by_side(client, cast, approved):
    second = factories.ProgrammeTableFactory(
        department=cast.department, version=2, based_on=approved, entry_year=approved.entry_year
    )
    with as_owner():
        same = approved.rows.get().subject
    factories.ProgrammeRowFactory(table=second, subject=same, semester_1=5)
    factories.ProgrammeRowFactory(table=second, subject__name="로봇 비전")
    page = log_in(client, cast["curriculum_head"]).get(address("table_compare", second.pk))
    found = [(str(one.subject), one.change.value) for one in page.context["differences"]]
    assert sorted(found) == [("로봇 비전", "ADDED"), ("인공지능 모델링", "CHANGED")]
    assert "3학년 2학기" in page.text
    foreign = factories.ProgrammeTableFactory()
    asked = client.get(address("table_compare", second.pk), {"with": foreign.pk})
    assert asked.status_code == 404


def test_only_what_changed_is_shown_when_asked_for(client, cast, table):
    second = factories.ProgrammeTableFactory(department=cast.department, version=2, based_on=table)
    same, changed = (factories.SubjectFactory(consortium=cast.consortium, name=one) for one in ("가", "나"))
    for one, credits in ((table, 3), (second, 5)):
        factories.ProgrammeRowFactory(table=one, subject=same, semester_1=3)
        factories.ProgrammeRowFactory(table=one, subject=changed, semester_1=credits)
    log_in(client, cast["curriculum_head"])
    for query, shown in (({}, {"가", "나"}), ({"only": "changed"}, {"나"})):
        page = client.get(address("table_compare", second.pk), query)
        assert {str(one.subject) for one in page.context["differences"]} == shown


@pytest.mark.parametrize("name", ["table", "table_edit", "table_compare"])
def test_queries_do_not_grow_with_rows(client, cast, table, name):
    head = log_in(client, cast["curriculum_head"])
    other = factories.ProgrammeTableFactory(department=cast.department, entry_year=2028)
    counts = []
    for count in (1, 3):
        for _ in range(count):
            factories.ProgrammeRowFactory(table=table)
            factories.ProgrammeRowFactory(table=other)
        with CaptureQueriesContext(connection) as queries:
            assert head.get(address(name, table.pk)).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_the_list_of_subjects_costs_the_same_for_one_and_three(client, cast):
    head, counts = log_in(client, cast["curriculum_head"]), []
    for count in (1, 3):
        for _ in range(count):
            factories.SubjectFactory(consortium=cast.consortium)
        with CaptureQueriesContext(connection) as queries:
            assert head.get(address("subjects")).status_code == 200
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_a_subject_is_entered_with_its_units(client, cast):
    head = log_in(client, cast["curriculum_head"])
    unit = factories.UnitFactory()
    facts = {"name": "로봇 비전", "generation": "REVISED_2022", "kind": "PRACTICAL_MAJOR"}
    facts["subject_group"] = "기계"
    made = head.post(address("subject_add"), facts)
    assert made.status_code == 302
    page = made["location"]
    assert head.post(f"{page}units/", {"unit": unit.pk, "hours": "48"}).status_code == 302
    assert unit.code in head.get(page).text
    assert head.post(f"{page}units/", {"unit": unit.pk, "hours": "0"}).status_code == 422
    assert head.post(address("subject_add"), facts).status_code == 422
    assert head.get(address("subjects"), {"q": "비전"}).context["page"].rows[0].name == "로봇 비전"
