"""Texts that are not shown are not kept for ever: what was refused may name somebody."""

import datetime

from django.db import transaction
from django.db.models import Max
from django.utils import timezone

from participation.enums import QuestionState
from participation.models import Question

KEPT_DAYS = 90


@transaction.atomic
def forget_refused_texts(days: int = KEPT_DAYS) -> int:
    """Empty refused and hidden questions, and their appeals; return how many.

    A text is kept for so many days after the last decision, for an appeal. Reasons stay,
    and a code still leads to them; the account of whoever asked is let go.
    """
    last_day = timezone.localdate() - datetime.timedelta(days=days)
    old = (
        Question.objects.filter(state__in=[QuestionState.REFUSED, QuestionState.HIDDEN])
        .exclude(text="")
        .annotate(last_decided=Max("decisions__decided_on"))
        .filter(last_decided__lt=last_day)
    )
    keys = list(old.values_list("pk", flat=True))
    return Question.objects.filter(pk__in=keys).update(text="", appeal="", author=None)
