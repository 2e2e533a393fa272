"""Counting wrong codes, without shutting out the right ones: passes, invitations, follow-ups.

A hall, a café or a carrier's network share one address: if wrong codes locked it, anybody
there could end the voting of all the others, keep the new committee from its invitations,
or whoever complained from their answer. The serial of an item is no secret either, so that
a lock on it would be one that anybody may turn. So a code is always looked at. All kinds
have the same make (`pass_codes`), which is why that is safe and cheap:

- the secret has sixty random bits. A thousand guesses a second would take tens of
  millions of years, however many codes there are: each guess is at the one of its serial;
- the hash is memory-hard, and before it a mark of sixteen bits is compared, so that of
  wrong codes one in 65,536 costs more than a look-up. (Hashes made before there were
  marks, or with a key that the site has forgotten, cost 8 ms and 8 MiB a guess.)

Wrong codes beyond the limit are answered as too many, for programs that heed it and for
whoever watches. Whoever sends a right code again and again has it hashed each time, which
takes less than drawing the page that it opens: counting right ones would keep when somebody
voted, or came for their answer.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from participation.services.errors import WrongCodeError
from participation.services.throttle import note_failure, seconds_to_wait

#: A purpose of `throttle`, and the address, serial or account that is counted.
Counted = tuple[str, str]


@contextmanager
def guesses_counted(*counted: Counted) -> Iterator[None]:
    """Count a wrong code, by each of what is given.

    The WrongCodeError goes on, with ``seconds`` once there were too many.
    """
    try:
        yield
    except WrongCodeError as refusal:
        refusal.seconds = max(seconds_to_wait(*each) for each in counted)
        if not refusal.seconds:
            for each in counted:
                note_failure(*each)
        raise
