"""Questions that wait for a person: to check, to answer, or to read why not."""

import datetime
from collections.abc import Iterator
from typing import Any

from django.db.models import Count, Exists, Min, OuterRef, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from communities.enums import Role
from communities.permissions import current_mandates, is_staff
from initiatives.queries.initiatives import public_initiatives
from initiatives.queries.waiting import Waiting, within_areas
from participation.enums import QuestionState
from participation.models import Answer, Question
from participation.permissions import is_administrator
from participation.queries.appeals import appeals_without_a_judge
from participation.queries.questions import question_queue, subjects_of

#: How long whoever asked is reminded that a question was not published.
REMINDED = datetime.timedelta(days=30)
#: No more of one kind stand on a desk; the rest comes up as these are done.
MOST = 10


def waiting_questions(user: Any) -> Iterator[Waiting]:
    """What a person has to do with questions."""
    yield from _to_check(user)
    yield from _without_a_judge(user)
    yield from _each(unanswered_for(user), _("Answer a question"))
    yield from _each(refused_of(user), _("Your question is not shown: read why"))


def _to_check(user: Any) -> Iterator[Waiting]:
    """One line for all: the queue itself is a page."""
    if not is_staff(user):
        return
    queue = (
        question_queue().order_by().aggregate(number=Count("pk"), oldest=Min("since"))
    )
    if queue["number"]:
        yield Waiting(
            what=_("Check questions"),
            subject=ngettext("%(number)d waits", "%(number)d wait", queue["number"])
            % {"number": queue["number"]},
            where=_("Questions and answers"),
            since=_midnight(queue["oldest"]),
            url=reverse("participation:question_queue"),
        )


def _without_a_judge(user: Any) -> Iterator[Waiting]:
    """For administrators, who alone bring in programme staff."""
    if not is_administrator(user):
        return
    for question in appeals_without_a_judge(MOST):
        yield Waiting(
            what=_("Find somebody who may decide about an appeal"),
            subject=_("Nobody else of the programme staff may"),
            where=question.community.display_name
            if question.community
            else _("The whole programme"),
            since=_midnight(question.appealed_on or question.asked_on),
            url=reverse("participation:question", args=[question.pk]),
        )


def unanswered_for(user: Any) -> QuerySet[Question]:
    """Published questions without an answer, of communities for which a person speaks.

    Staff are asked only where nobody else can answer: news of the programme itself.
    """
    mandates = current_mandates(user)
    mine = Q(pk__in=[])
    own = [
        mandate.community_id
        for mandate in mandates
        if mandate.role in (Role.COMMITTEE, Role.IMPLEMENTER)
    ]
    if own:
        mine |= Q(community__in=own)
    areas = [
        mandate.area_id
        for mandate in mandates
        if mandate.role == Role.AUTHORITY and mandate.area_id is not None
    ]
    if areas:
        mine |= within_areas(areas)
    if is_staff(user):
        mine |= Q(community__isnull=True)
    shown = Answer.objects.filter(question=OuterRef("pk"), hidden_on__isnull=True)
    return _with_titles(
        Question.objects.filter(
            mine,
            ~Exists(shown),
            Q(initiative__isnull=True) | Q(initiative__in=public_initiatives()),
            state=QuestionState.PUBLISHED,
        )
    ).order_by("asked_on", "pk")


def refused_of(user: Any) -> QuerySet[Question]:
    """A person's own questions that are not shown, while an appeal is open and recent."""
    if not user.is_authenticated:
        return Question.objects.none()
    return _with_titles(
        Question.objects.filter(
            author=user,
            state__in=[QuestionState.REFUSED, QuestionState.HIDDEN],
            appealed_on__isnull=True,
            decisions__decided_on__gte=timezone.localdate() - REMINDED,
        ).distinct()
    ).order_by("asked_on", "pk")


def _with_titles(questions: QuerySet[Question]) -> QuerySet[Question]:
    return questions.select_related("initiative__community", "community").annotate(
        since=Coalesce("published_on", "asked_on")
    )


def _each(questions: QuerySet[Question], what: str) -> Iterator[Waiting]:
    found = list(questions[:MOST])
    subjects = subjects_of(found)
    for each in found:
        if subject := subjects.get(each.pk):
            yield Waiting(
                what=what,
                subject=subject.title,
                where=each.community.display_name if each.community else "",
                since=_midnight(each.since),  # type: ignore[attr-defined]
                url=reverse("participation:question", args=[each.pk]),
            )


def _midnight(day: datetime.date) -> datetime.datetime:
    """The beginning of a day, which is all that is known of when a question was asked."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time()))
