"""The seal of the access records, on the operator's page of state."""

from datetime import timedelta

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from consortium.audit.chain import LATEST
from consortium.audit.models import AccessRecord, Seal
from consortium.notifications.operations import StateLine, register
from consortium.rowlevel import SYSTEM, acting_as

DELAY = timedelta(minutes=10)  # sealing runs every minute


def seal_lines() -> list[StateLine]:
    """When access records were last sealed; ill when older ones than ten minutes wait for it."""
    with acting_as(SYSTEM):
        last = Seal.objects.order_by("-number").first()
        waiting = AccessRecord.objects.unsealed().filter(at__lt=timezone.now() - DELAY)
        if last is not None:  # what is older than this is never sealed any more
            waiting = waiting.filter(at__gt=last.record_at - LATEST)
        late = waiting.exists()
    return [
        StateLine(
            _("Access records last sealed"),
            "" if last else _("never"),
            well=not late,
            advice=gettext_lazy("Look at the worker: records wait for their seal."),
            at=last.sealed_at if last else None,
        )
    ]


register(seal_lines)
