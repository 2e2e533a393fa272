"""Every spatial lookup and function that the project uses is compared with PostGIS.

Read off the source: a query with a new one fails here until one of the tests of parity
beside this file asks both databases for it.
"""

from __future__ import annotations

import ast
import inspect
import re
from pathlib import Path

from django.apps import apps
from django.contrib.gis.db import models as spatial_models
from django.contrib.gis.db.models import functions
from django.contrib.gis.db.models.aggregates import GeoAggregate
from django.contrib.gis.db.models.fields import BaseSpatialField
from django.contrib.gis.db.models.functions import GeoFuncMixin

ROOT = Path(__file__).resolve().parents[4]
HERE = Path(__file__).parent
ROOMS = ("config", "maps", "communities", "initiatives", "participation")

LOOKUPS = frozenset(BaseSpatialField.get_lookups())
FUNCTIONS = frozenset(
    name
    for module in (functions, spatial_models)
    for name, found in inspect.getmembers(module, inspect.isclass)
    if issubclass(found, GeoFuncMixin | GeoAggregate)
    and found not in (GeoFuncMixin, GeoAggregate)
)
#: Asked of PostGIS alone, which cuts the tiles; `is_tiled` keeps others away.
ONLY_POSTGIS = frozenset({"maps/queries/vector_tiles.py"})
#: Answered by Django for every field alike, without a word of geometry.
PLAIN = frozenset({"in", "isnull", "iexact", "gt", "gte", "lt", "lte", "range"})


def geometry_fields() -> set[str]:
    """The names of all fields with geometry, as queries spell them."""
    return {
        field.name
        for model in apps.get_models()
        if not model._meta.app_label.startswith("geosqlite")
        for field in model._meta.get_fields()
        if isinstance(field, BaseSpatialField)
    }


def spatial_words(source: str, fields: set[str]) -> set[str]:
    """The spatial lookups, functions and raw SQL of a piece of source."""
    tree = ast.parse(source)
    imported = {
        alias.asname or alias.name: alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.ImportFrom)
        and (node.module or "").startswith("django.contrib.gis")
        for alias in node.names
    }
    path = re.compile(rf"(?:^|__)(?:{'|'.join(sorted(fields))})__(\w+)$")
    found: set[str] = set()
    for node in ast.walk(tree):
        texts: list[str] = []
        if isinstance(node, ast.keyword) and node.arg:
            texts = [node.arg]
        elif isinstance(node, ast.Constant) and isinstance(node.value, str):
            texts = [node.value]
            found |= set(re.findall(r"\bST_\w+", node.value))
        elif isinstance(node, ast.Name):
            found |= {imported.get(node.id, "")} & FUNCTIONS
        elif isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name):
            found |= {node.attr} & FUNCTIONS if node.value.id in imported else set()
        found |= {
            match[1]
            for text in texts
            if (match := path.search(text)) and match[1] in LOOKUPS - PLAIN
        }
    return found


def used() -> dict[str, set[str]]:
    """What each file of the project uses, the back end itself and migrations aside."""
    fields = geometry_fields()
    return {
        str(file.relative_to(ROOT)): words
        for room in ROOMS
        for file in sorted((ROOT / room).rglob("*.py"))
        if not {"migrations", "backends"} & set(file.parts)
        and (words := spatial_words(file.read_text(), fields))
    }


def compared() -> set[str]:
    """What the tests of parity ask both databases for."""
    found: set[str] = set()
    for file in HERE.glob("test_parity_of_*.py"):
        source = file.read_text()
        found |= spatial_words(source, {"geom"})
        found |= {
            node.value
            for node in ast.walk(ast.parse(source))
            if isinstance(node, ast.Constant)
            and isinstance(node.value, str)
            and node.value in LOOKUPS
        }
    return found


def test_every_spatial_query_of_the_project_is_compared_with_postgis():
    covered = compared()
    missing = {
        file: {
            word
            for word in words - covered
            if not (file in ONLY_POSTGIS and word.startswith("ST_"))
        }
        for file, words in used().items()
    }
    assert {file: words for file, words in missing.items() if words} == {}


def test_the_project_is_seen_to_use_geometry():
    assert {"intersects", "Extent"} <= set().union(*used().values())


def test_new_words_of_every_kind_would_be_seen():
    source = """
from django.contrib.gis.db import models
from django.contrib.gis.db.models import functions as gis
from django.contrib.gis.db.models.functions import Azimuth as Bearing

Area.objects.filter(geometry__overlaps_left=box, name__contains="x")
Area.objects.filter(Q(**{"area__geometry__relate": (box, "T")}))
Area.objects.annotate(a=gis.GeoHash("geometry"), b=Bearing("point", here))
Area.objects.aggregate(models.MakeLine("point"))
cursor.execute("SELECT ST_AsMVTGeom(geometry) FROM maps_adminarea")
"""
    assert spatial_words(source, {"geometry", "point"}) == {
        "overlaps_left",
        "relate",
        "GeoHash",
        "Azimuth",
        "MakeLine",
        "ST_AsMVTGeom",
    }
