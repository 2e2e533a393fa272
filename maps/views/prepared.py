"""Answers that are composed and compressed once, and then only handed out."""

import gzip
import hashlib
from collections.abc import Callable
from dataclasses import dataclass

import brotli
from django.core.cache import cache
from django.http import HttpRequest, HttpResponse
from django.utils.cache import get_conditional_response, patch_vary_headers
from django.utils.translation import get_language

_A_DAY = 86_400
_A_YEAR = 365 * _A_DAY
#: Nearly the smallest size at a tenth of the highest quality's time.
_BROTLI_QUALITY = 9


@dataclass(frozen=True)
class _Packed:
    digest: str
    brotli: bytes
    gzip: bytes


def prepared(
    request: HttpRequest,
    key: str,
    compose: Callable[[], str | bytes],
    *,
    content_type: str,
    seconds: int = _A_DAY,
    fresh: int | None = None,
) -> HttpResponse:
    """Answer with what ``compose`` writes, from the cache if it has been written before.

    ``key`` names the content without its language; it is kept for ``seconds``. Readers
    may keep it for ``fresh`` seconds, or for good where the address names its content
    (None).
    """
    key = f"prepared:{key}:{get_language()}"
    packed: _Packed | None = cache.get(key)
    if packed is None:
        body = compose()
        packed = _pack(body.encode() if isinstance(body, str) else body)
        cache.set(key, packed, seconds)
    encoding, body = _for_reader(packed, request.headers.get("Accept-Encoding", ""))
    response = HttpResponse(body, content_type=content_type)
    if encoding:
        response["Content-Encoding"] = encoding
    response["ETag"] = f'"{packed.digest}-{encoding or "plain"}"'
    response["Cache-Control"] = (
        f"public, max-age={_A_YEAR}, immutable"
        if fresh is None
        else f"public, max-age={fresh}"
    )
    patch_vary_headers(response, ["Accept-Encoding"])
    known: HttpResponse | None = get_conditional_response(
        request, etag=response["ETag"], response=response
    )
    return known or response


def _pack(body: bytes) -> _Packed:
    return _Packed(
        digest=hashlib.sha256(body).hexdigest()[:16],
        brotli=brotli.compress(body, quality=_BROTLI_QUALITY),
        gzip=gzip.compress(body, 9, mtime=0),
    )


def _for_reader(packed: _Packed, accepted: str) -> tuple[str, bytes]:
    """The encoding and the bytes that a reader takes; weights of zero are refusals."""
    names = {
        name.strip().split(";")[0].strip()
        for name in accepted.lower().split(",")
        if not name.replace(" ", "").endswith(";q=0")
    }
    if "br" in names:
        return "br", packed.brotli
    if "gzip" in names:
        return "gzip", packed.gzip
    return "", gzip.decompress(packed.gzip)
