"""Closed vocabularies of rounds, passes and ballots (voting.md)."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RoundState(models.TextChoices):
    """A round is prepared, open, closed and counted, or cancelled with a reason.

    ``SEALING`` lives only inside the transaction that closes a round: it is the one
    moment in which the database lets stored ballots be written anew (in random order).
    """

    DRAFT = "draft", _("In preparation")
    OPEN = "open", _("Open")
    SEALING = "sealing", _("Being sealed")
    CLOSED = "closed", _("Closed and counted")
    CANCELLED = "cancelled", _("Cancelled")


class BallotType(models.TextChoices):
    """What a voter may mark."""

    APPROVAL = "approval", _("Mark every proposal you support")
    KNAPSACK = "knapsack", _("Mark what you support, within the budget")


class Rule(models.TextChoices):
    """How ballots become a choice."""

    EQUAL_SHARES = "equal-shares", _("Equal shares")
    GREEDY = "greedy", _("Most votes first")


class Completion(models.TextChoices):
    """How equal shares uses what is left, stated beforehand."""

    ADD1 = "add1", _("Raise every share step by step")
    ADD1_EXHAUSTIVE = (
        "add1-exhaustive",
        _("Raise every share until nothing more fits"),
    )
    NONE = "none", _("Leave the rest unspent")


class PassState(models.TextChoices):
    """A pass is good for one ballot in one round."""

    PRINTED = "printed", _("Printed")
    USED = "used", _("Used")
    VOID = "void", _("Void")


class Way(models.TextChoices):
    """By which way a ballot came."""

    WEB = "web", _("On a phone or computer")
    TABLE = "table", _("At a table, with help")
    PAPER = "paper", _("On paper")
