"""The interface's own description (OpenAPI 3.0), from which clients learn to ask."""

from collections.abc import Sequence
from typing import Any

from django.utils.translation import gettext as _

from maps.collections import Collection, Column
from maps.collections.terms import Terms
from maps.ogcapi.documents import (
    GEOJSON,
    HTML,
    JSON,
    OPENAPI,
    PROBLEM,
    SCHEMA,
    Addresses,
    Document,
)
from maps.ogcapi.parameters import DEFAULT_LIMIT, LARGEST_LIMIT
from maps.ogcapi.reference_systems import CRS84, REFERENCE_SYSTEMS


def definition_document(
    collections: Sequence[Collection], at: Addresses, terms: Terms
) -> Document:
    """Every address with its parameters and answers."""
    paths: Document = {
        "/": _get("landing", _("The first page"), JSON),
        "/conformance": _get("conformance", _("What it conforms to"), JSON),
        "/api": _get("definition", _("How to ask"), OPENAPI),
        "/collections": _get("collections", _("Collections"), JSON),
    }
    for collection in collections:
        paths |= _paths(collection)
    info: Document = {
        "title": _("Open data of %(site)s") % {"site": terms.publisher},
        "version": "1.0.0",
        "description": _("Read-only, open to everybody, without a key."),
    }
    if terms.licence_url:
        info["license"] = {"name": _("Licence"), "url": terms.licence_url}
    return {
        "openapi": "3.0.3",
        "info": info,
        "servers": [{"url": at("landing").rstrip("/")}],
        "paths": paths,
        "components": {
            "parameters": shared_parameters(),
            "schemas": {
                "problem": {
                    "type": "object",
                    "properties": {
                        "title": {"type": "string"},
                        "status": {"type": "integer"},
                        "detail": {"type": "string"},
                    },
                }
            },
        },
    }


def shared_parameters() -> dict[str, Document]:
    """Parameters that all collections know."""
    systems = {"type": "string", "enum": list(REFERENCE_SYSTEMS), "default": CRS84.uri}
    return {
        "limit": _parameter(
            "limit",
            _("How many features at most."),
            {
                "type": "integer",
                "minimum": 1,
                "maximum": LARGEST_LIMIT,
                "default": DEFAULT_LIMIT,
            },
        ),
        "bbox": {
            **_parameter(
                "bbox",
                _("Only what meets this box: west, south, east, north."),
                {
                    "type": "array",
                    "oneOf": [
                        {"minItems": 4, "maxItems": 4},
                        {"minItems": 6, "maxItems": 6},
                    ],
                    "items": {"type": "number"},
                },
            ),
            "explode": False,
        },
        "bbox-crs": _parameter("bbox-crs", _("The system of the box."), systems),
        "crs": _parameter("crs", _("The system of the answer."), systems),
        "datetime": _parameter(
            "datetime",
            _("Only what was so on a day or in a period: 2026-09-30, 2026-01-01/.."),
            {"type": "string"},
        ),
        "after": _parameter(
            "after", _("Go on behind this feature (see next)."), {"type": "string"}
        ),
        "before": _parameter(
            "before", _("Go back before this feature (see prev)."), {"type": "string"}
        ),
        "f": _parameter(
            "f",
            _("The form of the answer; otherwise as the Accept header asks."),
            {"type": "string", "enum": ["json", "html"]},
        ),
    }


def own_parameters(collection: Collection) -> list[Document]:
    """Parameters by which this collection alone is narrowed."""
    return [_filter_parameter(column) for column in collection.queryables]


def _paths(collection: Collection) -> Document:
    key, title = collection.key, str(collection.title)
    names = ["limit", "bbox", "bbox-crs", "crs", "after", "before"]
    if collection.during is not None:
        names.append("datetime")
    items = [
        *({"$ref": f"#/components/parameters/{name}"} for name in names),
        *own_parameters(collection),
    ]
    item_id = {
        "name": "featureId",
        "in": "path",
        "required": True,
        "schema": {"type": "string"},
    }
    crs = {"$ref": "#/components/parameters/crs"}
    root = f"/collections/{key}"
    return {
        root: _get(f"{key}.about", title, JSON),
        f"{root}/schema": _get(f"{key}.schema", _("Properties"), SCHEMA),
        f"{root}/queryables": _get(
            f"{key}.queryables", _("Properties to filter by"), SCHEMA
        ),
        f"{root}/items": _get(f"{key}.items", title, GEOJSON, items),
        f"{root}/items/{{featureId}}": _get(
            f"{key}.item", title, GEOJSON, [item_id, crs]
        ),
    }


def _get(
    operation: str, summary: str, kind: str, parameters: Sequence[Document] = ()
) -> Document:
    content: Document = {kind: {"schema": {"type": "object"}}}
    if kind != SCHEMA:
        content[HTML] = {"schema": {"type": "string"}}
    problem = {"$ref": "#/components/schemas/problem"}
    return {
        "get": {
            "operationId": operation,
            "summary": summary,
            "parameters": [{"$ref": "#/components/parameters/f"}, *parameters],
            "responses": {
                "200": {"description": summary, "content": content},
                "default": {
                    "description": _("What is wrong with the question"),
                    "content": {PROBLEM: {"schema": problem}},
                },
            },
        }
    }


def _parameter(name: str, description: str, schema: dict[str, Any]) -> Document:
    return {
        "name": name,
        "in": "query",
        "description": description,
        "required": False,
        "style": "form",
        "explode": True,
        "schema": schema,
    }


def _filter_parameter(column: Column) -> Document:
    schema: dict[str, Any] = {
        "type": "integer" if column.kind == "integer" else "string"
    }
    if column.codes:
        schema["enum"] = list(column.codes)
    return _parameter(column.name, str(column.title), schema)
