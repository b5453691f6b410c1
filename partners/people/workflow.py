"""The steps of an opening and of an access review."""

from consortium.workflow import transition
from partners.people import policies
from partners.states import OpeningState, ReviewState

OPEN = transition("opening.opened", {OpeningState.DRAFT}, OpeningState.OPENED, policies.opens_consortia)
GIVE_UP = transition(
    "opening.given_up", {OpeningState.DRAFT}, OpeningState.GIVEN_UP, policies.opens_consortia
)
OPENING_STEPS = (OPEN, GIVE_UP)

# A review finishes by itself once every person in it has an answer.
FINISH = transition("review.finished", {ReviewState.OPEN}, ReviewState.FINISHED)
REVIEW_STEPS = (FINISH,)
