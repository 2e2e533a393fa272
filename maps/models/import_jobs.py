"""Uploaded files on their way into the database, and what was found in them.

Nothing of a row is here: not the file's own name either, which people give after
people. The file lies in a private folder (``maps.services.import_files``) for as long
as the job is open, and its counts behind the door (``maps.models.returns``).
"""

import datetime
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from maps.enums import FINISHED_IMPORTS, RUNNING_IMPORTS, ImportKind, ImportState
from maps.imports.findings import Severity


def end_of_keeping() -> datetime.datetime:
    """When a file that comes now is deleted at the latest."""
    return timezone.now() + datetime.timedelta(hours=settings.IMPORT_KEPT_HOURS)


class ImportJob(models.Model):
    """One uploaded file, the answers of the person who uploaded it, and its outcome.

    ``about`` is what the person said of the file as a whole (round, date, level,
    source); ``answers`` what they chose after looking into it (sheet, columns, rules).
    ``basis`` is a keyed digest of what was stored when the file was read: another
    person's storing in between does not go unnoticed. ``result`` has no figure of
    people.
    """

    kind = models.CharField(_("kind"), max_length=10, choices=ImportKind)
    state = models.CharField(
        _("state"),
        max_length=13,
        choices=ImportState,
        default=ImportState.UPLOADED,
    )
    uploaded_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.PROTECT,
        related_name="+",
        verbose_name=_("uploaded by"),
    )
    uploaded_at = models.DateTimeField(_("uploaded at"), default=timezone.now)
    expires_at = models.DateTimeField(
        _("deleted at the latest"), default=end_of_keeping
    )
    step_began_at = models.DateTimeField(_("step began at"), null=True, blank=True)
    finished_at = models.DateTimeField(_("finished at"), null=True, blank=True)
    stored_as = models.CharField(_("file"), max_length=60, blank=True)
    size = models.PositiveBigIntegerField(_("size in bytes"), default=0)
    language = models.CharField(_("language"), max_length=10, default="en")
    about = models.JSONField(_("about the file"), default=dict, blank=True)
    answers = models.JSONField(_("answers"), default=dict, blank=True)
    rows_read = models.PositiveIntegerField(_("rows read"), default=0)
    rows_expected = models.PositiveIntegerField(
        _("rows expected"), null=True, blank=True
    )
    bad_rows = models.PositiveIntegerField(_("rows with errors"), default=0)
    basis = models.CharField(
        _("fingerprint of what was stored"), max_length=64, blank=True
    )
    result = models.JSONField(_("result"), default=dict, blank=True)
    reason = models.TextField(_("reason"), blank=True)

    class Meta:
        verbose_name = _("import")
        verbose_name_plural = _("imports")
        ordering = ["-uploaded_at", "-pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["uploaded_by", "state"])]
        constraints = [
            models.CheckConstraint(
                condition=Q(kind__in=ImportKind.values), name="maps_import_kind_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=ImportState.values),
                name="maps_import_state_known",
            ),
            models.CheckConstraint(
                condition=Q(
                    state__in=list(FINISHED_IMPORTS),
                    finished_at__isnull=False,
                    stored_as="",
                )
                | (
                    ~Q(state__in=list(FINISHED_IMPORTS))
                    & Q(finished_at__isnull=True)
                    & ~Q(stored_as="")
                ),
                name="maps_import_finished_without_file",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=list(RUNNING_IMPORTS))
                | Q(step_began_at__isnull=False),
                name="maps_import_running_since",
            ),
            models.CheckConstraint(
                condition=~Q(state=ImportState.FAILED) | ~Q(reason=""),
                name="maps_import_failed_says_why",
            ),
            models.UniqueConstraint(
                fields=["stored_as"],
                condition=~Q(stored_as=""),
                name="maps_import_file_of_one_job",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()} · {self.pk}"

    @property
    def is_finished(self) -> bool:
        """Whether nothing can happen to it any more."""
        return self.state in FINISHED_IMPORTS

    @property
    def is_running(self) -> bool:
        """Whether the machine is busy with it."""
        return self.state in RUNNING_IMPORTS

    @property
    def subject(self) -> str:
        """What the file is about, as the person said: its round, level or year."""
        about: dict[str, Any] = self.about
        return str(about.get("round") or about.get("source") or "")


class ImportFinding(models.Model):
    """One remark on a file, as the rule of ``maps.imports.findings`` lets it be told."""

    job = models.ForeignKey(
        ImportJob, on_delete=models.CASCADE, related_name="findings"
    )
    number = models.PositiveIntegerField(_("number"))
    severity = models.CharField(
        _("severity"),
        max_length=5,
        choices=[(each.value, each.value) for each in Severity],
    )
    row = models.PositiveIntegerField(_("row"), null=True, blank=True)
    field = models.CharField(_("field"), max_length=40, blank=True)
    value = models.CharField(_("value"), max_length=60, blank=True)
    message = models.TextField(_("what is wrong"))
    remedy = models.TextField(_("what to do"), blank=True)

    class Meta:
        verbose_name = _("finding")
        verbose_name_plural = _("findings")
        ordering = ["job", "number"]
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(
                fields=["job", "number"], name="maps_import_finding_once"
            ),
            models.CheckConstraint(
                condition=Q(severity__in=[each.value for each in Severity]),
                name="maps_import_finding_severity_known",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.job_id}/{self.number}"

    @property
    def is_error(self) -> bool:
        """Whether it keeps something from being stored."""
        return self.severity == Severity.ERROR
