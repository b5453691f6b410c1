"""Row policies of subjects and programme tables."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, protect
from curriculum import models
from curriculum.programme.policies import APPROVERS, EDITORS, SUBMITTERS
from curriculum.rows.student import IN_OUR_DEPARTMENT, OUR_SCHOOL, OUR_STUDENT
from curriculum.states import PUBLISHED_TABLES
from curriculum.subjects.policies import APPROVAL_RECORDERS

OUTSIDE = tuple(kind for kind in PEOPLE if kind is not Kind.SCHOOL)
PUBLISHED = OUR_CONSORTIUM + " AND state IN ('{}')".format("', '".join(PUBLISHED_TABLES))
OF_OUR_SUBJECT = (
    "EXISTS (SELECT 1 FROM curriculum_subject s WHERE s.id = subject_id AND s.school_id = {partner})"
)
# The policies of the other table decide inside the sub-select which of its rows are known.
OF_A_KNOWN_SUBJECT = "subject_id = ANY (ARRAY(SELECT id FROM curriculum_subject))"
OF_A_KNOWN_TABLE = "table_id = ANY (ARRAY(SELECT id FROM curriculum_programmetable))"
IN_OUR_TABLE = (
    f"{OUR_STUDENT} AND EXISTS (SELECT 1 FROM curriculum_programmetable t"
    f" WHERE t.id = table_id AND t.school_id = {{partner}}) AND {OF_OUR_SUBJECT}"
)
OUR_HISTORY = allow(Kind.SCHOOL, "select", OUR_SCHOOL)

protect(
    models.Subject,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update delete", OUR_SCHOOL, offices=APPROVAL_RECORDERS),
    history=OUR_HISTORY,
)
protect(
    models.SubjectUnit,
    allow(PEOPLE, "select", OF_A_KNOWN_SUBJECT),
    allow(
        Kind.SCHOOL,
        "insert update delete",
        OUR_STUDENT,
        check=f"{OUR_STUDENT} AND {OF_OUR_SUBJECT}",
        offices=APPROVAL_RECORDERS,
    ),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
protect(
    models.ProgrammeTable,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert delete", IN_OUR_DEPARTMENT, offices=EDITORS),
    allow(
        Kind.SCHOOL,
        "update",
        OUR_SCHOOL,
        check=IN_OUR_DEPARTMENT,
        offices=SUBMITTERS | APPROVERS,
    ),
    allow(OUTSIDE, "select", PUBLISHED),
    history=OUR_HISTORY,
)
protect(
    models.ProgrammeRow,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(Kind.SCHOOL, "insert update delete", OUR_STUDENT, check=IN_OUR_TABLE, offices=EDITORS),
    allow(OUTSIDE, "select", OF_A_KNOWN_TABLE),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
protect(
    models.ProgrammeEdit,
    allow(Kind.SCHOOL, "select delete", OUR_STUDENT),
    allow(
        Kind.SCHOOL,
        "insert",
        f"{OUR_STUDENT} AND by_id = {{member}} AND EXISTS (SELECT 1 FROM curriculum_programmetable t"
        " WHERE t.id = table_id AND t.school_id = {partner})",
    ),
    allow(Kind.SCHOOL, "update", f"{OUR_STUDENT} AND by_id = {{member}}", columns="undone_at"),
)
