"""Questions of the demo hang together with its initiatives, updates and accounts."""

import pytest

from config.demo.initiatives import initiatives
from config.demo.people import accounts
from config.demo.updates import updates
from config.demo.words import content
from participation.contacts import find_contacts
from participation.enums import Reason, TextLanguage
from participation.models.questions import ANSWER_LENGTH, QUESTION_LENGTH, WORDS_LENGTH
from participation.services.pass_codes import parse_code

ENTRIES = content("questions")["questions"]


def _each() -> list[object]:
    return [pytest.param(entry, id=str(n)) for n, entry in enumerate(ENTRIES)]


def test_there_is_one_of_each_kind():
    assert any("hidden" in entry for entry in ENTRIES)
    assert any("appeal" in entry for entry in ENTRIES)
    assert any("published" not in entry and "refused" not in entry for entry in ENTRIES)
    assert {"en", "ar"} <= {entry["language"] for entry in ENTRIES}
    assert len({entry["text"] for entry in ENTRIES}) == len(ENTRIES)


@pytest.mark.parametrize("entry", _each())
def test_a_question_points_at_what_exists(entry):
    keys = {each.key for each in initiatives()} | {each.slug for each in updates()}
    emails = {each.email for each in accounts()}
    assert {entry.get("initiative") or entry["update"]} <= keys
    for answer in entry.get("answers", []):
        assert f"{answer['by']}@maro.example" in emails
        assert answer["days"] <= entry["published"] <= entry["days"]


@pytest.mark.parametrize("entry", _each())
def test_a_question_fits_its_fields_and_tells_no_number(entry):
    assert len(entry["text"]) <= QUESTION_LENGTH
    assert len(entry.get("words", "")) <= WORDS_LENGTH
    assert all(len(each["text"]) <= ANSWER_LENGTH for each in entry.get("answers", []))
    assert entry["language"] in TextLanguage.values
    assert entry.get("reason", "person") in Reason.values
    assert bool(find_contacts(entry["text"])) == (entry.get("reason") == "contact")
    if "code" in entry:
        assert parse_code(entry["code"]).printed == entry["code"]
