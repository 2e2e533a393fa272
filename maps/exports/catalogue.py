"""The catalogue entry that open-data portals harvest: DCAT-AP 3 as JSON-LD.

All vocabularies are named in the document itself, so that nothing is fetched to read it.
"""

from collections.abc import Sequence
from typing import Any, Protocol

from django.conf import settings
from django.utils.translation import gettext as _

from maps.collections import Collection
from maps.collections.selecting import extent_of
from maps.collections.terms import Terms, terms_of_use
from maps.exports import FORMATS
from maps.exports.dataset import protection_in_words
from maps.models import Release

JSON_LD = "application/ld+json"
RETURNS = "returns"
_EU = "http://publications.europa.eu/resource/authority/"
_CONTEXT = {
    "dcat": "http://www.w3.org/ns/dcat#",
    "dct": "http://purl.org/dc/terms/",
    "foaf": "http://xmlns.com/foaf/0.1/",
    "rdfs": "http://www.w3.org/2000/01/rdf-schema#",
    "xsd": "http://www.w3.org/2001/XMLSchema#",
    "geo": "http://www.opengis.net/ont/geosparql#",
    "adms": "http://www.w3.org/ns/adms#",
}
_FILE_TYPES = {
    "xlsx": "XLSX",
    "csv": "CSV",
    "gpkg": "GPKG",
    "geojson": "GEOJSON",
    "parquet": "PARQUET",
}
_LANGUAGES = {"en": "ENG", "ar": "ARA", "fr": "FRA", "es": "SPA"}
_STANDARD = "http://www.opengis.net/spec/ogcapi-features-1/1.0/conf/core"

Node = dict[str, Any]


class Addresses(Protocol):
    """Full addresses of this site by name."""

    def __call__(self, name: str, *args: str, **query: str) -> str:
        """The address of a resource, with a query."""
        ...


def catalogue_document(
    releases: Sequence[Release],
    collections: Sequence[Collection],
    *,
    files: Addresses,
    features: Addresses,
) -> Node:
    """Every public release and every other collection, with files and service."""
    terms = terms_of_use()
    others = [each for each in collections if each.key != RETURNS]
    returns = [each for each in collections if each.key == RETURNS]
    datasets = [
        *(_release(each, returns, files, terms) for each in releases),
        *(_collection(each, files, terms) for each in others),
    ]
    return {
        "@context": _CONTEXT,
        "@id": files("catalogue"),
        "@type": "dcat:Catalog",
        "dct:title": _("Open data of %(site)s") % {"site": terms.publisher},
        "dct:description": _(
            "Areas, released numbers of returnees, communities, services and "
            "initiatives. Small numbers are not shown, to protect people."
        ),
        "dct:publisher": _publisher(terms),
        "dct:language": [
            _ref(f"{_EU}language/{_LANGUAGES[code]}")
            for code, _name in settings.LANGUAGES
            if code in _LANGUAGES
        ],
        "foaf:homepage": _ref(files("page")),
        **_licence(terms),
        "dcat:dataset": datasets,
        "dcat:service": [
            _service(features, terms, [dataset["@id"] for dataset in datasets])
        ],
    }


def _release(
    release: Release, returns: Sequence[Collection], files: Addresses, terms: Terms
) -> Node:
    code, version = release.round.code, str(release.version)
    day = _typed(release.round.reported_on.isoformat(), "xsd:date")
    page = files("release", code, version)
    return {
        "@id": page,
        "@type": "dcat:Dataset",
        "dct:title": _("Returnees, round %(round)s") % {"round": code},
        "dct:description": " ".join(
            text
            for text in (protection_in_words(release), release.round.display_note)
            if text
        ),
        "dct:identifier": page,
        "dcat:version": version,
        "dct:issued": _typed(release.published_at.date().isoformat(), "xsd:date"),
        "dct:temporal": {
            "@type": "dct:PeriodOfTime",
            "dcat:startDate": day,
            "dcat:endDate": day,
        },
        "dct:provenance": _statement(
            "dct:ProvenanceStatement", release.round.display_source
        ),
        "dcat:theme": _ref(f"{_EU}data-theme/SOCI"),
        "dcat:landingPage": _ref(page),
        **_common(terms),
        **(_place(returns[0]) if returns else {}),
        "dcat:distribution": [
            _distribution(
                form, files("release_file", code, version, f"{RETURNS}.{form}"), terms
            )
            for form in FORMATS
        ],
    }


def _collection(collection: Collection, files: Addresses, terms: Terms) -> Node:
    key = collection.key
    return {
        "@id": f"{files('page')}#{key}",
        "@type": "dcat:Dataset",
        "dct:title": str(collection.title),
        "dct:description": str(collection.description),
        "dct:identifier": f"{files('page')}#{key}",
        "dcat:theme": _ref(f"{_EU}data-theme/REGI"),
        "dcat:landingPage": _ref(files("page")),
        **_common(terms),
        **_place(collection),
        "dcat:distribution": [
            _distribution(form, files("file", key, f"{key}.{form}"), terms)
            for form in FORMATS
        ],
    }


def _service(features: Addresses, terms: Terms, datasets: Sequence[str]) -> Node:
    return {
        "@id": features("landing"),
        "@type": "dcat:DataService",
        "dct:title": _("Open data for programs"),
        "dcat:endpointURL": _ref(features("landing")),
        "dcat:endpointDescription": _ref(features("definition", f="json")),
        "dct:conformsTo": _ref(_STANDARD),
        "dcat:servesDataset": [_ref(address) for address in datasets],
        **_common(terms),
        **_licence(terms),
    }


def _distribution(form: str, address: str, terms: Terms) -> Node:
    found = FORMATS[form]
    media = found.media_type.partition(";")[0]
    return {
        "@id": address,
        "@type": "dcat:Distribution",
        "dct:title": found.name,
        "dcat:accessURL": _ref(address),
        "dcat:downloadURL": _ref(address),
        "dct:format": _ref(f"{_EU}file-type/{_FILE_TYPES[form]}"),
        "dcat:mediaType": _ref(f"https://www.iana.org/assignments/media-types/{media}"),
        **_licence(terms),
        "dct:rights": _statement("dct:RightsStatement", terms.licence_in_words),
    }


def _common(terms: Terms) -> Node:
    return {
        "dct:publisher": _publisher(terms),
        "dct:accessRights": _ref(f"{_EU}access-right/PUBLIC"),
    }


def _place(collection: Collection) -> Node:
    box = extent_of(collection)
    if box is None:
        return {}
    west, south, east, north = box
    corners = [(west, south), (east, south), (east, north), (west, north)]
    ring = ", ".join(f"{x} {y}" for x, y in [*corners, corners[0]])
    return {
        "dct:spatial": {
            "@type": "dct:Location",
            "dcat:bbox": _typed(f"POLYGON(({ring}))", "geo:wktLiteral"),
        }
    }


def _publisher(terms: Terms) -> Node:
    return {
        "@id": terms.publisher_url,
        "@type": "foaf:Agent",
        "foaf:name": terms.publisher,
        "foaf:homepage": _ref(terms.publisher_url),
    }


def _licence(terms: Terms) -> Node:
    return {"dct:license": _ref(terms.licence_url)} if terms.licence_url else {}


def _statement(kind: str, text: str) -> Node:
    return {"@type": kind, "rdfs:label": text}


def _ref(address: str) -> Node:
    return {"@id": address}


def _typed(text: str, kind: str) -> Node:
    return {"@value": text, "@type": kind}
