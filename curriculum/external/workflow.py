"""Transition tables of an external programme and of a seat in it."""

from consortium.workflow import transition
from curriculum.external import policies
from curriculum.states import ProgrammeStage, SeatState

PUBLISH = transition(
    "programme.opened", {ProgrammeStage.DRAFT}, ProgrammeStage.OPEN, policies.keeps_programmes
)
SELECT = transition(
    "programme.selected", {ProgrammeStage.OPEN}, ProgrammeStage.SELECTED, policies.keeps_programmes
)
FINISH = transition(
    "programme.finished", {ProgrammeStage.SELECTED}, ProgrammeStage.FINISHED, policies.keeps_programmes
)
CANCEL = transition(
    "programme.cancelled",
    {ProgrammeStage.DRAFT, ProgrammeStage.OPEN, ProgrammeStage.SELECTED},
    ProgrammeStage.CANCELLED,
    policies.keeps_programmes,
)
PROGRAMME = (PUBLISH, SELECT, FINISH, CANCEL)

GIVE_SEAT = transition("seat.given", {SeatState.APPLIED, SeatState.WAITING}, SeatState.SELECTED)
LET_WAIT = transition("seat.waiting", {SeatState.APPLIED}, SeatState.WAITING)
WITHDRAW = transition(
    "seat.withdrawn",
    {SeatState.APPLIED, SeatState.SELECTED, SeatState.WAITING},
    SeatState.WITHDRAWN,
    policies.withdraws,
)
COMPLETE = transition("seat.completed", {SeatState.SELECTED}, SeatState.COMPLETED)
FAIL = transition("seat.not_completed", {SeatState.SELECTED}, SeatState.INCOMPLETE)
SEAT = (GIVE_SEAT, LET_WAIT, WITHDRAW, COMPLETE, FAIL)
