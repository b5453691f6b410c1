"""The stage of the matrix: one row of every kind of ours, and a foreign twin that carries a canary."""

import datetime
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.utils import timezone

from consortium.accounts.models import ApiToken, Invitation
from consortium.governance.models import Figure
from consortium.governance.services import publish_figures
from consortium.imports.models import Import
from consortium.notifications.models import Notification
from consortium.reports.models import Job
from consortium.signing.models import Contact, Document, Party
from consortium.signing.registry import Kind, register
from consortium.signing.states import DocumentState, PartyState
from consortium.signing.text import digest
from consortium.uploads import Checked
from consortium.verdict import ALLOWED, only_if
from curriculum.models import (
    Certificate,
    CompetencyUnit,
    CourseContribution,
    CoursePartner,
    CourseSection,
    ExternalProgramme,
    JobAnalysis,
    Participant,
    ProgrammeApplication,
    ProgrammeCertificate,
    ProgrammeSession,
    SchoolClass,
    Student,
    SubjectUnit,
    SurveyContact,
)
from curriculum.states import (
    AnalysisState,
    ContributionKind,
    CourseState,
    ProgrammeStage,
    SeatState,
    TableState,
)
from partners.agreements import policies as agreements
from partners.models import (
    AccessReview,
    Agreement,
    Bid,
    Consortium,
    Criterion,
    Logo,
    Member,
    Partner,
    ProgrammeStatus,
    Requirement,
)
from partners.pledges import evidence
from partners.states import AgreementState, DeliveryState, PledgeState, ProgrammeState, Role
from placements.states import VacancyState
from tests import factories
from tests.authorization import as_owner
from tests.cast import Cast, assemble

JUNE = datetime.date(2026, 6, 1)
CANARY = "까나리"  # stands in every foreign name; no page of ours may ever show it


@dataclass
class Stage:
    """`ours`, `foreign` and `missing` map the placeholders of the table to ids."""

    cast: Cast
    ours: dict[str, int | UUID]
    foreign: dict[str, int | UUID]

    @property
    def missing(self) -> dict[str, int | UUID]:
        return {key: uuid4() if isinstance(pk, UUID) else 999_999_999 for key, pk in self.ours.items()}


def build() -> Stage:
    cast = assemble()
    ours = _rows(cast.consortium, cast.partners, cast.student, "우리")
    foreign_student = factories.StudentFactory(
        department=factories.DepartmentFactory(consortium=cast.other_consortium, name=f"{CANARY}과"),
        name=CANARY,
        number=9,
    )
    foreign = _rows(cast.other_consortium, cast.other_partners, foreign_student, CANARY)
    foreign["unit"] = 999_999_999  # the standards are everybody's: no unit is foreign
    return Stage(cast, ours, foreign)


def _teaching(consortium: Consortium, student: Student, unit: object, name: str) -> dict[str, int]:
    """A running course with a session that the lecturer held, and a course-based qualification."""
    subject = factories.SubjectFactory(consortium=consortium, name=f"{name} 과목")
    offering = factories.OfferingFactory(subject=subject, units=[unit], grade=student.grade)
    taught = {}
    for role in (Role.HOMEROOM_TEACHER, Role.TRAINER, Role.LECTURER):
        with as_owner():
            member = Member.objects.filter(consortium=consortium, role=role).select_related("user").first()
        guest = {} if member else {"name": f"{name} 강사 {role}"}
        taught[role] = factories.InstructorFactory(offering=offering, member=member, **guest)
    enrolment = factories.EnrolmentFactory(student=student, offering=offering)
    session = factories.SessionFactory(offering=offering, topic=f"{name} 수업")
    factories.AttendanceFactory(enrolment=enrolment, session=session)
    qualification = factories.QualificationFactory(
        consortium=consortium, name=f"{name} 산업기사", units=[unit]
    )
    factories.QualificationStudentFactory(student=student, qualification=qualification)
    return {
        "offering": offering.pk,
        "enrolment": enrolment.pk,
        "instructor": taught[Role.LECTURER].pk,
        "session": session.pk,
        "qualification": qualification.pk,
    }


def _rows(
    consortium: Consortium, partners: dict[str, Partner], student: Student, name: str
) -> dict[str, int | UUID]:
    attainment = factories.AttainmentFactory(
        student=student, unit=factories.UnitFactory(), evidence=f"{name} 평가"
    )
    who = attainment.judged_by
    with as_owner():
        certificate = Certificate.objects.create(student=student, school=student.school, name=f"{name} 자격")
    return {
        "student": student.pk,
        "department": student.department_id,
        "class": _school_class(student).pk,
        "unit": attainment.unit_id,
        "attainment": attainment.pk,
        "judgement": attainment.judgement_id,
        **_teaching(consortium, student, attainment.unit, name),
        "certificate": certificate.pk,
        "member": who.pk,
        "notice": _notice(consortium, who, name).pk,
        **_promises(consortium, partners["company"], name),
        **_programme(consortium, name),
        **_tables(student, name),
        **_register(consortium, partners, who, name),
        **_placement(consortium, partners["company"], student, name),
        **_demand(consortium, partners, who, name),
        **_entrances(consortium, partners["school"], who, name),
        **_courses(consortium, partners["company"], name),
        **_external(consortium, partners["university"], student, name),
        **_report(consortium, who, name),
        "import": _import(consortium, who, name).pk,
        **_signing(consortium, partners, who, name),
        "figure": _figure(consortium).pk,  # last: it counts all the others
    }


def _school_class(student: Student) -> SchoolClass:
    """The student's class in another year, so that entering the roster's classes finds it missing."""
    with as_owner():
        return SchoolClass.objects.create(
            consortium=student.consortium,
            school=student.school,
            school_year=student.school_year - 1,
            grade=student.grade,
            class_no=student.class_no,
        )


def _promises(consortium: Consortium, company: Partner, name: str) -> dict[str, int | UUID]:
    agreement = factories.AgreementFactory(
        consortium=consortium, title=f"{name} 협약", state=AgreementState.IN_FORCE
    )
    ours = {"consortium": consortium, "partner": company, "agreement": agreement}
    pledge = factories.PledgeFactory(**ours, description=f"{name} 약정")
    proposal = factories.PledgeFactory(**ours, description=f"{name} 제안", state=PledgeState.PROPOSED)
    question = factories.PledgeFactory(**ours, description=f"{name} 요청", state=PledgeState.ASKED)
    with as_owner():
        reporter = Member.objects.filter(consortium=consortium, partner=company).earliest("pk")
    delivery = factories.DeliveryFactory(
        pledge=pledge,
        on=JUNE,
        evidence=f"{name} 증빙",
        state=DeliveryState.REPORTED,
        reported_by=reporter,
    )
    with as_owner():
        paper = evidence.keep(delivery, Checked(b"%PDF-", "application/pdf", f"{name}.pdf"), by=reporter)
    return {
        "partner": company.pk,
        "agreement": agreement.pk,
        **_draft(consortium, company, agreement, name),
        "pledge": pledge.pk,
        "proposal": proposal.pk,
        "question": question.pk,
        "delivery": delivery.pk,
        "evidence": paper.pk,
        "price": factories.PriceItemFactory(consortium=consortium, name=f"{name} 단가").pk,
    }


def _tables(student: Student, name: str) -> dict[str, int | UUID]:
    """An approved table, one before the committees and a draft; a subject of the school's own beside them."""
    ours = {"department": student.department}
    states = {
        "table": TableState.APPROVED,
        "review_table": TableState.IN_REVIEW,
        "draft_table": TableState.DRAFT,
    }
    tables = {
        key: factories.ProgrammeTableFactory(**ours, entry_year=2026 + place, state=state)
        for place, (key, state) in enumerate(states.items())
    }
    rows = {
        key: factories.ProgrammeRowFactory(table=table, subject__name=f"{name} 과목 {key}")
        for key, table in tables.items()
    }
    own = factories.SubjectFactory(
        consortium=student.consortium, name=f"{name} 개설과목", is_school_created=True
    )
    with as_owner():
        taught = SubjectUnit.objects.create(
            subject=rows["table"].subject, school=student.school, unit=factories.UnitFactory(), hours=32
        )
    return {key: table.pk for key, table in tables.items()} | {
        "subject": rows["table"].subject_id,
        "own_subject": own.pk,
        "subject_unit": taught.pk,
        "table_row": rows["draft_table"].pk,
    }


def _register(
    consortium: Consortium, partners: dict[str, Partner], who: Member, name: str
) -> dict[str, int | UUID]:
    """A second company, a logo, a contact who has not agreed to be shown, an entry with its next step."""
    company = partners["company"]
    membership = factories.AssociationMembershipFactory(
        consortium=consortium, association=partners["association"], company=company
    )
    waiting = factories.AssociationMembershipFactory(
        consortium=consortium,
        association=partners["city"],
        company=company,
        confirmed_at=None,
    )
    contact = factories.ContactFactory(consortium=consortium, partner=company, name=f"{name} 담당")
    touch = factories.InteractionFactory(
        consortium=consortium,
        partner=company,
        by=who,
        contact=contact,
        summary=f"{name} 통화",
        next_step=f"{name} 방문",
        next_due=JUNE,
        next_by=who,
    )
    with as_owner():
        Logo.objects.create(
            partner=company, content=name.encode(), content_type="image/png", width=1, height=1
        )
    return {
        "twin": partners["rival"].pk,
        "membership": membership.pk,
        "waiting": waiting.pk,
        "contact": contact.pk,
        "touch": touch.pk,
    }


def _programme(consortium: Consortium, name: str) -> dict[str, int | UUID]:
    """Where the programme stands, and a bid with one requirement."""
    with as_owner():
        bid = Bid.objects.create(consortium=consortium, title=f"{name} 공모")
        status = ProgrammeStatus.objects.create(
            consortium=consortium, on=JUNE, state=ProgrammeState.AGREED, note=f"{name} 경과", bid=bid
        )
        criterion = Criterion.objects.create(bid=bid, position=1, name=f"{name} 영역")
        requirement = Requirement.objects.create(criterion=criterion, position=1, text=f"{name} 요건")
    return {"status": status.pk, "bid": bid.pk, "requirement": requirement.pk}


def _draft(
    consortium: Consortium, company: Partner, agreement: Agreement, name: str
) -> dict[str, int | UUID]:
    """A draft with one clause and one party, and the draft of an amendment."""
    draft = factories.AgreementFactory(consortium=consortium, title=f"{name} 초안")
    amendment = factories.AmendmentFactory(agreement=agreement, title=f"{name} 변경", new_end=JUNE)
    return {
        "draft": draft.pk,
        "clause": factories.ClauseFactory(agreement=draft, text=f"{name} 조항").pk,
        "signatory": factories.SignatoryFactory(agreement=draft, partner=company, signed_on=None).pk,
        "amendment": amendment.pk,
    }


def _placement(
    consortium: Consortium, company: Partner, student: Student, name: str
) -> dict[str, int | UUID]:
    """An open vacancy, a consent that is live, and the candidate whom it opens to the company."""
    vacancy = factories.VacancyFactory(consortium=consortium, company=company, title=f"{name} 공고")
    with as_owner():
        vacancy.state = VacancyState.OPEN
        vacancy.save(update_fields=["state"])
    consent = factories.ConsentFactory(student=student, recipient=company, purpose=f"{name} 검토")
    candidate = factories.CandidateFactory(vacancy=vacancy, student=student, code_name=f"{name}-1")
    return {"vacancy": vacancy.pk, "consent": consent.pk, "candidate": candidate.pk}


def _courses(consortium: Consortium, company: Partner, name: str) -> dict[str, int | UUID]:
    """A course that is approved, and one that the company was asked about and contributed to."""
    ours = {"consortium": consortium, "school": consortium.school}
    approved = factories.CourseVersionFactory(
        consortium=consortium, name=f"{name} 과정", state=CourseState.APPROVED
    )
    version = factories.CourseVersionFactory(
        consortium=consortium, name=f"{name} 새 과정", state=CourseState.OPEN
    )
    with as_owner():
        author = Member.objects.filter(consortium=consortium, partner=company).earliest("pk")
        CoursePartner.objects.create(version=version, partner=company, **ours)
        section = CourseSection.objects.create(
            version=version, school=consortium.school, title=f"{name} 단원", hours=4
        )
        contribution = CourseContribution.objects.create(
            version=version,
            partner=company,
            author=author,
            person=f"{name} 현업",
            kind=ContributionKind.CHANGE,
            section=section,
            before_title=section.title,
            before_hours=4,
            after_title=f"{name} 고친 단원",
            after_hours=6,
            **ours,
        )
    return {
        "course": approved.course_id,
        "approved_version": approved.pk,
        "course_version": version.pk,
        "section": section.pk,
        "contribution": contribution.pk,
    }


def _external(
    consortium: Consortium, university: Partner, student: Student, name: str
) -> dict[str, int | UUID]:
    """A programme that is settled, with one who takes part, agreed to be named and has a certificate."""
    ours = {"consortium": consortium, "school": consortium.school, "provider": university}
    today = timezone.localdate()
    facts = ours | {
        "description": name,
        "criteria": name,
        "starts_on": today,
        "ends_on": today,
        "seats": 2,
        "applies_from": today,
        "applies_until": today,
    }
    with as_owner():
        draft = ExternalProgramme.objects.create(name=f"{name} 초안 과정", **facts)
        programme = ExternalProgramme.objects.create(name=f"{name} 바깥 과정", **facts)
        for state in (ProgrammeStage.OPEN, ProgrammeStage.SELECTED):
            ExternalProgramme.objects.filter(pk=programme.pk).update(state=state)
        meeting = ProgrammeSession.objects.create(
            programme=programme, on=today, starts_at=datetime.time(9), hours=3, topic=name, **ours
        )
        person = ours | {"programme": programme, "student": student}
        seat = ProgrammeApplication.objects.create(
            state=SeatState.SELECTED,
            student_agreed_at=timezone.now(),
            guardian_agreed_on=today,
            **person,
        )
        participant = Participant.objects.create(application=seat, number=1, name=name, **person)
        issued = ProgrammeCertificate.objects.create(
            participant=participant,
            student=student,
            consortium=consortium,
            school=consortium.school,
            programme_name=name,
            provider_name=name,
            masked_name="*",
            starts_on=today,
            ends_on=today,
            hours=3,
        )
    return {
        "programme": programme.pk,
        "programme_draft": draft.pk,
        "meeting": meeting.pk,
        "seat": seat.pk,
        "issued": issued.pk,
    }


def _demand(
    consortium: Consortium, partners: dict[str, Partner], who: Member, name: str
) -> dict[str, int | UUID]:
    """A unit of the consortium's own, a job that was agreed, and a draft with a task and an open survey."""
    facts = {"consortium": consortium, "school": partners["school"], "company": partners["company"]}
    facts |= {"analysed_on": JUNE, "participants": 1, "jobs": 1, "made_by": who}
    with as_owner():
        unit = CompetencyUnit.objects.create(consortium=consortium, code="MX-AI-01", name=f"{name} 단위")
        job, draft = (JobAnalysis.objects.create(title=f"{name} 직무", **facts) for _one in range(2))
        duty = draft.duties.create(position=1, title=f"{name} 책무")
        task = duty.tasks.create(position=1, title=f"{name} 과업")
        task.task_units.create(unit=unit)
        JobAnalysis.objects.filter(pk=job.pk).update(state=AnalysisState.AGREED, agreed_on=JUNE)
        survey = draft.surveys.create(
            **{key: facts[key] for key in ("consortium", "school", "company")},
            asked_by=who,
            closes_on=timezone.localdate() + datetime.timedelta(days=7),
        )
        SurveyContact.objects.create(survey=survey, name=name, email="work@company.example")
    return {
        "own_unit": unit.pk,
        "agreed_job": job.pk,
        "draft_job": draft.pk,
        "duty": duty.pk,
        "task": task.pk,
        "survey": survey.pk,
    }


def _entrances(consortium: Consortium, school: Partner, who: Member, name: str) -> dict[str, int | UUID]:
    """An invitation that waits, and a colleague's API token."""
    with as_owner():
        invitation = Invitation.objects.create(
            email="new@example.com",
            name=name,
            consortium=consortium,
            partner=school,
            role=Role.ACCOUNTANT,
            invited_by=who,
            expires_at=timezone.now() + datetime.timedelta(days=1),
        )
        token = ApiToken.objects.create(
            member=who, name=name, digest=name, scopes=["read"], expires_at=timezone.now()
        )
        review = AccessReview.objects.create(
            consortium=consortium, partner=school, due_on=timezone.localdate(), basis=name
        )
    return {
        "invitation": invitation.pk,
        "token": token.pk,
        "access_review": review.pk,
        "asked": who.pk,
    }


def _signing(
    consortium: Consortium, partners: dict[str, Partner], who: Member, name: str
) -> dict[str, int | UUID]:
    """A document out for signing that every member may read; the company has been asked."""
    kind = Kind(
        "matrix.paper",
        "문서",
        may_manage=lambda member, document: only_if(member.role == Role.COORDINATOR),
        may_see=lambda member, document: ALLOWED,
        may_sign=agreements.signs,
        open_to_consortium=True,
    )
    register(kind)
    with as_owner():
        document = Document.objects.create(
            consortium=consortium,
            keeper=partners["school"],
            prepared_by=who,
            kind=kind.key,
            subject_id=1,
            title=f"{name} 문서",
            body=(body := [{"number": "1", "heading": name, "text": f"{name} 본문"}]),
            sha256=digest(f"{name} 문서", body),
            open_to_consortium=True,
            partner_ids=[partners["company"].pk],
        )
        Document.objects.filter(pk=document.pk).update(state=DocumentState.OPEN, opened_at=timezone.now())
        party = Party.objects.create(
            document=document, partner=partners["company"], name=f"{name} 회사", position=1
        )
        Contact.objects.create(party=party, name=f"{name} 담당", email="signer@example.com")
        Party.objects.filter(pk=party.pk).update(state=PartyState.INVITED, invited_at=timezone.now())
    return {"document": document.pk, "party": party.pk}


def _report(consortium: Consortium, member: Member, name: str) -> dict[str, int | UUID]:
    """A report that somebody else asked for: nobody's but theirs."""
    with as_owner():
        job = Job.objects.create(consortium=consortium, member=member, kind="governance", formats=["pdf"])
        file = job.files.create(
            format="pdf", path=f"{name}.pdf", sha256="0" * 64, size=1, expires_at=timezone.now()
        )
    return {"job": job.pk, "file": file.pk}


def _import(consortium: Consortium, member: Member, name: str) -> Import:
    """A list that somebody else brought: nobody's but theirs."""
    with as_owner():
        imported = Import.objects.create(
            consortium=consortium,
            member=member,
            target="partners",
            file_name=f"{name}.csv",
            kind="csv",
            size=1,
            sha256="0" * 64,
            sample=[["기관명"], [name]],
            header_row=1,
            expires_at=timezone.now() + datetime.timedelta(days=1),
        )
        imported.rows.create(number=2, until=2, cells=[name], outcome="NEW")
    return imported


def _notice(consortium: Consortium, member: Member, name: str) -> Notification:
    """What somebody else was told: nobody's but theirs."""
    with as_owner():
        return Notification.objects.create(
            id=uuid4(),
            event="partners/delivery_recorded",
            key=name,
            recipient=member.user,
            consortium=consortium,
            context={"pledge": name, "evidence": name},
            url="/",
        )


def _figure(consortium: Consortium) -> Figure:
    """A cell of the consortium's newest publication, which stands for the whole page of figures."""
    snapshot = publish_figures(consortium.pk)
    with as_owner():
        return snapshot.figures.earliest("pk")
