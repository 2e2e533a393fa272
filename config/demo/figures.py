"""Residents and returns in Maro, drawn so that they behave like real counts.

Returns press hardest on the east, where the ferries land, and thin out towards
the western highlands, where many wards hold fewer than ten people of a group:
exactly the numbers that must not be published. Each round is a stock at its
date; rounds are compared, never added.
"""

import datetime
from dataclasses import dataclass
from functools import cache

import numpy as np
import shapely
from scipy.ndimage import gaussian_filter1d

from config.demo.geography import AreaSketch, wards
from config.demo.terrain import ORIGIN, SEED, Floats, noise, settlement

YEARS = (2024, 2025, 2026)
GROWTH = 1.021
"""Yearly growth of the resident population."""
GROUPS = ("RET", "RDP", "MIG")
"""Returned refugees, returned internally displaced people, returned migrants."""
ROUND_DATES = (
    datetime.date(2024, 1, 31),
    datetime.date(2024, 4, 30),
    datetime.date(2024, 7, 31),
    datetime.date(2024, 10, 31),
    datetime.date(2025, 1, 31),
    datetime.date(2025, 4, 30),
    datetime.date(2025, 7, 31),
    datetime.date(2025, 10, 31),
    datetime.date(2026, 1, 31),
    datetime.date(2026, 4, 30),
    datetime.date(2026, 7, 31),
    datetime.date(2026, 10, 31),
)
SOURCE = "Figures invented for this demonstration. They describe no real people."
SOURCE_AR = "أرقام مخترعة لهذا العرض التجريبي. لا تصف أناسًا حقيقيين."
POPULATION_SOURCE = "Invented projection from an invented census of 2022."
METHOD = (
    "Stock at the end of the quarter, as told by key informants in each ward and "
    "compared with ferry landings. Estimates: they can miss people who arrived "
    "quietly, and count twice those who moved on."
)
METHOD_AR = (
    "العدد في نهاية الربع كما ذكره مطّلعون في كل ناحية، مقارنًا بمراسي العبّارات. "
    "أرقام تقديرية: قد تُغفل من وصلوا دون أن يلاحَظوا، وتعدّ من انتقلوا مرتين."
)
LANDINGS = ((2.36, 1.05), (2.56, 1.27), (1.90, 0.98), (2.28, 0.52), (2.66, 0.80))
"""Where people arrive, in degrees on the sheet."""


@dataclass(frozen=True)
class ResidentCount:
    """Residents of a ward in a year, returnees included."""

    pcode: str
    year: int
    persons: int


@dataclass(frozen=True)
class RoundSketch:
    """A reporting round: R1 (January 2024) to R12 (October 2026), a quarter apart."""

    code: str
    reported_on: datetime.date
    source: str
    note: str


@dataclass(frozen=True)
class ReturnSketch:
    """Returnees of one group in one ward at one round: a stock, zero included."""

    round_code: str
    pcode: str
    group: str
    individuals: int
    households: int


def _places(areas: tuple[AreaSketch, ...]) -> Floats:
    """Return (n, 2) points inside the areas, in degrees on the sheet."""
    inside = [area.geometry.representative_point() for area in areas]
    return shapely.get_coordinates(inside) - np.array(ORIGIN)


@cache
def residents() -> tuple[ResidentCount, ...]:
    """Return every ward's residents for 2024 to 2026."""
    rng = np.random.default_rng(SEED + 10)
    extents = shapely.area([ward.geometry for ward in wards()])
    crowding = settlement(_places(wards()))
    persons = (1100 + 7200 * crowding**1.3) * (extents / extents.mean()) ** 0.45
    persons *= rng.lognormal(0.0, 0.22, len(persons))
    return tuple(
        ResidentCount(ward.pcode, year, round(count * GROWTH ** (year - YEARS[0])))
        for year in YEARS
        for ward, count in zip(wards(), persons.tolist(), strict=True)
    )


def rounds() -> tuple[RoundSketch, ...]:
    """Return the twelve reporting rounds, oldest first."""
    return tuple(
        RoundSketch(f"R{number}", day, SOURCE, METHOD)
        for number, day in enumerate(ROUND_DATES, start=1)
    )


def _pressure(places: Floats) -> Floats:
    """Return (n, 3) returnees per resident to be expected at the end, by group."""
    gaps = np.linalg.norm(places[:, None, :] - np.array(LANDINGS), axis=2).min(axis=1)
    east = np.clip((places[:, 0] - 0.35) / 2.3, 0.0, 1.0)
    near = np.exp(-gaps / 0.22)
    patchy = np.exp(0.75 * noise(places, cell=0.24, seed=SEED + 11))
    towns = settlement(places)
    refugees = (0.0008 + 0.085 * near * east) * patchy
    displaced = (0.0005 + 0.030 * np.exp(-(((east - 0.76) / 0.18) ** 2))) * patchy
    migrants = (0.0009 + 0.020 * towns * (0.25 + 0.75 * east)) * patchy
    return np.stack([refugees, displaced, migrants], axis=1)


def _course(rng: np.random.Generator, wards_count: int) -> Floats:
    """Return (wards, groups, rounds) shares of the final level reached by each round.

    Return begins at another time in each ward, rises, and wavers: some people
    move on, so a stock may also fall.
    """
    quarter = np.arange(len(ROUND_DATES))
    onset = rng.normal(4.6, 2.4, (wards_count, len(GROUPS), 1))
    pace = rng.uniform(0.9, 2.0, (wards_count, len(GROUPS), 1))
    rise = 1.0 / (1.0 + np.exp(-(quarter - onset) / pace))
    drift = rng.normal(0.0, 0.16, (wards_count, len(GROUPS), len(quarter)))
    waver = np.exp(gaussian_filter1d(drift, 1.2, axis=2))
    fading = np.where(quarter >= 10, rng.uniform(0.86, 1.08, (*rise.shape[:2], 1)), 1)
    return np.asarray(rise * waver * fading, dtype=np.float64)


@cache
def returns() -> tuple[ReturnSketch, ...]:
    """Return the counts of all rounds, wards and groups."""
    rng = np.random.default_rng(SEED + 12)
    places = _places(wards())
    count = len(places)
    people = np.array([entry.persons for entry in residents()[-count:]])
    expected = (_pressure(places) * people[:, None])[:, :, None]
    expected = expected * rng.lognormal(0.0, 0.35, (count, len(GROUPS), 1))
    absent = rng.uniform(size=(count, len(GROUPS), 1)) < np.exp(-expected / 3.0)
    level = np.where(absent, 0.0, expected) * _course(rng, count)
    stock = np.round(level + 0.35 * np.sqrt(level) * rng.normal(size=level.shape))
    stock = np.clip(stock, 0, None).astype(np.int64)
    size = rng.uniform(4.1, 5.7, stock.shape)
    homes = np.where(stock > 0, np.maximum(np.round(stock / size), 1), 0).astype(int)
    return tuple(
        ReturnSketch(
            entry.code,
            ward.pcode,
            group,
            int(stock[row, column, number]),
            int(homes[row, column, number]),
        )
        for number, entry in enumerate(rounds())
        for row, ward in enumerate(wards())
        for column, group in enumerate(GROUPS)
    )
