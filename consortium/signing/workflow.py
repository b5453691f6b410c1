"""The transition tables of documents and of their parties."""

from consortium.signing import policies
from consortium.signing.states import UNSIGNED, DocumentState, PartyState
from consortium.workflow import transition

OPEN = transition("document.opened", {DocumentState.DRAFT}, DocumentState.OPEN, policies.manages)
COMPLETE = transition("document.completed", {DocumentState.OPEN}, DocumentState.COMPLETE, policies.anybody)
VOID = transition(
    "document.withdrawn", {DocumentState.DRAFT, DocumentState.OPEN}, DocumentState.VOID, policies.manages
)
DOCUMENT = (OPEN, COMPLETE, VOID)

INVITE = transition(
    "party.invited", {PartyState.WAITING, PartyState.DECLINED}, PartyState.INVITED, policies.manages_party
)
READ = transition("party.read", {PartyState.WAITING, PartyState.INVITED}, PartyState.READ, policies.anybody)
SIGN_ON_PAPER = transition("party.signed_on_paper", UNSIGNED, PartyState.SIGNED, policies.manages_party)
SIGN_ON_SCREEN = transition(
    "party.signed_on_screen",
    {PartyState.WAITING, PartyState.INVITED, PartyState.READ},
    PartyState.SIGNED,
    policies.signs,
)
SIGN_BY_LINK = transition(
    "party.signed_by_link", {PartyState.INVITED, PartyState.READ}, PartyState.SIGNED, policies.anybody
)
DECLINE_ON_SCREEN = transition(
    "party.declined_on_screen",
    {PartyState.WAITING, PartyState.INVITED, PartyState.READ},
    PartyState.DECLINED,
    policies.signs,
)
DECLINE_BY_LINK = transition(
    "party.declined_by_link", {PartyState.INVITED, PartyState.READ}, PartyState.DECLINED, policies.anybody
)
LEAVE_OUT = transition("party.left_out", UNSIGNED, PartyState.LEFT_OUT, policies.manages_party)
PARTY = (
    INVITE,
    READ,
    SIGN_ON_PAPER,
    SIGN_ON_SCREEN,
    SIGN_BY_LINK,
    DECLINE_ON_SCREEN,
    DECLINE_BY_LINK,
    LEAVE_OUT,
)
