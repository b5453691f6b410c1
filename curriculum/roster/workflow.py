"""The transition table of a student's school register (학적): who may move whom from which state to which."""

from consortium.workflow import Transition, transition
from curriculum.roster import policies
from curriculum.states import StudentState

TAKE_LEAVE = transition(
    "student.on_leave", {StudentState.ENROLLED}, StudentState.ON_LEAVE, policies.decides_on_the_register
)
TRANSFER = transition(
    "student.transferred",
    {StudentState.ENROLLED, StudentState.ON_LEAVE},
    StudentState.TRANSFERRED,
    policies.decides_on_the_register,
)
GRADUATE = transition(
    "student.graduated", {StudentState.ENROLLED}, StudentState.GRADUATED, policies.decides_on_the_register
)
LEAVE_SCHOOL = transition(
    "student.left",
    {StudentState.ENROLLED, StudentState.ON_LEAVE},
    StudentState.LEFT,
    policies.decides_on_the_register,
)
# Also the way back when a step was recorded for the wrong student.
RETURN = transition(
    "student.returned",
    {StudentState.ON_LEAVE, StudentState.TRANSFERRED, StudentState.GRADUATED, StudentState.LEFT},
    StudentState.ENROLLED,
    policies.decides_on_the_register,
)
STUDENT = (TAKE_LEAVE, RETURN, TRANSFER, GRADUATE, LEAVE_SCHOOL)


def step_between(source: str, target: str) -> Transition | None:
    """The step that leads from one state to another, if there is one."""
    return next((step for step in STUDENT if source in step.sources and step.target == target), None)
