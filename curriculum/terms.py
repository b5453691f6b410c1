"""The six semesters of three years, as everybody says them: by grade and half, not by their number."""

from django.utils.translation import gettext as _

TIMES_A_CREDIT = 16  # one credit is taught sixteen times (초·중등학교 교육과정 총론)


def semester_in_words(semester: int) -> str:
    """1 is the first semester of grade 1, 6 the second of grade 3."""
    return _("Grade %(grade)s, semester %(half)s") % {
        "grade": (semester + 1) // 2,
        "half": 2 - semester % 2,
    }
