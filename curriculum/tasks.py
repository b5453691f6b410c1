"""Tasks take an id and call one service; the row remembers, the broker only hurries."""

from celery import shared_task

from consortium.notifications import doorbell
from consortium.rowlevel import SYSTEM, acting_as
from curriculum.demand import letters
from curriculum.external.services import seats
from curriculum.models import SurveyLink

AT_ONCE = 50


@shared_task(time_limit=letters.TIME_LIMIT, soft_time_limit=letters.TIME_LIMIT - 10)
def mail_survey_link(link_id: int) -> None:
    """Send one link to a survey."""
    letters.mail(link_id)


@shared_task
def send_waiting_survey_links() -> None:
    """Offer again what the broker lost or a mail server refused; harmless beside a twin."""
    with acting_as(SYSTEM):
        waiting = list(SurveyLink.objects.waiting().order_by("due_at").values_list("pk", flat=True)[:AT_ONCE])
    doorbell.nudge(mail_survey_link.name, [(pk,) for pk in waiting])


@shared_task
def give_free_seats() -> None:
    """Whoever waits for an external programme moves up where somebody has left the school."""
    seats.give_free_seats()
