"""Row policies of classes: the school's own, led by the school's own people."""

from consortium.rowlevel import Kind
from consortium.rowlevel.policies import allow, protect
from curriculum import models
from curriculum.roster.policies import REGISTRARS
from curriculum.rows.student import OUR_SCHOOL

LED_BY_US = (
    "homeroom_id IS NULL OR EXISTS (SELECT 1 FROM partners_member m WHERE m.id = homeroom_id"
    " AND m.partner_id = {partner} AND m.consortium_id = {consortium})"
)
OF_OUR_DEPARTMENT = (
    "department_id IS NULL OR EXISTS (SELECT 1 FROM curriculum_department d"
    " WHERE d.id = department_id AND d.school_id = {partner})"
)

protect(
    models.SchoolClass,
    allow(Kind.SCHOOL, "select", OUR_SCHOOL),
    allow(
        Kind.SCHOOL,
        "insert update delete",
        OUR_SCHOOL,
        check=f"{OUR_SCHOOL} AND ({LED_BY_US}) AND ({OF_OUR_DEPARTMENT})",
        offices=REGISTRARS,
    ),
    history=allow(Kind.SCHOOL, "select", OUR_SCHOOL),
)
