"""Initiatives in the CMS: to find and to read. Their life is steered on their own pages."""

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet
from wagtail.permission_policies import ModelPermissionPolicy

from initiatives.models import Initiative


class ReadOnlyPolicy(ModelPermissionPolicy):
    """Whoever may view may view; nobody adds, changes or deletes here.

    A state is only ever changed by a service, which checks the role, tells people and
    writes the history; a form in the CMS would go round all of that.
    """

    def user_has_permission(self, user: Any, action: str) -> bool:
        """Whether a person may list and inspect."""
        return action == "view" and bool(super().user_has_permission(user, action))


class InitiativeViewSet(ModelViewSet):
    """List, search, filter, inspect, export."""

    model = Initiative
    icon = "list-ul"
    menu_label = _("Initiatives")
    menu_order = 210
    add_to_admin_menu = True
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = True
    form_fields: list[str] = []
    list_display = ["title", "reference", "community", "state", "changed_at"]
    list_filter = ["state", "dimension", "category", "community"]
    list_export = ["reference", "title", "community", "state", "dimension", "category"]
    search_fields = ["title", "reference"]
    ordering = ["-changed_at"]
    inspect_view_fields = [
        "reference",
        "state",
        "community",
        "title",
        "problem",
        "summary",
        "dimension",
        "secondary_dimension",
        "category",
        "approach",
        "returnees_planned",
        "neighbours_planned",
        "place_name",
        "starts_on",
        "ends_on",
        "both_consulted",
        "harm_note",
        "children_note",
        "submitted_at",
        "changed_at",
    ]


initiative_viewset = InitiativeViewSet("initiative")
