"""Databases of several sizes in one throw-away cluster, and a process that looks at one of them."""

import os
from dataclasses import dataclass

os.environ["PORTAL_DEMO"] = "1"  # no second factor in the way of the measured page
os.environ.setdefault("LOG_LEVEL", "ERROR")

from tests.servers import prepare_session

prepare_session()

from django.conf import settings  # noqa: E402
from django.core.management import call_command  # noqa: E402
from django.db import connection  # noqa: E402

from partners.models import Member  # noqa: E402
from tests import factories  # noqa: E402
from tests.authorization import step_down, step_up  # noqa: E402

settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"

CLASSES, SEATS = 14, 60  # three grades of fourteen classes hold 2,520 students
SCHOOL = 2_500

INSERT = """
INSERT INTO curriculum_student (consortium_id, school_id, department_id, entry_year, grade, class_no,
                                number, name, attendance_rate, state, updated_at)
SELECT %(consortium)s, %(school)s, %(department)s, 2026 - n / %(grade_size)s %% 3,
       1 + n / %(grade_size)s %% 3, 1 + n / %(seats)s %% %(classes)s, 1 + n %% %(seats)s,
       '학생' || n, 90 + n %% 10, %(state)s, now()
FROM generate_series(0, %(count)s - 1) AS n
"""


@dataclass(frozen=True)
class Size:
    """A database with so many students, in schools of 2,500 and, if any are left, one large archive."""

    database: str
    coordinator: str  # of an ordinary school
    archivist: str  # of the school that holds the archive


def look_at(database: str) -> None:
    """Send this process's queries to another database of the cluster, as the web's own log-in."""
    connection.close()
    connection.settings_dict["NAME"] = database
    step_down()


def build(database: str, *, schools: int, archive: int) -> Size:
    """`schools` schools of 2,500 enrolled students, and one whose archive holds `archive` graduates."""
    connection.close()
    with connection._nodb_cursor() as cursor:
        cursor.execute(f'CREATE DATABASE "{database}"')
    connection.settings_dict["NAME"] = database
    call_command("migrate", verbosity=0)
    members = [_school(SCHOOL, "ENROLLED") for _ in range(schools)]
    archivist = _school(archive, "GRADUATED") if archive else members[0]
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    return Size(database, members[0].user.email, archivist.user.email)


def _school(count: int, state: str) -> Member:
    department = factories.DepartmentFactory()
    member = factories.MemberFactory(consortium=department.consortium, partner=department.school)
    step_up()
    values = {
        "consortium": department.consortium_id,
        "school": department.school_id,
        "department": department.pk,
        "grade_size": CLASSES * SEATS,
        "classes": CLASSES,
        "seats": SEATS,
        "state": state,
        "count": count,
    }
    with connection.cursor() as cursor:
        cursor.execute("ALTER TABLE curriculum_student DISABLE TRIGGER USER")
        cursor.execute(INSERT, values)
        cursor.execute("ALTER TABLE curriculum_student ENABLE TRIGGER USER")
    return member
