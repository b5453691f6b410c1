"""What school staff do with departments, classes and students: one function per verb."""

from curriculum.roster.services.classes import (
    enter_class,
    enter_classes_of_roster,
    homeroom_teachers_of,
    lead_class,
)
from curriculum.roster.services.departments import (
    close_department,
    enter_department,
    rename_department,
    reopen_department,
)
from curriculum.roster.services.promotion import plan_promotion, promote_year
from curriculum.roster.services.students import (
    CONTACT_FACTS,
    ROSTER_FACTS,
    add_certificate,
    change_student_state,
    changed_by,
    correct_student,
    occupant_of,
    open_contact,
    reason_of_opening,
    record_attainment,
    register_student,
    remove_certificate,
    save_contact,
    seal_contact,
    withdraw_attainment,
)

__all__ = (
    "CONTACT_FACTS",
    "ROSTER_FACTS",
    "add_certificate",
    "change_student_state",
    "changed_by",
    "close_department",
    "correct_student",
    "enter_class",
    "enter_classes_of_roster",
    "enter_department",
    "homeroom_teachers_of",
    "lead_class",
    "occupant_of",
    "open_contact",
    "plan_promotion",
    "promote_year",
    "reason_of_opening",
    "record_attainment",
    "register_student",
    "remove_certificate",
    "rename_department",
    "reopen_department",
    "save_contact",
    "seal_contact",
    "withdraw_attainment",
)
