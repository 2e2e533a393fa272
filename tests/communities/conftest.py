"""A site with its first pages, and the people who work in the CMS."""

from typing import Any

import pytest
from django.contrib.auth.models import Group
from django.test import Client

from communities.models import CommunityPage
from config.site_tree import Branch
from participation.models import User
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.people import UserFactory
from tests.factories.site import first_pages


@pytest.fixture
def branches(db: None) -> dict[str, Branch]:
    """Home, communities, updates and about, in every language."""
    return first_pages()


@pytest.fixture
def branch(branches: dict[str, Branch]) -> Branch:
    """The first pages in English."""
    return branches["en"]


@pytest.fixture
def people(db: None) -> dict[str, User]:
    """One person a role, by the name of the role."""
    found = {
        "visitor": UserFactory(),
        "editor": UserFactory(),
        "moderator": UserFactory(),
        "steward": MandateFactory(steward=True).user,
        "admin": UserFactory(is_superuser=True),
    }
    found["editor"].groups.add(Group.objects.get(name="Editors"))
    found["moderator"].groups.add(
        Group.objects.get(name="Editors"), Group.objects.get(name="Moderators")
    )
    return found


@pytest.fixture
def sign_in(people: dict[str, User]) -> Any:
    """Return a function that gives a browser in which a role is signed in."""

    def signed_in(role: str) -> Client:
        client = Client()
        client.force_login(people[role])
        return client

    return signed_in


@pytest.fixture
def community_page(branch: Branch) -> Any:
    """Return a function that publishes a community's page."""

    def publish(**fields: Any) -> CommunityPage:
        community = fields.pop("community", None) or CommunityFactory()
        page = CommunityPage(
            title=community.name,
            slug=community.slug,
            community=community,
            introduction=fields.pop("introduction", "Seven orchards in common."),
            **fields,
        )
        branch.communities.add_child(instance=page)
        return page

    return publish
