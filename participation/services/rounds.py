"""Preparing, opening and cancelling a round."""

import datetime
import secrets
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, fields
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from communities.models import Community
from initiatives.models import Initiative
from maps.models import AdminArea
from participation.enums import (
    BallotType,
    Completion,
    RoundState,
    Rule,
    Split,
)
from participation.models import BudgetPart, PaperReading, Round, RoundOption
from participation.permissions import is_permitted
from participation.queries.candidates import candidates
from participation.queries.parts import part_of_initiative, parts_possible
from participation.services.errors import (
    NotPermittedError,
    RoundSetupError,
)
from participation.services.locks import check_nothing_asked, held_round
from participation.services.tables import close_tables_of

#: Addresses below /rounds/ and /rounds/manage/ that are not rounds.
RESERVED_SLUGS = frozenset({"manage", "new"})
FEWEST_OPTIONS = 2

_draw = secrets.SystemRandom()


@dataclass(frozen=True, kw_only=True)
class RoundSettings:
    """What voters are shown of a round, as it was asked for.

    ``budget`` is in whole units of the currency. What a ballot or a rule has no use for
    (points on an approval ballot, a least number of votes under equal shares) is left
    out. Raises RoundSetupError for what cannot be.
    """

    title: str
    budget: int
    opens_at: datetime.datetime
    closes_at: datetime.datetime
    titles: dict[str, str] = field(default_factory=dict)
    entitled: str = ""
    entitled_in: dict[str, str] = field(default_factory=dict)
    ballot_type: str = BallotType.KNAPSACK
    most_choices: int | None = None
    points: int | None = None
    rule: str = Rule.EQUAL_SHARES
    completion: str = Completion.ADD1
    least_votes: int = 0
    quorum: int = 0
    split_by: str = Split.NONE

    def __post_init__(self) -> None:
        if self.closes_at <= self.opens_at:
            raise RoundSetupError(_("The round closes before it opens."))
        if self.budget <= 0:
            raise RoundSetupError(_("A round needs a budget."))
        if BallotType(self.ballot_type).has_points and not self.points:
            raise RoundSetupError(_("Say how many points a voter may give."))
        if not 0 <= self.quorum <= 100:
            raise RoundSetupError(_("A quorum is a share from 0 to 100 percent."))

    def fields(self) -> dict[str, Any]:
        """The fields of a round."""
        kind, rule = BallotType(self.ballot_type), Rule(self.rule)
        return {
            **{name.name: getattr(self, name.name) for name in fields(self)},
            "ballot_type": kind,
            "rule": rule,
            "completion": Completion(self.completion),
            "split_by": Split(self.split_by),
            "points": self.points if kind.has_points else None,
            "most_choices": None if kind.has_points else self.most_choices,
            "least_votes": self.least_votes if rule.is_greedy else 0,
        }


@transaction.atomic
def create_round(
    *,
    by: Any,
    community: Community | None = None,
    area: AdminArea | None = None,
    slug: str = "",
    **answers: Any,
) -> Round:
    """Prepare a round, to be opened once options and passes are ready.

    It is a community's, an area's, or the whole programme's; ``answers`` are those of
    ``RoundSettings``. Raises NotPermittedError, and RoundSetupError when dates, budget or
    scope cannot be.
    """
    if not is_permitted(by, "prepare_rounds"):
        raise NotPermittedError
    if community is not None and area is not None:
        raise RoundSetupError(
            _("A round is of a community or of an area, not of both.")
        )
    settings = RoundSettings(**answers)
    round_ = Round.objects.create(
        slug=_free_slug(slug or slugify(settings.title) or "round"),
        community=community,
        area=area,
        created_by=by,
        **settings.fields(),
    )
    log(instance=round_, action="participation.create_round", user=by)
    return round_


@transaction.atomic
def edit_round(round_: Round, *, by: Any, **answers: Any) -> Round:
    """Change a round that is still in preparation. Raises as `create_round` does.

    With another split the parts of the budget and the options are set anew.
    """
    held = _held_for_editing(round_, by)
    split_before = held.split_by
    for name, value in RoundSettings(**answers).fields().items():
        setattr(held, name, value)
    held.save()
    if held.split_by != split_before:
        held.parts.all().delete()
        held.options.all().delete()
    log(instance=held, action="participation.edit_round", user=by)
    return held


@transaction.atomic
def set_parts(round_: Round, amounts: Mapping[str, int], *, by: Any) -> Round:
    """Say what of the budget is for each dimension or place (0: nothing).

    ``amounts`` are by the keys of ``parts_possible``, in whole units of the currency.
    Options that stood are taken off where the parts changed. Raises RoundSetupError
    where the parts are not those of the round or do not add up to its budget.
    """
    held = _held_for_editing(round_, by)
    if not held.split_by:
        raise RoundSetupError(_("The budget of this round is not in parts."))
    known = {part.key for part in parts_possible(held)}
    if not set(amounts) <= known or min(amounts.values(), default=0) < 0:
        raise RoundSetupError(_("One of these is no part of this round's budget."))
    together = sum(amounts.values())
    if together != held.budget:
        raise RoundSetupError(
            _("The parts come to %(together)d. They must come to %(budget)d.")
            % {"together": together, "budget": held.budget}
        )
    given = {key: amount for key, amount in amounts.items() if amount}
    if given != held.budget_of:
        held.options.all().delete()
        held.parts.all().delete()
        BudgetPart.objects.bulk_create(
            BudgetPart(round=held, key=key, amount=amount)
            for key, amount in given.items()
        )
    log(
        instance=held,
        action="participation.set_parts",
        user=by,
        data={"parts": given},
    )
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
    held = _held_for_editing(round_, by)
    chosen = list(dict.fromkeys(initiative.pk for initiative in initiatives))
    standing = {each.pk: each for each in candidates(held)}
    part_of = {key: part_of_initiative(each, held) for key, each in standing.items()}
    for key in chosen:
        _check_candidate(standing.get(key), held, part_of.get(key, ""))
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
            part=part_of[key],
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
    check_ready(held, now or timezone.now())
    held.state = RoundState.OPEN
    held.save(update_fields=["state"])
    log(instance=held, action="participation.open_round", user=by)
    return held


def check_ready(held: Round, now: datetime.datetime) -> None:
    """Check that a round in preparation could be opened now. Raises RoundSetupError."""
    options = list(held.options.all())
    if len(options) < FEWEST_OPTIONS:
        raise RoundSetupError(_("Put at least two proposals on the ballot first."))
    if held.closes_at <= now:
        raise RoundSetupError(_("The closing time has passed. Choose a later one."))
    if sum(held.budget_of.values()) != held.budget:
        raise RoundSetupError(
            _("The parts of the budget do not come to the whole. Set them again.")
        )
    standing = {each.pk: each for each in candidates(held)}
    for option in options:
        _check_candidate(standing.get(option.initiative_id), held, option.part)
        if standing[option.initiative_id].price != option.cost:  # type: ignore[attr-defined]
            raise RoundSetupError(
                _("The price of “%(title)s” has changed. Set the options again.")
                % {"title": standing[option.initiative_id].display_title}
            )


@transaction.atomic
def cancel_round(round_: Round, *, by: Any, reason: str, language: str) -> Round:
    """End a round without counting; the reason is public, in the language it says.

    Ballots and what was typed of paper are forgotten: nobody will count them, and before
    the sealing they still lie in the order in which they came.
    """
    held = held_round(round_, "cancel_round", by=by)
    if not reason.strip():
        raise RoundSetupError(_("Say why: the reason is shown to everybody."))
    held.state, held.cancel_reason = RoundState.CANCELLED, reason.strip()
    held.cancel_language = language
    held.save(update_fields=["state", "cancel_reason", "cancel_language"])
    close_tables_of(held, by=by)
    PaperReading.objects.filter(entry__batch__round=held).delete()
    held.ballots.all().delete()
    log(
        instance=held,
        action="participation.cancel_round",
        user=by,
        data={"reason": held.cancel_reason},
    )
    return held


@transaction.atomic
def discard_round(round_: Round, *, by: Any) -> None:
    """Remove a round in preparation that nobody outside has seen anything of.

    Raises NotPermittedError, RoundStateError, RoundSetupError.
    """
    held = _held_for_editing(round_, by)
    if not is_unseen(held):
        raise RoundSetupError(
            _("Passes, sheets or steps of this round exist. Cancel it, and say why.")
        )
    log(instance=held, action="participation.discard_round", user=by)
    held.options.all().delete()
    held.roll.all().delete()
    held.observers.all().delete()
    held.delete()


def is_unseen(round_: Round) -> bool:
    """Whether nobody was given a pass or a sheet, or was asked for a step, of a draft.

    Somebody may hold what was printed, and what was asked is on record: such a round is
    cancelled, with a public reason.
    """
    return not any(
        kept.exists() for kept in (round_.passes, round_.paper_batches, round_.steps)
    )


def _held_for_editing(round_: Round, by: Any) -> Round:
    """The round, held, unless somebody was asked to open or cancel it as it stands."""
    held = held_round(round_, "edit_round", by=by)
    check_nothing_asked(held)
    return held


def _check_candidate(initiative: Initiative | None, round_: Round, part: str) -> None:
    if initiative is None:
        raise RoundSetupError(
            _(
                "Only proposals from here that are ready for a vote, and stand in no "
                "other open round, can be on the ballot."
            )
        )
    price: int = initiative.price  # type: ignore[attr-defined]
    budget = round_.budget_of.get(part, 0)
    if not 0 < price <= budget:
        raise RoundSetupError(
            _(
                "“%(title)s” costs %(price)d. An option needs a price within the "
                "budget of %(budget)d."
            )
            % {
                "title": initiative.display_title,
                "price": price,
                "budget": budget,
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
