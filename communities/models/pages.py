"""The CMS's pages: home, communities, and plain pages such as About."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from communities import panels
from communities.blocks import BodyBlock, GapBlock, StrengthBlock
from communities.enums import Dimension
from communities.models.communities import Community


class HomePage(Page):
    """The first page: one sentence, the map, open rounds, newest updates, figures."""

    headline = models.CharField(
        _("headline"),
        max_length=160,
        help_text=_("What this is, in one sentence that a newcomer understands."),
    )
    introduction = models.TextField(_("introduction"), max_length=400)

    content_panels = [*Page.content_panels, *panels.home_texts()]
    promote_panels = panels.promote()
    page_description = _("The first page; one in each language.")
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    parent_page_types = ["wagtailcore.Page"]
    max_count_per_parent = len(settings.LANGUAGES)
    template = "communities/home_page.html"

    class Meta:
        verbose_name = _("home page")
        verbose_name_plural = _("home pages")


class CommunityIndexPage(Page):
    """The list of communities."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, *panels.index_texts()]
    promote_panels = panels.promote()
    page_description = _("Lists every community that has a published page.")
    parent_page_types = ["communities.HomePage"]
    subpage_types = ["communities.CommunityPage"]
    max_count_per_parent = 1
    template = "communities/community_index_page.html"

    class Meta:
        verbose_name = _("list of communities")
        verbose_name_plural = _("lists of communities")


class CommunityPage(Page):
    """A community's own page, in one language."""

    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("community"),
        help_text=_("Carries the area and the place on the map for all languages."),
    )
    introduction = models.TextField(
        _("introduction"),
        max_length=600,
        help_text=_("Two or three sentences: who lives here and what moves them."),
    )
    definition = models.TextField(
        _("what makes it a community"),
        max_length=600,
        blank=True,
        help_text=_("A shared well, a market, a school, a history: as people say it."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
    )
    strengths = StreamField(
        [("strength", StrengthBlock())],
        blank=True,
        verbose_name=_("strengths"),
        help_text=_("What the community has and can do."),
    )
    gaps = StreamField(
        [("gap", GapBlock())],
        blank=True,
        verbose_name=_("gaps"),
        help_text=_("What is missing, by dimension. Never name or describe a person."),
    )
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("more"))

    content_panels = [*Page.content_panels, *panels.community_texts()]
    promote_panels = panels.promote()
    page_description = _(
        "What a community says of itself. Figures, services, initiatives and rounds "
        "are added from its data."
    )
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("definition"),
        index.FilterField("community"),
    ]
    parent_page_types = ["communities.CommunityIndexPage"]
    subpage_types: list[str] = []
    template = "communities/community_page.html"

    class Meta:
        verbose_name = _("community page")
        verbose_name_plural = _("community pages")

    @cached_property
    def gaps_by_dimension(self) -> dict[Dimension, list[Any]]:
        """Gaps in the order of the three dimensions, hardest first."""
        found: dict[Dimension, list[Any]] = {dimension: [] for dimension in Dimension}
        for block in self.gaps:
            found[Dimension(block.value["dimension"])].append(block.value)
        for gaps in found.values():
            gaps.sort(key=lambda gap: -int(gap["severity"]))
        return found


class StandardPage(Page):
    """A plain page, such as *About the data*."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)
    body = StreamField(BodyBlock(), blank=True, verbose_name=_("body"))

    content_panels = [*Page.content_panels, *panels.plain_texts()]
    promote_panels = panels.promote()
    page_description = _("Text and pictures, such as About the data.")
    search_fields = [*Page.search_fields, index.SearchField("introduction")]
    parent_page_types = ["communities.HomePage", "communities.StandardPage"]
    subpage_types = ["communities.StandardPage"]
    template = "communities/standard_page.html"

    class Meta:
        verbose_name = _("plain page")
        verbose_name_plural = _("plain pages")
