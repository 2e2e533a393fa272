"""Spellings to confirm: rules for codes, and areas for names."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

_RULE, _PLACE = "rule_", "place_"


class SpellingsForm(forms.Form):
    """A box for every rule, a choice for every name; nothing is ticked beforehand."""

    def __init__(self, *args: Any, result: Mapping[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for told in result.get("codes", []):
            self.fields[_RULE + told["mark"]] = forms.BooleanField(
                label=ngettext(
                    "%(count)d unknown code: %(reason)s (%(sure)d%%)",
                    "%(count)d unknown codes: %(reason)s (%(sure)d%%)",
                    told["count"],
                )
                % told,
                required=False,
                help_text=" · ".join(told["examples"]),
            )
        for told in result.get("places", []):
            choices = [("", _("None of these"))]
            choices += [
                (
                    one["code"],
                    f"{one['name']} ({one['code']}) – {one['sure']}%: {one['reason']}",
                )
                for one in told["candidates"]
            ]
            self.fields[_PLACE + told["mark"]] = forms.ChoiceField(
                label=told["name"] or _("A name in the file"),
                choices=choices,
                required=False,
                help_text=_rows(told["rows"]),
            )

    @property
    def rules(self) -> list[forms.BoundField]:
        """Rules for codes."""
        return [self[name] for name in self.fields if name.startswith(_RULE)]

    @property
    def places(self) -> list[forms.BoundField]:
        """Areas for names."""
        return [self[name] for name in self.fields if name.startswith(_PLACE)]

    def answers(self, earlier: Mapping[str, Any]) -> dict[str, Any]:
        """What was confirmed now and before, fit for JSON."""
        given = self.cleaned_data
        marks = [
            n.removeprefix(_RULE) for n in given if n.startswith(_RULE) and given[n]
        ]
        places = {
            name.removeprefix(_PLACE): code
            for name, code in given.items()
            if name.startswith(_PLACE) and code
        }
        return {
            **earlier,
            "marks": [*earlier.get("marks", []), *marks],
            "places": {**earlier.get("places", {}), **places},
        }


def _rows(rows: int | None) -> str:
    if rows is None:
        return ""
    return ngettext("on %(count)d row", "on %(count)d rows", rows) % {"count": rows}
