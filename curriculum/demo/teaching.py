"""Invented courses of the demo: every semester of the three years up to today, by the approved tables.

Past semesters are settled; in the running one, the courses of those who can log in have sessions.
"""

from collections import Counter, defaultdict
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal
from random import Random

from django.utils import translation

from consortium.rules.calendar import school_year
from curriculum.demo.days import is_school_day, school_day
from curriculum.models import (
    SEMESTERS,
    Attendance,
    Enrolment,
    Instructor,
    Judgement,
    Offering,
    ProgrammeRow,
    ProgrammeTable,
    Qualification,
    QualificationStudent,
    QualificationUnit,
    Recovery,
    Session,
    Student,
    SubjectUnit,
)
from curriculum.states import (
    EnrolmentState,
    OfferingState,
    Outcome,
    Presence,
    RecoveryState,
    RecoveryWay,
    TableState,
)
from curriculum.teaching import rules
from curriculum.teaching.levels import levels_of
from curriculum.teaching.services import classes, judging
from partners.models import Consortium, Member
from partners.states import Role

TIMES = 16  # a credit is taught so many times
GUESTS = ("시연 교사 가", "시연 교사 나", "시연 교사 다", "시연 교사 라", "시연 교사 마", "시연 교사 바")
TOPICS = ("단원 도입과 개념 정리", "실습과 결과 공유", "모둠 과제", "중간 점검", "산출물 발표")
LEVELS = (("A", 92), ("A", 88), ("B", 81), ("B", 76), ("C", 68), ("C", 64), ("D", 55), ("E", 44))
OFTEN, SELDOM = 40, 90  # one in so many enrolments misses too much; one in so many scores too little
TEACHES = {Role.LECTURER: 2, Role.TRAINER: 1, Role.HOMEROOM_TEACHER: 3, Role.TRAINING_TEACHER: 2}
SESSIONS = 12


@dataclass
class Class:
    """The students of one department and entry year, with their table."""

    table: ProgrammeTable
    students: list[Student] = field(default_factory=list)


def load_teaching(consortium: Consortium, today: date) -> None:
    """Offerings, enrolments with results, recoveries, running sessions, judgements, a qualification."""
    groups = _classes(consortium)
    if not groups:
        return
    chance = Random(f"teaching {consortium.slug}")  # noqa: S311 - the same demo every time
    with translation.override("ko"):
        planned = [plan for group in groups for plan in _offerings(group, today)]
        offerings = Offering.objects.bulk_create(offering for offering, _group in planned)
        running = _running(today)
        enrolments = [
            _enrolment(student, offering, (offering.year, offering.semester) == running, today, chance)
            for offering, group in planned
            for student in group.students
        ]
        Enrolment.objects.bulk_create(enrolments)
        past = [one.pk for one in offerings if (one.year, one.semester) != running]
        Offering.objects.filter(pk__in=past).update(state=OfferingState.CLOSED)
        _recoveries(enrolments, today)
        _teach(consortium, planned, enrolments, running, today, chance)
        _qualify(consortium, groups)


def _classes(consortium: Consortium) -> list[Class]:
    tables = ProgrammeTable.objects.filter(consortium=consortium, state=TableState.APPROVED)
    groups = {(one.department_id, one.entry_year): Class(one) for one in tables}
    students = Student.objects.filter(consortium=consortium, state="ENROLLED").order_by(
        "class_no", "number", "pk"
    )
    for student in students:
        if group := groups.get((student.department_id, student.entry_year)):
            group.students.append(student)
    return [group for group in groups.values() if group.students]


def _running(today: date) -> tuple[int, int]:
    year = school_year(today)
    return year, 2 if today >= date(year, 8, 1) else 1


def _offerings(group: Class, today: date) -> list[tuple[Offering, Class]]:
    """One offering for each semester of each row up to now; of a choice the first subject is taken."""
    chosen: dict[tuple[str, int], int] = {}
    found = []
    now = _running(today)
    rows = ProgrammeRow.objects.filter(table=group.table).select_related("subject").order_by("position")
    for row in rows:
        for number, credits in zip(SEMESTERS, row.by_semester, strict=True):
            year, half = group.table.entry_year + (number - 1) // 2, 2 - number % 2
            if not credits or (year, half) > now:
                continue
            first = chosen.setdefault((row.choice_group, number), row.pk) if row.choice_group else row.pk
            if first == row.pk:
                found.append((_offering(group, row, year, half, credits, (number + 1) // 2), group))
    return found


def _offering(group: Class, row: ProgrammeRow, year: int, half: int, credits: int, grade: int) -> Offering:
    return Offering(
        consortium_id=group.table.consortium_id,
        school_id=group.table.school_id,
        subject=row.subject,
        programme_row=row,
        year=year,
        semester=half,
        grade=grade,
        class_no=group.students[0].class_no,
        credits=credits,
        is_demo=True,
    )


def _enrolment(
    student: Student, offering: Offering, is_running: bool, today: date, chance: Random
) -> Enrolment:
    row = Enrolment(student=student, school_id=student.school_id, offering=offering)
    row.enrolled_on = classes.days_of(offering)[0]
    if is_running:
        return row
    held = offering.credits * TIMES
    share = chance.uniform(0.88, 1)
    if levels := levels_of(offering.subject):
        share = chance.uniform(0.5, 0.64) if chance.randrange(OFTEN) == 0 else share
        _grade(row, levels, chance)
    row.held_hours, row.attended_hours = held, round(held * share)
    verdict = rules.completes(offering.subject.name, held, row.attended_hours, row.score, today)
    row.state = EnrolmentState.COMPLETED if verdict else EnrolmentState.NOT_COMPLETED
    row.reason = str(verdict.reason)[:400]
    row.decided_on = school_day(min(classes.days_of(offering)[1] - timedelta(days=20), today))
    return row


def _grade(row: Enrolment, levels: tuple[str, ...], chance: Random) -> None:
    row.achievement, base = chance.choice([one for one in LEVELS if one[0] in levels])
    row.score = Decimal(base + chance.randrange(0, 6))
    if chance.randrange(SELDOM) == 0:
        row.achievement, row.score = levels[-1], Decimal(chance.randrange(25, 39))


def _recoveries(enrolments: list[Enrolment], today: date) -> None:
    """Most of what was not completed was made up for; the latest are under way or wait to be agreed."""
    lost = [one for one in enrolments if one.state == EnrolmentState.NOT_COMPLETED]
    lost.sort(key=lambda one: (one.offering.year, one.offering.semester, one.pk))
    passed, agreed = lost[: len(lost) * 2 // 3], lost[len(lost) * 2 // 3 : len(lost) * 5 // 6]
    ways = (RecoveryWay.MAKE_UP, RecoveryWay.MAKE_UP, RecoveryWay.JOINT, RecoveryWay.EXTERNAL)
    Recovery.objects.bulk_create(
        Recovery(
            student=one.student,
            school_id=one.school_id,
            enrolment=one,
            way=ways[place % len(ways)],
            hours=one.offering.credits * 4,
            agreed_on=one.decided_on,
            until=max(today + timedelta(days=25), one.decided_on) if one in agreed else one.decided_on,
            state=RecoveryState.PASSED if one in passed else RecoveryState.AGREED,
            result_on=one.decided_on if one in passed else None,
            evidence="보충 과제와 확인 평가(시연)" if one in passed else "",
        )
        for place, one in enumerate(passed + agreed)
    )
    Enrolment.objects.filter(pk__in=[one.pk for one in passed]).update(state=EnrolmentState.RECOVERED)


def _teach(
    consortium: Consortium,
    planned: list[tuple[Offering, Class]],
    enrolments: list[Enrolment],
    running: tuple[int, int],
    today: date,
    chance: Random,
) -> None:
    """Those who can log in teach courses of the running semester; invented colleagues all the others."""
    mine = _assigned(consortium, [one for one, _group in planned], running)
    rows = [
        Instructor(
            consortium=consortium,
            school_id=offering.school_id,
            offering=offering,
            member=member,
            partner_id=member.partner_id if member else offering.school_id,
            name=member.user.name if member else GUESTS[place % len(GUESTS)],
        )
        for place, (offering, _group) in enumerate(planned)
        for member in [mine.get(offering.pk)]
    ]
    taught = [row for row in Instructor.objects.bulk_create(rows) if row.member_id]
    by_offering = defaultdict(list)
    for one in enrolments:
        by_offering[one.offering_id].append(one)
    courses: Counter[int] = Counter()  # of one person, each on a weekday of its own
    sessions: list[Session] = []
    for row in taught:
        sessions += _sessions(row, today, courses[row.member_id])
        courses[row.member_id] += 1
    Session.objects.bulk_create(sessions)
    Attendance.objects.bulk_create(
        _attendance(one, session, chance) for session in sessions for one in by_offering[session.offering_id]
    )
    for row in taught:
        _judge(row, by_offering[row.offering_id], today, chance)
        classes.keep_hours_delivered(row, by=row.member)


def _assigned(
    consortium: Consortium, offerings: list[Offering], running: tuple[int, int]
) -> dict[int, Member]:
    """Running courses of the oldest grade with units go to partners first, then to the school's teachers."""
    now = [one for one in offerings if (one.year, one.semester) == running]
    units = set(
        SubjectUnit.objects.filter(subject__in={one.subject_id for one in now}).values_list(
            "subject", flat=True
        )
    )
    now.sort(key=lambda one: (one.subject_id not in units, -one.grade, one.class_no, one.pk))
    members = Member.objects.filter(consortium=consortium, role__in=TEACHES).select_related("user")
    waiting = iter(now)
    found: dict[int, Member] = {}
    for member in sorted(members, key=lambda one: (list(TEACHES).index(one.role), one.pk)):
        for offering in (next(waiting, None) for _ in range(TEACHES[member.role])):
            if offering:
                found[offering.pk] = member
    return found


def _sessions(row: Instructor, today: date, weekday: int) -> list[Session]:
    """Once a week, up to last week, as many hours as the course has credits."""
    first, last = classes.days_of(row.offering)
    begin = max(first, min(today, last) - timedelta(days=7 * SESSIONS + 5))
    begin += timedelta(days=-begin.weekday() % 7)  # a Monday, so that no course meets on a weekend
    days = [begin + timedelta(days=7 * week + 3 - weekday) for week in range(SESSIONS)]
    return [
        Session(
            school_id=row.school_id,
            offering=row.offering,
            on=day,
            period=5,
            hours=min(row.offering.credits, 8),
            topic=TOPICS[place % len(TOPICS)],
            instructor=row,
            recorded_by=row.member,
        )
        for place, day in enumerate(days)
        if day <= today and is_school_day(day)
    ]


def _attendance(enrolment: Enrolment, session: Session, chance: Random) -> Attendance:
    luck = chance.randrange(100)
    presence = Presence.PRESENT
    if luck < 4:
        presence = Presence.ABSENT
    elif luck < 8:
        presence = Presence.LATE if luck < 6 else Presence.EXCUSED
    return Attendance(
        student_id=enrolment.student_id,
        school_id=enrolment.school_id,
        enrolment=enrolment,
        session=session,
        presence=presence,
    )


def _judge(row: Instructor, enrolments: list[Enrolment], today: date, chance: Random) -> None:
    """The instructor has judged the subject's first unit for most of the class."""
    unit = SubjectUnit.objects.filter(subject=row.offering.subject_id).order_by("unit__code").first()
    if unit is None or not enrolments:
        return
    kept = Judgement.objects.bulk_create(
        Judgement(
            student_id=one.student_id,
            school_id=one.school_id,
            unit_id=unit.unit_id,
            offering=row.offering,
            outcome=Outcome.ACHIEVED if level >= 3 else Outcome.NOT_YET,
            level=level,
            judged_on=school_day(today - timedelta(days=chance.randrange(2, 9))),
            judged_by=row.member,
            judged_as=row.member.role,
            evidence="실습 산출물과 수행평가(시연)",
        )
        for one in enrolments[: len(enrolments) * 3 // 4]
        for level in [chance.choice((2, 3, 3, 4, 4, 5))]
    )
    judging.draw_results({(one.student_id, one.unit_id) for one in kept})


def _qualify(consortium: Consortium, groups: list[Class]) -> None:
    """One course-based qualification, its units those that the first department's subjects teach."""
    oldest = min(groups, key=lambda group: (group.table.entry_year, group.table.department_id))
    subjects = ProgrammeRow.objects.filter(table=oldest.table).values("subject")
    taught: dict[int, int] = {}
    for unit, hours in SubjectUnit.objects.filter(subject__in=subjects, hours__isnull=False).values_list(
        "unit", "hours"
    ):
        taught[unit] = max(hours, taught.get(unit, 0))
    if not taught:
        return
    row = Qualification.objects.create(
        consortium=consortium,
        school=consortium.school,
        name="과정평가형 정보처리산업기사(시연)",
        name_en="Industrial Engineer Information Processing, course-based (demo)",
        hours=sum(taught.values()),
        is_demo=True,
    )
    QualificationUnit.objects.bulk_create(
        QualificationUnit(qualification=row, school=consortium.school, unit_id=unit, hours=hours)
        for unit, hours in sorted(taught.items())
    )
    QualificationStudent.objects.bulk_create(
        QualificationStudent(qualification=row, student=one, school_id=one.school_id)
        for one in oldest.students
    )
