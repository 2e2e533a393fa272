"""The directory of services that a community can use."""

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.enums import ServiceCategory, ServiceStatus
from communities.models.communities import Community


class Service(models.Model):
    """One service as a resident would look for it; never a person's contact."""

    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        related_name="services",
        verbose_name=_("community"),
    )
    name = models.CharField(_("name"), max_length=160)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    provider = models.CharField(_("provider"), max_length=160, blank=True)
    category = models.CharField(_("category"), max_length=14, choices=ServiceCategory)
    status = models.CharField(
        _("status"),
        max_length=10,
        choices=ServiceStatus,
        default=ServiceStatus.UNKNOWN,
    )
    verified_on = models.DateField(_("verified on"), null=True, blank=True)

    class Meta:
        verbose_name = _("service")
        verbose_name_plural = _("services")
        ordering = ["community", "category", "name"]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's language, or the reference name."""
        return str(self.names.get((get_language() or "en")[:2]) or self.name)
