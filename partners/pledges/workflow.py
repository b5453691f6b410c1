"""Transition tables of pledges and deliveries."""

from consortium.workflow import transition
from partners.pledges import policies
from partners.states import DeliveryState, PledgeState

PROPOSE = transition("pledge.proposed", {PledgeState.ASKED}, PledgeState.PROPOSED, policies.promises)
ACCEPT = transition("pledge.agreed", {PledgeState.PROPOSED}, PledgeState.AGREED, policies.accepts)
DECLINE = transition(
    "pledge.declined", {PledgeState.ASKED, PledgeState.PROPOSED}, PledgeState.DECLINED, policies.declines
)
END = transition("pledge.ended", {PledgeState.AGREED, PledgeState.EXPIRED}, PledgeState.ENDED, policies.ends)
# These three follow from the facts: what is verified, and what day it is.
FULFIL = transition("pledge.fulfilled", {PledgeState.AGREED, PledgeState.EXPIRED}, PledgeState.FULFILLED)
EXPIRE = transition("pledge.expired", {PledgeState.AGREED, PledgeState.FULFILLED}, PledgeState.EXPIRED)
REOPEN = transition("pledge.reopened", {PledgeState.FULFILLED, PledgeState.EXPIRED}, PledgeState.AGREED)
PLEDGE = (PROPOSE, ACCEPT, DECLINE, END, FULFIL, EXPIRE, REOPEN)

VERIFY = transition("delivery.verified", {DeliveryState.REPORTED}, DeliveryState.VERIFIED, policies.verifies)
SEND_BACK = transition(
    "delivery.sent_back",
    {DeliveryState.REPORTED, DeliveryState.VERIFIED},
    DeliveryState.SENT_BACK,
    policies.sends_back,
)
REPORT_AGAIN = transition(
    "delivery.reported_again", {DeliveryState.SENT_BACK}, DeliveryState.REPORTED, policies.corrects
)
DELIVERY = (VERIFY, SEND_BACK, REPORT_AGAIN)
