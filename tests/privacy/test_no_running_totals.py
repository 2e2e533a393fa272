"""Until a round is closed, nothing anywhere depends on what people voted.

One world, twice: in the first everybody votes for the one proposal, in the second for
the other. Every address, feed, calendar and file of the site is asked by everybody who
has a part in the round, and all answers are the same, to the letter.
"""

import re

import pytest
from django.core import mail
from django.core.cache import cache
from django.db import transaction

from participation.services.ballots import cast_ballot
from participation.services.tickets import Ticket
from tests.factories.communities import MandateFactory
from tests.factories.participation import passes
from tests.factories.people import UserFactory
from tests.privacy.probes import probes
from tests.privacy.red_team import country, texts_of

pytestmark = pytest.mark.django_db

#: What differs between any two answers: tokens, new references, and the moment of asking.
TOKEN = re.compile(
    r'value="[^"]{40,}"|nonce="[^"]+"|name="reference" value="[^"]+"'
    r"|(csrftoken|messages)=[^;]+|(Expires: |expires=)[^;]+|T[\d:]{8}\.\d{6}"
)
#: The key of a second step is drawn anew for each look at the page.
DRAWN = "/account/second-step/add/"
WATCHERS = {
    "visitor": lambda round_: None,
    "committee": lambda round_: MandateFactory(community=round_.community).user,
    "staff": lambda round_: MandateFactory(staff=True).user,
    "administrator": lambda round_: UserFactory(is_superuser=True),
}
#: Rooms of maps and open data know nothing of rounds: the import contracts see to it.
OF_OTHER_ROOMS = ("map/", "api/", "data/")


class UndoneError(Exception):
    """The world is put back to what it was."""


def answers(client, planted, choices):
    """What every address says after fifteen such votes, which are undone again."""
    found = {}
    try:
        with transaction.atomic():
            for voting_pass in planted.vote.passes.all()[:15]:
                cast_ballot(Ticket.for_pass(voting_pass), choices)
            assert planted.vote.ballots.count() == 15
            for route, addresses in probes(planted).items():
                if route.startswith(OF_OTHER_ROOMS):
                    continue
                for address in set(addresses) - {DRAWN}:
                    cache.clear()
                    texts = texts_of(client.get(address))
                    found[address] = [TOKEN.sub("", text) for text in texts]
            found["mails"] = [each.body for each in mail.outbox]
            raise UndoneError
    except UndoneError:
        return found


@pytest.mark.parametrize("who", WATCHERS)
def test_no_answer_depends_on_what_people_voted(client, who):
    planted = country()
    passes(planted.vote, 20)
    if user := WATCHERS[who](planted.vote):
        client.force_login(user)

    one, other = ([option.number] for option in planted.vote.options.all()[:2])
    before = answers(client, planted, one)
    after = answers(client, planted, other)

    assert len(before) > 100
    assert [each for each in before if before[each] != after[each]] == []
