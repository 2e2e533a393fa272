"""The 24 communities of Maro: who lives there, what they have and what is missing.

Texts describe places and common life. They never tell one person's story, never
say how few have returned to a small place, and never mark a trade or a house as a
returnee's.
"""

import datetime
from dataclasses import dataclass
from functools import cache
from typing import Any

from config.demo.geography import AreaSketch, wards
from config.demo.names import anchors
from config.demo.words import Words, content, entries, words

REFERENCE_DATE = datetime.date(2026, 9, 15)
"""The day to which the profiles' figures refer."""
VERIFIED_ON = datetime.date(2026, 10, 6)
"""The day on which the services were last checked."""
METHOD = Words(
    "Group interviews with returnees and long-time residents, and a count of houses.",
    "مقابلات جماعية مع العائدين والمقيمين منذ زمن، وعدّ للبيوت.",
)
SOURCE = Words(
    "Community profile of September 2026, made by the committee with the programme.",
    "ملف المجتمع لسبتمبر 2026، أعدّته اللجنة مع البرنامج.",
)
LIMITATIONS = Words(
    "Figures are estimates. People who were at sea, on pasture or at work elsewhere "
    "may have been missed.",
    "الأرقام تقديرية. قد يكون فات العدَّ من كان في البحر أو المرعى أو في عمل بعيد.",
)


@dataclass(frozen=True)
class Gap:
    """Something missing: its dimension and severity, 1 some strain to 3 critical."""

    dimension: str
    severity: int
    statement: Words


@dataclass(frozen=True)
class ServiceSketch:
    """One service with its category and status (codes of `communities.enums`)."""

    name: Words
    provider: str
    category: str
    status: str


@dataclass(frozen=True)
class BodySketch:
    """A body that meets, with its kind (code of `communities.enums.BodyKind`)."""

    kind: str
    name: Words


@dataclass(frozen=True)
class CommunitySketch:
    """One community.

    Attributes:
        slug: address part, unique.
        ward_pcode: the ward it lies in.
        longitude: of a public place inside that ward, EPSG:4326.
        latitude: of the same place.
        settlement_type: code of `communities.enums.SettlementType`.
        residents: everybody who lives there, returnees included.
        committee_size: members of its committee, an odd number.
        groups: persons by codes of `communities.enums.ResidentGroup`, where counted.
        picture: stem of a drawn picture (`config.demo.pictures`).
    """

    slug: str
    name: Words
    ward_pcode: str
    longitude: float
    latitude: float
    settlement_type: str
    definition: Words
    introduction: Words
    residents: int
    households: int
    groups: dict[str, int]
    committee_size: int
    picture: str
    strengths: tuple[Words, ...]
    gaps: tuple[Gap, ...]
    services: tuple[ServiceSketch, ...]
    bodies: tuple[BodySketch, ...]


def _bodies(slug: str, name: Words) -> tuple[BodySketch, ...]:
    """The committee that every community has, then what else meets there."""
    committee = Words(f"Committee of {name.en}", f"لجنة {name.ar}")
    others = (
        BodySketch(kind, Words(english, arabic))
        for where, kind, english, arabic in content("bodies")["bodies"]
        if where == slug
    )
    return (BodySketch("committee", committee), *others)


def _services(listed: str) -> tuple[ServiceSketch, ...]:
    """Return services from "key:status key:status ..."."""
    known = content("services")["services"]
    found = []
    for item in listed.split():
        key, status = item.split(":")
        category, english, arabic, provider = known[key]
        found.append(ServiceSketch(Words(english, arabic), provider, category, status))
    return tuple(found)


def _sketch(entry: dict[str, Any], ward: AreaSketch) -> CommunitySketch:
    """Return the community of one entry of the data files."""
    longitude, latitude = anchors()[entry["ward"]]
    return CommunitySketch(
        slug=entry["slug"],
        name=words(entry["name"]),
        ward_pcode=ward.pcode,
        longitude=longitude,
        latitude=latitude,
        settlement_type=entry["kind"],
        definition=words(entry["definition"]),
        introduction=words(entry["introduction"]),
        residents=entry["residents"],
        households=entry["households"],
        groups=entry.get("groups", {}),
        committee_size=entry["committee"],
        picture=entry["picture"],
        strengths=tuple(words(pair) for pair in entry["strengths"]),
        gaps=tuple(
            Gap(dimension, severity, Words(english, arabic))
            for dimension, severity, english, arabic in entry["gaps"]
        ),
        services=_services(entry["services"]),
        bodies=_bodies(entry["slug"], words(entry["name"])),
    )


@cache
def communities() -> tuple[CommunitySketch, ...]:
    """Return the 24 communities, the same on every call."""
    by_name = {ward.name_en: ward for ward in wards()}
    return tuple(
        _sketch(entry, by_name[entry["ward"]])
        for entry in entries("communities", "community")
    )
