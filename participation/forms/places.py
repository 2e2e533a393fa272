"""One choice of where something takes place: a community, an area, or everywhere."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext_lazy as _

from communities.models import Community
from maps.models import AdminArea
from participation.enums import Scope

NONE_CHOSEN = ("", "---------")


def place_choices(
    communities: Iterable[Community],
    areas: Iterable[AdminArea],
    *,
    has_programme: bool = True,
) -> list[Any]:
    """Choices of a field for a place, in groups."""
    found: list[Any] = [
        NONE_CHOSEN,
        (
            _("Communities"),
            [(f"community-{each.pk}", each.display_name) for each in communities],
        ),
        (
            _("Areas"),
            [
                (f"area-{each.pk}", f"{each.display_name} ({each.pcode})")
                for each in areas
            ],
        ),
    ]
    if has_programme:
        found.append((Scope.PROGRAMME.value, Scope.PROGRAMME.label))
    return [each for each in found if each[1]]


def place_chosen(value: str) -> dict[str, Any]:
    """The community or the area behind a choice, by the name of its field, or nothing."""
    kind, _dash, key = value.partition("-")
    if kind == "community":
        return {"community": Community.objects.get(pk=key)}
    return {"area": AdminArea.objects.get(pk=key)} if kind == "area" else {}
