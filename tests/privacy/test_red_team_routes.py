"""Every address of the site, asked by everybody whom raw counts are kept from."""

import gzip
import logging

import pytest
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from communities.models import CommunityPage
from tests.factories.communities import CommunityFactory
from tests.factories.site import first_pages
from tests.privacy.probes import in_all_languages, probes
from tests.privacy.red_team import (
    STRANGERS,
    cms_routes,
    country,
    own_routes,
    person,
    texts_of,
    told,
    unpacked,
)

pytestmark = pytest.mark.django_db
#: Tables that nothing but services of data stewards and imports may ask.
BEHIND_THE_DOOR = ("maps_returncount", "maps_stagedcount")


@pytest.fixture
def planted():
    return country()


def kept():
    """What is left in the cache: keys and values, unpacked where they are compressed."""
    if isinstance(cache._cache, dict):
        names = list(cache._cache)
    else:
        names = [name.decode() for name in cache._cache.get_client(None).keys("*")]
    for name in names:
        # Counters of failed tries lie beside the cache, under names of their own.
        _prefix, _version, key = f"{name}::".split(":", 2)
        value = cache.get(key.removesuffix("::"))
        yield f"{name}: {value!r}"
        if isinstance(value, bytes):
            yield from unpacked(value)
        if hasattr(value, "gzip"):
            yield gzip.decompress(value.gzip).decode()


def stored():
    """Sessions, tasks, and what was put on record: all that a request may leave behind."""
    tables = [
        "django_session",
        "wagtailcore_modellogentry",
        "wagtailcore_pagelogentry",
        "wagtailcore_revision",
        "wagtailcore_referenceindex",
        "maps_importjob",
        "maps_importfinding",
        "maps_releaseproposal",
        "maps_release",
    ]
    with connection.cursor() as cursor:
        for table in tables:
            cursor.execute(f"SELECT * FROM {table}")  # noqa: S608 - ours
            yield from map(str, cursor.fetchall())


def test_every_route_is_probed(planted):
    """Whoever adds an address says here which of its answers could tell something."""
    assert own_routes() == set(probes(planted))


@pytest.mark.parametrize("who", STRANGERS)
def test_no_route_tells_a_secret_to_anybody(client, planted, who, caplog):
    caplog.set_level(logging.DEBUG)
    somebody = person(who, planted)
    if somebody is not None:
        client.force_login(somebody)
    found = {}
    asked = []

    with CaptureQueriesContext(connection) as queries:
        for addresses in probes(planted).values():
            for address in addresses:
                asked += [(address, client.get(address))]
            asked += [(f"POST {addresses[0]}", client.post(addresses[0]))]
            if somebody is not None:
                client.force_login(somebody)

    for address, answer in asked:
        assert answer.status_code < 500, address
        secrets = told(*texts_of(answer))
        found |= {address: secrets} if secrets else {}
    assert found == {}
    assert told(*kept(), *stored(), caplog.text) == []
    assert told(*(str(message.message()) for message in mail.outbox)) == []
    for query in queries.captured_queries:
        assert not [name for name in BEHIND_THE_DOOR if name in query["sql"]]


def test_the_probes_would_see_a_secret_that_is_shown(client, planted):
    """The same eyes see a published figure in every form of answer."""
    release = planted.newest
    for address in (
        "/map/areas/{0}/",
        "/map/values/{1}/1/RET/persons.json",
        "/api/features/collections/returns/items?limit=1000",
        "/data/returns/R3/1/returns.xlsx",
        "/data/returns/R3/1/returns.gpkg",
        "/data/returns/R3/1/returns.parquet",
        "/initiatives/reports/{0}/en.pdf",
    ):
        where = address.format(planted.large.parent.pcode, release.pk)
        texts = " ".join(texts_of(client.get(where)))
        assert "987657" in texts.replace(",", ""), where
    left = " ".join(kept()).replace(",", "")
    assert "987657" in left, "also what is compressed in the cache is read"


@pytest.mark.parametrize("who", ["staff", "editor", "authority"])
def test_no_page_of_the_cms_tells_a_secret(client, planted, who):
    """Every list, history, inspection, report and search, for the first thing of each."""
    client.force_login(person(who, planted))
    found = {}
    pks = (planted.newest.round_id, planted.large.pk)
    # The CMS has a page that does nothing but break.
    for route in sorted(cms_routes() - {"cms/failwhale/"}):
        if "<" in route.replace("<int:pk>", "") or "(" in route or "logout" in route:
            continue
        for pk in pks if "<int:pk>" in route else pks[:1]:
            address = "/" + route.replace("<int:pk>", str(pk))
            answer = client.get(address)
            secrets = told(*texts_of(answer))
            found |= {address: secrets} if secrets else {}

    assert found == {}


@pytest.mark.parametrize("who", ["staff", "editor"])
def test_no_preview_and_no_page_of_history_tells_a_secret(client, planted, who):
    """A preview is made by the CMS itself, past the addresses of the site."""
    client.force_login(person(who, planted))
    community = CommunityFactory(area=planted.large)
    branch = first_pages()["en"]
    page = CommunityPage(
        title="Kesra", slug="kesra", community=community, introduction="A quay."
    )
    branch.communities.add_child(instance=page)
    page.save_revision().publish()
    found = {}
    for each in (page, branch.home, branch.communities, branch.about):
        revision = each.save_revision()
        answers = {
            "preview": each.make_preview_request(),
            "history": client.get(
                reverse(
                    "wagtailadmin_pages:revisions_view", args=[each.pk, revision.pk]
                )
            ),
        }
        for kind, answer in answers.items():
            assert answer.status_code in {200, 302}, (kind, each)
            secrets = told(*texts_of(answer))
            found |= {(kind, each.title): secrets} if secrets else {}

    assert found == {}


@pytest.mark.parametrize("prefix", ["", "/ar"])
def test_a_release_taken_back_is_reached_by_no_old_address(client, planted, prefix):
    pk = planted.withdrawn.pk
    gone = [
        f"/map/values/{pk}/2/RET/persons.json",
        f"/map/picture/{pk}/2/RET/persons/light.svg",
        f"/map/hexagons/{pk}/2/RET.json",
        f"/map/hexagons/{pk}/2/RET/light.svg",
        f"/map/need/{pk}/2/RET/services.json",
        f"/map/change/{pk}/{planted.newest.pk}/2/RET/persons/light.svg",
        f"/map/change/{planted.newest.pk}/{pk}/2/RET/persons/light.svg",
        "/data/returns/R2/1/",
        "/data/returns/R2/1/returns.csv",
        "/data/returns/R2/1/returns.xlsx",
        f"/initiatives/reports/{planted.large.pcode}/en.pdf?round=R2",
        *(
            f"/api/features/collections/returns/items/{cell}"
            for cell in planted.withdrawn.cells.values_list("pk", flat=True)[:5]
        ),
    ]

    assert {client.get(prefix + each).status_code for each in gone} <= {404, 410}
    tag = client.get("/data/returns/R3/1/returns.csv").headers["ETag"]
    file = "/data/returns/R2/1/returns.csv"
    for known in (tag, "*"):
        answer = client.get(file, headers={"if-none-match": known})
        assert answer.status_code == 410


def test_answers_in_all_languages_are_made_of_the_same_figures(client, planted):
    """What one language hides, no other shows: null in the same places."""
    wards = {planted.large.pcode, planted.small.pcode}
    for release in (planted.corrected, planted.newest):
        address = f"/map/values/{release.pk}/2/RET/persons.json"
        one, *others = (
            {code: row for code, row in client.get(each).json()["areas"].items() if row}
            for each in in_all_languages([address])
        )

        assert len(others) == len(settings.LANGUAGES) - 1
        assert all(one.keys() == other.keys() for other in others)
        # The newest shows both together, and neither alone.
        told = {tuple(one[code][2:]) for code in wards & one.keys()}
        assert len(told) == (1 if release == planted.newest else 0)
