"""Questions as pages show them: what they are about, by date, answers below."""

import uuid
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db.models import Prefetch, Q, QuerySet
from django.db.models.functions import Coalesce
from django.urls import reverse
from wagtail.models import Locale

from communities.models import Community
from communities.permissions import is_staff
from initiatives.models import Initiative, UpdatePage
from initiatives.queries.initiatives import initiatives_seen_by
from participation.enums import QuestionState
from participation.models import Answer, Question, QuestionDecision

INITIATIVES, UPDATES = "initiatives", "updates"
_COMMUNITY = "community__area__parent__parent__parent__parent"


@dataclass(frozen=True)
class Subject:
    """What questions are about: an initiative, or an update in the reader's language.

    ``kind`` and ``key`` stand in addresses; ``language`` is that of the title.
    """

    about: Initiative | UpdatePage
    kind: str
    key: str
    title: str
    language: str
    url: str
    community: Community | None

    @property
    def name(self) -> str:
        """What forms of this subject are signed for."""
        return f"{self.kind}/{self.key}"

    @property
    def list_url(self) -> str:
        """Address of all questions."""
        return reverse("participation:questions", args=[self.kind, self.key])

    @property
    def ask_url(self) -> str:
        """Address of the form."""
        return reverse("participation:ask", args=[self.kind, self.key])


def subject_of(about: Initiative | UpdatePage) -> Subject:
    """The subject that an initiative or an update is."""
    if isinstance(about, Initiative):
        return Subject(
            about,
            INITIATIVES,
            about.reference,
            about.display_title,
            "" if about.has_reader_language else about.language,
            reverse("initiatives:detail", args=[about.reference]),
            about.community,
        )
    return Subject(
        about,
        UPDATES,
        str(about.translation_key),
        about.title,
        about.locale.language_code,
        about.get_url() or "",
        about.initiative.community if about.initiative else about.community,
    )


def find_subject(kind: str, key: str, user: Any) -> Subject | None:
    """What an address names, if this person may see it."""
    if kind == INITIATIVES:
        seen = initiatives_seen_by(user).select_related(_COMMUNITY)
        initiative = seen.filter(reference=key).first()
        return subject_of(initiative) if initiative else None
    if kind != UPDATES or not _is_uuid(key):
        return None
    update = _updates([key]).get(key)
    return subject_of(update) if update else None


def _is_uuid(key: str) -> bool:
    try:
        return str(uuid.UUID(key)) == key
    except ValueError:
        return False


def subjects_of(questions: Iterable[Question]) -> dict[int, Subject]:
    """The subject of each question by its key; none for updates taken offline.

    Questions come with their initiative and community; one query more for updates.
    """
    asked = list(questions)
    updates = _updates({str(each.update_key) for each in asked if each.update_key})
    found = {}
    for each in asked:
        about = each.initiative or updates.get(str(each.update_key))
        if about is not None:
            found[each.pk] = subject_of(about)
    return found


def _updates(keys: Iterable[str]) -> dict[str, UpdatePage]:
    """Public updates by translation key, in the reader's language where there is one."""
    wanted = list(keys)
    if not wanted:
        return {}
    pages = (
        UpdatePage.objects.live()
        .public()
        .filter(translation_key__in=wanted)
        .select_related("locale", "community", "initiative__community")
        .order_by("pk")
    )
    active = Locale.get_active().pk
    found: dict[str, UpdatePage] = {}
    for page in pages:
        key = str(page.translation_key)
        if key not in found or page.locale_id == active:
            found[key] = page
    return found


def questions_on(subject: Subject) -> QuerySet[Question]:
    """Questions that stand, or stood, on a page: newest first, answers oldest first.

    Those that were hidden are among them, for their place says so. There is no other
    order: nothing that readers do moves a question up.
    """
    return with_answers(
        Question.objects.filter(_about(subject), published_on__isnull=False)
    ).order_by("-asked_on", "-pk")


def answers_on(subject: Subject) -> QuerySet[Answer]:
    """Answers that stand on a page, newest first, with their questions."""
    shown = Question.objects.filter(_about(subject), state=QuestionState.PUBLISHED)
    return (
        Answer.objects.filter(question__in=shown, hidden_on__isnull=True)
        .select_related("question")
        .order_by("-answered_on", "-pk")
    )


def with_answers(questions: QuerySet[Question]) -> QuerySet[Question]:
    """With answers and decisions, in two queries more whatever their number."""
    return questions.prefetch_related(
        Prefetch("answers", Answer.objects.order_by("answered_on", "pk")),
        Prefetch("decisions", QuestionDecision.objects.order_by("pk")),
    )


def _about(subject: Subject) -> Q:
    if subject.kind == INITIATIVES:
        return Q(initiative=subject.about)
    return Q(update_key=subject.key)


def questions_of_person(user: Any) -> Q:
    """Which questions a person may read by their number: published, one's own, all for staff."""
    seen = Q(state=QuestionState.PUBLISHED)
    if is_staff(user):
        return Q()
    return seen | Q(author=user) if user.is_authenticated else seen


def question_for(user: Any, pk: int) -> Question | None:
    """One question for a page of its own, with all that the page shows."""
    found = with_answers(
        Question.objects.filter(questions_of_person(user), pk=pk).select_related(
            _COMMUNITY, "initiative__community"
        )
    )
    return found.first()


def question_queue() -> QuerySet[Question]:
    """What waits for moderators, longest waiting first: questions, then appeals among them."""
    return (
        Question.objects.filter(
            state__in=[QuestionState.WAITING, QuestionState.APPEALED]
        )
        .select_related(_COMMUNITY, "initiative__community")
        .prefetch_related(
            Prefetch("decisions", QuestionDecision.objects.order_by("pk"))
        )
        .annotate(since=Coalesce("appealed_on", "asked_on"))
        .order_by("since", "pk")
    )
