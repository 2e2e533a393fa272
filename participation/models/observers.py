"""Who reads the ballots of a small round, to count them again, and in whose name."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from participation.enums import TextLanguage
from participation.models.rounds import Round


class RoundObserverQuerySet(models.QuerySet["RoundObserver"]):
    """Questions that permissions and pages ask."""

    def current(self) -> "RoundObserverQuerySet":
        """Those whom two persons agreed on, and who have not laid it down."""
        return self.filter(agreed_by__isnull=False, laid_down_on__isnull=True)


class RoundObserver(models.Model):
    """A person named to watch a round, on behalf of an organisation that voters know.

    ``agreed_by`` is the second person: with the opening of the round, or later. The
    organisation is public, the person is not.
    """

    round = models.ForeignKey(Round, on_delete=models.PROTECT, related_name="observers")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="observing",
        verbose_name=_("person"),
    )
    on_behalf_of = models.CharField(_("on behalf of"), max_length=120)
    language = models.CharField(
        _("language of that name"), max_length=5, choices=TextLanguage
    )
    named_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("named by"),
    )
    named_at = models.DateTimeField(_("named at"), default=timezone.now)
    agreed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("agreed by"),
    )
    agreed_at = models.DateTimeField(_("agreed at"), null=True, blank=True)
    laid_down_on = models.DateField(_("laid down on"), null=True, blank=True)

    objects = RoundObserverQuerySet.as_manager()

    class Meta:
        verbose_name = _("observer of a round")
        verbose_name_plural = _("observers of rounds")
        ordering = ["named_at", "pk"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "person"], name="participation_observer_once"
            ),
            models.CheckConstraint(
                condition=~Q(person=F("named_by")),
                name="participation_observer_named_by_another",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True, agreed_at__isnull=True)
                | Q(agreed_by__isnull=False, agreed_at__isnull=False),
                name="participation_observer_agreed_by_somebody",
            ),
            models.CheckConstraint(
                condition=Q(agreed_by__isnull=True)
                | ~Q(agreed_by=F("named_by")) & ~Q(agreed_by=F("person")),
                name="participation_observer_by_two_persons",
            ),
            models.CheckConstraint(
                condition=Q(laid_down_on__isnull=True) | Q(agreed_by__isnull=False),
                name="participation_observer_lays_down_what_was_agreed",
            ),
            models.CheckConstraint(
                condition=~Q(on_behalf_of="") & Q(language__in=TextLanguage.values),
                name="participation_observer_on_behalf_of_somebody",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.round} · {self.on_behalf_of}"
