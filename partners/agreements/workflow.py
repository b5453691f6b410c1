"""Transition tables of agreements and amendments; rows without a policy happen by themselves."""

from consortium.workflow import transition
from partners.agreements import policies
from partners.states import AgreementState as State
from partners.states import AmendmentState

SEND_OUT = transition("agreement.sent_out", {State.DRAFT}, State.SIGNING, policies.sends_out)
TAKE_BACK = transition("agreement.taken_back", {State.SIGNING}, State.DRAFT, policies.sends_out)
RECORD_SIGNED = transition("agreement.recorded", {State.DRAFT}, State.IN_FORCE, policies.sends_out)
ENTER_INTO_FORCE = transition("agreement.entered_into_force", {State.SIGNING}, State.IN_FORCE)
EXPIRE = transition("agreement.expired", {State.IN_FORCE}, State.EXPIRED)
TERMINATE = transition("agreement.terminated", {State.IN_FORCE}, State.TERMINATED, policies.sends_out)
SUCCEED = transition("agreement.succeeded", {State.IN_FORCE, State.EXPIRED}, State.SUCCEEDED)
AGREEMENT = (SEND_OUT, TAKE_BACK, RECORD_SIGNED, ENTER_INTO_FORCE, EXPIRE, TERMINATE, SUCCEED)

SEND_AMENDMENT = transition(
    "amendment.sent_out", {AmendmentState.DRAFT}, AmendmentState.SIGNING, policies.sends_out
)
TAKE_AMENDMENT_BACK = transition(
    "amendment.taken_back", {AmendmentState.SIGNING}, AmendmentState.DRAFT, policies.sends_out
)
RECORD_AMENDMENT = transition(
    "amendment.recorded", {AmendmentState.DRAFT}, AmendmentState.SIGNED, policies.sends_out
)
COMPLETE_AMENDMENT = transition("amendment.signed", {AmendmentState.SIGNING}, AmendmentState.SIGNED)
DROP_AMENDMENT = transition(
    "amendment.dropped", {AmendmentState.DRAFT}, AmendmentState.DROPPED, policies.drafts
)
COME_TOO_LATE = transition("amendment.came_too_late", {AmendmentState.SIGNING}, AmendmentState.DROPPED)
AMENDMENT = (
    SEND_AMENDMENT,
    TAKE_AMENDMENT_BACK,
    RECORD_AMENDMENT,
    COMPLETE_AMENDMENT,
    DROP_AMENDMENT,
    COME_TOO_LATE,
)
