"""What is published is counted once, masked before it is written, and read by those who steer."""

from datetime import timedelta

import pytest
from django.db import DatabaseError, connection, transaction
from django.db.models import Q

from consortium.governance import services, tasks
from consortium.governance.figures import Overview
from consortium.governance.models import Figure, Indicator, Snapshot
from consortium.governance.states import Mark
from consortium.notifications.slots import claim_slot
from consortium.rowlevel import acting_as
from curriculum.models import Student
from tests import factories
from tests.authorization import as_owner


def publish(stage):
    return services.publish_figures(stage.consortium.pk)


def cells(snapshot, code):
    """(row name, column name) → the number, or the mark that stands in its place."""
    with as_owner():
        found = Figure.objects.filter(snapshot=snapshot, indicator__code=code)
        return {
            (figure.row_name, figure.column_name): figure.mark if figure.value is None else int(figure.value)
            for figure in found
        }


def test_students_are_counted_by_department_and_grade_and_thin_classes_are_masked(stage):
    found = cells(publish(stage), "students")
    assert found[("로봇과", "2학년")] == Mark.SMALL
    assert found[("", "")] == 52
    shown = {name: value for name, value in found.items() if isinstance(value, int)}
    assert [value for value in shown.values() if value in range(1, 5)] == []


def test_a_masked_cell_cannot_be_worked_out_from_its_totals(stage):
    found = cells(publish(stage), "students")
    for line in (
        [("로봇과", f"{grade}학년") for grade in (1, 2, 3)],
        [("AI융합과", "2학년"), ("로봇과", "2학년")],
    ):
        assert sum(not isinstance(found[name], int) for name in line) > 1


def test_withheld_cells_hold_no_number_anywhere(stage):
    snapshot = publish(stage)
    with as_owner():
        withheld = Figure.objects.filter(snapshot=snapshot, mark__in=[Mark.SMALL, Mark.HIDDEN])
        assert withheld.count() > 0
        assert withheld.exclude(value=None, numerator=None, denominator=None).count() == 0


def test_the_database_refuses_a_withheld_cell_with_a_number(stage):
    snapshot = publish(stage)
    with as_owner():
        figure = Figure.objects.filter(snapshot=snapshot, mark=Mark.SMALL).first()
        with pytest.raises(DatabaseError), transaction.atomic():
            Figure.objects.filter(pk=figure.pk).update(value=3)


def test_a_cell_that_moved_a_little_keeps_its_earlier_number_and_day(stage):
    first = publish(stage)
    with as_owner():
        Snapshot.objects.update(taken_at=first.taken_at - timedelta(days=1))
        Figure.objects.update(as_of=first.reference_date - timedelta(days=1))
    factories.StudentFactory(department=stage.department, grade=1, class_no=9, number=1)
    second = publish(stage)
    with as_owner():
        total = Figure.objects.get(snapshot=second, indicator__code="students", row="", column="")
    assert (total.mark, int(total.value)) == (Mark.HELD, 52)
    assert total.as_of == first.reference_date - timedelta(days=1)


def test_a_cell_that_moved_far_shows_no_old_number_beside_one_that_moved_a_little(stage):
    known = cells(publish(stage), "students")
    factories.StudentFactory(department=stage.department, grade=1, class_no=9, number=1)
    for number in range(18):
        factories.StudentFactory(department=stage.department, grade=2, class_no=9, number=10 + number)
    second = publish(stage)
    found = cells(second, "students")
    assert (known["", "2학년"], found["", "2학년"]) == (12, Mark.HIDDEN)
    assert (found["", "1학년"], found["", ""]) == (known["", "1학년"], known["", ""] + 19)
    with as_owner():
        overview = Overview(second, stage["official"])
        notes = " ".join(overview.students().notes)
    assert "2학년" not in notes
    assert "더한 값" in notes


def test_a_cell_is_renewed_once_five_moved(stage):
    publish(stage)
    for number in range(1, 6):
        factories.StudentFactory(department=stage.department, grade=1, class_no=9, number=number)
    assert cells(publish(stage), "students")[("", "")] == 57


def test_a_mean_is_withheld_together_with_its_count(stage):
    lonely = factories.DepartmentFactory(consortium=stage.consortium, name="외톨이과")
    factories.StudentFactory.create_batch(3, department=lonely, grade=1, class_no=8)
    assert cells(publish(stage), "units_per_student")[("외톨이과", "")] == Mark.SMALL


def test_more_than_was_pledged_does_not_make_up_for_others(stage):
    snapshot = publish(stage)
    with as_owner():
        (figure,) = Figure.objects.filter(snapshot=snapshot, indicator__code="pledges")
    assert (figure.numerator, figure.denominator, float(figure.value)) == (50, 60, 83.3)


def test_nothing_of_another_consortium_is_counted(stage):
    services.publish_figures(stage.other_consortium.pk)
    with as_owner():
        partners = Figure.objects.get(
            ~Q(consortium=stage.consortium.pk), indicator__code="partners", row="", column=""
        )
        students = Figure.objects.get(consortium=stage.other_consortium, indicator__code="students", row="")
    assert (int(partners.value), students.mark, students.value) == (7, Mark.SMALL, None)


def test_definitions_cannot_be_rewritten(stage):
    publish(stage)
    with as_owner(), pytest.raises(DatabaseError), transaction.atomic():
        Indicator.objects.update(formula="다르게 셈")


READERS = ["official", "council_secretary", "education_official", "coordinator", "association_secretary"]


@pytest.mark.parametrize("name", READERS)
def test_those_who_steer_read_the_figures_of_their_consortium(stage, name):
    publish(stage)
    services.publish_figures(stage.other_consortium.pk)
    with acting_as(stage[name].actor):
        assert set(Figure.objects.values_list("consortium", flat=True)) == {stage.consortium.pk}


@pytest.mark.parametrize("name", ["hr", "trainer", "lecturer", "student"])
def test_others_have_no_grant_on_them(stage, name):
    publish(stage)
    with acting_as(stage[name].actor), pytest.raises(DatabaseError), transaction.atomic():
        list(Figure.objects.all())


@pytest.mark.parametrize("name", ["official", "education_official", "council_secretary"])
def test_the_offices_have_no_grant_on_students(stage, name):
    refused = pytest.raises(DatabaseError, match="permission denied")
    with acting_as(stage[name].actor), refused, transaction.atomic():
        Student.objects.count()


def test_readers_cannot_write_figures(stage):
    publish(stage)
    with acting_as(stage["official"].actor), pytest.raises(DatabaseError), transaction.atomic():
        Figure.objects.update(value=1)


def test_each_day_is_published_once(stage):
    tasks.publish_daily()
    tasks.publish_daily()
    with as_owner():
        assert Snapshot.objects.filter(consortium=stage.consortium).count() == 1
    assert not claim_slot(f"governance.publish.{stage.consortium.pk}", tasks.today())


def test_two_publishers_at_once_give_two_numbers(stage, monkeypatch):
    publish(stage)
    original, numbers = services.Max, iter([0])

    def stale(field):
        return original(field) if next(numbers, None) is None else original(field) * 0

    monkeypatch.setattr(services, "Max", stale)
    assert publish(stage).number == 2
    assert connection.needs_rollback is False
