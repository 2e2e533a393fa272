"""A village with everybody who has a say in it."""

from dataclasses import dataclass, field

import pytest

from communities.models import Community
from participation.models import User
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.maps import AdminAreaFactory
from tests.factories.people import UserFactory


@dataclass
class Cast:
    """Who is who; ``others`` are two more committee members."""

    community: Community
    committee: User
    others: list[User]
    staff: User
    authority: User
    implementer: User
    outsider: User
    elsewhere: dict[str, User] = field(default_factory=dict)

    def __getitem__(self, role: str) -> User:
        return getattr(self, role)


@pytest.fixture
def cast(db: None) -> Cast:
    district = AdminAreaFactory(level=1)
    ward = AdminAreaFactory(level=2, parent=district)
    community = CommunityFactory(area=ward)
    members = [MandateFactory(community=community).user for _ in range(3)]
    return Cast(
        community=community,
        committee=members[0],
        others=members[1:],
        staff=MandateFactory(staff=True).user,
        authority=MandateFactory(authority=True, area=district).user,
        implementer=MandateFactory(implementer=True, community=community).user,
        outsider=UserFactory(),
        elsewhere={
            "committee": MandateFactory().user,
            "authority": MandateFactory(authority=True).user,
            "implementer": MandateFactory(implementer=True).user,
        },
    )
