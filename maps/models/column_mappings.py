"""Which heading says what, remembered for the next file with the same headings."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maps.enums import ImportKind


class ColumnMapping(models.Model):
    """A person's choice of columns; holds headings, never a value of a row.

    ``mapping`` is what ``maps.imports.mappings`` writes as JSON, the file that the
    commands remember.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind)
    fingerprint = models.CharField(_("fingerprint of the headings"), max_length=64)
    mapping = models.TextField(_("columns"))
    remembered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("remembered by"),
    )
    remembered_at = models.DateTimeField(_("remembered at"), default=timezone.now)

    class Meta:
        verbose_name = _("remembered columns")
        verbose_name_plural = _("remembered columns")
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "fingerprint"], name="maps_column_mapping_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values),
                name="maps_column_mapping_kind_known",
            ),
            models.CheckConstraint(
                condition=~Q(fingerprint=""), name="maps_column_mapping_has_fingerprint"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}/{self.fingerprint[:8]}"
