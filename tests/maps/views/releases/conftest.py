"""A data steward who has signed in."""

import pytest

from tests.factories.releases import (
    steward,
)


@pytest.fixture
def signed_in(client):
    person = steward()
    client.force_login(person)
    return person
