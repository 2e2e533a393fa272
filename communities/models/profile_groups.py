"""Of how many persons of a group a profile knows; never who they are."""

from collections.abc import Mapping

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from modelcluster.fields import ParentalKey

from communities.enums import ResidentGroup
from communities.models.profiles import CommunityProfile


class ProfileGroup(models.Model):
    """Persons of one group among a profile's residents.

    Groups below the threshold are refused by the form (`misfits`), not by the database:
    the threshold is a setting. What the public sees of the others, the query
    `communities.queries.composition` says.
    """

    profile = ParentalKey(
        CommunityProfile,
        on_delete=models.CASCADE,
        related_name="groups",
        verbose_name=_("profile"),
    )
    group = models.CharField(_("group"), max_length=16, choices=ResidentGroup)
    persons = models.PositiveIntegerField(_("persons"))

    class Meta:
        verbose_name = _("group of residents")
        verbose_name_plural = _("groups of residents")
        ordering = ["profile", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["profile", "group"], name="communities_profile_group_once"
            ),
            models.CheckConstraint(
                condition=Q(group__in=ResidentGroup.values),
                name="communities_profile_group_known",
            ),
            models.CheckConstraint(
                condition=Q(persons__gt=0), name="communities_profile_group_has_persons"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_group_display()}: {self.persons}"


def misfits(
    residents: int, persons: Mapping[ResidentGroup, int]
) -> dict[ResidentGroup, str]:
    """Which groups cannot be stored beside so many residents, each with the reason.

    Too small to be kept at all, or more than there are people of whom it is a part.
    """
    threshold = settings.RELEASE_THRESHOLD_PERSONS
    found = {
        group: _now("Leave out a group of fewer than %(n)d people.") % {"n": threshold}
        for group, number in persons.items()
        if number < threshold
    }
    for group, number in persons.items():
        whole = persons.get(group.part_of, residents) if group.part_of else residents
        together = number + sum(persons.get(other, 0) for other in group.beside)
        if together > whole:
            found.setdefault(
                group, _now("The groups come to more people than there are.")
            )
    return found
