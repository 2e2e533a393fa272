"""Taking feedback in: stored once, with its code; what must not be stored is not."""

import datetime

import pytest
from django.db import DatabaseError, IntegrityError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.backends.sealed_texts import SealedTextError, seal, unseal
from participation.enums import Channel, FeedbackCategory, OutsideKind, Sensitivity
from participation.models import Feedback, OutsideCount
from participation.services import pass_codes, signed_forms
from participation.services.errors import (
    FeedbackError,
    FormTooOldError,
    NotPermittedError,
    UnknownCodeError,
)
from participation.services.feedback import FORM, count_outside, take_feedback
from participation.services.follow_up import open_with_code
from participation.services.signed_forms import FormTicket
from tests.factories.communities import CommunityFactory, MandateFactory
from tests.factories.feedback import feedback
from tests.factories.initiatives import InitiativeFactory
from tests.factories.participation import staff_member

pytestmark = pytest.mark.django_db
WORDS = "The tap leaks."


def take(ticket=None, **fields):
    return take_feedback(
        ticket or FORM.ticket(),
        **{"category": "quality", "text": WORDS, "language": "en", **fields},
    )


def test_feedback_is_stored_with_a_day_and_opened_again_by_its_code():
    taken = take(contact="0555 1", community=CommunityFactory())

    stored = open_with_code(taken.code.printed)
    assert stored == taken.feedback
    assert stored.text == WORDS
    assert stored.received_on == timezone.localdate()
    assert (stored.state, stored.sensitivity) == ("received", "normal")


def test_what_was_written_is_sealed_and_bound_to_its_row():
    first, second = take(contact="0555 1").feedback, take().feedback

    assert WORDS.encode() not in bytes(first.text_sealed) + bytes(first.contact_sealed)
    second.text_sealed = first.text_sealed
    with pytest.raises(SealedTextError):
        _ = second.text


def test_the_same_form_is_stored_once_and_shows_the_same_code():
    ticket = FORM.ticket()

    codes = {
        take(ticket, text=words).code for words in (WORDS, WORDS, "Something else")
    }

    assert len(codes) == 1
    assert Feedback.objects.get().text == WORDS


def test_a_serial_that_is_taken_gives_way_and_the_form_still_finds_its_own():
    ticket = FORM.ticket()
    feedback(serial=ticket.code().serial)

    first, again = take(ticket), take(ticket)

    assert first.code == again.code == ticket.code(1)
    assert open_with_code(first.code.printed) == first.feedback


def test_no_code_follows_from_the_database_even_with_the_sites_key():
    """The key of the form, from which the code is worked out, is stored nowhere."""
    ticket = FORM.ticket()
    stored = take(ticket).feedback

    row = " ".join(str(value) for value in Feedback.objects.values().get().values())
    assert ticket.key not in row
    assert FormTicket(FORM, stored.form_mark).code() != ticket.code()


def test_codes_differ_from_form_to_form():
    assert len({FORM.ticket().code() for _ in range(200)}) == 200


def test_a_ticket_is_read_back_and_refused_when_changed():
    ticket = FORM.ticket()

    assert FORM.read_ticket(ticket.signed()) == ticket
    for text in ("", "x", ticket.signed()[:-1], ticket.key):
        with pytest.raises(FormTooOldError):
            FORM.read_ticket(text)


@pytest.mark.parametrize("kind", OutsideKind.values)
def test_what_is_not_handled_here_is_stored_by_no_service_and_no_database(kind):
    with pytest.raises(FeedbackError, match="Nothing was stored"):
        take(category=kind)
    item = feedback()
    with pytest.raises(DatabaseError), transaction.atomic():
        Feedback.objects.filter(pk=item.pk).update(category=kind)
    assert Feedback.objects.count() == 1


def test_of_what_is_not_handled_here_one_number_a_month_is_kept():
    count_outside()
    count_outside()

    row = OutsideCount.objects.values().get()
    assert row.pop("id")
    assert row == {"month": timezone.localdate().replace(day=1), "shown": 2}


@pytest.mark.parametrize("category", FeedbackCategory.values)
def test_conduct_fraud_and_data_lie_on_routes_of_their_own(category):
    own = category in ("conduct", "fraud", "data")
    item = take(category=category).feedback

    assert item.sensitivity == ("sensitive" if own else "normal")
    if own:
        with pytest.raises(IntegrityError), transaction.atomic():
            Feedback.objects.filter(pk=item.pk).update(sensitivity="normal")


def test_a_person_can_keep_it_from_those_who_read_complaints():
    item = take(category="conduct", is_restricted=True).feedback

    assert item.sensitivity == Sensitivity.RESTRICTED


def test_days_run_from_when_it_came_not_from_when_it_was_typed(settings):
    settings.FEEDBACK_DAYS = {"normal": (3, 14), "urgent": (1, 5)}
    day = timezone.localdate() - datetime.timedelta(days=10)

    item = take(channel=Channel.PAPER, received_on=day, by=staff_member()).feedback

    assert item.acknowledge_by == day + datetime.timedelta(days=3)
    assert item.answer_by == day + datetime.timedelta(days=14)
    assert item.is_overdue


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"text": " \n"}, "Write what"),
        (
            {"received_on": timezone.localdate() + datetime.timedelta(days=1)},
            "not come yet",
        ),
    ],
)
def test_what_cannot_be_is_refused(fields, why):
    with pytest.raises(FeedbackError, match=why):
        take(**fields)
    assert not Feedback.objects.exists()


def test_an_initiative_belongs_to_the_place():
    with pytest.raises(FeedbackError, match="another community"):
        take(community=CommunityFactory(), initiative=InitiativeFactory())


@pytest.mark.parametrize("role", ["committee", "authority", "implementer", "steward"])
def test_others_do_not_enter_for_people(role):
    fields = {} if role == "committee" else {role: True}

    with pytest.raises(NotPermittedError):
        take(by=MandateFactory(**fields).user)


def test_entering_is_on_record_without_a_word_and_the_persons_own_form_is_not():
    take()
    assert not ModelLogEntry.objects.exists()

    staff = staff_member()
    item = take(channel=Channel.PAPER, by=staff).feedback

    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user) == ("participation.enter_feedback", staff)
    assert entry.data == {"channel": "paper"}
    assert entry.label == f"feedback {item.serial}"


@pytest.mark.parametrize(
    "typed", ["", "x", "ABCD-ABCD-ABCD-ABCD", "0000-1111-2222-3333"]
)
def test_a_wrong_code_opens_nothing(typed):
    take()

    with pytest.raises(UnknownCodeError):
        open_with_code(typed)


def test_an_unknown_serial_costs_the_same_work_as_a_wrong_secret(monkeypatch):
    item = feedback()
    checked = []

    def is_secret_of(secret, secret_hash):
        checked.append(secret_hash)
        return False

    monkeypatch.setattr(pass_codes, "is_secret_of", is_secret_of)
    for serial in (item.serial, "ZZZZ"):
        with pytest.raises(UnknownCodeError):
            open_with_code(f"{serial}-ABCD-EFGH-JKLM")

    assert checked == [item.secret_hash, None]


def test_a_new_key_seals_and_an_old_one_still_opens(settings):
    settings.FEEDBACK_KEYS = ["old" * 20]
    sealed = seal(WORDS, place="a:text")
    settings.FEEDBACK_KEYS = ["new" * 20, "old" * 20]
    assert unseal(sealed, place="a:text") == WORDS
    renewed = seal(WORDS, place="a:text")
    settings.FEEDBACK_KEYS = ["new" * 20]
    assert unseal(renewed, place="a:text") == WORDS
    with pytest.raises(SealedTextError):
        unseal(sealed, place="a:text")


def test_a_form_never_finds_a_serial_for_ever(monkeypatch):
    monkeypatch.setattr(signed_forms, "ATTEMPTS", 2)
    ticket = FORM.ticket()
    for attempt in range(2):
        feedback(serial=ticket.code(attempt).serial)

    with pytest.raises(FeedbackError, match="once more"):
        take(ticket)
