"""What officers wrote for everybody: in its own language and direction, and named.

Where nobody noted the language, as before it was asked for, none is claimed.
"""

import pytest
from django.template import Context, Template
from django.urls import reverse
from django.utils import translation

from participation.models import RoundResult
from participation.queries.paper_results import Said, paper_result
from participation.services.paper_tables import Account, account_for_paper
from participation.services.steps import ask_for_step
from tests.factories.paper import given_at, table, typed_in
from tests.factories.participation import (
    cancelled,
    closed_by_two,
    open_round_with_options,
    staff_member,
)

pytestmark = pytest.mark.django_db

WORDS = "فاض النهر (5 km)."
MARKED = f'<p lang="ar" dir="rtl">{WORDS}</p>'
NAMED = '<p class="meta">Written in: <span lang="ar">العربية</span></p>'


def text_at(client, name, *args):
    return client.get(reverse(f"participation:{name}", args=args)).text


def test_the_reason_of_a_cancelled_round(client):
    round_ = cancelled(open_round_with_options(), reason=WORDS, language="ar")

    page = text_at(client, "round", round_.slug)
    assert MARKED in page
    assert NAMED in page
    client.force_login(staff_member())
    assert MARKED in text_at(client, "manage_round", round_.slug)


def test_readers_of_that_language_are_not_told_that_it_is_theirs(client):
    round_ = cancelled(open_round_with_options(), reason=WORDS, language="ar")

    with translation.override("ar"):
        page = text_at(client, "round", round_.slug)

    assert MARKED in page
    assert 'lang="ar">العربية' not in page[page.index("<main") : page.index("</main")]


def test_of_a_reason_in_another_language_no_direction_is_claimed(client):
    round_ = cancelled(open_round_with_options(), reason=WORDS, language="und")

    page = text_at(client, "round", round_.slug)

    assert f'<p lang="und" dir="auto">{WORDS}</p>' in page
    assert "Written in: <span>another language</span>" in page


def test_of_a_reason_from_before_no_language_is_claimed():
    shown = Template("{% load texts %}{% in_own_language words language %}").render(
        Context({"words": WORDS, "language": ""})
    )

    assert shown.split() == f'<p lang="" dir="auto">{WORDS}</p>'.split()


def test_the_calendar_names_the_language_of_the_reason(client):
    cancelled(open_round_with_options(), reason="Inondation.", language="fr")

    calendar = text_at(client, "rounds_calendar").replace("\r\n ", "")

    assert "DESCRIPTION;LANGUAGE=fr:Inondation." in calendar


def test_the_reason_that_a_second_person_is_asked_to_agree_to(client):
    round_ = open_round_with_options()
    ask_for_step(round_, "cancel", by=staff_member(), reason=WORDS, language="ar")
    client.force_login(staff_member())

    page = text_at(client, "second_person", round_.slug)
    assert MARKED in page
    assert NAMED in page


def test_whoever_cancels_writes_in_the_language_of_the_page_unless_they_say_else(
    client,
):
    client.force_login(staff_member())
    said = {}
    for language, more in (("fr", {}), ("fr", {"language": "ar"})):
        round_ = open_round_with_options()
        with translation.override(language):
            path = reverse("participation:manage_cancel", args=[round_.slug])
            form = client.get(path).text
            client.post(path, {"reason": WORDS, **more})
        assert '<option value="fr" selected>' in form
        said[str(more)] = round_.steps.get(step="cancel").language

    assert said == {"{}": "fr", "{'language': 'ar'}": "ar"}


def test_why_the_sheets_of_a_table_differ(client, settings):
    settings.RELEASE_THRESHOLD_PERSONS = 1
    round_ = open_round_with_options()
    batch = given_at(table(round_, issued=4), 2)
    back = Account(
        issued=4,
        spoilt=0,
        unused=1,
        missing=1,
        cast=2,
        explanation=WORDS,
        language="ar",
    )
    account_for_paper(batch, back, by=staff_member())
    for _ in range(2):
        typed_in(batch, ["1", "2"])
    closed_by_two(round_)

    page = text_at(client, "result", round_.slug)
    assert MARKED in page
    assert NAMED in page
    client.force_login(staff_member())
    assert MARKED in text_at(client, "paper_batch", round_.slug, batch.number)


def test_a_corrected_count_keeps_the_language_of_its_explanation(client):
    round_ = open_round_with_options()
    batch = given_at(table(round_, issued=4), 2)
    sheets = {"issued": 4, "spoilt": 0, "unused": 1, "missing": 1, "cast": 2}
    path = reverse("participation:paper_account", args=[round_.slug, batch.number])
    client.force_login(staff_member())

    client.post(path, {**sheets, "explanation": WORDS, "language": "ar"})

    batch.refresh_from_db()
    assert (batch.explanation, batch.explanation_language) == (WORDS, "ar")
    assert '<option value="ar" selected>' in client.get(path).text


def test_a_result_that_was_sealed_before_languages_were_asked_for_is_still_told(
    settings,
):
    settings.RELEASE_THRESHOLD_PERSONS = 1
    names = ("issued", "spoilt", "unused", "missing", "cast", "given", "read_twice")
    errors = ("first_errors", "second_errors", "valid", "blank", "invalid")
    figures = dict.fromkeys((*names, *errors), 1)
    figures |= {"explanations": [WORDS], "seed": "", "in_boxes": {}}

    told = paper_result(RoundResult(ways={"paper": 1}, outcome={"paper": figures}))

    assert told.figures.explanations == [Said(WORDS, "")]
