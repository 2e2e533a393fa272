"""What a device writes is read back as it was meant, and nothing else is read at all."""

import uuid
from itertools import accumulate

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.enums import BallotType
from participation.services.errors import BallotError, EnvelopeError
from participation.services.pass_codes import ALPHABET
from participation.services.table_ballots import read_ballot, write_ballot
from participation.services.table_keys import new_keys, open_envelope, seal_envelope

CODES = st.text(ALPHABET, min_size=16, max_size=16)
IDENTIFIERS = st.uuids(version=4)
#: Numbers of options, rising, and a mark for each.
PAPERS = st.lists(
    st.tuples(st.integers(1, 500), st.integers(0, 1_000)), min_size=1, max_size=25
).map(
    lambda steps: (
        list(accumulate(step for step, _mark in steps)),
        [mark for _step, mark in steps],
    )
)


@given(CODES, IDENTIFIERS, PAPERS, st.sampled_from(["points", "score", "ranking"]))
def test_points_and_places_are_read_by_the_number_of_their_option(
    code, ballot_id, paper, kind
):
    numbers, marks = paper

    read = read_ballot(
        write_ballot(code, ballot_id, marks), ballot_type=kind, numbers=numbers
    )

    assert (read.code, read.ballot_id) == (code, ballot_id)
    assert read.choices == {n: m for n, m in zip(numbers, marks, strict=True) if m}


@given(CODES, IDENTIFIERS, PAPERS)
def test_marks_are_read_as_the_numbers_marked(code, ballot_id, paper):
    numbers, marks = paper
    crosses = [mark % 2 for mark in marks]

    read = read_ballot(
        write_ballot(code, ballot_id, crosses),
        ballot_type=BallotType.APPROVAL,
        numbers=numbers,
    )

    assert read.choices == [n for n, m in zip(numbers, crosses, strict=True) if m]


@given(PAPERS)
def test_every_ballot_of_a_round_has_the_same_length(paper):
    numbers, marks = paper
    none = write_ballot("A" * 16, uuid.uuid4(), [0] * len(numbers))

    assert len(write_ballot("Z" * 16, uuid.uuid4(), marks)) == len(none)


@given(st.binary(max_size=120))
def test_whatever_else_comes_is_refused(written):
    try:
        read = read_ballot(written, ballot_type="approval", numbers=[1, 2, 3])
    except (EnvelopeError, BallotError):
        return
    assert len(written) == 38
    assert set(read.choices) <= {1, 2, 3}


def test_a_mark_on_an_approval_ballot_is_one_or_none():
    written = write_ballot("A" * 16, uuid.uuid4(), [2, 0])

    with pytest.raises(BallotError):
        read_ballot(written, ballot_type="knapsack", numbers=[1, 2])


def test_an_identifier_that_is_not_random_is_refused():
    written = write_ballot("A" * 16, uuid.UUID(int=7), [1])

    with pytest.raises(EnvelopeError):
        read_ballot(written, ballot_type="approval", numbers=[1])


def test_neither_representation_shows_what_was_voted():
    read = read_ballot(
        write_ballot("ABCDEFGHJKLMNPQR", uuid.uuid4(), [7]),
        ballot_type="points",
        numbers=[1],
    )

    assert "ABCD" not in repr(read)
    assert "7" not in repr(read).split(" at ")[0]


# --- envelopes --------------------------------------------------------------------


def test_an_envelope_opens_at_its_own_table_only():
    here, elsewhere = new_keys("TABLEONE"), new_keys("TABLETWO")
    envelope = seal_envelope("TABLEONE", here.public, b"a ballot")

    assert open_envelope("TABLEONE", here.private, envelope) == b"a ballot"
    with pytest.raises(EnvelopeError):
        open_envelope("TABLETWO", elsewhere.private, envelope)
    with pytest.raises(EnvelopeError):
        open_envelope(
            "TABLEONE",
            here.private,
            seal_envelope("TABLETWO", here.public, b"a ballot"),
        )


@given(st.integers(0, 88), st.integers(1, 255))
def test_an_envelope_that_was_changed_anywhere_does_not_open(at, change):
    keys = _KEYS
    envelope = bytearray(_ENVELOPE)
    envelope[at] ^= change

    with pytest.raises(EnvelopeError):
        open_envelope("TABLEONE", keys.private, bytes(envelope))


@pytest.mark.parametrize("envelope", [b"", b"x", b"\4" * 65, b"\4" + b"\0" * 90])
def test_what_is_no_envelope_does_not_open(envelope):
    with pytest.raises(EnvelopeError):
        open_envelope("TABLEONE", _KEYS.private, envelope)


def test_two_envelopes_of_one_ballot_have_nothing_in_common():
    first, second = (
        seal_envelope("TABLEONE", _KEYS.public, b"a ballot") for _each in range(2)
    )

    assert first[1:65] != second[1:65]
    assert first[65:] != second[65:]


def test_keys_survive_a_change_of_the_sites_own_key(settings):
    keys = new_keys("TABLEONE")
    envelope = seal_envelope("TABLEONE", keys.public, b"a ballot")
    old = settings.SECRET_KEY
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "new " * 20, [old]

    assert open_envelope("TABLEONE", keys.private, envelope) == b"a ballot"


def test_without_the_sites_key_no_envelope_is_called_damaged(settings):
    """The device would drop it: whoever runs the site hears of it instead."""
    keys = new_keys("TABLEONE")
    envelope = seal_envelope("TABLEONE", keys.public, b"a ballot")
    settings.SECRET_KEY = "new " * 20

    with pytest.raises(Exception, match="SECRET_KEY_FALLBACKS"):
        open_envelope("TABLEONE", keys.private, envelope)


def test_the_private_key_is_not_stored_in_the_clear():
    keys = new_keys("TABLEONE")

    assert "PRIVATE" not in keys.private
    assert repr(keys).startswith("<") or keys.private not in repr(keys)


_KEYS = new_keys("TABLEONE")
_ENVELOPE = seal_envelope("TABLEONE", _KEYS.public, b"a ballot")
