"""The community itself: the same in every language; its texts are on its pages."""

from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _
from wagtail.search import index

from communities.enums import SettlementType
from maps.enums import SRID
from maps.models import AdminArea


class Community(index.Indexed, models.Model):
    """A place with a shared life, linked to an area and a point.

    What makes it *a community* depends on context (IOM Reintegration Handbook,
    Module 3), so the definition is text beside the geometry.
    """

    slug = models.SlugField(_("address"), max_length=80, unique=True)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        related_name="communities",
        verbose_name=_("area"),
        help_text=_("The smallest administrative area that it lies in."),
    )
    point = models.PointField(
        _("place on the map"),
        srid=SRID,
        help_text=_("A public place such as the market or the school, never a home."),
    )
    settlement_type = models.CharField(
        _("kind of place"), max_length=12, choices=SettlementType
    )

    search_fields = [
        index.SearchField("name"),
        index.AutocompleteField("name"),
    ]

    class Meta:
        verbose_name = _("community")
        verbose_name_plural = _("communities")
        ordering = ["name"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(name=""), name="communities_community_has_name"
            )
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's language, or the reference name."""
        return str(self.names.get((get_language() or "en")[:2]) or self.name)
