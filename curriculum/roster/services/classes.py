"""Which classes a school year has, and who leads them."""

from __future__ import annotations

import pghistory
from django.core.exceptions import ValidationError
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from curriculum.models import Department, SchoolClass, Student
from curriculum.roster import policies
from partners.models import Member
from partners.states import Role


@transaction.atomic
def enter_class(
    *,
    by: Member,
    school_year: int,
    grade: int,
    class_no: int,
    department: Department | None = None,
    homeroom: Member | None = None,
) -> SchoolClass:
    """A class of a school year; it stands once."""
    policies.keeps_classes(by).require()
    made = SchoolClass(
        consortium_id=by.consortium_id,
        school_id=by.partner_id,
        school_year=school_year,
        grade=grade,
        class_no=class_no,
    )
    made.clean_fields(exclude=["department", "homeroom"])
    return _led(made, by, department, homeroom)


@transaction.atomic
def lead_class(
    school_class: SchoolClass, *, by: Member, department: Department | None, homeroom: Member | None
) -> SchoolClass:
    """Who leads a class from now on, and of which department it is; the history keeps who did before."""
    policies.keeps_classes(by, school_class).require()
    rows = SchoolClass.objects.visible_to(by).select_for_update(of=("self",))
    return _led(rows.get(pk=school_class.pk), by, department, homeroom)


@transaction.atomic
def enter_classes_of_roster(*, by: Member, school_year: int) -> int:
    """The classes in which students of this year sit and that nobody has entered yet; gives their number."""
    policies.keeps_classes(by).require()
    seats = Student.objects.visible_to(by).enrolled().filter(school_year=school_year).order_by()
    departments: dict[tuple[int, int], set[int]] = {}
    for grade, class_no, department in seats.values_list("grade", "class_no", "department").distinct():
        departments.setdefault((grade, class_no), set()).add(department)
    ours = SchoolClass.objects.visible_to(by).filter(school_year=school_year)
    known = set(ours.values_list("grade", "class_no"))
    made = [
        SchoolClass(
            consortium_id=by.consortium_id,
            school_id=by.partner_id,
            school_year=school_year,
            grade=grade,
            class_no=class_no,
            department_id=next(iter(of)) if len(of) == 1 else None,
        )
        for (grade, class_no), of in sorted(departments.items())
        if (grade, class_no) not in known
    ]
    with pghistory.context(member=by.pk):
        return len(SchoolClass.objects.bulk_create(made, ignore_conflicts=True))


def homeroom_teachers_of(member: Member) -> QuerySet:
    """Who may lead a class: the school's homeroom teachers whose access has not ended."""
    members = Member.objects.visible_to(member).active()
    return members.filter(partner=member.partner_id, role=Role.HOMEROOM_TEACHER).select_related("user")


def _led(
    school_class: SchoolClass, by: Member, department: Department | None, homeroom: Member | None
) -> SchoolClass:
    if homeroom is not None and not homeroom_teachers_of(by).filter(pk=homeroom.pk).exists():
        raise ValidationError({"homeroom": _("Choose a homeroom teacher of the school.")})
    school_class.department, school_class.homeroom = department, homeroom
    try:
        with transaction.atomic(), pghistory.context(member=by.pk):
            school_class.save()
    except IntegrityError as error:
        raise ValidationError({"class_no": _("This class is entered already.")}) from error
    return school_class
