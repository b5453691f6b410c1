"""How much a task, and with it a competency unit, weighs in a job."""

from decimal import Decimal

from curriculum.models import Task

MOST = Decimal(15)  # importance, frequency and difficulty, each 5
UNRATED = Decimal("0.6")  # three of five each: what names units without rating them, as a vacancy does


def weight_of(task: Task) -> Decimal:
    """(importance + frequency + difficulty) ÷ 15: from 0.2 to 1; the middle where nobody has rated it."""
    if not task.is_rated:
        return UNRATED
    return (Decimal(task.importance + task.frequency + task.difficulty) / MOST).quantize(Decimal("0.01"))
