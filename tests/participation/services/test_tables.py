"""Tables: who opens and closes them, what is kept of them, and what holds sealing back."""

import datetime
import re

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone
from wagtail.models import ModelLogEntry

from participation.enums import RoundState, Step
from participation.models import TableSession
from participation.services.errors import (
    NotPermittedError,
    RoundStateError,
    TableClosedError,
    TableError,
)
from participation.services.invitations import accept
from participation.services.rounds import cancel_round
from participation.services.sealing import close_round
from participation.services.steps import ask_for_step
from participation.services.tables import (
    admit_late,
    close_table,
    is_pin_of,
    open_table,
    renew_pin,
    say_lost,
)
from tests.factories.communities import MandateFactory
from tests.factories.invitations import InvitationFactory
from tests.factories.participation import (
    agreed,
    closed_by_two,
    in_state,
    open_round_with_options,
    staff_member,
)
from tests.factories.people import UserFactory
from tests.factories.tables import table_at, table_in_use

pytestmark = pytest.mark.django_db


def ended(round_):
    """A moment after closing time."""
    return round_.closes_at + datetime.timedelta(minutes=1)


# --- opening ----------------------------------------------------------------------


def test_open_table_keeps_a_place_an_hour_and_who_opened_it():
    staff = staff_member()

    opened = open_table(open_round_with_options(), place=" School, room 2 ", by=staff)

    table = TableSession.objects.get()
    assert (table.place, table.opened_by) == ("School, room 2", staff)
    assert (table.opened_at.minute, table.opened_at.second) == (0, 0)
    assert table.opened_at.microsecond == 0
    assert re.fullmatch(r"\d{8}", opened.pin)
    assert is_pin_of(table, opened.pin)
    assert table.pin_hash.startswith("$argon2id$")
    assert opened.pin not in table.pin_hash


def test_open_table_is_on_the_audit_log_without_its_place():
    staff = staff_member()

    table_at(open_round_with_options(), by=staff, place="At Amina's house")

    entry = ModelLogEntry.objects.get(action="participation.open_table")
    assert entry.user == staff
    assert "Amina" not in str(entry.data)


def test_a_member_of_the_committee_opens_a_table():
    round_ = open_round_with_options()
    member = MandateFactory(community=round_.community).user

    assert table_at(round_, by=member).table.opened_by == member


def test_others_open_no_table():
    round_ = open_round_with_options()
    for user in (UserFactory(), MandateFactory().user):
        with pytest.raises(NotPermittedError):
            table_at(round_, by=user)


@pytest.mark.parametrize(
    "state", [RoundState.DRAFT, RoundState.CLOSED, RoundState.CANCELLED]
)
def test_a_table_is_opened_in_an_open_round_only(state):
    with pytest.raises(RoundStateError):
        table_at(in_state(state))


def test_no_table_is_opened_after_closing_time():
    now = timezone.now()
    round_ = open_round_with_options(
        opens_at=now - datetime.timedelta(days=2),
        closes_at=now - datetime.timedelta(minutes=1),
    )

    with pytest.raises(RoundStateError, match="has ended"):
        table_at(round_)


def test_a_table_stands_somewhere():
    with pytest.raises(TableError, match="where"):
        table_at(open_round_with_options(), place="  ")


def test_renew_pin_makes_the_old_one_worthless():
    staff = staff_member()
    first = table_at(open_round_with_options(), by=staff)
    second = renew_pin(first.table, by=staff)
    while second.pin == first.pin:
        second = renew_pin(first.table, by=staff)

    assert not is_pin_of(second.table, first.pin)
    assert is_pin_of(second.table, second.pin)


# --- closing ----------------------------------------------------------------------


def test_a_table_that_never_had_a_device_is_closed_without_a_reason():
    staff = staff_member()
    table = table_at(open_round_with_options(), by=staff).table

    closed = close_table(table, by=staff)

    assert (closed.is_open, closed.private_key, closed.closed_by) == (False, "", staff)
    assert closed.lost_because == ""


def test_what_a_device_holds_is_given_up_by_two_persons_with_a_reason():
    first, second = staff_member(), staff_member()
    table = table_in_use(open_round_with_options(), by=first).table

    with pytest.raises(TableError, match="on its device"):
        close_table(table, by=second)
    with pytest.raises(TableError, match="Say what happened"):
        say_lost(table, because="  ", by=first)
    say_lost(table, because=" It fell into the river. ", by=first)
    table.refresh_from_db()
    assert table.is_open
    assert table.private_key
    with pytest.raises(TableError, match="Another person than the one who said so"):
        close_table(table, by=first)
    close_table(table, by=second)

    table.refresh_from_db()
    assert table.private_key == ""
    assert table.is_given_up
    assert table.lost_because == "It fell into the river."
    assert (table.lost_said_by, table.closed_by) == (first, second)
    said = ModelLogEntry.objects.get(action="participation.say_lost")
    assert (said.user, said.data) == (first, {"table": table.pk})
    entry = ModelLogEntry.objects.get(action="participation.close_table")
    assert (entry.user, entry.data) == (second, {"table": table.pk, "is_lost": True})


def test_who_brought_the_other_in_is_no_second_person_for_a_lost_device():
    round_ = open_round_with_options()
    first, second = staff_member(), UserFactory()
    invitation = InvitationFactory(made_by=first, community=round_.community)
    accept(invitation.pk, by=second, named_publicly=False)
    table = table_in_use(round_).table
    say_lost(table, because="Stolen.", by=second)

    with pytest.raises(TableError, match="Another person"):
        close_table(table, by=first)


def test_a_device_is_said_to_be_lost_once_and_only_where_there_is_one():
    round_ = open_round_with_options()
    table, without = table_in_use(round_).table, table_at(round_).table
    say_lost(table, because="Stolen.", by=staff_member())

    with pytest.raises(TableError, match="said already"):
        say_lost(table, because="Broken.", by=staff_member())
    with pytest.raises(TableError, match="No device"):
        say_lost(without, because="Stolen.", by=staff_member())


def test_a_device_said_to_be_lost_is_not_given_up_by_cancelling():
    round_ = open_round_with_options()
    table = table_in_use(round_).table
    say_lost(table, because="Stolen.", by=staff_member())
    agreed(round_, Step.CANCEL, "Flood.")
    cancel_round(round_, by=staff_member(), reason="Flood.", language="en")

    table.refresh_from_db()
    assert (table.is_open, table.is_given_up) == (False, False)


def test_a_closed_table_is_closed_once():
    staff = staff_member()
    table = table_at(open_round_with_options(), by=staff).table
    close_table(table, by=staff)

    with pytest.raises(TableClosedError):
        close_table(table, by=staff)
    with pytest.raises(TableClosedError):
        renew_pin(table, by=staff)


def test_strangers_close_no_table_and_enter_no_tally():
    table = table_at(open_round_with_options()).table
    for attempt in (
        lambda: close_table(table, by=UserFactory()),
        lambda: say_lost(table, because="Stolen.", by=UserFactory()),
        lambda: renew_pin(table, by=UserFactory()),
        lambda: admit_late(table, voters=3, by=UserFactory()),
    ):
        with pytest.raises(NotPermittedError):
            attempt()


# --- sealing ----------------------------------------------------------------------


def test_a_round_is_not_sealed_while_a_table_is_open():
    round_ = open_round_with_options()
    staff = staff_member()
    table = table_at(round_, by=staff, place="Mill").table

    for attempt in (
        lambda: ask_for_step(round_, Step.CLOSE, by=staff, now=ended(round_)),
        lambda: close_round(round_, by=staff, now=ended(round_)),
    ):
        with pytest.raises(RoundStateError, match="Mill"):
            attempt()
    close_table(table, by=staff)
    closed_by_two(round_, by=staff, now=ended(round_))

    round_.refresh_from_db()
    assert round_.state == RoundState.CLOSED


def test_cancelling_a_round_closes_its_tables_and_wipes_their_keys():
    round_ = open_round_with_options()
    staff = staff_member()
    table_in_use(round_, by=staff)
    table_at(round_, by=staff)

    agreed(round_, Step.CANCEL, "Flood.")
    cancel_round(round_, by=staff, reason="Flood.", language="en")

    assert list(TableSession.objects.values_list("private_key", flat=True)) == ["", ""]
    assert not TableSession.objects.filter(closed_at=None).exists()


# --- the tally sheet --------------------------------------------------------------


def test_a_tally_sheet_is_entered_after_closing_time_only():
    table = table_at(open_round_with_options()).table

    with pytest.raises(RoundStateError, match="goes on"):
        admit_late(table, voters=3, by=staff_member())


def test_a_tally_sheet_is_entered_by_another_person_than_who_opened_the_table():
    staff = staff_member()
    round_ = open_round_with_options()
    table = table_at(round_, by=staff).table

    with pytest.raises(TableError, match="Another person"):
        admit_late(table, voters=3, by=staff, now=ended(round_))
    second = MandateFactory(community=round_.community).user
    admit_late(table, voters=3, by=second, now=ended(round_))

    table.refresh_from_db()
    assert (table.voters, table.admitted_by) == (3, second)
    entry = ModelLogEntry.objects.get(action="participation.admit_late")
    assert entry.data == {"table": table.pk, "voters": 3}


@pytest.mark.parametrize("voters", [-1, 5_001])
def test_a_tally_sheet_has_a_number_that_can_be(voters):
    round_ = open_round_with_options()
    table = table_at(round_).table

    with pytest.raises(TableError):
        admit_late(table, voters=voters, by=staff_member(), now=ended(round_))


# --- the database -----------------------------------------------------------------


def refused(**fields):
    try:
        with transaction.atomic():
            TableSession.objects.update(**fields)
    except DatabaseError:
        return True
    return False


def test_the_database_keeps_a_table_as_it_is():
    staff = staff_member()
    table_in_use(open_round_with_options(), by=staff)

    assert refused(private_key="")
    assert refused(closed_at=timezone.now())
    assert refused(key="ANOTHERKEY22")
    assert refused(public_key="x")
    assert refused(device="f" * 64)
    assert refused(late=1)
    assert refused(served=2, late=1)
    assert refused(voters=5)
    assert refused(voters=5, admitted_by=staff)
    assert refused(lost_because="River.")
    assert not refused(voters=5, admitted_by=staff_member())
    assert refused(served=6, late=1)


def test_the_database_asks_for_two_persons_to_give_a_device_up():
    table = table_in_use(open_round_with_options()).table
    first, second = staff_member(), staff_member()
    closed = {"closed_at": timezone.now(), "private_key": ""}

    # At once, by one or by two: nobody had said so before.
    for said_by in (first, second):
        lost = {"lost_because": "Stolen.", "lost_said_by": said_by}
        assert refused(**closed, closed_by=first, **lost)
    say_lost(table, because="Stolen.", by=first)
    assert refused(lost_said_by=None)
    assert refused(**closed, closed_by=first)
    assert refused(**closed, closed_by=first, lost_said_by=second)
    assert refused(**closed)
    assert not refused(**closed, closed_by=second)


def test_the_database_never_opens_a_closed_table_again_nor_forgets_one():
    staff = staff_member()
    table = table_at(open_round_with_options(), by=staff).table
    close_table(table, by=staff)

    assert refused(closed_at=None, private_key="x")
    assert refused(served=5)
    with pytest.raises(DatabaseError), transaction.atomic():
        TableSession.objects.all().delete()


def test_the_database_seals_no_round_whose_table_is_open():
    round_ = open_round_with_options()
    table_at(round_)
    agreed(round_, Step.CLOSE)

    with pytest.raises(DatabaseError, match="table is open"), transaction.atomic():
        type(round_).objects.filter(pk=round_.pk).update(state=RoundState.SEALING)


def test_the_database_takes_a_table_into_an_open_round_only():
    table = table_at(open_round_with_options()).table
    table.pk, table.key, table.round = None, "ANOTHERKEY22", in_state(RoundState.DRAFT)

    with pytest.raises(DatabaseError), transaction.atomic():
        table.save(force_insert=True)
