"""The public history of an initiative: one row a transition, never changed."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from initiatives.enums import ActingRole, State, Voted
from initiatives.models.initiatives import Initiative
from initiatives.models.languages import (
    for_reader,
    is_of_a_text,
    language_field,
    language_for_reader,
)

#: States that nobody reaches without being told why.
REASONED = [State.RETURNED, State.DECLINED, State.SUSPENDED, State.CANCELLED]


class InitiativeEvent(models.Model):
    """Who moved an initiative, from where to where, when and why.

    ``language`` is that in which the reason was written; steps from before it was asked
    have none. What a vote decided is kept as what it was, with the names of the vote
    (``""`` and by language), so that each reader is told of it in their own language.
    """

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="events"
    )
    from_state = models.CharField(_("from"), max_length=24, choices=State)
    to_state = models.CharField(_("to"), max_length=24, choices=State)
    actor = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    actor_role = models.CharField(
        _("acting as"),
        max_length=12,
        choices=ActingRole,
        blank=True,
        help_text=_("The role shown to the public; the person's name is not."),
    )
    reason = models.TextField(_("reason"), max_length=1500, blank=True)
    reasons = models.JSONField(_("by language"), default=dict, blank=True)
    language = language_field(_("language of the reason"))
    voted = models.CharField(
        _("what the vote decided"), max_length=10, choices=Voted, blank=True
    )
    vote_titles = models.JSONField(_("names of the vote"), default=dict, blank=True)
    at = models.DateTimeField(_("when"))

    class Meta:
        verbose_name = _("step")
        verbose_name_plural = _("history")
        ordering = ["initiative", "at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(from_state=F("to_state")),
                name="initiatives_event_moves",
            ),
            models.CheckConstraint(
                condition=~Q(to_state__in=REASONED) | ~Q(reason=""),
                name="initiatives_event_reason_given",
                violation_error_message=_("Say why: the reason is public."),
            ),
            models.CheckConstraint(
                condition=is_of_a_text("reason", "language"),
                name="initiatives_event_language_of_a_reason",
            ),
            models.CheckConstraint(
                condition=Q(voted__in=["", *Voted.values]),
                name="initiatives_event_vote_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.from_state} → {self.to_state}"

    @property
    def display_reason(self) -> str:
        """The reason in the reader's language where there is one."""
        return for_reader(self.reasons, self.reason)

    @property
    def reason_language(self) -> str:
        """The language of the reason as it is shown; "" where nobody noted it."""
        return language_for_reader(self.reasons, self.language)

    @property
    def display_vote(self) -> str:
        """What the vote decided, in the reader's language; "" where none did."""
        if not self.voted:
            return ""
        sentence = {
            Voted.CHOSEN: gettext("The vote “%(round)s” chose it."),
            Voted.NOT_CHOSEN: gettext("The vote “%(round)s” did not choose it."),
        }[Voted(self.voted)]
        titles = self.vote_titles
        return sentence % {"round": for_reader(titles, titles.get("", ""))}

    @property
    def display_words(self) -> str:
        """The vote and the reason as one text, for feeds and mails."""
        return " ".join(filter(None, (self.display_vote, self.display_reason)))
