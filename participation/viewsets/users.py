"""People in the CMS: one name, an address, a language."""

from typing import TYPE_CHECKING, Any

from django.utils.functional import cached_property
from wagtail.users.views.users import IndexView, UserViewSet

from participation.forms.accounts import PersonCreationForm, PersonEditForm

if TYPE_CHECKING:
    from django.db.models import QuerySet


class PeopleIndexView(IndexView):
    """The list of people, searched and sorted by name."""

    @cached_property
    def search_fields(self) -> set[str]:
        """Where the search of the list looks."""
        return {"name", "email"}

    def order_queryset(self, queryset: "QuerySet[Any]") -> "QuerySet[Any]":
        """Sort by the one name our people have."""
        if self.ordering in {"name", "-name"}:
            return queryset.order_by(self.ordering)
        return super().order_queryset(queryset)


class PersonViewSet(UserViewSet):
    """Replaces Wagtail's own, which expects a first and a last name."""

    ordering = "name"
    index_view_class = PeopleIndexView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """Forms with one name."""
        return PersonEditForm if for_update else PersonCreationForm
