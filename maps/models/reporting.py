"""A reporting round: one date at which the stock of returnees was counted."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from maps.enums import AreaLevel
from maps.models.translations import TranslatedTexts


class ReportingRound(TranslatedTexts):
    """Metadata of a round. Rounds are stocks: they are compared, never added up."""

    code = models.CharField(_("code"), max_length=20, unique=True)
    reported_on = models.DateField(_("reporting date"))
    source = models.CharField(
        _("source and licence"),
        max_length=300,
        blank=True,
        help_text=_("The credit line shown wherever the figures are."),
    )
    note = models.TextField(
        _("method and limits"),
        blank=True,
        help_text=_("How it was counted, and what the figures cannot tell."),
    )

    finest_level = models.PositiveSmallIntegerField(
        _("shown down to"),
        choices=AreaLevel,
        null=True,
        blank=True,
        help_text=_(
            "Empty: down to the finest areas that were counted. Between two rounds that "
            "show small areas, others may show only larger ones, of which more can be told."
        ),
    )

    class Meta:
        verbose_name = _("reporting round")
        verbose_name_plural = _("reporting rounds")
        ordering = ["-reported_on", "-code"]

    def __str__(self) -> str:
        return self.code

    @property
    def display_source(self) -> str:
        """The credit line in the reader's language where there is one."""
        return self.in_reader_language("source")

    @property
    def display_note(self) -> str:
        """Method and limits in the reader's language where there are."""
        return self.in_reader_language("note")
