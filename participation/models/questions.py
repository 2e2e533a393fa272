"""Questions of residents about an initiative or an update, and the answers in public."""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from communities.models import Community
from initiatives.enums import ActingRole
from initiatives.models import Initiative
from participation.enums import QuestionState, Reason, TextLanguage, Verdict

QUESTION_LENGTH, ANSWER_LENGTH, WORDS_LENGTH = 1000, 2000, 600


class SentOnce(models.Model):
    """A text in a language, sent by a form that stores it once however often it arrives.

    ``form_digest`` is a hash of what the form carried along.
    """

    language = models.CharField(
        _("language of the text"), max_length=3, choices=TextLanguage
    )
    form_digest = models.CharField(max_length=64, unique=True, editable=False)

    class Meta:
        abstract = True


class Question(SentOnce):
    """One question. Of whoever asked it, there is an account, a hashed code, or neither.

    A question without an account has no name; a code that was shown once leads back to
    it. The day is stored and nothing finer, and no address: who else was in the hall at
    ten past four could otherwise tell who asked. The code's parts are those of a pass.

    About an update it is held by ``update_key``, which all languages of the page share.
    ``community`` is the initiative's or the update's, None for news of the programme.
    Text is empty only where it was forgotten after it was refused or hidden.
    """

    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("initiative"),
    )
    update_key = models.UUIDField(_("update"), null=True, blank=True)
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("community"),
    )
    text = models.TextField(_("question"), max_length=QUESTION_LENGTH, blank=True)
    asked_on = models.DateField(_("asked on"), default=timezone.localdate)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="questions",
        verbose_name=_("account of whoever asked"),
    )
    serial = models.CharField(_("serial of the code"), max_length=8, blank=True)
    secret_hash = models.CharField(
        _("hash of the code's secret"), max_length=160, blank=True
    )
    state = models.CharField(
        _("state"),
        max_length=9,
        choices=QuestionState,
        default=QuestionState.WAITING,
    )
    published_on = models.DateField(_("first published on"), null=True, blank=True)
    appeal = models.TextField(_("appeal"), max_length=WORDS_LENGTH, blank=True)
    appealed_on = models.DateField(_("appealed on"), null=True, blank=True)

    class Meta:
        verbose_name = _("question")
        verbose_name_plural = _("questions")
        ordering = ["-asked_on", "-pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(initiative__isnull=False, update_key__isnull=True)
                | Q(initiative__isnull=True, update_key__isnull=False),
                name="participation_question_about_one_thing",
            ),
            models.CheckConstraint(
                condition=Q(state__in=QuestionState.values)
                & Q(language__in=TextLanguage.values),
                name="participation_question_known",
            ),
            models.CheckConstraint(
                condition=~Q(text="")
                | Q(state__in=[QuestionState.REFUSED, QuestionState.HIDDEN]),
                name="participation_question_says_something",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=[QuestionState.WAITING, QuestionState.REFUSED],
                    published_on__isnull=True,
                )
                | Q(
                    state__in=[QuestionState.PUBLISHED, QuestionState.HIDDEN],
                    published_on__isnull=False,
                )
                | Q(state=QuestionState.APPEALED),
                name="participation_question_public_since",
            ),
            models.CheckConstraint(
                condition=Q(appealed_on__isnull=True, appeal="")
                & ~Q(state=QuestionState.APPEALED)
                | Q(appealed_on__isnull=False)
                & (
                    ~Q(appeal="")
                    | Q(state__in=[QuestionState.REFUSED, QuestionState.HIDDEN])
                ),
                name="participation_appeal_says_why",
            ),
            models.CheckConstraint(
                condition=Q(serial="", secret_hash="")
                | ~Q(serial="") & ~Q(secret_hash="") & Q(author__isnull=True),
                name="participation_question_code_or_account",
            ),
            models.UniqueConstraint(
                fields=["serial"],
                condition=~Q(serial=""),
                name="participation_question_serial_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["initiative", "state"], name="participation_questions_of"
            ),
            models.Index(
                fields=["update_key", "state"], name="participation_questions_on"
            ),
            models.Index(
                fields=["state", "asked_on"], name="participation_questions_q"
            ),
        ]

    def __str__(self) -> str:
        # Never the text: this may reach a log.
        return f"{self._meta.verbose_name} {self.pk}"

    @property
    def was_public(self) -> bool:
        """Whether it once stood on the page, so that its place there says it is gone."""
        return self.published_on is not None

    @property
    def has_appealed(self) -> bool:
        """Whether whoever asked has used their one appeal."""
        return self.appealed_on is not None

    @property
    def refusal(self) -> "QuestionDecision | None":
        """The decision by which it is not, or no longer, on the page."""
        found = [
            each
            for each in self.decisions.all()
            if each.decision in (Verdict.REFUSED, Verdict.HIDDEN)
        ]
        return found[-1] if found else None

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands on the page."""
        return any(answer.hidden_on is None for answer in self.answers.all())


class QuestionDecision(models.Model):
    """What was decided about a question, with a reason; written once.

    ``words`` are for whoever asked. The public sees the reason's label and the day.
    A decision about an appeal names whose decision it looked at again, and is somebody
    else's.
    """

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="decisions"
    )
    decision = models.CharField(_("decision"), max_length=9, choices=Verdict)
    reason = models.CharField(_("reason"), max_length=9, choices=Reason, blank=True)
    words = models.TextField(_("in words"), max_length=WORDS_LENGTH, blank=True)
    decided_on = models.DateField(_("decided on"), default=timezone.localdate)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    first_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("whose decision is looked at again"),
    )

    class Meta:
        verbose_name = _("decision about a question")
        verbose_name_plural = _("decisions about questions")
        ordering = ["question", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=Q(decision__in=Verdict.values)
                & Q(reason__in=["", *Reason.values]),
                name="participation_question_decision_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision__in=[Verdict.PUBLISHED, Verdict.GRANTED], reason=""
                )
                | Q(decision=Verdict.DISMISSED) & ~Q(words="")
                | ~Q(reason="") & ~Q(words=""),
                name="participation_decision_says_why",
            ),
            models.CheckConstraint(
                condition=Q(
                    decision__in=[Verdict.GRANTED, Verdict.DISMISSED],
                    first_by__isnull=False,
                )
                & ~Q(first_by=models.F("decided_by"))
                | ~Q(decision__in=[Verdict.GRANTED, Verdict.DISMISSED])
                & Q(first_by__isnull=True),
                name="participation_appeal_by_two_persons",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_decision_display()} {self.question_id}"


class Answer(SentOnce):
    """A public answer by somebody who carries the initiative, shown as their role.

    It is published at once. Programme staff can hide it with a reason; then its place
    says so.
    """

    question = models.ForeignKey(
        Question, on_delete=models.PROTECT, related_name="answers"
    )
    text = models.TextField(_("answer"), max_length=ANSWER_LENGTH)
    role = models.CharField(_("acting as"), max_length=12, choices=ActingRole)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answered_on = models.DateField(_("answered on"), default=timezone.localdate)
    hidden_on = models.DateField(_("hidden on"), null=True, blank=True)
    hidden_why = models.CharField(
        _("why hidden"), max_length=9, choices=Reason, blank=True
    )
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )

    class Meta:
        verbose_name = _("answer")
        verbose_name_plural = _("answers")
        ordering = ["question", "answered_on", "pk"]
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(text="")
                & Q(role__in=ActingRole.values)
                & Q(language__in=TextLanguage.values),
                name="participation_answer_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    hidden_on__isnull=True, hidden_why="", hidden_by__isnull=True
                )
                | Q(
                    hidden_on__isnull=False,
                    hidden_why__in=Reason.values,
                    hidden_by__isnull=False,
                ),
                name="participation_answer_hidden_says_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self._meta.verbose_name} {self.pk}"
