"""An initiative from its first draft to its close."""

import secrets

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import F, Q
from django.utils.functional import cached_property
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.enums import Dimension
from communities.models import Community
from initiatives.enums import Answer, Approach, CameFrom, Category, State
from maps.enums import SRID
from maps.models.translations import TranslatedTexts

#: Letters and figures that nobody confuses when reading them out on the telephone.
REFERENCE_SIGNS = "23456789ABCDEFGHJKMNPQRSTVWXYZ"
#: Decimals of a degree with which everybody is told a place: about a kilometre. Exact
#: places are for those who work with them.
PUBLIC_DECIMALS = 2


def new_reference() -> str:
    """Draw a reference such as ``HG-7K3QF`` (24 million of them); says nothing of order."""
    return "HG-" + "".join(secrets.choice(REFERENCE_SIGNS) for _place in range(5))


class Initiative(TranslatedTexts):
    """What a community proposes and does, for returnees and their neighbours alike."""

    reference = models.CharField(
        _("reference"),
        max_length=12,
        unique=True,
        editable=False,
        default=new_reference,
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        related_name="initiatives",
        verbose_name=_("community"),
    )
    state = models.CharField(
        _("state"), max_length=24, choices=State, default=State.DRAFT
    )
    language = models.CharField(
        _("language of the text"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="en",
    )
    title = models.CharField(_("title"), max_length=120)
    summary = models.TextField(_("the idea"), max_length=600, blank=True)
    problem = models.TextField(_("the problem"), max_length=1500, blank=True)
    dimension = models.CharField(
        _("dimension"), max_length=12, choices=Dimension, blank=True
    )
    secondary_dimension = models.CharField(
        _("second dimension"), max_length=12, choices=Dimension, blank=True
    )
    category = models.CharField(
        _("kind of initiative"), max_length=20, choices=Category, blank=True
    )
    approach = models.CharField(
        _("approach"), max_length=20, choices=Approach, blank=True
    )
    returnees_planned = models.PositiveIntegerField(
        _("returnees who benefit"), null=True, blank=True
    )
    neighbours_planned = models.PositiveIntegerField(
        _("neighbours who benefit"), null=True, blank=True
    )
    place_name = models.CharField(_("place"), max_length=120, blank=True)
    location = models.PointField(
        _("place on the map"), srid=SRID, null=True, blank=True
    )
    starts_on = models.DateField(_("planned start"), null=True, blank=True)
    ends_on = models.DateField(_("planned end"), null=True, blank=True)
    both_consulted = models.CharField(
        _("returnees and neighbours were both heard"),
        max_length=6,
        choices=Answer,
        blank=True,
    )
    came_from = models.CharField(
        _("group it came from"), max_length=16, choices=CameFrom, blank=True
    )
    harm_note = models.TextField(
        _("what could go wrong, and what we do about it"), max_length=1500, blank=True
    )
    children_note = models.TextField(
        _("how children are affected and kept safe"), max_length=1000, blank=True
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    picture_alt = models.CharField(_("picture in words"), max_length=200, blank=True)
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="proposed_initiatives",
    )
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    submitted_at = models.DateTimeField(_("submitted"), null=True, blank=True)
    changed_at = models.DateTimeField(_("changed"), auto_now=True)

    class Meta:
        verbose_name = _("initiative")
        verbose_name_plural = _("initiatives")
        ordering = ["-changed_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(secondary_dimension="")
                | ~Q(secondary_dimension=F("dimension")),
                name="initiatives_second_dimension_differs",
                violation_error_message=_("Choose two different dimensions."),
            ),
            models.CheckConstraint(
                condition=Q(ends_on__isnull=True)
                | Q(starts_on__isnull=True)
                | Q(ends_on__gte=F("starts_on")),
                name="initiatives_end_after_start",
                violation_error_message=_("The end comes before the start."),
            ),
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="initiatives_state_known"
            ),
            models.CheckConstraint(
                condition=Q(picture__isnull=True) | ~Q(picture_alt=""),
                name="initiatives_picture_has_words",
                violation_error_message=_("Say in words what the picture shows."),
            ),
            models.CheckConstraint(
                condition=Q(came_from__in=["", *CameFrom.values]),
                name="initiatives_came_from_known",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[State.DRAFT, State.RETURNED, State.CANCELLED])
                | (
                    # A comparison with NULL is not false, so a CHECK would let it pass.
                    Q(returnees_planned__isnull=False, returnees_planned__gt=0)
                    & Q(neighbours_planned__isnull=False, neighbours_planned__gt=0)
                    & ~Q(dimension="")
                    & ~Q(category="")
                    & ~Q(summary="")
                    & ~Q(problem="")
                ),
                name="initiatives_submitted_is_complete",
                violation_error_message=_(
                    "A proposal needs its problem, idea, dimension and kind, and must "
                    "benefit both returnees and neighbours."
                ),
            ),
        ]
        indexes = [
            models.Index(fields=["state", "community"], name="initiatives_by_state")
        ]

    def __str__(self) -> str:
        return self.display_title

    @property
    def display_title(self) -> str:
        """The title in the reader's language where there is one."""
        return self.in_reader_language("title")

    @property
    def display_summary(self) -> str:
        """The idea in the reader's language where there is one."""
        return self.in_reader_language("summary")

    @property
    def display_place(self) -> str:
        """The name of its place in the reader's language where there is one."""
        return self.in_reader_language("place_name")

    @property
    def display_harm_note(self) -> str:
        """What could go wrong, in the reader's language where it is told so."""
        return self.in_reader_language("harm_note")

    @property
    def display_children_note(self) -> str:
        """How children are kept safe, in the reader's language where it is told so."""
        return self.in_reader_language("children_note")

    @property
    def display_picture_alt(self) -> str:
        """What its picture shows, in the reader's language where it is told so."""
        return self.in_reader_language("picture_alt")

    @property
    def display_problem(self) -> str:
        """The problem in the reader's language where there is one."""
        return self.in_reader_language("problem")

    @property
    def public_place(self) -> tuple[float, float]:
        """Longitude and latitude for everybody: near the pin, else the community's own."""
        if self.location is None:
            return self.community.point.x, self.community.point.y
        return (
            round(self.location.x, PUBLIC_DECIMALS),
            round(self.location.y, PUBLIC_DECIMALS),
        )

    @cached_property
    def has_reader_language(self) -> bool:
        """Whether the text shown is in the language the reader chose."""
        chosen = (get_language() or "en")[:2]
        return chosen == self.language or bool(
            self.translations.get(chosen, {}).get("title")
        )
