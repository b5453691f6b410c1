"""Row policies of offerings, enrolments, judgements and qualifications.

Instructors from outside (a lecturer, a company trainer) read and write in the offerings that name
their own membership, and nowhere else. The chain of policies runs one way: instructor → offering,
session, enrolment → attendance, judgement; PostgreSQL refuses circles.
"""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import BY_A_TRIGGER, OUR_CONSORTIUM, PEOPLE, allow, as_one_of, protect
from curriculum import models
from curriculum.roster.policies import ASSESSORS, REGISTRARS
from curriculum.rows.student import MYSELF, OF_A_STUDENT_OF_OURS, OUR_SCHOOL, OUR_STUDENT
from curriculum.states import EnrolmentState, OfferingState
from curriculum.teaching.policies import RECOVERERS

FROM_OUTSIDE = (Kind.UNIVERSITY, Kind.COMPANY)
TAUGHT = "ANY (ARRAY(SELECT i.offering_id FROM curriculum_instructor i WHERE i.member_id = {member}))"
TAKEN = f"ANY (ARRAY(SELECT e.offering_id FROM curriculum_enrolment e WHERE {MYSELF}))"
MY_COURSE = f"offering_id = {TAUGHT}"
# Results are for those who plan or teach the course; names in them follow the roster by a trigger.
PLANNED = as_one_of(REGISTRARS)
OUR_COURSE = f"{OUR_SCHOOL} AND ({PLANNED} OR id = {TAUGHT})"
OUR_RESULT = f"{OUR_STUDENT} AND ({as_one_of(RECOVERERS)} OR {MY_COURSE} OR {BY_A_TRIGGER})"
MY_RUNNING_COURSE = (
    f"{MY_COURSE} AND EXISTS (SELECT 1 FROM curriculum_offering o"
    f" WHERE o.id = offering_id AND o.state = '{OfferingState.RUNNING}')"
)
OF_OUR_OFFERING = (
    f"{OUR_STUDENT} AND EXISTS (SELECT 1 FROM curriculum_offering o"
    " WHERE o.id = offering_id AND o.school_id = {partner})"
)
OF_OUR_SUBJECT = (
    f"{OUR_SCHOOL} AND EXISTS (SELECT 1 FROM curriculum_subject s"
    " WHERE s.id = subject_id AND s.school_id = {partner})"
)
# The member who is named acts for the organisation that is named.
OF_ITS_PARTNER = (
    "(member_id IS NULL OR EXISTS (SELECT 1 FROM partners_member m WHERE m.id = member_id"
    " AND m.partner_id = curriculum_instructor.partner_id AND m.consortium_id = {consortium}))"
)
INSTRUCTS = f"{OUR_SCHOOL} AND {OF_OUR_OFFERING} AND {OF_ITS_PARTNER}"
OUR_LESSON = f"{OUR_STUDENT} AND ({PLANNED} OR {MY_COURSE})"
OF_OUR_ENROLMENT = (
    f"{OUR_STUDENT} AND EXISTS (SELECT 1 FROM curriculum_enrolment e WHERE e.id = enrolment_id"
    " AND e.student_id = curriculum_recovery.student_id AND e.school_id = {partner})"
)
OUR_RECOVERY = (
    f"{OUR_STUDENT} AND ({as_one_of(RECOVERERS)} OR EXISTS (SELECT FROM curriculum_enrolment e"
    f" WHERE e.id = enrolment_id AND e.{MY_COURSE}))"
)
# Session and enrolment of one and the same course; their own policies say of which.
IN_ONE_COURSE = (
    "EXISTS (SELECT 1 FROM curriculum_enrolment e JOIN curriculum_session s ON s.offering_id = e.offering_id"
    " WHERE e.id = enrolment_id AND s.id = session_id AND e.student_id = curriculum_attendance.student_id"
    " AND e.school_id = curriculum_attendance.school_id%s)"
)
MY_SESSION = "session_id = ANY (ARRAY(SELECT s.id FROM curriculum_session s))"
OUR_MARK = (
    f"{OUR_STUDENT} AND ({PLANNED} OR session_id = ANY (ARRAY(SELECT s.id FROM curriculum_session s"
    f" WHERE s.offering_id = {TAUGHT})))"
)
IN_MY_RUNNING_COURSE = IN_ONE_COURSE % (
    " AND EXISTS (SELECT 1 FROM curriculum_offering o WHERE o.id = e.offering_id"
    f" AND o.state = '{OfferingState.RUNNING}')"
)
SIGNED = "judged_by_id = {member}"
A_STUDENT_OF_MINE = (
    f"{MY_COURSE} AND EXISTS (SELECT 1 FROM curriculum_enrolment e"
    " WHERE e.offering_id = curriculum_judgement.offering_id"
    " AND e.student_id = curriculum_judgement.student_id"
    f" AND e.school_id = curriculum_judgement.school_id AND e.state <> '{EnrolmentState.WITHDRAWN}')"
)

protect(
    models.Instructor,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    # Who teaches is planned; beside that, teachers of the school note which delivery their hours became.
    allow(Kind.SCHOOL, "insert delete", OUR_SCHOOL, check=INSTRUCTS, offices=REGISTRARS),
    allow(Kind.SCHOOL, "update", f"{OUR_SCHOOL} AND ({PLANNED} OR {MY_COURSE})", check=INSTRUCTS),
    allow(FROM_OUTSIDE, "select", "member_id = {member}"),
    allow(FROM_OUTSIDE, "update", "member_id = {member}", columns="delivery_id"),
    allow(Kind.STUDENT, "select", f"offering_id = {TAKEN}"),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
protect(
    models.Offering,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert", OF_OUR_SUBJECT, offices=REGISTRARS),
    allow(Kind.SCHOOL, "update delete", OUR_COURSE, check=OF_OUR_SUBJECT),
    allow(FROM_OUTSIDE, "select", f"{OUR_CONSORTIUM} AND id = {TAUGHT}"),
    allow(Kind.STUDENT, "select", f"{OUR_CONSORTIUM} AND id = {TAKEN}"),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
protect(
    models.Session,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(Kind.SCHOOL, "update delete", OUR_LESSON, check=f"{OUR_LESSON} AND {OF_OUR_OFFERING}"),
    allow(Kind.SCHOOL, "insert", f"{OUR_LESSON} AND {OF_OUR_OFFERING} AND recorded_by_id = {{member}}"),
    allow(FROM_OUTSIDE, "select", MY_COURSE),
    allow(FROM_OUTSIDE, "insert", f"{MY_RUNNING_COURSE} AND recorded_by_id = {{member}}"),
    allow(FROM_OUTSIDE, "update delete", MY_RUNNING_COURSE),
    allow(Kind.STUDENT, "select", f"offering_id = {TAKEN}"),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
protect(
    models.Enrolment,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(
        Kind.SCHOOL,
        "update delete",
        OUR_RESULT,
        check=f"{OF_A_STUDENT_OF_OURS} AND {OF_OUR_OFFERING}",
    ),
    allow(
        Kind.SCHOOL,
        "insert",
        f"{OF_A_STUDENT_OF_OURS} AND {OUR_RESULT} AND {OF_OUR_OFFERING}"
        f" AND state = '{EnrolmentState.ENROLLED}'",
    ),
    allow(FROM_OUTSIDE, "select", f"{MY_COURSE} AND state <> '{EnrolmentState.WITHDRAWN}'"),
    allow(Kind.STUDENT, "select", MYSELF),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
protect(
    models.Attendance,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(
        Kind.SCHOOL,
        "insert update delete",
        OUR_MARK,
        check=f"{OUR_MARK} AND {IN_ONE_COURSE % ''}",
    ),
    allow(FROM_OUTSIDE, "select", MY_SESSION),
    allow(FROM_OUTSIDE, "insert update", MY_SESSION, check=IN_MY_RUNNING_COURSE),
    allow(FROM_OUTSIDE, "delete", MY_SESSION),
    allow(Kind.STUDENT, "select", MYSELF),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
protect(
    models.Recovery,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(Kind.SCHOOL, "insert update", OUR_RECOVERY, check=f"{OUR_RECOVERY} AND {OF_OUR_ENROLMENT}"),
    allow(Kind.STUDENT, "select", MYSELF),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
# A judgement is written once, in one's own name, and never touched again.
protect(
    models.Judgement,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(
        Kind.SCHOOL,
        "insert",
        f"{OF_A_STUDENT_OF_OURS} AND {SIGNED} AND (offering_id IS NULL OR {OF_OUR_OFFERING})"
        f" AND ({as_one_of(ASSESSORS)} OR {MY_COURSE})",
    ),
    allow(FROM_OUTSIDE, "select", MY_COURSE),
    allow(FROM_OUTSIDE, "insert", f"{A_STUDENT_OF_MINE} AND {SIGNED}"),
    allow(Kind.STUDENT, "select", MYSELF),
    allow(Kind.SYSTEM, "select insert delete"),
)
protect(
    models.Qualification,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update delete", OUR_SCHOOL, offices=REGISTRARS),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
OF_OUR_QUALIFICATION = (
    f"{OUR_STUDENT} AND EXISTS (SELECT 1 FROM curriculum_qualification q"
    " WHERE q.id = qualification_id AND q.school_id = {partner})"
)
protect(
    models.QualificationUnit,
    allow(PEOPLE, "select", "qualification_id = ANY (ARRAY(SELECT id FROM curriculum_qualification))"),
    allow(Kind.SCHOOL, "insert update delete", OUR_STUDENT, check=OF_OUR_QUALIFICATION, offices=REGISTRARS),
)
protect(
    models.QualificationStudent,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(
        Kind.SCHOOL,
        "insert update delete",
        OUR_STUDENT,
        check=f"{OF_A_STUDENT_OF_OURS} AND {OF_OUR_QUALIFICATION}",
        offices=REGISTRARS,
    ),
    allow(Kind.STUDENT, "select", MYSELF),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
