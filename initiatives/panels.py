"""How editors see the fields of an update: grouped, with a word each."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, HelpPanel, MultiFieldPanel, Panel


def update_texts() -> list[Panel]:
    """An update: what happened, to what it belongs, and its picture."""
    return [
        HelpPanel(
            heading=_("How an update is published"),
            content=_(
                "Write it, look at the preview, then choose “Submit to Moderators "
                "approval” beside “Save draft”. Programme staff read it and publish, or "
                "send it back with a note. Name nobody without their leave."
            ),
        ),
        MultiFieldPanel(
            [FieldPanel("published_on"), FieldPanel("introduction")],
            heading=_("In short"),
            help_text=_("Shown in lists and on the first page."),
        ),
        MultiFieldPanel(
            [
                FieldPanel(
                    "initiative",
                    help_text=_("The update then also stands on its page."),
                ),
                FieldPanel(
                    "community",
                    help_text=_("Only where it is about no single initiative."),
                ),
            ],
            heading=_("What it is about"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("picture"),
                FieldPanel(
                    "picture_alt",
                    help_text=_(
                        "What the picture shows, for people who do not see it."
                    ),
                ),
            ],
            heading=_("Picture"),
        ),
        FieldPanel("body", help_text=_("Four short paragraphs are plenty.")),
    ]
