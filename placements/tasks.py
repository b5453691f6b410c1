"""Regular work on candidates."""

from celery import shared_task

from placements.services import candidates


@shared_task
def put_forward_who_came_of_grade() -> None:
    """Once a day: a consent given in a lower grade begins to count; harmless to run twice."""
    candidates.put_forward_who_came_of_grade()
