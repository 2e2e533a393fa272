"""Addresses to probe for every route: a route that is not here fails the suite.

Written down by hand, because only a person knows which address of a new route would
tell something.
"""

from itertools import product

from maps.exports import FORMATS
from maps.queries.drawings import borders_version
from maps.views.embed_codes import FRAMES
from tests.privacy.probes_of_participation import of_participation
from tests.privacy.red_team import GROUP, SHADES, Country

RESPONSES = ("services", "initiatives")
_LANGUAGES = ("", "/ar", "/fr", "/es")


def probes(planted: Country) -> dict[str, list[str]]:
    """Addresses by route. Releases are public ones first, then the one taken back."""
    releases = (planted.newest, planted.corrected, planted.withdrawn)
    addresses = [(release.round.code, release.version) for release in releases]
    addresses.append((planted.corrected.round.code, 1))
    areas = [planted.large, planted.small, planted.large.parent]
    return {
        **_of_the_map(planted, releases, areas),
        **_of_drawings(planted, releases),
        **_of_releases(planted, addresses),
        **_of_imports(planted),
        **_of_open_data(addresses),
        **_of_initiatives(planted, areas),
        **of_participation(planted),
        **_of_the_shell(planted),
    }


def _of_the_map(planted, releases, areas):
    figures = list(product([each.pk for each in releases], (0, 1, 2, 3), SHADES))
    return {
        "map/": [
            "/map/",
            *(
                f"/map/?round={each.round.code}&level=2&shade={shade}"
                for each in releases
                for shade in SHADES
            ),
        ],
        "map/areas/<str:pcode>/": [f"/map/areas/{area.pcode}/" for area in areas],
        "map/shapes/<int:level>/<slug:scale>.json": ["/map/shapes/2/country.json"],
        "map/shapes/<int:level>/<slug:scale>/<slug:version>.json": [
            f"/map/shapes/2/local/{version}.json" for version in ("x", _drawn())
        ],
        "map/values/<int:release>/<int:level>/<slug:group>/<slug:shade>.json": [
            f"/map/values/{pk}/{level}/{GROUP}/{shade}.json"
            for pk, level, shade in figures
        ],
        "map/picture/<int:release>/<int:level>/<slug:group>/<slug:shade>/<slug:theme>.svg": [
            f"/map/picture/{pk}/{level}/{GROUP}/{shade}/light.svg"
            for pk, level, shade in figures
        ],
        "map/points/<slug:layer>.json": [
            *(f"/map/points/{layer}.json" for layer in ("communities", *RESPONSES)),
            "/map/points/returns.json",
        ],
    }


def _drawn() -> str:
    """The version under which the borders of wards are kept for ever."""
    return borders_version(2)


def _of_drawings(planted, releases):
    """Surfaces, need and response, several rounds, frames of other sites."""
    keys = [each.pk for each in releases]
    own = "<int:release>/<int:level>/<slug:group>"
    chosen = [f"{pk}/{level}/{GROUP}" for pk in keys for level in (1, 2)]
    asked = [f"round={each.round.code}&level=2" for each in releases]
    pages = ("hexagons", "need-and-response", "embed", "rounds", "compare")
    return {
        **{
            f"map/{name}/": [
                f"/map/{name}/",
                *(f"/map/{name}/?{each}&before=R2" for each in asked),
            ]
            for name in pages
        },
        "map/embed/<slug:way>/": [
            f"/map/embed/{way}/?{each}&before=R2"
            for way in (*FRAMES.values(), "nowhere")
            if way
            for each in asked
        ],
        "map/oembed": ["/map/oembed?url=http://testserver/map/"],
        "map/tiles/<int:level>/<slug:version>/<int:z>/<int:x>/<int:y>.mvt": [
            f"/map/tiles/2/{_drawn()}/{z}/{2**z // 2}/{2**z // 2}.mvt"
            for z in range(15)
        ],
        "map/hexagons/<int:level>/<slug:version>.json": [
            f"/map/hexagons/2/{version}.json" for version in ("x", _drawn())
        ],
        f"map/hexagons/{own}.json": [f"/map/hexagons/{each}.json" for each in chosen],
        f"map/hexagons/{own}/<slug:theme>.svg": [
            f"/map/hexagons/{each}/light.svg" for each in chosen
        ],
        f"map/need/{own}/<slug:response>.json": [
            f"/map/need/{each}/{key}.json" for each in chosen for key in RESPONSES
        ],
        f"map/need/{own}/<slug:response>/<slug:theme>.svg": [
            f"/map/need/{each}/{key}/light.svg" for each in chosen for key in RESPONSES
        ],
        "map/change/<int:before>/<int:after>/<int:level>/<slug:group>/<slug:shade>/<slug:theme>.svg": [
            f"/map/change/{before}/{after}/2/{GROUP}/{shade}/light.svg"
            for before in keys
            for after in keys
            for shade in SHADES
        ],
    }


def _of_releases(planted, addresses):
    plan = f"/map/releases/{planted.newest.round.code}/plans/{planted.proposal.pk}/"
    before = "map/releases/<path:code>/"
    of_plan = before + "plans/<int:pk>/"
    return {
        "map/releases/": ["/map/releases/"],
        of_plan: [plan, f"{plan}?level=2&group={GROUP}"],
        f"{of_plan}refuse/": [f"{plan}refuse/"],
        f"{of_plan}figures/": [f"{plan}figures/"],
        f"{of_plan}picture/<int:level>/<str:group>/<slug:theme>.svg": [
            f"{plan}picture/2/{GROUP}/light.svg"
        ],
        f"{of_plan}<slug:verb>/": [
            f"{plan}approve/",
            f"{plan}propose/",
            f"{plan}other/",
        ],
        f"{before}prepare/": ["/map/releases/R3/prepare/"],
        f"{before}zones/": ["/map/releases/R3/zones/"],
        f"{before}plans/": ["/map/releases/R3/plans/"],
        f"{before}<int:version>/": [
            f"/map/releases/{code}/{n}/" for code, n in addresses
        ],
        f"{before}<int:version>/compare/": [
            f"/map/releases/{code}/{n}/compare/?other={planted.withdrawn.pk}"
            for code, n in addresses
        ],
        f"{before}<int:version>/withdraw/": ["/map/releases/R3/1/withdraw/"],
        f"{before}<int:version>/withdraw/<slug:verb>/": [
            "/map/releases/R3/1/withdraw/confirm/"
        ],
    }


def _of_imports(planted):
    before = "map/imports/<int:pk>/"
    steps = (
        "columns/",
        "totals/",
        "findings/",
        "findings.csv",
        "spellings/",
        "store/",
        "cancel/",
    )
    return {
        "map/imports/": ["/map/imports/"],
        "map/imports/changes/": ["/map/imports/changes/"],
        "map/imports/new/<slug:kind>/": ["/map/imports/new/returns/"],
        before: [f"/map/imports/{planted.job.pk}/"],
        **{before + step: [f"/map/imports/{planted.job.pk}/{step}"] for step in steps},
    }


def _of_open_data(addresses):
    keys = ("areas", "returns", "zones", "communities", "services", "initiatives")
    of_key = "api/features/collections/<slug:key>"
    at = "/api/features/collections"
    questions = (
        "limit=1000",
        f"group={GROUP}&limit=1000",
        "status=hidden",
        "level=2&f=html",
        "measure=households",
    )
    endings = (*FORMATS, "csv-metadata.json")
    files = [f"{key}.{ending}" for key in ("returns", "zones") for ending in endings]
    return {
        "api/features/": ["/api/features/", "/api/features/?f=html"],
        "api/features/conformance": ["/api/features/conformance"],
        "api/features/api": ["/api/features/api"],
        "api/features/collections": [at],
        of_key: [f"{at}/{key}" for key in keys],
        f"{of_key}/schema": [f"{at}/{key}/schema" for key in keys],
        f"{of_key}/queryables": [f"{at}/{key}/queryables" for key in keys],
        f"{of_key}/items": [
            *(f"{at}/{key}/items?limit=1000" for key in keys),
            *(f"{at}/returns/items?{question}" for question in questions),
        ],
        f"{of_key}/items/<str:feature>": [
            f"{at}/returns/items/{pk}" for pk in (1, 2, 9)
        ],
        "data/": ["/data/"],
        "data/catalogue.jsonld": ["/data/catalogue.jsonld"],
        "data/returns/<path:code>/<int:version>/": [
            f"/data/returns/{code}/{n}/" for code, n in addresses
        ],
        "data/returns/<path:code>/<int:version>/<str:name>": [
            f"/data/returns/{code}/{n}/{name}"
            for code, n in addresses
            for name in files
        ],
        "data/<slug:key>/<str:name>": [f"/data/{key}/{key}.csv" for key in keys]
        + [f"/data/{name.split('.')[0]}/{name}" for name in files],
    }


def _of_initiatives(planted, areas):
    reference = planted.initiative.reference
    own, of = f"/initiatives/{reference}/", "initiatives/<slug:reference>/"
    step = planted.initiative.milestones.get().pk
    review = "initiatives/review/"
    lists = ("", "review/", "review/comments/", "review/corrections/", "propose/")
    return {
        **{f"initiatives/{name}": [f"/initiatives/{name}"] for name in lists},
        f"{review}comments/add/": [f"/{review}comments/add/?initiative={reference}"],
        f"{review}comments/<int:pk>/": [f"/{review}comments/{planted.comment.pk}/"],
        f"{review}corrections/propose/": [
            f"/{review}corrections/propose/?area={area.pcode}" for area in areas
        ],
        f"{review}corrections/<int:pk>/": [
            f"/{review}corrections/{planted.correction.pk}/"
        ],
        "initiatives/reports/<str:pcode>/": [
            f"/initiatives/reports/{area.pcode}/" for area in areas
        ],
        "initiatives/reports/<str:pcode>/<slug:language>.pdf": [
            f"/initiatives/reports/{area.pcode}/{language}.pdf{query}"
            for area in areas
            for language, query in (
                *product(("en",), ("", "?round=R1", "?round=R2")),
                *product(("ar", "fr", "es"), ("",)),
            )
        ],
        of: [own],
        f"{of}step/": [f"{own}step/"],
        f"{of}propose/<slug:step>/": [f"{own}propose/problem/"],
        f"{of}spending/": [f"{own}spending/"],
        f"{of}picture/": [f"{own}picture/"],
        f"{of}picture/remove/": [f"{own}picture/remove/"],
        f"{of}milestones/add/": [f"{own}milestones/add/"],
        **{
            f"{of}milestones/<int:milestone>/{verb}/": [
                f"{own}milestones/{step}/{verb}/"
            ]
            for verb in ("claim", "answer", "reopen")
        },
    }


def _of_the_shell(planted):
    """Doors, files and pages of the CMS; signing out comes last, for it ends the part."""
    password, step = "account/password/", "account/second-step/"
    return {
        "healthz": ["/healthz"],
        "readyz": ["/readyz"],
        "documents/^(\\d+)/(.*)$": ["/documents/1/returns.csv"],
        "documents/authenticate_with_password/<int:restriction_id>/": [
            "/documents/authenticate_with_password/1/"
        ],
        "media/<path:path>": ["/media/images/returns.csv", "/media/imports/1"],
        "styleguide/": ["/styleguide/"],
        "^((?:[\\w\\-]+/)*)$": ["/", "/communities/", "/nope/"],
        "_util/login/": ["/_util/login/"],
        "_util/authenticate_with_password/<int:page_view_restriction_id>/<int:page_id>/": [
            "/_util/authenticate_with_password/1/1/"
        ],
        password: ["/account/password/"],
        f"{password}reset/": ["/account/password/reset/"],
        f"{password}reset/sent/": ["/account/password/reset/sent/"],
        f"{password}reset/<uidb64>/<token>/": ["/account/password/reset/MQ/abc-def/"],
        **{f"{step}{name}": [f"/{step}{name}"] for name in ("", "add/", "codes/")},
        "sign-in/": ["/sign-in/?next=/map/"],
        "sign-out/": ["/sign-out/"],
    }


def in_all_languages(addresses: list[str]) -> list[str]:
    """The same with the prefix of every language that is probed."""
    return [prefix + each for each in addresses for prefix in _LANGUAGES]
