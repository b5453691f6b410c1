"""A consent is taken back: at once, by the right people, once."""

import pytest
from django.core.exceptions import PermissionDenied

from consortium.rowlevel import acting_as
from consortium.workflow import StateConflict
from placements import services
from placements.models import Candidate
from tests.placements.consenting import events_for, record


@pytest.mark.parametrize("who", ["student", "coordinator", "teacher", "training_teacher"])
def test_withdrawal_works_at_once_and_everybody_concerned_is_told(cast, vacancy, who):
    consent = record(cast)
    with acting_as(cast["hr"].actor):
        assert Candidate.objects.visible_to(cast["hr"]).count() == 1
    with acting_as(cast[who].actor):
        services.withdraw_consent(consent, by=cast[who])
    with acting_as(cast["hr"].actor):
        assert Candidate.objects.visible_to(cast["hr"]).count() == 0
    assert "placements/candidate_gone" in events_for(cast["hr"])
    assert "placements/consent_withdrawn" in events_for(cast["student"])
    assert "placements/consent_withdrawn_school" in events_for(cast["coordinator"])


@pytest.mark.parametrize("who", ["hr", "accountant", "principal", "curriculum_head", "official"])
def test_nobody_else_withdraws(cast, who):
    consent = record(cast)
    with pytest.raises(PermissionDenied), acting_as(cast[who].actor):
        services.withdraw_consent(consent, by=cast[who])


def test_withdrawing_twice_is_refused(cast):
    consent = record(cast)
    with acting_as(cast["student"].actor):
        services.withdraw_consent(consent, by=cast["student"])
    with pytest.raises(StateConflict), acting_as(cast["coordinator"].actor):
        services.withdraw_consent(consent, by=cast["coordinator"])
