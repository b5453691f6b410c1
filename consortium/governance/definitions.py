"""How each figure is counted. A changed formula gets a new version here; published rows keep theirs."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from consortium.governance.states import Measure

SINCE = date(2025, 3, 1)


@dataclass(frozen=True)
class Definition:
    """One version of one indicator, in both languages, as it is published."""

    code: str
    version: int
    name: str
    name_en: str
    formula: str
    formula_en: str
    measure: Measure
    source: str
    source_en: str
    counts_people: bool = False
    valid_from: date = SINCE

    def as_fields(self) -> dict[str, object]:
        fields = asdict(self)
        return {name: fields[name] for name in fields if name not in ("code", "version")}


ROSTER = ("포털 학적부", "Roster in the portal")
PLACEMENTS = ("포털 현장실습·채용 기록", "Placement records in the portal")
PARTNERS = ("포털 협약 기록", "Agreement records in the portal")

STUDENTS = Definition(
    "students",
    1,
    "재학생 수",
    "Enrolled students",
    "기준 시각에 학적 상태가 ‘재학’인 학생 수. 학과와 학년으로 나눕니다.",
    "Students whose state is “enrolled” at the time of counting, by department and grade.",
    Measure.PERSONS,
    *ROSTER,
    counts_people=True,
)
UNITS_PER_STUDENT = Definition(
    "units_per_student",
    1,
    "학생 1인당 이수 능력단위",
    "Competency units per student",
    "재학생이 이수한 능력단위 수의 합 ÷ 재학생 수. 학과로 나눕니다.",
    "Competency units attained by enrolled students ÷ enrolled students, by department.",
    Measure.UNITS,
    *ROSTER,
    counts_people=True,
)
UNITS_IN_USE = Definition(
    "units_in_use",
    1,
    "이수 기록이 있는 능력단위",
    "Competency units with attainments",
    "재학생 가운데 한 명 이상이 이수한 국가직무능력표준(NCS) 능력단위의 종류 수.",
    "Different NCS competency units that at least one enrolled student has attained.",
    Measure.UNITS,
    *ROSTER,
)
VACANCIES = Definition(
    "vacancies",
    1,
    "실습·채용 공고",
    "Vacancies",
    "기업이 낸 현장실습·채용 공고 수. 상태로 나눕니다.",
    "Training and job vacancies offered by companies, by state.",
    Measure.CASES,
    *PLACEMENTS,
)
PLACES = Definition(
    "places",
    1,
    "실습·채용 자리",
    "Places",
    "공고에 적힌 자리 수의 합. 공고 상태로 나눕니다.",
    "Sum of the places that vacancies offer, by state of the vacancy.",
    Measure.PLACES,
    *PLACEMENTS,
)
CANDIDATES = Definition(
    "candidates",
    1,
    "지원자",
    "Candidates",
    "공고에 추천된 학생 수(공고마다 따로 셈). 검토 상태로 나눕니다.",
    "Students put forward for vacancies, counted once per vacancy, by state of the review.",
    Measure.PERSONS,
    *PLACEMENTS,
    counts_people=True,
)
CONSENTS = Definition(
    "consents",
    1,
    "제3자 제공 동의",
    "Consents to third-party provision",
    "학생이 기업 한 곳에 준 동의 수. 기준일에 유효한 것과 그렇지 않은 것으로 나눕니다.",
    "Consents that students gave to one named company each, by what they are worth on the reference date.",
    Measure.PERSONS,
    *PLACEMENTS,
    counts_people=True,
)
PARTNERS_BY_KIND = Definition(
    "partners",
    1,
    "협약기관",
    "Partner organisations",
    "기준일에 연합체에 참여하는 기관 수. 종류로 나눕니다.",
    "Organisations that take part in the consortium on the reference date, by kind.",
    Measure.PARTNERS,
    *PARTNERS,
)
AGREEMENTS = Definition(
    "agreements",
    1,
    "협약",
    "Agreements",
    "연합체가 맺은 협약 수. 상태로 나눕니다.",
    "Agreements of the consortium, by state.",
    Measure.CASES,
    *PARTNERS,
)
PLEDGES = Definition(
    "pledges",
    2,
    "약정 이행률",
    "Pledge delivery",
    "확인된 이행량 ÷ 약정한 양. 종류와 단위로 나눕니다. 보고한 사람이 아닌 학교 담당자가 확인한 이행만, "
    "약정마다 약정한 양까지만 셉니다. 제안만 된 약정은 세지 않고, 중도 종료된 약정은 약정한 대로 셉니다.",
    "Verified delivery ÷ pledged, by kind and unit. Only what somebody of the school other than the "
    "reporter has verified counts, of each pledge no more than was pledged. Proposals do not count; "
    "pledges that ended early count as they were promised.",
    Measure.PERCENT,
    *PARTNERS,
)
PARTNER_PLEDGES = Definition(
    "partner_pledges",
    2,
    "기관별 약정 이행률",
    "Pledge delivery by partner",
    "확인된 이행량 ÷ 약정한 양. 기관, 종류, 단위로 나눕니다. 보고한 사람이 아닌 학교 담당자가 확인한 이행만, "
    "약정마다 약정한 양까지만 셉니다. 제안만 된 약정은 세지 않고, 중도 종료된 약정은 약정한 대로 셉니다.",
    "Verified delivery ÷ pledged, by partner, kind and unit. Only what somebody of the school other than "
    "the reporter has verified counts, of each pledge no more than was pledged. Proposals do not count; "
    "pledges that ended early count as they were promised.",
    Measure.PERCENT,
    *PARTNERS,
)
PLEDGE_DELIVERY = Definition(
    "pledge_delivery",
    1,
    "평균 약정 이행률",
    "Mean pledge delivery",
    "기준일에 진행 중인 약정마다 확인된 이행량 ÷ 약정한 양을 구해 평균합니다. 약정한 양을 넘은 이행은 "
    "100%로 봅니다.",
    "Mean of verified ÷ pledged over the pledges that run on the reference date; more than pledged counts "
    "as 100%.",
    Measure.PERCENT,
    *PARTNERS,
)
COURSES = ("포털 수업·이수 기록", "Course records in the portal")
COURSE_RESULTS = Definition(
    "course_results",
    1,
    "과목 이수 결과",
    "Course results",
    "결과가 확정된 수강을 학년과 결과(이수, 미이수, 보충 이수)로 나눈 수. 학생이 들은 과목마다 따로 셉니다.",
    "Enrolments in courses whose results stand, by grade and result, counted once for each course.",
    Measure.CASES,
    *COURSES,
    counts_people=True,
)
PARTNER_HOURS = Definition(
    "partner_hours",
    1,
    "협약기관 강사 수업 비율",
    "Hours taught by partners",
    "협약기관이 보낸 강사의 수업 시간 ÷ 입력된 모든 수업 시간. 학기로 나눕니다.",
    "Hours taught by instructors from partners ÷ hours of all sessions that were entered, by semester.",
    Measure.PERCENT,
    *COURSES,
)
DEFINITIONS = (
    STUDENTS,
    UNITS_PER_STUDENT,
    UNITS_IN_USE,
    VACANCIES,
    PLACES,
    CANDIDATES,
    CONSENTS,
    PARTNERS_BY_KIND,
    AGREEMENTS,
    PLEDGES,
    PARTNER_PLEDGES,
    PLEDGE_DELIVERY,
    COURSE_RESULTS,
    PARTNER_HOURS,
)
