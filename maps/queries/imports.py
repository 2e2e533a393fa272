"""A person's own uploaded files; nobody else sees them."""

from typing import Any

from django.db.models import QuerySet

from maps.models import ImportJob


def imports_of(user: Any) -> QuerySet[ImportJob]:
    """The files that a person has uploaded, newest first."""
    return ImportJob.objects.filter(uploaded_by=user).order_by("-uploaded_at", "-pk")
