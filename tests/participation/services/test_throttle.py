"""How often somebody may fail to guess."""

import os
import uuid

import pytest
from limits.storage import memory

from participation.services import throttle
from participation.services.pass_codes import ALPHABET, SECRET_LENGTH
from participation.services.throttle import LIMITS, note_failure, seconds_to_wait


@pytest.fixture
def clock(monkeypatch):
    """A clock that only the test moves."""

    class Clock:
        now = 1_800_000_000.0

        def time(self):
            return self.now

    clock = Clock()
    monkeypatch.setattr(memory.time, "time", clock.time)
    return clock


@pytest.mark.parametrize("purpose", LIMITS)
def test_tries_are_free_until_the_limit_and_again_after_the_window(purpose, clock):
    limit = LIMITS[purpose]

    for _ in range(limit.amount):
        assert seconds_to_wait(purpose, "198.51.100.7") == 0
        note_failure(purpose, "198.51.100.7")

    assert 0 < seconds_to_wait(purpose, "198.51.100.7") <= limit.get_expiry()
    clock.now += limit.get_expiry() + 1
    assert seconds_to_wait(purpose, "198.51.100.7") == 0


def test_one_visitor_does_not_slow_another(clock):
    for _ in range(LIMITS["pass-entry"].amount):
        note_failure("pass-entry", "198.51.100.7")

    assert seconds_to_wait("pass-entry", "198.51.100.8") == 0
    assert seconds_to_wait("sign-in-address", "198.51.100.7") == 0


def test_addresses_and_accounts_are_not_kept_in_clear(clock):
    note_failure("sign-in-account", "198.51.100.7", "amina@example.org")

    kept = str(vars(throttle._limiter().storage))
    assert "198.51.100.7" not in kept
    assert "amina" not in kept


def test_capitals_do_not_make_another_account(clock):
    for _ in range(LIMITS["sign-in-account"].amount):
        note_failure("sign-in-account", "198.51.100.7", "amina@example.org")

    assert seconds_to_wait("sign-in-account", "198.51.100.7", "Amina@Example.org ") > 0


def test_guessing_passes_is_hopeless_without_any_lock():
    guesses = 1_000 * 365 * 24 * 3600  # a thousand a second, for a year

    assert guesses / len(ALPHABET) ** SECRET_LENGTH < 1e-7


@pytest.mark.redis
@pytest.mark.skipif("REDIS_URL" not in os.environ, reason="needs Redis (REDIS_URL)")
def test_all_processes_count_together_in_redis(settings):
    settings.REDIS_URL = os.environ["REDIS_URL"]
    throttle._limiter.cache_clear()
    who = str(uuid.uuid4())

    for _ in range(LIMITS["pass-entry"].amount):
        assert seconds_to_wait("pass-entry", who) == 0
        note_failure("pass-entry", who)
    throttle._limiter.cache_clear()  # as another process, which remembers nothing

    assert 0 < seconds_to_wait("pass-entry", who) <= LIMITS["pass-entry"].get_expiry()
