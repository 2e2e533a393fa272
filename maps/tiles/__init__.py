"""Borders as they travel: numbers for the map's script, GeoJSON, and plain pictures."""

from maps.tiles.pictures import map_picture
from maps.tiles.shapes import geojson, grid_file
from maps.tiles.themes import DARK, LIGHT, Theme

__all__ = ["DARK", "LIGHT", "Theme", "geojson", "grid_file", "map_picture"]
