"""A community's profile: figures with a date and a source, one row a version."""

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _
from modelcluster.models import ClusterableModel

from communities.models.communities import Community
from maps.models.translations import TranslatedTexts


class CommunityProfile(TranslatedTexts, ClusterableModel):
    """Figures of one reference date; the newest is current, the others stay."""

    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        related_name="profiles",
        verbose_name=_("community"),
    )
    reference_date = models.DateField(_("reference date"))
    residents = models.PositiveIntegerField(
        _("residents"), help_text=_("Everybody who lives there, returnees included.")
    )
    households = models.PositiveIntegerField(_("households"), null=True, blank=True)
    method = models.CharField(
        _("method"),
        max_length=300,
        help_text=_("For example: group interviews and a count of houses."),
    )
    source = models.CharField(_("source"), max_length=300)
    limitations = models.TextField(
        _("limits"), blank=True, help_text=_("What these figures cannot tell.")
    )

    class Meta:
        verbose_name = _("profile")
        verbose_name_plural = _("profiles")
        ordering = ["community", "-reference_date"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "reference_date"],
                name="communities_profile_once_a_date",
            ),
            models.CheckConstraint(
                condition=Q(residents__gt=0), name="communities_profile_has_residents"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.community} · {self.reference_date}"

    @property
    def display_source(self) -> str:
        """The source in the reader's language where there is one."""
        return self.in_reader_language("source")
