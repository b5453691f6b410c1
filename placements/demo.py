"""Invented vacancies, consents and candidates of the demo consortia, one in every state."""

import random
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.utils import timezone

from consortium.audit.models import AccessRecord
from curriculum.models import Attainment, CompetencyUnit, Student
from curriculum.states import StudentState
from partners.models import Consortium, Member, Partner
from partners.states import Role
from placements.models import Candidate, Consent, DemandedUnit, Vacancy
from placements.services import letters
from placements.services.candidates import CODE_NAMES
from placements.states import (
    CandidateState,
    ConsentItem,
    ConsentWay,
    DeclineReason,
    VacancyState,
)

PROGRAMMING = "2001020231_23v5"
MODELLING = tuple(f"20010703{detail}_19v1" for detail in ("01", "02", "05", "06", "07", "08"))
PURPOSE = "현장실습·채용 지원자 검토"
EVERY_ITEM = list(ConsentItem)


@dataclass(frozen=True)
class Offer:
    """One invented vacancy and how many candidates it has in which state."""

    company: str
    title: str
    description: str
    places: int
    units: tuple[str, ...]
    state: VacancyState
    proposed: int = 0
    shortlisted: int = 0
    declined: tuple[DeclineReason, ...] = ()


@dataclass(frozen=True)
class Consents:
    """How many of the oldest students gave consent to one company, by what became of it.

    `resting` ones are of students on leave: nothing is shown of them until they are back.
    """

    company: str
    live: int
    guardian_missing: int = 0
    withdrawn: int = 0
    expired: int = 0
    resting: int = 0


OFFERS = {
    "paju": (
        Offer(
            "LGU",
            "AI 서비스 운영 현장실습",
            "고객 상담 AI의 답변 품질을 점검하고 학습용 자료를 정리합니다.",
            4,
            (PROGRAMMING, *MODELLING[:5]),
            VacancyState.OPEN,
            proposed=12,
            shortlisted=2,
            declined=(DeclineReason.COMPETENCY,),
        ),
        Offer(
            "LGU",
            "네트워크 관제 보조 현장실습",
            "관제 화면을 살피고 장애 기록을 정리합니다.",
            2,
            (PROGRAMMING, MODELLING[0]),
            VacancyState.CLOSED,
            shortlisted=2,
            declined=(DeclineReason.FILLED, DeclineReason.SCHEDULE),
        ),
        Offer(
            "LGU",
            "데이터 품질 점검 현장실습",
            "수집한 자료의 빠진 값과 잘못된 값을 찾아 고칩니다.",
            3,
            (PROGRAMMING, MODELLING[2]),
            VacancyState.DRAFT,
        ),
        Offer(
            "PMC",
            "의료 데이터 정리 현장실습",
            "연구용 자료의 형식을 맞추고 목록을 만듭니다. 개인 의료 정보는 다루지 않습니다.",
            2,
            (PROGRAMMING, MODELLING[0], MODELLING[2]),
            VacancyState.OPEN,
            proposed=4,
        ),
        Offer(
            "PMC",
            "바이오 입주 기업 연계 현장실습",
            "입주 기업의 수요가 정해지면 내용을 채웁니다.",
            1,
            (PROGRAMMING,),
            VacancyState.DRAFT,
        ),
    ),
    "gaon": (
        Offer(
            "GAON-LAB",
            "가온 실험 보조 현장실습",
            "가온 연구실의 실험 준비를 돕습니다.",
            1,
            (PROGRAMMING,),
            VacancyState.OPEN,
            proposed=1,
        ),
    ),
}
CONSENTS = {
    "paju": (
        Consents("LGU", live=20, guardian_missing=3, withdrawn=2, expired=2, resting=1),
        Consents("PMC", live=5, guardian_missing=1, withdrawn=1),
    ),
    "gaon": (Consents("GAON-LAB", live=1),),
}


READINGS = (
    (9, Role.HOMEROOM_TEACHER, Student._meta.label),
    (6, Role.COORDINATOR, Consent._meta.label),
    (2, Role.HR, Candidate._meta.label),
    (2, Role.HR, Attainment._meta.label),
)


def load_placements(consortium: Consortium, today: date) -> None:
    """Vacancies in each state, consents in each state, and candidates at every step."""
    staff = Member.objects.filter(consortium=consortium, role=Role.COORDINATOR).get()
    for consents in CONSENTS[consortium.slug]:
        _load_consents(consortium, consents, staff, today)
    for letter, offer in zip("ABCDEFGH", OFFERS[consortium.slug], strict=False):
        _load_offer(consortium, offer, letter, today)
    load_readings(consortium, today)


def _oldest_students(consortium: Consortium) -> list[Student]:
    return list(
        Student.objects.filter(consortium=consortium, state=StudentState.ENROLLED, grade=3).order_by(
            "number", "class_no"
        )
    )


def _load_consents(consortium: Consortium, consents: Consents, staff: Member, today: date) -> None:
    company = Partner.objects.get(code=consents.company)
    fates = (
        ["live"] * consents.live
        + ["guardian_missing"] * consents.guardian_missing
        + ["withdrawn"] * consents.withdrawn
        + ["expired"] * consents.expired
    )
    given = list(zip(_oldest_students(consortium), fates, strict=False))
    given += [(student, "live") for student in _on_leave(consortium)[: consents.resting]]
    Consent.objects.bulk_create(_consent(student, company, fate, staff, today) for student, fate in given)


def _on_leave(consortium: Consortium) -> list[Student]:
    away = Student.objects.filter(consortium=consortium, state=StudentState.ON_LEAVE)
    return list(away.order_by("-grade", "pk"))


def _consent(student: Student, company: Partner, fate: str, staff: Member, today: date) -> Consent:
    agreed_on = today - timedelta(days=40)
    withdrawn = fate == "withdrawn"
    return Consent(
        consortium_id=student.consortium_id,
        school_id=student.school_id,
        student=student,
        recipient=company,
        purpose=PURPOSE,
        items=EVERY_ITEM,
        valid_until=today - timedelta(days=3) if fate == "expired" else today + timedelta(days=150),
        student_agreed_on=agreed_on,
        guardian_agreed_on=None if fate == "guardian_missing" else agreed_on + timedelta(days=2),
        way=ConsentWay.PAPER,
        refusal_explained=True,
        recorded_by=staff,
        withdrawn_at=_at(today, 4) if withdrawn else None,
        withdrawn_by=staff if withdrawn else None,
    )


def _at(today: date, days_ago: int) -> datetime:
    noon = datetime(today.year, today.month, today.day, 12, tzinfo=timezone.get_current_timezone())
    return noon - timedelta(days=days_ago)


def _load_offer(consortium: Consortium, offer: Offer, letter: str, today: date) -> None:
    company = Partner.objects.get(code=offer.company)
    closed = offer.state == VacancyState.CLOSED
    starts_on = today - timedelta(days=120) if closed else today + timedelta(days=45)
    vacancy = Vacancy.objects.create(
        consortium=consortium,
        company=company,
        title=offer.title,
        description=offer.description,
        places=offer.places,
        starts_on=starts_on,
        ends_on=starts_on + timedelta(days=90),
        is_demo=True,
    )
    DemandedUnit.objects.bulk_create(
        DemandedUnit(vacancy=vacancy, unit=unit)
        for unit in CompetencyUnit.objects.filter(code__in=offer.units).order_by("code")
    )
    _load_candidates(vacancy, offer, letter, today)
    if offer.state != VacancyState.DRAFT:
        _move(vacancy, VacancyState.OPEN)
    if closed:
        _move(vacancy, VacancyState.CLOSED)


def _move(vacancy: Vacancy, state: VacancyState) -> None:
    vacancy.state = state
    vacancy.save(update_fields=["state"])


def _load_candidates(vacancy: Vacancy, offer: Offer, letter: str, today: date) -> None:
    """Candidates in the order of the roster; one more has withdrawn consent and must stay unseen."""
    chosen = [(CandidateState.SHORTLISTED, "")] * offer.shortlisted
    declined = [(CandidateState.DECLINED, reason) for reason in offer.declined]
    # The student who has a log-in comes first: once declined, once chosen, once still waiting.
    decided = declined + chosen if offer.state == VacancyState.CLOSED else chosen + declined
    fates = decided + [(CandidateState.PROPOSED, "")] * offer.proposed
    students = _whose_consent(vacancy, live=True)[: len(fates)]
    if offer.proposed:
        students += _whose_consent(vacancy, live=False)[:1]
    candidates = Candidate.objects.bulk_create(
        Candidate(
            consortium_id=vacancy.consortium_id,
            school_id=student.school_id,
            company_id=vacancy.company_id,
            vacancy=vacancy,
            student=student,
            code_name=code_name,
            attendance_band=student.attendance_band,
        )
        for code_name, student in zip(_code_names(letter, len(students)), students, strict=True)
    )
    hr = _hr(vacancy)
    for candidate, (state, reason) in zip(candidates, fates, strict=False):
        if state != CandidateState.PROPOSED:
            candidate.state, candidate.decline_reason = state, reason
            candidate.decided_by, candidate.decided_at = hr, _at(today, 2)
            candidate.save(update_fields=["state", "decline_reason", "decided_by", "decided_at"])
            _tell(vacancy, candidate)


def _code_names(letter: str, number: int) -> list[str]:
    """As random as real ones, so that nobody takes a pattern in the demo for a trait of the portal."""
    return random.Random(f"demo {letter}").sample(sorted(CODE_NAMES), number)  # noqa: S311 - invented data


def _hr(vacancy: Vacancy) -> Member | None:
    return Member.objects.filter(partner=vacancy.company_id, role=Role.HR).order_by("pk").first()


def _tell(vacancy: Vacancy, candidate: Candidate) -> None:
    """What the company's answer would have sent: to the student, and to the school."""
    event = candidate.state.lower()
    reason = {"reason": str(candidate.decline_reason)} if candidate.decline_reason else {}
    key = f"{candidate.pk}:{candidate.decided_at.isoformat()}"
    letters.tell_students(event, vacancy, [candidate.student_id], key=key, **reason)
    letters.tell_school(f"{event}_school", vacancy, key=key, code=candidate.code_name, **reason)


def load_readings(consortium: Consortium, today: date) -> None:
    """Who looked at the student with a log-in during the last days, so that the page for it is not empty."""
    student = Student.objects.filter(consortium=consortium, user__isnull=False).first()
    if student is None:
        return
    for days_ago, role, what in READINGS:
        reader = Member.objects.filter(consortium=consortium, role=role).order_by("pk").first()
        record = AccessRecord.objects.create(
            user_id=reader.user_id,
            member_id=reader.pk,
            role=role,
            consortium_id=consortium.pk,
            partner_id=reader.partner_id,
            action="load_demo",
            what=what,
            subjects=[student.pk],
            reason="시연용으로 지어낸 기록",
        )
        AccessRecord.objects.filter(pk=record.pk).update(at=_at(today, days_ago))


def _whose_consent(vacancy: Vacancy, *, live: bool) -> list[Student]:
    """Students whose consent to the vacancy's company is live, or was withdrawn."""
    consents = Consent.objects.filter(recipient=vacancy.company_id, consortium=vacancy.consortium_id)
    consents = consents.live() if live else consents.exclude(withdrawn_at=None)
    ids = set(consents.values_list("student", flat=True))
    return [student for student in _oldest_students(vacancy.consortium) if student.pk in ids]
