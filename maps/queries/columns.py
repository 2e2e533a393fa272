"""What a figure counts beside its area, as one key: a group, a part of it, its homes."""

from maps.enums import Breakdown, Measure, PopulationGroup

_BETWEEN = "--"


def column_key(group: str, breakdown: str, measure: str) -> str:
    """``RET`` for all persons of a group, ``RET--f`` for a part, ``RET--households``."""
    if measure == Measure.HOUSEHOLDS:
        return f"{group}{_BETWEEN}{Measure.HOUSEHOLDS.value}"
    return group if breakdown == Breakdown.ALL else f"{group}{_BETWEEN}{breakdown}"


def column_words(key: str) -> str:
    """A column in words. Raises ValueError for a key that is none."""
    group, _between, part = key.partition(_BETWEEN)
    words = [str(PopulationGroup(group).label)]
    if part == Measure.HOUSEHOLDS:
        words.append(str(Measure.HOUSEHOLDS.label))
    elif part:
        words.append(str(Breakdown(part).label))
    return " · ".join(words)


def column_order(key: str) -> tuple[int, int, int]:
    """Sorts columns: group by group, all persons first, then parts, then households."""
    group, _between, part = key.partition(_BETWEEN)
    is_homes = part == Measure.HOUSEHOLDS
    codes = Breakdown.values
    place = codes.index(part) if part and not is_homes else 0
    return PopulationGroup.values.index(group), int(is_homes), place
