"""The forms of a page as a browser would send them, and the same with other values."""

from __future__ import annotations

from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Mapping

_TEXTS = {"input", "textarea", "select", "button"}
#: What says which form it is; with another value it would be none.
_KEPT = {"csrfmiddlewaretoken", "step", "form", "do"}
#: Of several of one name only the first is ticked here.
_CHOSEN = {"checkbox", "radio"}


@dataclass
class Form:
    """Where a form goes (empty: to its own page), and its fields with their values."""

    action: str
    fields: dict[str, list[str]] = field(default_factory=dict)

    def filled(self, known: Mapping[str, str]) -> dict[str, list[str]]:
        """What was left empty is filled with what somebody knows, or with a number."""
        return {
            name: values if any(values) else [known.get(name, "1")]
            for name, values in self.fields.items()
        }

    def changed(self) -> dict[str, list[str]]:
        """Other values of the same kind in all fields but those that name the form."""
        return {
            name: values
            if name in _KEPT
            else [_other(value) for value in values or [""]]
            for name, values in self.fields.items()
        }


def forms_of(text: str) -> list[Form]:
    """All forms of a page that are sent by POST."""
    parser = _Parser()
    parser.feed(text)
    return parser.forms


def _other(value: str) -> str:
    if value.isdecimal():
        return str(int(value) + 1)
    return f"{value} changed"


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.forms: list[Form] = []
        self._form: Form | None = None
        self._select = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        told = {name: value or "" for name, value in attrs}
        if tag == "form":
            self._form = None
            if told.get("method", "").lower() == "post":
                self._form = Form(told.get("action", ""))
                self.forms.append(self._form)
        elif self._form is None:
            return
        elif tag == "option" and self._select:
            values = self._form.fields[self._select]
            if "selected" in told or not values:
                self._form.fields[self._select] = [told.get("value", "")]
        elif tag in _TEXTS and told.get("name"):
            values = self._form.fields.setdefault(told["name"], [])
            self._select = told["name"] if tag == "select" else ""
            is_ticked = told.get("type") in _CHOSEN
            if is_ticked and values:
                return
            if tag in {"input", "button"}:
                values.append(told.get("value", "on" if is_ticked else ""))

    def handle_endtag(self, tag: str) -> None:
        if tag == "form":
            self._form = None
        elif tag == "select":
            self._select = ""
