"""The transition table of programme tables; a row without a policy happens by itself."""

from consortium.workflow import transition
from curriculum.programme import policies
from curriculum.states import TableState as State

SUBMIT = transition("programme_table.submitted", {State.DRAFT}, State.IN_REVIEW, policies.submits)
TAKE_BACK = transition("programme_table.taken_back", {State.IN_REVIEW}, State.DRAFT, policies.submits)
SEND_BACK = transition("programme_table.sent_back", {State.IN_REVIEW}, State.DRAFT, policies.approves)
APPROVE = transition("programme_table.approved", {State.IN_REVIEW}, State.APPROVED, policies.approves)
REPLACE = transition("programme_table.replaced", {State.APPROVED}, State.REPLACED)
PROGRAMME_TABLE = (SUBMIT, TAKE_BACK, SEND_BACK, APPROVE, REPLACE)
