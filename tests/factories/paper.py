"""Tables with paper ballots for tests, brought as far as the services bring them.

Time is moved here: sheets are given out when voting opens, and typed in when it has
ended, whatever the clock says.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from participation.enums import PassState
from participation.models import PaperBatch, PaperEntry, Round, VotingPass
from participation.services.paper_entry import begin_entry, finish_entry, store_readings
from participation.services.paper_tables import (
    Account,
    account_for_paper,
    open_paper_batch,
)
from tests.factories.participation import passes, staff_member

#: What is written about a table where a test does not care.
TABLE = {"label": "School", "officers": "Secretary, two members", "shift": "Saturday"}


def table(round_: Round, issued: int = 20, **fields: Any) -> PaperBatch:
    """A table with sheets, prepared when voting opened; nobody has voted there yet."""
    return open_paper_batch(
        round_,
        by=staff_member(),
        **{**TABLE, "issued": issued, "now": round_.opens_at, **fields},
    )


def given_at(batch: PaperBatch, count: int) -> PaperBatch:
    """The table, after so many voters gave up a pass for a sheet."""
    good = batch.round.passes.filter(state=PassState.PRINTED)
    if good.count() < count:
        # Some to spare for other tables: none can be made once voting has begun.
        passes(batch.round, count + 20)
    used = [each.pk for each in good[:count]]
    VotingPass.objects.filter(pk__in=used).update(state=PassState.USED)
    PaperBatch.objects.filter(pk=batch.pk).update(by_pass=count)
    batch.refresh_from_db()
    return batch


def counted(round_: Round, cast: int, **fields: Any) -> PaperBatch:
    """A table where so many voted, and whose box was counted."""
    batch = given_at(table(round_, issued=max(cast, 1), **fields), cast)
    account = Account(
        issued=max(cast, 1), spoilt=0, unused=0 if cast else 1, missing=0, cast=cast
    )
    return account_for_paper(batch, account, by=staff_member())


def typed_in(
    batch: PaperBatch, lines: Sequence[str] | Mapping[int, str], *, by: Any = None
) -> PaperEntry:
    """The entry that was due, typed in and finished; ``lines`` begin with sheet 1."""
    clerk, moment = by or staff_member(), batch.round.closes_at
    entry = begin_entry(batch, by=clerk, now=moment)
    sheets = (
        dict(lines) if isinstance(lines, Mapping) else dict(enumerate(lines, start=1))
    )
    assert store_readings(entry, sheets, by=clerk, now=moment) == {}
    finish_entry(entry, by=clerk, now=moment)
    batch.refresh_from_db()
    entry.refresh_from_db()
    return entry


def agreed(round_: Round, lines: Sequence[str], **fields: Any) -> PaperBatch:
    """A table whose sheets two persons read alike."""
    batch = counted(round_, len(lines), **fields)
    typed_in(batch, lines)
    typed_in(batch, lines)
    return batch
