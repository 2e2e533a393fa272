"""Updates: news of an initiative or a community, written and approved in the CMS."""

from typing import Any

from django.core.exceptions import ValidationError
from django.core.paginator import Paginator
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.fields import StreamField
from wagtail.models import Page
from wagtail.search import index

from communities.blocks import BodyBlock
from communities.models import Community
from communities.panels import index_texts, promote
from initiatives.models.initiatives import Initiative
from initiatives.panels import update_texts


class UpdateIndexPage(Page):
    """All updates, newest first."""

    introduction = models.TextField(_("introduction"), max_length=400, blank=True)

    content_panels = [*Page.content_panels, *index_texts()]
    promote_panels = promote()
    page_description = _("Lists every published update, newest first.")
    parent_page_types = ["communities.HomePage"]
    subpage_types = ["initiatives.UpdatePage"]
    max_count_per_parent = 1
    template = "initiatives/update_index_page.html"
    per_page = 12

    class Meta:
        verbose_name = _("list of updates")
        verbose_name_plural = _("lists of updates")

    def get_context(self, request: Any, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add ``page_obj``: one page of the updates below, newest first."""
        context: dict[str, Any] = super().get_context(request, *args, **kwargs)
        below = (
            UpdatePage.objects.live()
            .public()
            .child_of(self)
            .select_related(
                "picture", "community", "initiative__community", "alias_of__locale"
            )
            .prefetch_related("picture__renditions")
            .order_by("-published_on", "-pk")
        )
        paginator = Paginator(below, self.per_page)
        context["page_obj"] = paginator.get_page(request.GET.get("page"))
        return context


class UpdatePage(Page):
    """One update, linked to what it reports on."""

    published_on = models.DateField(_("date"), default=timezone.localdate)
    introduction = models.TextField(
        _("in two sentences"),
        max_length=400,
        help_text=_("What happened and what it means for people here."),
    )
    picture = models.ForeignKey(
        "wagtailimages.Image",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Only with the leave of everybody who can be recognised."),
    )
    picture_alt = models.CharField(_("picture in words"), max_length=200, blank=True)
    community = models.ForeignKey(
        Community,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("community"),
    )
    initiative = models.ForeignKey(
        Initiative,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="updates",
        verbose_name=_("initiative"),
    )
    body = StreamField(BodyBlock(), verbose_name=_("text"))

    content_panels = [*Page.content_panels, *update_texts()]
    promote_panels = promote()
    page_description = _(
        "News of an initiative or a community, approved before it shows."
    )
    search_fields = [
        *Page.search_fields,
        index.SearchField("introduction"),
        index.SearchField("body"),
        index.FilterField("published_on"),
        index.FilterField("community"),
        index.FilterField("initiative"),
    ]
    parent_page_types = ["initiatives.UpdateIndexPage"]
    subpage_types: list[str] = []
    template = "initiatives/update_page.html"

    class Meta:
        verbose_name = _("update")
        verbose_name_plural = _("updates")

    def clean(self) -> None:
        """A picture needs its words; an initiative brings its own community."""
        super().clean()
        if self.picture_id and not self.picture_alt:
            raise ValidationError(
                {"picture_alt": _("Say in words what the picture shows.")}
            )
        if self.initiative and self.community_id not in (
            None,
            self.initiative.community_id,
        ):
            raise ValidationError(
                {"community": _("This initiative belongs to another community.")}
            )
