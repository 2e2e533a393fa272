"""A migration step that gives the CMS's groups their permissions."""

from collections.abc import Iterator, Sequence
from typing import Any

from django.db.migrations import RunPython

#: Group, app, model, actions ("add", "change", "delete", "view").
Grant = tuple[str, str, str, Sequence[str]]


class GrantGroupPermissions(RunPython):
    """Grants on the way forward, withdraws on the way back.

    Permissions are made here if they are not yet: on a new database they come only
    after the last migration. A group that a site has renamed or removed is passed over.
    """

    def __init__(self, grants: Sequence[Grant]) -> None:
        self.grants = grants
        super().__init__(self._grant, self._withdraw)

    def deconstruct(self) -> tuple[str, list[Any], dict[str, Any]]:
        """How a squashed migration would write it."""
        return type(self).__qualname__, [self.grants], {}

    def _grant(self, apps: Any, schema_editor: Any) -> None:
        for group, permission in self._pairs(apps):
            group.permissions.add(permission)

    def _withdraw(self, apps: Any, schema_editor: Any) -> None:
        for group, permission in self._pairs(apps):
            group.permissions.remove(permission)

    def _pairs(self, apps: Any) -> Iterator[tuple[Any, Any]]:
        group_model = apps.get_model("auth", "Group")
        permission_model = apps.get_model("auth", "Permission")
        type_model = apps.get_model("contenttypes", "ContentType")
        for group_name, app_label, model, actions in self.grants:
            group = group_model.objects.filter(name=group_name).first()
            if group is None:
                continue
            content_type, _made = type_model.objects.get_or_create(
                app_label=app_label, model=model
            )
            label = apps.get_model(app_label, model)._meta.verbose_name
            for action in actions:
                permission, _made = permission_model.objects.get_or_create(
                    content_type=content_type,
                    codename=f"{action}_{model}",
                    defaults={"name": f"Can {action} {label}"},
                )
                yield group, permission
