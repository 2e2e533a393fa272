"""Secret ballots: what was chosen, and nothing else."""

import uuid

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.enums import Way
from participation.models.rounds import Round


class Ballot(models.Model):
    """The round, the choices, a random identifier, the way. No time, person or order.

    At closing all rows of a round are written anew in random order, so that the
    order of storage tells nothing either.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="ballots")
    choices = models.JSONField(_("numbers chosen"))
    way = models.CharField(_("way"), max_length=6, choices=Way)

    class Meta:
        verbose_name = _("ballot")
        verbose_name_plural = _("ballots")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(way__in=Way.values), name="participation_ballot_way_known"
            )
        ]

    def __str__(self) -> str:
        # Never the choices: this text may reach a log.
        return f"{self._meta.verbose_name}"
