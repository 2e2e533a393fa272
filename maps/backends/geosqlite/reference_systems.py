"""Reference systems without a table: GDAL knows them all by their EPSG number."""

from __future__ import annotations

from django.contrib.gis.gdal import SpatialReference


class ReferenceSystem:
    """Stands where other back ends have a row of ``spatial_ref_sys``."""

    def __init__(self, srid: int) -> None:
        self.srid = srid
        self.srs = SpatialReference(srid)


class ReferenceSystemManager:
    """As much of a manager as GeoDjango calls: ``objects.using(alias).get(srid=…)``."""

    def using(self, alias: str) -> ReferenceSystemManager:
        """The same for every database."""
        return self

    def get(self, *, srid: int) -> ReferenceSystem:
        """One system.  Raises GDAL's SRSException for an unknown number."""
        return ReferenceSystem(srid)


class ReferenceSystems:
    """Stands where other back ends have the model of ``spatial_ref_sys``."""

    objects = ReferenceSystemManager()
