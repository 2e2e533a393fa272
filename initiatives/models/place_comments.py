"""Comments that authorities and staff pin to a place: a word among those who answer for it."""

from django.conf import settings
from django.contrib.gis.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.enums import ActingRole, CommentState
from maps.enums import SRID
from maps.models import AdminArea


class WrittenInRole(models.Model):
    """Adds who wrote a text, in which role, in which language, and when."""

    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    author_role = models.CharField(_("acting as"), max_length=12, choices=ActingRole)
    language = models.CharField(
        _("language of the text"),
        max_length=5,
        choices=settings.LANGUAGES,
        default="en",
    )
    text = models.TextField(_("text"), max_length=1500)
    at = models.DateTimeField(_("when"), auto_now_add=True)

    class Meta:
        abstract = True


class PlaceComment(WrittenInRole):
    """One remark about a point, or about an area as a whole; open until it is resolved.

    It is no public text: those read it who answer for the area, and programme staff.
    """

    area = models.ForeignKey(
        AdminArea,
        on_delete=models.PROTECT,
        related_name="place_comments",
        verbose_name=_("area"),
    )
    place = models.PointField(_("place on the map"), srid=SRID, null=True, blank=True)
    state = models.CharField(
        _("state"),
        max_length=8,
        choices=CommentState,
        default=CommentState.OPEN,
    )
    settled_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("resolved by"),
    )
    settled_at = models.DateTimeField(_("resolved"), null=True, blank=True)
    settled_why = models.TextField(
        _("how it was resolved"), max_length=1000, blank=True
    )

    class Meta:
        verbose_name = _("comment on a place")
        verbose_name_plural = _("comments on places")
        ordering = ["-at", "-pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="initiatives_place_comment_says_something"
            ),
            models.CheckConstraint(
                condition=Q(
                    state=CommentState.OPEN,
                    settled_by__isnull=True,
                    settled_at__isnull=True,
                    settled_why="",
                )
                | (
                    Q(
                        state=CommentState.RESOLVED,
                        settled_by__isnull=False,
                        settled_at__isnull=False,
                    )
                    & ~Q(settled_why="")
                ),
                name="initiatives_place_comment_resolved_says_how",
            ),
        ]
        indexes = [
            models.Index(fields=["area", "state"], name="initiatives_comments_open")
        ]

    def __str__(self) -> str:
        # Never the text: this may reach a log.
        return f"{self._meta.verbose_name} {self.pk}"


class PlaceCommentReply(WrittenInRole):
    """An answer to a comment; answers are not answered in turn."""

    comment = models.ForeignKey(
        PlaceComment, on_delete=models.CASCADE, related_name="replies"
    )

    class Meta:
        verbose_name = _("reply")
        verbose_name_plural = _("replies")
        ordering = ["comment", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(text=""), name="initiatives_reply_says_something"
            )
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
