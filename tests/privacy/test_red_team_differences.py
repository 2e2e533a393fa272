"""Differences: between a small and a large count, two worlds, two moments, two guesses.

The strongest statement is the plainest: whatever is answered is a function of released
figures, so it stays the same to the byte when the counts behind them are others.
"""

import gzip
import math
import re
from itertools import product

import pytest
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from maps.enums import Breakdown
from maps.models import AdminArea, Release, ReleasedZoneFigure
from maps.models.returns import ReturnCount
from maps.queries.drawings import borders_version
from maps.services.audits import audit_release
from maps.services.release_plans import plan_release
from maps.services.stocks import read_stock
from tests.privacy.probes import probes
from tests.privacy.red_team import GROUP, MEN, WOMEN, Country, country, texts_of, told

pytestmark = pytest.mark.django_db
#: Routes that answer differently each time for reasons of their own (tokens of forms).
TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="[^"]+"|nonce="[^"]+"')


@pytest.fixture
def planted():
    return country()


def answers(client, planted: Country) -> dict[str, list[str]]:
    """What a visitor is answered, address by address, with nothing remembered."""
    cache.clear()
    return {
        address: [
            TOKEN.sub("", text)
            for text in texts_of(client.get(address))
            # A workbook and a PDF bear the second of their making.
            if not text.startswith(("PK", "%PDF", "Date:", "Expires:"))
        ]
        for route, addresses in probes(planted).items()
        if route.startswith(("map/", "api/", "data/", "initiatives/reports/"))
        and not route.endswith(("sign-in/", ".pdf"))
        for address in addresses
        if "xlsx" not in address and "gpkg" not in address
    }


def test_no_answer_changes_when_every_raw_count_is_another_or_gone(client, planted):
    before = answers(client, planted)

    ReturnCount.objects.update(individuals=777_777, households=None)
    others = answers(client, planted)
    ReturnCount.objects.all().delete()
    gone = answers(client, planted)

    assert len(before) > 100
    assert [each for each in before if before[each] != others[each]] == []
    assert [each for each in before if before[each] != gone[each]] == []


def test_no_answer_takes_other_work_when_every_raw_count_is_another(client, planted):
    """How long an answer takes tells nothing: it is made of the same steps.

    Statement by statement, which a stop-watch could only guess at through the noise of a
    machine; the figures they read were shown above to be the same ones.
    """

    def work():
        found = {}
        for route, addresses in probes(planted).items():
            if not route.startswith(("map/", "api/", "data/")) or "xlsx" in route:
                continue
            for address in addresses:
                cache.clear()
                with CaptureQueriesContext(connection) as asked:
                    client.get(address)
                found[address] = [query["sql"] for query in asked.captured_queries]
        return found

    before = work()
    ReturnCount.objects.update(individuals=777_777, households=None)
    after = work()

    assert sum(map(len, before.values())) > 500
    assert [each for each in before if before[each] != after[each]] == []


@pytest.mark.postgis
def test_tiles_of_every_zoom_are_of_borders_alone(client, planted, settings):
    settings.VECTOR_TILES_ABOVE = 0
    point = AdminArea.objects.get(pk=planted.large.pk).geometry.point_on_surface
    version = borders_version(2)

    def tiles():
        cache.clear()
        return {
            (z, prefix): client.get(
                f"{prefix}/map/tiles/2/{version}/{z}/{x}/{y}.mvt"
            ).content
            for z in range(15)
            for x, y in [tile_of(point.x, point.y, z)]
            for prefix in ("", "/ar")
        }

    before = tiles()
    ReturnCount.objects.update(individuals=777_777, households=None)

    assert tiles() == before
    assert len([each for each in before.values() if len(each) > 40]) > 20
    texts = [
        gzip.decompress(each) if each[:2] == b"\x1f\x8b" else each
        for each in before.values()
    ]
    assert told(*(text.decode("latin-1") for text in texts)) == []


def tile_of(lon, lat, z):
    """The tile that holds a place (Web Mercator, as of the tiles of maps)."""
    across = (lon + 180) / 360
    down = (1 - math.asinh(math.tan(math.radians(lat))) / math.pi) / 2
    return int(across * 2**z), int(down * 2**z)


def test_a_release_is_the_same_whichever_of_two_hidden_wards_holds_the_three(planted):
    """Two worlds that agree in all that is shown: cells and report agree, too."""
    reporting = planted.newest.round
    one = plan_release(read_stock(reporting), threshold=10)
    rows = ReturnCount.objects.filter(round=reporting)
    large = list(rows.filter(area=planted.large))
    small = list(rows.filter(area=planted.small))
    rows.filter(pk__in=[each.pk for each in (*large, *small)]).delete()
    for row in (*large, *small):
        row.area = planted.small if row.area_id == planted.large.pk else planted.large
        row.pk = None
        row.save()
    other = plan_release(read_stock(reporting), threshold=10)

    def shown(plan):
        return [
            (c.area_id, c.group, c.breakdown, c.measure, c.value) for c in plan.cells
        ]

    assert shown(one) == shown(other)
    assert one.report == other.report


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_hidden_small_and_hidden_large_look_alike_to_the_byte(client, planted, prefix):
    """Also in the work that the answer takes, which its time would tell."""
    pages, queries = [], []
    for area in (planted.large, planted.small):
        cache.clear()
        client.get(f"{prefix}/map/areas/{area.parent.pcode}/")
        with CaptureQueriesContext(connection) as asked:
            answer = client.get(f"{prefix}/map/areas/{area.pcode}/")
        [main] = re.findall(r"<main.*?</main>", answer.content.decode(), flags=re.S)
        pages.append(main.replace(area.pcode, "…").replace(area.name, "…"))
        queries.append(len(asked.captured_queries))

    without_villages = [
        re.sub(r"<div data-places>.*?</div>", "", page, flags=re.S) for page in pages
    ]
    figures = [
        re.findall(r"<(?:table|dl|figure).*?</(?:table|dl|figure)>", page, flags=re.S)
        for page in without_villages
    ]
    assert figures[0] == figures[1]
    assert queries[0] == queries[1]


def test_hidden_cells_are_told_alike_in_files_and_in_the_interface(client, planted):
    address = "/api/features/collections/returns/items?limit=1000&round=R3&level=2"
    told = {
        planted.large.pcode: [],
        planted.small.pcode: [],
    }
    for feature in client.get(address).json()["features"]:
        own = feature["properties"]
        if own["pcode"] in told:
            told[own.pop("pcode")].append({**own, "name": "", "page": ""})

    large, small = told.values()
    assert large == small
    assert len(large) == 6
    assert {each["value"] for each in large} == {None}


PARAMETERS = [
    "value",
    "value__gt",
    "value__lt",
    "value_min",
    "value_max",
    "persons",
    "individuals",
    "min",
    "max",
    "filter",
    "filter-lang",
    "sortby",
    "order_by",
    "sort",
    "q",
    "search",
    "bbox",
    "datetime",
    "crs",
    "limit",
    "offset",
    "after",
    "before",
    "page",
    "round",
    "level",
    "group",
    "shade",
    "measure",
    "breakdown",
    "status",
    "version",
    "k",
    "threshold",
    "area",
    "parent",
    "properties",
    "f",
    "place",
    "rows",
    "response",
    "other",
    "url",
]
ASKED = (
    "/map/",
    "/map/areas/{area}/",
    "/api/features/collections/returns/items",
    "/api/features/collections/areas/items",
    "/data/returns/returns.csv",
    "/map/values/{release}/2/RET/persons.json",
    "/map/compare/",
    "/map/need-and-response/",
    "/map/oembed",
)


def test_no_parameter_tells_a_right_guess_from_a_wrong_one(client, planted):
    """Neither by what is found, nor by how the question is refused."""
    for address, name in product(ASKED, PARAMETERS):
        path = address.format(area=planted.large.pcode, release=planted.newest.pk)
        right, wrong = (
            self_free(client.get(path, {name: guess}), guess)
            for guess in (WOMEN + MEN, WOMEN + MEN + 100_000)
        )
        assert right == wrong, (path, name)


def self_free(answer, guess):
    """An answer without the guess that it repeats."""
    return answer.status_code, [
        re.sub(r"[Ee][Tt]ag: .*", "", TOKEN.sub("", text)).replace(str(guess), "…")
        for text in texts_of(answer)
        if not text.startswith("Content-Length")
    ]


MALFORMED = ("\x00", "'", "٩٩", "1e309", "-1", "9" * 30, "[]", "a" * 3_000)


def test_a_malformed_question_breaks_nothing_and_is_told_nothing(client, planted):
    inside = re.compile(r"Traceback|maps_\w+|SELECT |psycopg|sqlite3")
    for address, value in product(ASKED, MALFORMED):
        path = address.format(area=planted.large.pcode, release=planted.newest.pk)
        for name in PARAMETERS:
            answer = client.get(path, {name: value})
            assert answer.status_code < 500, (path, name)
            assert not inside.search(" ".join(texts_of(answer))), (path, name)


@pytest.mark.parametrize("asked", [{"told": "by Mary"}, {"level": "2 by Mary"}])
def test_no_reader_is_told_what_another_has_asked(client, planted, asked):
    """A page that is kept for everybody repeats nobody's address."""
    client.get("/map/", asked)

    for other in ({}, {"told": "by John"}, {"level": "2"}):
        assert "Mary" not in client.get("/map/", other).content.decode()


def test_share_of_people_hidden_is_what_anybody_works_out_from_public_cells(planted):
    for release in (planted.newest, planted.corrected):
        cells = release.cells.filter(
            measure="individuals", breakdown=Breakdown.ALL, group=GROUP
        )
        everybody = cells.get(area__level=0).value
        for level in release.report["levels"]:
            known = cells.filter(area__level=level["level"]).values_list(
                "value", flat=True
            )
            together = ReleasedZoneFigure.objects.filter(
                zone__release=release,
                zone__level=level["level"],
                measure="individuals",
                breakdown=Breakdown.ALL,
                group=GROUP,
            ).values_list("value", flat=True)
            shown = sum(value or 0 for value in (*known, *together))
            assert level["people_hidden_share"] == round(1 - shown / everybody, 4)


def test_an_attacker_with_all_versions_finds_nothing(planted):
    for release in Release.objects.all():
        assert audit_release(release).ok, release


def test_a_plan_is_not_told_apart_from_none_by_those_who_may_not_see_it(
    client, planted
):
    """Whether a threshold is being weighed is for data stewards alone."""
    code = planted.newest.round.code
    statuses = {
        client.get(reverse("maps:proposal", args=[code, pk])).status_code
        for pk in (planted.proposal.pk, 999_999)
    }

    assert statuses == {302}
