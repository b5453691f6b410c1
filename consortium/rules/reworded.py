"""How reference rules read before: (Korean, English) by code and field.

Whoever rewords a rule in `reference/` writes the words before here, so that databases which still hold them
are brought up to date; a database that never had them is left alone.
"""

EARLIER: dict[tuple[str, str], tuple[tuple[str, str], ...]] = {
    ("completion-attendance", "title"): (("과목 이수: 출석률", "Completing a subject: attendance"),),
    ("completion-attendance", "summary"): (
        (
            "과목 수업 시수의 3분의 2 이상 출석",
            "At least two thirds of the hours that were taught",
        ),
    ),
    ("completion-achievement", "title"): (
        ("공통과목 이수: 학업성취율", "Completing a common subject: achievement"),
    ),
    ("completion-achievement", "summary"): (
        ("공통과목은 학업성취율 40 % 이상", "Common subjects: an achievement of 40 % or more"),
    ),
    ("course-qualification-attendance", "title"): (
        ("과정평가형 자격: 출석률", "Course-based qualification: attendance"),
    ),
    ("course-qualification-attendance", "summary"): (
        ("교육·훈련 시간의 75 % 이상 출석", "Attend at least 75 % of the hours of education"),
    ),
}
