"""The names of the loaded areas, and which names in a file could be theirs.

Spellings differ in accents, hyphens, articles, words such as *district*, and scripts.
What is near is proposed, ranked, within the parent area where the file names one;
nothing is ever placed by its name unless a person confirms it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from rapidfuzz import fuzz, process

from maps.imports.findings import Finding, FindingKind, Severity
from maps.imports.folding import folded, stem, words_of
from maps.imports.romanising import consonants_of
from maps.imports.vocabulary import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

#: More different places than any country has areas of one level.
MAX_PLACES: Final = 20_000
#: Between the names of a place and of the areas around it, finest first.
WITHIN: Final = " / "

#: Scores are 0 to 1.  Below this a name is not near.
_NEAR: Final = 0.75
#: From here on, and ahead of the next by so much, a proposal is sure.
_SURE: Final = 0.9
_LEAD: Final = 0.05
#: The same consonants in two scripts are a hint, never sure.
_SAME_SOUND: Final = 0.85
_LEAST_SOUND: Final = 3
#: All words of one name are in the other, as in ``Pariang (Ruweng)``.
_PART: Final = 0.8
_LEAST_PART: Final = 4
_MOST_CANDIDATES: Final = 3
#: Names of a column that are looked at to find the column of the level.
_SAMPLED: Final = 300

_ARTICLES: Final = frozenset({"al", "el", "le", "la", "les", "de", "du", "des", "of"})


@dataclass(frozen=True, slots=True)
class Place:
    """A loaded area: its code, its names in all languages, the codes around it."""

    code: str
    names: tuple[str, ...]
    above: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class PlaceCandidate:
    """An area that a name could stand for, with a score between 0 and 1."""

    code: str
    name: str
    score: float
    reason: str


@dataclass(frozen=True, slots=True)
class PlaceProposal:
    """The areas that a file's name of a place could stand for, best first.

    ``key`` is the folded name with those around it (see ``WITHIN``): what a person
    confirms.  ``rows`` have it.
    """

    key: str
    rows: int
    candidates: tuple[PlaceCandidate, ...]

    @property
    def best(self) -> PlaceCandidate:
        """The nearest area."""
        return self.candidates[0]

    @property
    def is_sure(self) -> bool:
        """Whether the nearest is near enough and clearly ahead of the next."""
        second = self.candidates[1].score if len(self.candidates) > 1 else 0.0
        return self.best.score >= _SURE and self.best.score - second >= _LEAD


@dataclass(frozen=True, slots=True)
class _Spelling:
    """One name of a place, prepared for comparing."""

    place: Place
    core: str
    sound: str


class Gazetteer:
    """The areas of one level by name, and the areas around them."""

    def __init__(self, places: Iterable[Place], around: Iterable[Place] = ()) -> None:
        """Index the names.

        :param around: the areas of all coarser levels.
        """
        self._spellings = [
            _Spelling(place, core, consonants_of(name))
            for place in places
            for name in place.names
            if (core := _core(name))
        ]
        self._cores = [spelling.core for spelling in self._spellings]
        self._by_sound: dict[str, list[int]] = defaultdict(list)
        for index, spelling in enumerate(self._spellings):
            if len(spelling.sound) >= _LEAST_SOUND:
                self._by_sound[spelling.sound].append(index)
        self._around = {
            core: place.code
            for place in around
            for name in place.names
            if (core := _core(name))
        }

    def propose(self, unplaced: Mapping[tuple[str, ...], int]) -> list[PlaceProposal]:
        """Areas for names that no code and no point placed, most rows first.

        :param unplaced: rows by the names in a row, finest column first, all tuples
            of one length.
        """
        column = self._column_of_level(unplaced)
        if column is None:
            return []
        rows: Counter[tuple[str, ...]] = Counter()
        for names, count in unplaced.items():
            if names[column].strip():
                rows[names[column:]] += count
        proposals: dict[str, PlaceProposal] = {}
        for names, count in rows.items():
            candidates = self._candidates(names[0], names[1:])
            key = place_key(names)
            if candidates:
                earlier = proposals[key].rows if key in proposals else 0
                proposals[key] = PlaceProposal(key, earlier + count, candidates)
        return sorted(proposals.values(), key=lambda p: (-p.rows, p.key))

    def _column_of_level(self, unplaced: Mapping[tuple[str, ...], int]) -> int | None:
        """The column whose names are most often those of this level's areas."""
        best, most = None, 0.0
        for column in range(max(map(len, unplaced), default=0)):
            seen = {names[column] for names in unplaced if names[column].strip()}
            sample = sorted(seen)[:_SAMPLED]
            scores = [self._near(name) for name in sample]
            share = sum(near[0][1] for near in scores if near) / max(1, len(sample))
            if share > most:
                best, most = column, share
        return best

    def _candidates(
        self, name: str, around: tuple[str, ...]
    ) -> tuple[PlaceCandidate, ...]:
        """The nearest areas, within those that the names around it name."""
        parents = {code for text in around if (code := self._code_around(text))}
        found: dict[str, PlaceCandidate] = {}
        for index, score, reason in self._near(name):
            place = self._spellings[index].place
            if parents and not parents & set(place.above):
                continue
            if parents:
                reason = _("%(reason)s, within the area around it") % {"reason": reason}
            candidate = PlaceCandidate(place.code, place.names[0], score, reason)
            found.setdefault(place.code, candidate)
        return tuple(found.values())[:_MOST_CANDIDATES]

    def _near(self, name: str) -> list[tuple[int, float, str]]:
        """Indices of near spellings, with score and reason, nearest first."""
        core, sound = _core(name), consonants_of(name)
        found = {
            index: _scored(core, self._cores[index], ratio / 100)
            for _ours, ratio, index in process.extract(
                core, self._cores, scorer=_ratio, score_cutoff=100 * _NEAR, limit=20
            )
        }
        for index in self._by_sound.get(sound, ())[:20]:
            if index not in found or found[index][0] < _SAME_SOUND:
                found[index] = (_SAME_SOUND, _("it sounds alike in both spellings"))
        near = [(index, score, reason) for index, (score, reason) in found.items()]
        return sorted(near, key=lambda spelling: (-spelling[1], spelling[0]))

    def _code_around(self, text: str) -> str:
        near = process.extractOne(
            _core(text), list(self._around), scorer=fuzz.ratio, score_cutoff=100 * _SURE
        )
        return self._around[near[0]] if near and text.strip() else ""


def place_key(names: Iterable[str]) -> str:
    """The key of a place: its folded name and those around it."""
    return WITHIN.join(" ".join(folded(name).split()) for name in names)


def confirmed_place(names: tuple[str, ...], places: Mapping[str, str]) -> str:
    """The area code that a person confirmed for a row's names, else empty.

    The names with all around them are asked for first, then each name alone.
    """
    for start in range(len(names)):
        if code := places.get(place_key(names[start:])):
            return code
    return next((code for name in names if (code := places.get(place_key([name])))), "")


def places_finding(proposals: Sequence[PlaceProposal]) -> Finding:
    """How many names could be areas, in a sentence."""
    sure = sum(proposal.is_sure for proposal in proposals)
    return Finding(
        FindingKind.SOURCE,
        ngettext(
            "%(count)d name of a place is near the name of a loaded area; "
            "%(sure)d of them surely.",
            "%(count)d names of places are near the names of loaded areas; "
            "%(sure)d of them surely.",
            len(proposals),
        )
        % {"count": len(proposals), "sure": sure},
        _("Look at each, and confirm those that are right."),
        field="name",
        severity=Severity.NOTE,
    )


def _core(name: str) -> str:
    """The folded name without articles and words for a level of administration."""
    split = words_of(name)
    kept = [w for w in split if stem(w) not in LEVELS and w not in _ARTICLES]
    return " ".join(re.sub(r"^ال(?=\w{3})", "", word) for word in kept or split)


def _ratio(one: str, other: str, **options: Any) -> float:
    nearest = max(
        fuzz.ratio(one, other, **options), fuzz.token_sort_ratio(one, other, **options)
    )
    is_part = min(len(one), len(other)) >= _LEAST_PART and (
        fuzz.token_set_ratio(one, other) == 100
    )
    return max(nearest, 100 * _PART) if is_part else nearest


def _scored(core: str, ours: str, ratio: float) -> tuple[float, str]:
    """How near two names are, and in what."""
    if core == ours:
        return 1.0, _("the same name")
    if core.replace(" ", "") == ours.replace(" ", ""):
        return 0.98, _("the same name but for blanks and hyphens")
    if ratio == _PART:
        return _PART, _("one name is a part of the other")
    return round(min(ratio, 0.97), 3), _("the spelling is near")
