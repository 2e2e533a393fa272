"""The look keeps its promises: light, strict, and right-to-left for free."""

import re
from pathlib import Path

import brotli
import pytest
from django.conf import settings

STATIC = Path(settings.BASE_DIR) / "config" / "static" / "homeground"
TEMPLATES = sorted(
    path
    for app in ("config", "maps", "communities", "initiatives", "participation")
    for path in (Path(settings.BASE_DIR) / app).glob("templates/**/*.html")
)
PHYSICAL = re.compile(
    r"(?<![\w-])(?:margin|padding|border)-(?:left|right|top|bottom)\b|(?<![\w-])(?:left|right|top|bottom|width|height)\s*:"
)


@pytest.mark.parametrize(
    ("name", "limit"), [("homeground.css", 12_000), ("homeground.js", 10_000)]
)
def test_files_keep_within_their_budget(name, limit):
    assert len(brotli.compress((STATIC / name).read_bytes())) <= limit


def test_the_stylesheet_uses_logical_properties_only():
    css = (STATIC / "homeground.css").read_text()
    rules = re.sub(r"/\*.*?\*/|@media[^{]*", "", css, flags=re.S)
    assert PHYSICAL.findall(rules) == []


def test_the_stylesheet_fetches_nothing():
    assert re.findall(r"url\(|@import", (STATIC / "homeground.css").read_text()) == []


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_templates_hold_no_inline_style_or_script(path):
    html = path.read_text()
    assert (
        re.findall(
            r"\sstyle=|<style|\son[a-z]+=\"|<script(?![^>]*\bsrc=)(?![^>]*json)", html
        )
        == []
    )


@pytest.fixture
def guide(client, db, settings):
    settings.DEMO = True
    return client.get("/styleguide/")


def test_the_style_guide_shows_every_pattern(guide):
    assert guide.status_code == 200
    html = guide.content.decode()
    for pattern in (
        "card",
        "path",
        "milestones",
        "timeline",
        "ballot",
        "passes",
        "task-list",
        "steps",
        "filters",
        "pagination",
        "empty",
        "error-summary",
        "receipt",
    ):
        assert re.search(rf'class="[^"]*\b{pattern}\b', html), pattern


def test_the_style_guide_is_not_public(client, db):
    assert client.get("/styleguide/").status_code == 404


def test_the_policy_allows_no_inline_script_or_style(guide):
    policy = guide["Content-Security-Policy"]
    assert "unsafe-inline" not in policy


def test_no_identifier_is_used_twice(guide):
    found = re.findall(r'\sid="([^"]+)"', guide.content.decode())
    assert sorted(found) == sorted(set(found))


def test_a_page_says_its_language_and_direction(client, db, settings):
    settings.DEMO = True
    html = client.get("/ar/styleguide/").content.decode()
    assert '<html lang="ar" dir="rtl">' in html
    assert 'href="/styleguide/" lang="en" dir="ltr"' in html


def test_visitors_get_no_cookie(guide):
    assert not guide.cookies
