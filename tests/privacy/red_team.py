"""A country with something to find out, and every address that could give it away.

One ward of a district holds a secret multitude, its neighbour three people: both are
hidden. One round was corrected, another was published and taken back.
"""

import datetime
import io
import re
import sqlite3
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pyarrow.parquet
import pypdf
from django.contrib.auth.models import Group
from django.test import Client
from django.urls import URLPattern, get_resolver

from communities.models import Community
from initiatives.models import Correction, PlaceComment
from initiatives.services.corrections import propose_correction
from initiatives.services.place_comments import add_place_comment
from maps.enums import CellStatus
from maps.models import AdminArea, ImportJob, Release, ReleaseProposal, ReportingRound
from maps.models.returns import StagedCount
from maps.services.outlines import redraw_outlines
from maps.services.preparations import prepare_release, work_out_drafts
from maps.services.releases import publish_release
from maps.services.withdrawals import ask_to_withdraw, confirm_withdrawal
from participation.enums import Breakdown
from participation.models import Attendance, Meeting
from tests.factories.communities import (
    CommunityBodyFactory,
    CommunityFactory,
    MandateFactory,
)
from tests.factories.initiatives import InitiativeFactory
from tests.factories.maps import (
    PopulationFactory,
    ReportingRoundFactory,
    area_tree,
    return_count,
    square,
)
from tests.factories.meetings import MeetingFactory, agreed, decided, published
from tests.factories.participation import open_round_with_options
from tests.factories.people import UserFactory
from tests.factories.releases import shown_together
from tests.maps.wizard.walking import answer, only_job, upload

#: Women and men, persons, households of the first ward, which nothing public may tell;
#: then what only the release that was taken back has shown.
WOMEN, MEN, HOMES, TAKEN_BACK = 498_765, 488_889, 345_678, 424_242
SECRETS = (WOMEN, MEN, WOMEN + MEN, HOMES, TAKEN_BACK)
#: Women, men and households of each ward, two wards a district.
COUNTED = (
    (WOMEN, MEN, HOMES),
    (1, 2, 1),
    (30_000, 25_555, 9_000),
    (70, 50, 30),
    (44, 36, 20),
    (31, 30, 15),
)
RESIDENTS = 1_000_000
SCRIPTS = ("0123456789", "٠١٢٣٤٥٦٧٨٩", "۰۱۲۳۴۵۶۷۸۹")
MARKS = (
    "",
    ",",
    ".",
    " ",
    "'",
    "_",
    "\N{NO-BREAK SPACE}",
    "\N{NARROW NO-BREAK SPACE}",
    "٬",
)
GROUP, SHADES = "RET", ("persons", "per_km2", "per_thousand")
#: Everybody whom raw counts are kept from, with a part in the programme or without.
STRANGERS = ("visitor", "committee", "implementer", "authority", "staff", "editor")


@dataclass(frozen=True)
class Country:
    """What was planted, by name."""

    large: AdminArea
    small: AdminArea
    newest: Release
    corrected: Release
    withdrawn: Release
    proposal: ReleaseProposal
    initiative: Any
    vote: Any
    meeting: Meeting
    job: Any
    comment: Any
    correction: Any


def spellings() -> list[str]:
    """Every secret in every way of writing numbers, and per thousand residents."""
    found = []
    for secret in SECRETS:
        plain = str(secret)
        texts = [plain[:3] + mark + plain[3:] for mark in MARKS]
        rate = f"{secret * 1000 / RESIDENTS:.1f}"
        texts += [rate, rate.replace(".", ","), rate.replace(".", "٫")]
        for script in SCRIPTS:
            found += [
                each.translate(str.maketrans(SCRIPTS[0], script)) for each in texts
            ]
    return found


SPELLINGS = spellings()


#: Digests, tokens and codes: in so many random characters six digits come by chance.
_RANDOM = re.compile(r"(?=[0-9]*[A-Za-z])(?=[A-Za-z]*[0-9])[0-9A-Za-z]{16,}")


def told(*texts: str) -> list[str]:
    """The secrets that stand in some texts, outside of what is drawn at random."""
    read = [_RANDOM.sub(" ", text) for text in texts]
    return [each for each in SPELLINGS for text in read if each in text]


def _counted(
    wards: list[AdminArea], rows: Any, *, code: str, day: int, revision: int = 1
) -> None:
    reporting = (
        ReportingRoundFactory(code=code, reported_on=datetime.date(2026, day, 28))
        if revision == 1
        else Release.objects.filter(round__code=code).latest("pk").round
    )
    for ward, (women, men, homes) in zip(wards, rows, strict=True):
        own: dict[str, Any] = {"round": reporting, "revision": revision}
        return_count(ward, women + men, households=homes, **own)
        return_count(ward, women, breakdown="f", **own)
        return_count(ward, men, breakdown="m", **own)


def country() -> Country:
    """Plant it: three rounds, the first corrected, the second taken back."""
    [_top], _districts, wards = area_tree(1, 3, 2, name="Place")
    for at, ward in enumerate(wards):
        PopulationFactory(area=ward, persons=RESIDENTS)
        # Neighbours touch wherever the row of made-up areas has come to.
        AdminArea.objects.filter(pk=ward.pk).update(geometry=square(at, 0))
    for level in (0, 1, 2):
        redraw_outlines(level)
    stewards = [MandateFactory(steward=True).user for _ in range(2)]
    _counted(wards, COUNTED, code="R1", day=3)
    publish_release("R1", by=None)
    corrected = [*COUNTED[:2], (31_000, 26_555, 9_500), *COUNTED[3:]]
    _counted(wards, corrected, code="R1", day=3, revision=2)
    second = publish_release("R1", by=None)
    taken_back = [*COUNTED[:2], (TAKEN_BACK, 25_555, 9_000), *COUNTED[3:]]
    _counted(wards, taken_back, code="R2", day=6)
    withdrawn = publish_release("R2", by=None)
    asked = ask_to_withdraw(withdrawn, reason="Two swapped.", by=stewards[0])
    confirm_withdrawal(asked, by=stewards[1])
    _counted(wards, COUNTED, code="R3", day=9)
    newest = shown_together(ReportingRound.objects.get(code="R3"))
    assert newest.zones.count() == 1, "the hidden wards are shown together"
    prepare_release(newest.round, (5, 60), by=stewards[0])
    work_out_drafts(newest.round, by=stewards[0])
    community = CommunityFactory(area=wards[0], name="Village")
    initiative = InitiativeFactory(community=community, state="eligible", plan=1)
    for release in (second, newest):
        shown = release.cells.filter(status=CellStatus.PUBLISHED)
        hidden = release.cells.filter(area__in=wards[:2]).exclude(pk__in=shown)
        assert hidden.count() == 2 * 6, "both wards are hidden in every respect"
    return Country(
        wards[0],
        wards[1],
        newest,
        second,
        withdrawn,
        newest.round.proposals.earliest("threshold"),
        initiative,
        open_round_with_options(),
        _met(community),
        _uploaded(wards, by=stewards[0]),
        *_on_the_desk(community),
    )


def _met(community: Community) -> Meeting:
    """A meeting with a secret number of women, whom three men give away if they are told."""
    body = CommunityBodyFactory(community=community)
    meeting = MeetingFactory(community=community, body=body)
    Attendance.objects.create(
        meeting=meeting,
        everybody=WOMEN + 3,
        women=WOMEN,
        men=3,
        sex_rest=0,
        told=[Breakdown.SEX],
    )
    decided(meeting)
    agreed(meeting)
    return published(meeting)


def _uploaded(wards: list[AdminArea], *, by: Any) -> ImportJob:
    """A file with the secrets in it, read by a data steward and not stored yet."""
    rows = [
        f"{ward.pcode},{women + men},{homes}"
        for ward, (women, men, homes) in zip(wards, COUNTED, strict=True)
    ]
    client = Client()
    client.force_login(by)
    table = "\n".join(["adm2_pcode,individuals,households", *rows])
    upload(client, table, round="R9", date="2026-10-28")
    job = only_job()
    answer(client, job)
    assert StagedCount.objects.filter(job=job).count() == len(wards)
    return job


def _on_the_desk(community: Community) -> tuple[PlaceComment, Correction]:
    """A comment on a place and a correction, of somebody who answers for it."""
    authority = MandateFactory(authority=True, area=community.area.parent).user
    comment = add_place_comment(
        by=authority, text="The bridge is out.", language="en", area=community.area
    )
    correction = propose_correction(
        community.area, by=authority, reason="The sign says so.", name="Ward of wells"
    )
    return comment, correction


def person(who: str, planted: Country) -> Any:
    """Somebody by the part that they have; None for a visitor."""
    community = planted.initiative.community
    if who == "visitor":
        return None
    if who == "editor":
        editor = UserFactory()
        editor.groups.add(Group.objects.get(name="Editors"))
        return editor
    fields: dict[str, Any] = {} if who == "committee" else {who: True}
    if who == "authority":
        fields["area"] = planted.large.parent
    elif who != "staff":
        fields["community"] = community
    return MandateFactory(**fields).user


def own_routes() -> set[str]:
    """The route of every address outside the CMS, as it is written, without a language."""
    return {
        route
        for route in _routes(get_resolver())
        if not route.startswith("cms/") and "^cms/" not in route
    }


def cms_routes() -> set[str]:
    """Those of the CMS."""
    return {route for route in _routes(get_resolver()) if route.startswith("cms/")}


def _routes(resolver: Any, before: str = "") -> Iterator[str]:
    for each in resolver.url_patterns:
        route = before + str(each.pattern)
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from _routes(each, route)


def texts_of(answer: Any) -> list[str]:
    """All that an answer tells: headers, cookies, and its body unpacked."""
    body = b"".join(answer.streaming_content) if answer.streaming else answer.content
    head = [f"{name}: {value}" for name, value in answer.headers.items()]
    return [*head, str(answer.cookies), body.decode(errors="replace"), *unpacked(body)]


def unpacked(body: bytes) -> Iterator[str]:
    """What stands inside a file, where its bytes do not show it."""
    if body.startswith(b"PK"):
        with zipfile.ZipFile(io.BytesIO(body)) as folder:
            yield from (
                folder.read(name).decode(errors="replace") for name in folder.namelist()
            )
    elif body.startswith(b"%PDF"):
        for page in pypdf.PdfReader(io.BytesIO(body)).pages:
            yield page.extract_text()
    elif body.startswith(b"PAR1"):
        yield str(pyarrow.parquet.read_table(io.BytesIO(body)).to_pylist())
    elif body.startswith(b"SQLite format 3"):
        with sqlite3.connect(":memory:") as database:
            database.deserialize(body)
            [*tables] = database.execute(
                "SELECT name FROM sqlite_master WHERE type='table'"
            )
            for (name,) in tables:
                if not name.startswith("rtree"):
                    yield str(database.execute(f'SELECT * FROM "{name}"').fetchall())  # noqa: S608
