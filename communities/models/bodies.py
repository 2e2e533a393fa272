"""Bodies of a community: committees, groups, associations and councils that meet."""

from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from communities.enums import BodyKind
from communities.models.communities import Community


class CommunityBody(models.Model):
    """One body, by its name; never who belongs to it.

    One that meets no more is kept, because meetings that it held point to it.
    """

    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        related_name="bodies",
        verbose_name=_("community"),
    )
    kind = models.CharField(_("kind of body"), max_length=12, choices=BodyKind)
    name = models.CharField(_("name"), max_length=120)
    names = models.JSONField(_("names by language"), default=dict, blank=True)
    is_active = models.BooleanField(
        _("meets still"),
        default=True,
        help_text=_("Only bodies that meet still can be chosen for a new meeting."),
    )

    class Meta:
        verbose_name = _("body")
        verbose_name_plural = _("bodies")
        ordering = ["community", "kind", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["community", "name"],
                name="communities_body_named_once",
                violation_error_message=_("This community has a body of this name."),
            ),
            models.CheckConstraint(
                condition=~Q(name="") & Q(kind__in=BodyKind.values),
                name="communities_body_known",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name

    @property
    def display_name(self) -> str:
        """The name in the reader's language, or the reference name."""
        return str(self.names.get((get_language() or "en")[:2]) or self.name)
