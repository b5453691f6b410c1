"""Row policies of the placements app, and the rows of students that consent opens to companies."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, TODAY, allow, as_one_of, extend, protect
from curriculum.models import Attainment, Certificate, Contact, Student
from curriculum.rows import MYSELF, OF_A_STUDENT_OF_OURS, OUR_SCHOOL, keep_to_student_staff
from partners.states import Role
from placements import models

# A consent or candidacy must point at a student (and a vacancy) of ours, not only say so itself:
# from it PostgreSQL derives what the company may read.
OF_OUR_STUDENT = f"{OUR_SCHOOL} AND {OF_A_STUDENT_OF_OURS}"
BEFORE_ITS_COMPANY = (
    f"{OF_OUR_STUDENT} AND EXISTS (SELECT 1 FROM placements_vacancy v"
    " WHERE v.id = placements_candidate.vacancy_id AND v.company_id = placements_candidate.company_id"
    " AND v.consortium_id = {consortium})"
)
OUR_COMPANY = f"company_id = {{partner}} AND {OUR_CONSORTIUM}"

# The same words as `ConsentQuerySet.live()`; a test compares the two over every combination.
LIVE = (
    "student_agreed_on IS NOT NULL AND (guardian_agreed_on IS NOT NULL OR NOT guardian_needed)"
    " AND withdrawn_at IS NULL AND replaced_at IS NULL AND paused_at IS NULL"
    f" AND valid_until >= {TODAY}"
)
# The company's HR; its trainers share the database role and see nothing of candidates.
OF_HR = as_one_of({Role.HR})
# Students whose live consent names this company and covers the item.
CONSENTED = (
    "ANY (ARRAY(SELECT c.student_id FROM placements_consent c WHERE c.recipient_id = {partner}"
    " AND c.consortium_id = {consortium} AND " + LIVE + " AND " + OF_HR + "%s))"
)
# … and whom this company has shortlisted, so that the name is open.
SHORTLISTED = (
    "ANY (ARRAY(SELECT p.student_id FROM placements_candidate p WHERE p.company_id = {partner}"
    " AND p.state = 'SHORTLISTED'))"
)

# Who decides or withdraws signs with their own membership, at the time when they do it.
MY_DECISION = (
    "decided_by_id = {member} AND decided_at BETWEEN now() - interval '1 day' AND now() + interval '1 day'"
)
MY_WITHDRAWAL = "(withdrawn_by_id IS NULL OR withdrawn_by_id = {member})"
DECISION = "state decline_reason decided_by_id decided_at"  # all that a company writes about a candidate


def consented(item: str = "") -> str:
    return CONSENTED % (f" AND '{item}' = ANY (c.items)" if item else "")


protect(
    models.Vacancy,
    allow(Kind.SCHOOL, "select insert update", OUR_CONSORTIUM),
    allow(Kind.COMPANY, "select", f"{OUR_COMPANY} AND state <> 'DRAFT'"),
    allow(
        Kind.STUDENT,
        "select",
        f"{OUR_CONSORTIUM} AND (state = 'OPEN'"
        f" OR id = ANY (ARRAY(SELECT c.vacancy_id FROM placements_candidate c WHERE {MYSELF})))",
    ),
    history=allow(Kind.SCHOOL, "select", OUR_CONSORTIUM),
)
OF_VISIBLE_VACANCY = "vacancy_id = ANY (ARRAY(SELECT id FROM placements_vacancy))"
protect(
    models.DemandedUnit,
    allow(Kind.SCHOOL, "select insert update delete", OF_VISIBLE_VACANCY),
    allow([Kind.COMPANY, Kind.STUDENT], "select", OF_VISIBLE_VACANCY),
)
protect(
    models.Consent,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert", f"{OF_OUR_STUDENT} AND recorded_by_id = {{member}}"),
    allow(Kind.SCHOOL, "update", OUR_SCHOOL, check=f"{OF_OUR_STUDENT} AND {MY_WITHDRAWAL}"),
    allow(Kind.COMPANY, "select", f"recipient_id = {{partner}} AND {OUR_CONSORTIUM} AND {LIVE} AND {OF_HR}"),
    # A student may do one thing to a consent: withdraw it.
    allow(Kind.STUDENT, "select", MYSELF),
    allow(
        Kind.STUDENT,
        "update",
        MYSELF,
        check=f"{MYSELF} AND withdrawn_at IS NOT NULL AND withdrawn_by_id = {{member}}",
        columns="withdrawn_at withdrawn_by_id",
    ),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL) + allow(Kind.STUDENT, "select", MYSELF),
)
protect(
    models.Candidate,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert", f"{BEFORE_ITS_COMPANY} AND decided_by_id IS NULL AND decided_at IS NULL"),
    allow(Kind.SCHOOL, "update", OUR_SCHOOL, columns="attendance_band"),
    allow(Kind.COMPANY, "select", f"{OUR_COMPANY} AND student_id = {consented()}"),
    allow(
        Kind.COMPANY,
        "update",
        f"{OUR_COMPANY} AND student_id = {consented()}",
        check=f"{OUR_COMPANY} AND student_id = {consented()} AND {MY_DECISION}",
        columns=DECISION,
    ),
    allow(Kind.STUDENT, "select", MYSELF),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL) + allow(Kind.STUDENT, "select", MYSELF),
)

extend(Attainment, allow(Kind.COMPANY, "select", f"student_id = {consented('COMPETENCIES')}"))
extend(Certificate, allow(Kind.COMPANY, "select", f"student_id = {consented('CERTIFICATES')}"))
extend(Student, allow(Kind.COMPANY, "select", f"id = {consented('NAME')} AND id = {SHORTLISTED}"))
extend(
    Contact,
    allow(Kind.COMPANY, "select", f"student_id = {consented('CONTACT')} AND student_id = {SHORTLISTED}"),
)

keep_to_student_staff("placements")
