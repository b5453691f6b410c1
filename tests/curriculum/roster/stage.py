"""Lists as a school sends them, and what became of their rows."""

from io import BytesIO
from pathlib import Path

from django.urls import reverse

from curriculum.models import SchoolClass, Student
from tests import factories
from tests.authorization import as_owner
from tests.imports.files import bring, check, comma_separated, confirm, rows_of

FILES = Path(__file__).parent.parent / "files"
HEAD = ["학년", "반", "번호", "성명", "생년월일", "학적상태", "학과"]
AI = "AI융합과"


def preview(cast, rows, name="명단.csv", who="coordinator"):
    content = rows if isinstance(rows, BytesIO) else comma_separated(rows)
    return check(cast[who], bring(cast[who], content, name, key="roster"))


def take_over(cast, rows, **how):
    return confirm(cast["coordinator"], preview(cast, rows, **how))


def file(name):
    return BytesIO((FILES / name).read_bytes())


def roster(cast):
    """Everybody as (number, name, birth, state), in order."""
    with as_owner():
        students = Student.objects.filter(school=cast.partners["school"])
        return [
            (one.student_number, one.name, str(one.birth_date), one.state)
            for one in students.order_by("grade", "class_no", "number", "pk")
        ]


def outcomes(imported):
    return [row.outcome for row in rows_of(imported)]


def problem(imported, place=0):
    return rows_of(imported)[place].problems[0][1]


def student_of(cast, **facts):
    return factories.StudentFactory(department=cast.department, school_year=2026, **facts)


def page_of(client, cast, imported, name="preview"):
    client.force_login(cast["coordinator"].user)
    return client.get(reverse(f"imports:{name}", args=[cast.consortium.slug, imported.pk])).content.decode()


def class_of_robots(school):
    """Class 2-4 of this year, of a department of its own."""
    robots = factories.DepartmentFactory(consortium=school.consortium, name="로봇과")
    with as_owner():
        return SchoolClass.objects.create(
            consortium=school.consortium,
            school=school.partners["school"],
            school_year=2026,
            grade=2,
            class_no=4,
            department=robots,
        )
