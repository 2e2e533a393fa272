"""What the script of a table asks: begin, check a pass, send sealed ballots, end.

Answers are JSON, the words in them are for people. No cookie is set and none is looked
at, but that nobody may be signed in; the device proves itself by a number of its own, and
a ballot by its pass, so that a forged request does nothing.
"""

import base64
import binascii
import json
from collections.abc import Callable, Mapping
from functools import wraps
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_variables
from django.views.decorators.http import require_POST

from participation.enums import PassState
from participation.services.ballots import check_pass
from participation.services.code_entry import guesses_counted
from participation.services.errors import (
    OtherDeviceError,
    ParticipationError,
    PinError,
    TableClosedError,
)
from participation.services.table_arrivals import MOST_AT_ONCE, take_envelopes
from participation.services.table_devices import (
    begin_on_device,
    check_device,
    end_on_device,
    serials_of,
)
from participation.views.table_pages import shown_table
from participation.views.visitors import address_of, leaves_no_trace, with_too_many

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from participation.models import TableSession

Said = Mapping[str, Any]
View = Callable[["HttpRequest", "TableSession", Said], JsonResponse]

#: Bytes of a request: MOST_AT_ONCE envelopes of the longest ballot fit well.
_LONGEST = 60_000
#: What the script must know of a refusal besides its words.
_WHY: Mapping[type[ParticipationError], str] = {
    TableClosedError: "closed",
    OtherDeviceError: "device",
    PinError: "pin",
}


def _for_devices(view: View) -> "Callable[..., HttpResponse]":
    """Read what a device says; tell it why not."""

    @csrf_exempt
    @leaves_no_trace
    @never_cache
    @require_POST
    @wraps(view)
    @sensitive_variables()
    def wrapped(request: "HttpRequest", slug: str, key: str) -> "HttpResponse":
        table = shown_table(slug, key)
        if request.user.is_authenticated:
            return _refused(HTTPStatus.FORBIDDEN, _("Sign out on this device first."))
        said = _read(request)
        if said is None:
            return _refused(HTTPStatus.BAD_REQUEST, "")
        try:
            return view(request, table, said)
        except ParticipationError as refusal:
            # A refusal is an answer like any other, as on pages.
            why = _WHY.get(type(refusal), "")
            answer = JsonResponse({"ok": False, "why": why, "words": str(refusal)})
            return with_too_many(answer, refusal)

    return wrapped


@_for_devices
@sensitive_variables()
def begin(request: "HttpRequest", table: "TableSession", said: Said) -> JsonResponse:
    """Give the table to this device, with what it needs while it has no connection."""
    held = begin_on_device(table, pin=_text(said, "pin"), device=_text(said, "device"))
    return _good(public=held.public_key, **serials_of(table.round), **_counts(held))


@_for_devices
@sensitive_variables()
def check(request: "HttpRequest", table: "TableSession", said: Said) -> JsonResponse:
    """Whether a pass is good, while there is a connection."""
    check_device(table, _text(said, "device"))
    with guesses_counted(("pass-entry", address_of(request))):
        found = check_pass(table.round, _text(said, "code"))
    return _good(trial=found.state == PassState.TEST)


@_for_devices
@sensitive_variables()
def send(request: "HttpRequest", table: "TableSession", said: Said) -> JsonResponse:
    """Take sealed ballots; tell of each whether the device may drop it."""
    check_device(table, _text(said, "device"))
    sent = said.get("envelopes")
    if not isinstance(sent, list) or len(sent) > MOST_AT_ONCE:
        return _refused(HTTPStatus.BAD_REQUEST, "")
    envelopes = {
        _text(each, "name"): _bytes(_text(each, "sealed"))
        for each in sent
        if isinstance(each, dict)
    }
    arrived = take_envelopes(table, envelopes, address=address_of(request))
    table.refresh_from_db()
    return _good(arrived=arrived, **_counts(table))


@_for_devices
@sensitive_variables()
def end(request: "HttpRequest", table: "TableSession", said: Said) -> JsonResponse:
    """Close the table of a device that holds nothing any more."""
    end_on_device(table, pin=_text(said, "pin"), device=_text(said, "device"))
    return _good()


def _counts(table: "TableSession") -> dict[str, int]:
    return {"served": table.served, "refused": table.refused}


@sensitive_variables()
def _read(request: "HttpRequest") -> Said | None:
    if int(request.META.get("CONTENT_LENGTH") or 0) > _LONGEST:
        return None
    try:
        said = json.loads(request.body)
    except (ValueError, RecursionError):
        return None
    return said if isinstance(said, dict) else None


def _text(said: Said, name: str) -> str:
    found = said.get(name)
    return found if isinstance(found, str) else ""


def _bytes(text: str) -> bytes:
    """The bytes of an envelope; none where it is damaged, so that it is refused."""
    try:
        return base64.b64decode(text, validate=True)
    except (binascii.Error, ValueError):
        return b""


def _good(**told: object) -> JsonResponse:
    return JsonResponse({"ok": True, **told})


def _refused(status: HTTPStatus, words: str) -> JsonResponse:
    return JsonResponse({"ok": False, "why": "", "words": words}, status=status)
