"""Headings matched with roles: what is taken, what is only proposed, what is open.

A column is taken only when it is sure and no other is as sure.  What is doubtful is
left open with its candidates, because a wrong column gives a wrong map without
anybody noticing; a person's choice always wins.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from maps.imports.findings import FileRefusedError
from maps.imports.folding import words_of
from maps.imports.headings import column_of, letter_of
from maps.imports.hxl import parse_tag
from maps.imports.proposing import BY_GUESS, SURE, Finder, Proposal

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from django.utils.functional import _StrPromise

    from maps.imports.headings import Heading

#: Between the headings of a role that several columns play, finest first.
AND = " | "
#: A person's choice of no column at all.
NONE = "-"


@dataclass(frozen=True, slots=True)
class Role:
    """What a column can be for us.

    ``title`` is what people read.  ``several`` columns can play it together, in the
    order in which ``find`` proposes them.
    """

    name: str
    title: str | _StrPromise
    find: Finder
    several: bool = False


@dataclass(frozen=True, slots=True)
class Matching:
    """The columns of one table by role.

    ``chosen`` has the columns taken, ``open`` the equally sure ones of roles where
    a person must choose, ``proposals`` everything that was thought of, best first.
    """

    chosen: Mapping[str, tuple[int, ...]]
    open: Mapping[str, tuple[Proposal, ...]]
    proposals: Mapping[str, tuple[Proposal, ...]]

    def column(self, role: str) -> int | None:
        """The one column of a role, ``None`` when it has none."""
        return next(iter(self.chosen.get(role, ())), None)

    def confidence(self, role: str, column: int) -> float:
        """How sure it is that a column plays a role."""
        return max(
            (p.confidence for p in self.proposals.get(role, ()) if p.column == column),
            default=0.0,
        )


def match(
    heading: Heading,
    roles: Sequence[Role],
    columns: Mapping[str, str] | None = None,
) -> Matching:
    """Match a table's headings with roles.

    :param columns: a person's choices: headings, HXL tags or a spreadsheet's letters
        by role; ``-`` for none; several with `` | `` between them.
    :raises FileRefusedError: no such role, no such column, or several of the name.
    """
    wanted = _explicit(heading, columns or {}, roles)
    chosen: dict[str, tuple[int, ...]] = {}
    left_open: dict[str, tuple[Proposal, ...]] = {}
    proposals: dict[str, tuple[Proposal, ...]] = {}
    for role in roles:
        if role.name in wanted:
            proposals[role.name] = wanted[role.name]
            chosen[role.name] = tuple(p.column for p in wanted[role.name])
            continue
        found = [_doubted(p, heading) for p in role.find(heading)]
        sure = [p for p in found if p.confidence >= SURE]
        best = [p for p in sure if p.confidence == max(s.confidence for s in sure)]
        if role.several and sure:
            chosen[role.name] = tuple(p.column for p in sure)
        elif len(best) == 1:
            chosen[role.name] = (best[0].column,)
        elif best:
            left_open[role.name] = tuple(best)
        proposals[role.name] = tuple(sorted(found, key=lambda p: -p.confidence))
    return Matching(
        {name: taken for name, taken in chosen.items() if taken}, left_open, proposals
    )


def refuse_if_open(matching: Matching, heading: Heading, role: Role) -> None:
    """Say which columns could be meant, where one must be chosen.

    :raises FileRefusedError: the role is open.
    """
    if role.name in matching.open:
        labels = [heading.label(p.column) for p in matching.open[role.name]]
        raise FileRefusedError(
            _("Several columns could be “%(role)s”: %(names)s.")
            % {"role": role.title, "names": AND.join(labels)},
            _("Name the one that is meant."),
            field=role.name,
        )


def _doubted(proposal: Proposal, heading: Heading) -> Proposal:
    """Less sure where nothing says that the wider heading reaches over the column."""
    column = proposal.column
    if column not in heading.assumed or heading.tags[column] is not None:
        return proposal
    return replace(
        proposal,
        confidence=min(proposal.confidence, BY_GUESS),
        reason=_("%(reason)s; the wider heading above may not reach so far")
        % {"reason": proposal.reason},
    )


def _explicit(
    heading: Heading, columns: Mapping[str, str], roles: Sequence[Role]
) -> dict[str, tuple[Proposal, ...]]:
    names = [role.name for role in roles]
    for name in columns:
        if name not in names:
            raise FileRefusedError(
                _("There is no field %(field)s.") % {"field": name},
                _("Fields are: %(fields)s.") % {"fields": ", ".join(names)},
            )
    reason = _("named by a person")
    return {
        name: tuple(
            Proposal(column, 1.0, reason) for column in _named(heading, name, wanted)
        )
        for name, wanted in columns.items()
    }


def _named(heading: Heading, name: str, wanted: str) -> list[int]:
    if wanted.strip() == NONE:
        return []
    if AND in wanted and wanted not in heading.headers:
        return [_column_named(heading, name, part) for part in wanted.split(AND)]
    return [_column_named(heading, name, wanted)]


def _column_named(heading: Heading, name: str, wanted: str) -> int:
    """The column with this heading: exact, else without regard to case and blanks."""
    tag = parse_tag(wanted)
    letters = column_of(wanted.strip())
    tests: tuple[Callable[[int], bool], ...] = (
        lambda column: heading.headers[column] == wanted.strip(),
        lambda column: _loose(heading.headers[column]) == _loose(wanted),
        lambda column: tag is not None and heading.tags[column] == tag,
        lambda column: words_of(heading.headers[column]) == words_of(wanted) != (),
        lambda column: column == letters,
    )
    for test in tests:
        columns = list(filter(test, range(heading.width)))
        if len(columns) == 1:
            return columns[0]
        if columns:
            raise FileRefusedError(
                _("The file has %(count)d columns named %(column)s.")
                % {"count": len(columns), "column": wanted},
                _(
                    "Rename them, or name the one that is meant by its letter: %(names)s."
                )
                % {"names": ", ".join(map(letter_of, columns))},
                field=name,
            )
    raise FileRefusedError(
        _("The file has no column %(column)s.") % {"column": wanted},
        _("Check the spelling, or the row of the headings."),
        field=name,
    )


def _loose(header: str) -> str:
    return " ".join(header.split()).casefold()
