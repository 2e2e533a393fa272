"""Forms for corrections of the map."""

import json
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.gis import forms as gis_forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from maps.enums import SRID
from maps.validators import geometry_from_geojson
from maps.widgets import GeometryInput

if TYPE_CHECKING:
    from django.contrib.gis.geos import GEOSGeometry
    from django.db.models import QuerySet

    from communities.models import Community
    from initiatives.models import Initiative
    from maps.models import AdminArea

MAX_BYTES = 2_000_000


class SubjectForm(forms.Form):
    """What the correction is about: one of three lists."""

    area = forms.ModelChoiceField(
        label=_("Borders or name of an area"),
        queryset=None,
        required=False,
        to_field_name="pcode",
    )
    community = forms.ModelChoiceField(
        label=_("Or the place of a community"),
        queryset=None,
        required=False,
        to_field_name="slug",
    )
    initiative = forms.ModelChoiceField(
        label=_("Or the place of an initiative"),
        queryset=None,
        required=False,
        to_field_name="reference",
    )

    def __init__(
        self,
        *args: Any,
        areas: "QuerySet[AdminArea]",
        communities: "QuerySet[Community]",
        initiatives: "QuerySet[Initiative]",
        **kwargs: Any,
    ) -> None:
        super().__init__(*args, **kwargs)
        for name, found in (
            ("area", areas),
            ("community", communities),
            ("initiative", initiatives),
        ):
            self.fields[name].queryset = found  # type: ignore[attr-defined]

    @property
    def subject(self) -> "AdminArea | Community | Initiative | None":
        """The first thing that was chosen."""
        given = self.cleaned_data
        found: AdminArea | Community | Initiative | None = (
            given.get("area") or given.get("community") or given.get("initiative")
        )
        return found


class CorrectionForm(forms.Form):
    """The new shape, drawn or uploaded, and the reason."""

    name = forms.CharField(label=_("Name"), max_length=200, required=False)
    shape = gis_forms.GeometryField(
        srid=SRID, required=False, widget=GeometryInput, label=_("On the map")
    )
    file = forms.FileField(
        label=_("Or a GeoJSON file"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": ".geojson,.json"}),
        help_text=_("With one shape, in degrees. Up to 2 MB. The file is not kept."),
    )
    reason = forms.CharField(
        label=_("Why is it wrong now, and how do you know?"),
        max_length=1500,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("For example a decree with its date. Name no private person."),
    )

    def __init__(self, *args: Any, kind: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.kind = kind
        self.fields["shape"] = gis_forms.GeometryField(
            geom_type=kind.upper(),
            srid=SRID,
            required=False,
            widget=GeometryInput(attrs={"geom_type": kind.upper()}),
            label=_("On the map"),
            help_text=_(
                "Change the drawing. Without a map, change the text: longitude comes "
                "first, then latitude."
            ),
        )
        if kind == "Point":
            del self.fields["name"]

    def clean_file(self) -> "GEOSGeometry | None":
        """The shape in the file; its bytes are forgotten."""
        upload = self.cleaned_data.get("file")
        if upload is None:
            return None
        if upload.size > MAX_BYTES:
            raise ValidationError(_("The file is larger than 2 MB."), code="too_large")
        try:
            text = upload.read().decode("utf-8-sig")
        except UnicodeDecodeError as error:
            raise ValidationError(_("This file is not text."), code="binary") from error
        return geometry_from_geojson(_only_feature(text), self.kind)

    @property
    def geometry(self) -> "GEOSGeometry | None":
        """What was uploaded, or else what was drawn."""
        return self.cleaned_data.get("file") or self.cleaned_data.get("shape")


def _only_feature(text: str) -> str:
    """The one feature of a collection, as files have it; anything else as it is."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        return text
    features = found.get("features") if isinstance(found, dict) else None
    if isinstance(features, list) and len(features) == 1:
        return json.dumps(features[0])
    return text


class DecisionForm(forms.Form):
    """Staff accept or decline, with a reason that the proposer reads."""

    answer = forms.ChoiceField(
        label=_("Your answer"),
        choices=[
            ("accept", _("Accept: the map changes today")),
            ("decline", _("Decline: the map stays as it is")),
        ],
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("Reason"), max_length=1000, widget=forms.Textarea(attrs={"rows": 3})
    )
