"""What people say is in no log, no table in clear, no address; some of it nowhere."""

import html
import logging
import re

import pytest
from django.apps import apps
from django.db import connection
from django.db.models.signals import post_delete, post_save
from django.test.utils import CaptureQueriesContext
from django.views.debug import ExceptionReporter
from wagtail.models import ModelLogEntry

from participation.enums import OutsideKind
from participation.models import (
    Feedback,
    FeedbackMessage,
    FeedbackQuarter,
    OutsideCount,
    PublicAnswer,
)
from participation.services import throttle
from participation.views.feedback import give
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import code_of, feedback, help_contact
from tests.factories.participation import SECRET
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
GIVE, FOLLOW = "/feedback/", "/feedback/follow-up/"
WORDS = "Zarqela the storekeeper asks for money"
CONTACT = "0555-987-321"


@pytest.fixture(autouse=True)
def _failures_counted_here_only(settings):
    settings.REDIS_URL = ""
    throttle._limiter.cache_clear()
    yield
    throttle._limiter.cache_clear()


def tables():
    """Every row of every table, as text and as the bytes it may hold."""
    found = {}
    names = {m._meta.db_table for m in apps.get_models(include_auto_created=True)}
    with connection.cursor() as cursor:
        for name in sorted(names):
            cursor.execute(f'SELECT * FROM "{name}"')  # noqa: S608 - our own names
            found[name] = "\n".join(
                " ".join(
                    bytes(value).decode("latin-1")
                    if isinstance(value, bytes | memoryview)
                    else str(value)
                    for value in row
                )
                for row in cursor.fetchall()
            )
    return found


def hidden(page, name):
    found = re.search(rf'name="{name}"(?: value="([^"]*)")?', page.content.decode())
    assert found is not None
    return html.unescape(found[1] or "")


def send(client, **fields):
    page = client.post(GIVE, {"step": "kind", "kind": "fraud", **fields})
    kept = {name: hidden(page, name) for name in ("ticket", "kind", "community")}
    return client.post(
        GIVE, {"step": "send", **kept, "text": WORDS, "contact": CONTACT}
    )


@pytest.mark.parametrize("kind", OutsideKind.values)
def test_what_must_not_be_handled_here_leaves_one_number_and_nothing_else(
    client, kind, caplog
):
    place = CommunityFactory()
    help_contact()
    before = tables()
    caplog.set_level(logging.DEBUG)

    with CaptureQueriesContext(connection) as queries:
        answer = client.post(
            GIVE, {"step": "kind", "kind": kind, "community": place.slug}
        )

    after = tables()
    assert {name for name in after if after[name] != before[name]} == {
        OutsideCount._meta.db_table
    }
    assert {f.name for f in OutsideCount._meta.get_fields()} == {"id", "month", "shown"}
    written = [
        query["sql"]
        for query in queries
        if not query["sql"].startswith(("SELECT", "SAVEPOINT", "RELEASE"))
    ]
    # Not the kind, not the place, in no statement that writes; nor in the log.
    assert written
    assert not [sql for sql in written if kind in sql or place.slug in sql]
    own = [r.getMessage() for r in caplog.records if r.name != "django.db.backends"]
    assert not [line for line in own if kind in line or place.slug in line]
    assert not answer.cookies
    assert kind not in answer.content.decode()


def test_no_table_holds_a_word_or_a_contact_in_clear(client):
    send(client)
    item = Feedback.objects.get()
    assert item.text == WORDS

    for name, rows in tables().items():
        for told in ("Zarqela", "storekeeper", CONTACT, "127.0.0.1"):
            assert told not in rows, name


def test_no_table_holds_a_code(client):
    page = send(client).content.decode()
    found = re.search(r'class="code">([A-Z2-9-]+)<wbr>([A-Z2-9-]+)<', page)
    assert found is not None
    code = "".join(found.groups())
    secret = code.replace("-", "")[4:]

    everything = "".join(tables().values())
    assert secret not in everything
    assert code not in everything


def test_rows_hold_days_and_no_times_addresses_or_accounts_of_the_person():
    kinds = {
        field.get_internal_type()
        for model in (
            Feedback,
            FeedbackMessage,
            OutsideCount,
            PublicAnswer,
            FeedbackQuarter,
        )
        for field in model._meta.concrete_fields
    }
    people = {
        field.name
        for field in Feedback._meta.concrete_fields
        if field.is_relation and field.related_model._meta.label == "participation.User"
    }

    assert not kinds & {"DateTimeField", "TimeField", "GenericIPAddressField"}
    assert people == {"assignee"}


@pytest.mark.parametrize("model", [Feedback, FeedbackMessage, OutsideCount])
@pytest.mark.parametrize("signal", [post_save, post_delete])
def test_nothing_listens_when_feedback_is_stored(model, signal):
    """The CMS indexes references and queues tasks by signal: with times, and in order."""
    listening, asynchronous = signal._live_receivers(model)

    assert [*listening, *asynchronous] == []


@pytest.mark.parametrize("who", ["visitor", "staff", "committee"])
def test_who_sent_it_is_written_to_no_table(client, who):
    if who != "visitor":
        fields = {"staff": True} if who == "staff" else {}
        client.force_login(MandateFactory(**fields).user)
    before = tables()

    send(client)

    after = tables()
    assert {name for name in after if after[name] != before[name]} == {
        Feedback._meta.db_table
    }
    assert not ModelLogEntry.objects.exists()


def test_no_log_line_and_no_address_names_words_contact_or_code(client, caplog):
    caplog.set_level(logging.INFO)
    send(client)
    item = feedback("fraud", "resolved")
    opened = client.post(FOLLOW, {"step": "code", "code": code_of(item)})
    client.post(
        FOLLOW,
        {
            "step": "more",
            "ticket": hidden(opened, "ticket"),
            "mark": hidden(opened, "mark"),
            "words": WORDS,
        },
    )
    client.post(FOLLOW, {"step": "code", "code": "X" * 16})

    for told in ("Zarqela", CONTACT, SECRET, item.serial, "X" * 16):
        assert told not in caplog.text
    assert SECRET not in opened.content.decode()


def test_an_error_report_to_programmers_shows_neither_words_nor_contact(
    rf, client, monkeypatch
):
    page = client.post(GIVE, {"step": "kind", "kind": "fraud"})
    sent = {
        "step": "send",
        "kind": "fraud",
        "ticket": hidden(page, "ticket"),
        "text": WORDS,
        "contact": CONTACT,
    }

    def broken(*args, **kwargs):
        raise RuntimeError("the database is away")

    monkeypatch.setattr("participation.services.feedback.hash_secret", broken)
    request = rf.post(GIVE, sent)
    with pytest.raises(RuntimeError) as caught:
        give(request)

    reporter = ExceptionReporter(request, caught.type, caught.value, caught.tb.tb_next)
    for report in (reporter.get_traceback_html(), reporter.get_traceback_text()):
        assert "the database is away" in report
        assert "Zarqela" not in report
        assert CONTACT not in report


def test_the_cms_shows_nothing_of_it_to_editors_or_moderators(client):
    send(client)
    for path in ("/cms/reports/site-history/", "/cms/"):
        for person in (UserFactory(is_superuser=True),):
            client.force_login(person)
            page = client.get(path).content.decode()
            assert "Zarqela" not in page
            assert CONTACT not in page


@pytest.mark.parametrize("path", ["/feedback/answers/", "/my/"])
def test_what_was_said_is_on_no_page_of_others(client, path):
    send(client)
    client.logout()
    for fields in ({}, {"authority": True}, {"implementer": True}, {"staff": True}):
        client.force_login(MandateFactory(**fields).user)
        page = client.get(path).content.decode()
        assert "Zarqela" not in page
        assert Feedback.objects.get().serial not in page
