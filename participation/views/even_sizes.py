"""Answers and forms of one length: who carries them must not read a vote in their size.

Encryption hides what is sent, not how much. The page that repeats what somebody marked
is longer with each mark, and so is the form that sends it. So every page of a booth is
made as long as its ballot, with room for what may be marked, after compression; and
every form is filled up to the longest that could be sent.
"""

import gzip
import io
import re
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.utils.cache import patch_vary_headers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

#: Marks, points, refusals and the words of another step, beside the blank ballot.
_ROOM = 2_048
_ROOM_OF_OPTION = 32
_BLOCK = 1_024
_takes_gzip = re.compile(r"\bgzip\b(?!\s*;\s*q=0(\.0*)?\s*(,|$))")

Marks = Sequence[tuple[str, int]]


def even_sized(
    answer: "HttpResponse",
    request: "HttpRequest",
    *,
    options: int,
    blank: Callable[[], "HttpResponse"],
) -> "HttpResponse":
    """The answer, as long as every other of this ballot.

    It is compressed here and not by a proxy, which would make it uneven again. The
    blank ballot is drawn each time: voting leaves nothing in the cache.

    :param options: how many can be marked.
    :param blank: draws the ballot with nothing marked.
    """
    compressed = bool(_takes_gzip.search(request.headers.get("Accept-Encoding", "")))
    encode = _compressed if compressed else bytes
    longest = len(encode(blank().content)) + _ROOM + _ROOM_OF_OPTION * options
    target = _whole_blocks(max(longest, len(encode(answer.content)) + 2))
    if compressed:
        answer.content = _compressed(answer.content, target)
        answer["Content-Encoding"] = "gzip"
    else:
        answer.content = answer.content.ljust(target)
    answer["Content-Length"] = str(len(answer.content))
    patch_vary_headers(answer, ["Accept-Encoding"])
    return answer


def longest_marks(marks: Marks) -> int:
    """The length of a form in which everything is marked, in bytes."""
    return len(urlencode(marks))


def filler(marks: Marks, longest: int) -> str:
    """What fills a form with these marks up to the longest."""
    return "0" * (longest - len(urlencode(marks)))


def _whole_blocks(size: int) -> int:
    return -(-size // _BLOCK) * _BLOCK


def _compressed(content: bytes, size: int = 0) -> bytes:
    """Compress, to a length of ``size`` if that is at least two bytes more.

    The name that a gzip file may carry makes up the difference (RFC 1952, 2.3.1):
    it is not compressed, and browsers pass over it.
    """
    plain = _gzipped(content, "")
    missing = size - len(plain) - 1
    return _gzipped(content, "0" * missing) if missing > 0 else plain


def _gzipped(content: bytes, name: str) -> bytes:
    written = io.BytesIO()
    with gzip.GzipFile(name, "wb", 6, written, mtime=0) as file:
        file.write(content)
    return written.getvalue()
