"""What `manage.py check --deploy` says of this room."""

from collections.abc import Sequence
from typing import Any

from django.core.checks import CheckMessage, Tags, Warning, register

from maps.services.raw_schema import are_raw_counts_open


@register(Tags.database, deploy=True)
def raw_counts_are_protected(
    app_configs: Any, databases: Sequence[str] | None = None, **kwargs: Any
) -> list[CheckMessage]:
    """Warn where the site's own login reads raw return counts."""
    if not databases or not are_raw_counts_open():
        return []
    return [
        Warning(
            "The login of this site reads raw return counts in every statement.",
            hint=(
                "Run protect_raw_counts with an administrator's DATABASE_URL, and give "
                "the site a login of its own and HOMEGROUND_RAW_COUNTS_ROLE."
            ),
            id="maps.W001",
        )
    ]
