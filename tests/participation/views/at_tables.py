"""A table as its two ways meet it: pages without script, and what a script asks."""

import json
import re

from django.urls import reverse

from tests.factories.participation import code_of
from tests.factories.tables import DEVICE

UNLOCKED = re.compile(r'name="unlocked" value="([^"]+)"')
TICKET = re.compile(r'name="ticket" value="([^"]+)"')


def address(table, name="table"):
    return reverse(f"participation:{name}", args=[table.round.slug, table.key])


def step(client, table, name, **fields):
    return client.post(address(table), {"step": name, **fields})


def tell(client, table, what, **said):
    return client.post(
        address(table, f"table_{what}"),
        json.dumps({"device": DEVICE, **said}),
        content_type="application/json",
    )


def unlocked(client, opened):
    page = step(client, opened.table, "unlock", pin=opened.pin)
    return UNLOCKED.search(page.text)[1]


def ticket_for(client, opened, voting_pass):
    page = step(
        client,
        opened.table,
        "pass",
        code=code_of(voting_pass),
        unlocked=unlocked(client, opened),
    )
    return TICKET.search(page.text)[1]


def is_locked(page):
    return 'name="pin"' in page.text and 'name="ticket"' not in page.text
