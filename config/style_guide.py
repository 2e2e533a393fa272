"""What the style guide shows: one made-up example of each pattern.

The guide is a tool for those who build the site, and is never public; its example texts
are therefore not translated.
"""

from datetime import date
from typing import TYPE_CHECKING, Any

from django import forms
from django.core.paginator import Paginator

from communities.enums import Dimension
from maps.plots import Datum, Series, Tick

if TYPE_CHECKING:
    from django.http import HttpRequest


class ExampleForm(forms.Form):
    """Every kind of field, with hints."""

    name = forms.CharField(
        label="Name of the initiative",
        help_text="A few words that neighbours would use.",
        max_length=80,
    )
    summary = forms.CharField(
        label="What is the problem?",
        help_text="Two or three sentences. Do not name people.",
        widget=forms.Textarea(attrs={"rows": 4}),
    )
    dimension = forms.ChoiceField(
        label="Which side of life does it help most?",
        choices=Dimension.choices,
        widget=forms.RadioSelect,
    )
    helpers = forms.MultipleChoiceField(
        label="Who will lend a hand?",
        choices=[
            ("women", "Women's group"),
            ("youth", "Youth club"),
            ("elders", "Council of elders"),
        ],
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    start = forms.DateField(
        label="When could it start?",
        widget=forms.DateInput(attrs={"type": "date"}),
    )
    cost = forms.DecimalField(
        label="Money needed", help_text="In whole units of money.", min_value=0
    )
    picture = forms.FileField(
        label="A picture of the place",
        help_text="Show the place, not faces.",
        required=False,
    )
    agreed = forms.BooleanField(label="The committee has talked this over")


def guide_context(request: "HttpRequest") -> dict[str, Any]:
    """Return the examples; the form with errors is the same form sent empty."""
    return {
        "plain_form": ExampleForm(prefix="plain"),
        "wrong_form": ExampleForm({"wrong-cost": "-4"}, prefix="wrong"),
        "page_obj": Paginator(range(87), 20).get_page(request.GET.get("page", 2)),
        "bars": BARS,
        "parts": PARTS,
        "series": SERIES,
        "two_series": TWO_SERIES,
        "months": MONTHS,
        "ticks": [Tick(0, "0"), Tick(40, "40"), Tick(80, "80")],
        "strip": STRIP,
        "today": date(2026, 9, 18),
        "spark": [12, 14, None, 18, 25, 24, 31],
        "heads": ("Ward", "Per 1,000 residents"),
    }


BARS = [
    Datum("Kesra Quay", 84, "84", reference=41),
    Datum("Upper Maro", 52, "52", reference=41),
    Datum("Tamsit", None, "not shown, to protect people"),
    Datum("Old Market", 19, "19", reference=41),
]
PARTS = [
    Datum("Economic", 44, "44", tone="economic"),
    Datum("Social", 31, "31", tone="social"),
    Datum("Psychosocial", 14, "14", tone="psychosocial"),
]
MONTHS = [
    "March 2025",
    "June 2025",
    "September 2025",
    "December 2025",
    "March 2026",
    "June 2026",
    "October 2026",
]
SERIES = [
    Series(
        "Kesra Quay",
        [12, 20, 34, None, 51, 66, 74],
        end_text="74",
        texts=["12", "20", "34", "not shown", "51", "66", "74"],
    )
]
TWO_SERIES = [
    Series(
        "Kesra Quay",
        [12, 20, 34, 40, 51, 66, 74],
        texts=["12", "20", "34", "40", "51", "66", "74"],
        tone="social",
    ),
    Series(
        "District",
        [10, 14, 19, 22, 24, 30, 33],
        texts=["10", "14", "19", "22", "24", "30", "33"],
        tone="quiet",
    ),
]
STRIP = [
    Datum(f"Community {number}", value, str(value))
    for number, value in enumerate([4, 9, 11, 17, 19, 22, 23, 31, 38, 52, 61], start=1)
] + [Datum("Kesra Quay", 46, "46")]
