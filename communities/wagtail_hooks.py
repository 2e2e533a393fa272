"""Registers the communities' room in the CMS."""

from typing import Any

from wagtail import hooks

from communities.views import WhatWaits
from communities.viewsets import (
    CommunitiesViewSetGroup,
    CommunityChooserViewSet,
    community_chooser,
)


@hooks.register("register_admin_viewset")
def register_communities_viewsets() -> CommunitiesViewSetGroup:
    """Communities, profiles, services, bodies and mandates in the CMS's menu."""
    return CommunitiesViewSetGroup()


@hooks.register("register_admin_viewset")
def register_community_chooser() -> CommunityChooserViewSet:
    """Search for a community wherever a form asks for one."""
    return community_chooser


@hooks.register("construct_homepage_panels")
def show_what_waits(request: Any, panels: list[Any]) -> None:
    """Put what waits for the person first."""
    panels.append(WhatWaits())
