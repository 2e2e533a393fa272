"""The geometry editor of the CMS: Leaflet round a textarea of GeoJSON.

django-leaflet's own widget loses the holes of a MultiPolygon on save, so only Leaflet
and its drawing plugin are taken from it.
"""

from typing import Any

from django.contrib.gis.forms.widgets import BaseGeometryWidget
from django.contrib.gis.gdal import OGRGeomType

from maps.enums import SRID


class GeometryInput(BaseGeometryWidget):
    """Edits a geometry on a map; without script the GeoJSON text itself."""

    template_name = "maps/widgets/geometry_input.html"
    map_srid = SRID

    def serialize(self, value: Any) -> str:
        """The geometry as GeoJSON, for the textarea."""
        return str(value.geojson) if value else ""

    def get_context(
        self, name: str, value: Any, attrs: dict[str, Any] | None
    ) -> dict[str, Any]:
        """Add the text and the kind of geometry for the script."""
        context = super().get_context(name, value, attrs)
        kind = str(
            self.attrs.get("geom_type") or getattr(self, "geom_type", "GEOMETRY")
        )
        context["serialized"] = (
            value if isinstance(value, str) else self.serialize(value)
        )
        context["geojson_type"] = (
            "Geometry" if kind.upper() == "GEOMETRY" else OGRGeomType(kind).name
        )
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
