"""Demo accounts, and the committees whose members confirmed what was built.

Only the accounts in `accounts()` can sign in, with the password that `make demo`
prints. The other committee members exist so that confirmations have somebody behind
them; they have no password. Whether a member has returned is nowhere recorded.
"""

from dataclasses import dataclass
from functools import cache

import numpy as np

from config.demo import DOMAIN
from config.demo.communities import CommunitySketch, communities
from config.demo.geography import areas
from config.demo.terrain import SEED
from config.demo.words import Words, content, words


@dataclass(frozen=True)
class Account:
    """One account.

    Attributes:
        role: a code of `communities.enums.Role`, or "editor" (CMS group) or "admin"
            (superuser), which are no mandates.
        community: slug of the community that the role is held in, else "".
        area_pcode: code of the area that an authority answers for, else "".
        named_publicly: whether the person agrees to be named on the page.
        signs_in: whether the account has the demo's password.
    """

    email: str
    name: str
    role: str
    community: str
    area_pcode: str
    title: Words
    language: str
    named_publicly: bool
    signs_in: bool


def password() -> str:
    """Return the password of all accounts that sign in: printed, and demo only."""
    return str(content("people")["password"])


def area_above(community: str, level: int) -> str:
    """Return the P-code of the area of a level around a community."""
    by_code = {area.pcode: area for area in areas()}
    sketch = next(entry for entry in communities() if entry.slug == community)
    area = by_code[sketch.ward_pcode]
    while area.level > level:
        area = by_code[area.parent_pcode]
    return area.pcode


@cache
def accounts() -> tuple[Account, ...]:
    """Return the accounts that sign in, in the order in which they are printed."""
    return tuple(
        Account(
            email=entry["email"],
            name=entry["name"],
            role=entry["role"],
            community=entry.get("community", ""),
            area_pcode=area_above(entry["area_of"], entry["area_level"])
            if "area_of" in entry
            else "",
            title=words(entry["title"]),
            language=entry["language"],
            named_publicly=entry["role"] == "committee",
            signs_in=True,
        )
        for entry in content("people")["account"]
    )


def second_of(role: str) -> str:
    """Return the address of the second account of a role, for what takes two persons."""
    return [entry.email for entry in accounts() if entry.role == role][1]


def _members(community: CommunitySketch, names: list[str]) -> list[Account]:
    """Return the committee's members who have no account above."""
    known = sum(
        entry.role == "committee" and entry.community == community.slug
        for entry in accounts()
    )
    return [
        Account(
            email=f"{community.slug}.{number}@{DOMAIN}",
            name=names.pop(),
            role="committee",
            community=community.slug,
            area_pcode="",
            title=Words("Member", "عضو"),
            language="ar" if number % 2 else "en",
            named_publicly=number % 3 == 0,
            signs_in=False,
        )
        for number in range(known + 1, community.committee_size + 1)
    ]


@cache
def people() -> tuple[Account, ...]:
    """Return all accounts: those that sign in, then the other committee members."""
    lists = content("people")["members"]
    names = [
        f"{given} {family}" for given in lists["given"] for family in lists["family"]
    ]
    shuffled = [
        str(name) for name in np.random.default_rng(SEED + 30).permutation(names)
    ]
    members = [
        member
        for community in communities()
        for member in _members(community, shuffled)
    ]
    return (*accounts(), *members)
