"""Registers the app; see docs/architecture.md for what belongs in it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class InitiativesConfig(AppConfig):
    name = "initiatives"
    verbose_name = _("Initiatives")

    def ready(self) -> None:
        """Set the rules, listen to the services, add sections to lower rooms' pages."""
        from initiatives import collections, layers, permissions, receivers, sections

        permissions.register()
        receivers.connect()
        sections.register()
        layers.register()
        collections.register_collections()
