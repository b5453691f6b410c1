"""Choices of the curriculum app; a leaf that anyone may import."""

from django.db.models import IntegerChoices, TextChoices
from django.utils.translation import gettext_lazy as _


class StudentState(TextChoices):
    ENROLLED = "ENROLLED", _("Enrolled")
    ON_LEAVE = "ON_LEAVE", _("On leave")
    TRANSFERRED = "TRANSFERRED", _("Transferred")
    GRADUATED = "GRADUATED", _("Graduated")
    LEFT = "LEFT", _("Left the school")


# Who still belongs to the school: a list of the school that lacks them says too little.
AT_SCHOOL = (StudentState.ENROLLED, StudentState.ON_LEAVE)

TONE_OF_STATE = {
    StudentState.ENROLLED: "success",
    StudentState.ON_LEAVE: "warning",
    StudentState.TRANSFERRED: "gray",
    StudentState.GRADUATED: "information",
    StudentState.LEFT: "gray",
}


class AttendanceBand(TextChoices):
    """Attendance as a blind card shows it: a band, never days or causes."""

    HIGH = "HIGH", _("95% or more")
    MIDDLE = "MIDDLE", _("85% to under 95%")
    LOW = "LOW", _("under 85%")
    UNKNOWN = "UNKNOWN", _("not recorded")


class Generation(TextChoices):
    """The national curriculum that a year of entry follows."""

    REVISED_2015 = "REVISED_2015", _("2015 revised curriculum")
    REVISED_2022 = "REVISED_2022", _("2022 revised curriculum")


class SubjectKind(TextChoices):
    """What kind of subject; which kinds a generation knows stands in `KINDS_OF`."""

    GENERAL = "GENERAL", _("General subject")
    COMMON_VOCATIONAL = "COMMON_VOCATIONAL", _("Common vocational subject")
    GENERAL_MAJOR = "GENERAL_MAJOR", _("General subject of the major")
    PRACTICAL_MAJOR = "PRACTICAL_MAJOR", _("Practical subject of the major")
    BASIC = "BASIC", _("Basic vocational subject")
    PRACTICAL = "PRACTICAL", _("Practical vocational subject")
    CREATIVE = "CREATIVE", _("Creative activities")


KINDS_OF = {
    Generation.REVISED_2015: (
        SubjectKind.GENERAL,
        SubjectKind.COMMON_VOCATIONAL,
        SubjectKind.BASIC,
        SubjectKind.PRACTICAL,
        SubjectKind.CREATIVE,
    ),
    Generation.REVISED_2022: (
        SubjectKind.GENERAL,
        SubjectKind.COMMON_VOCATIONAL,
        SubjectKind.GENERAL_MAJOR,
        SubjectKind.PRACTICAL_MAJOR,
        SubjectKind.CREATIVE,
    ),
}


class GeneralKind(TextChoices):
    """Which kind of general subject (과목 유형); integrated choices came with the 2022 revision."""

    COMMON = "COMMON", _("Common subject")
    CHOICE = "CHOICE", _("General choice")
    CAREER = "CAREER", _("Career choice")
    INTEGRATED = "INTEGRATED", _("Integrated choice")


class TableState(TextChoices):
    """Where a version of a programme table stands; approved ones never change again."""

    DRAFT = "DRAFT", _("Draft")
    IN_REVIEW = "IN_REVIEW", _("Before the committees")
    APPROVED = "APPROVED", _("Approved")
    REPLACED = "REPLACED", _("Replaced by a later version")


PUBLISHED_TABLES = (TableState.APPROVED, TableState.REPLACED)


class CourseState(TextChoices):
    """Where a version of a course stands; approved and replaced ones never change again."""

    PROPOSED = "PROPOSED", _("Proposed")
    OPEN = "OPEN", _("Open for comments")
    IN_COMMITTEE = "IN_COMMITTEE", _("Before the curriculum committee")
    IN_DELIBERATION = "IN_DELIBERATION", _("Before the steering committee")
    APPROVED = "APPROVED", _("Approved by the committees")
    REPLACED = "REPLACED", _("Replaced by a later version")
    DECLINED = "DECLINED", _("Not taken up")


TONE_OF_COURSE = {
    CourseState.PROPOSED: "information",
    CourseState.OPEN: "primary",
    CourseState.IN_COMMITTEE: "warning",
    CourseState.IN_DELIBERATION: "warning",
    CourseState.APPROVED: "success",
    CourseState.REPLACED: "gray",
    CourseState.DECLINED: "gray",
}
PUBLISHED_COURSES = (CourseState.APPROVED, CourseState.REPLACED)
EDITABLE_COURSES = (CourseState.PROPOSED, CourseState.OPEN)
UNDER_WAY_COURSES = (*EDITABLE_COURSES, CourseState.IN_COMMITTEE, CourseState.IN_DELIBERATION)


class ContributionKind(TextChoices):
    """What a partner brings to a course: a remark, another wording, or a section of its own."""

    COMMENT = "COMMENT", _("Comment")
    CHANGE = "CHANGE", _("Change of a section")
    NEW_SECTION = "NEW_SECTION", _("New section")


class ContributionState(TextChoices):
    OFFERED = "OFFERED", _("Waits for an answer")
    ACCEPTED = "ACCEPTED", _("Accepted")
    DECLINED = "DECLINED", _("Not accepted")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")


TONE_OF_CONTRIBUTION = {
    ContributionState.OFFERED: "warning",
    ContributionState.ACCEPTED: "success",
    ContributionState.DECLINED: "gray",
    ContributionState.WITHDRAWN: "gray",
}


class ProgrammeStage(TextChoices):
    """Where an external programme stands; who takes part is settled when applications have closed."""

    DRAFT = "DRAFT", _("Draft")
    OPEN = "OPEN", _("Open for application")
    SELECTED = "SELECTED", _("Participants selected")
    FINISHED = "FINISHED", _("Finished")
    CANCELLED = "CANCELLED", _("Cancelled")


TONE_OF_STAGE = {
    ProgrammeStage.DRAFT: "information",
    ProgrammeStage.OPEN: "primary",
    ProgrammeStage.SELECTED: "warning",
    ProgrammeStage.FINISHED: "success",
    ProgrammeStage.CANCELLED: "gray",
}
KNOWN_STAGES = (
    ProgrammeStage.OPEN,
    ProgrammeStage.SELECTED,
    ProgrammeStage.FINISHED,
    ProgrammeStage.CANCELLED,
)


class Selection(TextChoices):
    """How seats are given when more apply than there are."""

    DRAW = "DRAW", _("By a draw with a recorded number")
    RANKED = "RANKED", _("By points for the criteria, ties by a draw")


class SeatState(TextChoices):
    """What became of an application."""

    APPLIED = "APPLIED", _("Applied for a place")
    SELECTED = "SELECTED", _("Selected")
    WAITING = "WAITING", _("On the waiting list")
    WITHDRAWN = "WITHDRAWN", _("Withdrawn")
    COMPLETED = "COMPLETED", _("Completed")
    INCOMPLETE = "INCOMPLETE", _("Not completed")


TONE_OF_SEAT = {
    SeatState.APPLIED: "information",
    SeatState.SELECTED: "primary",
    SeatState.WAITING: "warning",
    SeatState.WITHDRAWN: "gray",
    SeatState.COMPLETED: "success",
    SeatState.INCOMPLETE: "gray",
}
HOLDING = (SeatState.SELECTED, SeatState.COMPLETED, SeatState.INCOMPLETE)


class Area(TextChoices):
    """The areas (영역) whose credits the national curriculum counts."""

    GENERAL = "GENERAL", _("General subjects")
    VOCATIONAL = "VOCATIONAL", _("Vocational subjects")
    CREATIVE = "CREATIVE", _("Creative activities")


AREA_OF = dict.fromkeys(SubjectKind, Area.VOCATIONAL) | {
    SubjectKind.GENERAL: Area.GENERAL,
    SubjectKind.CREATIVE: Area.CREATIVE,
}
TONE_OF_TABLE = {
    TableState.DRAFT: "gray",
    TableState.IN_REVIEW: "warning",
    TableState.APPROVED: "success",
    TableState.REPLACED: "information",
}


class AnalysisState(TextChoices):
    """Where a job analysis stands; what was agreed never changes again."""

    DRAFT = "DRAFT", _("Draft")
    AGREED = "AGREED", _("Agreed with the company")
    RETIRED = "RETIRED", _("No longer counts")


class SurveyState(TextChoices):
    """Where a company's survey stands; an answer may be corrected until it is closed."""

    OPEN = "OPEN", _("Waiting for an answer")
    ANSWERED = "ANSWERED", _("Has answered")
    CLOSED = "CLOSED", _("Closed")


TONE_OF_ANALYSIS = {
    AnalysisState.DRAFT: "warning",
    AnalysisState.AGREED: "success",
    AnalysisState.RETIRED: "gray",
}
TONE_OF_SURVEY = {
    SurveyState.OPEN: "warning",
    SurveyState.ANSWERED: "information",
    SurveyState.CLOSED: "gray",
}
ANSWERABLE = (SurveyState.OPEN, SurveyState.ANSWERED)


class Semester(IntegerChoices):
    """The half of a school year: March to August, September to February."""

    FIRST = 1, _("First semester")
    SECOND = 2, _("Second semester")


class OfferingState(TextChoices):
    RUNNING = "RUNNING", _("Running")
    CLOSED = "CLOSED", _("Results settled")


class EnrolmentState(TextChoices):
    ENROLLED = "ENROLLED", _("Taking part")
    WITHDRAWN = "WITHDRAWN", _("Left the course")
    COMPLETED = "COMPLETED", _("Subject completed")
    NOT_COMPLETED = "NOT_COMPLETED", _("Subject not completed")
    RECOVERED = "RECOVERED", _("Recovered")


EARNED = (EnrolmentState.COMPLETED, EnrolmentState.RECOVERED)  # the credits of these count
TONE_OF_ENROLMENT = {
    EnrolmentState.ENROLLED: "information",
    EnrolmentState.WITHDRAWN: "gray",
    EnrolmentState.COMPLETED: "success",
    EnrolmentState.NOT_COMPLETED: "danger",
    EnrolmentState.RECOVERED: "success",
}


class Presence(TextChoices):
    """How a student was there in one session; whoever is late or excused has taken part."""

    PRESENT = "PRESENT", _("Present")
    LATE = "LATE", _("Late arrival")
    ABSENT = "ABSENT", _("Absent")
    EXCUSED = "EXCUSED", _("Excused")


TOOK_PART = (Presence.PRESENT, Presence.LATE, Presence.EXCUSED)
THERE = (Presence.PRESENT, Presence.LATE)  # in a programme outside the school
TWO_THIRDS = 67  # as percent, which asks for a little more than the two thirds that are meant


class Achievement(TextChoices):
    """The five levels of achievement (성취도)."""

    A = "A", "A"
    B = "B", "B"
    C = "C", "C"
    D = "D", "D"
    E = "E", "E"


class RecoveryWay(TextChoices):
    """How what was not completed is made up for."""

    MAKE_UP = "MAKE_UP", _("Make-up course")
    JOINT = "JOINT", _("Joint course")
    EXTERNAL = "EXTERNAL", _("External programme")


class RecoveryState(TextChoices):
    AGREED = "AGREED", _("Recovery agreed")
    PASSED = "PASSED", _("Passed")
    FAILED = "FAILED", _("Not passed")


class Outcome(TextChoices):
    """What one judgement says; a judgement that was a mistake is taken back by another row."""

    ACHIEVED = "ACHIEVED", _("Achieved")
    NOT_YET = "NOT_YET", _("Not yet")
    TAKEN_BACK = "TAKEN_BACK", _("Taken back")


TONE_OF_OUTCOME = {Outcome.ACHIEVED: "success", Outcome.NOT_YET: "warning", Outcome.TAKEN_BACK: "gray"}
