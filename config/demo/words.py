"""Prose of the demo: TOML files under `data/`, each text in English and Arabic."""

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

DATA = Path(__file__).parent / "data"


@dataclass(frozen=True)
class Words:
    """The same text in both languages of the demo."""

    en: str
    ar: str


@cache
def content(stem: str) -> dict[str, Any]:
    """Return the parsed file `data/<stem>.toml`."""
    with (DATA / f"{stem}.toml").open("rb") as file:
        return tomllib.load(file)


def entries(folder: str, table: str) -> list[dict[str, Any]]:
    """Return one table's entries from all files of a folder, in file-name order."""
    stems = sorted(path.stem for path in (DATA / folder).glob("*.toml"))
    return [entry for stem in stems for entry in content(f"{folder}/{stem}")[table]]


def words(pair: list[str]) -> Words:
    """Return a pair of the data files as words."""
    english, arabic = pair
    return Words(english, arabic)
