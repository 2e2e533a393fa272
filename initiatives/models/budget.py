"""What an initiative costs, line by line."""

from django.core.validators import MinValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

from initiatives.enums import BudgetKind
from initiatives.models.initiatives import Initiative


class BudgetLine(models.Model):
    """One line: planned and spent, in the deployment's currency, whole units."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.CASCADE, related_name="budget_lines"
    )
    label = models.CharField(_("for what"), max_length=120)
    labels = models.JSONField(_("by language"), default=dict, blank=True)
    kind = models.CharField(
        _("kind"), max_length=8, choices=BudgetKind, default=BudgetKind.CASH
    )
    planned = models.PositiveIntegerField(
        _("planned amount"), validators=[MinValueValidator(1)]
    )
    spent = models.PositiveIntegerField(_("spent so far"), default=0)
    position = models.PositiveSmallIntegerField(_("order"), default=0)

    class Meta:
        verbose_name = _("budget line")
        verbose_name_plural = _("budget lines")
        ordering = ["initiative", "position", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(planned__gt=0), name="initiatives_budget_line_positive"
            )
        ]

    def __str__(self) -> str:
        return self.display_label

    @property
    def display_label(self) -> str:
        """The label in the reader's language where there is one."""
        return str(self.labels.get((get_language() or "en")[:2]) or self.label)
