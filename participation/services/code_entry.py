"""Counting wrong passes by address, without shutting out the right ones behind it.

A hall, a café or a carrier's network share one address: if wrong codes locked it, anybody
there could end the voting of all the others. So a code is always looked at. That costs
little (`pass_codes` compares a mark before it computes a slow hash), and sixty random bits
need no lock: a thousand guesses a second would take millions of years. Wrong codes beyond
the limit are answered as too many, for programs that heed it and for whoever watches.
Whoever sends a right code again and again has it hashed each time, which takes less than
drawing the ballot that it opens: counting right ones would keep when somebody voted.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from participation.services.errors import TooManyGuessesError, UnknownPassError
from participation.services.throttle import note_failure, seconds_to_wait


@contextmanager
def guesses_counted(address: str) -> Iterator[None]:
    """Count a wrong pass from an address.

    Raises TooManyGuessesError in place of UnknownPassError once there were too many.
    """
    try:
        yield
    except UnknownPassError:
        wait = seconds_to_wait("pass-entry", address)
        if wait:
            raise TooManyGuessesError(wait) from None
        note_failure("pass-entry", address)
        raise
