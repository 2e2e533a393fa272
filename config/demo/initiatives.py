"""The 76 initiatives of Maro, in every state of their life.

The words are in `data/initiatives/`; phrases that many share are in
`data/catalogue.toml`. Money is in whole Maro marks (MAR), an invented currency.
Codes (states, categories, kinds, answers) are those of `initiatives.enums`.
"""

import datetime
import hashlib
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
import shapely

from config.demo.communities import CommunitySketch, communities
from config.demo.geography import wards
from config.demo.histories import EventSketch, history
from config.demo.words import Words, content, entries, words

DIMENSIONS = {
    "group_iga": "economic",
    "local_development": "economic",
    "financial_support": "economic",
    "housing": "social",
    "education": "social",
    "health": "social",
    "infrastructure": "social",
    "safety_justice": "social",
    "mobilisation": "psychosocial",
    "peer_support": "psychosocial",
    "networks": "psychosocial",
}
"""Category -> dimension, as IOM's leaflets group community-level interventions."""
SIGNS = "23456789ABCDEFGHJKLMNPQRSTUVWXYZ"
NEARBY = 0.008
"""How far a place may lie from its community's point, in degrees: about 900 m."""


@dataclass(frozen=True)
class BudgetSketch:
    """One budget line in whole MAR; kind "cash" or "in_kind"."""

    label: Words
    kind: str
    planned: int
    spent: int


@dataclass(frozen=True)
class ClaimSketch:
    """A report that a milestone is done, and the committee's answers to it.

    Attributes:
        claimed_on: day of the report.
        done_on: day the work was done.
        note: what was done.
        confirmations: members who confirmed.
        disputes: what each member who disputes says, one text a member.
    """

    claimed_on: datetime.date
    done_on: datetime.date
    note: Words
    confirmations: int
    disputes: tuple[Words, ...]


@dataclass(frozen=True)
class MilestoneSketch:
    """One milestone; `verified_on` is set exactly when its state is "verified"."""

    title: Words
    planned_on: datetime.date
    means_of_verification: Words
    state: str
    verified_on: datetime.date | None
    claim: ClaimSketch | None


@dataclass(frozen=True)
class InitiativeSketch:
    """One initiative with all that is shown of it.

    Attributes:
        key: the name by which rounds and updates of the demo refer to it.
        reference: its public reference, always the same.
        community: slug of its community.
        returnees: planned returnees who benefit, more than 0.
        neighbours: planned neighbours who benefit, more than 0.
        longitude: of its place, EPSG:4326, in the community's ward.
        latitude: of its place.
        begun_at: when the draft was begun.
        submitted_at: when it was submitted, None for a draft.
        events: its history, oldest first; empty for a draft.
    """

    key: str
    reference: str
    community: str
    state: str
    title: Words
    summary: Words
    problem: Words
    dimension: str
    secondary_dimension: str
    category: str
    approach: str
    returnees: int
    neighbours: int
    place_name: Words
    longitude: float
    latitude: float
    starts_on: datetime.date
    ends_on: datetime.date
    both_consulted: str
    came_from: str
    harm_note: Words
    children_note: Words
    begun_at: datetime.datetime
    submitted_at: datetime.datetime | None
    budget: tuple[BudgetSketch, ...]
    milestones: tuple[MilestoneSketch, ...]
    events: tuple[EventSketch, ...]

    @property
    def cost(self) -> int:
        """What it asks from a round's budget: its cash lines, whole MAR."""
        return sum(line.planned for line in self.budget if line.kind == "cash")


def reference(key: str) -> str:
    """Return the reference that belongs to a key, such as HG-7K3QF."""
    digest = hashlib.sha256(key.encode()).digest()
    return "HG-" + "".join(SIGNS[byte % len(SIGNS)] for byte in digest[:5])


def _place(key: str, community: CommunitySketch) -> tuple[float, float]:
    """Return longitude and latitude near the community's point, in the same ward."""
    ward = next(ward for ward in wards() if ward.pcode == community.ward_pcode)
    seed = int.from_bytes(hashlib.sha256(key.encode()).digest()[:4], "big")
    rng = np.random.default_rng(seed)
    while True:
        east, north = rng.uniform(-NEARBY, NEARBY, 2)
        place = (community.longitude + east, community.latitude + north)
        if shapely.contains_xy(ward.geometry, *place):
            return round(float(place[0]), 5), round(float(place[1]), 5)


def _budget(lines: list[list[Any]]) -> tuple[BudgetSketch, ...]:
    """Return budget lines from [label key, kind, planned, spent]."""
    labels = content("catalogue")["labels"]
    return tuple(
        BudgetSketch(words(labels[label]), kind, planned, spent)
        for label, kind, planned, spent in lines
    )


def _claim(row: list[Any], committee: int) -> ClaimSketch:
    """Return the claim in a milestone's row, from its date on.

    A verified milestone's date is that of the committee's answer, two days after the
    claim; any other's is the date of the claim itself.
    """
    state, day, confirmations, *texts = row[4:]
    notes = content("catalogue")["notes"]
    lag = datetime.timedelta(days=2 if state == "verified" else 0)
    disputes: tuple[Words, ...] = ()
    if state == "disputed":
        others = committee - confirmations - 1
        disputes = (words(texts[2:4]), *([words(notes["second"])] * others))
    return ClaimSketch(
        claimed_on=day - lag,
        done_on=day - lag - datetime.timedelta(days=1),
        note=words(texts[:2]) if texts else words(notes["done"]),
        confirmations=confirmations,
        disputes=disputes,
    )


def _milestone(row: list[Any], committee: int) -> MilestoneSketch:
    """Return a written milestone.

    A row is [English, Arabic, planned, proof, state], and where it is claimed also
    [date, confirmations, note English, note Arabic, dispute English, Arabic].
    """
    english, arabic, planned_on, proof, state = row[:5]
    return MilestoneSketch(
        title=Words(english, arabic),
        planned_on=planned_on,
        means_of_verification=words(content("catalogue")["proofs"][proof]),
        state=state,
        verified_on=row[5] if state == "verified" else None,
        claim=None if state == "planned" else _claim(row, committee),
    )


def _planned(
    steps: list[str], starts: datetime.date, ends: datetime.date
) -> list[list[Any]]:
    """Return rows of shared steps, spread evenly from start to end."""
    shared = content("catalogue")["steps"]
    span = (ends - starts).days
    return [
        [
            *shared[step][:2],
            starts + datetime.timedelta(days=span * (number + 1) // len(steps)),
            shared[step][2],
            "planned",
        ]
        for number, step in enumerate(steps)
    ]


def _sketch(entry: dict[str, Any], community: CommunitySketch) -> InitiativeSketch:
    """Return the initiative of one entry of the data files."""
    longitude, latitude = _place(entry["key"], community)
    harm, harm_ar, children, children_ar = content("catalogue")["care"][
        entry["category"]
    ]
    rows = entry.get("milestones") or _planned(
        entry["steps"].split(), entry["starts"], entry["ends"]
    )
    begun_at, events = history(entry)
    return InitiativeSketch(
        key=entry["key"],
        reference=reference(entry["key"]),
        community=entry["community"],
        state=entry["state"],
        title=words(entry["title"]),
        summary=words(entry["summary"]),
        problem=words(entry["problem"]),
        dimension=DIMENSIONS[entry["category"]],
        secondary_dimension=entry.get("second", ""),
        category=entry["category"],
        approach=entry["approach"],
        returnees=entry["people"][0],
        neighbours=entry["people"][1],
        place_name=words(entry["place"]),
        longitude=longitude,
        latitude=latitude,
        starts_on=entry["starts"],
        ends_on=entry["ends"],
        both_consulted="partly" if entry["state"] == "returned_for_revision" else "yes",
        came_from=entry.get("came_from", ""),
        harm_note=Words(harm, harm_ar),
        children_note=Words(children, children_ar),
        begun_at=begun_at,
        submitted_at=events[0].at if events else None,
        budget=_budget(entry["budget"]),
        milestones=tuple(_milestone(row, community.committee_size) for row in rows),
        events=events,
    )


@cache
def initiatives() -> tuple[InitiativeSketch, ...]:
    """Return the 76 initiatives, the same on every call."""
    by_slug = {community.slug: community for community in communities()}
    return tuple(
        _sketch(entry, by_slug[entry["community"]])
        for entry in entries("initiatives", "initiative")
    )
