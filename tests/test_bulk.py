"""Many rows in one statement."""

from datetime import date

import pytest
from django.core.exceptions import FieldDoesNotExist
from django.db import DataError, transaction

from consortium import bulk
from consortium.rowlevel import acting_as
from curriculum.models import Contact, Department, Student
from tests import factories
from tests.authorization import as_owner


def students(count, **facts):
    return [factories.StudentFactory(number=1 + number, **facts) for number in range(count)]


def contacts(*pks):
    found = Contact.objects.filter(student__in=pks).order_by("student")
    return list(found.values_list("student_id", "phone", "address"))


def test_rows_come_in_whole_with_their_ids_in_order(cast):
    one, two = students(2, department=cast.department)
    with as_owner():
        ids = bulk.insert(
            Contact,
            {"student": [two.pk, one.pk], "phone": ["010", ""], "address": ["", "가 나"]},
            {"school": cast.department.school_id, **dict.fromkeys(NAMES, "")},
            with_ids=True,
        )
        assert list(Contact.objects.in_bulk(ids).keys()) == ids
        assert [Contact.objects.get(pk=pk).student_id for pk in ids] == [two.pk, one.pk]
        assert contacts(one.pk, two.pk) == [(one.pk, "", "가 나"), (two.pk, "010", "")]


NAMES = ("guardian_name", "guardian_relation", "guardian_phone")


@pytest.mark.parametrize("text", ["", "'; --", "{a,b}", "\\", "%s", "NULL", "a\nb"])
def test_a_text_comes_in_as_it_is(cast, text):
    (one,) = students(1, department=cast.department)
    with as_owner():
        bulk.insert(
            Contact,
            {"student": [one.pk], "address": [text]},
            {"school": cast.department.school_id, "phone": text[:30], **dict.fromkeys(NAMES, "")},
        )
        assert contacts(one.pk) == [(one.pk, text, text)]


def test_rows_are_changed_by_what_each_of_them_says_and_counted(cast):
    one, two, three = students(3, department=cast.department, birth_date=date(2009, 1, 1))
    with as_owner():
        changed = bulk.update(
            Student,
            "id",
            [
                (one.pk, {"name": "김가람"}),
                (two.pk, {"name": "이솔", "birth_date": None}),
                (0, {"name": "박"}),
            ],
        )
        assert changed == 2
        kept = Student.objects.filter(pk__in=[one.pk, two.pk, three.pk]).order_by("pk")
        assert list(kept.values_list("name", "birth_date")) == [
            ("김가람", date(2009, 1, 1)),
            ("이솔", None),
            (three.name, date(2009, 1, 1)),
        ]


def test_a_text_that_is_too_long_is_refused_and_not_cut(cast):
    (one,) = students(1, department=cast.department)
    with as_owner(), pytest.raises(DataError), transaction.atomic():
        bulk.update(Student, "id", [(one.pk, {"name": "가" * 51})])


def test_a_value_that_holds_a_parting_sign_moves_no_neighbour(cast):
    one, two = students(2, department=cast.department)
    with as_owner(), pytest.raises(ValueError, match="signs"):
        bulk.update(Student, "id", [(one.pk, {"name": f"가{bulk.BETWEEN}나"}), (two.pk, {"name": "다"})])


def test_row_policies_hold_and_a_field_must_exist(cast):
    (one,) = students(1, department=cast.department)
    with acting_as(cast["stranger"].actor):
        assert bulk.update(Student, "id", [(one.pk, {"name": "김가람"})]) == 0
    with as_owner(), pytest.raises(FieldDoesNotExist):
        bulk.update(Student, "id", [(one.pk, {"name; DROP TABLE": "김가람"})])


def test_thousands_of_values_are_one_term(cast):
    one, two = students(2, department=cast.department)
    with as_owner():
        names = bulk.array(Student, "name", [one.name, "아무도"])
        assert list(Student.objects.filter(name__among=names, pk__in=[one.pk])) == [one]
        assert not Department.objects.filter(pk__among=bulk.array(Department, "id", [])).exists()
        assert Student.objects.filter(pk__among=bulk.array(Student, "id", [one.pk, two.pk])).count() == 2
