"""Who asked to be written to about a community or an initiative."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.models import Initiative


class Following(models.Model):
    """A person with an account follows a community or an initiative by mail.

    It holds no time, no one else sees it, and it goes with the account. Who has none
    follows by feed or calendar, which leave nothing here.
    """

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="followings"
    )
    community = models.ForeignKey(
        Community,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followings",
        verbose_name=_("community"),
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="followings",
        verbose_name=_("initiative"),
    )

    class Meta:
        verbose_name = _("following")
        verbose_name_plural = _("followings")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(community__isnull=True, initiative__isnull=False)
                | Q(community__isnull=False, initiative__isnull=True),
                name="participation_following_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["person", "community"],
                name="participation_community_followed_once",
            ),
            models.UniqueConstraint(
                fields=["person", "initiative"],
                name="participation_initiative_followed_once",
            ),
        ]

    def __str__(self) -> str:
        # Never whose: this may reach a log.
        return f"{self._meta.verbose_name} {self.pk}"
