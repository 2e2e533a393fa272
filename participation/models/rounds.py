"""A voting round: a budget, a ballot of initiatives, a rule, two dates."""

from functools import cached_property

from django.conf import settings
from django.core.validators import MaxValueValidator, MinValueValidator
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.models import Initiative
from initiatives.models.languages import is_of_a_text, language_field
from maps.models import AdminArea
from participation.enums import (
    BallotType,
    Completion,
    RoundState,
    Rule,
    Scope,
    Split,
)
from participation.models.places import TakesPlace

#: Ballots on which a voter gives each proposal a number.
WITH_POINTS = [kind.value for kind in BallotType if kind.has_points]


class Round(TakesPlace, models.Model):
    """One decision about one budget: of a community, an area or the programme.

    ``most_choices`` is how many proposals a voter may mark or put in order (any number
    where it is empty), ``points`` what there is to share out, or the highest mark.
    ``least_votes`` concerns most votes first; ``quorum`` is a share of the roll.
    ``cancel_language`` is empty for rounds cancelled before it was asked for.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        related_name="rounds",
        null=True,
        blank=True,
        verbose_name=_("community"),
    )
    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        related_name="rounds",
        null=True,
        blank=True,
        verbose_name=_("area"),
    )
    title = models.CharField(_("title"), max_length=120)
    titles = models.JSONField(_("by language"), default=dict, blank=True)
    budget = models.PositiveIntegerField(_("budget"), validators=[MinValueValidator(1)])
    split_by = models.CharField(
        _("parts of the budget"),
        max_length=10,
        choices=Split,
        default=Split.NONE,
        blank=True,
    )
    entitled = models.CharField(_("who may vote"), max_length=300, blank=True)
    entitled_in = models.JSONField(_("by language"), default=dict, blank=True)
    ballot_type = models.CharField(
        _("ballot"), max_length=10, choices=BallotType, default=BallotType.KNAPSACK
    )
    most_choices = models.PositiveSmallIntegerField(
        _("proposals at most"), null=True, blank=True, validators=[MinValueValidator(1)]
    )
    points = models.PositiveSmallIntegerField(
        _("points"),
        null=True,
        blank=True,
        validators=[MinValueValidator(1), MaxValueValidator(100)],
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
    least_votes = models.PositiveIntegerField(_("least number of votes"), default=0)
    quorum = models.PositiveSmallIntegerField(
        _("quorum"), default=0, validators=[MaxValueValidator(100)]
    )
    opens_at = models.DateTimeField(_("opens"))
    closes_at = models.DateTimeField(_("closes"))
    state = models.CharField(
        _("state"), max_length=10, choices=RoundState, default=RoundState.DRAFT
    )
    cancel_reason = models.TextField(_("why cancelled"), max_length=1000, blank=True)
    cancel_language = language_field(_("language of the reason"))
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
                condition=is_of_a_text("cancel_reason", "cancel_language"),
                name="participation_cancelled_in_a_language",
            ),
            models.CheckConstraint(
                condition=Q(state__in=RoundState.values),
                name="participation_round_state_known",
            ),
            models.CheckConstraint(
                condition=Q(community__isnull=True) | Q(area__isnull=True),
                name="participation_round_one_scope",
            ),
            models.CheckConstraint(
                condition=Q(
                    ballot_type__in=WITH_POINTS, points__isnull=False, points__gt=0
                )
                | (~Q(ballot_type__in=WITH_POINTS) & Q(points__isnull=True)),
                name="participation_round_points_where_given",
            ),
            models.CheckConstraint(
                condition=Q(quorum__lte=100), name="participation_round_quorum_is_share"
            ),
            models.CheckConstraint(
                condition=Q(least_votes=0)
                | Q(rule__in=[Rule.GREEDY, Rule.GREEDY_STOP]),
                name="participation_round_least_votes_if_greedy",
            ),
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def display_title(self) -> str:
        """The title in the reader's language where there is one."""
        return _in_own_language(self.titles, self.title)

    @property
    def display_entitled(self) -> str:
        """Who may vote, in the reader's language where that was written."""
        return _in_own_language(self.entitled_in, self.entitled)

    @property
    def languages(self) -> list[str]:
        """Codes of the languages that it or a proposal was written in, as in the settings.

        Paper has no room for languages that nobody here reads.
        """
        written = {settings.LANGUAGE_CODE, *filter(self.titles.get, self.titles)}
        written |= set(self.options.values_list("initiative__language", flat=True))
        return [code for code, _name in settings.LANGUAGES if code in written]

    def decides_for(self, community: Community | None) -> bool:
        """Whether a community is the round's, or lies where the round takes place."""
        if community is None:
            return False
        if self.scope == Scope.COMMUNITY:
            return self.community_id == community.pk
        # By code: an area may have got a new version since the round was prepared.
        return self.area is None or _is_within(community.area, self.area.pcode)

    def lies_in(self, area: AdminArea | None) -> bool:
        """Whether the round takes place in an area, or is of the whole programme."""
        if area is None:
            return False
        if self.scope == Scope.PROGRAMME:
            return True
        own = self.community.area if self.community else self.area
        return _is_within(own, area.pcode)

    @cached_property
    def budget_of(self) -> dict[str, int]:
        """What there is of each part of the budget; "" where it is one."""
        if not self.split_by:
            return {"": self.budget}
        return {part.key: part.amount for part in self.parts.all()}

    @property
    def is_voting_open(self) -> bool:
        """Whether a ballot may be cast at this moment."""
        return (
            self.state == RoundState.OPEN
            and self.opens_at <= timezone.now() < self.closes_at
        )


def _is_within(area: AdminArea | None, pcode: str) -> bool:
    """Whether an area has this code, or lies in one that has it."""
    while area is not None and area.pcode != pcode:
        area = area.parent
    return area is not None


def _in_own_language(texts: dict[str, str], plain: str) -> str:
    return str(texts.get((get_language() or "en")[:2]) or plain)


class BudgetPart(models.Model):
    """A part of a round's budget, for one dimension or one place.

    ``key`` is the code of the dimension, or the P-code of the place.
    """

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="parts")
    key = models.CharField(_("dimension or place"), max_length=40)
    amount = models.PositiveIntegerField(_("amount"), validators=[MinValueValidator(1)])

    class Meta:
        verbose_name = _("part of a budget")
        verbose_name_plural = _("parts of a budget")
        ordering = ["round", "key"]
        constraints = [
            models.UniqueConstraint(
                fields=["round", "key"], name="participation_budget_part_once"
            ),
            models.CheckConstraint(
                condition=Q(amount__gt=0) & ~Q(key=""),
                name="participation_budget_part_of_something",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.key}: {self.amount}"


class RoundOption(models.Model):
    """An initiative on a ballot, with its price as it stood when voting opened."""

    round = models.ForeignKey(Round, on_delete=models.CASCADE, related_name="options")
    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="round_options"
    )
    number = models.PositiveSmallIntegerField(_("number on the ballot"))
    cost = models.PositiveIntegerField(_("price"))
    part = models.CharField(_("part of the budget"), max_length=40, blank=True)
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
