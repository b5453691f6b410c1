"""How tests record a consent and see who was told."""

import datetime

from django.utils import timezone

from consortium.notifications.models import Notification
from consortium.rowlevel import acting_as
from placements import services
from placements.states import ConsentItem
from tests.authorization import as_owner

TOMORROW = timezone.localdate() + datetime.timedelta(days=1)


def terms(cast, **changed):
    return {
        "recipient": cast.partners["company"],
        "purpose": "채용 검토",
        "items": [ConsentItem.COMPETENCIES],
        "valid_until": TOMORROW,
        "refusal_explained": True,
        "student_agreed_on": timezone.localdate(),
        "guardian_agreed_on": timezone.localdate(),
    } | changed


def record(cast, who="coordinator", **changed):
    with acting_as(cast[who].actor):
        return services.record_consent(cast.student, by=cast[who], **terms(cast, **changed))


def events_for(member):
    with as_owner():
        return set(Notification.objects.filter(recipient=member.user_id).values_list("event", flat=True))
