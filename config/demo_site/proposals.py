"""A release on its way: proposed by one data steward, waiting for the other."""

from maps.enums import ProposalState
from maps.models import ReleaseProposal, ReportingRound
from maps.services.preparations import worked_out
from maps.services.stocks import note_reading, read_stock
from participation.models import User

ROUND = "R12"
#: The newest round is public at 10: at 8 a little more could be shown, at 15 nothing
#: can be taken back.
PROPOSED, OTHERS = 8, (5, 15)


def load_proposals(steward: User) -> None:
    """Work three thresholds out, and propose one of them."""
    reporting = ReportingRound.objects.get(code=ROUND)
    note_reading(ROUND, by=steward, purpose="plan_release")
    stock = read_stock(reporting)
    for threshold in (PROPOSED, *OTHERS):
        known = worked_out(stock, threshold)
        if threshold == PROPOSED:
            known["state"] = ProposalState.PROPOSED
        ReleaseProposal.objects.create(
            round=reporting,
            threshold=threshold,
            households=stock.table.households,
            prepared_by=steward,
            **known,
        )
