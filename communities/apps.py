"""Registers the app; see docs/architecture.md for what belongs in it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CommunitiesConfig(AppConfig):
    name = "communities"
    verbose_name = _("Communities")

    def ready(self) -> None:
        """Lay the communities over the map, let mandates open the map's doors, listen."""
        import rules

        from communities import receivers
        from communities.collections import register_collections
        from communities.layers import (
            community_points,
            own_focus,
            service_counts,
            service_points,
        )
        from communities.permissions import is_staff, is_steward, open_the_cms
        from maps import focus
        from maps import permissions as maps_permissions
        from maps.layers import (
            PointLayer,
            ResponseMeasure,
            register,
            register_response,
        )

        register(
            PointLayer("communities", _("Communities"), community_points, is_shown=True)
        )
        register(PointLayer("services", _("Services"), service_points))
        register_response(
            ResponseMeasure(
                "services",
                _("Services"),
                _("Services per 1,000 residents"),
                service_counts,
            )
        )
        focus.register(own_focus)
        register_collections()
        operator = maps_permissions.is_operator_or_superuser
        rules.set_perm(maps_permissions.PUBLISH_RELEASE, operator | is_steward)
        rules.set_perm(maps_permissions.IMPORT_DATA, operator | is_steward | is_staff)
        open_the_cms()
        receivers.connect()
