"""What the tests of this room share."""

import pytest

from participation.services import throttle


@pytest.fixture(autouse=True)
def _failures_counted_here_only(settings):
    """Failed tries of one test never slow another, nor those of another process."""
    settings.REDIS_URL = ""
    throttle._limiter.cache_clear()
    yield
    throttle._limiter.cache_clear()
