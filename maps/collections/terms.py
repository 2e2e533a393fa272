"""Who publishes open data, and what others may do with it: this deployment's settings."""

from dataclasses import dataclass

from django.conf import settings
from django.utils.translation import gettext as _


@dataclass(frozen=True)
class Terms:
    """Publisher and licence; the licence is "" where the deployment named none."""

    publisher: str
    publisher_url: str
    licence: str
    licence_url: str

    @property
    def licence_in_words(self) -> str:
        """The licence, or that there is none and whom to ask."""
        return (
            self.licence
            or self.licence_url
            or _("No licence is given: ask %(publisher)s before you pass data on.")
            % {"publisher": self.publisher}
        )


def terms_of_use() -> Terms:
    """The terms that this deployment's settings name."""
    return Terms(
        publisher=settings.DATA_PUBLISHER,
        publisher_url=settings.DATA_PUBLISHER_URL,
        licence=settings.DATA_LICENCE,
        licence_url=settings.DATA_LICENCE_URL,
    )
