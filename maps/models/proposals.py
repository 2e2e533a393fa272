"""Releases on their way: worked out by one data steward, approved by another."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maps.enums import (
    DRAFT_STATES,
    OPEN_STATES,
    AreaLevel,
    ProposalState,
    RefusalKind,
)
from maps.models.releases import Release
from maps.models.reporting import ReportingRound

_DECIDED = [ProposalState.APPROVED, ProposalState.PUBLISHED, ProposalState.REFUSED]


class ReleaseProposal(models.Model):
    """What a release of a round would show and hide, and who answers for it.

    Holds nothing that the release itself would not tell: ``report``, ``hidden`` and
    ``zones`` are what the public would see, ``price`` what it would see without zones. ``fingerprint`` is a keyed digest of the raw counts, so
    that nobody who reads it can try counts against it.
    """

    round = models.ForeignKey(
        ReportingRound, on_delete=models.PROTECT, related_name="proposals"
    )
    threshold = models.PositiveSmallIntegerField(_("threshold, in persons"))
    households = models.PositiveSmallIntegerField(_("threshold, in households"))
    state = models.CharField(
        _("state"),
        max_length=10,
        choices=ProposalState,
        default=ProposalState.PLANNING,
    )
    report = models.JSONField(_("public report"), default=dict)
    hidden = models.JSONField(
        _("hatched areas"),
        default=dict,
        help_text=_("P-codes by column and level, as the map would show."),
    )
    zone_level = models.PositiveSmallIntegerField(
        _("level of areas shown together"),
        choices=AreaLevel,
        null=True,
        blank=True,
        help_text=_("Empty where every area is shown alone, or not at all."),
    )
    zones = models.JSONField(
        _("areas shown together"),
        default=list,
        blank=True,
        help_text=_("P-codes of each zone, and the columns that it would show."),
    )
    price = models.JSONField(
        _("price of areas shown together"),
        default=dict,
        blank=True,
        help_text=_("What would be hidden by level if each area were alone."),
    )
    fingerprint = models.CharField(
        _("fingerprint of the counts"), max_length=64, blank=True
    )
    refusal = models.CharField(
        _("why it cannot be published"),
        max_length=13,
        choices=RefusalKind,
        blank=True,
    )
    prepared_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("prepared by"),
    )
    prepared_at = models.DateTimeField(_("prepared at"), default=timezone.now)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("decided by"),
    )
    decided_at = models.DateTimeField(_("decided at"), null=True, blank=True)
    reason = models.TextField(_("reason"), max_length=1000, blank=True)
    release = models.OneToOneField(
        Release,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="proposal",
        verbose_name=_("release"),
    )

    class Meta:
        verbose_name = _("proposed release")
        verbose_name_plural = _("proposed releases")
        ordering = ["-prepared_at", "threshold"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=ProposalState.values),
                name="maps_proposal_state_known",
            ),
            models.CheckConstraint(
                condition=Q(threshold__gte=5), name="maps_proposal_threshold_floor"
            ),
            models.CheckConstraint(
                condition=Q(households__gte=5), name="maps_proposal_households_floor"
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("prepared_by")),
                name="maps_proposal_two_persons",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=_DECIDED)
                | Q(decided_by__isnull=False, decided_at__isnull=False),
                name="maps_proposal_decided_by_somebody",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.REFUSED) | ~Q(reason=""),
                name="maps_proposal_refused_has_reason",
            ),
            models.CheckConstraint(
                condition=~Q(state=ProposalState.BLOCKED) | ~Q(refusal=""),
                name="maps_proposal_blocked_says_why",
            ),
            models.CheckConstraint(
                condition=Q(state=ProposalState.PUBLISHED, release__isnull=False)
                | (~Q(state=ProposalState.PUBLISHED) & Q(release__isnull=True)),
                name="maps_proposal_published_has_release",
            ),
            models.UniqueConstraint(
                fields=["round"],
                condition=Q(state__in=list(OPEN_STATES)),
                name="maps_proposal_one_open_a_round",
            ),
            models.UniqueConstraint(
                fields=["round", "threshold"],
                condition=Q(state__in=list(DRAFT_STATES), zone_level__isnull=True),
                name="maps_proposal_threshold_worked_out_once",
            ),
            models.UniqueConstraint(
                fields=["round", "threshold", "zone_level"],
                condition=Q(state__in=list(DRAFT_STATES)),
                name="maps_proposal_zones_worked_out_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round.code} · k = {self.threshold}"
