"""Which column of a table says what: as recognised, or as a person chooses."""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from maps.enums import PopulationGroup
from maps.imports.choices import WhenTheyDiffer
from maps.imports.columns import EachRow
from maps.imports.findings import FileRefusedError
from maps.imports.headings import column_of, letter_of
from maps.imports.looking import Candidate
from maps.imports.matching import AND, NONE, Matching, Role, match

_PREFIX = "column_"
#: Between the letters of columns that play a role together.
_BESIDE = "|"


class ColumnsForm(forms.Form):
    """A choice for every role, and what the file leaves open.

    Choices are the letters of columns, never their headings: a heading may be a
    person's row. ``has_headings`` says whether headings may be repeated.
    """

    remember = forms.BooleanField(
        label=gettext_lazy("Remember these columns for files with the same headings"),
        required=False,
        initial=True,
    )

    def __init__(
        self,
        *args: Any,
        candidate: Candidate,
        roles: Sequence[Role],
        has_headings: bool,
        remembered: Mapping[str, str] | None = None,
        answers: Mapping[str, Any] | None = None,
        **kwargs: Any,
    ) -> None:
        self.candidate, self.roles, self.has_headings = candidate, roles, has_headings
        earlier = (answers or {}).get("choices") or self._choices_of(remembered or {})
        kwargs["initial"] = {
            **{_PREFIX + role: value for role, value in earlier.items()},
            **(answers or {}),
        }
        super().__init__(*args, **kwargs)
        for role in roles:
            self.fields[_PREFIX + role.name] = self._field(role, earlier)
        if not has_headings:
            del self.fields["remember"]

    @property
    def asked(self) -> list[forms.BoundField]:
        """Roles that something speaks for, or that a table can hardly do without."""
        return [self[_PREFIX + r.name] for r in self.roles if self._is_asked(r)]

    @property
    def others(self) -> list[forms.BoundField]:
        """Roles that nothing speaks for."""
        return [self[_PREFIX + r.name] for r in self.roles if not self._is_asked(r)]

    @property
    def rules(self) -> list[forms.BoundField]:
        """What is asked of the table as a whole."""
        return [
            self[name]
            for name in self.fields
            if not name.startswith(_PREFIX) and name != "remember"
        ]

    def clean(self) -> dict[str, Any]:
        """Refuse a letter that is at the same time another column's heading."""
        given = super().clean() or {}
        for role in self.roles:
            for letter in str(given.get(_PREFIX + role.name) or "").split(_BESIDE):
                if letter not in ("", NONE) and self._name_of(letter) is None:
                    self.add_error(
                        _PREFIX + role.name,
                        _("Another column is headed %(letter)s. Rename it in the file.")
                        % {"letter": letter},
                    )
        return given

    def answers(self) -> dict[str, Any]:
        """Fit for JSON: the choices, and the same as the readers want them."""
        choices = {
            role.name: chosen
            for role in self.roles
            if (chosen := self.cleaned_data[_PREFIX + role.name])
        }
        return {
            "sheet": self.candidate.sheet,
            "has_headings": self.has_headings,
            "choices": choices,
            "columns": {
                role: NONE
                if chosen == NONE
                else AND.join(
                    self._name_of(one) or one for one in chosen.split(_BESIDE)
                )
                for role, chosen in choices.items()
            },
            "remember": bool(self.cleaned_data.get("remember")),
            **{bound.name: self.cleaned_data[bound.name] for bound in self.rules},
        }

    def id_of_answer(self, field: str) -> str:
        """Where a finding's field is answered; empty where the form does not ask it."""
        name = next((n for n in (_PREFIX + field, field) if n in self.fields), None)
        return "" if name is None else self[name].id_for_label

    def _field(self, role: Role, earlier: Mapping[str, str]) -> forms.ChoiceField:
        choices = [("", self._as_recognised(role)), (NONE, _("No column"))]
        choices += [
            (letter_of(at), self._label(at)) for at in range(len(self.candidate.labels))
        ]
        known = {value for value, _label in choices}
        if (kept := earlier.get(role.name, "")) not in known:
            labels = [self._label(column_of(one) or 0) for one in kept.split(_BESIDE)]
            choices.append((kept, AND.join(labels)))
        return forms.ChoiceField(
            label=str(role.title)[:1].upper() + str(role.title)[1:],
            choices=choices,
            required=False,
            help_text=self._why(role),
        )

    def _is_asked(self, role: Role) -> bool:
        matching: Matching = self.candidate.matching
        return bool(
            matching.proposals.get(role.name)
            or role.name in matching.open
            or role.name in ("individuals", "code", "persons")
            or self.initial.get(_PREFIX + role.name)
            or (self.is_bound and self.errors.get(_PREFIX + role.name))
        )

    def _label(self, column: int) -> str:
        letter, label = letter_of(column), self.candidate.labels[column]
        return label if label == letter else f"{letter} · {label}"

    def _as_recognised(self, role: Role) -> str:
        taken = self.candidate.matching.chosen.get(role.name, ())
        if not taken:
            return _("As recognised: no column")
        labels = AND.join(self.candidate.labels[column] for column in taken)
        return _("As recognised: %(columns)s") % {"columns": labels}

    def _why(self, role: Role) -> str:
        """What speaks for the columns taken, or for those that could be meant."""
        matching = self.candidate.matching
        taken = matching.chosen.get(role.name, ())
        proposals = matching.proposals.get(role.name, ())
        said = [
            _("“%(column)s”: %(reason)s (%(sure)d%%)")
            % {
                "column": self.candidate.labels[proposal.column],
                "reason": proposal.reason,
                "sure": round(100 * proposal.confidence),
            }
            for proposal in proposals
            if not taken or proposal.column in taken
        ]
        if not said:
            return ""
        if role.name in matching.open:
            return (
                _("Several columns could be meant; choose one.") + " " + "; ".join(said)
            )
        if not taken:
            return _("Not taken, because it is not sure.") + " " + "; ".join(said)
        return "; ".join(said)

    def _name_of(self, letter: str) -> str | None:
        """What the readers find a column by: its heading if that is one, else its letter.

        None where neither tells it from the others.
        """
        headers = [header.strip() for header in self.candidate.heading.headers]
        column = column_of(letter)
        if column is None or column >= len(headers):
            return None
        header = headers[column]
        if self.has_headings and header and headers.count(header) == 1:
            return header
        loose = {header.casefold() for header in headers}
        return None if letter.casefold() in loose else letter

    def _choices_of(self, columns: Mapping[str, str]) -> dict[str, str]:
        """Remembered columns as choices; none where they do not fit any more."""
        try:
            matching = match(self.candidate.heading, self.roles, columns)
        except FileRefusedError:
            return {}
        return {
            role: _BESIDE.join(map(letter_of, matching.chosen.get(role, ()))) or NONE
            for role in columns
        }


class ReturnColumnsForm(ColumnsForm):
    """Columns of a file of returns, and what its rows are."""

    each_row = forms.ChoiceField(
        label=gettext_lazy("Each row is"),
        required=False,
        choices=[
            ("", gettext_lazy("As recognised")),
            (EachRow.PLACE.value, gettext_lazy("A place")),
            (EachRow.HOUSEHOLD.value, gettext_lazy("A household")),
            (EachRow.PERSON.value, gettext_lazy("A person")),
        ],
    )
    group = forms.ChoiceField(
        label=gettext_lazy("Population group"),
        required=False,
        choices=[
            ("", gettext_lazy("As the file says")),
            *PopulationGroup.choices,
        ],
        help_text=gettext_lazy("Of a file that does not say it, or the one to read."),
    )
    level = forms.TypedChoiceField(
        label=gettext_lazy("Count by"), required=False, coerce=int, empty_value=None
    )
    when_they_differ = forms.ChoiceField(
        label=gettext_lazy("Where a point lies in another area than the code names"),
        widget=forms.RadioSelect,
        initial=WhenTheyDiffer.CODE.value,
        choices=[
            (WhenTheyDiffer.CODE.value, gettext_lazy("The code counts")),
            (WhenTheyDiffer.POINT.value, gettext_lazy("The point counts")),
            (
                WhenTheyDiffer.REFUSE.value,
                gettext_lazy("Neither: the row has an error"),
            ),
        ],
    )
    turn_axes = forms.BooleanField(
        label=gettext_lazy("Longitude stands under the heading of latitude"),
        required=False,
    )

    grid = forms.CharField(
        label=gettext_lazy("Coordinate system of points in metres"),
        required=False,
        max_length=40,
        help_text=gettext_lazy(
            "Of easting and northing, for example EPSG:32636; or UTM, where a column has "
            "the zone. Leave it empty to see which are likely."
        ),
    )

    def __init__(
        self, *args: Any, levels: Sequence[tuple[Any, Any]], **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.fields["level"].choices = levels  # type: ignore[attr-defined]
