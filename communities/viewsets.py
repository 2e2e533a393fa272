"""Communities, profiles, services, bodies and mandates in the CMS."""

from typing import TYPE_CHECKING, Any

from django.contrib import messages
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.models import ProtectedError
from django.shortcuts import redirect
from django.utils.translation import gettext_lazy as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.admin.panels import ObjectList
from wagtail.admin.ui.tables import Column
from wagtail.admin.views.generic import DeleteView, IndexView
from wagtail.admin.viewsets.chooser import ChooserViewSet
from wagtail.admin.viewsets.model import ModelViewSet, ModelViewSetGroup

from communities import panels
from communities.enums import ResidentGroup
from communities.models import (
    Community,
    CommunityBody,
    CommunityProfile,
    Mandate,
    Service,
)
from communities.models.profile_groups import misfits
from communities.permissions import PROGRAMME_WIDE
from communities.queries.directory import communities_with_facts

if TYPE_CHECKING:
    from django.db.models import QuerySet


class DeleteUnused(DeleteView):
    """Delete it unless something belongs to it; then it stays, and the person is told.

    Of what other rooms keep, the CMS's own index of references knows nothing.
    """

    def form_valid(self, form: Any) -> Any:
        """Delete, or go back to the list with the reason."""
        try:
            with transaction.atomic():
                return super().form_valid(form)
        except ProtectedError:
            messages.error(
                self.request,
                _("“%(name)s” is kept: meetings or other things belong to it.")
                % {"name": self.object},
            )
            return redirect(self.get_success_url())


class CommunityListing(IndexView):
    """The list with the newest count of residents and of usable services."""

    def get_base_queryset(self) -> "QuerySet[Community]":
        """Communities with what the columns show, in one query."""
        return communities_with_facts()


class CommunityViewSet(ModelViewSet):
    """The facts that a community's pages share in every language."""

    model = Community
    icon = "home"
    menu_label = _("Communities")
    index_view_class = CommunityListing
    delete_view_class = DeleteUnused
    list_display = (
        "name",
        "area",
        "settlement_type",
        Column("residents", label=_("Residents")),
        Column("service_count", label=_("Usable services")),
    )
    list_filter = ("settlement_type",)
    search_fields = ("name", "slug", "area__name")
    search_backend_name = None
    list_export = ("slug", "name", "area", "settlement_type")
    copy_view_enabled = False
    panels = panels.community_facts()


class CommunityChooserViewSet(ChooserViewSet):
    """Choose a community by searching."""

    model = Community
    icon = "home"
    choose_one_text = _("Choose a community")
    choose_another_text = _("Choose another community")
    edit_item_text = _("Edit this community")


class ProfileListing(IndexView):
    """The list with the communities' names."""

    queryset = CommunityProfile.objects.select_related("community")


class ProfileForm(WagtailAdminModelForm):
    """A profile with its groups, which have to fit among its residents."""

    def is_valid(self) -> bool:
        """Whether all of it can be stored; a group that does not fit says why."""
        return super().is_valid() and self._groups_fit()

    def _groups_fit(self) -> bool:
        # Only here is both known: the groups are a set of forms of their own.
        groups = self.formsets["groups"]
        forms = {
            ResidentGroup(form.cleaned_data["group"]): form
            for form in groups.forms
            if form.cleaned_data.get("group") and form not in groups.deleted_forms
        }
        found = misfits(
            self.cleaned_data["residents"],
            {group: form.cleaned_data["persons"] for group, form in forms.items()},
        )
        for group, message in found.items():
            forms[group].add_error("persons", message)
        return not found


class ProfileViewSet(ModelViewSet):
    """Figures of a community at a reference date."""

    model = CommunityProfile
    icon = "form"
    menu_label = _("Profiles")
    index_view_class = ProfileListing
    list_display = ("community", "reference_date", "residents", "households", "source")
    list_filter = ("community", "reference_date")
    search_fields = ("community__name", "source")
    list_export = ("community", "reference_date", "residents", "households", "source")
    copy_view_enabled = False
    edit_handler = ObjectList(panels.profile_figures(), base_form_class=ProfileForm)


class ServiceListing(IndexView):
    """The list with the communities' names."""

    queryset = Service.objects.select_related("community")


class ServiceViewSet(ModelViewSet):
    """The service directory; never a person's contact."""

    model = Service
    icon = "pick"
    menu_label = _("Services")
    index_view_class = ServiceListing
    list_display = ("name", "community", "category", "status", "verified_on")
    list_filter = ("category", "status", "community")
    search_fields = ("name", "provider", "community__name")
    list_export = (
        "community",
        "name",
        "category",
        "status",
        "provider",
        "verified_on",
    )
    panels = panels.service_entry()


class BodyForm(WagtailAdminModelForm):
    """A body; it stays with the community in whose name it has met."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            self.fields["community"].disabled = True


class BodyListing(IndexView):
    """The list with the communities' names."""

    queryset = CommunityBody.objects.select_related("community")


class BodyViewSet(ModelViewSet):
    """The bodies of communities that meet; never who belongs to them."""

    model = CommunityBody
    icon = "group"
    menu_label = _("Bodies")
    index_view_class = BodyListing
    delete_view_class = DeleteUnused
    list_display = ("name", "community", "kind", "is_active")
    list_filter = ("kind", "is_active", "community")
    search_fields = ("name", "community__name")
    list_export = ("community", "kind", "name", "is_active")
    copy_view_enabled = False
    edit_handler = ObjectList(panels.body_entry(), base_form_class=BodyForm)


class MandateForm(WagtailAdminModelForm):
    """A mandate; only an administrator appoints for the whole programme.

    Whoever may appoint a committee could otherwise make themselves a data steward, or
    sit on the committee that confirms their own work.
    """

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance.pk:
            # The record of who appointed is of this person: another gets a new mandate.
            self.fields["user"].disabled = True
        if not self._may_appoint_for_the_programme:
            self.fields["role"].choices = [
                (value, label)
                for value, label in self.fields["role"].choices
                if value not in PROGRAMME_WIDE or value == self.instance.role
            ]

    def clean(self) -> dict[str, Any]:
        """Refuse programme-wide roles, given or already held, to all but administrators."""
        cleaned: dict[str, Any] = super().clean()
        roles = {cleaned.get("role"), self.initial.get("role")}
        if roles & PROGRAMME_WIDE and not self._may_appoint_for_the_programme:
            raise ValidationError(
                _("Only an administrator appoints programme staff and data stewards."),
                code="not_yours_to_give",
            )
        if cleaned.get("user") == self.for_user and not (
            self._may_appoint_for_the_programme
        ):
            raise ValidationError(
                _("Nobody gives a mandate to themselves. Ask a colleague."),
                code="not_for_yourself",
            )
        return cleaned

    @property
    def _may_appoint_for_the_programme(self) -> bool:
        return bool(self.for_user and self.for_user.is_superuser)


class MandateListing(IndexView):
    """The list with everybody's name and place."""

    queryset = Mandate.objects.select_related("user", "community", "area").defer(
        "area__geometry"
    )


class MandateViewSet(ModelViewSet):
    """Who acts where, and for how long."""

    model = Mandate
    icon = "key"
    menu_label = _("Mandates")
    index_view_class = MandateListing
    list_display = ("user", "role", "community", "area", "starts_on", "ends_on")
    list_filter = ("role", "community", "ends_on")
    search_fields = ("user__name", "user__email", "community__name", "area__name")
    copy_view_enabled = False
    edit_handler = ObjectList(panels.mandate_terms(), base_form_class=MandateForm)


class CommunitiesViewSetGroup(ModelViewSetGroup):
    """The communities' part of the menu."""

    items = (
        CommunityViewSet(),
        ProfileViewSet(),
        ServiceViewSet(),
        BodyViewSet(),
        MandateViewSet(),
    )
    menu_label = _("Communities")
    menu_icon = "group"
    menu_order = 200


community_chooser = CommunityChooserViewSet("community_chooser")
