"""Pages about attainment at 2,500 and at 250,000 students, and the raw query beside the page's own.

    .venv/bin/python -m benchmarks.attainment

Every student has eight judgements of eight units and the attainments drawn from them; one class of thirty
has a course with sixteen sessions. Every round asks each page in turn; printed are medians over the rounds,
their ratios, and the queries of each page. One process, one connection, no network: ratios count.
"""

import statistics
import time
from collections.abc import Callable

from django.conf import settings
from django.db import connection

from benchmarks import stage  # first: it prepares the environment
from benchmarks.list_page import REQUESTS, ROUNDS, Page, show
from curriculum.models import Attainment, CompetencyUnit, Instructor, Offering, Session, Student
from partners.models import Member
from tests import factories
from tests.authorization import step_down, step_up

UNITS = 8
CLASS = 30
SESSIONS = 16

JUDGE = """
INSERT INTO curriculum_judgement (student_id, school_id, unit_id, outcome, level, judged_on, judged_by_id,
                                  judged_as, evidence, reason, recorded_at)
SELECT s.id, s.school_id, u.id, 'ACHIEVED', 4, current_date - 30, m.id, m.role, '수행평가', '', now()
  FROM curriculum_student s JOIN curriculum_competencyunit u ON true
  JOIN LATERAL (SELECT id, role FROM partners_member p WHERE p.partner_id = s.school_id LIMIT 1) m ON true
"""
ATTAIN = """
INSERT INTO curriculum_attainment (student_id, school_id, unit_id, judged_on, judged_by_id, evidence, level,
                                   judgement_id)
SELECT student_id, school_id, unit_id, judged_on, judged_by_id, evidence, level, id FROM curriculum_judgement
"""
ATTEND = """
INSERT INTO curriculum_attendance (student_id, school_id, enrolment_id, session_id, presence)
SELECT e.student_id, e.school_id, e.id, s.id, 'PRESENT'
  FROM curriculum_enrolment e JOIN curriculum_session s ON s.offering_id = e.offering_id
"""


def teach(size: stage.Size) -> dict[str, str]:
    """Judgements for everybody, a course for one class; the addresses of the pages to ask for."""
    stage.look_at(size.database)
    step_up()
    for _ in range(UNITS):
        factories.UnitFactory()
    member = Member.objects.select_related("consortium", "partner", "user").get(user__email=size.coordinator)
    with connection.cursor() as cursor:
        for table in ("judgement", "attainment"):
            cursor.execute(f"ALTER TABLE curriculum_{table} DISABLE TRIGGER USER")
        cursor.execute(JUDGE)
        cursor.execute(ATTAIN)
        for table in ("judgement", "attainment"):
            cursor.execute(f"ALTER TABLE curriculum_{table} ENABLE TRIGGER USER")
    offering = _course(member)
    with connection.cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    student = Student.objects.filter(school=member.partner_id).order_by("pk").first()
    unit = CompetencyUnit.objects.order_by("pk").first()
    step_down()
    return {
        "competencies": f"students/{student.pk}/competencies/",
        "judgements": f"students/{student.pk}/competencies/{unit.pk}/",
        "plan": f"students/{student.pk}/plan/",
        "class": f"offerings/{offering.pk}/",
        "offerings": "offerings/",
    }


def _course(member: Member) -> Offering:
    offering = factories.OfferingFactory(
        subject=factories.SubjectFactory(consortium=member.consortium),
        units=list(CompetencyUnit.objects.all()),
    )
    instructor = Instructor.objects.create(
        consortium=member.consortium,
        school=member.partner,
        offering=offering,
        member=member,
        partner=member.partner,
        name=member.user.name,
    )
    for student in Student.objects.filter(school=member.partner_id).order_by("pk")[:CLASS]:
        factories.EnrolmentFactory(student=student, offering=offering)
    Session.objects.bulk_create(
        Session(
            school=member.partner,
            offering=offering,
            on=f"{offering.year}-09-{day:02d}",
            hours=2,
            instructor=instructor,
            recorded_by=member,
        )
        for day in range(1, SESSIONS + 1)
    )
    with connection.cursor() as cursor:
        cursor.execute(ATTEND)
    return offering


def raw(page: Page) -> float:
    """Seconds of the bare query behind the page of one student's attainments, as the owner."""
    stage.look_at(page.database)
    step_up()
    student = int(page.route.split("/")[1])
    found = Attainment.objects.filter(student=student).select_related("unit").order_by("unit__code")
    begin = time.perf_counter()
    for _ in range(REQUESTS):
        list(found.all())
    seconds = (time.perf_counter() - begin) / REQUESTS
    step_down()
    return seconds


def main() -> None:
    settings.ROOT_URLCONF = "benchmarks.urls"
    settings.ALLOWED_HOSTS = ["*"]
    small = stage.build("bench_attainment_2500", schools=1, archive=0)
    large = stage.build("bench_attainment_250000", schools=50, archive=125_000)
    pages = {
        (name, key): Page(f"{name}, {key}", size.database, size.coordinator, route)
        for name, size in (("2,500", small), ("250,000", large))
        for key, route in teach(size).items()
    }
    bare = []
    for _ in range(ROUNDS):
        for page in pages.values():
            page.measure()
        bare.append(raw(pages["250,000", "competencies"]))
    print(f"medians of {ROUNDS} interleaved rounds of {REQUESTS} requests\n")
    for page in pages.values():
        print(f"{page.name:<28} {page.median * 1000:7.2f} ms   {page.queries():3d} queries")
    print(f"{'raw query of attainments':<28} {statistics.median(bare) * 1000:7.2f} ms\n")
    ratio: Callable[[str], float] = lambda key: (  # noqa: E731
        pages["250,000", key].median / pages["2,500", key].median
    )
    for key in ("competencies", "judgements", "plan", "class", "offerings"):
        show(f"time, {key}: 250,000 : 2,500 students", r := ratio(key), "≤ 1.2", r <= 1.2)
        same = pages["250,000", key].queries() - pages["2,500", key].queries()
        show(f"queries, {key}: more at 250,000", same, "0", same == 0)


if __name__ == "__main__":
    main()
