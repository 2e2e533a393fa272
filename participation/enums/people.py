"""Closed vocabularies of invitations and terms of roles."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class InvitationState(models.TextChoices):
    """An invitation is open, accepted once or withdrawn; that its time is over shows by date."""

    OPEN = "open", _("Open")
    ACCEPTED = "accepted", _("Accepted")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class TermReason(models.TextChoices):
    """Why a term changes. Words of ours: what was the matter with a person is not kept."""

    CHOSEN_AGAIN = "again", _("Chosen again")
    NO_SUCCESSOR = "nobody", _("Until somebody else is chosen")
    OWN_WISH = "wish", _("At their own wish")
    SUCCESSOR = "other", _("Somebody else took over")
    DECISION = "decision", _("By decision of those who gave the role")
    MISTAKE = "mistake", _("The dates were entered wrongly")
