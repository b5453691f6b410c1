"""Choices of the partners app; a leaf that anyone may import."""

from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from consortium.rowlevel import Kind


class PartnerKind(TextChoices):
    SCHOOL = "SCHOOL", _("School")
    LOCAL_GOVERNMENT = "LOCAL_GOVERNMENT", _("Local government")
    EDUCATION_OFFICE = "EDUCATION_OFFICE", _("Education office")
    COMPANY = "COMPANY", _("Company")
    UNIVERSITY = "UNIVERSITY", _("University")
    TRAINING_INSTITUTE = "TRAINING_INSTITUTE", _("Training institute")
    BUSINESS_ASSOCIATION = "BUSINESS_ASSOCIATION", _("Business association")


class Province(TextChoices):
    """The seventeen first-level regions (시도) as the Local Autonomy Act names them in 2025."""

    SEOUL = "SEOUL", _("Seoul")
    BUSAN = "BUSAN", _("Busan")
    DAEGU = "DAEGU", _("Daegu")
    INCHEON = "INCHEON", _("Incheon")
    GWANGJU = "GWANGJU", _("Gwangju")
    DAEJEON = "DAEJEON", _("Daejeon")
    ULSAN = "ULSAN", _("Ulsan")
    SEJONG = "SEJONG", _("Sejong")
    GYEONGGI = "GYEONGGI", _("Gyeonggi")
    GANGWON = "GANGWON", _("Gangwon")
    CHUNGBUK = "CHUNGBUK", _("Chungbuk")
    CHUNGNAM = "CHUNGNAM", _("Chungnam")
    JEONBUK = "JEONBUK", _("Jeonbuk")
    JEONNAM = "JEONNAM", _("Jeonnam")
    GYEONGBUK = "GYEONGBUK", _("Gyeongbuk")
    GYEONGNAM = "GYEONGNAM", _("Gyeongnam")
    JEJU = "JEJU", _("Jeju")


class SizeClass(TextChoices):
    """How large an organisation is (중소기업기본법, 소상공인기본법, 중견기업법); empty means not known."""

    LARGE = "LARGE", _("Large company")
    MIDDLE = "MIDDLE", _("Middle-standing company")
    SMALL = "SMALL", _("Small or medium company")
    MICRO = "MICRO", _("Micro-enterprise")
    INSTITUTION = "INSTITUTION", _("Institution or public body")


class ContactRole(TextChoices):
    """What a contact person does at the partner."""

    HEAD = "HEAD", _("Head of the organisation")
    HR = "HR", _("Human resources")
    TRAINER = "TRAINER", _("Workplace trainer")
    WORKING = "WORKING", _("Working-level contact")
    SECRETARY = "SECRETARY", _("Secretariat")
    TEACHING = "TEACHING", _("Teaching or courses")


class Way(TextChoices):
    """How we were in touch with a partner."""

    LEAD = "LEAD", _("Lead")
    CALL = "CALL", _("Telephone call")
    VISIT = "VISIT", _("Visit")
    MAIL = "MAIL", _("E-mail or letter")
    MEETING = "MEETING", _("Meeting")


class Outcome(TextChoices):
    """What came of it."""

    INTERESTED = "INTERESTED", _("Interested")
    WANTS_VISIT = "WANTS_VISIT", _("Wants a visit")
    LATER = "LATER", _("Later")
    AGREED = "AGREED", _("Agreed")
    NOT_INTERESTED = "NOT_INTERESTED", _("Not interested")
    NOT_REACHED = "NOT_REACHED", _("Not reached")
    NONE = "NONE", _("For information only")


class Role(TextChoices):
    """What a member does in a consortium; the order is the order of the glossary."""

    COORDINATOR = "COORDINATOR", _("Industry–academia coordinator")
    HOMEROOM_TEACHER = "HOMEROOM_TEACHER", _("Homeroom teacher")
    TRAINING_TEACHER = "TRAINING_TEACHER", _("Field-training teacher")
    CURRICULUM_HEAD = "CURRICULUM_HEAD", _("Curriculum head")
    ACCOUNTANT = "ACCOUNTANT", _("School accountant")
    PRINCIPAL = "PRINCIPAL", _("Principal")
    HR = "HR", _("Company HR")
    TRAINER = "TRAINER", _("Company trainer")
    CITY_OFFICIAL = "CITY_OFFICIAL", _("City official")
    COUNCIL_SECRETARY = "COUNCIL_SECRETARY", _("Secretary of the working council")
    EDUCATION_OFFICIAL = "EDUCATION_OFFICIAL", _("Education-office official")
    LECTURER = "LECTURER", _("Course coordinator of a university or institute")
    ASSOCIATION_SECRETARY = "ASSOCIATION_SECRETARY", _("Association secretary")
    STUDENT = "STUDENT", _("Student")
    OPERATOR = "OPERATOR", _("Portal operator")

    @property
    def kind(self) -> Kind:
        return KIND_OF_ROLE[self]


# Who answers for the people of an organisation; the coordinator for those of all.
ADMINISTRATORS = frozenset(
    {
        Role.COORDINATOR,
        Role.HR,
        Role.CITY_OFFICIAL,
        Role.EDUCATION_OFFICIAL,
        Role.LECTURER,
        Role.ASSOCIATION_SECRETARY,
    }
)
SCHOOL_STAFF = frozenset(
    {
        Role.COORDINATOR,
        Role.HOMEROOM_TEACHER,
        Role.TRAINING_TEACHER,
        Role.CURRICULUM_HEAD,
        Role.ACCOUNTANT,
        Role.PRINCIPAL,
    }
)
# Whose work is with students. The accountant's is with money: no student by name, and nothing about one.
STUDENT_STAFF = SCHOOL_STAFF - {Role.ACCOUNTANT}
COMPANY_STAFF = frozenset({Role.HR, Role.TRAINER})
OFFICIALS = frozenset({Role.CITY_OFFICIAL, Role.COUNCIL_SECRETARY, Role.EDUCATION_OFFICIAL})

KIND_OF_ROLE = {
    **dict.fromkeys(SCHOOL_STAFF, Kind.SCHOOL),
    **dict.fromkeys(COMPANY_STAFF, Kind.COMPANY),
    Role.CITY_OFFICIAL: Kind.OFFICIAL,
    Role.COUNCIL_SECRETARY: Kind.OFFICIAL,
    Role.EDUCATION_OFFICIAL: Kind.EDUCATION,
    Role.LECTURER: Kind.UNIVERSITY,
    Role.ASSOCIATION_SECRETARY: Kind.ASSOCIATION,
    Role.STUDENT: Kind.STUDENT,
    Role.OPERATOR: Kind.OPERATOR,
}


# Whom the operator invites when a consortium is opened: one person for each organisation, and the principal.
FIRST_ROLES = (Role.COORDINATOR, Role.PRINCIPAL, Role.CITY_OFFICIAL, Role.EDUCATION_OFFICIAL)


class OpeningState(TextChoices):
    DRAFT = "DRAFT", _("In opening")
    OPENED = "OPENED", _("Opened")
    GIVEN_UP = "GIVEN_UP", _("Given up")


class ReviewState(TextChoices):
    OPEN = "OPEN", _("Under way")
    FINISHED = "FINISHED", _("Finished")


class Belonging(TextChoices):
    """The answer to the question whether a person still belongs."""

    STAYS = "STAYS", _("Still belongs")
    ENDS = "ENDS", _("Access ended")
    LATER = "LATER", _("Ask later")


class AgreementKind(TextChoices):
    MEMORANDUM = "MEMORANDUM", _("Memorandum")
    BUSINESS = "BUSINESS", _("Business agreement")
    COURSE = "COURSE", _("Course agreement")


class AgreementState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SIGNING = "SIGNING", _("Out for signing")
    IN_FORCE = "IN_FORCE", _("In force")
    EXPIRED = "EXPIRED", _("Expired")
    TERMINATED = "TERMINATED", _("Terminated")
    SUCCEEDED = "SUCCEEDED", _("Succeeded by another")


class AmendmentKind(TextChoices):
    """What an amendment changes: each changes one thing, so that its effect can be told."""

    TERM = "TERM", _("Term")
    PARTY = "PARTY", _("Party")
    SIGNATORY = "SIGNATORY", _("Representative")
    CLAUSE = "CLAUSE", _("Clause")
    MONEY = "MONEY", _("Amount of money")


class AmendmentAction(TextChoices):
    JOIN = "JOIN", _("Joins")
    LEAVE = "LEAVE", _("Leaves")
    ADD = "ADD", _("Added")
    REPLACE = "REPLACE", _("Replaced")
    DELETE = "DELETE", _("Deleted")


class AmendmentState(TextChoices):
    DRAFT = "DRAFT", _("Draft")
    SIGNING = "SIGNING", _("Out for signing")
    SIGNED = "SIGNED", _("Signed")
    DROPPED = "DROPPED", _("Dropped")


class PledgeKind(TextChoices):
    PLACEMENT = "PLACEMENT", _("Training places")
    INSTRUCTOR = "INSTRUCTOR", _("Instructor hours")
    COURSE = "COURSE", _("Courses")
    CASH = "CASH", _("Money")
    EQUIPMENT = "EQUIPMENT", _("Equipment")
    FACILITY = "FACILITY", _("Use of facilities")
    HIRING_PLEDGE = "HIRING_PLEDGE", _("Jobs")
    ADMISSION = "ADMISSION", _("University admission")
    MENTORING = "MENTORING", _("Mentoring")
    COMMITTEE = "COMMITTEE", _("Committee work")
    SURVEY = "SURVEY", _("Demand survey")


class Unit(TextChoices):
    """What the amount of a pledge counts."""

    PERSONS = "PERSONS", _("persons")
    HOURS = "HOURS", _("hours")
    COURSES = "COURSES", _("courses")
    WON = "WON", _("KRW")
    TIMES = "TIMES", _("times")
    ITEMS = "ITEMS", _("items")


WHOLE = frozenset({Unit.PERSONS, Unit.COURSES, Unit.WON, Unit.TIMES, Unit.ITEMS})  # only hours are divided
UNITS_OF = {
    PledgeKind.PLACEMENT: (Unit.PERSONS,),
    PledgeKind.INSTRUCTOR: (Unit.HOURS, Unit.PERSONS, Unit.TIMES),
    PledgeKind.COURSE: (Unit.COURSES, Unit.HOURS, Unit.TIMES),
    PledgeKind.CASH: (Unit.WON,),
    PledgeKind.EQUIPMENT: (Unit.ITEMS,),
    PledgeKind.FACILITY: (Unit.HOURS, Unit.TIMES),
    PledgeKind.HIRING_PLEDGE: (Unit.PERSONS,),
    PledgeKind.ADMISSION: (Unit.PERSONS,),
    PledgeKind.MENTORING: (Unit.HOURS, Unit.TIMES, Unit.PERSONS),
    PledgeKind.COMMITTEE: (Unit.TIMES, Unit.HOURS),
    PledgeKind.SURVEY: (Unit.TIMES,),
}  # what each kind of promise is counted in


class PledgeState(TextChoices):
    """Where a pledge stands; what was asked for, proposed or declined is not counted anywhere."""

    ASKED = "ASKED", _("Asked for")
    PROPOSED = "PROPOSED", _("Proposed")
    AGREED = "AGREED", _("Binding")
    FULFILLED = "FULFILLED", _("Fulfilled")
    EXPIRED = "EXPIRED", _("Period over")
    ENDED = "ENDED", _("Ended early")
    DECLINED = "DECLINED", _("Turned down")


# Promises that were made, whatever became of them: ending one early does not make the share better.
BINDING = (PledgeState.AGREED, PledgeState.FULFILLED, PledgeState.EXPIRED, PledgeState.ENDED)
OPEN_TO_DELIVERY = (PledgeState.AGREED, PledgeState.FULFILLED, PledgeState.EXPIRED)


class DeliveryState(TextChoices):
    """Only what a second person has verified counts as delivered."""

    REPORTED = "REPORTED", _("Waits for verification")
    VERIFIED = "VERIFIED", _("Verified")
    SENT_BACK = "SENT_BACK", _("Sent back")


class SourceKind(TextChoices):
    """What in the portal a delivery may come from by itself, instead of being reported by hand."""

    LECTURE = "LECTURE", _("Lecture")
    PLACEMENT = "PLACEMENT", _("Field training")
    MEETING = "MEETING", _("Committee meeting")
    COURSE = "COURSE", _("Course")
    HIRING = "HIRING", _("Hiring")


class ProgrammeState(TextChoices):
    AGREED = "AGREED", _("Agreement signed")
    APPLIED = "APPLIED", _("Applied")
    PRESENTED = "PRESENTED", _("Presented")
    SELECTED = "SELECTED", _("Selected")
    NOT_SELECTED = "NOT_SELECTED", _("Not selected")
    PROVINCIAL_PILOT = "PROVINCIAL_PILOT", _("Provincial pilot")
    REAPPLIED = "REAPPLIED", _("Applied again")
    RUNNING = "RUNNING", _("Running")
    MID_TERM = "MID_TERM", _("Mid-term evaluation")
    ENDED = "ENDED", _("Ended")
