"""You said, we did: published by staff in their own words, and taken back where wrong."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from initiatives.permissions import is_public
from participation.handling import quotes
from participation.models import PublicAnswer
from participation.permissions import is_permitted
from participation.queries.feedback_items import words_read_by
from participation.services.errors import FeedbackError, NotPermittedError

if TYPE_CHECKING:
    from communities.models import Community
    from initiatives.models import Initiative


@transaction.atomic
def publish_answer(
    *,
    said: str,
    did: str,
    community: "Community | None" = None,
    initiative: "Initiative | None" = None,
    said_in: Mapping[str, str] | None = None,
    did_in: Mapping[str, str] | None = None,
    by: Any,
) -> PublicAnswer:
    """Publish a summary about an initiative, for a community, or for all of them.

        Raises NotPermittedError, and FeedbackError where half of it is missing or where it
    repeats words that a person wrote and the publisher could have read: neighbours know
    each other's way of speaking; also for an initiative of another community, or one that
    nobody may read about yet.
    """
    if not is_permitted(by, "publish_answer"):
        raise NotPermittedError
    if initiative is not None:
        community = community or initiative.community
        if initiative.community != community:
            raise FeedbackError(_("It belongs to another community."), "initiative")
        if not is_public(None, initiative):
            raise FeedbackError(_("It is not public yet."), "initiative")
    said, did = said.strip(), did.strip()
    if not said or not did:
        raise FeedbackError(_("Write both: what was said, and what was done."))
    written = [said, did, *(said_in or {}).values(), *(did_in or {}).values()]
    for theirs in words_read_by(by):
        if any(quotes(text, theirs) for text in written):
            raise FeedbackError(
                _(
                    "This repeats what a person wrote, word for word. Use your own words."
                )
            )
    answer = PublicAnswer.objects.create(
        community=community,
        initiative=initiative,
        said=said,
        did=did,
        said_in=dict(said_in or {}),
        did_in=dict(did_in or {}),
        published_by=by,
    )
    log(instance=answer, action="participation.publish_answer", user=by)
    return answer


@transaction.atomic
def withdraw_answer(answer: PublicAnswer, *, by: Any) -> PublicAnswer:
    """Take a published answer back; it stays on record and is shown no more."""
    if not is_permitted(by, "publish_answer"):
        raise NotPermittedError
    held = PublicAnswer.objects.select_for_update().get(pk=answer.pk)
    if held.withdrawn_on is None:
        held.withdrawn_on = timezone.localdate()
        held.save(update_fields=["withdrawn_on"])
        log(instance=held, action="participation.withdraw_answer", user=by)
    return held
