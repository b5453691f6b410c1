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
from curriculum.querysets.student import OfStudentQuerySet, StudentQuerySet
from curriculum.querysets.subject import (
    OfSubjectQuerySet,
    OfTableQuerySet,
    ProgrammeEditQuerySet,
    ProgrammeTableQuerySet,
    SubjectQuerySet,
)

__all__ = (
    "ContributionQuerySet",
    "CoursePartnerQuerySet",
    "CourseQuerySet",
    "CourseVersionQuerySet",
    "DepartmentQuerySet",
    "JobAnalysisQuerySet",
    "KeptBySchoolQuerySet",
    "OfAnalysisQuerySet",
    "OfDutyQuerySet",
    "OfStudentQuerySet",
    "OfSubjectQuerySet",
    "OfSurveyQuerySet",
    "OfTableQuerySet",
    "OfTaskQuerySet",
    "OfVersionQuerySet",
    "ProgrammeEditQuerySet",
    "ProgrammeTableQuerySet",
    "ReferenceQuerySet",
    "StudentQuerySet",
    "SubjectQuerySet",
    "SurveyLinkQuerySet",
    "SurveyQuerySet",
    "UnitQuerySet",
)
