"""A fixed cast: one person per role, and strangers from another consortium."""

from dataclasses import dataclass, field

from curriculum.models import Department, Student
from partners.models import Consortium, Member, Partner
from partners.states import PartnerKind, Role
from tests import factories

# Who plays in which organisation: name on the bill → (role, key of the partner).
PLAYERS = {
    "coordinator": (Role.COORDINATOR, "school"),
    "teacher": (Role.HOMEROOM_TEACHER, "school"),
    "training_teacher": (Role.TRAINING_TEACHER, "school"),
    "curriculum_head": (Role.CURRICULUM_HEAD, "school"),
    "accountant": (Role.ACCOUNTANT, "school"),
    "principal": (Role.PRINCIPAL, "school"),
    "hr": (Role.HR, "company"),
    "trainer": (Role.TRAINER, "company"),
    "rival_hr": (Role.HR, "rival"),
    "official": (Role.CITY_OFFICIAL, "city"),
    "council_secretary": (Role.COUNCIL_SECRETARY, "city"),
    "education_official": (Role.EDUCATION_OFFICIAL, "education_office"),
    "lecturer": (Role.LECTURER, "university"),
    "association_secretary": (Role.ASSOCIATION_SECRETARY, "association"),
    "student": (Role.STUDENT, "school"),
}
STRANGERS = {
    "stranger": (Role.COORDINATOR, "school"),
    "stranger_hr": (Role.HR, "company"),
    "stranger_official": (Role.CITY_OFFICIAL, "city"),
}
KINDS = {
    "company": PartnerKind.COMPANY,
    "rival": PartnerKind.COMPANY,
    "city": PartnerKind.LOCAL_GOVERNMENT,
    "education_office": PartnerKind.EDUCATION_OFFICE,
    "university": PartnerKind.UNIVERSITY,
    "association": PartnerKind.BUSINESS_ASSOCIATION,
}


@dataclass
class Cast:
    """`cast["hr"]` is a member; `cast.student` and `cast.classmate` are student records."""

    consortium: Consortium
    other_consortium: Consortium
    partners: dict[str, Partner]
    other_partners: dict[str, Partner]
    department: Department
    student: Student
    classmate: Student
    foreign_student: Student
    members: dict[str, Member] = field(default_factory=dict)

    def __getitem__(self, name: str) -> Member:
        return self.members[name]


def assemble() -> Cast:
    """Set the stage: a consortium with every role, and a second one that must never show in it."""
    consortium, partners = _consortium("paju", "세경고등학교")
    other, other_partners = _consortium("other", "다른고등학교")
    members = _members(PLAYERS, consortium, partners) | _members(STRANGERS, other, other_partners)
    members["operator"] = factories.MemberFactory(
        consortium=None, partner=None, role=Role.OPERATOR, user__email="operator@example.com"
    )
    department = factories.DepartmentFactory(consortium=consortium, name="AI융합과")
    elsewhere = factories.DepartmentFactory(consortium=other, name="다른과")
    return Cast(
        consortium,
        other,
        partners,
        other_partners,
        department,
        factories.StudentFactory(
            department=department, user=members["student"].user, name="김가람", class_no=1, number=1
        ),
        factories.StudentFactory(department=department, name="이나래", class_no=1, number=2),
        factories.StudentFactory(department=elsewhere, name="박다른", class_no=1, number=1),
        members,
    )


def _consortium(slug: str, school_name: str) -> tuple[Consortium, dict[str, Partner]]:
    school = factories.PartnerFactory(kind=PartnerKind.SCHOOL, name=school_name)
    consortium = factories.ConsortiumFactory(slug=slug, school=school)
    partners = {"school": school} | {
        key: factories.PartnerFactory(kind=kind, name=f"{slug} {key}") for key, kind in KINDS.items()
    }
    for partner in partners.values():
        factories.ParticipationFactory(consortium=consortium, partner=partner)
    return consortium, partners


def _members(
    players: dict[str, tuple[Role, str]], consortium: Consortium, partners: dict[str, Partner]
) -> dict[str, Member]:
    return {
        name: factories.MemberFactory(
            consortium=consortium, partner=partners[key], role=role, user__email=f"{name}@example.com"
        )
        for name, (role, key) in players.items()
    }
