"""People in the CMS: one name, an address, a language."""

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.functional import cached_property
from wagtail.users.views.users import (
    CreateView,
    EditView,
    IndexView,
    UserViewSet,
)

from participation.forms.accounts import PersonCreationForm, PersonEditForm
from participation.services.accounts import note_set_up

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


class NewPersonView(CreateView):
    """A new account; who made it is noted."""

    def save_instance(self) -> Any:
        """Store it, and who made it."""
        with transaction.atomic():
            person = super().save_instance()
            note_set_up(person, by=self.request.user)
        return person


class ChangePersonView(EditView):
    """Changes of an account; who set another's address or password is noted."""

    def save_instance(self) -> Any:
        """Store them, and who could sign in with it now."""
        changed = set(self.form.changed_data)
        with transaction.atomic():
            person = super().save_instance()
            if changed & {"email", "password1"}:
                note_set_up(
                    person,
                    by=self.request.user,
                    has_new_password="password1" in changed,
                )
        return person


class PersonViewSet(UserViewSet):
    """Replaces Wagtail's own, which expects a first and a last name."""

    ordering = "name"
    index_view_class = PeopleIndexView
    add_view_class = NewPersonView
    edit_view_class = ChangePersonView

    def get_form_class(self, for_update: bool = False) -> type[Any]:
        """Forms with one name."""
        return PersonEditForm if for_update else PersonCreationForm
