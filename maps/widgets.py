"""Inputs of the CMS that the stock ones do not do well: shapes, and names by language.

django-leaflet's own widget loses the holes of a MultiPolygon on save, so only Leaflet
and its drawing plugin are taken from it.
"""

import json
from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.contrib.gis.forms.widgets import BaseGeometryWidget
from django.contrib.gis.gdal import OGRGeomType
from django.contrib.gis.geos import GEOSGeometry
from django.forms import Widget
from django.utils.translation import get_language_info

from maps.enums import SRID
from maps.validators import geometry_from_geojson


class GeometryInput(BaseGeometryWidget):
    """Edits a geometry on a map; without script the GeoJSON text itself."""

    template_name = "maps/widgets/geometry_input.html"
    map_srid = SRID

    @property
    def kind(self) -> str:
        """The kind of geometry that is asked for, as GeoJSON names it."""
        kind = str(self.attrs.get("geom_type", "GEOMETRY"))
        return "Geometry" if kind.upper() == "GEOMETRY" else OGRGeomType(kind).name

    def serialize(self, value: Any) -> str:
        """The geometry as GeoJSON, for the textarea."""
        return str(value.geojson) if value else ""

    def deserialize(self, value: str) -> GEOSGeometry:
        """The geometry of a text. Raises ValidationError that says what is wrong."""
        return geometry_from_geojson(value, self.kind)

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Add the text, as it was typed where it was refused, and its kind."""
        typed = isinstance(value, str)
        context = super().get_context(name, None if typed else value, attrs)
        context["serialized"] = value if typed else self.serialize(value)
        context["geojson_type"] = self.kind
        return context

    class Media:
        js = (
            "leaflet/leaflet.js",
            "leaflet/draw/leaflet.draw.js",
            "maps/geometry-input.js",
        )
        css = {
            "screen": (
                "leaflet/leaflet.css",
                "leaflet/draw/leaflet.draw.css",
                "maps/geometry-input.css",
            )
        }


class NamesInput(Widget):
    """One line a language for a JSON field such as ``{"ar": "مارو"}``.

    The reference name stands in its own field, so the site's first language is asked
    only where a name is already stored in it. Languages beyond the site's are kept.
    """

    template_name = "maps/widgets/names_input.html"
    use_fieldset = True

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Add ``lines``: a field name, id, language and text for each language."""
        context = super().get_context(name, value, attrs)
        stored = self._stored(value)
        asked = [
            code for code, _name in settings.LANGUAGES if code != settings.LANGUAGE_CODE
        ]
        others = [code for code in stored if code not in asked]
        widget_id = context["widget"]["attrs"].get("id", f"id_{name}")
        context["lines"] = [
            {
                "name": f"{name}__{code}",
                "id": f"{widget_id}__{code}",
                "code": code,
                "text": stored.get(code, ""),
                **_language(code),
            }
            for code in (*asked, *others)
        ]
        return context

    def value_from_datadict(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> str | None:
        """The lines as JSON text; empty lines are left out."""
        if self.value_omitted_from_data(data, files, name):
            return None
        lines = {
            key.removeprefix(f"{name}__"): str(data[key]).strip()
            for key in data
            if key.startswith(f"{name}__")
        }
        return json.dumps({code: text for code, text in lines.items() if text})

    def value_omitted_from_data(
        self, data: Mapping[str, Any], files: Any, name: str
    ) -> bool:
        """Whether the form had no line of ours at all."""
        return not any(key.startswith(f"{name}__") for key in data)

    def id_for_label(self, id_: str) -> str:
        """No single line is the field's own; each has its label."""
        return ""

    @staticmethod
    def _stored(value: Any) -> dict[str, str]:
        found = json.loads(value) if isinstance(value, str) and value else value
        return found if isinstance(found, dict) else {}

    class Media:
        css = {"screen": ("maps/names-input.css",)}


def _language(code: str) -> dict[str, str]:
    """Name and direction of a language, or its code where Django does not know it."""
    try:
        info = get_language_info(code)
    except KeyError:
        return {"label": code, "direction": "auto"}
    return {
        "label": info["name_local"],
        "direction": "rtl" if info["bidi"] else "ltr",
    }
