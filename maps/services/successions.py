"""What became of earlier areas: proposed as borders are stored, confirmed by a person."""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import shapely
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from maps.enums import SuccessionKind
from maps.imports.containment import parents_by_containment
from maps.imports.successions import WHOLE, BorderedArea, find_successions
from maps.models import AdminArea, AreaSuccession
from maps.models.successions import ONE_TO_ONE
from maps.permissions import IMPORT_DATA, require
from maps.queries.areas import current_areas
from maps.queries.successions import cases_of
from maps.services.population import hand_residents_on
from maps.signals import area_continued

#: Of a share: people read it, and borders are not drawn finer.
_DECIMALS = 4


def propose_successions(level: int, added: Sequence[AdminArea]) -> list[AreaSuccession]:
    """Record what became of the level's earlier areas, as proposals.

    Areas that go on as they were, code, name and borders, need nobody's word and are
    confirmed. Areas whose ground is taken whole end on the day the new ones begin:
    no two areas of a level are valid on the same ground.
    """
    proposals: list[AreaSuccession] = []
    by_date: defaultdict[datetime.date, list[AdminArea]] = defaultdict(list)
    for area in added:
        by_date[area.valid_on].append(area)
    for day, later in sorted(by_date.items()):
        earlier = _until(day, level)
        proposals += [
            AreaSuccession(
                predecessor=earlier[found.predecessor],
                successor=later[found.successor],
                kind=found.kind,
                share_of_predecessor=round(found.share_of_predecessor, _DECIMALS),
                share_of_successor=round(found.share_of_successor, _DECIMALS),
                is_confirmed=found.kind == SuccessionKind.UNCHANGED,
            )
            for found in find_successions(
                _bordered(dict(enumerate(earlier))), _bordered(dict(enumerate(later)))
            )
        ]
    made = AreaSuccession.objects.bulk_create(proposals)
    _end_replaced(made)
    _hand_children_on(made)
    _hand_residents_on(made)
    return made


def proposals_in_words(proposals: Iterable[AreaSuccession]) -> list[str]:
    """Each case that waits for confirmation, as one line."""
    return [
        _("%(what)s: %(earlier)s → %(later)s.")
        % {
            "what": case.kind.label,
            "earlier": ", ".join(map(str, case.earlier)),
            "later": ", ".join(map(str, case.later)),
        }
        for case in cases_of(each for each in proposals if not each.is_confirmed)
    ]


@transaction.atomic
def confirm_successions(
    proposals: Iterable[AreaSuccession],
    *,
    by: Any,
    kinds: Mapping[int, SuccessionKind] | None = None,
) -> list[AreaSuccession]:
    """Let series of rounds rely on these from now on; those confirmed before are passed.

    ``kinds`` says by key what happened in truth, where the proposal was wrong.

    Whoever acts for an area goes along with its new code. Not into a union: its
    authority would come to answer for neighbours that nobody gave it.

    Raises PermissionDenied, ValidationError (an area would go on as two).
    """
    require(IMPORT_DATA, by)
    corrected = kinds or {}
    waiting = list(
        AreaSuccession.objects.select_for_update(of=("self",)).filter(
            pk__in=[each.pk for each in proposals], is_confirmed=False
        )
    )
    for each in waiting:
        each.is_confirmed = True
        kind = corrected.get(each.pk, each.kind)
        if kind != each.kind:
            each.kind = kind
            each.full_clean()
            each.save(update_fields=["kind"])
        log(instance=each, action="maps.confirm_succession", user=by)
        if each.kind == SuccessionKind.RENAMED:
            area_continued.send(
                AdminArea,
                before_id=each.predecessor_id,
                after_id=each.successor_id,
            )
    AreaSuccession.objects.bulk_update(waiting, ["is_confirmed"])
    _hand_residents_on(waiting)
    return waiting


def _until(day: datetime.date, level: int) -> list[AdminArea]:
    """The level's areas that were valid up to a day, or beyond it."""
    return list(
        AdminArea.objects.filter(
            Q(valid_to__isnull=True) | Q(valid_to__gte=day),
            level=level,
            valid_on__lt=day,
        )
    )


def _bordered(areas: Mapping[int, AdminArea]) -> dict[int, BorderedArea]:
    return {
        key: BorderedArea(_shape(area), area.pcode, area.name)
        for key, area in areas.items()
    }


def _shape(area: AdminArea) -> Any:
    return shapely.from_wkb(bytes(area.geometry.wkb))


def _end_replaced(made: Sequence[AreaSuccession]) -> None:
    """End areas that are still open though others hold all their ground."""
    taken: defaultdict[int, float] = defaultdict(float)
    for each in made:
        taken[each.predecessor_id] += each.share_of_predecessor
    for each in made:
        area = each.predecessor
        if area.valid_to is None and taken[area.pk] >= WHOLE:
            AdminArea.objects.filter(pk=area.pk, valid_to__isnull=True).update(
                valid_to=each.successor.valid_on
            )


def _hand_children_on(made: Sequence[AreaSuccession]) -> None:
    """Parts of an area that changed are now parts of whichever successor they lie in."""
    heirs_of: defaultdict[int | None, dict[int, AdminArea]] = defaultdict(dict)
    for each in made:
        if each.kind != SuccessionKind.UNCHANGED:
            heirs_of[each.predecessor_id][each.successor_id] = each.successor
    moved = []
    for child in current_areas().filter(parent__in=heirs_of):
        heir = _heir(child, list(heirs_of[child.parent_id].values()))
        if heir is not None:
            child.parent = heir
            moved.append(child)
    AdminArea.objects.bulk_update(moved, ["parent"])


def _hand_residents_on(made: Sequence[AreaSuccession]) -> None:
    """Whoever lived in an area that goes on as one other lives there."""
    hand_residents_on(
        (each.predecessor_id, each.successor_id)
        for each in made
        if each.is_confirmed and each.kind in ONE_TO_ONE
    )


def _heir(child: AdminArea, heirs: Sequence[AdminArea]) -> AdminArea | None:
    """The one successor, or the one that holds most of the child."""
    if len(heirs) == 1:
        return heirs[0]
    found = parents_by_containment(
        {child.pk: _shape(child)}, {at: _shape(heir) for at, heir in enumerate(heirs)}
    ).parents[child.pk]
    return None if found is None else heirs[found]
