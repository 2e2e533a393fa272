"""Feedback as those see it who handle it, each their own routes only."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.db.models import (
    Case,
    DateField,
    Exists,
    F,
    OuterRef,
    Q,
    QuerySet,
    Value,
    When,
)
from django.utils import timezone

from communities.enums import Role, StandIn
from communities.models import Delegation, Mandate
from communities.queries.holders import holders
from participation import handling
from participation.backends.sealed_texts import SealedTextError, unseal
from participation.enums import FeedbackState, Sensitivity, Voice
from participation.models import Feedback, FeedbackMessage
from participation.permissions import INTERESTED, SERIOUS, routes_of

if TYPE_CHECKING:
    import datetime

#: What is due next: an acknowledgement while nobody has looked at it, then an answer.
DUE = Case(
    When(state=FeedbackState.RECEIVED, then=F("acknowledge_by")),
    When(state__in=handling.OPEN, then=F("answer_by")),
    default=Value(None),
    output_field=DateField(null=True),
)


@dataclass(frozen=True)
class Said:
    """A message as it is read; ``words`` is None where no key of the site opens it."""

    message: FeedbackMessage
    words: str | None


def feedback_for(user: Any) -> "QuerySet[Feedback]":
    """Every item on a desk of this person's, with ``due``, the most pressing first.

    None that was said before or while they held an interested role.
    """
    routes = routes_of(user)
    kinds = [kind for kind, route in handling.ROUTE_OF.items() if route in routes]
    found = Feedback.objects.filter(category__in=kinds).exclude(
        state=FeedbackState.REFERRED
    )
    if not user.is_superuser:
        found = found.exclude(sensitivity=Sensitivity.RESTRICTED)
    held, stood_in = _interested_since(OuterRef("received_on"))
    return (
        found.exclude(Exists(held.filter(user=user)))
        .exclude(Exists(stood_in.filter(person=user)))
        .select_related("community", "assignee")
        .defer("text_sealed", "contact_sealed", "secret_hash", "community__point")
        .annotate(due=DUE)
        .order_by(F("due").asc(nulls_last=True), "-received_on", "pk")
    )


def past_due(day: "datetime.date") -> Q:
    """A condition on items: something was due before a day."""
    unread = FeedbackState.RECEIVED
    later = [state for state in handling.OPEN if state != unread]
    return Q(state=unread, acknowledge_by__lt=day) | Q(
        state__in=later, answer_by__lt=day
    )


def overdue_feedback(day: "datetime.date") -> "QuerySet[Feedback]":
    """Items of all routes that were not escalated though their day has passed."""
    return (
        Feedback.objects.filter(past_due(day))
        .exclude(state=FeedbackState.ESCALATED)
        .order_by("pk")
    )


def text_of(feedback: Feedback) -> str | None:
    """What was said; None where no key of the site opens it."""
    try:
        return feedback.text
    except SealedTextError:
        return None


def contact_of(feedback: Feedback) -> str | None:
    """How the person can be reached; empty without one, None where no key opens it."""
    try:
        return unseal(feedback.contact_sealed, place=f"{feedback.serial}:contact")
    except SealedTextError:
        return None


def conversation(feedback: Feedback, *, with_notes: bool) -> list[Said]:
    """All messages in order; notes are for colleagues only."""
    found = feedback.messages.select_related("by", "feedback")
    if not with_notes:
        found = found.exclude(voice=Voice.NOTE)
    return [Said(message, _words(message)) for message in found]


def words_read_by(user: Any) -> Iterator[str]:
    """What people wrote, and is still kept, of items that a person may read or answered.

    With it is compared what they publish. Not with other texts: whether these hold six
    words in a row would be told to whoever tries, on whichever desk they lie.
    """
    on_desk = feedback_for(user).order_by().values("pk")
    answered = FeedbackMessage.objects.filter(by=user).values("feedback")
    read = Feedback.objects.filter(
        Q(pk__in=on_desk) | Q(pk__in=answered), erased_on__isnull=True
    )
    for feedback in read.iterator():
        yield text_of(feedback) or ""
    theirs = FeedbackMessage.objects.filter(
        voice=Voice.PERSON, feedback__in=read.values("pk")
    )
    for message in theirs.select_related("feedback").iterator():
        yield _words(message) or ""


def _words(message: FeedbackMessage) -> str | None:
    try:
        return message.words
    except SealedTextError:
        return None


def handlers_of(feedback: Feedback) -> "QuerySet[Any]":
    """People into whose hands an item may be put, by name."""
    administrator = Q(is_superuser=True)
    if feedback.sensitivity == Sensitivity.RESTRICTED:
        people = administrator
    elif feedback.route == handling.DATA:
        people = administrator | holders(Q(role=Role.STEWARD))
    elif feedback.route == handling.INTEGRITY:
        codename = SERIOUS.partition(".")[2]
        people = administrator | (
            holders(Q(role=Role.STAFF))
            & (
                Q(user_permissions__codename=codename)
                | Q(groups__permissions__codename=codename)
            )
        )
    else:
        people = administrator | holders(Q(role=Role.STAFF))
    held, stood_in = _interested_since(feedback.received_on)
    return (
        get_user_model()
        .objects.filter(people, is_active=True)
        .exclude(pk__in=held.values("user"))
        .exclude(pk__in=stood_in.values("person"))
        .distinct()
        .order_by("name")
    )


def _interested_since(
    day: "datetime.date | OuterRef",
) -> "tuple[QuerySet[Mandate], QuerySet[Delegation]]":
    """By what people held, or stood in for, an interested role on a day or later.

    The same as `permissions.was_interested` says of one person.
    """
    today = timezone.localdate()
    held = Mandate.objects.filter(
        Q(ends_on__isnull=True) | Q(ends_on__gte=day),
        role__in=INTERESTED,
        starts_on__lte=today,
    )
    stood_in = Delegation.objects.filter(
        Q(revoked_on__isnull=True) | Q(revoked_on__gte=day),
        state=StandIn.AGREED,
        mandate__role__in=INTERESTED,
        starts_on__lte=today,
        ends_on__gte=day,
    )
    return held, stood_in


def narrowed(
    found: "QuerySet[Feedback]", criteria: Mapping[str, Any], *, user: Any
) -> "QuerySet[Feedback]":
    """Items in a state, of a community, of a category; what is to be answered by default."""
    state = criteria.get("state") or "open"
    if criteria.get("community"):
        found = found.filter(community__slug=criteria["community"])
    if criteria.get("category"):
        found = found.filter(category=criteria["category"])
    if state in FeedbackState:
        return found.filter(state=state)
    to_do = found.filter(state__in=handling.OPEN)
    if state == "overdue":
        return to_do.filter(past_due(timezone.localdate()))
    if state == "mine":
        return to_do.filter(assignee=user)
    if state == "nobody":
        return to_do.filter(assignee=None)
    return found if state == "all" else to_do
