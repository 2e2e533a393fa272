"""What was voted is known to nobody: not by table, log, session, address or error."""

import json
import logging
import re

import pytest
from django.apps import apps
from django.contrib.auth.models import AnonymousUser
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.views.debug import ExceptionReporter
from django.views.decorators.debug import sensitive_variables
from wagtail.models import ModelLogEntry

from participation.models import Ballot, VotingPass
from participation.services import throttle
from participation.views.voting import vote as vote_view
from tests.factories.communities import MandateFactory
from tests.factories.participation import (
    SECRET,
    cast,
    closed_round,
    code_of,
    observer_of,
    open_round_with_options,
    passes,
)

pytestmark = pytest.mark.django_db

TICKET = re.compile(r'name="ticket" value="([^"]+)"')


@pytest.fixture(autouse=True)
def _failures_counted_here_only(settings):
    settings.REDIS_URL = ""
    throttle._limiter.cache_clear()
    yield
    throttle._limiter.cache_clear()


def vote(client, round_, voting_pass, choices):
    """Walk through the voter's pages; return every answer on the way."""
    path = f"/rounds/{round_.slug}/vote/"
    answers = [client.post(path, {"step": "pass", "code": code_of(voting_pass)})]
    for step in ("review", "cast"):
        ticket = TICKET.search(answers[-1].content.decode())
        assert ticket is not None
        answers.append(
            client.post(
                path, {"step": step, "ticket": ticket.group(1), "choice": choices}
            )
        )
    return answers


def test_ballots_and_passes_share_no_column_and_hold_no_time_or_person():
    ballot = {field.name for field in Ballot._meta.get_fields()}
    voting_pass = {field.name for field in VotingPass._meta.get_fields()}

    assert ballot == {"id", "round", "choices", "way"}
    assert voting_pass & ballot == {"id", "round"}
    assert not [name for name in voting_pass if re.search("_at|time|date|used", name)]


@pytest.mark.parametrize("model", [Ballot, VotingPass])
@pytest.mark.parametrize("signal", [post_save, post_delete])
def test_nothing_listens_when_a_ballot_is_cast(model, signal):
    """The CMS indexes references and queues tasks by signal: with times, and in order."""
    listening, asynchronous = signal._live_receivers(model)

    assert [*listening, *asynchronous] == []


def test_casting_writes_to_no_table_but_those_of_passes_and_ballots(client):
    round_ = open_round_with_options()
    [voting_pass] = passes(round_)
    before = _rows()

    vote(client, round_, voting_pass, [1])

    after = _rows()
    assert {table for table in after if after[table] != before[table]} == {
        Ballot._meta.db_table
    }


def test_the_way_of_a_vote_leaves_no_cookie_no_cache_and_no_referrer(client):
    round_ = open_round_with_options()
    [voting_pass] = passes(round_)

    for answer in vote(client, round_, voting_pass, [1]):
        assert answer.status_code == 200
        assert not answer.cookies
        assert answer["Cache-Control"] == "no-store, private"
        assert answer["Referrer-Policy"] == "no-referrer"
        assert SECRET not in answer.content.decode()
    assert not client.cookies


def test_no_log_line_and_no_query_text_names_the_code_or_the_choice(client, caplog):
    round_ = open_round_with_options()
    [voting_pass] = passes(round_)

    with caplog.at_level(logging.INFO):
        vote(client, round_, voting_pass, [2])
        client.post(f"/rounds/{round_.slug}/vote/", {"step": "pass", "code": "x" * 16})

    assert SECRET not in caplog.text
    assert voting_pass.serial not in caplog.text
    assert ModelLogEntry.objects.count() == 0


def test_an_error_report_to_programmers_shows_neither_code_nor_choice(rf, monkeypatch):
    round_ = open_round_with_options()
    [voting_pass] = passes(round_)
    code = code_of(voting_pass)
    asked = rf.post("/", {"step": "pass", "code": code})
    asked.user = AnonymousUser()
    page = vote_view(asked, round_.slug)
    [ticket] = TICKET.findall(page.content.decode())

    marked = [option.number for option in round_.options.all()][1:2]

    @sensitive_variables()
    def broken(*args, **kwargs):
        raise RuntimeError("the database is away")

    for name, sent in (
        ("pass_codes.is_secret_of", {"step": "pass", "code": code}),
        ("ballots.check_choices", {"step": "cast", "ticket": ticket, "choice": marked}),
    ):
        with monkeypatch.context() as patch:
            patch.setattr(f"participation.services.{name}", broken)
            request = rf.post("/", sent)
            request.user = AnonymousUser()
            with pytest.raises(RuntimeError) as caught:
                vote_view(request, round_.slug)
        reporter = ExceptionReporter(
            request, caught.type, caught.value, caught.tb.tb_next
        )
        for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
            assert "the database is away" in report
            assert SECRET not in report
            assert ticket not in report
            assert str(marked) not in report
            assert "ballot_id=" not in report


def test_a_ticket_is_good_in_its_own_round_only(client):
    here, elsewhere = open_round_with_options(), open_round_with_options()
    [voting_pass] = passes(here)
    answer = client.post(
        f"/rounds/{here.slug}/vote/", {"step": "pass", "code": code_of(voting_pass)}
    )
    [ticket] = TICKET.findall(answer.content.decode())

    for step in ("mark", "review", "cast"):
        client.post(
            f"/rounds/{elsewhere.slug}/vote/",
            {"step": step, "ticket": ticket, "choice": [1]},
        )
        client.post(
            f"/rounds/{elsewhere.slug}/vote/",
            {"step": "pass", "code": code_of(voting_pass)},
        )

    assert not Ballot.objects.exists()


def test_two_tickets_of_one_pass_cast_one_ballot(client):
    round_ = open_round_with_options()
    [voting_pass] = passes(round_)
    path = f"/rounds/{round_.slug}/vote/"
    tickets = [
        TICKET.search(
            client.post(
                path, {"step": "pass", "code": code_of(voting_pass)}
            ).content.decode()
        )
        for _ in range(2)
    ]

    for ticket, choice in zip(tickets, (1, 2), strict=True):
        assert ticket is not None
        client.post(path, {"step": "cast", "ticket": ticket.group(1), "choice": choice})

    assert Ballot.objects.get().choices == [1]


@pytest.mark.parametrize(
    "choices", [[1, 2], [99], [-1], ["1; DROP"], ["1e0"], [], ["٩٩"]]
)
def test_a_ballot_over_budget_or_made_up_is_not_cast(client, choices):
    round_ = open_round_with_options((60, 50, 30))
    [voting_pass] = passes(round_)
    path = f"/rounds/{round_.slug}/vote/"
    page = client.post(path, {"step": "pass", "code": code_of(voting_pass)})
    [ticket] = TICKET.findall(page.content.decode())

    client.post(path, {"step": "cast", "ticket": ticket, "choice": choices})

    assert not Ballot.objects.exists()


@pytest.mark.parametrize("role", ["staff", "steward", "committee"])
def test_nobody_sees_a_choice_counted_before_the_round_is_closed(client, role):
    round_ = open_round_with_options()
    cast(round_, [2], [2], [2])
    fields = {"community": round_.community} if role == "committee" else {role: True}
    client.force_login(MandateFactory(**fields).user)

    for path in ("result/", "ballots.pb"):
        assert client.get(f"/rounds/{round_.slug}/{path}").status_code == 404


def test_of_a_small_round_only_totals_are_public(client, settings):
    """Two voters: who backed what together would give each of them away."""
    settings.PUBLIC_BALLOTS_MINIMUM = 50
    round_ = closed_round(
        costs=(60, 60, 90), ballots=[[1], [1, 2], [3]], ballot_type="approval"
    )
    path = f"/rounds/{round_.slug}/"

    public = client.get(f"{path}result/").content.decode()
    assert client.get(f"{path}ballots.pb").status_code == 403
    assert "also backed" not in public
    assert "all that was left" not in public

    client.force_login(MandateFactory(staff=True).user)
    assert client.get(f"{path}ballots.pb").status_code == 403

    client.force_login(observer_of(round_).person)
    assert client.get(f"{path}ballots.pb").status_code == 200


def test_receipts_are_listed_without_choices_and_in_order_of_the_alphabet():
    round_ = closed_round(ballots=[[1], [2], [3], [1]])
    result = round_.result

    assert result.receipts == sorted(result.receipts)
    assert not {str(pk) for pk in Ballot.objects.values_list("pk", flat=True)} & set(
        json.dumps(result.outcome).split('"')
    )
    for receipt in result.receipts:
        assert receipt not in result.pb_file


def _rows() -> dict[str, int]:
    tables = {
        model._meta.db_table for model in apps.get_models(include_auto_created=True)
    }
    with connection.cursor() as cursor:
        found = {}
        for table in sorted(tables):
            cursor.execute(f'SELECT COUNT(*) FROM "{table}"')  # noqa: S608 - our own names
            found[table] = cursor.fetchone()[0]
    return found
