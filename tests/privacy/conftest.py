"""Tests of privacy look through all that a site keeps, so it keeps all of it."""

import pytest


@pytest.fixture(autouse=True)
def _no_index() -> None:
    """The CMS's search and reference index are kept here: they could tell a secret."""
