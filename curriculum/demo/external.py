"""Invented programmes outside the school: one finished, one with a session today, one open, a draft."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.utils import timezone

from curriculum.demo.days import SATURDAY, school_day
from curriculum.external.drawing import drawn
from curriculum.external.figures import AT_ONCE
from curriculum.external.services.seats import seat
from curriculum.external.services.teaching import masked
from curriculum.models import (
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
    ProgrammeCertificate,
    ProgrammeSession,
    SessionAttendance,
    Student,
    SurveyAnswer,
)
from curriculum.states import Presence, ProgrammeStage, SeatState
from partners.models import Approval, Consortium, Member, Partner
from partners.states import Role

LADDER = (ProgrammeStage.OPEN, ProgrammeStage.SELECTED, ProgrammeStage.FINISHED)
MOTIVES = ("로봇을 직접 만들어 보고 싶어서", "진로를 정하는 데 도움이 될 것 같아서", "")


@dataclass(frozen=True)
class Invented:
    """One programme; days count from today, `apply` is how many students applied."""

    name: str
    name_en: str
    description: str
    state: str
    first: int
    last: int
    seats: int
    apply: int
    topics: tuple[str, ...]
    seed: int | None = None
    credits: int = 0
    with_student: bool = True


PROGRAMMES = (
    Invented(
        "AI 로봇·코딩 기초",
        "AI robots and coding, basics",
        "센서와 모터를 다루고 블록 코딩에서 파이썬으로 넘어갑니다. 마지막 날 작은 경주를 합니다.",
        ProgrammeStage.FINISHED,
        -75,
        -40,
        12,
        15,
        ("센서와 모터", "블록 코딩", "파이썬 첫걸음", "길 따라가기", "장애물 피하기", "로봇 경주"),
        seed=2_026_011_907,
        credits=1,
    ),
    Invented(
        "3D 프린팅 전문인력",
        "3D printing specialists",
        "모델링부터 출력, 후가공까지 배우고 자기 부품을 만들어 가져갑니다.",
        ProgrammeStage.SELECTED,
        -14,
        14,
        10,
        13,
        ("모델링 기초", "출력 준비", "재료와 온도", "후가공", "작품 발표"),
        seed=3_105_442_218,
    ),
    Invented(
        "AI 로봇·코딩 심화",
        "AI robots and coding, advanced",
        "카메라로 물체를 알아보는 로봇을 팀으로 만듭니다. 기초 과정을 마치지 않아도 신청할 수 있습니다.",
        ProgrammeStage.OPEN,
        14,
        42,
        16,
        6,
        ("카메라와 인식", "모델 고르기", "팀 설계", "팀 제작", "발표"),
        with_student=False,
    ),
    Invented(
        "겨울 방학 로봇 캠프",
        "Winter robot camp",
        "사흘 동안 로봇 한 대를 처음부터 만듭니다.",
        ProgrammeStage.DRAFT,
        45,
        47,
        20,
        0,
        (),
    ),
)


class _Loader:
    def __init__(self, consortium: Consortium, today: date) -> None:
        self.consortium, self.today = consortium, today
        self.provider = Partner.objects.get(code="DONGGUK")
        staff = Member.objects.filter(consortium=consortium)
        self.lecturer = staff.get(role=Role.LECTURER, partner=self.provider)
        self.teacher = staff.filter(role=Role.HOMEROOM_TEACHER).earliest("pk")
        known = Student.objects.filter(consortium=consortium).enrolled().select_related("department", "user")
        self.student = known.exclude(user=None).first()
        self.others = list(known.filter(user=None, grade__lte=2).order_by("grade", "class_no", "number"))

    def programme(self, invented: Invented, skip: int) -> None:
        first, last = self._day(invented.first), self._day(invented.last)
        approval = None
        if invented.credits:
            approval = Approval.objects.create(
                consortium=self.consortium,
                body="교육과정위원회",
                on=school_day(first - timedelta(days=30)),
                number="시연 제9호",
                document="학교 밖 교육 학점 인정 심의(시연)",
            )
        ours = {"consortium": self.consortium, "school": self.consortium.school, "provider": self.provider}
        programme = ExternalProgramme.objects.create(
            **ours,
            name=invented.name,
            name_en=invented.name_en,
            description=invented.description,
            place="동국대학교 과학영재교육원(시연)",
            starts_on=first,
            ends_on=last,
            seats=invented.seats,
            applies_from=first - timedelta(days=17),
            applies_until=first - timedelta(days=7),
            criteria="신청자가 정원보다 많으면 추첨합니다. 추첨 번호는 이 화면에 남습니다.",
            credits=invented.credits,
            approval=approval,
            is_demo=True,
        )
        sessions = self._sections(programme, invented, ours)
        if invented.apply:
            self._applications(programme, invented, skip)
        for state in LADDER[: LADDER.index(invented.state) + 1] if invented.state in LADDER else ():
            facts = {"state": state}
            if state == ProgrammeStage.SELECTED:
                facts |= {"selected_at": self._at(invented.first - 6, 9)}
            ExternalProgramme.objects.filter(pk=programme.pk).update(**facts)
        if invented.seed:
            self._attendance(programme, sessions)
        if invented.state == ProgrammeStage.FINISHED:
            self._finish(programme)

    def _sections(
        self, programme: ExternalProgramme, invented: Invented, ours: dict[str, object]
    ) -> list[ProgrammeSession]:
        return ProgrammeSession.objects.bulk_create(
            ProgrammeSession(
                programme=programme,
                **ours,
                on=self._meeting(programme, number),
                starts_at=time(16, 0),
                hours=Decimal(3),
                topic=topic,
            )
            for number, topic in enumerate(invented.topics)
        )

    def _meeting(self, programme: ExternalProgramme, number: int) -> date:
        """Once a week; a week's holiday moves it to the day before, and the day of the demo stays."""
        day = programme.starts_on + timedelta(days=7 * number)
        if day == self.today or day.weekday() >= SATURDAY:
            return day
        return max(school_day(day), programme.starts_on)

    def _applications(self, programme: ExternalProgramme, invented: Invented, skip: int) -> None:
        count = invented.apply - invented.with_student
        applying = ([self.student] if invented.with_student else []) + self.others[skip : skip + count]
        applications = ProgrammeApplication.objects.bulk_create(
            ProgrammeApplication(
                programme=programme,
                consortium=self.consortium,
                school=self.consortium.school,
                provider=self.provider,
                student=student,
                motive=MOTIVES[number % len(MOTIVES)],
                student_agreed_at=None if number % 7 == 5 else self._at(invented.first - 12, 13),
                guardian_agreed_on=None if number % 7 in (4, 5) else programme.applies_until,
                guardian_recorded_by=None if number % 7 in (4, 5) else self.teacher,
                created_at=self._at(invented.first - 12, 13),
            )
            for number, student in enumerate(applying)
        )
        if invented.seed is None:
            return
        by_id = {one.pk: one for one in applications}
        order = [by_id[pk] for pk in self._drawn(invented, by_id, programme)]
        for place, one in enumerate(order, start=1):
            one.place = place
            one.state = SeatState.SELECTED if place <= invented.seats else SeatState.WAITING
        ProgrammeApplication.objects.bulk_update(order, ["place", "state"])
        held = order[: invented.seats]
        Participant.objects.bulk_create(seat(one, number) for number, one in enumerate(held, start=1))

    def _drawn(
        self, invented: Invented, by_id: dict[int, ProgrammeApplication], programme: ExternalProgramme
    ) -> list[int]:
        """A draw that can be worked out again, in which the one student who can log in has a seat."""
        seed = invented.seed or 0
        mine = next(pk for pk, one in by_id.items() if one.student_id == self.student.pk)
        while (
            mine not in (order := drawn([(pk, None) for pk in by_id], seed, ranked=False))[: invented.seats]
        ):
            seed += 1
        ExternalProgramme.objects.filter(pk=programme.pk).update(seed=seed)
        return order

    def _attendance(self, programme: ExternalProgramme, sessions: list[ProgrammeSession]) -> None:
        """Held sessions have their attendance; the one of today waits for the lecturer."""
        past = [one for one in sessions if one.on < self.today]
        participants = list(Participant.objects.filter(programme=programme))
        rows = [
            SessionAttendance(
                session=session,
                participant=one,
                student_id=one.student_id,
                school_id=one.school_id,
                provider_id=one.provider_id,
                presence=self._presence(one.number, place),
                recorded_by=self.lecturer,
                recorded_at=datetime.combine(session.on, time(19, 5), timezone.get_current_timezone()),
            )
            for place, session in enumerate(past)
            for one in participants
        ]
        SessionAttendance.objects.bulk_create(rows)
        hours: dict[int, Decimal] = {}
        for row in rows:
            if row.presence in (Presence.PRESENT, Presence.LATE):
                hours[row.participant_id] = hours.get(row.participant_id, Decimal(0)) + row.session.hours
        for one in participants:
            one.attended_hours = hours.get(one.pk, Decimal(0))
        Participant.objects.bulk_update(participants, ["attended_hours"])
        for session in past:
            session.closed_at = datetime.combine(session.on, time(19, 5), timezone.get_current_timezone())
        ProgrammeSession.objects.bulk_update(past, ["closed_at"])

    def _presence(self, number: int, place: int) -> str:
        if number == 7 and place > 1:
            return Presence.ABSENT
        if (number + place) % 9 == 0:
            return Presence.LATE
        return Presence.EXCUSED if (number * 3 + place) % 17 == 0 else Presence.PRESENT

    def _finish(self, programme: ExternalProgramme) -> None:
        participants = list(
            Participant.objects.filter(programme=programme).select_related("student", "application")
        )
        whole = sum(one.hours for one in programme.sessions.all())
        for one in participants:
            one.has_completed = programme.is_completed_with(one.attended_hours, whole)
            one.credits = programme.credits if one.has_completed else 0
            one.name = one.department = ""
            one.has_answered = one.number % 3 != 1
            done = SeatState.COMPLETED if one.has_completed else SeatState.INCOMPLETE
            one.application.state = done
        fields = ["has_completed", "credits", "name", "department", "has_answered"]
        Participant.objects.bulk_update(participants, fields)
        ProgrammeApplication.objects.bulk_update([one.application for one in participants], ["state"])
        ProgrammeCertificate.objects.bulk_create(
            ProgrammeCertificate(
                participant=one,
                student=one.student,
                school_id=one.school_id,
                consortium_id=one.consortium_id,
                programme_name=programme.name,
                programme_name_en=programme.name_en,
                provider_name=self.provider.name,
                provider_name_en=self.provider.name_en,
                masked_name=masked(one.student.name),
                starts_on=programme.starts_on,
                ends_on=programme.ends_on,
                hours=one.attended_hours,
                issued_on=programme.ends_on,
            )
            for one in participants
            if one.has_completed
        )
        answers = sum(one.has_answered for one in participants)
        SurveyAnswer.objects.bulk_create(
            SurveyAnswer(
                programme=programme,
                consortium=self.consortium,
                school=self.consortium.school,
                provider=self.provider,
                content=5 - number % 2,
                teaching=5 - number % 3 % 2,
                again=5 - (number % 4 == 3) * 2,
                is_counted=number < answers - answers % AT_ONCE,
            )
            for number in range(answers)
        )

    def _day(self, days: int) -> date:
        return self.today + timedelta(days=days)

    def _at(self, days: int, hour: int) -> datetime:
        return datetime.combine(self._day(days), time(hour, 10), timezone.get_current_timezone())


def load_external(consortium: Consortium, today: date) -> None:
    """Four programmes, with those who take part in them."""
    if consortium.slug != "paju":
        return
    loader = _Loader(consortium, today)
    for number, invented in enumerate(PROGRAMMES):
        loader.programme(invented, skip=number * 14)
