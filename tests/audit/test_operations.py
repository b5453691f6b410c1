"""The operator sees whether access records are sealed in time."""

from datetime import timedelta

from django.utils import timezone

from consortium.audit.models import AccessRecord, Seal
from consortium.audit.operations import seal_lines
from consortium.rowlevel import acting_as
from tests.authorization import as_owner
from tests.cast import Cast


def well(cast: Cast) -> bool:
    with acting_as(cast["operator"].actor):
        (line,) = seal_lines()
        return line.well


def test_a_record_that_waits_too_long_for_its_seal_shows(cast: Cast) -> None:
    assert well(cast)
    with as_owner():
        record = AccessRecord.objects.create(action="GET", what="curriculum.Student", subjects=[1])
    assert well(cast), "a fresh record has time"
    long_ago = timezone.now() - timedelta(minutes=11)
    with as_owner():
        AccessRecord.objects.filter(pk=record.pk).update(at=long_ago)
    assert not well(cast)
    with as_owner():
        Seal.objects.create(number=1, record_id=record.pk, record_at=long_ago, digest="0" * 64)
    assert well(cast)
