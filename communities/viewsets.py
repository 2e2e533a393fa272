"""Communities, profiles, services and mandates in the CMS."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel, FieldRowPanel, MultiFieldPanel
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from communities.models import Community, CommunityProfile, Mandate, Service
from maps.widgets import GeometryInput


class CommunityViewSet(ModelViewSet):
    """The facts that a community's pages share in every language."""

    model = Community
    icon = "home"
    menu_label = _("Communities")
    list_display = ("name", "area", "settlement_type")
    list_filter = ("settlement_type",)
    search_fields = ("name",)
    panels = [
        MultiFieldPanel(
            [FieldPanel("name"), FieldPanel("names"), FieldPanel("slug")],
            heading=_("Name"),
        ),
        FieldRowPanel([FieldPanel("area"), FieldPanel("settlement_type")]),
        FieldPanel("point", widget=GeometryInput),
    ]


class ProfileViewSet(ModelViewSet):
    """Figures of a community at a reference date."""

    model = CommunityProfile
    icon = "form"
    menu_label = _("Profiles")
    list_display = ("community", "reference_date", "residents", "households")
    list_filter = ("community",)
    panels = [
        FieldRowPanel([FieldPanel("community"), FieldPanel("reference_date")]),
        FieldRowPanel([FieldPanel("residents"), FieldPanel("households")]),
        FieldPanel("method"),
        FieldPanel("source"),
        FieldPanel("limitations"),
    ]


class ServiceViewSet(ModelViewSet):
    """The service directory; never a person's contact."""

    model = Service
    icon = "pick"
    menu_label = _("Services")
    list_display = ("name", "community", "category", "status", "verified_on")
    list_filter = ("category", "status", "community")
    search_fields = ("name", "provider")
    form_fields = (
        "community",
        "name",
        "names",
        "provider",
        "category",
        "status",
        "verified_on",
    )


class MandateViewSet(ModelViewSet):
    """Who acts where, and for how long."""

    model = Mandate
    icon = "key"
    menu_label = _("Mandates")
    list_display = ("user", "role", "community", "area", "starts_on", "ends_on")
    list_filter = ("role", "community")
    panels = [
        FieldRowPanel([FieldPanel("user"), FieldPanel("role")]),
        FieldRowPanel([FieldPanel("community"), FieldPanel("area")]),
        FieldRowPanel([FieldPanel("title"), FieldPanel("named_publicly")]),
        FieldRowPanel([FieldPanel("starts_on"), FieldPanel("ends_on")]),
    ]


class CommunitiesViewSetGroup(ModelViewSetGroup):
    """The communities' part of the menu."""

    items = (
        CommunityViewSet(),
        ProfileViewSet(),
        ServiceViewSet(),
        MandateViewSet(),
    )
    menu_label = _("Communities")
    menu_icon = "group"
