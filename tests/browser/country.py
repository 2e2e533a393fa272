"""A made-up country in files, and the people of one of its villages."""

import datetime
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Group
from django.contrib.gis.geos import Point

from communities.models import Community, CommunityPage
from config.site_tree import Branch
from maps.models import AdminArea
from participation.models import User
from tests.factories.communities import (
    CommunityFactory,
    CommunityProfileFactory,
    MandateFactory,
)
from tests.factories.people import UserFactory

#: Six wards in two rows; each row is a district. P-code: name, residents, returnees.
WARDS = {
    "XK0101": ("Amra", 4_000, 3),
    "XK0102": ("Bekal", 5_200, 140),
    "XK0103": ("Corvan", 3_100, 61),
    "XK0201": ("Dunmar", 6_400, 212),
    "XK0202": ("Esh", 2_900, 95),
    "XK0203": ("Fallow", 4_800, 57),
}
DISTRICTS = {"XK01": "Upper Kelda", "XK02": "Lower Kelda"}
SIZE = 0.2  # degrees: a ward is about 22 km wide
WEST, SOUTH = 20.0, 10.0


def corner(pcode: str) -> tuple[float, float]:
    """Longitude and latitude of a ward's lower left corner."""
    return WEST + (int(pcode[-1]) - 1) * SIZE, SOUTH + (2 - int(pcode[3])) * SIZE


def middle(pcode: str) -> tuple[float, float]:
    """Longitude and latitude of a ward's middle."""
    x, y = corner(pcode)
    return x + SIZE / 2, y + SIZE / 2


def _rectangle(x: float, y: float, width: float, height: float) -> dict[str, Any]:
    ring = [(x, y), (x + width, y), (x + width, y + height), (x, y + height), (x, y)]
    return {"type": "Polygon", "coordinates": [ring]}


def _row(code: str) -> dict[str, Any]:
    return _rectangle(WEST, SOUTH + (2 - int(code[3])) * SIZE, 3 * SIZE, SIZE)


def _collection(rows: Iterator[tuple[dict[str, str], dict[str, Any]]]) -> str:
    features = [
        {"type": "Feature", "properties": named, "geometry": shape}
        for named, shape in rows
    ]
    return json.dumps({"type": "FeatureCollection", "features": features})


def write_files(folder: Path) -> dict[str, Path]:
    """Borders of three levels, residents and returns, as a partner would send them."""
    country = {"adm0_pcode": "XK", "adm0_name": "Kelda"}
    texts = {
        "level0.geojson": _collection(
            iter([(country, _rectangle(WEST, SOUTH, 3 * SIZE, 2 * SIZE))])
        ),
        "level1.geojson": _collection(
            ({"adm1_pcode": code, "adm1_name": name, "adm0_pcode": "XK"}, _row(code))
            for code, name in DISTRICTS.items()
        ),
        "level2.geojson": _collection(
            (
                {"adm2_pcode": code, "adm2_name": name, "adm1_pcode": code[:4]},
                _rectangle(*corner(code), SIZE, SIZE),
            )
            for code, (name, _residents, _returnees) in WARDS.items()
        ),
        "residents.csv": "adm2_pcode,population\n"
        + "".join(f"{code},{ward[1]}\n" for code, ward in WARDS.items()),
        "returns.csv": "adm2_pcode,name,individuals\n"
        + "".join(f"{code},{ward[0]},{ward[2]}\n" for code, ward in WARDS.items()),
    }
    for name, text in texts.items():
        (folder / name).write_text(text)
    return {name: folder / name for name in texts}


@dataclass(frozen=True)
class People:
    """Who has a part in the thread."""

    secretary: User
    members: list[User]
    staff: User
    authority: User
    implementer: User
    editor: User


def settle(pcode: str, branch: Branch) -> tuple[Community, People]:
    """A village with a page, and everybody who acts for it or with it."""
    ward = AdminArea.objects.get(pcode=pcode)
    community = CommunityFactory(
        slug="dunmar-wells",
        name="Dunmar Wells",
        names={"ar": "آبار دنمار"},
        area=ward,
        point=Point(*middle(pcode), srid=4326),
    )
    CommunityProfileFactory(community=community, residents=1_840)
    page = CommunityPage(
        title="Dunmar Wells",
        slug="dunmar-wells",
        community=community,
        introduction="A village round three wells.",
        strengths=[("strength", {"statement": "Masons who teach."})],
        gaps=[
            (
                "gap",
                {
                    "dimension": "social",
                    "severity": "3",
                    "statement": "The wells are dry from June.",
                },
            )
        ],
    )
    branch.communities.add_child(instance=page)
    page.save_revision().publish()
    return community, _people(community, ward)


def _people(community: Community, ward: AdminArea) -> People:
    secretary, *members = [
        MandateFactory(community=community, user__name=name).user
        for name in ("Salma Idris", "Yusuf Tarek", "Nadia Omar")
    ]
    staff = MandateFactory(staff=True).user
    editor = UserFactory(name="Elif Demir")
    editor.groups.add(Group.objects.get(name="Editors"))
    staff.groups.add(*Group.objects.filter(name__in=["Editors", "Moderators"]))
    return People(
        secretary=secretary,
        members=members,
        staff=staff,
        authority=MandateFactory(authority=True, area=ward.parent).user,
        implementer=MandateFactory(implementer=True, community=community).user,
        editor=editor,
    )


def in_days(count: int) -> str:
    """A day from today, as date fields take it."""
    return (datetime.date.today() + datetime.timedelta(days=count)).isoformat()  # noqa: DTZ011 - what a person's calendar says
