"""How often somebody may fail to guess a password or a pass, or send a question.

Of guesses only failures are counted: a hall full of voters behind one address is not
slowed, and no trace of when somebody voted is left anywhere. A right code, of a pass, an
invitation, a question or feedback, is taken whatever was guessed before (`code_entry`).
Questions and feedback are counted as they are sent, with limits that a full hall does not
reach: a flood would bury what people say. Addresses are kept as keyed hashes, and
only for the length of the window. Counted in Redis where there is one, so that all
processes count together, else in the memory of this process.
"""

import time
from collections.abc import Mapping
from functools import cache
from math import ceil
from typing import Final

from django.conf import settings
from django.utils.crypto import salted_hmac
from limits import RateLimitItem, parse
from limits.storage import storage_from_string
from limits.strategies import MovingWindowRateLimiter

LIMITS: Final[Mapping[str, RateLimitItem]] = {
    "sign-in-account": parse("8 per 15 minutes"),
    "sign-in-address": parse("60 per 15 minutes"),
    "second-factor": parse("8 per 15 minutes"),
    "password-reset": parse("6 per 1 hour"),
    "pass-entry": parse("30 per 10 minutes"),
    "invitation-entry": parse("20 per 1 hour"),
    "code-of-question": parse("30 per 10 minutes"),
    "question-address": parse("120 per 1 hour"),
    "question-account": parse("20 per 1 hour"),
    # More than a hand types; of a hundred million PINs a thousandth in a day.
    "table-pin": parse("1000 per 15 minutes"),
    "feedback": parse("120 per 10 minutes"),
    "feedback-code": parse("30 per 10 minutes"),
    # From however many addresses; enough for whoever copies their own badly.
    "feedback-code-item": parse("20 per 1 hour"),
    "feedback-code-account": parse("20 per 1 hour"),
    "code-of-question-item": parse("20 per 1 hour"),
    "code-of-question-account": parse("20 per 1 hour"),
}


def seconds_to_wait(purpose: str, *who: str) -> int:
    """How long somebody must wait before the next try; 0 when they may try now."""
    limit, key = LIMITS[purpose], _key(purpose, *who)
    if _limiter().test(limit, key):
        return 0
    return max(
        1, ceil(_limiter().get_window_stats(limit, key).reset_time - time.time())
    )


def note_failure(purpose: str, *who: str) -> None:
    """Count one failed try."""
    count(purpose, *who)


def count(purpose: str, *who: str) -> None:
    """Count one more, where it is not failures that are limited."""
    _limiter().hit(LIMITS[purpose], _key(purpose, *who))


@cache
def _limiter() -> MovingWindowRateLimiter:
    return MovingWindowRateLimiter(
        storage_from_string(settings.REDIS_URL or "memory://")
    )


def _key(purpose: str, *who: str) -> str:
    text = "\0".join(part.strip().lower() for part in who)
    return salted_hmac(f"participation.throttle.{purpose}", text).hexdigest()[:20]
