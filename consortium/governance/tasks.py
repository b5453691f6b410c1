"""Tasks take an id and call one service; the row remembers, the broker only hurries."""

from celery import shared_task

from consortium.governance.services import publish_figures
from consortium.notifications.slots import claim_slot, today
from consortium.rowlevel import SYSTEM, acting_as
from partners.models import Consortium


@shared_task
def publish_daily() -> None:
    """The first run of a day publishes every consortium's figures; the others find the slot taken."""
    with acting_as(SYSTEM):
        ids = list(Consortium.objects.order_by("pk").values_list("pk", flat=True))
    for consortium_id in ids:
        if claim_slot(f"governance.publish.{consortium_id}", today()):
            publish_figures(consortium_id)
