"""What stands on a sheet is nobody's: not by table, log, session, page or error."""

import logging
import re

import pytest
from django.db.models.signals import post_delete, post_save
from django.utils import timezone
from django.views.debug import ExceptionReporter
from django.views.decorators.debug import sensitive_variables
from wagtail.models import ModelLogEntry

from participation.models import PaperBatch, PaperReading
from participation.services.paper_entry import begin_entry
from participation.services.roll import set_roll
from participation.views.paper_entry import enter
from tests.factories.communities import MandateFactory
from tests.factories.paper import counted, table, typed_in
from tests.factories.participation import (
    SECRET,
    closed_by_two,
    code_of,
    ended_round_with_options,
    open_round_with_options,
    passes,
    staff_member,
)

pytestmark = pytest.mark.django_db


def test_a_sheet_and_a_table_hold_no_pass_number_time_or_voter():
    reading = {field.name for field in PaperReading._meta.get_fields()}
    batch = {field.name for field in PaperBatch._meta.get_fields()}

    assert reading == {"id", "entry", "sheet", "marks"}
    assert not {"roll", "passes", "entitlement", "pass", "voter"} & batch
    assert not [name for name in reading | batch if re.search("_at$|time|date", name)]


@pytest.mark.parametrize("signal", [post_save, post_delete])
def test_nothing_listens_when_a_sheet_is_typed_in(signal):
    listening, asynchronous = signal._live_receivers(PaperReading)

    assert [*listening, *asynchronous] == []


def test_no_log_names_a_pass_a_number_or_what_stands_on_a_sheet(
    client, caplog, monkeypatch
):
    round_ = open_round_with_options(ballot_type="points", points=100)
    set_roll(round_, ["4711", "4712"], by=staff_member())
    (voting_pass,) = passes(round_)
    batch = table(round_, issued=2)
    path = f"/rounds/manage/{round_.slug}/paper/{batch.number}/"
    client.force_login(staff_member())

    with caplog.at_level(logging.INFO):
        for once, given_up in enumerate(["4711", code_of(voting_pass)]):
            page = client.post(f"{path}table/", {"given_up": given_up, "once": once})
            assert "give one sheet" in page.text
        back = {"issued": 2, "spoilt": 0, "unused": 0, "missing": 0, "cast": 2}
        client.post(f"{path}sheets/", back)
        monkeypatch.setattr(timezone, "now", lambda: round_.closes_at)
        for _ in range(2):
            client.force_login(staff_member())
            client.post(f"{path}entry/", {"step": "begin"})
            lines = {"sheet-1": "1:53 2:46", "sheet-2": "0", "from": "1"}
            client.post(f"{path}entry/", lines)
            client.post(f"{path}entry/", {"step": "finish"})
    closed_by_two(round_)

    assert round_.ballots.get().choices == [[1, 53], [2, 46]]
    entries = [
        # The digest of the sealed file holds any two figures by chance.
        {name: value for name, value in entry.data.items() if name != "digest"}
        for entry in ModelLogEntry.objects.all()
    ]
    logged = f"{caplog.text} {entries}"
    for secret in (SECRET, voting_pass.serial, "4711", "1:53"):
        assert secret not in logged
    assert not {53, 46} & {value for entry in entries for value in entry.values()}


def test_an_error_report_to_programmers_shows_no_line(rf, monkeypatch):
    round_ = ended_round_with_options()
    batch, clerk = counted(round_, 1), staff_member()
    begin_entry(batch, by=clerk)

    @sensitive_variables()
    def broken(*args, **kwargs):
        raise RuntimeError("the database is away")

    monkeypatch.setattr("participation.services.paper_entry.read_marks", broken)
    # Not written out here: a report shows the lines of code around a call.
    line = " ".join(str(option.number) for option in round_.options.all()[1:])
    request = rf.post("/", {"sheet-1": line, "from": "1"})
    request.user = clerk
    with pytest.raises(RuntimeError) as caught:
        enter(request, round_.slug, batch.number)
    reporter = ExceptionReporter(request, caught.type, caught.value, caught.tb.tb_next)
    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert "the database is away" in report
        assert line not in report


@pytest.mark.parametrize("role", ["staff", "committee", "steward"])
def test_nobody_is_shown_a_sheet_or_a_sum_of_what_others_typed(client, role):
    round_ = open_round_with_options(costs=(60, 50, 30, 20, 10))
    batch = counted(round_, 2)
    typed_in(batch, ["3 4 5", "3 4 5"])
    fields = {"community": round_.community} if role == "committee" else {role: True}
    client.force_login(MandateFactory(**fields).user)
    manage = f"/rounds/manage/{round_.slug}/"

    for path in (
        *(f"/rounds/{round_.slug}/", "/my/", manage),
        *(f"{manage}paper/", f"{manage}paper/1/", f"{manage}paper/1/entry/"),
        f"{manage}paper/1/entry/?from=1",
    ):
        assert "3 4 5" not in client.get(path, follow=True).text
