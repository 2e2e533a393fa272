"""A round shown down to a level only: finer counts are added up before anything else.

Rule 2 of the design: coarser places more often, finer ones seldom. What is added up here
has no cell of its own any more, so that nothing finer is protected, stored or drawn.
"""

from collections.abc import Iterable, Mapping

from maps.services.area_trees import AreaTree
from maps.services.raw_counts import RawCount


def down_to(tree: AreaTree, level: int) -> tuple[AreaTree, dict[int, int]]:
    """The tree without finer levels, and the key of the area that holds each area left
    out (and of each that is not, its own).

    An area that lies in none of these levels has no holder: ask `homeless` before adding
    up.
    """
    kept = [row for row, area in enumerate(tree.areas) if area.level <= level]
    place = {row: at for at, row in enumerate(kept)}
    holders = {}
    for row, area in enumerate(tree.areas):
        holder: int | None = row
        while holder is not None and holder not in place:
            holder = tree.parents[holder]
        if holder is not None:
            holders[area.pk] = tree.areas[holder].pk
    parents = [tree.parents[row] for row in kept]
    coarse = AreaTree(
        [tree.areas[row] for row in kept],
        [None if above is None else place[above] for above in parents],
    )
    return coarse, holders


def homeless(counts: Iterable[RawCount], holders: Mapping[int, int]) -> list[RawCount]:
    """Counts of areas that lie in no area of the levels that are kept."""
    return [count for count in counts if count.area_id not in holders]


def counted_in(
    counts: Iterable[RawCount], holders: Mapping[int, int]
) -> list[RawCount]:
    """Counts of one revision added up in the areas that hold theirs.

    Households are known of an area where they are of every part with people in it.
    """
    added: dict[tuple[int, str, str], RawCount] = {}
    for count in counts:
        key = holders[count.area_id], count.group, count.breakdown
        own = count._replace(area_id=key[0])
        known = added.get(key)
        added[key] = own if known is None else _both(known, own)
    return list(added.values())


def _both(one: RawCount, other: RawCount) -> RawCount:
    homes = [
        0 if each.households is None and not each.individuals else each.households
        for each in (one, other)
    ]
    known = [each for each in homes if each is not None]
    return one._replace(
        individuals=one.individuals + other.individuals,
        households=sum(known) if len(known) == len(homes) else None,
    )
