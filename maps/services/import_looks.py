"""Look into an uploaded file: its tables, and what their columns could be."""

from collections.abc import Sequence
from typing import Any

from django.conf import settings
from django.utils import timezone
from django.utils.translation import gettext as _

from maps.enums import ImportKind
from maps.imports.columns import RETURN_ROLES
from maps.imports.findings import FileRefusedError
from maps.imports.headings import letter_of
from maps.imports.looking import Candidate, Look
from maps.imports.mappings import ColumnMapping as Mapped
from maps.imports.mappings import fingerprint_of_fields, mapping_from_json
from maps.imports.matching import Role
from maps.imports.population import look_at_population, population_roles
from maps.imports.returns import look_at_returns
from maps.imports.sources import Source
from maps.models import ColumnMapping


def look_into(kind: str, file: Source) -> Look:
    """The tables of a file; none of a file of borders, whose layers are read at once.

    Raises FileRefusedError where it cannot be read at all.
    """
    if kind == ImportKind.AREAS:
        return Look(())
    if not file.is_file():
        raise FileRefusedError(
            _("The file is not there any more."), _("Upload it again.")
        )
    look = look_at_returns if kind == ImportKind.RETURNS else look_at_population
    return look(file, max_bytes=settings.IMPORT_MAX_BYTES)


def roles_of(kind: str) -> Sequence[Role]:
    """What columns of a kind of file can say."""
    return RETURN_ROLES if kind == ImportKind.RETURNS else population_roles()


def has_known_headings(candidate: Candidate) -> bool:
    """Whether the headings are ours to repeat: a row of data may stand in their place."""
    return bool(candidate.fingerprint) and any(
        label != letter_of(column) for column, label in enumerate(candidate.labels)
    )


def remembered_for(
    kind: str, candidate: Candidate
) -> tuple[ColumnMapping, Mapped] | None:
    """What is remembered for these headings, and who remembered it."""
    if not has_known_headings(candidate):
        return None
    found = (
        ColumnMapping.objects.select_related("remembered_by")
        .filter(kind=kind, fingerprint=candidate.fingerprint)
        .first()
    )
    if found is None:
        return None
    return found, mapping_from_json(found.mapping)


def remembered_fields(kind: str, headings: Sequence[str]) -> Mapped | None:
    """What is remembered for a layer of borders with these headings."""
    found = ColumnMapping.objects.filter(
        kind=kind, fingerprint=fingerprint_of_fields(headings)
    ).first()
    return mapping_from_json(found.mapping) if found else None


def remember_columns(kind: str, mapped: Mapped, *, by: Any) -> None:
    """Remember columns for the next file with these headings, in place of earlier ones."""
    ColumnMapping.objects.update_or_create(
        kind=kind,
        fingerprint=mapped.fingerprint,
        defaults={
            "mapping": mapped.as_json(),
            "remembered_by": by,
            "remembered_at": timezone.now(),
        },
    )
