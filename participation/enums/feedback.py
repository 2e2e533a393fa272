"""Closed vocabularies of feedback and complaints (domain.md, section 9.4)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class Channel(models.TextChoices):
    """By which way feedback came."""

    WEB = "web", _("On this site")
    TABLE = "table", _("At a table, with help")
    PAPER = "paper", _("On paper")
    TELEPHONE = "telephone", _("By telephone")


class FeedbackCategory(models.TextChoices):
    """What feedback is about. Kinds that are never stored are in `OutsideKind`."""

    QUESTION = "question", _("A question")
    SUGGESTION = "suggestion", _("A suggestion")
    THANKS = "thanks", _("Thanks")
    QUALITY = "quality", _("Something was not done well")
    SELECTION = "selection", _("Somebody was left out, or chosen unfairly")
    DELAY = "delay", _("Something is late")
    CONDUCT = "conduct", _("How somebody who works here behaved")
    FRAUD = "fraud", _("Money or goods were misused, or a bribe was asked for")
    DATA = "data", _("What is known or shown about people")
    OTHER = "other", _("Something else")


class OutsideKind(models.TextChoices):
    """What is not handled here: help contacts are shown, and nothing is stored."""

    EXPLOITATION = (
        "exploitation",
        _("Somebody wanted sex, or abused a person, in return for help"),
    )
    CHILD = "child", _("A child is in danger or was hurt")
    GENDER_VIOLENCE = "gender_violence", _("Violence at home, or sexual violence")
    PROTECTION = "protection", _("Somebody is threatened, held or hurt")


class Sensitivity(models.TextChoices):
    """Who may read an item: the desk of its route, or administrators alone."""

    NORMAL = "normal", _("Ordinary")
    SENSITIVE = "sensitive", _("On a route of its own")
    RESTRICTED = "restricted", _("Administrators only")


class FeedbackState(models.TextChoices):
    """Where feedback stands; `participation.handling` says which step leads where."""

    RECEIVED = "received", _("Received")
    ACKNOWLEDGED = "acknowledged", _("Acknowledged")
    TRIAGED = "triaged", _("Sorted")
    IN_PROGRESS = "in_progress", _("In progress")
    ESCALATED = "escalated", _("Escalated")
    RESOLVED = "resolved", _("Answered")
    LOOP_CLOSED = "loop_closed", _("Loop closed")
    CLOSED_NO_ACTION = "closed_no_action", _("Closed without action")
    REFERRED = "referred", _("Referred outside")


class FeedbackAction(models.TextChoices):
    """The steps of `participation.handling`, as buttons and in the audit log."""

    ACKNOWLEDGE = "acknowledge", _("Acknowledge feedback")
    TRIAGE = "triage", _("Mark as sorted")
    START = "start", _("Start work on it")
    RESOLVE = "resolve", _("Answer, and mark as answered")
    ESCALATE = "escalate", _("Escalate")
    CLOSE_NO_ACTION = "close_no_action", _("Close without action")
    CLOSE_LOOP = "close_loop", _("Close the loop")
    REOPEN = "reopen", _("Open feedback again")
    DISPUTE = "dispute", _("Dispute a closing")
    REFER_OUTSIDE = "refer_outside", _("Refer outside and erase")


class ClosingReason(models.TextChoices):
    """Why nothing is done; coded, so that the audit log can hold it."""

    NONE = "", _("Not closed so")
    DUPLICATE = "duplicate", _("The same was said before, and is being answered")
    NOT_OURS = "not_ours", _("It is not about this programme")
    UNCLEAR = "unclear", _("It cannot be understood, and nobody can be asked")
    WITHDRAWN = "withdrawn", _("The person took it back")
    UNFOUNDED = "unfounded", _("It was looked into, and there is nothing to put right")


class Priority(models.TextChoices):
    """How soon it is due; the days are settings."""

    NORMAL = "normal", _("Normal")
    URGENT = "urgent", _("Urgent")


class Pressing(models.TextChoices):
    """Of what in an item those who handle it are written, the most pressing last."""

    CAME = "came", _("New feedback")
    DUE = "due", _("Feedback that is due")
    ESCALATED = "escalated", _("Escalated feedback")


class Voice(models.TextChoices):
    """Whose words a message holds."""

    PERSON = "person", _("The person")
    ANSWER = "answer", _("Answer to the person")
    NOTE = "note", _("Note for colleagues")
