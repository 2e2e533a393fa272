"""Who asks, as far as the network tells, how to say "wait", and how to leave no trace."""

from collections.abc import Callable
from functools import wraps
from http import HTTPStatus
from math import ceil
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.shortcuts import render

from participation.services.code_entry import Counted
from participation.services.errors import TooManyPinsError, WrongCodeError
from participation.services.pass_codes import read_code

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

View = Callable[..., "HttpResponse"]


def leaves_no_trace(view: View) -> View:
    """Keep the pages out of caches, histories and the next site's logs.

    Visitors' pages tell nobody the address they were left from, this site neither; their
    forms need no token. Whoever is signed in has one at least, to sign out, and with
    "no-referrer" a browser calls the origin of a form "null", so that it is refused:
    there the site's own policy stands, which tells other sites nothing.
    """

    @wraps(view)
    def wrapped(request: "HttpRequest", *args: Any, **kwargs: Any) -> "HttpResponse":
        response = view(request, *args, **kwargs)
        response["Cache-Control"] = "no-store, private"
        if not request.user.is_authenticated:
            response["Referrer-Policy"] = "no-referrer"
        return response

    return wrapped


def address_of(request: "HttpRequest") -> str:
    """The visitor's network address, behind as many proxies as are ours.

    Each of our proxies adds the address it saw at the end of the header; whatever
    stands before those, the visitor may have made up.
    """
    seen = [
        part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",")
    ]
    trusted = settings.TRUSTED_PROXIES
    if trusted and len(seen) >= trusted and seen[-trusted]:
        return seen[-trusted]
    return str(request.META.get("REMOTE_ADDR", ""))


def guesses_at(request: "HttpRequest", purpose: str, typed: str) -> list[Counted]:
    """By what guesses at a code are counted: address, item, and account where there is one.

    By the serial that was typed, whether there is such an item or not: from many addresses
    trying one item shows, and the answer does not tell whether it exists.
    """
    found: list[Counted] = [(purpose, address_of(request))]
    code = read_code(typed)
    if code is not None:
        found.append((f"{purpose}-item", code.serial))
    if request.user.is_authenticated:
        found.append((f"{purpose}-account", str(request.user.pk)))
    return found


def too_many_tries(request: "HttpRequest", seconds: int) -> "HttpResponse":
    """Answer 429, with how long to wait."""
    context = {"minutes": ceil(seconds / 60)}
    response = render(request, "429.html", context, status=429)
    response["Retry-After"] = str(seconds)
    return response


def with_too_many(response: "HttpResponse", refusal: Exception) -> "HttpResponse":
    """The same page, as an answer to too many guesses where the refusal is for that.

    Of codes it is no lock: the form is on it, and the right one is taken at any time.
    """
    if isinstance(refusal, WrongCodeError | TooManyPinsError) and refusal.seconds:
        response.status_code = HTTPStatus.TOO_MANY_REQUESTS
        response["Retry-After"] = str(refusal.seconds)
    return response
