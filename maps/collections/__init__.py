"""What the open interface and the files of open data tell: collections of features.

The map does not know what is above it; rooms register what they have to tell. Only what
everybody may see is registered: a collection knows no reader, so it cannot tell one
reader more than another.
"""

from maps.collections.registry import (
    Box,
    Collection,
    Column,
    Feature,
    Scalar,
    collection,
    equals,
    overlaps,
    public_collections,
    register,
)

__all__ = [
    "Box",
    "Collection",
    "Column",
    "Feature",
    "Scalar",
    "collection",
    "equals",
    "overlaps",
    "public_collections",
    "register",
]
