"""The one step of a message that a person takes; all others are delivery's own."""

from consortium.notifications import policies
from consortium.notifications.states import MessageState
from consortium.workflow import transition

RETRY = transition("message.retried", {MessageState.DEAD}, MessageState.PENDING, policies.operates)
