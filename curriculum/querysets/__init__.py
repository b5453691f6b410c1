"""What a member may know of the curriculum; every page and endpoint starts at `visible_to()`."""

from curriculum.querysets.competency import ReferenceQuerySet, UnitQuerySet
from curriculum.querysets.course import (
    ContributionQuerySet,
    CoursePartnerQuerySet,
    CourseQuerySet,
    CourseVersionQuerySet,
    OfVersionQuerySet,
)
from curriculum.querysets.demand import (
    JobAnalysisQuerySet,
    KeptBySchoolQuerySet,
    OfAnalysisQuerySet,
    OfDutyQuerySet,
    OfSurveyQuerySet,
    OfTaskQuerySet,
    SurveyLinkQuerySet,
    SurveyQuerySet,
)
from curriculum.querysets.department import DepartmentQuerySet
from curriculum.querysets.external import (
    AnswerQuerySet,
    ApplicationQuerySet,
    ExternalProgrammeQuerySet,
    OfParticipantQuerySet,
    OfProgrammeQuerySet,
    ParticipantQuerySet,
)
from curriculum.querysets.school_class import SchoolClassQuerySet
from curriculum.querysets.student import OfStudentQuerySet, StudentQuerySet
from curriculum.querysets.subject import (
    OfSubjectQuerySet,
    OfTableQuerySet,
    ProgrammeEditQuerySet,
    ProgrammeTableQuerySet,
    SubjectQuerySet,
)
from curriculum.querysets.teaching import (
    AttendanceQuerySet,
    EnrolmentQuerySet,
    InstructorQuerySet,
    JudgementQuerySet,
    OfferingQuerySet,
    OfOfferingQuerySet,
    OfQualificationQuerySet,
    QualificationQuerySet,
)

__all__ = (
    "AnswerQuerySet",
    "ApplicationQuerySet",
    "AttendanceQuerySet",
    "ContributionQuerySet",
    "CoursePartnerQuerySet",
    "CourseQuerySet",
    "CourseVersionQuerySet",
    "DepartmentQuerySet",
    "EnrolmentQuerySet",
    "ExternalProgrammeQuerySet",
    "InstructorQuerySet",
    "JobAnalysisQuerySet",
    "JudgementQuerySet",
    "KeptBySchoolQuerySet",
    "OfAnalysisQuerySet",
    "OfDutyQuerySet",
    "OfOfferingQuerySet",
    "OfParticipantQuerySet",
    "OfProgrammeQuerySet",
    "OfQualificationQuerySet",
    "OfStudentQuerySet",
    "OfSubjectQuerySet",
    "OfSurveyQuerySet",
    "OfTableQuerySet",
    "OfTaskQuerySet",
    "OfVersionQuerySet",
    "OfferingQuerySet",
    "ParticipantQuerySet",
    "ProgrammeEditQuerySet",
    "ProgrammeTableQuerySet",
    "QualificationQuerySet",
    "ReferenceQuerySet",
    "SchoolClassQuerySet",
    "StudentQuerySet",
    "SubjectQuerySet",
    "SurveyLinkQuerySet",
    "SurveyQuerySet",
    "UnitQuerySet",
)
