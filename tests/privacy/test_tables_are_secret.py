"""A table knows how many voted, and nothing of who, when, in which order or how."""

import json
import logging
import re

import pytest
from django.core import serializers
from django.db.models.signals import post_delete, post_save
from django.views.debug import ExceptionReporter
from django.views.decorators.debug import sensitive_variables
from wagtail.models import ModelLogEntry

from participation.models import Ballot, TableSession
from participation.services import throttle
from participation.views.table_devices import send as send_view
from tests.factories.participation import (
    SECRET,
    code_of,
    open_round_with_options,
    passes,
)
from tests.factories.tables import DEVICE, as_sent, sealed_ballot, table_in_use
from tests.privacy.test_ballots_are_secret import _rows

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _failures_counted_here_only(settings):
    settings.REDIS_URL = ""
    throttle._limiter.cache_clear()
    yield
    throttle._limiter.cache_clear()


def path(table, what):
    return f"/rounds/{table.round.slug}/table/{table.key}/{what}/"


def tell(client, table, what, **said):
    return client.post(
        path(table, what),
        json.dumps({"device": DEVICE, **said}),
        content_type="application/json",
    )


def test_a_table_has_no_column_for_a_vote():
    """People and times are of those who run it; a ballot points to no table."""
    names = {field.name for field in TableSession._meta.get_fields()}

    assert names == {
        *("id", "round", "key", "place", "pin_hash", "public_key", "private_key"),
        *("device", "opened_at", "opened_by", "served", "late", "refused"),
        *("refused_marks", "voters", "admitted_by", "closed_at", "closed_by"),
        *("lost_because", "lost_said_by", "unlocked"),
    }
    assert "table" not in {field.name for field in Ballot._meta.get_fields()}


@pytest.mark.parametrize("signal", [post_save, post_delete])
def test_nothing_listens_when_a_table_counts(signal):
    listening, asynchronous = signal._live_receivers(TableSession)

    assert [*listening, *asynchronous] == []


def test_voting_at_a_table_adds_a_row_to_the_ballots_and_to_nothing_else(client):
    round_ = open_round_with_options()
    table = table_in_use(round_).table
    first, second = passes(round_, 2)
    before, logged = _rows(), ModelLogEntry.objects.count()

    tell(client, table, "check", code=code_of(first))
    tell(
        client,
        table,
        "send",
        envelopes=as_sent(
            sealed_ballot(table, first),
            sealed_ballot(table, second, {2: 1}),
            sealed_ballot(table, first, {3: 1}),
            b"forged",
        ),
    )

    after = _rows()
    assert {name for name in after if after[name] != before[name]} == {
        Ballot._meta.db_table
    }
    assert ModelLogEntry.objects.count() == logged


def test_what_is_stored_of_a_table_names_no_pass_and_no_ballot(client):
    round_ = open_round_with_options()
    table = table_in_use(round_).table
    good, used = passes(round_, 2)
    tell(client, table, "send", envelopes=as_sent(sealed_ballot(table, good)))
    tell(client, table, "send", envelopes=as_sent(sealed_ballot(table, good, {2: 1})))

    stored = serializers.serialize("json", TableSession.objects.all())

    for voting_pass in (good, used):
        assert voting_pass.serial not in stored
    assert SECRET not in stored
    ballot = Ballot.objects.get()
    assert ballot.pk.hex not in stored.replace("-", "")
    assert json.loads(stored)[0]["fields"]["refused"] == 1


def test_no_log_line_names_a_pin_a_pass_or_a_choice(client, caplog):
    round_ = open_round_with_options()
    opened = table_in_use(round_)
    (voting_pass,) = passes(round_)

    with caplog.at_level(logging.DEBUG):
        tell(client, opened.table, "begin", pin=opened.pin)
        tell(client, opened.table, "check", code=code_of(voting_pass))
        sent = as_sent(sealed_ballot(opened.table, voting_pass))
        tell(client, opened.table, "send", envelopes=sent)
        tell(client, opened.table, "end", pin=opened.pin)

    text = re.sub(r"\(0\.\d+\).*", "", caplog.text)  # timings of statements
    for secret in (opened.pin, SECRET, voting_pass.serial, sent[0]["sealed"], DEVICE):
        assert secret not in text


def test_an_error_report_shows_neither_pass_nor_choice(rf, monkeypatch):
    round_ = open_round_with_options()
    table = table_in_use(round_).table
    (voting_pass,) = passes(round_)
    [sent] = as_sent(sealed_ballot(table, voting_pass))

    @sensitive_variables()
    def broken(*args, **kwargs):
        raise RuntimeError("the database is away")

    for name in ("known_pass", "cast_ballot"):
        with monkeypatch.context() as patch:
            patch.setattr(f"participation.services.table_arrivals.{name}", broken)
            request = rf.post(
                path(table, "send"),
                json.dumps({"device": DEVICE, "envelopes": [sent]}),
                content_type="application/json",
            )
            request.user = _Nobody()
            with pytest.raises(RuntimeError) as caught:
                send_view(request, round_.slug, table.key)
        reporter = ExceptionReporter(
            request, caught.type, caught.value, caught.tb.tb_next
        )
        for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
            assert "the database is away" in report
            for secret in (SECRET, voting_pass.serial, sent["sealed"], DEVICE):
                assert secret not in report


class _Nobody:
    is_authenticated = False
