"""Voting on paper: a table's sheets, who typed them in, and what each of them read.

A table knows how many gave up their vote there, and by what; which pass or number it was
is not written beside it. What stands on the sheets is here only until the round is
sealed: then the ballots are among all others, and only figures of the table are left.
"""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.models.languages import is_of_a_text, language_field
from participation.enums import EntryPlace, PaperState
from participation.models.rounds import Round

MOST_SHEETS = 5_000
_COUNTED = ("spoilt", "unused", "missing", "cast")


class PaperBatch(models.Model):
    """The sheets of one table and shift.

    ``by_pass`` and ``by_number`` are the voters who gave up a pass, or their number on
    the roll, for a sheet. ``missing`` are sheets that nobody brought back: without it,
    one that was carried off could only be accounted for by a lie. ``in_full`` says that
    every sheet is read twice, whatever was drawn. ``valid`` is known once it is sealed.
    """

    round = models.ForeignKey(
        Round, on_delete=models.PROTECT, related_name="paper_batches"
    )
    number = models.PositiveSmallIntegerField(_("number of the batch"))
    label = models.CharField(_("table or place"), max_length=80)
    officers = models.CharField(_("who was at the table"), max_length=120)
    shift = models.CharField(_("shift"), max_length=80)
    issued = models.PositiveIntegerField(_("sheets issued to the table"))
    by_pass = models.PositiveIntegerField(_("voters who gave up a pass"), default=0)
    by_number = models.PositiveIntegerField(_("voters who gave up a number"), default=0)
    spoilt = models.PositiveIntegerField(_("spoilt and exchanged"), null=True)
    unused = models.PositiveIntegerField(_("unused"), null=True)
    missing = models.PositiveIntegerField(_("not brought back"), null=True)
    cast = models.PositiveIntegerField(_("in the box"), null=True)
    explanation = models.TextField(_("why it differs"), max_length=500, blank=True)
    explanation_language = language_field(_("language of that text"))
    state = models.CharField(
        _("state"), max_length=8, choices=PaperState, default=PaperState.AT_TABLE
    )
    in_full = models.BooleanField(_("every sheet is read twice"), default=False)
    valid = models.PositiveIntegerField(_("sheets that count"), null=True)

    class Meta:
        verbose_name = _("batch of paper ballots")
        verbose_name_plural = _("batches of paper ballots")
        ordering = ["round", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["round", "number"], name="participation_paper_number_once"
            ),
            models.CheckConstraint(
                condition=Q(state__in=PaperState.values)
                & Q(issued__gt=0, issued__lte=MOST_SHEETS)
                & ~Q(label=""),
                name="participation_paper_batch_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state=PaperState.AT_TABLE,
                    **{f"{name}__isnull": True for name in _COUNTED},
                )
                | (
                    ~Q(state=PaperState.AT_TABLE)
                    & Q(**{f"{name}__isnull": False for name in _COUNTED})
                    & Q(issued=F("spoilt") + F("unused") + F("missing") + F("cast"))
                ),
                name="participation_paper_adds_up",
                violation_error_message=_(
                    "Spoilt, unused, not brought back and in the box must come to the "
                    "sheets issued."
                ),
            ),
            models.CheckConstraint(
                condition=Q(state=PaperState.AT_TABLE)
                | Q(missing=0, cast=F("by_pass") + F("by_number"))
                | ~Q(explanation=""),
                name="participation_paper_difference_explained",
            ),
            models.CheckConstraint(
                condition=is_of_a_text("explanation", "explanation_language"),
                name="participation_paper_explained_in_a_language",
            ),
            models.CheckConstraint(
                condition=Q(valid__isnull=True) | Q(valid__lte=F("cast")),
                name="participation_paper_valid_of_cast",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.number}. {self.label}"

    @property
    def given(self) -> int:
        """Voters who gave up their one vote for a sheet at this table."""
        return self.by_pass + self.by_number


class PaperEntry(models.Model):
    """One person's typing in of a batch; nobody types in the same batch twice."""

    batch = models.ForeignKey(
        PaperBatch, on_delete=models.PROTECT, related_name="entries"
    )
    place = models.PositiveSmallIntegerField(_("entry"), choices=EntryPlace)
    clerk = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("typed in by"),
    )
    is_finished = models.BooleanField(_("finished"), default=False)

    class Meta:
        verbose_name = _("entry of paper ballots")
        verbose_name_plural = _("entries of paper ballots")
        ordering = ["batch", "place"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["batch", "place"], name="participation_paper_entry_once"
            ),
            models.UniqueConstraint(
                fields=["batch", "clerk"], name="participation_paper_clerk_once"
            ),
            models.CheckConstraint(
                condition=Q(place__in=EntryPlace.values),
                name="participation_paper_entry_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_place_display()}: {self.batch}"


class PaperReading(models.Model):
    """What a clerk read on a sheet; ``sheet`` is the running number written on it."""

    entry = models.ForeignKey(
        PaperEntry, on_delete=models.CASCADE, related_name="readings"
    )
    sheet = models.PositiveIntegerField(_("sheet"))
    marks = models.CharField(_("marks"), max_length=2000)

    class Meta:
        verbose_name = _("sheet as read")
        verbose_name_plural = _("sheets as read")
        ordering = ["entry", "sheet"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["entry", "sheet"], name="participation_paper_sheet_once"
            ),
            models.CheckConstraint(
                condition=Q(sheet__gt=0) & ~Q(marks=""),
                name="participation_paper_sheet_read",
            ),
        ]

    def __str__(self) -> str:
        # Never the marks: this text may reach a log.
        return f"{self.sheet}"


class PaperDraw(models.Model):
    """Digits rolled in public, by which the sheets read twice are drawn. Written once."""

    round = models.OneToOneField(
        Round, on_delete=models.PROTECT, related_name="paper_draw"
    )
    seed = models.CharField(_("digits rolled"), max_length=60)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        verbose_name = _("draw of paper ballots")
        verbose_name_plural = _("draws of paper ballots")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=~Q(seed=""), name="participation_paper_draw_has_digits"
            )
        ]

    def __str__(self) -> str:
        return self.seed
