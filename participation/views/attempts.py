"""Trying what a button asks for, and telling the person how it went."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from django.contrib import messages

from participation.services.errors import ParticipationError

if TYPE_CHECKING:
    from django.http import HttpRequest


def attempt(request: "HttpRequest", action: Callable[[], object], words: str) -> bool:
    """Do it, and say so or say why not."""
    try:
        action()
    except ParticipationError as refusal:
        messages.error(request, str(refusal))
        return False
    messages.success(request, words)
    return True
