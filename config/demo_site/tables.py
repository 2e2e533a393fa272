"""Tables of the demonstration's votes: closed ones, as their log keeps them.

The open vote has a table that is over, too; another can be opened by staff and by the
committee.
"""

import datetime
import random

from participation.enums import Way
from participation.models import Round, TableSession, User
from participation.services.pass_codes import ALPHABET
from participation.services.tables import KEY_LENGTH

#: Where tables stood, and after how many hours of voting they were opened and closed.
_TABLES = (("School, room 2", 26, 33), ("Clinic yard", 50, 55))


def load_tables(round_: Round, staff: User, draw: random.Random) -> None:
    """Store tables that together took the vote's ballots of this way.

    No device was ever theirs: a PIN and keys that nobody has are as good as none.
    """
    ballots = round_.ballots.filter(way=Way.TABLE).count()
    first = ballots * 3 // 5
    for (place, opened, closed), served in zip(
        _TABLES, (first, ballots - first), strict=True
    ):
        TableSession.objects.create(
            round=round_,
            key="".join(draw.choice(ALPHABET) for _ in range(KEY_LENGTH)),
            place=place,
            opened_at=round_.opens_at + datetime.timedelta(hours=opened),
            opened_by=staff,
            served=served,
            refused=1,
            closed_at=round_.opens_at + datetime.timedelta(hours=closed),
        )
