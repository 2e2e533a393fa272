"""Where something takes place: in a community, in an area, or in the whole programme."""

from typing import TYPE_CHECKING

from participation.enums import Scope

if TYPE_CHECKING:
    from communities.models import Community
    from maps.models import AdminArea


class TakesPlace:
    """Answers for models that have a ``community`` or an ``area``, or neither."""

    if TYPE_CHECKING:

        @property
        def community(self) -> "Community | None":
            """The community, where it is one's alone."""

        @property
        def area(self) -> "AdminArea | None":
            """The area, where it is for all communities in it."""

    @property
    def scope(self) -> Scope:
        """Whose it is."""
        if self.community:
            return Scope.COMMUNITY
        return Scope.AREA if self.area else Scope.PROGRAMME

    @property
    def place_name(self) -> str:
        """Where it takes place, in the reader's language."""
        if self.community:
            return self.community.display_name
        return self.area.display_name if self.area else str(Scope.PROGRAMME.label)
