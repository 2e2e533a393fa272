"""Registers the app; see docs/architecture.md for what belongs in it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _
from wagtail.users.apps import WagtailUsersAppConfig


class ParticipationConfig(AppConfig):
    name = "participation"
    verbose_name = _("Participation")

    def ready(self) -> None:
        """Show rounds and questions on pages of other rooms, and listen to services."""
        from maps.permissions import register_same_hand
        from participation import receivers
        from participation.queries.second_persons import is_same_hand
        from participation.sections import register_sections

        register_sections()
        register_same_hand(is_same_hand)
        receivers.connect()


class PeopleInTheCmsConfig(WagtailUsersAppConfig):
    """Wagtail's user management with our people's one name."""

    user_viewset = "participation.viewsets.users.PersonViewSet"
