"""The authority of a ward, which is away, and what lies around it."""

import pytest

from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.delegations import ward
from tests.factories.maps import AdminAreaFactory


@pytest.fixture
def district():
    return AdminAreaFactory(level=2)


@pytest.fixture
def here(district):
    """A community in a ward of the district."""
    return CommunityFactory(area=ward(district))


@pytest.fixture
def away(here):
    """The local authority of the community's ward."""
    return MandateFactory(authority=True, area=here.area)


@pytest.fixture
def beside(district):
    """The local authority of the ward next door."""
    return MandateFactory(authority=True, area=ward(district))
