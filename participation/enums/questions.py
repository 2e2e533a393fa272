"""Closed vocabularies of questions and of who decides about them."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class QuestionState(models.TextChoices):
    """A question waits for a moderator, then stands on a page or does not.

    Whoever asked may appeal once, against a refusal or against its being hidden later.
    """

    WAITING = "waiting", _("Waiting to be checked")
    PUBLISHED = "published", _("On the page")
    REFUSED = "refused", _("Not published")
    APPEALED = "appealed", _("Appeal waiting for a second person")
    HIDDEN = "hidden", _("Hidden later")


class Verdict(models.TextChoices):
    """What a moderator decided about a question."""

    PUBLISHED = "published", _("Published")
    REFUSED = "refused", _("Not published")
    HIDDEN = "hidden", _("Hidden")
    GRANTED = "granted", _("Appeal granted: published")
    DISMISSED = "dismissed", _("Appeal dismissed")

    @property
    def needs_reason(self) -> bool:
        """Whether somebody is refused something, and must hear why."""
        return self in (Verdict.REFUSED, Verdict.HIDDEN, Verdict.DISMISSED)


class Reason(models.TextChoices):
    """Why a text is not shown. There is none for criticism, and that is on purpose."""

    PERSON = "person", _("It names or describes a private person")
    CONTACT = "contact", _("It holds a telephone number, an address or a place")
    INSULT = "insult", _("It insults or threatens")
    DANGER = "danger", _("It could put somebody in danger")
    ELSEWHERE = "elsewhere", _("It is about something else")
    REPEATED = "repeated", _("The same was asked already")
    PROMOTION = "promotion", _("It advertises")
