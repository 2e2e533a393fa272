"""Areas, population and reporting rounds in the CMS."""

from typing import Any

import shapely
from django.core.exceptions import ValidationError
from django.db.models import Q, QuerySet
from django.forms import CharField, TextInput
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.choosers import BaseFilterForm
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel, ObjectList
from wagtail.admin.ui.tables import BooleanColumn, Column
from wagtail.admin.views.generic import EditView, IndexView
from wagtail.admin.views.generic.chooser import ChooseResultsView, ChooseView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup
from wagtail.permission_policies import ModelPermissionPolicy

from maps.imports.geometry import area_km2
from maps.models import AdminArea, AreaSuccession, Population, ReportingRound
from maps.queries.areas import current_areas
from maps.services.outlines import redraw_outlines
from maps.services.successions import confirm_successions
from maps.widgets import GeometryInput, NamesInput

#: Fields that decide which outlines a level's map is drawn from.
DRAWN_FROM = frozenset({"geometry", "level", "valid_on", "valid_to"})


class AreaForm(WagtailAdminModelForm):
    """One area; its size and the map's outlines follow its borders."""

    def clean(self) -> dict[str, Any]:
        """The label stands inside the borders, the parent on a coarser level."""
        cleaned: dict[str, Any] = super().clean()
        geometry, point = cleaned.get("geometry"), cleaned.get("point")
        if geometry and point and not geometry.intersects(point):
            self.add_error("point", _("The point lies outside the borders."))
        parent, level = cleaned.get("parent"), cleaned.get("level")
        if parent is not None and level is not None and parent.level >= level:
            self.add_error(
                "parent",
                ValidationError(
                    _("An area is part of one on a coarser level."), code="parent_level"
                ),
            )
        return cleaned

    def save(self, commit: bool = True) -> AdminArea:
        """Measure the borders, store, and draw the outlines of the level anew."""
        borders = shapely.from_wkb(bytes(self.instance.geometry.wkb))
        self.instance.area_km2 = area_km2(borders)
        area: AdminArea = super().save(commit)
        if DRAWN_FROM & set(self.changed_data):
            for level in {area.level, self.initial.get("level", area.level)}:
                redraw_outlines(level)
        return area


class AreaListing(IndexView):
    """The list without the borders, which weigh more than all the rest."""

    queryset = AdminArea.objects.select_related("parent").defer(
        "geometry", "parent__geometry"
    )


class AreaViewSet(ModelViewSet):
    """Borders with an editor that keeps holes and islands."""

    model = AdminArea
    icon = "site"
    menu_label = _("Areas")
    index_view_class = AreaListing
    list_display = ("name", "pcode", "level", "parent", "valid_on", "valid_to")
    list_filter = ("level", "valid_on")
    search_fields = ("name", "pcode")
    list_export = ("level", "pcode", "name", "parent", "area_km2", "valid_on")
    list_per_page = 50
    copy_view_enabled = False
    inspect_view_enabled = True
    inspect_view_fields = ("pcode", "name", "level", "parent", "area_km2", "valid_on")
    edit_handler = ObjectList(
        [
            MultiFieldPanel(
                [
                    FieldPanel("name"),
                    FieldPanel(
                        "names",
                        widget=NamesInput,
                        help_text=_("As people write it in their language."),
                    ),
                    FieldRowPanel([FieldPanel("pcode"), FieldPanel("level")]),
                    FieldPanel("parent"),
                ],
                heading=_("What it is"),
            ),
            MultiFieldPanel(
                [
                    FieldRowPanel([FieldPanel("valid_on"), FieldPanel("valid_to")]),
                    FieldPanel("source"),
                ],
                heading=_("Since when, and by whom"),
                help_text=_(
                    "New borders of a known area are a new version: end the old one "
                    "on the day the new one begins, so that earlier figures keep theirs."
                ),
            ),
            FieldPanel("point", widget=GeometryInput),
            FieldPanel(
                "geometry",
                widget=GeometryInput,
                help_text=_(
                    "Islands and holes are kept. Whole levels are better loaded from "
                    "a file, so that neighbours share their borders."
                ),
            ),
        ],
        base_form_class=AreaForm,
    )


class AreaSearch(BaseFilterForm):
    """Finds an area by a part of its name or P-code."""

    q = CharField(
        label=_("Name or P-code"),
        required=False,
        widget=TextInput(attrs={"placeholder": _("Name or P-code")}),
    )

    def filter(self, objects: "QuerySet[AdminArea]") -> "QuerySet[AdminArea]":
        """Areas that fit what was typed."""
        typed = self.cleaned_data.get("q", "").strip()
        if not typed:
            return objects
        self.is_searching = True
        self.search_query = typed
        return objects.filter(Q(name__icontains=typed) | Q(pcode__icontains=typed))


class AreaChoosing:
    """What both views of the chooser show: today's areas, smallest last."""

    filter_form_class = AreaSearch

    @property
    def columns(self) -> list[Column]:
        """Name and code, level, and what the area is part of."""
        return [
            self.title_column,  # type: ignore[attr-defined] # of the view it is mixed into
            Column("level", label=_("Level"), accessor="get_level_display"),
            Column("parent", label=_("Part of"), accessor="parent"),
        ]

    def get_object_list(self) -> "QuerySet[AdminArea]":
        """Areas as they stand today, without their borders."""
        return (
            current_areas()
            .select_related("parent")
            .defer("geometry", "parent__geometry")
            .order_by("level", "name")
        )


class AreaChooseView(AreaChoosing, ChooseView):
    """The chooser's window."""


class AreaChooseResultsView(AreaChoosing, ChooseResultsView):
    """The chooser's list after a search."""


class AreaChooserViewSet(ChooserViewSet):
    """Choose an area by searching: a country has too many for a drop-down list."""

    model = AdminArea
    icon = "site"
    choose_one_text = _("Choose an area")
    choose_another_text = _("Choose another area")
    edit_item_text = _("Edit this area")
    choose_view_class = AreaChooseView
    choose_results_view_class = AreaChooseResultsView


class PopulationListing(IndexView):
    """The list with the areas' names but not their borders."""

    queryset = Population.objects.select_related("area").defer("area__geometry")


class PopulationViewSet(ModelViewSet):
    """Resident population by area and year."""

    model = Population
    icon = "group"
    menu_label = _("Population")
    index_view_class = PopulationListing
    list_display = ("area", "year", "persons", "source")
    list_filter = ("year",)
    search_fields = ("area__name", "area__pcode")
    list_export = ("area", "year", "persons", "source")
    copy_view_enabled = False
    inspect_view_enabled = True
    panels = [
        FieldPanel("area"),
        FieldRowPanel([FieldPanel("year"), FieldPanel("persons")]),
        FieldPanel(
            "source",
            help_text=_("Census, projection or estimate, by whom and of which year."),
        ),
    ]


class ReportingRoundForm(WagtailAdminModelForm):
    """A round; once published, its code, its day and its levels stay what they were.

    Under another code or day the same stock could be published a second time, and the
    two compared; at finer levels, what is public could not be taken back.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk and self.instance.releases.exists():
            for name in ("code", "reported_on", "finest_level"):
                self.fields[name].disabled = True


class ReportingRoundViewSet(ModelViewSet):
    """Credit line, method and limits of a round of returns."""

    model = ReportingRound
    icon = "date"
    menu_label = _("Reporting rounds")
    list_display = ("code", "reported_on", "source")
    search_fields = ("code", "source")
    ordering = ("-reported_on",)
    copy_view_enabled = False
    inspect_view_enabled = True
    edit_handler = ObjectList(
        [
            FieldRowPanel([FieldPanel("code"), FieldPanel("reported_on")]),
            FieldPanel("finest_level"),
            MultiFieldPanel(
                [FieldPanel("source"), FieldPanel("note")],
                heading=_("What readers are told"),
                help_text=_("Shown beside every map and figure of this round."),
            ),
        ],
        base_form_class=ReportingRoundForm,
    )


class ConfirmOnly(ModelPermissionPolicy):
    """Changes of borders come from loading borders; people confirm or correct them."""

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Nobody adds one by hand."""
        return action != "add" and super().user_has_permission(user, action)


class SuccessionListing(IndexView):
    """The list with the areas' names but not their borders."""

    queryset = AreaSuccession.objects.select_related("predecessor", "successor").defer(
        "predecessor__geometry", "successor__geometry"
    )


class SuccessionEdit(EditView):
    """A correction; confirming is the service's, as on the page beside the wizard."""

    def save_instance(self) -> AreaSuccession:
        """Save what was corrected, then confirm."""
        is_to_confirm = "is_confirmed" in self.form.changed_data and (
            self.form.instance.is_confirmed
        )
        if is_to_confirm:
            self.form.instance.is_confirmed = False
        instance: AreaSuccession = super().save_instance()
        if is_to_confirm:
            [instance] = confirm_successions([instance], by=self.request.user)
        return instance


class SuccessionViewSet(ModelViewSet):
    """What became of earlier areas: confirm it, or say what it was."""

    model = AreaSuccession
    icon = "resubmit"
    menu_label = _("Changes of borders")
    index_view_class = SuccessionListing
    edit_view_class = SuccessionEdit
    list_display = (
        "predecessor",
        "successor",
        "kind",
        "share_of_predecessor",
        "share_of_successor",
        BooleanColumn("is_confirmed", label=_("confirmed"), accessor="is_confirmed"),
    )
    list_filter = ("is_confirmed", "kind", "successor__level")
    search_fields = (
        "predecessor__name",
        "predecessor__pcode",
        "successor__name",
        "successor__pcode",
    )
    list_export = (
        "predecessor",
        "successor",
        "kind",
        "share_of_predecessor",
        "share_of_successor",
        "share_of_population",
        "is_confirmed",
    )
    copy_view_enabled = False
    panels = [
        MultiFieldPanel(
            [
                FieldPanel("predecessor", read_only=True),
                FieldPanel("successor", read_only=True),
                FieldPanel("kind"),
            ],
            heading=_("What happened"),
            help_text=_(
                "A series of rounds goes on where an area was only renamed, and over a "
                "merger as the sum of published figures. It breaks off at a split and "
                "wherever borders were redrawn: nobody knows who lived on which side."
            ),
        ),
        MultiFieldPanel(
            [
                FieldRowPanel(
                    [
                        FieldPanel("share_of_predecessor"),
                        FieldPanel("share_of_successor"),
                    ]
                ),
                FieldPanel("share_of_population"),
            ],
            heading=_("How much of it"),
        ),
        FieldPanel("is_confirmed"),
    ]


class MapsViewSetGroup(ModelViewSetGroup):
    """The map's part of the menu."""

    items = (
        AreaViewSet(),
        SuccessionViewSet(),
        PopulationViewSet(),
        ReportingRoundViewSet(),
    )
    menu_label = _("Map data")
    menu_icon = "globe"
    menu_order = 230


area_chooser = AreaChooserViewSet("area_chooser")
