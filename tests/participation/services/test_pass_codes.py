"""Codes on printed passes."""

import contextlib
import math
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from participation.services.errors import PassRefusedError
from participation.services.pass_codes import (
    ALPHABET,
    SECRET_LENGTH,
    PassCode,
    _hasher,
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

    assert re.match(r"[0-9a-f]{8}\$argon2id\$", hash_secret(secret))
    assert hash_secret(secret) != hash_secret(secret)
    assert secret not in hash_secret(secret)


def test_only_the_right_secret_belongs_to_a_hash():
    secret = new_secret()
    hashed = hash_secret(secret)

    assert is_secret_of(secret, hashed)
    assert not is_secret_of(new_secret(), hashed)
    assert not is_secret_of(secret, None)
    assert not is_secret_of(secret, "not a hash")


# --- the mark that is compared before the slow hash ---------------------------------


@pytest.fixture
def slow_checks(monkeypatch):
    """How often the slow hash is computed to check a secret."""
    asked = []
    verify = type(_hasher).verify

    def counted(hasher, hashed, secret):
        asked.append(hashed)
        return verify(hasher, hashed, secret)

    monkeypatch.setattr(type(_hasher), "verify", counted)
    return asked


@pytest.mark.parametrize("is_known", [True, False])
def test_wrong_secrets_hardly_ever_come_to_the_slow_hash(slow_checks, is_known):
    hashed = hash_secret(new_secret()) if is_known else None

    assert not any(is_secret_of(new_secret(), hashed) for _ in range(500))

    # One in 65,536 does: three of 500 would come up once in ten million runs.
    assert len(slow_checks) <= 2


def test_a_right_mark_alone_opens_nothing(slow_checks):
    """The mark has sixteen bits of the sixty; the slow hash asks for all of them."""
    secret, other = new_secret(), new_secret()
    hashed, foreign = hash_secret(secret), hash_secret(other)
    forged = hashed[:8] + foreign[8:]

    assert not is_secret_of(other, forged)
    assert is_secret_of(secret, hashed)
    assert slow_checks == [hashed[8:]]


def test_equal_secrets_have_different_marks():
    secret = new_secret()

    assert len({hash_secret(secret)[4:8] for _ in range(12)}) > 6


@pytest.mark.parametrize("is_kept", [True, False])
def test_a_right_secret_is_known_after_a_change_of_the_sites_key(settings, is_kept):
    secret = new_secret()
    hashed = hash_secret(secret)
    old = settings.SECRET_KEY

    settings.SECRET_KEY = "new " * 20
    settings.SECRET_KEY_FALLBACKS = [old] if is_kept else []

    assert is_secret_of(secret, hashed)
    assert not is_secret_of(new_secret(), hashed)


def test_hashes_from_before_there_were_marks_are_good(slow_checks):
    secret = new_secret()
    old = hash_secret(secret)[8:]

    assert is_secret_of(secret, old)
    assert not is_secret_of(new_secret(), old)
    assert len(slow_checks) == 2
