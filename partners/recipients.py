"""Who may still be told of a consortium's affairs: those whose membership in it holds today."""

from consortium.notifications import entitlement
from partners.models import Member


def is_member(user_id: int, consortium_id: int) -> bool:
    """Asked when a mail leaves; a membership that ended in the meantime stops it."""
    return Member.objects.active().filter(user=user_id, consortium=consortium_id).exists()


entitlement.register(is_member)
