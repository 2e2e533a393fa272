"""A small country, a steward who is signed in, and a private folder of one test."""

import pytest

from tests.factories.communities import MandateFactory
from tests.factories.maps import AdminAreaFactory


@pytest.fixture
def country():
    """A country, two regions and three districts."""
    top = AdminAreaFactory(level=0, pcode="XA", name="Ana", x=0.0)
    west = AdminAreaFactory(level=1, pcode="XA1", name="West", x=0.0, parent=top)
    east = AdminAreaFactory(level=1, pcode="XA2", name="East", x=1.0, parent=top)
    return [
        AdminAreaFactory(pcode=code, name=f"District {code}", x=x, parent=parent)
        for code, x, parent in (
            ("XA01", 0.0, west),
            ("XA02", 1.0, east),
            ("XA03", 2.0, east),
        )
    ]


@pytest.fixture
def steward(client):
    user = MandateFactory(steward=True).user
    client.force_login(user)
    return user


@pytest.fixture(autouse=True)
def private_folder(settings, tmp_path):
    settings.IMPORT_ROOT = tmp_path / "imports"
    settings.IMPORT_ROOT.mkdir()
    return settings.IMPORT_ROOT
