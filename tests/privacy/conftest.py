"""Tests of privacy look through all that a site keeps, so it keeps all of it."""

import pytest


@pytest.fixture(autouse=True)
def _no_index() -> None:
    """The CMS's search and reference index are kept here: they could tell a secret."""


@pytest.fixture(autouse=True)
def _private_folder(settings, tmp_path_factory) -> None:
    """Files that wait to be stored lie in a folder of the test's own."""
    settings.IMPORT_ROOT = tmp_path_factory.mktemp("imports")
