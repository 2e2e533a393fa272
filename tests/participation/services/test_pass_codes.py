"""Codes on printed passes."""

import contextlib
import math

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.services.errors import PassRefusedError
from participation.services.pass_codes import (
    ALPHABET,
    SECRET_LENGTH,
    PassCode,
    hash_secret,
    is_secret_of,
    new_secret,
    new_serial,
    parse_code,
)

characters = st.sampled_from(ALPHABET)
codes = st.builds(
    PassCode,
    serial=st.text(characters, min_size=4, max_size=4),
    secret=st.text(characters, min_size=12, max_size=12),
)


def test_secret_has_sixty_random_bits():
    assert math.log2(len(set(ALPHABET))) * SECRET_LENGTH >= 60
    assert len({new_secret() for _ in range(200)}) == 200


def test_alphabet_has_nothing_that_is_taken_for_something_else():
    assert not set("0O1I") & set(ALPHABET)


@given(codes)
def test_code_is_read_as_printed(code):
    assert parse_code(code.printed) == code


@given(codes)
def test_code_is_read_however_it_is_typed(code):
    printed = code.printed
    assert parse_code(printed.lower()) == code
    assert parse_code(printed.replace("-", "")) == code
    assert parse_code(f"  {printed.replace('-', ' ')} ") == code


def test_code_is_read_in_figures_of_another_script():
    assert parse_code("AB٢٣-ABCD-EFGH-JKLM") == PassCode("AB23", "ABCDEFGHJKLM")


@given(st.text(max_size=40))
def test_whatever_else_is_typed_is_refused(text):
    with contextlib.suppress(PassRefusedError):
        assert len(parse_code(text).printed) == 19


def test_refusal_does_not_repeat_what_was_typed():
    with pytest.raises(PassRefusedError) as refusal:
        parse_code("K7QM-3FXA-9TBD-WZ2")

    assert "K7QM" not in str(refusal.value)


def test_code_never_shows_its_secret_by_accident():
    code = PassCode(new_serial(), new_secret())

    assert code.secret not in repr(code) + str(code) + f"{code!r}"


def test_hash_is_salted_argon2():
    secret = new_secret()

    assert hash_secret(secret).startswith("$argon2id$")
    assert hash_secret(secret) != hash_secret(secret)
    assert secret not in hash_secret(secret)


def test_only_the_right_secret_belongs_to_a_hash():
    secret = new_secret()
    hashed = hash_secret(secret)

    assert is_secret_of(secret, hashed)
    assert not is_secret_of(new_secret(), hashed)
    assert not is_secret_of(secret, None)
    assert not is_secret_of(secret, "not a hash")
