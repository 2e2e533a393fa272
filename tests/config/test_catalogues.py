"""Every text of the interface is in every language, whole and in its right form.

Texts are found here without GNU gettext, so that this runs wherever the site does:
calls of the gettext family in Python, and what Django's own reader finds in templates.
After a change of texts run `make messages` and translate what is new.
"""

import ast
import gettext
import io
import re
import tokenize
from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path

import polib
import pytest
from django.conf import settings
from django.template.defaultfilters import floatformat
from django.utils.formats import date_format, number_format
from django.utils.translation import override
from django.utils.translation.template import templatize

from config.catalogues import LOCALE, compile_catalogues
from config.templatetags.ui import local_date
from initiatives.exports.district_report import REPORT_LANGUAGES

Text = tuple[str | None, str]  # its context, and the words in English

ROOMS = ("communities", "config", "initiatives", "maps", "participation")
PLACEHOLDER = re.compile(r"%(?:\(\w+\))?[sd]")
CONTEXT_FIRST = {"pgettext", "pgettext_lazy", "npgettext", "npgettext_lazy"}
CALLS = {"_", "gettext", "gettext_lazy", "ngettext", "ngettext_lazy", *CONTEXT_FIRST}
SOURCES = sorted(LOCALE.glob("*/LC_MESSAGES/django.po"))


@pytest.fixture(params=SOURCES, ids=lambda source: source.parts[-3])
def catalogue(request: pytest.FixtureRequest) -> polib.POFile:
    return polib.pofile(str(request.param))


def _called(name: ast.expr) -> str:
    if isinstance(name, ast.Attribute):
        return name.attr
    return name.id if isinstance(name, ast.Name) else ""


def _texts_of_code(source: str) -> Iterator[Text]:
    for node in ast.walk(ast.parse(source)):
        if not isinstance(node, ast.Call) or _called(node.func) not in CALLS:
            continue
        words = [
            each.value
            for each in node.args
            if isinstance(each, ast.Constant) and isinstance(each.value, str)
        ]
        if words and _called(node.func) in CONTEXT_FIRST:
            yield words[0], words[1]
        elif words:
            yield None, words[0]


def _texts_of_template(source: str, origin: str) -> Iterator[Text]:
    """Read the calls that Django writes out for xgettext between blanked-out markup."""
    flat = " ".join(templatize(source, origin=origin).splitlines())
    tokens = list(tokenize.generate_tokens(io.StringIO(flat).readline))
    for at, token in enumerate(tokens):
        if token.type != tokenize.NAME or token.string not in CALLS:
            continue
        words = [
            str(ast.literal_eval(each.string))
            for each in tokens[at + 2 : at + 6 : 2]
            if each.type == tokenize.STRING
        ]
        if token.string in CONTEXT_FIRST:
            yield words[0], words[1]
        else:
            yield None, words[0]


@pytest.fixture(scope="module")
def site() -> dict[Text, str]:
    """Every text that is marked for translation, with the first file that has it."""
    found: dict[Text, str] = {}
    for room in ROOMS:
        for path in sorted((settings.BASE_DIR / room).rglob("*")):
            name = str(path.relative_to(settings.BASE_DIR))
            if path.suffix == ".py":
                texts = _texts_of_code(path.read_text("utf-8"))
            elif path.suffix in {".html", ".txt"}:
                texts = _texts_of_template(path.read_text("utf-8"), name)
            else:
                continue
            for text in texts:
                found.setdefault(text, name)
    return found


def test_there_is_a_catalogue_for_every_language_but_the_first() -> None:
    """Reports are printed in more languages than the site's pages are offered in."""
    offered = {code for code, _name in settings.LANGUAGES}
    others = (offered | set(REPORT_LANGUAGES)) - {settings.LANGUAGE_CODE}
    assert {source.parts[-3] for source in SOURCES} == others


def test_every_text_of_the_site_is_in_the_catalogue(
    catalogue: polib.POFile, site: dict[Text, str]
) -> None:
    known = {(entry.msgctxt, entry.msgid) for entry in catalogue}
    assert len(site) > 1000
    missing = {text: where for text, where in site.items() if text not in known}
    assert not missing, "run `make messages` and translate what is new"


def test_the_catalogue_holds_nothing_that_no_page_says(
    catalogue: polib.POFile, site: dict[Text, str]
) -> None:
    left = [e.msgid for e in catalogue if (e.msgctxt, e.msgid) not in site]
    assert not left, "run `make messages`: these texts are no longer used"
    assert not catalogue.obsolete_entries()


def test_every_text_is_translated_and_none_is_a_guess(catalogue: polib.POFile) -> None:
    assert [entry.msgid for entry in catalogue.untranslated_entries()] == []
    assert [entry.msgid for entry in catalogue if entry.fuzzy] == []


def test_plurals_have_as_many_forms_as_the_language(catalogue: polib.POFile) -> None:
    stated = re.match(r"nplurals=(\d+);", catalogue.metadata["Plural-Forms"])
    assert stated is not None
    forms = set(range(int(stated[1])))
    for entry in catalogue:
        if entry.msgid_plural:
            assert set(entry.msgstr_plural) == forms, entry.msgid
            assert all(entry.msgstr_plural.values()), entry.msgid


def test_translations_keep_the_placeholders(catalogue: polib.POFile) -> None:
    for entry in catalogue:
        if entry.msgid_plural:
            continue
        kept = set(PLACEHOLDER.findall(entry.msgstr))
        assert kept == set(PLACEHOLDER.findall(entry.msgid)), entry.msgid


def test_plural_forms_keep_the_placeholders(catalogue: polib.POFile) -> None:
    """None, one and two may be said in a word; every other number needs its figure."""
    for entry in catalogue:
        if not entry.msgid_plural:
            continue
        wanted = set(PLACEHOLDER.findall(entry.msgid_plural))
        for number, form in entry.msgstr_plural.items():
            kept = set(PLACEHOLDER.findall(form))
            assert kept <= wanted, entry.msgid
            assert kept == wanted or number < 3, (entry.msgid, form)


def test_the_catalogue_names_files_but_no_lines_dates_or_machines(
    catalogue: polib.POFile,
) -> None:
    """Otherwise every run would change every entry."""
    for entry in catalogue:
        for file_name, line in entry.occurrences:
            assert not line
            assert not Path(file_name).is_absolute()
            assert (settings.BASE_DIR / file_name).is_file(), file_name
    assert not {"POT-Creation-Date", "PO-Revision-Date"} & set(catalogue.metadata)


def test_arabic_is_written_in_arabic() -> None:
    """A text that kept its English words has hardly been translated."""
    for entry in polib.pofile(str(LOCALE / "ar/LC_MESSAGES/django.po")):
        words = PLACEHOLDER.sub("", re.sub(r"<[^>]+>", "", entry.msgid))
        if not re.search(r"[A-Za-z]{2}", words):
            continue
        for form in entry.msgstr_plural.values() or [entry.msgstr]:
            assert re.search(r"[\u0621-\u064a]", form), entry.msgid


def test_compiling_gives_catalogues_that_speak(tmp_path: Path) -> None:
    source = LOCALE / "ar/LC_MESSAGES/django.po"
    copy = tmp_path / "ar" / "LC_MESSAGES" / "django.po"
    copy.parent.mkdir(parents=True)
    copy.write_bytes(source.read_bytes())

    (compiled,) = compile_catalogues(tmp_path)

    with compiled.open("rb") as file:
        arabic = gettext.GNUTranslations(file)
    assert arabic.gettext("Communities") == "المجتمعات"
    said = [
        arabic.ngettext("%(n)s proposal", "%(n)s proposals", n) % {"n": n}
        for n in (1, 2, 5, 14, 100)
    ]
    assert said == [
        "مقترح واحد",
        "مقترحان",
        "5 مقترحات",
        "14 مقترحًا",
        "100 مقترح",
    ]


def test_arabic_figures_are_written_as_the_browser_writes_them() -> None:
    """A comma that groups here must not divide there: the map draws its own figures."""
    with override("ar"):
        assert number_format(12345) == "12,345"
        assert floatformat(Decimal("4.25"), 1) == "4.3"


def test_arabic_dates_have_no_comma_before_the_year() -> None:
    with override("ar"):
        assert date_format(date(2026, 8, 3)) == "3 أغسطس 2026"
        begins = datetime(2026, 8, 3, 7, tzinfo=UTC)
        assert "3 أغسطس 2026، 07:00" in local_date(begins, "time")
