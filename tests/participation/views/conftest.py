"""Who walks through the pages of organisers."""

import pytest
from argon2 import PasswordHasher

from tests.factories.participation import staff_member


@pytest.fixture
def staff(client):
    user = staff_member()
    client.force_login(user)
    return user


@pytest.fixture
def slow_checks(monkeypatch):
    """How often the slow hash of a code is computed."""
    asked = []
    verify = PasswordHasher.verify

    def counted(hasher, hashed, secret):
        asked.append(hashed)
        return verify(hasher, hashed, secret)

    monkeypatch.setattr(PasswordHasher, "verify", counted)
    return asked
