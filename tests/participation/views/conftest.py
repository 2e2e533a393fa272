"""Who walks through the pages of organisers."""

import pytest

from tests.factories.participation import staff_member


@pytest.fixture
def staff(client):
    user = staff_member()
    client.force_login(user)
    return user
