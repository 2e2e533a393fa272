"""The building blocks of a page: shape and word beside every colour."""

from datetime import UTC, date, datetime

import pytest
from django.core.paginator import Paginator
from django.template import Context, Template
from django.template.loader import render_to_string
from django.test import RequestFactory
from django.utils.translation import override

from config.icons import DRAWINGS, LINE_ICONS, SOLID_ICONS, drawing_markup, icon_markup


def draw(source: str, **values: object) -> str:
    return Template(source).render(Context(values)).strip()


@pytest.mark.parametrize(
    ("code", "word"),
    [("economic", "Economic"), ("social", "Social"), ("psychosocial", "Psychosocial")],
)
def test_dimension_is_shown_by_shape_colour_and_word(code, word):
    html = draw("{% dimension_tag code %}", code=code)
    assert f'class="tag {code}"' in html
    assert "<svg" in html
    assert html.endswith(f"{word}</span>")


def test_unknown_dimension_is_refused():
    with pytest.raises(ValueError, match="spiritual"):
        draw("{% dimension_tag 'spiritual' %}")


@pytest.mark.parametrize("tone", ["neutral", "good", "warn", "bad", "active"])
def test_state_has_an_icon_and_its_word(tone):
    html = draw("{% state_tag label tone %}", label="Draft & open", tone=tone)
    assert f'class="state {tone}"' in html
    assert "Draft &amp; open" in html


def test_unknown_tone_is_refused():
    with pytest.raises(ValueError, match="loud"):
        draw("{% state_tag 'Draft' 'loud' %}")


def test_every_icon_is_hidden_from_assistive_technology():
    drawn = [icon_markup(name) for name in (*LINE_ICONS, *SOLID_ICONS)]
    drawn += [drawing_markup(name) for name in DRAWINGS]
    assert all('aria-hidden="true"' in each for each in drawn)


def test_progress_bar_says_in_words_what_it_shows():
    html = draw("{% progress_bar 3 5 '3 of 5 confirmed' %}")
    assert 'aria-label="3 of 5 confirmed"' in html
    assert 'width="60%"' in html


def test_date_is_written_out_and_kept_for_machines():
    html = draw("{{ day|local_date }}", day=date(2026, 11, 4))
    assert html == '<time datetime="2026-11-04">4 November 2026</time>'


def test_date_follows_the_language():
    with override("ar"):
        assert "نوفمبر" in draw("{{ day|local_date }}", day=date(2026, 11, 4))


def test_moment_is_shown_with_its_time_and_month_without_its_day():
    moment = datetime(2026, 11, 4, 9, 5, tzinfo=UTC)
    assert ">4 November 2026, 09:05<" in draw("{{ at|local_date:'time' }}", at=moment)
    assert ">November 2026<" in draw("{{ at|local_date:'month' }}", at=moment)


def test_no_date_is_no_text():
    assert draw("{{ day|local_date }}", day=None) == ""


@pytest.mark.parametrize(
    ("path", "current"),
    [
        ("/initiatives/", 'aria-current="page"'),
        ("/initiatives/7/", 'aria-current="true"'),
        ("/map/", ""),
    ],
)
def test_menu_marks_where_the_reader_is(path, current):
    html = draw(
        "{% nav_link '/initiatives/' 'Initiatives' %}",
        request=RequestFactory().get(path),
    )
    assert (current or "<li") in html
    assert ("aria-current" in html) == bool(current)


def test_home_is_not_marked_on_every_page():
    request = RequestFactory().get("/map/")
    assert "aria-current" not in draw("{% nav_link '/' 'Home' %}", request=request)


def test_breadcrumbs_begin_at_home_and_end_at_this_page():
    html = draw("{% breadcrumbs 'Map' '/map/' here %}", here="Kesra <Quay>")
    assert html.index('href="/"') < html.index('href="/map/"')
    assert '<span aria-current="page">Kesra &lt;Quay&gt;</span>' in html


def test_pages_far_away_are_left_out():
    page = Paginator(range(1000), 10).get_page(50)
    html = draw("{% page_numbers page as numbers %}{{ numbers|join:' ' }}", page=page)
    assert html == "1 2 … 48 49 50 51 52 … 99 100"


def test_pagination_keeps_the_rest_of_the_query():
    request = RequestFactory().get("/initiatives/?q=water&page=2")
    page = Paginator(range(50), 10).get_page(2)
    html = render_to_string("_pagination.html", {"page_obj": page}, request)
    assert 'rel="next" href="?q=water&amp;page=3"' in html
    assert '<span aria-current="page">2</span>' in html


def test_one_page_needs_no_pagination():
    page = Paginator(range(5), 10).get_page(1)
    assert draw("{% include '_pagination.html' %}", page_obj=page) == ""
