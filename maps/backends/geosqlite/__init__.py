"""GeoDjango on the SQLite that comes with Python: ``ENGINE`` of the demo and tests.

A geometry is stored as a blob of little-endian EWKB (WKB with the SRID inside).
The spatial functions of PostGIS that GeoDjango calls are registered on each
connection and answered by shapely and pyproj.  An R-tree beside each geometry
column, kept by triggers, rejects most rows before a function is called.

What it promises: the answer of PostGIS, or ``NotSupportedError``.
"""
