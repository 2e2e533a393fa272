"""Registers the communities' room in the CMS."""

from wagtail import hooks

from communities.viewsets import CommunitiesViewSetGroup


@hooks.register("register_admin_viewset")
def register_communities_viewsets() -> CommunitiesViewSetGroup:
    """Communities, profiles, services and mandates in the CMS's menu."""
    return CommunitiesViewSetGroup()
