"""Mails about feedback: to those who handle it in numbers, to the giver without a word of it."""

import datetime

import pytest
from django.core import mail
from django.utils import timezone
from wagtail.models import ModelLogEntry

from communities.enums import Role
from participation.backends.sealed_texts import seal
from participation.enums import FeedbackCategory
from participation.models import Feedback
from participation.services.feedback_desk import sort_feedback, take_step, write_answer
from participation.services.feedback_notices import tell_handlers
from participation.services.feedback_upkeep import tend_feedback
from participation.services.follow_up import say_more
from participation.tasks import tell_giver
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import TEXT, feedback
from tests.factories.participation import staff_member
from tests.factories.people import UserFactory

pytestmark = pytest.mark.django_db
ADDRESS = "mina@example.org"


@pytest.fixture(autouse=True)
def _days(settings):
    settings.FEEDBACK_DAYS = {"normal": (3, 14), "urgent": (1, 5)}
    settings.FEEDBACK_KEPT_DAYS = 180


@pytest.fixture
def staff():
    return staff_member()


@pytest.fixture
def told(django_capture_on_commit_callbacks):
    """Run something and return its mails by address."""

    def run(verb, *args, **kwargs):
        mail.outbox.clear()
        with django_capture_on_commit_callbacks(execute=True):
            verb(*args, **kwargs)
        return {message.to[0]: message for message in mail.outbox}

    return run


@pytest.fixture
def daily(told):
    """What is mailed by the daily telling, so many days from now."""

    def run(days=0):
        return told(tell_handlers, timezone.localdate() + datetime.timedelta(days=days))

    return run


def with_address(contact=ADDRESS, **fields):
    item = feedback(**fields)
    item.contact_sealed = seal(contact, place=f"{item.serial}:contact")
    item.save()
    return item


# --- those who handle it ----------------------------------------------------------------


def test_what_came_is_told_once_and_in_numbers(daily, staff):
    for _ in range(2):
        feedback()
    mails = daily()
    assert "New feedback: 2" in mails[staff.email].body
    assert "/feedback/desk/" in mails[staff.email].body
    assert daily() == {}


def test_what_is_due_and_what_is_escalated_are_told_once_each(daily, staff):
    item = feedback()
    daily()
    assert daily(1) == {}
    assert "Feedback that is due: 1" in daily(2)[staff.email].body
    assert daily(3) == {}
    take_step(item, "escalate", by=staff_member(), words="Ask the office.")
    message = daily(3)[staff.email]
    assert "Escalated feedback: 1" in message.body
    assert "that is due" not in message.body
    assert daily(3) == {}


def test_an_item_that_is_escalated_again_is_told_again(daily, staff):
    item = feedback(state="escalated")
    daily()
    take_step(item, "start", by=staff)
    assert daily() == {}
    take_step(item, "escalate", by=staff, words="Once more.")
    assert "Escalated feedback: 1" in daily()[staff.email].body


def test_new_words_of_the_person_are_told(daily, staff):
    item = feedback(state="in_progress")
    answered = feedback(state="resolved")
    daily()
    say_more(item, "And the other tap.", mark="a")
    say_more(answered, "It leaks again.", mark="b")
    assert "New feedback: 2" in daily()[staff.email].body


def test_what_is_in_somebodys_hands_is_told_to_them_alone(daily, staff):
    other = staff_member()
    feedback(assignee=other)
    assert set(daily()) == {other.email}
    feedback(assignee=other, state="escalated")
    assert set(daily()) == {other.email, staff.email}


@pytest.mark.parametrize("kind", FeedbackCategory.values)
def test_mails_go_to_those_who_read_the_route_and_name_no_kind(daily, staff, kind):
    steward = MandateFactory(steward=True).user
    administrator = UserFactory(is_superuser=True)
    community = CommunityFactory(name="Fenra")
    for role in (Role.COMMITTEE, Role.IMPLEMENTER):
        MandateFactory(role=role, community=community)
    item = feedback(kind, community=community)

    mails = daily()

    ordinary = {administrator.email, staff.email}
    assert set(mails) == {
        "conduct": {administrator.email},
        "fraud": {administrator.email},
        "data": {administrator.email, steward.email},
    }.get(kind, ordinary)
    bodies = {
        message.subject + message.body.replace(person.name, "")
        for person in (administrator, staff, steward)
        if (message := mails.get(person.email))
    }
    assert len(bodies) == 1
    [body] = bodies
    for secret in (TEXT, "Fenra", item.serial, str(FeedbackCategory(kind).label)):
        assert secret not in body


def test_restricted_items_are_told_to_administrators_only(daily, staff):
    administrator = UserFactory(is_superuser=True)
    feedback("conduct", sensitivity="restricted")
    assert set(daily()) == {administrator.email}


def test_what_moves_to_another_route_is_told_there(daily, staff):
    steward = MandateFactory(steward=True).user
    item = feedback()
    daily()
    sort_feedback(item, category="data", priority="normal", by=staff)
    assert set(daily()) == {steward.email}


def test_without_anybody_it_waits_to_be_told(daily):
    feedback()
    assert daily() == {}
    staff = staff_member()
    assert set(daily()) == {staff.email}


def test_the_daily_command_tells_what_it_escalated(told, staff):
    feedback(days=30)
    assert "Escalated feedback: 1" in told(tend_feedback)[staff.email].body
    assert told(tend_feedback) == {}


def test_each_is_written_to_in_their_language(daily):
    reader = UserFactory(language="ar")
    MandateFactory(staff=True, user=reader)
    feedback()
    body = daily()[reader.email].body
    assert "/ar/feedback/desk/" in body
    assert "New feedback" not in body


# --- whoever gave it --------------------------------------------------------------------


def answered(item, by, how):
    if how == "write":
        write_answer(item, "Which tap is it?", by=by)
    elif how == "resolve":
        take_step(item, "resolve", by=by, words="Mended.")
    else:
        take_step(item, "close_no_action", by=by, reason="not_ours")


@pytest.mark.parametrize("how", ["write", "resolve", "close"])
def test_whoever_left_an_address_hears_that_there_is_an_answer(told, staff, how):
    item = with_address(
        "Mina, 0555 010 099 or mina@example.org",
        community=CommunityFactory(name="Fenra"),
    )
    mails = told(answered, item, staff, how)

    message = mails[ADDRESS]
    assert set(mails) == {ADDRESS}
    assert "/feedback/follow-up/" in message.body
    for secret in ("Mina", "Mended", "tap", TEXT, item.serial, "Fenra", staff.name):
        assert secret not in message.subject + message.body
    entry = ModelLogEntry.objects.get(action="participation.tell_giver")
    assert (entry.user, entry.data) == (None, {})


def test_the_mail_speaks_the_language_in_which_it_was_given(told, staff):
    item = with_address(language="ar")
    message = told(answered, item, staff, "resolve")[ADDRESS]
    assert "/ar/feedback/follow-up/" in message.body
    assert "There is an answer" not in message.subject


@pytest.mark.parametrize("contact", ["", "0555 010 099", "mina at example", "@@a@b"])
def test_without_an_address_nobody_is_written_to(told, staff, contact):
    item = with_address(contact)
    assert told(answered, item, staff, "resolve") == {}
    assert not ModelLogEntry.objects.filter(action="participation.tell_giver").exists()


@pytest.mark.parametrize("action", ["acknowledge", "escalate"])
def test_other_steps_and_notes_tell_the_giver_nothing(told, staff, action):
    item = with_address()
    assert told(take_step, item, action, by=staff, words="For colleagues.") == {}


def test_once_texts_are_erased_no_address_is_left_to_write_to(told, staff):
    item = with_address()
    told(answered, item, staff, "resolve")
    take_step(item, "refer_outside", by=staff)
    mail.outbox.clear()
    assert tell_giver.call(item.pk) == 0
    assert mail.outbox == []


def test_an_address_that_no_key_opens_is_not_guessed(told, staff, settings):
    item = with_address()
    settings.FEEDBACK_KEYS = [
        "another key of fifty characters, which opens nothing at all"
    ]
    assert tell_giver.call(item.pk) == 0
    assert Feedback.objects.get().contact_sealed
