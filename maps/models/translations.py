"""Short texts that a row carries in more than one language."""

from typing import Any

from django.db import models
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _


class TranslatedTexts(models.Model):
    """Adds ``translations``: ``{"ar": {"source": "…"}}``, shown where there is one."""

    translations = models.JSONField(
        _("texts in other languages"), default=dict, blank=True
    )

    class Meta:
        abstract = True

    def in_reader_language(self, field: str) -> str:
        """A field's text in the reader's language, or as it was first written."""
        texts: dict[str, Any] = self.translations.get((get_language() or "en")[:2], {})
        return str(texts.get(field) or getattr(self, field))
