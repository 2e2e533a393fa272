"""A voting round: a budget, a ballot of initiatives, a rule, two dates."""

from django.conf import settings
from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.models import Initiative
from participation.enums import BallotType, Completion, RoundState, Rule


class Round(models.Model):
    """One decision of one community about one budget."""

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    community = models.ForeignKey(
        Community, on_delete=models.PROTECT, related_name="rounds"
    )
    title = models.CharField(_("title"), max_length=120)
    titles = models.JSONField(_("by language"), default=dict, blank=True)
    budget = models.PositiveIntegerField(_("budget"), validators=[MinValueValidator(1)])
    ballot_type = models.CharField(
        _("ballot"), max_length=10, choices=BallotType, default=BallotType.KNAPSACK
    )
    rule = models.CharField(
        _("rule"), max_length=14, choices=Rule, default=Rule.EQUAL_SHARES
    )
    completion = models.CharField(
        _("what happens with the rest"),
        max_length=16,
        choices=Completion,
        default=Completion.ADD1,
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT
    )
    cancel_reason = models.TextField(_("why cancelled"), max_length=1000, blank=True)
    created_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("voting round")
        verbose_name_plural = _("voting rounds")
        ordering = ["-closes_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="participation_round_closes_after_opening",
                violation_error_message=_("The round closes before it opens."),
            ),
            models.CheckConstraint(
                condition=Q(budget__gt=0), name="participation_round_has_budget"
            ),
            models.CheckConstraint(
                condition=~Q(state=RoundState.CANCELLED) | ~Q(cancel_reason=""),
                name="participation_cancelled_has_reason",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values),
                name="participation_round_state_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def display_title(self) -> str:
        """The title in the reader's language where there is one."""
        return str(self.titles.get((get_language() or "en")[:2]) or self.title)

    @property
    def is_voting_open(self) -> bool:
        """Whether a ballot may be cast at this moment."""
        return (
            self.state == RoundState.OPEN
            and self.opens_at <= timezone.now() < self.closes_at
        )


class RoundOption(models.Model):
    """An initiative on a ballot, with its price as it stood when voting opened."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="options")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="round_options"
    )
    number = models.PositiveSmallIntegerField(_("number on the ballot"))
    cost = models.PositiveIntegerField(_("price"))
    lot = models.PositiveSmallIntegerField(
        _("lot"),
        help_text=_("Drawn and shown before voting opens; decides what is still tied."),
    )

    class Meta:
        verbose_name = _("option")
        verbose_name_plural = _("options")
        ordering = ["round", "number"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "initiative"], name="participation_option_once"
            ),
            models.UniqueConstraint(
                fields=["round", "number"], name="participation_option_number_once"
            ),
            models.UniqueConstraint(
                fields=["round", "lot"], name="participation_option_lot_once"
            ),
            models.CheckConstraint(
                condition=Q(cost__gt=0), name="participation_option_has_price"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.initiative}"
