"""What the tests of this room share."""

import pytest

from participation.services.throttle import forget_failures


@pytest.fixture(autouse=True)
def _no_failures_remembered():
    """Failed tries of one test never slow another."""
    forget_failures()
