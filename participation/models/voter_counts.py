"""How many came to vote on a day at a place, by group; never who, and never how."""

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from participation.enums import CameTo
from participation.models.group_counts import GroupCounts
from participation.models.rounds import Round


class VoterCount(GroupCounts):
    """Counts of those who came to a round's tables, or to its desk.

    Of a day and a place, which are words: no row of a table, a batch, a pass or a ballot
    is pointed to. They are entered once, as a whole, and what the threshold does not let
    be shown is never stored: from the difference of two versions, or of one voter more,
    it could be worked out. The database refuses any change.
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="voter_counts"
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("community"),
    )
    came_to = models.CharField(_("what people came to"), max_length=8, choices=CameTo)
    place = models.CharField(_("place"), max_length=80)
    day = models.DateField(_("day"))

    class Meta(GroupCounts.Meta):
        abstract = False
        verbose_name = _("count of voters")
        verbose_name_plural = _("counts of voters")
        ordering = ["round", "day", "came_to", "place"]
        constraints = [
            *GroupCounts.Meta.constraints,
            models.UniqueConstraint(
                fields=["round", "community", "came_to", "place", "day"],
                name="participation_voters_counted_once",
            ),
            models.CheckConstraint(
                condition=Q(came_to__in=CameTo.values) & ~Q(place=""),
                name="participation_voters_counted_somewhere",
            ),
            models.CheckConstraint(
                condition=Q(
                    threshold__isnull=False,
                    everybody__isnull=False,
                    everybody__gte=F("threshold"),
                ),
                name="participation_voters_counted_above_threshold",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.place}, {self.day}"

    @property
    def is_settled(self) -> bool:
        """From the start: nothing else is ever stored."""
        return True

    @property
    def has_minors(self) -> bool:
        """Who votes is counted as grown up."""
        return False
