"""How fast the map draws, and what it weighs: `python tests/benchmarks/drawing.py [--json]`.

A made-up country of 3,000 areas with about 190 points each (`coverage.py`) is served
to Chromium on a telephone's window whose processor is slowed down fourfold. Reported:

- `first_drawing_s`: from the click on the link until a frame with the map is on the
  screen, the server's time in it (asked: at most 1.5);
- `panning_fps`: frames a second while a finger drags the map (asked: at least 30);
- `shapes_kb`, `values_kb`: files of borders and of one round's figures (asked: shapes at
  most 180), with brotli and with gzip;
- `page_kb`: everything else of the page, with brotli, table and Leaflet in it (asked: at
  most 170); `script_kb`: our own script in it (asked: at most 10).

- `slowest_drawing_s`: the slowest of the visits, of which the others are the middle.

On two idle cores (27 November 2026), five visits: 1.40 s in the middle, 1.57 the slowest,
50 frames a second; script 9.8 kB, page 73, shapes 118.

What the trace showed and what went: three thousand areas painted twice where the ground
is the level itself, a pattern taken up for every hidden area, lines a hair wider than a
dot, the layout of a table of 200 rows (now 100), names and places before the first
frame. What is left: layout and style of the page (0.2 s), Leaflet (0.1 s), unpacking and
painting the areas (0.4 s), the browser's own beginnings. Beside other work on the machine
everything is slower: with eight to twelve processes on two cores, 2.7 s.
"""

import argparse
import datetime
import json
import os
import sys
import tempfile
import time
from pathlib import Path
from statistics import median
from typing import TYPE_CHECKING, Any

ROOT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(ROOT))
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings.test")
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"
os.environ.pop("DATABASE_URL", None)

import brotli  # noqa: E402
import django  # noqa: E402
import numpy as np  # noqa: E402

django.setup()

from django.contrib.gis.geos import Point  # noqa: E402
from django.db import connection  # noqa: E402
from playwright.sync_api import sync_playwright  # noqa: E402
from pytest_django.live_server_helper import LiveServer  # noqa: E402

from maps.enums import CellStatus, PopulationGroup, ReleaseState  # noqa: E402
from maps.models import (  # noqa: E402
    AdminArea,
    Population,
    Release,
    ReleasedCell,
    ReportingRound,
)
from maps.services.outlines import as_multipolygon, redraw_outlines  # noqa: E402
from tests.benchmarks.coverage import rough_coverage  # noqa: E402
from tests.conftest import chromium_path  # noqa: E402

if TYPE_CHECKING:
    from playwright.sync_api import Page, Response

LEVEL = 2
SLOWER = 4
GROUP = PopulationGroup.RETURNEES
_COUNT_FRAMES = """() => {
  window.frames_seen = [];
  const look = (now) => { window.frames_seen.push(now); requestAnimationFrame(look); };
  requestAnimationFrame(look);
}"""


def make_country(count: int, rounds: int) -> None:
    """Areas, residents, borders at three scales, and rounds with figures to draw."""
    random = np.random.default_rng(1)
    shapes = rough_coverage(count)
    areas = AdminArea.objects.bulk_create(
        AdminArea(
            level=LEVEL,
            pcode=f"XB{number:06d}",
            name=f"Payam {number}",
            geometry=as_multipolygon(shape),
            point=Point(shape.representative_point().coords[0], srid=4326),
            area_km2=200.0,
            valid_on=datetime.date(2020, 1, 1),
        )
        for number, shape in enumerate(shapes)
    )
    residents = random.integers(2_000, 60_000, count)
    Population.objects.bulk_create(
        Population(area=area, year=2024, persons=int(persons))
        for area, persons in zip(areas, residents, strict=True)
    )
    redraw_outlines(LEVEL)
    for number in range(rounds):
        reporting = ReportingRound.objects.create(
            code=f"R{number + 1}", reported_on=datetime.date(2024, number + 1, 28)
        )
        release = Release.objects.create(
            round=reporting, version=1, threshold=10, state=ReleaseState.PUBLISHED
        )
        persons = random.lognormal(6, 1.2, count).astype(int) + 10
        ReleasedCell.objects.bulk_create(
            ReleasedCell(
                release=release,
                area=area,
                group=GROUP,
                status=CellStatus.HIDDEN if hidden else CellStatus.PUBLISHED,
                value=None if hidden else int(value),
            )
            for area, value, hidden in zip(
                areas, persons, random.random(count) < 0.1, strict=True
            )
        )


def measure(address: str) -> dict[str, float]:
    """Open the map as a slow telephone does, then drag it."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=["--no-sandbox", "--disable-gpu"]
        )
        context = browser.new_context(
            viewport={"width": 360, "height": 780},
            device_scale_factor=2,
            has_touch=True,
            bypass_csp=True,  # or what is measured could not be read from the page
        )
        page = context.new_page()
        page.goto(f"{address}/map/areas/XB000001/")
        page.context.new_cdp_session(page).send(
            "Emulation.setCPUThrottlingRate", {"rate": SLOWER}
        )
        answers: list[Response] = []
        page.on("response", lambda answer: answers.append(answer))
        page.goto(f"{address}/map/")
        page.wait_for_function("performance.getEntriesByName('map-drawn').length")
        page.evaluate(
            "new Promise(done => requestAnimationFrame(() => setTimeout(done)))"
        )
        first = page.evaluate("performance.getEntriesByName('map-drawn')[0].startTime")
        page.wait_for_load_state("networkidle")
        answered = page.evaluate(
            "performance.getEntriesByType('navigation')[0].responseStart"
        )
        found = {
            "first_drawing_s": first / 1000,
            "server_s": answered / 1000,
            **weights(answers),
        }
        found["panning_fps"] = panning(page)
        browser.close()
    return found


def weights(answers: "list[Response]") -> dict[str, float]:
    """Kilobytes by kind, compressed with brotli as a server in front does."""
    found = dict.fromkeys(("shapes_kb", "values_kb", "page_kb", "script_kb"), 0.0)
    for answer in answers:
        body = answer.body()
        size = len(brotli.compress(body, quality=9)) / 1000
        if "/map/shapes/" in answer.url:
            found["shapes_kb"] = max(found["shapes_kb"], size)
        elif "/map/values/" in answer.url:
            found["values_kb"] = max(found["values_kb"], size)
        else:
            found["page_kb"] += size
            if "/maps/" in answer.url and answer.url.endswith(".js"):
                found["script_kb"] += size
    return found


def panning(page: "Page", seconds: float = 3.0) -> float:
    """Frames a second while the map is dragged to and fro."""
    box = page.locator(".map-canvas")
    box.scroll_into_view_if_needed()
    edge = box.bounding_box()
    assert edge is not None
    x, y = edge["x"] + edge["width"] / 2, edge["y"] + edge["height"] / 2
    page.get_by_role("button", name="Zoom in").click()
    page.wait_for_timeout(1500)
    page.evaluate(_COUNT_FRAMES)
    end = time.monotonic() + seconds
    while time.monotonic() < end:
        page.mouse.move(x, y)
        page.mouse.down()
        for step in range(12):
            page.mouse.move(x + step * 6, y + step * 4)
        for step in range(12, -12, -1):
            page.mouse.move(x + step * 6, y + step * 4)
        page.mouse.up()
    seen = page.evaluate("window.frames_seen")
    return 1000 * (len(seen) - 1) / (seen[-1] - seen[0])


def compressed_files(address: str) -> dict[str, float]:
    """The sizes of the files of shapes by scale, as the server sends them."""
    from django.test import Client  # noqa: PLC0415 - needs the settings above

    from maps.queries.drawings import borders_version  # noqa: PLC0415

    found = {}
    for scale in ("country", "region", "local"):
        path = f"/map/shapes/{LEVEL}/{scale}/{borders_version(LEVEL)}.json"
        for name, encoding in (("br", "br"), ("gz", "gzip")):
            answer = Client().get(path, headers={"Accept-Encoding": encoding})
            found[f"shapes_{scale}_{name}_kb"] = len(answer.content) / 1000
    return found


def main() -> None:
    """Print the figures, as lines or as JSON."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--count", type=int, default=3_000)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--visits", type=int, default=5)
    asked = parser.parse_args()
    connection.settings_dict["TEST"]["NAME"] = str(
        Path(tempfile.mkdtemp(prefix="homeground-drawing-")) / "country.sqlite3"
    )
    connection.creation.create_test_db(verbosity=0, serialize=False)
    make_country(asked.count, asked.rounds)
    server = LiveServer("localhost")
    found: dict[str, Any] = {"areas": asked.count}
    # The first visit of anybody prepares the files; readers after it are measured.
    started = time.perf_counter()
    from django.test import Client  # noqa: PLC0415 - needs the settings above

    Client().get("/map/")
    found["first_ever_page_s"] = time.perf_counter() - started
    found |= compressed_files(server.url)
    measure(server.url)
    visits = [measure(server.url) for _visit in range(asked.visits)]
    server.stop()
    found |= {name: median(each[name] for each in visits) for name in visits[0]}
    found["slowest_drawing_s"] = max(each["first_drawing_s"] for each in visits)
    if asked.json:
        print(json.dumps({key: round(value, 3) for key, value in found.items()}))
        return
    for key, value in found.items():
        print(f"{key:28} {value:10.2f}")


if __name__ == "__main__":
    main()
