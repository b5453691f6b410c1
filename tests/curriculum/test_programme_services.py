"""Tables through the eyes of those who write and approve them, and what SQL may not do either."""

import datetime
from dataclasses import replace

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.db import DatabaseError, connection, transaction
from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from consortium.rules.models import Rule
from consortium.workflow import StateConflict
from curriculum.models import ProgrammeRow, ProgrammeTable, SubjectUnit
from curriculum.programme import services
from curriculum.programme.rows import cells_of
from curriculum.programme.rulebook import GENERATION
from curriculum.programme.services import CellConflict
from curriculum.programme.services.deciding import Decision
from curriculum.states import CourseState, Generation, TableState
from curriculum.subjects import services as subject_services
from partners.models import Approval
from tests import factories
from tests.authorization import as_owner

pytestmark = pytest.mark.django_db
DECISION = Decision(body="학교운영위원회", on=datetime.date(2026, 11, 2), number="제1호")
COMMITTEE = Decision(body="학교교육과정위원회", on=datetime.date(2026, 10, 12), number="제1호")


@pytest.fixture
def table(cast):
    return factories.ProgrammeTableFactory(department=cast.department)


@pytest.fixture
def row(table):
    return factories.ProgrammeRowFactory(table=table, semester_1=3)


def read(row):
    with as_owner():
        return ProgrammeRow.objects.get(pk=row.pk)


def test_a_cell_is_written_and_undone(cast, row):
    head = cast["curriculum_head"]
    with acting_as(head.actor):
        services.change_row(row, by=head, seen={"semester_1": 3}, values={"semester_1": 5})
        assert read(row).credits == 5
        services.undo(row.table, by=head)
        assert read(row).semester_1 == 3
        assert services.undo(row.table, by=head) is None


def test_a_stale_cell_is_refused_and_names_what_stands_there(cast, row):
    head = cast["curriculum_head"]
    with acting_as(head.actor):
        services.change_row(row, by=head, seen={"semester_1": 3}, values={"semester_1": 5})
        with pytest.raises(CellConflict) as refused:
            services.change_row(row, by=head, seen={"semester_1": 3}, values={"semester_1": 4})
        assert refused.value.cells == {"semester_1": 5}
        assert refused.value.by == head.user.name
        services.change_row(row, by=head, seen={"semester_2": 0}, values={"semester_2": 2})
        assert read(row).by_semester[:2] == (5, 2)


def test_the_same_value_from_two_people_is_no_conflict(cast, row):
    head = cast["curriculum_head"]
    with acting_as(head.actor):
        for _ in range(2):
            services.change_row(row, by=head, seen={"semester_1": 3}, values={"semester_1": 5})
        assert row.table.edits.count() == 1


def test_undo_does_not_write_over_somebody_else(cast, row):
    head = cast["curriculum_head"]
    other = factories.MemberFactory(
        consortium=cast.consortium, partner=cast.partners["school"], role="CURRICULUM_HEAD"
    )
    with acting_as(head.actor):
        services.change_row(row, by=head, seen={"semester_1": 3}, values={"semester_1": 5})
    with acting_as(other.actor):
        services.change_row(row, by=other, seen={"semester_1": 5}, values={"semester_1": 6})
    with acting_as(head.actor), pytest.raises(CellConflict) as refused:
        services.undo(row.table, by=head)
    assert refused.value.by == other.user.name
    assert read(row).semester_1 == 6


def test_rows_are_added_moved_removed_and_everything_is_undone(cast, table):
    head = cast["curriculum_head"]
    rows = [factories.ProgrammeRowFactory(table=table, position=place) for place in (10, 20)]
    subject = factories.SubjectFactory(consortium=cast.consortium)

    def order():
        return list(table.rows.order_by("position", "pk").values_list("subject", flat=True))

    with acting_as(head.actor):
        before = order()
        added = services.add_row(table, by=head, subject=subject, semester_2=4)
        assert services.add_row(table, by=head, subject=subject) == added
        services.move_row(added, by=head, up=True)
        assert order() == [before[0], subject.pk, before[1]]
        services.remove_row(rows[0], by=head)
        assert order() == [subject.pk, before[1]]
        for _ in range(2):
            services.undo(table, by=head)
        assert order() == [*before, subject.pk]
        assert cells_of(read(rows[0])) == cells_of(rows[0])
        services.undo(table, by=head)
        assert order() == before


def test_a_subject_of_another_curriculum_is_refused_also_by_sql(cast, table):
    head = cast["curriculum_head"]
    old = factories.SubjectFactory(
        consortium=cast.consortium, generation=Generation.REVISED_2015, kind="PRACTICAL"
    )
    with acting_as(head.actor), pytest.raises(ValidationError):
        services.add_row(table, by=head, subject=old)
    with pytest.raises(DatabaseError, match="another curriculum"), transaction.atomic(), as_owner():
        ProgrammeRow.objects.create(table=table, school=table.school, subject=old, position=1)


@pytest.mark.parametrize("who", ["coordinator", "principal", "teacher", "accountant"])
def test_only_the_curriculum_head_edits(cast, row, who):
    member = cast[who]
    with acting_as(member.actor), pytest.raises(PermissionDenied, match="교육과정부장"):
        services.change_row(row, by=member, seen={}, values={"semester_1": 5})


def test_from_draft_to_replaced(cast, table, row):
    head, principal = cast["curriculum_head"], cast["principal"]
    with acting_as(head.actor):
        with pytest.raises(ValidationError) as refused:
            services.submit(table, by=head)
        assert "remark" in refused.value.message_dict
        services.submit(table, by=head, remark="다음 판에서 학점을 채웁니다.")
        with pytest.raises(StateConflict):
            services.change_row(row, by=head, seen={"semester_1": 3}, values={"semester_1": 5})
        with pytest.raises(PermissionDenied):
            services.approve(table, by=head, committee=COMMITTEE, steering=DECISION)
    with acting_as(principal.actor):
        with pytest.raises(ValidationError) as refused:
            services.approve(table, by=principal, committee=Decision(), steering=DECISION)
        assert set(refused.value.message_dict) == {"committee_approval"}
        services.send_back(table, by=principal, reason="4학기 학점을 다시 보세요.")
    with acting_as(head.actor):
        services.submit(table, by=head, remark="다음 판에서 학점을 채웁니다.")
    with acting_as(principal.actor):
        approved = services.approve(table, by=principal, committee=COMMITTEE, steering=DECISION)
    with acting_as(head.actor):
        second, missing = services.copy_table(approved, by=head, entry_year=table.entry_year)
        assert (second.version, second.based_on, missing) == (2, approved, [])
        with pytest.raises(ValidationError):
            services.copy_table(approved, by=head, entry_year=table.entry_year)
        services.submit(second, by=head, remark="다음 판에서 학점을 채웁니다.")
    with acting_as(principal.actor):
        with pytest.raises(ValidationError):  # the decisions were about the version before
            services.approve(second, by=principal, committee=COMMITTEE, steering=DECISION)
        later = {"on": timezone.localdate(), "number": "제2호"}
        again = {"committee": replace(COMMITTEE, **later), "steering": replace(DECISION, **later)}
        services.approve(second, by=principal, **again)
    with as_owner():
        states = dict(ProgrammeTable.objects.values_list("version", "state"))
        assert states == {1: TableState.REPLACED, 2: TableState.APPROVED}
        told = Notification.objects.filter(event__startswith="curriculum/table_")
        assert set(told.values_list("event", "recipient")) >= {
            ("curriculum/table_submitted", principal.user_id),
            ("curriculum/table_sent_back", head.user_id),
            ("curriculum/table_approved", head.user_id),
        }


def test_a_table_rests_on_no_decision_of_another_body_time_or_table(cast):
    principal = cast["principal"]
    facts = {"department": cast.department, "state": TableState.IN_REVIEW}
    table = factories.ProgrammeTableFactory(**facts)
    taken = factories.ProgrammeTableFactory(
        department=cast.department, entry_year=2026, state=TableState.APPROVED
    ).approval
    sister = factories.ProgrammeTableFactory(
        department=factories.DepartmentFactory(consortium=cast.consortium), state=TableState.APPROVED
    ).approval
    refused = {
        "steering_body": Decision(body="현장실습운영위원회", on=DECISION.on, number="제3호"),
        "steering_on": replace(DECISION, on=datetime.date(2026, 9, 1)),
        "steering_number": Decision(approval=taken),
    }
    with acting_as(principal.actor):
        for field, steering in refused.items():
            with pytest.raises(ValidationError) as error:
                services.approve(table, by=principal, committee=COMMITTEE, steering=steering)
            assert set(error.value.message_dict) == {field}
        # One meeting may be about the tables of all departments for one year of entry.
        steering = Decision(approval=sister)
        assert (
            services.approve(table, by=principal, committee=COMMITTEE, steering=steering).approval == sister
        )


def test_a_table_rests_on_no_decision_about_a_course_or_a_subject(cast):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.IN_REVIEW)
    course = factories.CourseVersionFactory(
        consortium=cast.consortium, state=CourseState.APPROVED, name="비전 과정"
    )
    with as_owner():
        Approval.objects.filter(pk=course.curriculum_approval_id).update(body=COMMITTEE.body, on=COMMITTEE.on)
        decided = Approval.objects.get(pk=course.curriculum_approval_id)
    # Chosen, or typed as it is recorded: the same decision.
    for committee in (
        Decision(approval=decided),
        Decision(body=decided.body, on=decided.on, number=decided.number),
    ):
        with acting_as(cast["principal"].actor), pytest.raises(ValidationError) as refused:
            services.approve(table, by=cast["principal"], committee=committee, steering=DECISION)
        (words,) = refused.value.message_dict["committee_number"]
        assert "비전 과정" in words


def test_what_is_wrong_with_both_decisions_is_said_at_once_and_once_each(cast):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.IN_REVIEW)
    prefilled = {
        "committee": Decision(body=COMMITTEE.body),
        "steering": Decision(body=DECISION.body, on=DECISION.on),
    }
    with acting_as(cast["principal"].actor), pytest.raises(ValidationError) as refused:
        services.approve(table, by=cast["principal"], **prefilled)
    found = refused.value.message_dict
    assert {name: len(words) for name, words in found.items()} == {
        "committee_approval": 1,
        "steering_number": 1,
    }


def test_no_table_is_made_for_entrants_of_a_year_without_a_curriculum(cast):
    head = cast["curriculum_head"]
    table = factories.ProgrammeTableFactory(department=cast.department)
    makers = (
        lambda: services.copy_table(table, by=head, entry_year=1999),
        lambda: services.create_table(
            by=head, department=cast.department, entry_year=1999, generation=Generation.REVISED_2022
        ),
    )
    for make in makers:
        with acting_as(head.actor), pytest.raises(ValidationError) as refused:
            make()
        (words,) = refused.value.message_dict["entry_year"]
        assert "2022~2024(2015 개정 교육과정)" in words
        assert "2025부터(2022 개정 교육과정)" in words


def test_where_no_rule_is_known_the_curriculum_is_chosen(cast):
    head, facts = cast["curriculum_head"], {"department": cast.department, "entry_year": 2031}
    with as_owner():
        Rule.objects.filter(code=GENERATION).delete()
    with acting_as(head.actor):
        with pytest.raises(ValidationError) as refused:
            services.create_table(by=head, **facts)
        assert set(refused.value.message_dict) == {"generation"}
        made = services.create_table(by=head, generation=Generation.REVISED_2022, **facts)
    assert made.generation == Generation.REVISED_2022


def test_a_table_entered_after_its_entrants_came_rests_on_the_decision_of_then(cast):
    table = factories.ProgrammeTableFactory(
        department=cast.department, entry_year=2025, state=TableState.IN_REVIEW
    )
    old = {"on": datetime.date(2024, 12, 10)}
    decisions = {"committee": replace(COMMITTEE, **old), "steering": replace(DECISION, **old)}
    with acting_as(cast["principal"].actor):
        assert services.approve(table, by=cast["principal"], **decisions).state == TableState.APPROVED


def test_a_copy_for_another_curriculum_leaves_out_what_that_one_does_not_know(cast):
    head = cast["curriculum_head"]
    old = factories.ProgrammeTableFactory(
        department=cast.department, entry_year=2024, generation=Generation.REVISED_2015
    )
    for name, generations in (("음악", Generation), ("국어", [Generation.REVISED_2015])):
        made = [
            factories.SubjectFactory(
                consortium=cast.consortium, name=name, generation=one, kind="GENERAL", subject_group=name
            )
            for one in generations
        ]
        factories.ProgrammeRowFactory(table=old, subject=made[0])
    with acting_as(head.actor):
        new, missing = services.copy_table(old, by=head, entry_year=2027)
        assert new.generation == Generation.REVISED_2022
        assert [row.subject.name for row in new.rows.all()] == ["음악"]
        assert [one.name for one in missing] == ["국어"]


REFUSED = [
    ("UPDATE curriculum_programmerow SET semester_1 = 9 WHERE id = {row}", "no draft"),
    ("DELETE FROM curriculum_programmerow WHERE id = {row}", "no draft"),
    (
        "INSERT INTO curriculum_programmerow (table_id, school_id, subject_id, position, semester_1,"
        " semester_2, semester_3, semester_4, semester_5, semester_6, is_required, choice_group, is_joint,"
        " note) VALUES ({table}, {school}, {free}, 1, 1, 0, 0, 0, 0, 0, true, '', false, '')",
        "no draft",
    ),
    ("UPDATE curriculum_programmetable SET entry_year = 2030 WHERE id = {table}", "no draft"),
    ("UPDATE curriculum_programmetable SET state = 'DRAFT' WHERE id = {table}", "transition|FSM|Invalid"),
    (
        "UPDATE curriculum_programmetable SET approval_id = committee_approval_id WHERE id = {table}",
        "named|no decision",
    ),
    ("DELETE FROM curriculum_programmetable WHERE id = {table}", "Only a draft|no draft"),
    ("UPDATE curriculum_subject SET standard_credits = 9 WHERE id = {subject}", "names this subject"),
    ("UPDATE curriculum_subject SET name = '다른 이름' WHERE id = {subject}", "names this subject"),
    ("DELETE FROM curriculum_subject WHERE id = {subject}", "violates foreign key"),
    (
        "INSERT INTO curriculum_programmetable (consortium_id, school_id, department_id, entry_year, version,"
        " generation, state, created_at, is_demo, remark, sent_back_because) VALUES ({consortium}, {school},"
        " {department}, 2027, 9, 'REVISED_2022', 'APPROVED', now(), false, '', '')",
        "born",
    ),
]


@pytest.mark.parametrize("who", ["curriculum_head", "owner"])
def test_an_approved_table_never_changes_not_even_by_sql(cast, who):
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.APPROVED)
    row = factories.ProgrammeRowFactory(table=table)
    free = factories.SubjectFactory(consortium=cast.consortium)
    ids = {
        "row": row.pk,
        "table": table.pk,
        "subject": row.subject_id,
        "free": free.pk,
        "school": table.school_id,
        "consortium": table.consortium_id,
        "department": table.department_id,
    }
    for sql, reason in REFUSED:
        with pytest.raises(DatabaseError, match=reason):
            _run(sql.format(**ids), cast[who] if who in cast.members else None)


def _run(sql, member):
    if member is None:
        with as_owner(), transaction.atomic(), connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    else:
        with transaction.atomic(), acting_as(member.actor), connection.cursor() as cursor:
            cursor.execute(sql)
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")


def test_a_table_is_not_approved_without_both_committees_not_even_by_sql(cast, table):
    with pytest.raises(DatabaseError, match="approved_table_names_both_committees"):
        _run(
            f"UPDATE curriculum_programmetable SET state = 'IN_REVIEW' WHERE id = {table.pk};"
            f"UPDATE curriculum_programmetable SET state = 'APPROVED' WHERE id = {table.pk}",
            None,
        )


def test_nobody_keeps_steps_in_another_name(cast, row):
    head, teacher = cast["curriculum_head"], cast["teacher"]
    sql = (
        "INSERT INTO curriculum_programmeedit (table_id, school_id, number, by_id, at, row, before, after)"
        f" VALUES ({row.table_id}, {row.school_id}, 1, {teacher.pk}, now(), {row.pk}, '{{}}', '{{}}')"
    )
    with pytest.raises(DatabaseError, match="row-level security"):
        _run(sql, head)


def test_a_subject_that_a_table_names_stands_still_and_an_approval_still_comes(cast):
    head = cast["curriculum_head"]
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.IN_REVIEW)
    subject = factories.SubjectFactory(consortium=cast.consortium, is_school_created=True)
    factories.ProgrammeRowFactory(table=table, subject=subject)
    with acting_as(head.actor):
        with pytest.raises(StateConflict, match="초안이 아닌 편성표"):
            subject_services.save_subject(subject, by=head, name="다른 이름")
        with pytest.raises(StateConflict):  # English readers read the approved table too
            subject_services.save_subject(subject, by=head, name_en="Other")
        # Units are no part of what is approved; what they were stays readable.
        unit = subject_services.teach_unit(subject, by=head, unit=factories.UnitFactory(), hours=16)
        subject_services.drop_unit(unit, by=head)
        approved = subject_services.record_approval(subject, by=head, decision=DECISION)
        assert not approved.lacks_approval
        with pytest.raises(StateConflict):
            subject_services.record_approval(subject, by=head, decision=DECISION)
    with as_owner():
        kept = SubjectUnit.pgh_event_model.objects.filter(unit=unit.unit_id).order_by("pgh_id")
        assert list(kept.values_list("pgh_label", "hours")) == [("insert", 16), ("delete", 16)]
    with pytest.raises(DatabaseError, match="names this subject"):
        _run(f"UPDATE curriculum_subject SET name_en = 'Other' WHERE id = {subject.pk}", head)


def test_kinds_are_those_of_the_generation(cast):
    head = cast["curriculum_head"]
    facts = {"name": "새 과목", "generation": "REVISED_2022", "subject_group": "국어", "kind": "BASIC"}
    with acting_as(head.actor):
        with pytest.raises(ValidationError, match="없는 과목 유형"):
            subject_services.save_subject(None, by=head, **facts)
        made = subject_services.save_subject(None, by=head, **facts | {"kind": "GENERAL"})
        with pytest.raises(ValidationError, match="같은 이름의 과목"):
            subject_services.save_subject(None, by=head, **facts | {"kind": "GENERAL"})
    with pytest.raises(DatabaseError, match="kind_of_its_generation"):
        _run(f"UPDATE curriculum_subject SET kind = 'BASIC' WHERE id = {made.pk}", None)


def test_general_subjects_say_of_which_kind_they_are_by_the_curriculum(cast):
    head = cast["curriculum_head"]
    facts = {"name": "스포츠 생활1", "subject_group": "체육", "kind": "GENERAL", "general_kind": "INTEGRATED"}
    with acting_as(head.actor):
        with pytest.raises(ValidationError, match="2022"):
            subject_services.save_subject(None, by=head, generation="REVISED_2015", **facts)
        made = subject_services.save_subject(None, by=head, generation="REVISED_2022", **facts)
        assert made.kind_in_words == "융합 선택"
        with pytest.raises(ValidationError, match="보통 교과"):
            subject_services.save_subject(made, by=head, kind="PRACTICAL_MAJOR")
    with pytest.raises(DatabaseError, match="general_kind_of_its_generation"):
        _run(f"UPDATE curriculum_subject SET generation = 'REVISED_2015' WHERE id = {made.pk}", None)


def test_a_kind_that_is_missing_is_added_to_what_an_approved_table_names_and_then_stands(cast):
    head = cast["curriculum_head"]
    table = factories.ProgrammeTableFactory(department=cast.department, state=TableState.APPROVED)
    subject = factories.SubjectFactory(
        consortium=cast.consortium, kind="GENERAL", subject_group="국어", name="공통국어1"
    )
    factories.ProgrammeRowFactory(table=table, subject=subject)
    with acting_as(head.actor):
        subject_services.save_subject(subject, by=head, general_kind="COMMON")
        with pytest.raises(StateConflict):
            subject_services.save_subject(subject, by=head, general_kind="CHOICE")
    with pytest.raises(DatabaseError, match="names this subject"):
        _run(f"UPDATE curriculum_subject SET general_kind = 'CHOICE' WHERE id = {subject.pk}", head)
