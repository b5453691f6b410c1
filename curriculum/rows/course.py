"""Row policies of courses: the school's own, the partners that were asked, and what is approved for all."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, allow, protect
from curriculum import models
from curriculum.codevelopment.policies import KEEPERS, RECORDERS
from curriculum.rows.student import OUR_SCHOOL, OUR_STUDENT
from curriculum.states import PUBLISHED_COURSES, ContributionState, CourseState

CONTRIBUTORS = (Kind.COMPANY, Kind.UNIVERSITY, Kind.ASSOCIATION)
READERS = (Kind.OFFICIAL, Kind.EDUCATION, Kind.STUDENT)
PUBLISHED = OUR_CONSORTIUM + " AND state IN ('{}')".format("', '".join(PUBLISHED_COURSES))
# The policies of the other table decide inside the sub-select which of its rows are known.
ASKED = "id = ANY (ARRAY(SELECT version_id FROM curriculum_coursepartner WHERE partner_id = {partner}))"
PROPOSED_BY_US = f"{OUR_CONSORTIUM} AND proposer_id = {{partner}}"
THE_SCHOOL = "school_id = (SELECT school_id FROM partners_consortium WHERE id = {consortium})"
NEW_PROPOSAL = (
    f"{PROPOSED_BY_US} AND {THE_SCHOOL} AND state = '{CourseState.PROPOSED}' AND number = 1"
    " AND proposed_by_id = {member}"
)
OF_A_KNOWN_VERSION = "version_id = ANY (ARRAY(SELECT id FROM curriculum_courseversion))"
OUR_VERSION = (
    f"{OUR_STUDENT} AND EXISTS (SELECT 1 FROM curriculum_courseversion v"
    " WHERE v.id = version_id AND v.school_id = {partner})"
)
OUR_PROPOSAL = (
    f"{THE_SCHOOL} AND version_id = ANY (ARRAY(SELECT id FROM curriculum_courseversion"
    f" WHERE proposer_id = {{partner}} AND state = '{CourseState.PROPOSED}'))"
)
WE_WERE_ASKED = (
    "version_id = ANY (ARRAY(SELECT version_id FROM curriculum_coursepartner WHERE partner_id = {partner}))"
)
OWN = f"{OUR_CONSORTIUM} AND partner_id = {{partner}}"
OFFERED = f"{OWN} AND {THE_SCHOOL} AND {WE_WERE_ASKED} AND author_id = {{member}}"
OUR_HISTORY = allow(Kind.SCHOOL, "select", OUR_SCHOOL)

protect(
    models.Course,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert update", OUR_SCHOOL, offices=RECORDERS),
    allow(
        CONTRIBUTORS,
        "select",
        f"{PROPOSED_BY_US} OR id = ANY (ARRAY(SELECT course_id FROM curriculum_courseversion))",
    ),
    allow(CONTRIBUTORS, "insert", f"{PROPOSED_BY_US} AND {THE_SCHOOL}"),
    allow(READERS, "select", "id = ANY (ARRAY(SELECT course_id FROM curriculum_courseversion))"),
)
protect(
    models.CourseVersion,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert update", OUR_SCHOOL, offices=RECORDERS),
    allow(CONTRIBUTORS, "select", f"({PUBLISHED}) OR ({PROPOSED_BY_US}) OR ({OUR_CONSORTIUM} AND {ASKED})"),
    allow(CONTRIBUTORS, "insert", NEW_PROPOSAL),
    allow(READERS, "select", PUBLISHED),
    history=OUR_HISTORY,
)
for model in (models.CourseSection, models.CourseSectionUnit):
    protect(
        model,
        allow(Kind.SCHOOL, "select", OUR_STUDENT),
        allow(Kind.SCHOOL, "insert update delete", OUR_STUDENT, check=OUR_VERSION, offices=KEEPERS),
        allow((*CONTRIBUTORS, *READERS), "select", OF_A_KNOWN_VERSION),
        allow(CONTRIBUTORS, "insert", OUR_PROPOSAL),
        history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
    )
protect(
    models.CoursePartner,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(
        Kind.SCHOOL,
        "insert update delete",
        OUR_SCHOOL,
        check=f"{OUR_SCHOOL} AND {OUR_VERSION}",
        offices=RECORDERS,
    ),
    allow(CONTRIBUTORS, "select", f"{OUR_CONSORTIUM} AND (is_published OR partner_id = {{partner}})"),
    allow(CONTRIBUTORS, "update", OWN, columns="nothing_to_add_at"),
    allow(READERS, "select", f"{OUR_CONSORTIUM} AND is_published"),
)
protect(
    models.CourseContribution,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "update", OUR_SCHOOL, offices=KEEPERS),
    allow(
        Kind.SCHOOL,
        "insert",
        f"{OUR_SCHOOL} AND {OUR_VERSION} AND author_id = {{member}}",
        offices=KEEPERS,
    ),
    allow(CONTRIBUTORS, "select", OWN),
    allow(CONTRIBUTORS, "insert", f"{OFFERED} AND state = '{ContributionState.OFFERED}'"),
    allow(
        CONTRIBUTORS,
        "update",
        f"{OWN} AND author_id = {{member}} AND state = '{ContributionState.OFFERED}'",
        check=f"{OWN} AND author_id = {{member}} AND state = '{ContributionState.WITHDRAWN}'",
        columns="state",
    ),
    history=OUR_HISTORY,
)
