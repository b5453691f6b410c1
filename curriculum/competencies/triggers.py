"""What PostgreSQL refuses about competency units: what something agreed names keeps its words."""
# ruff: noqa: S608 - SQL of our own constants; nothing here comes from a request

import pgtrigger

from consortium.rowlevel.refusals import NOT_ALLOWED, changes, refuse_people
from curriculum.states import EDITABLE_COURSES, AnalysisState

EDITABLE = "('{}')".format("', '".join(EDITABLE_COURSES))
WORDS = ("consortium_id", "code", "name", "level", "sub_field", "description")
# The same answer as `UnitQuerySet.agreed()`.
AGREED = (
    "EXISTS (SELECT FROM curriculum_taskunit u JOIN curriculum_task t ON t.id = u.task_id"
    " JOIN curriculum_duty d ON d.id = t.duty_id JOIN curriculum_jobanalysis a ON a.id = d.analysis_id"
    f" WHERE u.unit_id = OLD.id AND a.state <> '{AnalysisState.DRAFT}')"
    " OR EXISTS (SELECT FROM curriculum_coursesectionunit u JOIN curriculum_courseversion v"
    f" ON v.id = u.version_id WHERE u.unit_id = OLD.id AND v.state NOT IN {EDITABLE})"
    " OR EXISTS (SELECT FROM curriculum_judgement j WHERE j.unit_id = OLD.id)"
    " OR EXISTS (SELECT FROM curriculum_attainment x WHERE x.unit_id = OLD.id)"
)


def agreed_units_stay() -> pgtrigger.Trigger:
    """An own unit that something agreed names is reworded by a new version, and stays itself."""
    return refuse_people(
        "agreed_units_stay",
        pgtrigger.UpdateOf(*WORDS),
        f"IF {changes(*WORDS)} AND ({AGREED}) THEN"
        f" RAISE EXCEPTION 'A unit that something agreed names does not change' {NOT_ALLOWED};"
        " END IF; RETURN NEW;",
    )
