"""Help contacts in the CMS: who helps where feedback must not be handled here."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, HelpPanel, MultiFieldPanel
from wagtail.admin.views.generic import IndexView
from wagtail.admin.viewsets.model import ModelViewSet

from maps.widgets import NamesInput
from participation.models import HelpContact


class HelpContactListing(IndexView):
    """The list with the names of places."""

    queryset = HelpContact.objects.select_related("community", "area").defer(
        "area__geometry"
    )


class HelpContactViewSet(ModelViewSet):
    """Services that listen and help; public, and never a place."""

    model = HelpContact
    icon = "help"
    menu_label = _("Help contacts")
    menu_order = 220
    add_to_admin_menu = True
    index_view_class = HelpContactListing
    list_display = ("name", "telephone", "community", "area", "position")
    search_fields = ("name", "telephone")
    copy_view_enabled = False
    panels = [
        HelpPanel(
            heading=_("Before you publish"),
            content=_(
                "Shown to everybody who chooses a kind of complaint that is not handled "
                "here: abuse, violence, children in danger. Ask the service first, call "
                "the number yourself, and never write where a shelter is."
            ),
        ),
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("names", widget=NamesInput),
                FieldPanel(
                    "telephone", help_text=_("As it is dialled in the country.")
                ),
            ],
            heading=_("Who helps"),
        ),
        MultiFieldPanel(
            [
                FieldPanel("hours", help_text=_("For example: day and night.")),
                FieldPanel("hours_in", widget=NamesInput),
                FieldPanel("languages"),
            ],
            heading=_("When, and in which languages"),
        ),
        MultiFieldPanel(
            [FieldRowPanel([FieldPanel("community"), FieldPanel("area")])],
            heading=_("For whom"),
            help_text=_(
                "A community, or an area with all that is in it. Neither: everywhere."
            ),
        ),
        FieldPanel("position", help_text=_("Small numbers come first.")),
    ]


help_contacts = HelpContactViewSet("help_contact")
