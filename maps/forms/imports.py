"""Forms of those who load data: the file, and what it is about."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from maps.enums import AreaLevel, ImportKind
from maps.imports.area_columns import AREA_FIELDS
from maps.imports.population import FIRST_YEAR, LAST_YEAR
from maps.models import ReportingRound


class DateInput(forms.DateInput):
    """The browser's own calendar, which wants ISO dates in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(attrs={"class": "short"}, format="%Y-%m-%d")


class UploadForm(forms.Form):
    """A file, and who is to be credited for it."""

    #: Endings that the file chooser of the browser offers.
    accepts = ".csv,.tsv,.txt,.xlsx"

    file = forms.FileField(label=_("File"), max_length=None)
    source = forms.CharField(
        label=_("Source and licence"),
        max_length=300,
        required=False,
        help_text=_("The credit line shown wherever the figures are."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].widget.attrs["accept"] = self.accepts
        self.order_fields(["file", "round", "date", "level", "year"])

    def about(self) -> dict[str, Any]:
        """What the person says of the file as a whole, fit for JSON."""
        given = {k: v for k, v in self.cleaned_data.items() if k != "file"}
        if given.get("date"):
            given["date"] = given["date"].isoformat()
        return {name: value for name, value in given.items() if value not in ("", None)}


class ReturnsUploadForm(UploadForm):
    """Returns of one round."""

    file = forms.FileField(
        label=_("File of returns"),
        help_text=_(
            "CSV or XLSX, one row a place, a household or a person. Rows are added up "
            "and forgotten; the file is deleted once it is stored, at the latest after "
            "a day."
        ),
    )
    round = forms.CharField(
        label=_("Round"),
        max_length=ReportingRound._meta.get_field("code").max_length,
        help_text=_("Its code, for example R12. A new code makes a new round."),
    )
    date = forms.DateField(
        label=_("Reporting date"),
        widget=DateInput,
        help_text=_("The day to which the figures refer."),
    )
    note = forms.CharField(
        label=_("Method and limits"),
        required=False,
        max_length=2_000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("How it was counted, and what the figures cannot tell."),
    )


class AreasUploadForm(UploadForm):
    """Borders of one level."""

    accepts = ".zip,.gpkg,.geojson,.json,.topojson,.kml,.parquet"

    file = forms.FileField(
        label=_("File of borders"),
        help_text=_(
            "GeoPackage, zipped Shapefile, GeoJSON, TopoJSON, GeoParquet or KML."
        ),
    )
    level = forms.TypedChoiceField(
        label=_("Level"), choices=AreaLevel.choices, coerce=int
    )
    date = forms.DateField(
        label=_("Valid from"),
        widget=DateInput,
        required=False,
        help_text=_("If the file does not say it. Empty: since ever."),
    )


class PopulationUploadForm(UploadForm):
    """Residents by area and year."""

    file = forms.FileField(
        label=_("File of residents"),
        help_text=_("CSV or XLSX with area codes, residents and, best, the year."),
    )
    year = forms.IntegerField(
        label=_("Year"),
        required=False,
        min_value=FIRST_YEAR,
        max_value=LAST_YEAR,
        help_text=_("Of a table that does not say it."),
        localize=False,
    )


UPLOAD_FORMS: dict[ImportKind, type[UploadForm]] = {
    ImportKind.RETURNS: ReturnsUploadForm,
    ImportKind.AREAS: AreasUploadForm,
    ImportKind.POPULATION: PopulationUploadForm,
}


class StoreForm(forms.Form):
    """Whether rows with errors may be left out; asked where there are any."""

    without_bad_rows = forms.BooleanField(
        label=_("Store without the rows that have errors"), required=False
    )


class LayerForm(forms.Form):
    """What a file of borders does not say of itself, with what could be meant."""

    layer = forms.CharField(
        label=_("Layer"),
        required=False,
        max_length=120,
        help_text=_("Or the file inside the zip, where several could be meant."),
    )
    crs = forms.CharField(
        label=_("Coordinate system"),
        required=False,
        max_length=40,
        help_text=_("Of a file that does not state one, for example EPSG:32636."),
    )
    code = forms.CharField(
        label=_("Column of area codes"), required=False, max_length=120
    )
    name = forms.CharField(
        label=_("Column of area names"), required=False, max_length=120
    )
    parent = forms.CharField(
        label=_("Column of the code of the area above"), required=False, max_length=120
    )
    valid_on = forms.CharField(
        label=_("Column of the day from which the borders are valid"),
        required=False,
        max_length=120,
    )
    remember = forms.BooleanField(
        label=_("Remember these columns for files with the same headings"),
        required=False,
        initial=True,
    )
    turn_axes = forms.BooleanField(
        label=_("Exchange latitude and longitude"),
        required=False,
        help_text=_("Where the file has latitude first."),
    )

    def __init__(self, *args: Any, result: dict[str, Any], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        headings = [(name, name) for name in result.get("headings", [])]
        layers = [(name, name) for name in result.get("layers", [])]
        self.suggestions = {
            "crs": result.get("systems", []),
            "layer": layers,
            **dict.fromkeys(AREA_FIELDS, headings),
        }
        for name, known in self.suggestions.items():
            if known:
                self.fields[name].widget.attrs["list"] = f"known-{name}"

    def answers(self) -> dict[str, Any]:
        """Fit for JSON."""
        given = self.cleaned_data
        return {
            "remember": given["remember"],
            "layer": given["layer"],
            "crs": given["crs"],
            "turn_axes": given["turn_axes"],
            "columns": {name: given[name] for name in AREA_FIELDS if given[name]},
        }

    @staticmethod
    def initial_of(answers: dict[str, Any]) -> dict[str, Any]:
        """What was answered before."""
        return {**answers, **answers.get("columns", {})}


def level_choices(levels: Iterable[int]) -> list[tuple[Any, Any]]:
    """Levels to count at, the finest first and by default."""
    return [
        ("", _("The finest that is loaded")),
        *((n, AreaLevel(n).label) for n in levels),
    ]
