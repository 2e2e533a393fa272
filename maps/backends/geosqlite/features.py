"""What this back end can do, for Django to ask."""

from __future__ import annotations

from django.contrib.gis.db.backends.base.features import BaseSpatialFeatures
from django.db.backends.sqlite3.features import DatabaseFeatures as SQLiteFeatures
from django.utils.functional import cached_property


class DatabaseFeatures(BaseSpatialFeatures, SQLiteFeatures):
    """SQLite's features with the spatial ones."""

    has_spatialrefsys_table = False
    supports_add_srs_entry = False
    supports_3d_storage = True
    supports_3d_functions = True
    supports_empty_geometries = True
    # Refused rather than answered in square degrees.
    supports_area_geodetic = False
    empty_intersection_returns_none = False

    @cached_property
    def has_rtree(self) -> bool:
        """Whether SQLite was built with its R-tree module (nearly all are)."""
        with self.connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pragma_module_list WHERE name = 'rtree'")
            return cursor.fetchone() is not None
