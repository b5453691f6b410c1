"""Classes of this school year and the last; the demo's homeroom teacher leads the oldest class."""

from datetime import date

from consortium.rules.calendar import school_year
from curriculum.models import SchoolClass, Student
from partners.models import Consortium, Member
from partners.states import Role


def load_classes(consortium: Consortium, today: date) -> None:
    """Every class in which invented students sit; last year the teacher led the same students."""
    year = school_year(today)
    teacher = (
        Member.objects.filter(consortium=consortium, partner=consortium.school, role=Role.HOMEROOM_TEACHER)
        .order_by("pk")
        .first()
    )
    seats = Student.objects.filter(consortium=consortium, school=consortium.school).order_by()
    places = sorted(set(seats.values_list("grade", "class_no", "department")))
    SchoolClass.objects.bulk_create(
        SchoolClass(
            consortium=consortium,
            school=consortium.school,
            school_year=of_year,
            grade=grade,
            class_no=class_no,
            department_id=department,
            homeroom=teacher if (grade, class_no) == led else None,
        )
        for of_year, led in ((year, (3, 1)), (year - 1, (2, 1)))
        for grade, class_no, department in places
    )
