"""Devices of tables: one each, opened by a PIN that nobody guesses or shuts out."""

import pytest
from limits import parse

from participation.enums import PassState
from participation.models import TableSession, VotingPass
from participation.services.errors import (
    OtherDeviceError,
    PinError,
    TooManyPinsError,
)
from participation.services.table_arrivals import (
    Arrival,
)
from participation.services.table_devices import (
    begin_on_device,
    check_device,
    end_on_device,
    serials_of,
    unlock,
)
from participation.services.tables import PIN_LENGTH, renew_pin
from participation.services.throttle import LIMITS
from tests.factories.participation import (
    open_round_with_options,
    passes,
    staff_member,
)
from tests.factories.tables import (
    DEVICE,
    table_at,
    table_in_use,
)

pytestmark = pytest.mark.django_db

TAKEN, REFUSED, LATER = Arrival.TAKEN, Arrival.REFUSED, Arrival.LATER


@pytest.fixture
def round_():
    return open_round_with_options()


@pytest.fixture
def table(round_):
    return table_in_use(round_).table


def test_a_table_has_one_device(round_):
    opened = table_in_use(round_)
    other = "f" * 32

    with pytest.raises(OtherDeviceError):
        begin_on_device(opened.table, pin=opened.pin, device=other)
    with pytest.raises(OtherDeviceError):
        end_on_device(opened.table, pin=opened.pin, device=other)
    begin_on_device(opened.table, pin=opened.pin, device=DEVICE)
    assert TableSession.objects.get().is_open


@pytest.mark.parametrize("device", ["", "x", "0" * 31, "G" * 32])
def test_a_device_names_itself_by_a_random_number(round_, device):
    opened = table_at(round_)

    with pytest.raises(OtherDeviceError):
        begin_on_device(opened.table, pin=opened.pin, device=device)
    with pytest.raises(OtherDeviceError):
        check_device(TableSession.objects.get(), device)


@pytest.fixture
def few_guesses(monkeypatch):
    """So few wrong PINs are too many; how many."""
    monkeypatch.setitem(LIMITS, "table-pin", parse("4 per 15 minutes"))
    return 4


def wrong(pin):
    """Another PIN of the same length."""
    return f"{(int(pin) + 1) % 10**PIN_LENGTH:0{PIN_LENGTH}d}"


def guessed(opened, times, device=DEVICE):
    """So many wrong PINs at a table, each refused as that."""
    for _ in range(times):
        with pytest.raises(PinError):
            begin_on_device(opened.table, pin=wrong(opened.pin), device=device)


def test_a_wrong_pin_opens_and_closes_nothing_and_is_slowed_down(round_, few_guesses):
    opened = table_in_use(round_)

    for attempt in (begin_on_device, end_on_device) * (few_guesses // 2):
        with pytest.raises(PinError):
            attempt(opened.table, pin=wrong(opened.pin), device=DEVICE)

    for attempt in (begin_on_device, end_on_device):
        with pytest.raises(TooManyPinsError) as refused:
            attempt(opened.table, pin=opened.pin, device=DEVICE)
        assert 0 < refused.value.seconds <= 15 * 60
    assert TableSession.objects.get().is_open


def test_the_limit_of_pins_is_beyond_a_hand_and_a_guesser_finds_none_in_a_day():
    limit = LIMITS["table-pin"]
    a_day = limit.amount * 24 * 60 * 60 / limit.get_expiry()

    assert limit.amount / limit.get_expiry() > 1  # in a second
    assert a_day / 10**PIN_LENGTH <= 1 / 1000


def test_another_pin_is_taken_at_once_however_many_were_wrong_before(
    round_, few_guesses
):
    opened = table_at(round_)
    guessed(opened, few_guesses, device="f" * 32)
    with pytest.raises(TooManyPinsError):
        begin_on_device(opened.table, pin=opened.pin, device=DEVICE)

    anew = renew_pin(opened.table, by=staff_member())

    assert begin_on_device(anew.table, pin=anew.pin, device=DEVICE).device


def test_nobody_else_shuts_a_device_out_of_its_own_table(round_, few_guesses):
    opened = table_in_use(round_)

    for _ in range(few_guesses + 1):
        with pytest.raises(OtherDeviceError):
            begin_on_device(opened.table, pin=wrong(opened.pin), device="f" * 32)
    for _ in range(few_guesses):
        with pytest.raises(PinError):
            unlock(opened.table, wrong(opened.pin))
    with pytest.raises(TooManyPinsError):
        unlock(opened.table, opened.pin)

    begin_on_device(opened.table, pin=opened.pin, device=DEVICE)
    end_on_device(opened.table, pin=opened.pin, device=DEVICE)
    assert not TableSession.objects.get().is_open


def test_a_device_gets_serials_and_neither_states_nor_secrets(round_):
    used, void, fresh = passes(round_, 3)
    VotingPass.objects.filter(pk=used.pk).update(state=PassState.USED)
    VotingPass.objects.filter(pk=void.pk).update(state=PassState.VOID)

    assert serials_of(round_) == {
        "serials": used.serial + fresh.serial,
        "trials": "",
    }


def test_a_device_gets_the_serials_of_passes_for_trying_out_apart(round_):
    (trial,) = passes(round_, state=PassState.TEST)

    assert serials_of(round_) == {"serials": "", "trials": trial.serial}
