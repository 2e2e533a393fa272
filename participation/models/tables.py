"""Assisted voting: a shared device at a place, opened by somebody for a round."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from participation.models.rounds import Round


class TableSession(models.Model):
    """One shared device in use: who opened it, where, how many voted; never who or how.

        ``key`` stands in the device's address; with the PIN it opens the table, and it opens
        nothing else. Ballots are sealed on the device for ``public_key``; ``private_key`` lies
        here sealed with a key of the site and is wiped at closing, so that a ballot left on
        a device can never be read again. ``device`` is the digest of a number that only the
        device knows: a table has one.

        Times are whole hours. ``voters`` is how many persons voted by the tally sheet: entered
        by a second person, it lets ballots in that arrive after closing time, and no more of
    them. ``lost_because`` is what ``lost_said_by`` says became of the device; its ballots
    are given up when another person closes the table. ``refused_marks`` are digests of
    refused envelopes, to count each once.

    ``unlocked`` is the one unlocking by PIN that is good now, on a device without script:
    drawn anew each time, and gone with the first pass that it lets in.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="tables")
    key = models.CharField(max_length=12, unique=True)
    place = models.CharField(_("place"), max_length=80)
    pin_hash = models.CharField(max_length=160)
    public_key = models.CharField(max_length=100)
    private_key = models.CharField(max_length=400, blank=True)
    device = models.CharField(max_length=64, blank=True)
    opened_at = models.DateTimeField()
    opened_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
    )
    served = models.PositiveIntegerField(default=0)
    late = models.PositiveIntegerField(default=0)
    refused = models.PositiveIntegerField(default=0)
    refused_marks = models.JSONField(default=list, blank=True)
    unlocked = models.UUIDField(null=True, blank=True, editable=False)
    voters = models.PositiveIntegerField(null=True, blank=True)
    admitted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    closed_at = models.DateTimeField(null=True, blank=True)
    closed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )
    lost_because = models.CharField(max_length=300, blank=True)
    lost_said_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        null=True,
        blank=True,
    )

    class Meta:
        verbose_name = _("table")
        verbose_name_plural = _("tables")
        ordering = ["round", "-opened_at", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(closed_at__isnull=True) & ~Q(private_key="")
                | Q(closed_at__isnull=False, private_key=""),
                name="participation_table_key_while_open",
            ),
            models.CheckConstraint(
                condition=Q(late__lte=F("served")),
                name="participation_table_late_are_served",
            ),
            models.CheckConstraint(
                condition=Q(late=0) | Q(voters__isnull=False, served__lte=F("voters")),
                name="participation_table_late_within_tally",
            ),
            models.CheckConstraint(
                condition=Q(voters__isnull=True, admitted_by__isnull=True)
                | (
                    Q(voters__isnull=False, admitted_by__isnull=False)
                    & ~Q(admitted_by=F("opened_by"))
                ),
                name="participation_table_tally_by_second_person",
            ),
            # Tables given up before it took two persons have nobody who said so.
            models.CheckConstraint(
                condition=Q(lost_because="", lost_said_by__isnull=True)
                | (
                    ~Q(lost_because="")
                    & (
                        Q(closed_at__isnull=True, lost_said_by__isnull=False)
                        | Q(closed_at__isnull=False, closed_by__isnull=False)
                    )
                ),
                name="participation_table_given_up_by_somebody",
            ),
        ]

    def __str__(self) -> str:
        return self.place

    @property
    def is_given_up(self) -> bool:
        """Whether two persons gave up what its device may hold."""
        return self.closed_at is not None and bool(self.lost_because)

    @property
    def is_open(self) -> bool:
        """Whether ballots from this table can still arrive."""
        return self.closed_at is None
