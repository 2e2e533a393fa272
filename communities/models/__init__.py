"""Who and what is there: communities, their profiles, services, mandates and pages."""

from communities.models.bodies import CommunityBody
from communities.models.communities import Community
from communities.models.delegations import Delegation
from communities.models.mandates import Mandate
from communities.models.pages import (
    CommunityIndexPage,
    CommunityPage,
    HomePage,
    StandardPage,
)
from communities.models.profile_groups import ProfileGroup
from communities.models.profiles import CommunityProfile
from communities.models.services import Service

__all__ = [
    "Community",
    "CommunityBody",
    "CommunityIndexPage",
    "CommunityPage",
    "CommunityProfile",
    "Delegation",
    "HomePage",
    "Mandate",
    "ProfileGroup",
    "Service",
    "StandardPage",
]
