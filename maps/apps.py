"""Registers the app; see docs/architecture.md for what belongs in it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MapsConfig(AppConfig):
    name = "maps"
    verbose_name = _("Maps")

    def ready(self) -> None:
        """Tell areas and figures in the open interface and in files; listen, check."""
        from maps import checks as checks  # registers itself
        from maps import receivers
        from maps.collections import register
        from maps.collections.areas import AREAS
        from maps.collections.returns import RETURNS
        from maps.collections.zones import ZONES

        register(AREAS)
        register(RETURNS)
        register(ZONES)
        receivers.connect()
