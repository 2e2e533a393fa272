"""What layers a file of borders has, and their headings, for a person to choose from."""

from dataclasses import dataclass
from pathlib import Path

from maps.imports.findings import FileRefusedError
from maps.imports.geofiles import MAX_BYTES, headings_of, layers_of_areas, unwrapped

#: Nobody reads through more.
_MOST = 60


@dataclass(frozen=True, slots=True)
class Layer:
    """A layer by the name that ``read_geo_tables`` knows it by, and its headings."""

    name: str
    headings: list[str]


def look_at_layers(
    path: Path, *, max_bytes: int = MAX_BYTES, workspace: Path | None = None
) -> list[Layer]:
    """The layers of areas in a file, a zip or a folder; none where it cannot be read."""
    try:
        with unwrapped(path, max_bytes=max_bytes, workspace=workspace) as files:
            return [
                Layer(name, headings_of(file, name, max_bytes=max_bytes)[:_MOST])
                for file, name in layers_of_areas(files)[:_MOST]
            ]
    except FileRefusedError:
        return []
