"""Areas, population and reporting rounds in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from maps.models import AdminArea, Population, ReportingRound
from maps.widgets import GeometryInput


class AreaViewSet(ModelViewSet):
    """Borders with an editor that keeps holes and islands."""

    model = AdminArea
    icon = "site"
    menu_label = _("Areas")
    list_display = ("name", "pcode", "level", "parent", "valid_on", "valid_to")
    list_filter = ("level",)
    search_fields = ("name", "pcode")
    list_per_page = 50
    inspect_view_enabled = True
    inspect_view_fields = ("pcode", "name", "level", "parent", "area_km2", "valid_on")
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("name"),
                FieldPanel("names"),
                FieldPanel("pcode"),
                FieldPanel("level"),
                FieldPanel("parent"),
            ],
            heading=_("What it is"),
        ),
        MultiFieldPanel(
            [FieldPanel("valid_on"), FieldPanel("valid_to"), FieldPanel("source")],
            heading=_("Since when, and by whom"),
        ),
        FieldPanel("point", widget=GeometryInput),
        FieldPanel("geometry", widget=GeometryInput),
    ]


class PopulationViewSet(ModelViewSet):
    """Resident population by area and year."""

    model = Population
    icon = "group"
    menu_label = _("Population")
    list_display = ("area", "year", "persons", "source")
    list_filter = ("year",)
    form_fields = ("area", "year", "persons", "source")


class ReportingRoundViewSet(ModelViewSet):
    """Credit line, method and limits of a round of returns."""

    model = ReportingRound
    icon = "date"
    menu_label = _("Reporting rounds")
    list_display = ("code", "reported_on", "source")
    form_fields = ("code", "reported_on", "source", "note")


class MapsViewSetGroup(ModelViewSetGroup):
    """The map's part of the menu."""

    items = (
        AreaViewSet(),
        PopulationViewSet(),
        ReportingRoundViewSet(),
    )
    menu_label = _("Map data")
    menu_icon = "globe"
