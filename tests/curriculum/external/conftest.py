"""The programme that most tests begin with."""

import pytest

from curriculum.external import services
from tests.authorization import act
from tests.curriculum.external.stage import drafted


@pytest.fixture
def programme(cast):
    """Open for application until today, one seat, one session of three hours."""
    draft, _session = drafted(cast)
    return act(cast["curriculum_head"], services.open_programme, draft)
