"""Factories of model rows; they arrange as owner, so a test's own rights never shape its stage."""

import datetime

import factory
import pgtrigger
from allauth.mfa.models import Authenticator
from django.utils import timezone
from factory.django import DjangoModelFactory

from consortium.accounts.models import User
from consortium.rules.calendar import school_year
from curriculum import models as curriculum
from curriculum.states import (
    PUBLISHED_COURSES,
    PUBLISHED_TABLES,
    CourseState,
    EnrolmentState,
    Generation,
    Presence,
    RecoveryWay,
    SeatState,
    Semester,
    SubjectKind,
)
from partners import models as partners
from partners.states import AmendmentKind, DeliveryState, PartnerKind, PledgeKind, Role, Unit
from placements import models as placements
from placements.states import ConsentItem
from tests.authorization import as_owner

PASSWORD = "correct horse battery staple"


class Arranged(DjangoModelFactory):
    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> object:
        with as_owner():
            return super()._create(model_class, *args, **kwargs)


# The triggers that a stage steps round; history goes on.
WATCHED = (
    "curriculum.ProgrammeRow:added_to_drafts",
    "curriculum.ProgrammeTable:state_of_birth",
    "partners.Agreement:state_of_birth",
    "partners.Amendment:state_of_birth",
    "partners.Clause:added_to_drafts",
    "partners.Signatory:added_to_drafts",
)


class ArrangedFreely(Arranged):
    """Of rows that are born in one state, or written in drafts only: a stage needs them in any."""

    class Meta:
        abstract = True

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> object:
        with pgtrigger.ignore(*WATCHED):
            return super()._create(model_class, *args, **kwargs)


class UserFactory(Arranged):
    """A log-in with its second factor set up, as everyone with access must have it."""

    class Meta:
        model = User
        skip_postgeneration_save = True

    email = factory.Sequence(lambda n: f"person{n}@example.com")
    name = factory.Sequence(lambda n: f"사람{n}")

    @classmethod
    def _create(cls, model_class: type[User], *args: object, **kwargs: object) -> User:
        password = kwargs.pop("password", None)
        second_factor = kwargs.pop("second_factor", True)
        with as_owner():
            user = model_class.objects.create_user(*args, password=password, **kwargs)
            if second_factor:
                Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": ""})
        return user


class PartnerFactory(Arranged):
    class Meta:
        model = partners.Partner

    code = factory.Sequence(lambda n: f"P{n}")
    name = factory.Sequence(lambda n: f"기관{n}")
    kind = PartnerKind.COMPANY


class ConsortiumFactory(Arranged):
    class Meta:
        model = partners.Consortium

    slug = factory.Sequence(lambda n: f"city{n}")
    name = factory.Sequence(lambda n: f"연합체{n}")
    region = "경기도"
    school = factory.SubFactory(PartnerFactory, kind=PartnerKind.SCHOOL)


class ParticipationFactory(Arranged):
    class Meta:
        model = partners.Participation

    consortium = factory.SubFactory(ConsortiumFactory)
    partner = factory.SubFactory(PartnerFactory)
    joined_on = datetime.date(2025, 3, 19)


class MemberFactory(Arranged):
    class Meta:
        model = partners.Member

    user = factory.SubFactory(UserFactory)
    consortium = factory.SubFactory(ConsortiumFactory)
    partner = factory.SubFactory(PartnerFactory)
    role = Role.COORDINATOR
    valid_from = datetime.date(2025, 3, 1)


class AgreementFactory(ArrangedFreely):
    class Meta:
        model = partners.Agreement

    consortium = factory.SubFactory(ConsortiumFactory)
    title = factory.Sequence(lambda n: f"업무협약 {n}")


class SignatoryFactory(ArrangedFreely):
    class Meta:
        model = partners.Signatory

    agreement = factory.SubFactory(AgreementFactory)
    partner = factory.SubFactory(PartnerFactory)
    signed_on = datetime.date(2025, 3, 19)


class AmendmentFactory(ArrangedFreely):
    """An amendment of the term, a draft unless told otherwise."""

    class Meta:
        model = partners.Amendment

    agreement = factory.SubFactory(AgreementFactory)
    consortium = factory.SelfAttribute("agreement.consortium")
    number = 1
    kind = AmendmentKind.TERM
    title = factory.Sequence(lambda n: f"변경협약 {n}")
    effective_from = datetime.date(2026, 3, 1)


class PledgeFactory(Arranged):
    class Meta:
        model = partners.Pledge

    consortium = factory.SubFactory(ConsortiumFactory)
    partner = factory.SubFactory(PartnerFactory)
    kind = PledgeKind.INSTRUCTOR
    description = factory.Sequence(lambda n: f"약정 {n}")
    amount = 10
    unit = factory.LazyAttribute(lambda one: Unit.WON if one.kind == PledgeKind.CASH else Unit.HOURS)
    starts_on = datetime.date(2026, 1, 1)
    ends_on = datetime.date(2026, 12, 31)


class ApprovalFactory(Arranged):
    class Meta:
        model = partners.Approval

    consortium = factory.SubFactory(ConsortiumFactory)
    body = "학교운영위원회"
    on = datetime.date(2026, 11, 2)
    number = factory.Sequence(lambda n: f"제{n}호")


class DepartmentFactory(Arranged):
    class Meta:
        model = curriculum.Department

    consortium = factory.SubFactory(ConsortiumFactory)
    school = factory.SelfAttribute("consortium.school")
    name = factory.Sequence(lambda n: f"학과{n}")


class StudentFactory(Arranged):
    class Meta:
        model = curriculum.Student

    department = factory.SubFactory(DepartmentFactory)
    consortium = factory.SelfAttribute("department.consortium")
    school = factory.SelfAttribute("department.school")
    entry_year = 2024
    grade = 3
    class_no = factory.Sequence(lambda n: n // 60 % 18 + 2)  # class 1 is the cast's
    number = factory.Sequence(lambda n: n % 60 + 1)
    name = factory.Sequence(lambda n: f"학생{n}")
    birth_date = datetime.date(2009, 5, 1)


class UnitFactory(Arranged):
    class Meta:
        model = curriculum.CompetencyUnit

    code = factory.Sequence(lambda n: f"20010799{n % 100:02d}_19v{n // 100 + 1}")
    name = factory.Sequence(lambda n: f"능력단위 {n}")


class SubjectFactory(Arranged):
    class Meta:
        model = curriculum.Subject

    consortium = factory.SubFactory(ConsortiumFactory)
    school = factory.SelfAttribute("consortium.school")
    generation = Generation.REVISED_2022
    kind = SubjectKind.PRACTICAL_MAJOR
    subject_group = "전기·전자"
    name = factory.Sequence(lambda n: f"과목{n}")


class ProgrammeTableFactory(ArrangedFreely):
    """A draft, unless told otherwise; an approved one names both committees."""

    class Meta:
        model = curriculum.ProgrammeTable

    department = factory.SubFactory(DepartmentFactory)
    consortium = factory.SelfAttribute("department.consortium")
    school = factory.SelfAttribute("department.school")
    entry_year = 2027
    generation = Generation.REVISED_2022
    created_at = datetime.datetime(2026, 10, 1, tzinfo=datetime.UTC)

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> object:
        if kwargs.get("state") in PUBLISHED_TABLES:
            kwargs.setdefault("approval", ApprovalFactory(consortium=kwargs["consortium"]))
            kwargs.setdefault("committee_approval", ApprovalFactory(consortium=kwargs["consortium"]))
        return super()._create(model_class, *args, **kwargs)


class ProgrammeRowFactory(ArrangedFreely):
    class Meta:
        model = curriculum.ProgrammeRow

    table = factory.SubFactory(ProgrammeTableFactory)
    school = factory.SelfAttribute("table.school")
    subject = factory.SubFactory(SubjectFactory, consortium=factory.SelfAttribute("..table.consortium"))
    position = factory.Sequence(lambda n: n % 3000 * 10)
    semester_1 = 3


class OfferingFactory(Arranged):
    """With `units`, the units that its subject teaches, each in 16 hours."""

    class Meta:
        model = curriculum.Offering
        skip_postgeneration_save = True

    subject = factory.SubFactory(SubjectFactory)
    consortium = factory.SelfAttribute("subject.consortium")
    school = factory.SelfAttribute("subject.school")
    year = factory.LazyFunction(lambda: school_year(timezone.localdate()))
    semester = Semester.SECOND
    grade = 3
    credits = 2

    @factory.post_generation
    def units(self, create, extracted, **kwargs):
        with as_owner():
            for unit in extracted or ():
                curriculum.SubjectUnit.objects.create(
                    subject=self.subject, school=self.school, unit=unit, hours=16
                )


class InstructorFactory(Arranged):
    class Meta:
        model = curriculum.Instructor

    offering = factory.SubFactory(OfferingFactory)
    consortium = factory.SelfAttribute("offering.consortium")
    school = factory.SelfAttribute("offering.school")
    member = None
    partner = factory.LazyAttribute(lambda one: one.member.partner if one.member else one.school)
    name = factory.LazyAttribute(lambda one: one.member.user.name if one.member else "초빙 강사")


class EnrolmentFactory(Arranged):
    class Meta:
        model = curriculum.Enrolment

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    offering = factory.SubFactory(
        OfferingFactory, subject__consortium=factory.SelfAttribute("...student.consortium")
    )


class SessionFactory(Arranged):
    class Meta:
        model = curriculum.Session

    offering = factory.SubFactory(OfferingFactory)
    school = factory.SelfAttribute("offering.school")
    on = factory.Sequence(lambda n: timezone.localdate() - datetime.timedelta(days=n % 60))
    hours = 2
    recorded_by = factory.SubFactory(
        MemberFactory,
        consortium=factory.SelfAttribute("..offering.consortium"),
        partner=factory.SelfAttribute("..offering.school"),
    )


class AttendanceFactory(Arranged):
    class Meta:
        model = curriculum.Attendance

    enrolment = factory.SubFactory(EnrolmentFactory)
    student = factory.SelfAttribute("enrolment.student")
    school = factory.SelfAttribute("enrolment.school")
    session = factory.SubFactory(SessionFactory, offering=factory.SelfAttribute("..enrolment.offering"))


class RecoveryFactory(Arranged):
    class Meta:
        model = curriculum.Recovery

    enrolment = factory.SubFactory(EnrolmentFactory, state=EnrolmentState.NOT_COMPLETED)
    student = factory.SelfAttribute("enrolment.student")
    school = factory.SelfAttribute("enrolment.school")
    way = RecoveryWay.MAKE_UP
    hours = 8
    until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=30))


class QualificationFactory(Arranged):
    """With `units`, each required in 30 hours."""

    class Meta:
        model = curriculum.Qualification
        skip_postgeneration_save = True

    consortium = factory.SubFactory(ConsortiumFactory)
    school = factory.SelfAttribute("consortium.school")
    name = factory.Sequence(lambda n: f"과정평가형 산업기사 {n}")
    hours = 60

    @factory.post_generation
    def units(self, create, extracted, **kwargs):
        with as_owner():
            for unit in extracted or ():
                curriculum.QualificationUnit.objects.create(
                    qualification=self, school=self.school, unit=unit, hours=30
                )


class QualificationStudentFactory(Arranged):
    class Meta:
        model = curriculum.QualificationStudent

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    qualification = factory.SubFactory(
        QualificationFactory, consortium=factory.SelfAttribute("..student.consortium")
    )


class Judged(Arranged):
    """What somebody of the school found about a student's competency unit."""

    class Meta:
        abstract = True

    student = factory.SubFactory(StudentFactory)
    school = factory.SelfAttribute("student.school")
    unit = factory.SubFactory(UnitFactory)
    judged_on = datetime.date(2026, 6, 30)
    judged_by = factory.SubFactory(
        MemberFactory,
        consortium=factory.SelfAttribute("..student.consortium"),
        partner=factory.SelfAttribute("..student.school"),
    )
    evidence = "수행평가"


class JudgementFactory(Judged):
    class Meta:
        model = curriculum.Judgement

    judged_as = factory.SelfAttribute("judged_by.role")


class AttainmentFactory(Judged):
    class Meta:
        model = curriculum.Attainment

    judgement = factory.LazyAttribute(
        lambda one: JudgementFactory(
            student=one.student,
            unit=one.unit,
            judged_on=one.judged_on,
            judged_by=one.judged_by,
            evidence=one.evidence,
        )
    )


class VacancyFactory(Arranged):
    class Meta:
        model = placements.Vacancy

    consortium = factory.SubFactory(ConsortiumFactory)
    company = factory.SubFactory(PartnerFactory)
    title = factory.Sequence(lambda n: f"채용 {n}")
    places = 2
    starts_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=45))
    ends_on = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=135))


class ConsentFactory(Arranged):
    """Live by default: given by student and guardian for everything, for a year."""

    class Meta:
        model = placements.Consent

    student = factory.SubFactory(StudentFactory)
    consortium = factory.SelfAttribute("student.consortium")
    school = factory.SelfAttribute("student.school")
    recipient = factory.SubFactory(PartnerFactory)
    purpose = "채용 검토"
    items = factory.LazyFunction(lambda: list(ConsentItem.values))
    valid_until = factory.LazyFunction(lambda: timezone.localdate() + datetime.timedelta(days=365))
    student_agreed_on = factory.LazyFunction(timezone.localdate)
    guardian_agreed_on = factory.LazyFunction(timezone.localdate)
    refusal_explained = True
    recorded_by = factory.SubFactory(
        MemberFactory,
        consortium=factory.SelfAttribute("..student.consortium"),
        partner=factory.SelfAttribute("..student.school"),
    )


class CandidateFactory(Arranged):
    class Meta:
        model = placements.Candidate

    vacancy = factory.SubFactory(VacancyFactory)
    student = factory.SubFactory(StudentFactory)
    consortium = factory.SelfAttribute("vacancy.consortium")
    company = factory.SelfAttribute("vacancy.company")
    school = factory.SelfAttribute("student.school")
    code_name = factory.Sequence(lambda n: f"A-{n}")
    attendance_band = factory.SelfAttribute("student.attendance_band")


class ClauseFactory(ArrangedFreely):
    class Meta:
        model = partners.Clause

    agreement = factory.SubFactory(AgreementFactory)
    number = 1
    text = factory.Sequence(lambda n: f"조항 {n}")


class DeliveryFactory(Arranged):
    """Verified by default, so that it counts; reported by the school's coordinator, verified by another."""

    class Meta:
        model = partners.Delivery

    pledge = factory.SubFactory(PledgeFactory)
    on = factory.LazyFunction(timezone.localdate)
    amount = 1
    evidence = factory.Sequence(lambda n: f"확인서 {n}")

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> object:
        state = kwargs.pop("state", DeliveryState.VERIFIED)
        reporter = kwargs.pop("reported_by", None) or _member_of(kwargs["pledge"], Role.COORDINATOR)
        kwargs |= {"reported_by": reporter, "reported_as": reporter.role}
        delivery = super()._create(model_class, *args, **kwargs)
        changes = {"state": state}
        if state == DeliveryState.VERIFIED:
            verifier = _member_of(delivery.pledge, Role.ACCOUNTANT)
            changes |= {"verified_by": verifier, "verified_as": verifier.role}
            changes |= {"verified_at": timezone.now()}
        if state == DeliveryState.SENT_BACK:
            changes["reason"] = "증빙이 없습니다."
        with as_owner():
            delivery.parts.create(pledge=delivery.pledge, amount=delivery.amount)
            if state != DeliveryState.REPORTED:
                partners.Delivery.objects.filter(pk=delivery.pk).update(**changes)
                delivery.refresh_from_db()
        return delivery


def _member_of(pledge: partners.Pledge, role: Role) -> partners.Member:
    """Whoever has this role at the school of the pledge's consortium; somebody new where nobody has."""
    school = {"consortium": pledge.consortium, "partner": pledge.consortium.school, "role": role}
    with as_owner():
        found = partners.Member.objects.filter(**school).first()
    return found or MemberFactory(**school)


class PriceItemFactory(Arranged):
    class Meta:
        model = partners.PriceItem

    consortium = factory.SubFactory(ConsortiumFactory)
    kind = PledgeKind.INSTRUCTOR
    unit = Unit.HOURS
    name = factory.Sequence(lambda n: f"강사료 {n}")
    value = 50_000
    valid_from = datetime.date(2026, 1, 1)
    source = "단가표"


class ContactFactory(Arranged):
    class Meta:
        model = partners.Contact

    consortium = factory.SubFactory(ConsortiumFactory)
    partner = factory.SubFactory(PartnerFactory)
    name = factory.Sequence(lambda n: f"담당{n}")
    roles = ["WORKING"]
    phone = "031-000-0000"
    email = factory.Sequence(lambda n: f"contact{n}@partner.example")
    since = datetime.date(2025, 4, 1)


class InteractionFactory(Arranged):
    class Meta:
        model = partners.Interaction

    consortium = factory.SubFactory(ConsortiumFactory)
    partner = factory.SubFactory(PartnerFactory)
    by = factory.SubFactory(
        MemberFactory,
        consortium=factory.SelfAttribute("..consortium"),
        partner=factory.SelfAttribute("..consortium.school"),
    )
    way = "CALL"
    outcome = "INTERESTED"
    summary = factory.Sequence(lambda n: f"통화 {n}")
    on = factory.LazyFunction(timezone.localdate)


class AssociationMembershipFactory(Arranged):
    class Meta:
        model = partners.AssociationMembership

    consortium = factory.SubFactory(ConsortiumFactory)
    association = factory.SubFactory(PartnerFactory, kind=PartnerKind.BUSINESS_ASSOCIATION)
    company = factory.SubFactory(PartnerFactory)
    since = datetime.date(2025, 4, 1)
    confirmed_at = factory.LazyFunction(timezone.now)


class CourseFactory(Arranged):
    class Meta:
        model = curriculum.Course


class CourseVersionFactory(Arranged):
    """The first version of a course, moved on to the state that it is to be in."""

    class Meta:
        model = curriculum.CourseVersion

    consortium = factory.SubFactory(ConsortiumFactory)
    school = factory.SelfAttribute("consortium.school")
    name = factory.Sequence(lambda n: f"과정{n}")
    aims = "한다."
    course = factory.SubFactory(
        CourseFactory,
        consortium=factory.SelfAttribute("..consortium"),
        school=factory.SelfAttribute("..school"),
        name=factory.SelfAttribute("..name"),
    )

    @classmethod
    def _create(cls, model_class: type, *args: object, **kwargs: object) -> object:
        state = kwargs.pop("state", CourseState.PROPOSED)
        version = super()._create(model_class, *args, **kwargs)
        approval = None
        with as_owner(), pgtrigger.ignore("curriculum.CourseVersion:state_steps"):
            if state in PUBLISHED_COURSES:
                approval = partners.Approval.objects.create(
                    consortium=version.consortium, body="위원회", on=timezone.localdate(), number="1"
                )
            model_class.objects.filter(pk=version.pk).update(
                state=state,
                curriculum_approval=approval,
                steering_approval=approval,
                comments_until=timezone.localdate(),
            )
            version.refresh_from_db()
        return version


def certified(student: curriculum.Student, provider: partners.Partner) -> curriculum.ProgrammeCertificate:
    """A row in each table of external programmes about this student, up to the certificate."""
    today = timezone.localdate()
    of_school = {"consortium": student.consortium, "school": student.school}
    ours = of_school | {"provider": provider}
    days = dict.fromkeys(("starts_on", "ends_on", "applies_from", "applies_until"), today)
    with as_owner():
        programme = curriculum.ExternalProgramme.objects.create(
            name=f"과정 {student.pk}", description="과정", criteria="추첨", seats=5, **days, **ours
        )
        session = curriculum.ProgrammeSession.objects.create(
            programme=programme, on=today, starts_at=datetime.time(9), hours=3, **ours
        )
        person = ours | {"programme": programme, "student": student}
        application = curriculum.ProgrammeApplication.objects.create(
            state=SeatState.SELECTED, student_agreed_at=timezone.now(), guardian_agreed_on=today, **person
        )
        participant = curriculum.Participant.objects.create(
            application=application, number=1, name=student.name, **person
        )
        curriculum.SessionAttendance.objects.create(
            session=session,
            participant=participant,
            student=student,
            school=student.school,
            provider=provider,
            presence=Presence.PRESENT,
            recorded_by=MemberFactory(consortium=student.consortium, partner=student.school),
        )
        return curriculum.ProgrammeCertificate.objects.create(
            participant=participant,
            student=student,
            programme_name=programme.name,
            provider_name="기관",
            masked_name="*",
            starts_on=today,
            ends_on=today,
            hours=3,
            **of_school,
        )
