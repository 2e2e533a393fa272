"""The documents that lead a client to the features: landing page, collections, schemas."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, Protocol

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from maps.collections import Collection, Column
from maps.collections.selecting import extent_of
from maps.collections.terms import Terms
from maps.ogcapi.reference_systems import CRS84, REFERENCE_SYSTEMS

if TYPE_CHECKING:
    from collections.abc import Sequence

JSON = "application/json"
GEOJSON = "application/geo+json"
HTML = "text/html"
SCHEMA = "application/schema+json"
OPENAPI = "application/vnd.oai.openapi+json;version=3.0"
PROBLEM = "application/problem+json"

CONFORMANCE = [
    "http://www.opengis.net/spec/ogcapi-common-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/oas30",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/html",
    "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/geojson",
    "http://www.opengis.net/spec/ogcapi-features-2/1.0/conf/crs",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables",
    "http://www.opengis.net/spec/ogcapi-features-3/1.0/conf/queryables-query-parameters",
    "http://www.opengis.net/spec/ogcapi-features-5/1.0/conf/schemas",
]
_OGC_RELATION = "http://www.opengis.net/def/rel/ogc/1.0/"
_SCHEMA_TYPES = {
    "string": {"type": "string"},
    "integer": {"type": "integer"},
    "number": {"type": "number"},
    "date": {"type": "string", "format": "date"},
    "uri": {"type": "string", "format": "uri"},
}
_GEOMETRY_FORMATS = {
    "Point": "geometry-point",
    "MultiPolygon": "geometry-multipolygon",
}

Document = dict[str, Any]


class Addresses(Protocol):
    """Full addresses of this site by the names of `maps.urls.features`."""

    def __call__(self, name: str, *args: str, **query: str) -> str:
        """The address of a resource, with a query."""
        ...


def link(href: str, rel: str, kind: str, title: str = "") -> dict[str, str]:
    """One link of a document."""
    found = {"href": href, "rel": rel, "type": kind}
    return {**found, "title": title, "hreflang": _language()} if title else found


def landing_document(at: Addresses, terms: Terms) -> Document:
    """The first page of the interface."""
    return {
        "title": _("Open data of %(site)s") % {"site": terms.publisher},
        "description": _(
            "Areas, released numbers of returnees, communities, services and "
            "initiatives, for QGIS and other programs."
        ),
        "links": [
            link(at("landing", f="json"), "self", JSON, _("This page as JSON")),
            link(at("landing", f="html"), "alternate", HTML, _("This page")),
            link(at("definition", f="json"), "service-desc", OPENAPI, "OpenAPI 3.0"),
            link(at("definition", f="html"), "service-doc", HTML, _("How to ask")),
            link(at("conformance"), "conformance", JSON, _("What it conforms to")),
            link(at("collections"), "data", JSON, _("Collections")),
            *_licence_links(terms),
        ],
    }


def conformance_document() -> Document:
    """The classes of requirements that are kept."""
    return {"conformsTo": CONFORMANCE}


def collections_document(
    collections: "Sequence[Collection]", at: Addresses, terms: Terms
) -> Document:
    """All collections."""
    return {
        "links": [
            link(at("collections", f="json"), "self", JSON, _("Collections")),
            link(at("collections", f="html"), "alternate", HTML, _("Collections")),
            *_licence_links(terms),
        ],
        "crs": list(REFERENCE_SYSTEMS),
        "collections": [collection_document(each, at, terms) for each in collections],
    }


def collection_document(
    collection: Collection, at: Addresses, terms: Terms
) -> Document:
    """One collection: what it is, where it lies, and where its features are."""
    key, title = collection.key, str(collection.title)
    found: Document = {
        "id": key,
        "title": title,
        "description": str(collection.description),
        "itemType": "feature",
        "crs": list(REFERENCE_SYSTEMS),
        "storageCrs": CRS84.uri,
        "attribution": terms.publisher,
        "links": [
            link(at("collection", key, f="json"), "self", JSON, title),
            link(at("collection", key, f="html"), "alternate", HTML, title),
            link(at("items", key), "items", GEOJSON, title),
            link(at("items", key, f="html"), "items", HTML, title),
            link(at("schema", key), "describedby", SCHEMA, _("Properties")),
            link(at("schema", key), f"{_OGC_RELATION}schema", SCHEMA, _("Properties")),
            link(
                at("queryables", key),
                f"{_OGC_RELATION}queryables",
                SCHEMA,
                _("Properties to filter by"),
            ),
            *_licence_links(terms),
        ],
    }
    box = extent_of(collection)
    if box is not None:
        found["extent"] = {"spatial": {"bbox": [list(box)], "crs": CRS84.uri}}
    return found


def schema_document(collection: Collection, at: Addresses) -> Document:
    """The properties of a collection's features as JSON Schema."""
    properties = {column.name: _column_schema(column) for column in collection.columns}
    properties["page"] = {
        "title": _("Page"),
        **_SCHEMA_TYPES["uri"],
        "x-ogc-role": "reference",
    }
    properties["geometry"] = {
        "title": _("Place"),
        "x-ogc-role": "primary-geometry",
        "format": _GEOMETRY_FORMATS[collection.geometry_type],
    }
    return _schema(at("schema", collection.key), collection, properties)


def queryables_document(collection: Collection, at: Addresses) -> Document:
    """The properties to filter by as JSON Schema."""
    return _schema(
        at("queryables", collection.key),
        collection,
        {column.name: _column_schema(column) for column in collection.queryables},
    )


def _schema(
    address: str, collection: Collection, properties: Mapping[str, Any]
) -> Document:
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": address,
        "type": "object",
        "title": str(collection.title),
        "description": str(collection.description),
        "properties": properties,
        "additionalProperties": False,
    }


def _column_schema(column: Column) -> Document:
    found: Document = {"title": str(column.title), **_SCHEMA_TYPES[column.kind]}
    if column.codes:
        found["enum"] = list(column.codes)
        found["description"] = "; ".join(
            f"{code}: {label}" for code, label in column.codes.items()
        )
    return found


def _licence_links(terms: Terms) -> list[dict[str, str]]:
    if not terms.licence_url:
        return []
    return [link(terms.licence_url, "license", HTML, _("Licence"))]


def _language() -> str:
    return (get_language() or "en")[:2]
