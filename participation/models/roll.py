"""The roll: who may vote, as numbers of a list or register, never as names."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from participation.enums import TakenAs
from participation.models.rounds import Round


class Entitlement(models.Model):
    """A line of the list from which passes are handed out: one number, one vote.

    Whose number it is stands in the committee's own register, on paper. Nothing links
    the number to the pass that was given for it.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="roll")
    number = models.CharField(_("number in the register"), max_length=20)
    taken_as = models.CharField(
        _("taken as"),
        max_length=5,
        choices=TakenAs,
        default=TakenAs.NOTHING,
        blank=True,
    )

    class Meta:
        verbose_name = _("entitlement")
        verbose_name_plural = _("entitlements")
        ordering = ["round", "pk"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], name="participation_entitlement_once"
            ),
            models.CheckConstraint(
                condition=Q(taken_as__in=TakenAs.values) & ~Q(number=""),
                name="participation_entitlement_known",
            ),
        ]

    def __str__(self) -> str:
        return self.number
