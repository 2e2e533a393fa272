"""Invented names for areas, in English and Arabic letters."""

import tomllib
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from config.demo.terrain import SEED

DATA = Path(__file__).parent / "data"
PATTERN_SHARE = 0.16
"""Share of drawn names that also say what is there: a bridge, wells, a hill."""

_PAIRS = {"sh": "ش"}
_LETTERS = dict(zip("abdefghijklmnoqrstuwyz", "ابد فغهيجكلمنوقرستوويز", strict=True))
_OPENING = {"a": "أ", "e": "إ", "i": "إي", "o": "أو", "u": "أو"}


@dataclass(frozen=True)
class Name:
    """A place's name in both languages of the demo."""

    en: str
    ar: str


@cache
def content(stem: str) -> dict[str, Any]:
    """Return the parsed TOML file `data/<stem>.toml`."""
    with (DATA / f"{stem}.toml").open("rb") as file:
        return tomllib.load(file)


def arabic(name: str) -> str:
    """Return an invented single-word name in Arabic letters, by its sound.

    A short e is not written inside a word, nor a letter doubled, as is usual
    in Arabic without vowel signs.
    """
    word = name.lower()
    written = _OPENING.get(word[0], "")
    rest = word[1:] if written else word
    while rest:
        pair = rest[:2]
        size = 2 if pair in _PAIRS or pair[0] == pair[1:] else 1
        written += _PAIRS[pair] if pair in _PAIRS else _LETTERS[rest[0]].strip()
        rest = rest[size:]
    return written


def _named(entry: dict[str, Any]) -> Name:
    """Return the name of an entry of names.toml, Arabic by rule if not given."""
    return Name(entry["en"], entry.get("ar") or arabic(entry["en"]))


def _is_easy(head: str, tail: str) -> bool:
    """Return whether the two are easily said in one breath."""
    hissing = "szh"
    doubled = head[-1] == tail[0]
    return not doubled and not (head[-1] in hissing and tail[0] in hissing)


def _drawn() -> Iterator[Name]:
    """Yield the joined names, each once, in a seeded order."""
    syllables = content("names")["syllables"]
    joined = [
        head + tail
        for head in syllables["heads"]
        for tail in syllables["tails"]
        if _is_easy(head, tail) and head + tail not in syllables["never"]
    ]
    rng = np.random.default_rng(SEED + 6)
    for row in rng.permutation(len(joined)):
        yield Name(joined[int(row)], arabic(joined[int(row)]))


def _described(name: Name, share: float, rng: np.random.Generator) -> Name:
    """Return the name, for a share of them with what is there: a bridge, wells."""
    if rng.uniform() >= share:
        return name
    patterns = content("names")["pattern"]
    pattern = patterns[int(rng.integers(len(patterns)))]
    return Name(pattern["en"].format(name.en), pattern["ar"].format(name.ar))


def names_for(level: str, outlines: list[shapely.MultiPolygon]) -> list[Name | None]:
    """Return the name fixed for each outline of a level, or None where any will do."""
    fixed: list[Name | None] = [None] * len(outlines)
    for entry in content("names").get(level, []):
        (row,) = np.flatnonzero(shapely.contains_xy(outlines, *entry["at"]))
        fixed[int(row)] = _named(entry)
    return fixed


def named_levels(
    levels: dict[str, list[shapely.MultiPolygon]],
) -> dict[str, list[Name]]:
    """Return a name for every outline of every level, no name used twice.

    Args:
        levels: outlines by "province", "district" and "ward", largest first.
    """
    supply = _drawn()
    rng = np.random.default_rng(SEED + 7)
    named: dict[str, list[Name]] = {}
    for level, outlines in levels.items():
        share = PATTERN_SHARE if level == "ward" else 0.0
        named[level] = [
            name or _described(next(supply), share, rng)
            for name in names_for(level, outlines)
        ]
    return named
