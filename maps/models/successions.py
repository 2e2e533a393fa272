"""What became of areas when their borders were drawn anew, as a table."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from maps.enums import SuccessionKind
from maps.models.areas import AdminArea

_SHARE = (MinValueValidator(0), MaxValueValidator(1))
#: Kinds in which one area goes on as one other.
ONE_TO_ONE = (SuccessionKind.UNCHANGED, SuccessionKind.RENAMED)


class AreaSuccession(models.Model):
    """Part or all of one area's ground became part or all of another's.

    Proposed by overlap when borders are loaded, and used by series of rounds only
    once a person has confirmed it.
    """

    predecessor = models.ForeignKey(
        AdminArea,
        on_delete=models.CASCADE,
        related_name="successions",
        verbose_name=_("earlier area"),
    )
    successor = models.ForeignKey(
        AdminArea,
        on_delete=models.CASCADE,
        related_name="origins",
        verbose_name=_("later area"),
    )
    kind = models.CharField(_("what happened"), max_length=10, choices=SuccessionKind)
    share_of_predecessor = models.FloatField(
        _("share of the earlier area"),
        validators=_SHARE,
        help_text=_("How much of its ground lies in the later area, from 0 to 1."),
    )
    share_of_successor = models.FloatField(
        _("share of the later area"),
        validators=_SHARE,
        help_text=_("How much of its ground comes from the earlier area, from 0 to 1."),
    )
    share_of_population = models.FloatField(
        _("share of the earlier area's residents"),
        null=True,
        blank=True,
        validators=_SHARE,
        help_text=_("From 0 to 1, where a census or a source tells; else empty."),
    )
    is_confirmed = models.BooleanField(
        _("confirmed"),
        default=False,
        help_text=_("Only what is confirmed lets a series of rounds continue."),
    )

    class Meta:
        verbose_name = _("change of borders")
        verbose_name_plural = _("changes of borders")
        ordering = ["is_confirmed", "predecessor__pcode", "successor__pcode"]
        constraints = [
            models.UniqueConstraint(
                fields=["predecessor", "successor"],
                name="maps_succession_once",
                violation_error_message=_("These two areas are listed already."),
            ),
            models.CheckConstraint(
                condition=~Q(predecessor=F("successor")),
                name="maps_succession_of_two_areas",
                violation_error_message=_("An area does not succeed itself."),
            ),
            models.CheckConstraint(
                condition=Q(
                    share_of_predecessor__gte=0,
                    share_of_predecessor__lte=1,
                    share_of_successor__gte=0,
                    share_of_successor__lte=1,
                ),
                name="maps_succession_shares_of_ground",
            ),
            models.CheckConstraint(
                condition=Q(share_of_population__isnull=True)
                | Q(share_of_population__gte=0, share_of_population__lte=1),
                name="maps_succession_share_of_residents",
            ),
            models.UniqueConstraint(
                fields=["predecessor"],
                condition=Q(kind__in=ONE_TO_ONE),
                name="maps_succession_goes_on_as_one",
                violation_error_message=_(
                    "The earlier area goes on as another one already."
                ),
            ),
            models.UniqueConstraint(
                fields=["successor"],
                condition=Q(kind__in=ONE_TO_ONE),
                name="maps_succession_comes_from_one",
                violation_error_message=_(
                    "The later area comes from another one already."
                ),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.predecessor} → {self.successor}"

    def clean(self) -> None:
        """The two are of one level, and the successor is later."""
        super().clean()
        found: dict[str, Any] = {}
        if self.predecessor_id and self.successor_id:
            earlier, later = self.predecessor, self.successor
            if earlier.level != later.level:
                found["successor"] = _("Both areas must be of the same level.")
            elif earlier.valid_on >= later.valid_on:
                found["successor"] = _("The later area must be valid from a later day.")
        if found:
            raise ValidationError(found)
