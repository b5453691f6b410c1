import pytest

from partners.models import AssociationMembership, Partner
from tests import factories
from tests.cast import Cast


@pytest.fixture
def company(cast: Cast) -> Partner:
    return cast.partners["company"]


@pytest.fixture
def membership(cast: Cast, company: Partner) -> AssociationMembership:
    """The company is a member of the association."""
    return factories.AssociationMembershipFactory(
        consortium=cast.consortium, association=cast.partners["association"], company=company
    )
