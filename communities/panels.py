"""How editors see the fields of pages and of community data: grouped, with a word each."""

from collections.abc import Sequence

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import (
    FieldPanel,
    FieldRowPanel,
    HelpPanel,
    InlinePanel,
    MultiFieldPanel,
    Panel,
)

from maps.widgets import GeometryInput, NamesInput


def names() -> Panel:
    """A line for each language beside the reference name."""
    return FieldPanel(
        "names",
        widget=NamesInput,
        help_text=_("As people write it in their language."),
    )


def promote() -> list[Panel]:
    """The second tab of every page: its address, and how others show it."""
    return [
        MultiFieldPanel(
            [
                FieldPanel(
                    "slug",
                    help_text=_(
                        "The last part of the page's address. Keep it once people "
                        "have shared the page."
                    ),
                ),
                FieldPanel(
                    "seo_title",
                    help_text=_("Only where the title alone would not be understood."),
                ),
                FieldPanel(
                    "search_description",
                    help_text=_(
                        "One sentence for search engines and shared links. Left "
                        "empty, the introduction is used."
                    ),
                ),
            ],
            heading=_("When it is found or shared"),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "show_in_menus",
                    help_text=_("List this page on the page above it."),
                )
            ],
            heading=_("In this site"),
        ),
    ]


def home_texts() -> list[Panel]:
    """The first page's own words; the rest of it writes itself."""
    return [
        MultiFieldPanel(
            [FieldPanel("headline"), FieldPanel("introduction")],
            heading=_("What a newcomer reads first"),
            help_text=_(
                "The map, the figures, open rounds and the newest updates are added "
                "by the site and always up to date."
            ),
        )
    ]


def index_texts() -> list[Panel]:
    """A list's own words."""
    return [
        FieldPanel(
            "introduction",
            help_text=_("One sentence above the list. The list writes itself."),
        )
    ]


def plain_texts() -> list[Panel]:
    """A plain page's words."""
    return [
        FieldPanel(
            "introduction",
            help_text=_("What this page answers, in one or two sentences."),
        ),
        FieldPanel(
            "body",
            help_text=_("Short parts under headings; one thought a paragraph."),
        ),
    ]


def community_texts() -> list[Panel]:
    """A community's page: its words; figures come from its data and the releases."""
    return [
        HelpPanel(
            heading=_("Before you publish"),
            content=_(
                "Write what the committee has agreed to. Name nobody without leave, "
                "and describe nobody so that neighbours would know who is meant."
            ),
        ),
        FieldPanel("community"),
        MultiFieldPanel(
            [
                FieldPanel("introduction"),
                FieldPanel("definition"),
                FieldPanel(
                    "picture",
                    help_text=_("Only with the leave of everybody to be recognised."),
                ),
            ],
            heading=_("Who we are"),
        ),
        MultiFieldPanel(
            [FieldPanel("strengths"), FieldPanel("gaps")],
            heading=_("What we have and what is missing"),
            help_text=_(
                "Within a dimension the page shows the gap that presses hardest first."
            ),
        ),
        FieldPanel("body", help_text=_("Anything else, at the end of the page.")),
    ]


def community_facts() -> Sequence[Panel]:
    """A community: the same in every language."""
    return [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                names(),
                FieldPanel(
                    "slug",
                    help_text=_("Short and lasting: it stands in addresses and files."),
                ),
                FieldPanel("settlement_type"),
            ],
            heading=_("What it is called"),
        ),
        MultiFieldPanel(
            [FieldPanel("area"), FieldPanel("point", widget=GeometryInput)],
            heading=_("Where it is"),
        ),
    ]


def profile_figures() -> Sequence[Panel]:
    """One profile: figures, their date, and how far they can be trusted."""
    return [
        FieldRowPanel(
            [
                FieldPanel("community"),
                FieldPanel(
                    "reference_date",
                    help_text=_("The day the figures describe, not the day of typing."),
                ),
            ]
        ),
        FieldRowPanel([FieldPanel("residents"), FieldPanel("households")]),
        InlinePanel(
            "groups",
            heading=_("Who lives there"),
            label=_("Group"),
            help_text=_(
                "Numbers that the assessment counted. They tell the committee who is "
                "missing at meetings. Leave out a group of fewer people than the map "
                "may show. Ages are compared with “18 and over”."
            ),
            panels=[FieldRowPanel([FieldPanel("group"), FieldPanel("persons")])],
        ),
        MultiFieldPanel(
            [FieldPanel("method"), FieldPanel("source"), FieldPanel("limitations")],
            heading=_("How it is known"),
            help_text=_(
                "Shown with the figures. A new assessment is a new profile; earlier "
                "ones stay, so that change can be seen."
            ),
        ),
    ]


def service_entry() -> Sequence[Panel]:
    """One line of the service directory."""
    return [
        FieldPanel("community"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "name",
                    help_text=_("As a resident would look for it: “Monday clinic”."),
                ),
                names(),
                FieldPanel(
                    "provider",
                    help_text=_("An organisation or office, never a person."),
                ),
                FieldPanel("category"),
            ],
            heading=_("What it is"),
        ),
        MultiFieldPanel(
            [FieldPanel("status"), FieldPanel("verified_on")],
            heading=_("Whether it can be used"),
            help_text=_(
                "A service that ended is kept as closed, so that the change is seen."
            ),
        ),
    ]


def body_entry() -> Sequence[Panel]:
    """One body of a community."""
    return [
        FieldPanel("community"),
        MultiFieldPanel(
            [
                FieldPanel(
                    "name",
                    help_text=_(
                        "As people call it: “Women’s group of the lower quarter”. "
                        "Never a person’s name."
                    ),
                ),
                names(),
                FieldPanel("kind"),
            ],
            heading=_("What it is"),
        ),
        FieldPanel("is_active"),
    ]


def mandate_terms() -> Sequence[Panel]:
    """Who acts where, and for how long."""
    return [
        FieldRowPanel([FieldPanel("user"), FieldPanel("role")]),
        MultiFieldPanel(
            [FieldPanel("community"), FieldPanel("area")],
            heading=_("For whom"),
            help_text=_(
                "Committee members and implementing partners act for a community, a "
                "local authority for an area, staff and stewards for the programme."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("title"), FieldPanel("named_publicly")],
            heading=_("As others know them"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")])],
            heading=_("For how long"),
            help_text=_("End a mandate by its date; what was done under it remains."),
        ),
    ]
