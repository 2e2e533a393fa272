"""Preparing, opening and cancelling a round."""

import datetime
import secrets
from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Community
from initiatives.models import Initiative
from participation.enums import BallotType, Completion, RoundState, Rule
from participation.models import Round, RoundOption
from participation.permissions import is_permitted
from participation.queries.candidates import candidates
from participation.services.errors import NotPermittedError, RoundSetupError
from participation.services.locks import held_round

#: Addresses below /rounds/ and /rounds/manage/ that are not rounds.
RESERVED_SLUGS = frozenset({"manage", "new"})
FEWEST_OPTIONS = 2

_draw = secrets.SystemRandom()


@transaction.atomic
def create_round(
    *,
    community: Community,
    title: str,
    budget: int,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    by: Any,
    ballot_type: str = BallotType.KNAPSACK,
    rule: str = Rule.EQUAL_SHARES,
    completion: str = Completion.ADD1,
    slug: str = "",
    titles: dict[str, str] | None = None,
) -> Round:
    """Prepare a round, to be opened once options and passes are ready.

    ``budget`` in whole units of the currency. Raises NotPermittedError, and
    RoundSetupError when dates, budget or address cannot be.
    """
    if not is_permitted(by, "prepare_rounds"):
        raise NotPermittedError
    _check_dates(opens_at, closes_at)
    if budget <= 0:
        raise RoundSetupError(_("A round needs a budget."))
    round_ = Round.objects.create(
        slug=_free_slug(slug or slugify(title) or "round"),
        community=community,
        title=title,
        titles=titles or {},
        budget=budget,
        ballot_type=BallotType(ballot_type),
        rule=Rule(rule),
        completion=Completion(completion),
        opens_at=opens_at,
        closes_at=closes_at,
        created_by=by,
    )
    log(instance=round_, action="participation.create_round", user=by)
    return round_


@transaction.atomic
def edit_round(
    round_: Round,
    *,
    by: Any,
    title: str,
    budget: int,
    opens_at: datetime.datetime,
    closes_at: datetime.datetime,
    ballot_type: str,
    rule: str,
    completion: str,
    titles: dict[str, str] | None = None,
) -> Round:
    """Change a round that is still in preparation. Raises as `create_round` does."""
    held = held_round(round_, "edit_round", by=by)
    _check_dates(opens_at, closes_at)
    held.title, held.titles = title, titles or {}
    held.budget, held.opens_at, held.closes_at = budget, opens_at, closes_at
    held.ballot_type = BallotType(ballot_type)
    held.rule, held.completion = Rule(rule), Completion(completion)
    held.save()
    log(instance=held, action="participation.edit_round", user=by)
    return held


@transaction.atomic
def set_options(
    round_: Round, initiatives: Sequence[Initiative], *, by: Any
) -> list[RoundOption]:
    """Put initiatives on the ballot, in this order, with their prices and lots.

    The lot, which decides what cost and votes leave tied, is drawn here and shown
    before voting opens. Raises RoundSetupError for an initiative that may not stand or
    whose price is missing or above the whole budget.
    """
    held = held_round(round_, "edit_round", by=by)
    chosen = list(dict.fromkeys(initiative.pk for initiative in initiatives))
    standing = {each.pk: each for each in candidates(held.community)}
    for key in chosen:
        _check_candidate(standing.get(key), held)
    if 0 < len(chosen) < FEWEST_OPTIONS:
        raise RoundSetupError(_("One proposal is no choice. Choose at least two."))
    lots = list(range(1, len(chosen) + 1))
    _draw.shuffle(lots)
    held.options.all().delete()
    options = RoundOption.objects.bulk_create(
        RoundOption(
            round=held,
            initiative=standing[key],
            number=number,
            cost=standing[key].price,  # type: ignore[attr-defined]
            lot=lot,
        )
        for number, (key, lot) in enumerate(zip(chosen, lots, strict=True), start=1)
    )
    log(
        instance=held,
        action="participation.set_options",
        user=by,
        data={"options": [standing[key].reference for key in chosen]},
    )
    return options


@transaction.atomic
def open_round(
    round_: Round, *, by: Any, now: datetime.datetime | None = None
) -> Round:
    """Freeze what voters are shown and take ballots from ``opens_at`` on.

    Raises RoundSetupError when there are too few options, when an option has become
    ineligible or changed its price, or when the closing time has passed.
    """
    held = held_round(round_, "open_round", by=by)
    options = list(held.options.all())
    if len(options) < FEWEST_OPTIONS:
        raise RoundSetupError(_("Put at least two proposals on the ballot first."))
    if held.closes_at <= (now or timezone.now()):
        raise RoundSetupError(_("The closing time has passed. Choose a later one."))
    standing = {each.pk: each for each in candidates(held.community)}
    for option in options:
        _check_candidate(standing.get(option.initiative_id), held)
        if standing[option.initiative_id].price != option.cost:  # type: ignore[attr-defined]
            raise RoundSetupError(
                _("The price of “%(title)s” has changed. Set the options again.")
                % {"title": standing[option.initiative_id].display_title}
            )
    held.state = RoundState.OPEN
    held.save(update_fields=["state"])
    log(instance=held, action="participation.open_round", user=by)
    return held


@transaction.atomic
def cancel_round(round_: Round, *, by: Any, reason: str) -> Round:
    """End a round without counting; the reason is public. Ballots stay uncounted."""
    held = held_round(round_, "cancel_round", by=by)
    if not reason.strip():
        raise RoundSetupError(_("Say why: the reason is shown to everybody."))
    held.state, held.cancel_reason = RoundState.CANCELLED, reason.strip()
    held.save(update_fields=["state", "cancel_reason"])
    log(
        instance=held,
        action="participation.cancel_round",
        user=by,
        data={"reason": held.cancel_reason},
    )
    return held


def _check_dates(opens_at: datetime.datetime, closes_at: datetime.datetime) -> None:
    if closes_at <= opens_at:
        raise RoundSetupError(_("The round closes before it opens."))


def _check_candidate(initiative: Initiative | None, round_: Round) -> None:
    if initiative is None:
        raise RoundSetupError(
            _(
                "Only proposals of this community that are ready for a vote, and stand "
                "in no other open round, can be on the ballot."
            )
        )
    price: int = initiative.price  # type: ignore[attr-defined]
    if not 0 < price <= round_.budget:
        raise RoundSetupError(
            _(
                "“%(title)s” costs %(price)d. An option needs a price within the "
                "budget of %(budget)d."
            )
            % {
                "title": initiative.display_title,
                "price": price,
                "budget": round_.budget,
            }
        )


def _free_slug(wanted: str) -> str:
    """The address itself, or with the next free number."""
    wanted = wanted[:70]
    taken = set(
        Round.objects.filter(slug__startswith=wanted).values_list("slug", flat=True)
    )
    taken |= RESERVED_SLUGS
    number, slug = 1, wanted
    while slug in taken:
        number += 1
        slug = f"{wanted}-{number}"
    return slug
