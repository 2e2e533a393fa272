"""A real browser on a site of its own, and an ear for what the browser complains about.

The site of a module runs in threads on a database of its own: a browser and the test
ask at the same time, which a database in memory cannot serve, and a round that was
opened can never be deleted again, so that the database is thrown away whole.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer
from pytest_django.plugin import DjangoDbBlocker

from tests.conftest import chromium_path
from tests.databases import database_of_its_own

PHONE = (360, 780)
DESK = (1280, 800)
#: How long to wait for what must come, in milliseconds; a busy machine is slow.
PATIENCE = 15_000
_QUIET = [
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking"),
    *("--disable-component-update", "--disable-sync", "--no-first-run"),
]

#: What the console says of a connection that is cut.
_CUT_OFF = (
    "net::ERR_INTERNET_DISCONNECTED",
    "An unknown error occurred when fetching the script",
)


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """The browser. It ends with the module: no other test may run inside its loop."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=chromium_path(), args=_QUIET
        )
        yield browser
        browser.close()


@contextmanager
def beside_a_loop() -> Iterator[None]:
    """The browser's driver runs a loop in this thread; no test awaits anything in it."""
    with pytest.MonkeyPatch.context() as environment:
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        yield


@pytest.fixture(scope="module")
def beginning(migrated: Path | None) -> Path | None:
    """The file that a module's site begins with a copy of; None on a server."""
    return migrated


@pytest.fixture(scope="module")
def site(
    django_db_blocker: DjangoDbBlocker,
    beginning: Path | None,
    tmp_path_factory: pytest.TempPathFactory,
) -> Iterator[str]:
    """The address of a running site; tests use its database as they please."""
    file = tmp_path_factory.mktemp("site") / "site.sqlite3"
    with (
        django_db_blocker.unblock(),
        beside_a_loop(),
        database_of_its_own(beginning, file),
    ):
        server = LiveServer("localhost")
        yield server.url
        server.stop()


@dataclass
class Ear:
    """Hears what a visit must never cause, and holds it against the test."""

    site: str
    heard: list[str] = field(default_factory=list)

    def listen(self, context: BrowserContext) -> None:
        """Hear every page of a context, those opened later too."""
        context.on("console", self._console)
        context.on("weberror", lambda error: self.heard.append(f"error: {error.error}"))
        context.on("request", self._request)

    def _console(self, message: Any) -> None:
        # A broken Content-Security-Policy is an error in the console, too. The CMS
        # saves drafts by itself; one not yet complete is refused with 400, and kept.
        is_refused_draft = "/cms/" in message.page.url and "400" in message.text
        # A test cut the connection; a service worker looks for a newer self then.
        is_cut_off = any(words in message.text for words in _CUT_OFF)
        if message.type == "error" and not is_refused_draft and not is_cut_off:
            self.heard.append(f"console: {message.text} ({message.page.url})")

    def _request(self, request: Any) -> None:
        address = urlsplit(request.url)
        if (
            address.scheme in {"http", "https"}
            and address.netloc != urlsplit(self.site).netloc
        ):
            self.heard.append(f"another host: {request.url}")


Visit = Callable[..., Page]


@pytest.fixture
def visit(chromium: Browser, site: str) -> Iterator[Visit]:
    """Return a function that opens a device of its own, without cookies of others.

    ``visit("/map/", width=360, height=780, java_script_enabled=False)``; further
    keywords are those of Playwright's ``new_context``. The test fails for any error in
    the console, any script error and any request to another host.
    """
    ear, contexts = Ear(site), []

    def opened(path: str = "/", size: tuple[int, int] = DESK, **options: Any) -> Page:
        width, height = size
        context = chromium.new_context(
            base_url=site, viewport={"width": width, "height": height}, **options
        )
        context.set_default_timeout(PATIENCE)
        contexts.append(context)
        ear.listen(context)
        page = context.new_page()
        page.goto(path)
        return page

    yield opened
    for context in contexts:
        context.close()
    assert ear.heard == []
