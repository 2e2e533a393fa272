"""How tests ask the database itself to change what it keeps."""

from django.db import DatabaseError, transaction

from participation.enums import RoundState, Step
from participation.models import (
    Round,
)
from tests.factories.participation import (
    agreed,
)


def refused(change):
    """Whether the database refuses, and leaves the transaction usable."""
    try:
        with transaction.atomic():
            change()
    except DatabaseError:
        return True
    return False


def set_state(round_, state, **fields):
    Round.objects.filter(pk=round_.pk).update(state=state, **fields)


def begin_sealing(round_):
    agreed(round_, Step.CLOSE)
    set_state(round_, RoundState.SEALING)
