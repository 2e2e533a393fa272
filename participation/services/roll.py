"""The roll of a round: entering it, and handing out a pass for each number once."""

import re
import unicodedata
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from participation.enums import NOT_ON_THE_ROLL, PassState, TakenAs
from participation.models import Entitlement, PassBatch, Round
from participation.queries.paper import has_voting_begun
from participation.services.errors import RollError
from participation.services.locks import check_nothing_asked, held_round

LARGEST_ROLL = 50_000
_NUMBER = re.compile(r"(?=.*\d)(?!.*\.\.)[0-9A-Za-z][0-9A-Za-z./-]{0,19}")
_RANGE = re.compile(r"(\d{1,6})\s*(?:\.\.|–)\s*(\d{1,6})")


def read_numbers(text: str) -> list[str]:
    """The numbers of a roll as typed or pasted: one a line, or ranges such as 1..420.

    Digits of any script are read. Raises RollError naming the first line that is no
    number (names are none on purpose), that comes twice, or that makes the roll too long.
    """
    found: dict[str, int] = {}
    for at, line in enumerate(text.splitlines(), start=1):
        for part in re.split(r"[,;،؛]", western_digits(line)):
            for number in _numbers_of(part.strip(), at):
                if number in found:
                    raise RollError(
                        _("Line %(line)d: %(number)s is in line %(first)d already.")
                        % {"line": at, "number": number, "first": found[number]}
                    )
                found[number] = at
                if len(found) > LARGEST_ROLL:
                    raise RollError(
                        _("Line %(line)d: a roll has %(most)d numbers at most.")
                        % {"line": at, "most": LARGEST_ROLL}
                    )
    return list(found)


@transaction.atomic
def set_roll(round_: Round, numbers: list[str], *, by: Any) -> int:
    """Store who may vote, in place of what was entered before; return how many.

    Raises RollError once a number was taken, a ballot was cast, or where more passes
    are out than there are numbers.
    """
    held = held_round(round_, "set_roll", by=by)
    check_nothing_asked(held)
    if held.roll.exclude(taken_as=TakenAs.NOTHING).exists() or has_voting_begun(held):
        raise RollError(_("Voting or handing out has begun: the roll stays as it is."))
    passes = held.passes.exclude(state__in=NOT_ON_THE_ROLL).count()
    if numbers and passes > len(numbers):
        raise RollError(
            _("There are %(passes)d passes for %(numbers)d numbers. Void some first.")
            % {"passes": passes, "numbers": len(numbers)}
        )
    held.roll.all().delete()
    Entitlement.objects.bulk_create(
        [Entitlement(round=held, number=number) for number in numbers], batch_size=2_000
    )
    log(
        instance=held,
        action="participation.set_roll",
        user=by,
        data={"numbers": len(numbers)},
    )
    return len(numbers)


@transaction.atomic
def hand_out(round_: Round, number: str, *, by: Any) -> Entitlement:
    """Note that the person of a number gets a pass; each number gets one, once.

    Which pass it is, nobody notes, nor is the number logged. Raises RollError for a number that is not on the
    roll or was taken.
    """
    held = held_round(round_, "hand_out", by=by)
    found = untaken(held, number)
    found.taken_as = TakenAs.PASS
    found.save(update_fields=["taken_as"])
    log(instance=held, action="participation.hand_out", user=by)
    return found


def is_on_roll(round_: Round, number: str) -> bool:
    """Whether the roll has a number, in whichever digits it was typed."""
    wanted = western_digits(number).strip()
    return round_.roll.filter(number__iexact=wanted).exists()


def untaken(held: Round, number: str) -> Entitlement:
    """Hold the row of a number, in whichever digits it was typed.

    Raises RollError for a number that is not on the roll or was taken.
    """
    wanted = western_digits(number).strip()
    found = held.roll.select_for_update().filter(number__iexact=wanted).first()
    if found is None:
        raise RollError(_("No. %(number)s is not on the roll.") % {"number": wanted})
    if found.taken_as != TakenAs.NOTHING:
        raise RollError(
            _("No. %(number)s has already been given out. Each number votes once.")
            % {"number": found.number}
        )
    return found


@transaction.atomic
def hand_out_batch(batch: PassBatch, *, by: Any) -> int:
    """Note that all passes of a batch were handed out; return how many were not yet.

    Raises RollError for a batch that was declared void.
    """
    held = held_round(batch.round, "hand_out", by=by)
    if PassBatch.objects.filter(pk=batch.pk, voided_at__isnull=False).exists():
        raise RollError(_("This batch was declared void already."))
    PassBatch.objects.filter(pk=batch.pk, handed_out_at=None).update(
        handed_out_at=timezone.now()
    )
    count = batch.passes.filter(state=PassState.PRINTED).update(
        state=PassState.HANDED_OUT
    )
    log(
        instance=held,
        action="participation.hand_out",
        user=by,
        # Not how many: those used by now would be missing from it.
        data={"batch": batch.label},
    )
    return count


def western_digits(text: str) -> str:
    """The same, with figures of any script written as 0 to 9."""
    return "".join(
        str(unicodedata.decimal(sign)) if sign.isdecimal() else sign for sign in text
    )


def _numbers_of(part: str, line: int) -> list[str]:
    if not part:
        return []
    between = _RANGE.fullmatch(part)
    if between:
        first, last = int(between[1]), int(between[2])
        if last < first:
            raise RollError(
                _("Line %(line)d: “%(text)s” ends before it begins.")
                % {"line": line, "text": part}
            )
        if last - first >= LARGEST_ROLL:
            raise RollError(
                _("Line %(line)d: a roll has %(most)d numbers at most.")
                % {"line": line, "most": LARGEST_ROLL}
            )
        return [str(number) for number in range(first, last + 1)]
    if not _NUMBER.fullmatch(part):
        raise RollError(
            _(
                "Line %(line)d: “%(text)s” is no number of a register. Never enter names."
            )
            % {"line": line, "text": part[:40]}
        )
    return [part.upper()]
