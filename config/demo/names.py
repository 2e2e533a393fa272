"""Invented names for areas, in English and Arabic letters."""

from collections.abc import Iterator
from typing import Any

import numpy as np
import shapely

from config.demo.terrain import SEED
from config.demo.words import Words, content

PATTERN_SHARE = 0.16
"""Share of drawn names that also say what is there: a bridge, wells, a hill."""

_PAIRS = {"sh": "ش"}
_LETTERS = dict(zip("abdefghijklmnoqrstuwyz", "ابد فغهيجكلمنوقرستوويز", strict=True))
_OPENING = {"a": "أ", "e": "إ", "i": "إي", "o": "أو", "u": "أو"}


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


def _named(entry: dict[str, Any]) -> Words:
    """Return the name of an entry of names.toml, Arabic by rule if not given."""
    return Words(entry["en"], entry.get("ar") or arabic(entry["en"]))


def _is_easy(head: str, tail: str) -> bool:
    """Return whether the two are easily said in one breath."""
    hissing = "szh"
    doubled = head[-1] == tail[0]
    return not doubled and not (head[-1] in hissing and tail[0] in hissing)


def _drawn() -> Iterator[Words]:
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
        yield Words(joined[int(row)], arabic(joined[int(row)]))


def _described(name: Words, share: float, rng: np.random.Generator) -> Words:
    """Return the name, for a share of them with what is there: a bridge, wells."""
    if rng.uniform() >= share:
        return name
    patterns = content("names")["pattern"]
    pattern = patterns[int(rng.integers(len(patterns)))]
    return Words(pattern["en"].format(name.en), pattern["ar"].format(name.ar))


def names_for(level: str, outlines: list[shapely.MultiPolygon]) -> list[Words | None]:
    """Return the name fixed for each outline of a level, or None where any will do."""
    fixed: list[Words | None] = [None] * len(outlines)
    for entry in content("names").get(level, []):
        (row,) = np.flatnonzero(shapely.contains_xy(outlines, *entry["at"]))
        fixed[int(row)] = _named(entry)
    return fixed


def named_levels(
    levels: dict[str, list[shapely.MultiPolygon]],
) -> dict[str, list[Words]]:
    """Return a name for every outline of every level, no name used twice.

    Args:
        levels: outlines by "province", "district" and "ward", largest first.
    """
    supply = _drawn()
    rng = np.random.default_rng(SEED + 7)
    named: dict[str, list[Words]] = {}
    for level, outlines in levels.items():
        share = PATTERN_SHARE if level == "ward" else 0.0
        named[level] = [
            name or _described(next(supply), share, rng)
            for name in names_for(level, outlines)
        ]
    return named


def anchors() -> dict[str, tuple[float, float]]:
    """Return ward name -> longitude and latitude of a public place inside it."""
    return {entry["en"]: tuple(entry["at"]) for entry in content("names")["ward"]}
