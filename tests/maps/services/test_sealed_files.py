"""Uploaded files on the disk: told by nothing, opened by our keys, changed by nobody."""

import os
import tracemalloc

import pytest
from django.utils import timezone
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from maps.imports.findings import FileRefusedError
from maps.imports.sources import size_of
from maps.services.import_files import (
    IncomingFile,
    delete_stray_files,
    open_copy,
    sealed_file,
)
from maps.services.sealed_files import PART, SealedFile, SealingWriter

PHONE = b"0791357924"
HEADER = 32


def sealed(path, content):
    writer = SealingWriter(path)
    writer.write(content)
    writer.close()
    return SealedFile(path)


def content_of(file):
    with file.open() as stream:
        return stream.read()


@pytest.mark.parametrize(
    "length", [0, 1, PART - 1, PART, PART + 1, 2 * PART, 3 * PART + 7]
)
def test_what_is_sealed_is_read_as_it_was(tmp_path, length):
    content = (PHONE * (length // len(PHONE) + 1))[:length]

    file = sealed(tmp_path / "a.csv", content)

    assert content_of(file) == content
    assert size_of(file) == length
    assert PHONE not in file.path.read_bytes()
    assert oct(file.path.stat().st_mode)[-3:] == "600"


@examples(max_examples=25, deadline=None)
@given(st.lists(st.tuples(st.integers(0, 3 * PART), st.integers(0, 2_000)), max_size=8))
def test_it_is_read_from_anywhere(tmp_path_factory, places):
    content = os.urandom(2 * PART + 5)
    file = sealed(tmp_path_factory.mktemp("sealed") / "a.csv", content)

    with file.open() as stream:
        for start, length in places:
            stream.seek(start)
            assert stream.read(length) == content[start : start + length]


def test_the_same_content_is_never_sealed_the_same(tmp_path):
    one = sealed(tmp_path / "a.csv", PHONE).path.read_bytes()
    other = sealed(tmp_path / "b.csv", PHONE).path.read_bytes()

    assert one[HEADER:] != other[HEADER:]


def test_a_file_of_another_key_is_refused_and_says_what_to_do(tmp_path, settings):
    settings.UPLOADS_KEYS = ["one " * 20]
    file = sealed(tmp_path / "a.csv", PHONE)
    settings.UPLOADS_KEYS = ["two " * 20]

    with pytest.raises(FileRefusedError) as refusal:
        file.open()

    assert "key that this site does not have" in refusal.value.finding.message
    assert "Upload it again" in refusal.value.finding.remedy


def test_a_key_is_changed_while_files_wait(tmp_path, settings):
    settings.UPLOADS_KEYS = ["old " * 20]
    waiting = sealed(tmp_path / "a.csv", PHONE)
    settings.UPLOADS_KEYS = ["new " * 20, "old " * 20]
    since = sealed(tmp_path / "b.csv", PHONE)

    assert content_of(waiting) == PHONE
    settings.UPLOADS_KEYS = ["new " * 20]
    assert content_of(since) == PHONE


def test_without_a_key_of_its_own_the_secret_of_the_site_serves(tmp_path, settings):
    file = sealed(tmp_path / "a.csv", PHONE)
    settings.SECRET_KEY, settings.SECRET_KEY_FALLBACKS = "x" * 60, [settings.SECRET_KEY]

    assert content_of(file) == PHONE
    settings.SECRET_KEY_FALLBACKS = []
    with pytest.raises(FileRefusedError):
        file.open()


def flipped(octets):
    return octets[:-1] + bytes([octets[-1] ^ 1])


def first_part_doubled(octets):
    part = octets[HEADER : HEADER + PART + 16]
    return octets[:HEADER] + part + octets[HEADER:]


@pytest.mark.parametrize(
    "harm",
    [
        flipped,
        first_part_doubled,
        lambda octets: octets[: HEADER + PART + 16],
        lambda octets: octets[: HEADER + 3],
        lambda octets: octets[:HEADER],
        lambda octets: octets[:5],
        lambda octets: octets[:HEADER] + octets[HEADER + PART + 16 :],
        lambda octets: b"PK" + octets,
    ],
)
def test_what_was_changed_on_the_disk_is_refused(tmp_path, harm):
    file = sealed(tmp_path / "a.csv", PHONE * (PART // 4))
    file.path.write_bytes(harm(file.path.read_bytes()))

    with pytest.raises(FileRefusedError, match="damaged"):
        content_of(file)


def test_one_file_does_not_stand_in_for_another(tmp_path):
    one, other = (sealed(tmp_path / name, PHONE) for name in ("a.csv", "b.csv"))
    other.path.write_bytes(one.path.read_bytes())

    with pytest.raises(FileRefusedError, match="damaged"):
        content_of(other)


def test_a_large_file_is_not_held_in_memory(tmp_path):
    chunk = os.urandom(1 << 16)
    tracemalloc.start()

    writer = SealingWriter(tmp_path / "a.csv")
    for _n in range(512):
        writer.write(chunk)
    writer.close()
    with SealedFile(tmp_path / "a.csv").open() as stream:
        read = sum(len(part) for part in iter(lambda: stream.read(1 << 16), b""))
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()

    assert read == 512 * len(chunk) == 32 << 20
    assert peak < 4 << 20


@pytest.fixture
def private_folder(settings, tmp_path):
    settings.IMPORT_ROOT = tmp_path / "imports"
    return settings.IMPORT_ROOT


def received(content, name="borders.geojson"):
    incoming = IncomingFile(name)
    incoming.write(content)
    incoming.close()
    return incoming.name


def test_an_open_copy_is_private_and_gone_whatever_happens(private_folder):
    name = received(PHONE)

    def fail_on(path):
        assert path.read_bytes() == PHONE
        assert path.suffix == ".geojson"
        assert oct(path.parent.stat().st_mode)[-3:] == "700"
        raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError), open_copy(name) as path:
        fail_on(path)

    assert [each.name for each in private_folder.iterdir()] == [name]


def test_copies_that_a_crash_has_left_are_purged(private_folder):
    name = received(PHONE)
    killed, reading = private_folder / "open-killed", private_folder / "open-reading"
    for folder in (killed, reading):
        folder.mkdir()
        (folder / "a.zip").write_bytes(PHONE)
    long_ago = timezone.now().timestamp() - 7_200
    os.utime(killed, (long_ago, long_ago))

    delete_stray_files({name})

    assert {each.name for each in private_folder.iterdir()} == {name, "open-reading"}


def test_a_file_that_is_gone_is_said_to_be(private_folder):
    with pytest.raises(FileRefusedError, match="not there any more"), open_copy("gone"):
        pass
    assert not sealed_file("gone").is_file()
