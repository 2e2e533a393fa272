"""Whether a person's name may stand beside their role in public: theirs alone to say."""

from typing import Any

from django.db import transaction
from wagtail.log_actions import log

from communities.models import Mandate
from participation.services.errors import NotPermittedError
from participation.services.terms import held_mandate


@transaction.atomic
def agree_to_be_named(mandate: Mandate, *, agrees: bool, by: Any) -> Mandate:
    """Store a person's own yes or no. Raises NotPermittedError for that of another."""
    held = held_mandate(mandate)
    if held.user_id != by.pk:
        raise NotPermittedError
    held.named_publicly = agrees
    held.save(update_fields=["named_publicly"])
    log(
        instance=held,
        action="participation.agree_to_be_named",
        user=by,
        data={"agrees": agrees},
    )
    return held
