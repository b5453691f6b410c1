"""Who may do what with notices and their delivery."""

from consortium.notifications.models import Message
from consortium.notifications.querysets import Reader
from consortium.rowlevel import Kind
from consortium.verdict import Verdict, only_if


def operates(by: Reader, message: Message) -> Verdict:
    """The operator keeps delivery going; the content is nobody's but the recipient's."""
    return only_if(by.actor.kind is Kind.OPERATOR)
