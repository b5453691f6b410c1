"""Invented students of the demo consortia; competency units are real, as far as their names are known."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from consortium.accounts.models import User
from consortium.rules.calendar import first_day_of, school_year
from curriculum.demo.days import school_day
from curriculum.demo.judgements import rest_on_judgements
from curriculum.models import (
    Attainment,
    Certificate,
    CompetencyUnit,
    Contact,
    Department,
    Student,
)
from curriculum.states import StudentState
from partners.demo import ACCOUNTS
from partners.models import Consortium, Member
from partners.states import Role

# department, English name, students per grade
DEPARTMENTS = {
    "paju": (
        ("AI융합과", "AI Convergence", 14),
        ("반도체시스템과", "Semiconductor Systems", 13),
        ("로봇소프트웨어과", "Robot Software", 13),
    ),
    "gaon": (("바이오실험과", "Bio Laboratory", 2),),
}
SURNAMES = "강고권김남류문박서성신안오유윤이임장전정조진최하한허홍황"
GIVEN_NAMES = (
    "가람 가을 겨레 고은 그루 나래 나린 누리 다솜 다온 단비 달래 도담 두리 두솔 라라 라온 로운 마루 "
    "모아 미르 바다 바름 벼리 별찬 보람 봄빛 빛찬 사랑 산들 새길 새봄 샛별 세찬 소담 솔찬 슬기 슬찬 시내 "
    "아람 아름 아리 어진 여름 예슬 온새 우람 윤슬 은별 은솔 이든 이슬 재찬 조은 주리 지음 진솔 찬별 찬솔 "
    "초롱 큰솔 태울 푸름 하나 하늬 하람 한결 한길 한별 한빛 한울 해나 해솔 해찬 햇살 혜찬 흰별"
)
OTHERS_NAME = "가온"  # every student of the second consortium is called so: easy to see if one leaks
CERTIFICATES = (
    ("컴퓨터활용능력 2급", "대한상공회의소"),
    ("전자기기기능사", "한국산업인력공단"),
    ("3D프린터운용기능사", "한국산업인력공단"),
    ("전자캐드기능사", "한국산업인력공단"),
)
EVIDENCE = ("수행평가 산출물", "실습 과제 평가", "프로젝트 보고서", "포트폴리오 면담")
AWAY = {5: StudentState.ON_LEAVE, 61: StudentState.ON_LEAVE, 88: StudentState.TRANSFERRED}


def load_students(consortium: Consortium, today: date) -> None:
    """Three years of invented students with contacts, certificates and attained units."""
    chance = Random(consortium.slug)  # noqa: S311 - the same demo every time
    students = _students(consortium, today, chance)
    _bind_the_demo_student(consortium, students[0])
    students = Student.objects.bulk_create(students)
    Contact.objects.bulk_create(_contact(student, number) for number, student in enumerate(students, start=1))
    Certificate.objects.bulk_create(_certificates(students, today, chance))
    Attainment.objects.bulk_create(rest_on_judgements(_attainments(consortium, students, today, chance)))


def _students(consortium: Consortium, today: date, chance: Random) -> list[Student]:
    departments = [
        Department.objects.create(consortium=consortium, school=consortium.school, name=name, name_en=name_en)
        for name, name_en, _size in DEPARTMENTS[consortium.slug]
    ]
    sizes = [size for _name, _name_en, size in DEPARTMENTS[consortium.slug]]
    seats = [
        (department, grade, class_no, number)
        for grade in (3, 2, 1)
        for class_no, (department, size) in enumerate(zip(departments, sizes, strict=True), start=1)
        for number in range(1, size + 1)
    ]
    names = _names(consortium, len(seats), chance)
    return [
        _student(consortium, seat, name, place, today, chance)
        for place, (seat, name) in enumerate(zip(seats, names, strict=True))
    ]


def _names(consortium: Consortium, count: int, chance: Random) -> list[str]:
    """Invented names, each once; in the first place the student who has a log-in."""
    if consortium.slug != "paju":
        return [f"{surname}{OTHERS_NAME}" for surname in SURNAMES[:count]]
    everyone = [surname + given for surname in SURNAMES for given in GIVEN_NAMES.split()]
    owner = next(account.name for account in ACCOUNTS if "STUDENT" in account.roles)
    return [owner, *chance.sample(everyone, count - 1)]


def _student(
    consortium: Consortium,
    seat: tuple[Department, int, int, int],
    name: str,
    place: int,
    today: date,
    chance: Random,
) -> Student:
    department, grade, class_no, number = seat
    entry_year = school_year(today) - grade + 1
    attendance = Decimal(chance.choice([1000, 995, 989, 984, 978, 968, 957, 941, 926, 902, 871, 834])) / 10
    return Student(
        consortium=consortium,
        school=consortium.school,
        department=department,
        entry_year=entry_year,
        school_year=school_year(today),
        grade=grade,
        class_no=class_no,
        number=number,
        name=name,
        birth_date=first_day_of(entry_year - 16) + timedelta(days=chance.randrange(365)),
        state=AWAY.get(place, StudentState.ENROLLED),
        state_since=today - timedelta(days=40) if place in AWAY else None,
        attendance_rate=None if place % 40 == 39 else attendance,
    )


def _bind_the_demo_student(consortium: Consortium, first: Student) -> None:
    """The student who can log in owns the first record of the roster's oldest class."""
    for account in ACCOUNTS:
        if account.consortium == consortium.slug and Role.STUDENT in account.roles:
            first.user = User.objects.get(email=account.email)


def _contact(student: Student, number: int) -> Contact:
    relation = "모" if number % 2 else "부"
    return Contact(
        student=student,
        school_id=student.school_id,
        phone=f"010-0000-{number:04d}",
        address="시연용 주소",
        guardian_name=f"{student.name} 보호자",
        guardian_relation=relation,
        guardian_phone=f"010-0001-{number:04d}",
    )


def _certificates(students: list[Student], today: date, chance: Random) -> list[Certificate]:
    return [
        Certificate(
            student=student,
            school_id=student.school_id,
            name=name,
            issuer=issuer,
            on=today - timedelta(days=chance.randrange(60, 400)),
        )
        for student in students
        for name, issuer in chance.sample(CERTIFICATES, chance.randrange(max(student.grade, 2)))
    ]


def _attainments(
    consortium: Consortium, students: list[Student], today: date, chance: Random
) -> list[Attainment]:
    """First-year students have attained up to two units, the oldest four to seven."""
    # Databases are taught to nobody of them yet: both versions of that unit are there for subjects only.
    units = list(CompetencyUnit.objects.national().exclude(sub_field="DB엔지니어링").order_by("code"))
    judge = (
        Member.objects.filter(consortium=consortium, partner=consortium.school)
        .exclude(role=Role.STUDENT)
        .order_by("pk")
        .first()
    )
    fewest_and_most = {1: (0, 2), 2: (2, 4), 3: (4, 7)}
    return [
        Attainment(
            student=student,
            school_id=student.school_id,
            unit=unit,
            judged_on=school_day(today - timedelta(days=chance.randrange(1, 190))),
            judged_by=judge,
            evidence=chance.choice(EVIDENCE),
        )
        for student in students
        for unit in chance.sample(units, min(len(units), chance.randint(*fewest_and_most[student.grade])))
    ]
