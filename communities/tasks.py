"""Tells data stewards by mail what waits for the second person, and what was answered.

Mails name a round and a threshold, never a place or a figure.
"""

from collections.abc import Iterable
from typing import Any

from django.conf import settings
from django.contrib.auth import get_user_model
from django.core.mail import EmailMessage, get_connection
from django.db.models import Q
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import translation
from django.utils.translation import gettext as _
from django_tasks import task

from communities.enums import Role
from communities.queries.holders import holders
from maps.enums import ProposalState, WithdrawalState
from maps.models import ReleaseProposal, ReleaseWithdrawal

#: Answers of which the person hears who asked.
_ANSWERED = (ProposalState.PUBLISHED, ProposalState.REFUSED, ProposalState.STALE)


@task()
def tell_stewards_of_release(proposal_id: int) -> int:
    """Mail the other stewards what was proposed, or the first what came of it."""
    proposal = ReleaseProposal.objects.select_related("round").get(pk=proposal_id)
    if proposal.state == ProposalState.PROPOSED:
        people = _other_stewards(proposal.prepared_by_id)
    elif proposal.state in _ANSWERED:
        people = _person(proposal.prepared_by_id)
    else:
        return 0
    args = [proposal.round.code, proposal.pk]
    return _tell(people, "release", ("maps:proposal", args), {"proposal": proposal})


@task()
def tell_stewards_of_withdrawal(withdrawal_id: int) -> int:
    """Mail the other stewards what is to be withdrawn, or the first what came of it."""
    withdrawal = ReleaseWithdrawal.objects.select_related("release__round").get(
        pk=withdrawal_id
    )
    people = (
        _other_stewards(withdrawal.asked_by_id)
        if withdrawal.state == WithdrawalState.ASKED
        else _person(withdrawal.asked_by_id)
    )
    release = withdrawal.release
    page = ("maps:release", [release.round.code, release.version])
    return _tell(people, "withdrawal", page, {"withdrawal": withdrawal})


def _other_stewards(first_id: int) -> Iterable[Any]:
    return (
        get_user_model()
        .objects.filter(holders(Q(role=Role.STEWARD)), is_active=True)
        .exclude(pk=first_id)
        .order_by("name")
    )


def _person(key: int) -> Iterable[Any]:
    return get_user_model().objects.filter(pk=key, is_active=True)


def _tell(
    people: Iterable[Any],
    template: str,
    page: tuple[str, list[Any]],
    words: dict[str, Any],
) -> int:
    """Write to each in their language and send all through one connection."""
    site = settings.WAGTAILADMIN_BASE_URL.rstrip("/")
    mails = []
    for person in people:
        with translation.override(person.language):
            context = {
                **words,
                "name": person.name,
                "link": site + reverse(page[0], args=page[1]),
            }
            body = render_to_string(f"communities/email/{template}.txt", context)
            subject = _("Returns: a release needs your attention")
        mails.append(
            EmailMessage(
                subject=subject,
                body=body,
                to=[person.email],
                headers={"Auto-Submitted": "auto-generated"},
            )
        )
    return get_connection().send_messages(mails) or 0
