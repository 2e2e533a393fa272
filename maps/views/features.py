"""OGC API – Features over HTTP: each resource as JSON for programs, as a page for people."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from maps import collections as open_data
from maps.collections.geojson import Drawing, feature_text, json_text
from maps.collections.selecting import (
    FeaturePage,
    UnknownPositionError,
    read_one,
    read_page,
)
from maps.collections.terms import terms_of_use
from maps.ogcapi import documents
from maps.ogcapi.definition import (
    definition_document,
    own_parameters,
    shared_parameters,
)
from maps.ogcapi.documents import GEOJSON, HTML, JSON, OPENAPI, SCHEMA, link
from maps.ogcapi.parameters import (
    FORMAT,
    InvalidParameterError,
    ItemsQuery,
    items_query,
    once_each,
    reference_system,
)
from maps.ogcapi.reference_systems import ReferenceSystem
from maps.views.open_answers import SiteAddresses, as_json, open_to_all, wants_html

if TYPE_CHECKING:
    from maps.collections import Collection, Column, Feature

#: A page for people shows fewer features than a program takes at once.
ROWS_ON_A_PAGE = 50


@open_to_all
def landing(request: HttpRequest) -> HttpResponse:
    """The first page: where everything is."""
    return _document(
        request,
        documents.landing_document(_at(request), terms_of_use()),
        "landing",
        {"collections": open_data.public_collections(), "terms": terms_of_use()},
    )


@open_to_all
def conformance(request: HttpRequest) -> HttpResponse:
    """Which requirements of the standard are kept."""
    return _document(request, documents.conformance_document(), "conformance")


@open_to_all
def definition(request: HttpRequest) -> HttpResponse:
    """How to ask (OpenAPI 3.0)."""
    known = open_data.public_collections()
    return _document(
        request,
        definition_document(known, _at(request), terms_of_use()),
        "definition",
        {
            "shared": list(shared_parameters().values()),
            "own": [(each, own_parameters(each)) for each in known],
        },
        kind=OPENAPI,
    )


@open_to_all
def collections(request: HttpRequest) -> HttpResponse:
    """All collections."""
    known = open_data.public_collections()
    return _document(
        request,
        documents.collections_document(known, _at(request), terms_of_use()),
        "collections",
    )


@open_to_all
def collection(request: HttpRequest, key: str) -> HttpResponse:
    """One collection."""
    found = _collection(key)
    return _document(
        request,
        documents.collection_document(found, _at(request), terms_of_use()),
        "collection",
        {"collection": found, "terms": terms_of_use()},
    )


@open_to_all
def schema(request: HttpRequest, key: str) -> HttpResponse:
    """The properties of a collection's features."""
    once_each(dict(request.GET.lists()), [FORMAT])
    return as_json(
        documents.schema_document(_collection(key), _at(request)), kind=SCHEMA
    )


@open_to_all
def queryables(request: HttpRequest, key: str) -> HttpResponse:
    """The properties by which a collection is narrowed."""
    once_each(dict(request.GET.lists()), [FORMAT])
    return as_json(
        documents.queryables_document(_collection(key), _at(request)), kind=SCHEMA
    )


@open_to_all
def items(request: HttpRequest, key: str) -> HttpResponse:
    """Features of a collection, as many as asked, with links to those that follow."""
    found = _collection(key)
    is_page = wants_html(request)
    asked = _filled_in(request) if is_page else dict(request.GET.lists())
    query = items_query(found, asked)
    limit = query.limit if "limit" in asked or not is_page else ROWS_ON_A_PAGE
    try:
        page = read_page(
            found,
            query.selection,
            limit=limit,
            after=query.after,
            before=query.before,
        )
    except UnknownPositionError as wrong:
        raise InvalidParameterError(str(wrong)) from wrong
    given = [(name, values[0]) for name, values in asked.items()]
    walk = _Walk(_at(request), found, given)
    if is_page:
        return render(
            request,
            "maps/open/items.html",
            {
                "collection": found,
                "page": page,
                "rows": [(each.key, _row(found, each)) for each in page.features],
                "filters": [_Filter(each, dict(given)) for each in found.queryables],
                "as_json": walk.address(f="json"),
                "next": walk.next(page),
                "previous": walk.previous(page),
            },
        )
    response = as_json(_feature_collection(page, query, walk), kind=GEOJSON)
    response["Content-Crs"] = f"<{query.crs.uri}>"
    return response


@open_to_all
def item(request: HttpRequest, key: str, feature: str) -> HttpResponse:
    """One feature."""
    found = _collection(key)
    given = once_each(dict(request.GET.lists()), ["crs", FORMAT])
    system = reference_system(given.get("crs"), "crs")
    told = read_one(found, feature)
    if told is None:
        raise Http404(_("No feature has that name."))
    at = _at(request)
    if wants_html(request):
        return render(
            request,
            "maps/open/item.html",
            {"collection": found, "feature": told, "cells": _row(found, told)},
        )
    links = [
        link(at("item", key, feature, f="json"), "self", GEOJSON),
        link(at("item", key, feature, f="html"), "alternate", HTML),
        link(at("collection", key), "collection", JSON, str(found.title)),
    ]
    text = feature_text(told, at.base, _drawing(system), links)
    response = as_json(text, kind=GEOJSON)
    response["Content-Crs"] = f"<{system.uri}>"
    return response


@dataclass(frozen=True)
class _Walk:
    """Links from one page of features to its neighbours."""

    at: SiteAddresses
    collection: "Collection"
    given: list[tuple[str, str]]

    def address(self, **changed: str) -> str:
        """This address with some parameters put or, where "", taken away."""
        kept = [(name, text) for name, text in self.given if name not in changed]
        kept += [(name, text) for name, text in changed.items() if text]
        return self.at.with_query("items", [self.collection.key], kept)

    def next(self, page: FeaturePage) -> str:
        """The address of what follows, or ""."""
        return page.next_after and self.address(after=page.next_after, before="")

    def previous(self, page: FeaturePage) -> str:
        """The address of what comes before, or ""."""
        return page.previous_before and self.address(
            before=page.previous_before, after=""
        )


@dataclass(frozen=True)
class _Filter:
    """One field of the form above a table of features."""

    column: "Column"
    asked: dict[str, str]

    @property
    def given(self) -> str:
        """What was asked for."""
        return self.asked.get(self.column.name, "")

    @property
    def choices(self) -> list[tuple[Any, Any, bool]]:
        """(code, words, whether it was asked for)."""
        return [
            (code, label, str(code) == self.given)
            for code, label in self.column.codes.items()
        ]


def _feature_collection(page: FeaturePage, query: ItemsQuery, walk: _Walk) -> str:
    links = [
        link(walk.address(f="json"), "self", GEOJSON),
        link(walk.address(f="html"), "alternate", HTML),
        link(walk.at("collection", walk.collection.key), "collection", JSON),
    ]
    for rel, address in (("next", walk.next(page)), ("prev", walk.previous(page))):
        if address:
            links.append(link(address, rel, GEOJSON))
    drawing = _drawing(query.crs)
    features = ",".join(
        feature_text(each, walk.at.base, drawing) for each in page.features
    )
    about = {
        "type": "FeatureCollection",
        "numberMatched": page.matched,
        "numberReturned": len(page.features),
        "links": links,
    }
    return f'{json_text(about)[:-1]},"features":[{features}]}}'


def _drawing(system: ReferenceSystem) -> Drawing:
    return Drawing(system.project, system.decimals)


def _row(collection: "Collection", feature: "Feature") -> list[tuple[Any, Any]]:
    """(column, what to show) of a feature; codes in words."""
    return [
        (column, column.codes.get(value, value) if column.codes else value)
        for column in collection.columns
        for value in [feature.values.get(column.name)]
    ]


def _filled_in(request: HttpRequest) -> dict[str, list[str]]:
    """The query without what a form left empty."""
    return {name: values for name, values in request.GET.lists() if values != [""]}


def _collection(key: str) -> "Collection":
    found = open_data.collection(key)
    if found is None:
        raise Http404(_("There is no such collection."))
    return found


def _at(request: HttpRequest) -> SiteAddresses:
    return SiteAddresses(request, "features")


def _document(
    request: HttpRequest,
    document: documents.Document,
    template: str,
    context: dict[str, Any] | None = None,
    kind: str = JSON,
) -> HttpResponse:
    """A document as JSON, or the page of that name."""
    once_each(dict(request.GET.lists()), [FORMAT])
    if wants_html(request):
        return render(
            request,
            f"maps/open/{template}.html",
            {"document": document, "base": _at(request)("landing"), **(context or {})},
        )
    return as_json(document, kind=kind)
