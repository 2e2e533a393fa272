"""Steps of a voter, as the browser sends them."""

import re

from django.urls import reverse

from tests.factories.participation import code_of, passes


def address(round_):
    return reverse("participation:vote", args=[round_.slug])


def send(client, round_, step, **fields):
    return client.post(address(round_), {"step": step, **fields})


def ticket_of(response):
    return re.search(r'name="ticket" value="([^"]+)"', response.text)[1]


def ticket_for(client, round_):
    (voting_pass,) = passes(round_)
    return ticket_of(send(client, round_, "pass", code=code_of(voting_pass)))


def marked_in(response):
    return re.findall(r'name="choice" value="(\d+)"[^>]* checked', response.text)
