"""A village with everybody who has a say, and something that all can ask about."""

import pytest

from tests.factories.initiatives import InitiativeFactory
from tests.initiatives.conftest import cast

__all__ = ["cast"]


@pytest.fixture
def initiative(cast):
    return InitiativeFactory(
        community=cast.community, state="in_implementation", title="Tap stands"
    )
