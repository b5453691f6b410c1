"""Row policies of students and the records about them."""

from django.apps import apps

from consortium.audit.models import AccessRecord, PersonalModel
from consortium.audit.rows import TOLD
from consortium.rowlevel import Kind
from consortium.rowlevel.policies import OUR_CONSORTIUM, PEOPLE, allow, as_one_of, extend, protect, withhold
from curriculum import models
from curriculum.roster.policies import ASSESSORS, CALLERS, REGISTRARS, ROSTER_KEEPERS
from partners.states import STUDENT_STAFF

OUR_STUDENT = "school_id = {partner}"
OUR_SCHOOL = f"{OUR_STUDENT} AND {OUR_CONSORTIUM}"
# A new row must point at a student (or department) of the same school, not only say so itself.
IN_OUR_DEPARTMENT = (  # an array, found once: rosters bring thousands of rows in a statement
    f"{OUR_SCHOOL} AND department_id = ANY (ARRAY(SELECT id FROM curriculum_department"
    " WHERE school_id = {partner}))"
)
OF_A_STUDENT_OF_OURS = (
    f"{OUR_STUDENT} AND EXISTS (SELECT 1 FROM curriculum_student s"
    " WHERE s.id = student_id AND s.school_id = {partner})"
)
IT_IS_ME = f"user_id = {{user}} AND {OUR_CONSORTIUM}"
MYSELF = f"student_id = ANY (ARRAY(SELECT id FROM curriculum_student WHERE {IT_IS_ME}))"


protect(
    models.Department,
    allow(PEOPLE, "select", OUR_CONSORTIUM),
    allow(Kind.SCHOOL, "insert update delete", OUR_SCHOOL, offices=REGISTRARS),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
protect(
    models.Student,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(Kind.SCHOOL, "insert", IN_OUR_DEPARTMENT, offices=REGISTRARS),
    # Whoever judges holds the student's row meanwhile, which PostgreSQL takes for changing it.
    allow(
        Kind.SCHOOL,
        "update",
        OUR_SCHOOL,
        check=f"{IN_OUR_DEPARTMENT} AND {as_one_of(ROSTER_KEEPERS)}",
        offices=ASSESSORS,
    ),
    allow(Kind.STUDENT, "select", IT_IS_ME),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
for model, readers, writers in (
    (models.Contact, CALLERS, CALLERS & ROSTER_KEEPERS),
    (models.Certificate, STUDENT_STAFF, ASSESSORS),
):
    protect(
        model,
        allow(Kind.SCHOOL, "select", OUR_STUDENT, offices=readers),
        allow(Kind.SCHOOL, "insert update delete", OUR_STUDENT, check=OF_A_STUDENT_OF_OURS, offices=writers),
        allow(Kind.STUDENT, "select", MYSELF),
        history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
    )
# The result of judgements: nobody writes it by hand, the system draws it from what stands beneath.
protect(
    models.Attainment,
    allow(Kind.SCHOOL, "select", OUR_STUDENT),
    allow(Kind.STUDENT, "select", MYSELF),
    history=allow(Kind.SCHOOL, "select", OUR_STUDENT),
)
# A student sees who viewed them: partner, role and time, neither the reader's name nor their address.
extend(
    AccessRecord,
    allow(
        Kind.STUDENT,
        "select",
        "subjects && ARRAY(SELECT id FROM curriculum_student WHERE user_id = {user})",
        columns=TOLD,
    ),
)


def keep_to_student_staff(app: str) -> None:
    """Of this app's tables about students the accountant reads none, whatever a school may do."""
    for model in apps.get_app_config(app).get_models():
        if issubclass(model, PersonalModel):
            withhold(model, Kind.SCHOOL, as_one_of(STUDENT_STAFF))
