"""The invented courses themselves: texts, who was asked, what partners are said to have contributed."""

from dataclasses import dataclass

from curriculum.states import ContributionState, CourseState


@dataclass(frozen=True)
class Offered:
    """One contribution: of which partner, to which section (by its place), with what, and its answer."""

    partner: str
    person: str
    hours: int
    place: int | None
    comment: str
    content: str = ""
    state: str = ContributionState.ACCEPTED
    answer: str = ""


@dataclass(frozen=True)
class Draft:
    """One version: its sections as (title, hours, lines, unit codes), and who was asked."""

    days_ago: int
    state: str
    sections: tuple[tuple[str, int, str, tuple[str, ...]], ...]
    asked: tuple[str, ...] = ()
    offered: tuple[Offered, ...] = ()
    until_in: int = 9
    reason: str = ""


@dataclass(frozen=True)
class Invented:
    """One course with its versions, the oldest first."""

    name: str
    name_en: str
    aims: str
    purpose: str
    drafts: tuple[Draft, ...]
    proposer: str = ""
    numbers: tuple[str, str] = ("", "")


QUALITY = (
    (
        "데이터 수집과 정리",
        12,
        "공공 데이터 찾기\n결측값과 이상값 찾기\n정리 과정 기록하기",
        ("2001070301_19v1",),
    ),
    ("데이터 품질 점검", 16, "품질 기준 세우기\n점검표로 확인하기", ("2001070302_19v1",)),
    ("현업 과제", 20, "기업이 준 데이터로 점검 보고서 쓰기", ("2001070305_19v1",)),
)
QUALITY_2 = (
    (
        "데이터 수집과 정리",
        10,
        "공공 데이터 찾기\n결측값과 이상값 찾기\n개인정보 가리기\n정리 과정 기록하기",
        ("2001070301_19v1",),
    ),
    (
        "데이터 품질 점검",
        18,
        "품질 기준 세우기\n점검표로 확인하기\n점검을 코드로 자동화하기",
        ("2001070302_19v1", "2001020231_23v5"),
    ),
    (
        "현업 과제",
        20,
        "기업이 준 데이터로 점검 보고서 쓰기\n현업 담당자 앞에서 발표하기",
        ("2001070305_19v1",),
    ),
)
ROBOT = (
    ("로봇 안전", 6, "협동로봇 위험 요인\n비상 정지와 잠금", ()),
    ("티칭과 프로그램", 18, "좌표계 이해\n픽앤플레이스 작성", ("2001020231_23v5",)),
    ("비전 검사", 12, "카메라 설정\n불량 판별 모델 써 보기", ("2001070306_19v1",)),
)
COURSES = (
    Invented(
        "AI 데이터 품질 관리",
        "AI data quality",
        "AI에 쓸 데이터를 모으고, 품질 기준에 맞는지 스스로 점검하고, 결과를 보고서로 설명할 수 있다.",
        "AI 서비스 기업은 데이터 점검을 할 수 있는 신입을 찾지만 지금 편성표에는 이를 가르치는 과목이 없다.",
        (
            Draft(
                300,
                CourseState.REPLACED,
                QUALITY,
                ("LGU", "KCCI-GG"),
                (
                    Offered("LGU", "차이룸", 6, 3, "현업 데이터로 과제를 냅니다.", QUALITY[2][2]),
                    Offered(
                        "KCCI-GG",
                        "시연 담당",
                        2,
                        None,
                        "한 학기에 40시간을 넘지 않게 해 주세요.",
                        state=ContributionState.DECLINED,
                        answer="3학점 과목이라 48시간이 필요합니다.",
                    ),
                ),
            ),
            Draft(
                70,
                CourseState.APPROVED,
                QUALITY_2,
                ("LGU",),
                (
                    Offered(
                        "LGU",
                        "차이룸",
                        5,
                        2,
                        "점검을 손으로만 하면 현업과 다릅니다. 자동화를 넣어 주세요.",
                        QUALITY_2[1][2],
                    ),
                    Offered(
                        "LGU", "노연결", 2, None, "발표 자리에 담당자를 보내겠습니다.", answer="고맙습니다."
                    ),
                ),
            ),
        ),
        numbers=("시연 제11호", "시연 제12호"),
    ),
    Invented(
        "스마트공장 로봇 운용",
        "Robots in a smart factory",
        "협동로봇을 안전하게 다루고, 간단한 작업을 프로그램하고, 비전 검사 결과를 읽을 수 있다.",
        "파주 산업단지의 조립 공정이 협동로봇으로 바뀌고 있다.",
        (
            Draft(
                12,
                CourseState.OPEN,
                ROBOT,
                ("LGU", "DONGGUK", "VIRTUAL-ROBOT"),
                (
                    Offered(
                        "DONGGUK",
                        "백나눔",
                        3,
                        2,
                        "시뮬레이터로 먼저 연습하면 사고가 줄어듭니다.",
                        "좌표계 이해\n시뮬레이터로 연습하기\n픽앤플레이스 작성",
                        ContributionState.OFFERED,
                    ),
                    Offered(
                        "VIRTUAL-ROBOT",
                        "시연 반장",
                        2,
                        1,
                        "잠금 절차를 꼭 넣어 주세요.",
                        "협동로봇 위험 요인\n비상 정지와 잠금",
                        answer="1단원에 넣었습니다.",
                    ),
                ),
            ),
        ),
    ),
    Invented(
        "반도체 장비 유지보수 기초",
        "Maintaining semiconductor equipment",
        "장비 점검표를 읽고 정기 점검을 돕고, 이상을 기록해 알릴 수 있다.",
        "장비 유지보수 보조 인력이 부족하다. 대학 실습실의 장비를 함께 쓸 수 있다.",
        (Draft(3, CourseState.PROPOSED, (("반도체 장비 유지보수 기초", 32, "", ()),)),),
        proposer="DOOWON",
    ),
    Invented(
        "반도체 공정 기초 실습",
        "Semiconductor processes, basic practice",
        "여덟 개 공정의 순서와 이유를 설명하고 청정실 규칙을 지킬 수 있다.",
        "반도체시스템과의 3학년 실습을 현장 장비에 맞춘다.",
        (
            Draft(
                40,
                CourseState.IN_COMMITTEE,
                (
                    ("청정실 규칙", 6, "복장과 출입\n오염원 관리", ()),
                    ("여덟 공정", 20, "웨이퍼에서 패키지까지\n공정별 위험과 보호구", ()),
                    ("대학 실습실 실습", 12, "두원공과대학교 장비로 실습", ()),
                ),
                ("DOOWON", "VIRTUAL-CHIP"),
                (
                    Offered(
                        "DOOWON",
                        "시연 교수",
                        4,
                        3,
                        "실습은 하루 6시간씩 이틀로 잡아 주세요.",
                        "대학 실습실에서 하루 6시간씩 이틀",
                    ),
                ),
                until_in=-8,
            ),
        ),
    ),
    Invented(
        "온디바이스 AI 프로젝트",
        "On-device AI project",
        "작은 보드에서 돌아가는 AI 모델을 골라 줄이고 시제품을 만들 수 있다.",
        "공급받은 AI 개발 보드를 수업에서 쓴다.",
        (
            Draft(
                55,
                CourseState.IN_DELIBERATION,
                (
                    ("모델 고르기", 8, "과제에 맞는 모델 찾기", ("2001070306_19v1",)),
                    ("모델 줄이기", 12, "양자화와 속도 재기", ("2001070307_19v1",)),
                    ("시제품", 28, "보드에 올리기\n시연과 평가", ("2001070308_19v1",)),
                ),
                ("LGU", "DONGGUK"),
                (Offered("LGU", "차이룸", 4, 2, "속도를 재는 기준을 넣습니다.", "양자화와 속도 재기"),),
                until_in=-20,
            ),
        ),
        numbers=("시연 제13호", ""),
    ),
    Invented(
        "전자출판 편집 자동화",
        "Automated editing for e-books",
        "원고 정리와 전자책 변환을 스크립트로 할 수 있다.",
        "출판단지 기업이 쓰는 편집 도구를 배운다.",
        (
            Draft(
                90,
                CourseState.DECLINED,
                (("전자출판 편집 자동화", 24, "", ()),),
                reason="다루는 학과가 없어 동아리 활동으로 먼저 시작합니다.",
            ),
        ),
        proposer="PAJU-BOOK",
    ),
)
