"""Row policies of the curriculum app: who PostgreSQL lets read and write what, by noun."""

from curriculum.rows import competency, course, demand, external, school_class, student, subject, teaching
from curriculum.rows.student import MYSELF, OF_A_STUDENT_OF_OURS, OUR_SCHOOL, keep_to_student_staff

__all__ = (
    "MYSELF",
    "OF_A_STUDENT_OF_OURS",
    "OUR_SCHOOL",
    "competency",
    "course",
    "demand",
    "external",
    "keep_to_student_staff",
    "school_class",
    "student",
    "subject",
    "teaching",
)

keep_to_student_staff("curriculum")
