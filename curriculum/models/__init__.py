"""Students, the competencies they learn, and the subjects and tables that teach them."""

from curriculum.models.competency import CompetencyElement, CompetencyUnit
from curriculum.models.course import (
    Course,
    CourseContribution,
    CoursePartner,
    CourseSection,
    CourseSectionUnit,
    CourseVersion,
)
from curriculum.models.demand import Duty, JobAnalysis, Task, TaskUnit
from curriculum.models.department import Department
from curriculum.models.enrolment import Attendance, Enrolment, Recovery
from curriculum.models.external import (
    ExternalProgramme,
    Participant,
    ProgrammeApplication,
    ProgrammeCertificate,
    ProgrammeSession,
    SessionAttendance,
    SurveyAnswer,
)
from curriculum.models.judgement import Judgement
from curriculum.models.offering import Instructor, Offering, Session
from curriculum.models.programme import MOST_CREDITS, SEMESTERS, ProgrammeEdit, ProgrammeRow, ProgrammeTable
from curriculum.models.qualification import Qualification, QualificationStudent, QualificationUnit
from curriculum.models.school_class import SchoolClass
from curriculum.models.student import (
    FIRST_YEAR,
    LAST_YEAR,
    Attainment,
    Certificate,
    Contact,
    OfStudent,
    Student,
)
from curriculum.models.subject import Subject, SubjectUnit
from curriculum.models.survey import Survey, SurveyContact, SurveyLink, SurveyRating

__all__ = (
    "FIRST_YEAR",
    "LAST_YEAR",
    "MOST_CREDITS",
    "SEMESTERS",
    "Attainment",
    "Attendance",
    "Certificate",
    "CompetencyElement",
    "CompetencyUnit",
    "Contact",
    "Course",
    "CourseContribution",
    "CoursePartner",
    "CourseSection",
    "CourseSectionUnit",
    "CourseVersion",
    "Department",
    "Duty",
    "Enrolment",
    "ExternalProgramme",
    "Instructor",
    "JobAnalysis",
    "Judgement",
    "OfStudent",
    "Offering",
    "Participant",
    "ProgrammeApplication",
    "ProgrammeCertificate",
    "ProgrammeEdit",
    "ProgrammeRow",
    "ProgrammeSession",
    "ProgrammeTable",
    "Qualification",
    "QualificationStudent",
    "QualificationUnit",
    "Recovery",
    "SchoolClass",
    "Session",
    "SessionAttendance",
    "Student",
    "Subject",
    "SubjectUnit",
    "Survey",
    "SurveyAnswer",
    "SurveyContact",
    "SurveyLink",
    "SurveyRating",
    "Task",
    "TaskUnit",
)
