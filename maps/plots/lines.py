"""Lines over time, broken where a value is not shown."""

from collections.abc import Callable, Iterator, Sequence

from .data import Series, Tick
from .svg import bar, element, label, number, percent, picture

_INSET = 2.0
_TOP = 26
_FOOT = 26
_INNER = 1000
_DOTS_UP_TO = 24
_LABELS_UP_TO = 3
#: Percent of the width up to which numbers of the grid still fit.
_ROOM_UP_TO = 75

Point = tuple[float, float]


def line_chart(
    series: Sequence[Series],
    *,
    labels: Sequence[str],
    ticks: Sequence[Tick],
    title: str,
    desc: str = "",
    positions: Sequence[float] | None = None,
    height: int = 200,
    mirror: bool = False,
) -> str:
    """Return one or more lines over a shared axis.

    `labels` name the places on the axis (all are given, few are written); `positions`
    puts them at true distances (days, years), evenly by default; `ticks` are the lines of
    the grid, whose lowest and highest set the scale. A value of None breaks the line, and
    is hatched where no series has a value. Raise ValueError when lengths differ, when
    there is nothing on the axis or fewer than two ticks.
    """
    _check(series, labels, ticks, positions)
    places = _places(positions or range(len(labels)))
    low, high = min(t.value for t in ticks), max(t.value for t in ticks)
    room = height - _TOP - _FOOT

    def down(value: float) -> float:
        return room * (1 - (value - low) / (high - low))

    hidden = [
        index
        for index in range(len(labels))
        if all(each.values[index] is None for each in series)
    ]
    free = _beside_hatching(hidden, places)
    body = [
        *(_hidden(places[index], room, len(labels), mirror=mirror) for index in hidden),
        *(
            _grid(tick, _TOP + down(tick.value), low, free=free, mirror=mirror)
            for tick in ticks
        ),
        *(
            _line(each, _points(each.values, places, down), room, mirror=mirror)
            for each in series
        ),
        *_axis(labels, places, height, mirror=mirror),
    ]
    return picture(
        "".join(body),
        title=title,
        desc=desc,
        height=height,
        mirror=mirror,
        hatched=bool(hidden),
    )


def sparkline(
    values: Sequence[float | None],
    *,
    title: str,
    tone: str = "accent",
    mirror: bool = False,
) -> str:
    """Return a small line without axis, for use inside a table or a sentence.

    Raise ValueError when no value is shown.
    """
    known = [value for value in values if value is not None]
    if not known:
        raise ValueError("A sparkline needs at least one value that is shown.")
    low, high = min(known), max(known)
    places = _places(range(len(values)))

    def down(value: float) -> float:
        return 24 - 20 * (value - low) / (high - low) if high > low else 14

    segments = [
        [(_turned(x, mirror=mirror) * 1.12, y) for x, y in segment]
        for segment in _points(values, places, down)
    ]
    end_x, end_y = segments[-1][-1]
    return element(
        "svg",
        element("path", class_=f"line tone-{tone}", d=_path(segments)),
        element("circle", class_=f"dot tone-{tone}", cx=end_x, cy=end_y, r=3.5),
        class_="plot sparkline",
        role="img",
        aria_label=title,
        viewBox="0 0 112 28",
        width=112,
        height=28,
    )


def _check(
    series: Sequence[Series],
    labels: Sequence[str],
    ticks: Sequence[Tick],
    positions: Sequence[float] | None,
) -> None:
    if not labels:
        raise ValueError("A line chart needs at least one place on its axis.")
    if len({tick.value for tick in ticks}) < 2:
        raise ValueError("A line chart needs two ticks for its scale.")
    lengths = {len(each.values) for each in series}
    if positions is not None:
        lengths.add(len(positions))
    if lengths - {len(labels)}:
        raise ValueError("Labels, positions and values differ in number.")


def _places(positions: Sequence[float]) -> list[float]:
    """Return percentages along the axis, inset so that dots at the ends are whole."""
    low, high = min(positions), max(positions)
    if high == low:
        return [50.0 for _ in positions]
    span = 100 - 2 * _INSET
    return [_INSET + span * (each - low) / (high - low) for each in positions]


def _points(
    values: Sequence[float | None],
    places: Sequence[float],
    down: Callable[[float], float],
) -> list[list[Point]]:
    """Return the runs of shown values as points (percent, pixels)."""
    return [
        [(places[index], down(value)) for index, value in run] for run in _runs(values)
    ]


def _runs(values: Sequence[float | None]) -> Iterator[list[tuple[int, float]]]:
    run: list[tuple[int, float]] = []
    for index, value in enumerate(values):
        if value is not None:
            run.append((index, value))
        elif run:
            yield run
            run = []
    if run:
        yield run


def _path(segments: Sequence[Sequence[Point]]) -> str:
    return "".join(
        "M" + "L".join(f"{number(x)} {number(y)}" for x, y in segment)
        for segment in segments
        if len(segment) > 1
    )


def _line(
    each: Series, segments: list[list[Point]], room: float, *, mirror: bool
) -> str:
    """Return a stretched inner picture for the stroke, and round dots outside of it."""
    stretched = [
        [(_turned(x, mirror=mirror) * _INNER / 100, y) for x, y in segment]
        for segment in segments
    ]
    stroke = element(
        "svg",
        element(
            "path",
            class_=f"line tone-{each.tone}",
            d=_path(stretched),
            vector_effect="non-scaling-stroke",
        ),
        x=0,
        y=_TOP,
        width="100%",
        height=room,
        viewBox=f"0 0 {_INNER} {number(room)}",
        preserveAspectRatio="none",
        overflow="visible",
    )
    last = segments[-1][-1] if segments else None
    dots = "".join(
        _dot(x, y, each.tone, mirror=mirror)
        for segment in segments
        for x, y in segment
        if len(each.values) <= _DOTS_UP_TO or len(segment) == 1 or (x, y) == last
    )
    return stroke + dots + _end_text(each, last, mirror=mirror)


def _end_text(each: Series, last: Point | None, *, mirror: bool) -> str:
    if last is None or not each.end_text:
        return ""
    x, y = last
    anchor = "end" if x > 50 else "start"
    place = min(x + _INSET, 100) if x > 50 else max(x - _INSET, 0)
    return label(
        each.end_text,
        x=place,
        y=_TOP + y - 10,
        mirror=mirror,
        class_="strong",
        text_anchor=anchor,
    )


def _dot(x: float, y: float, tone: str, *, mirror: bool) -> str:
    return element(
        "circle",
        cx=percent(x, mirror=mirror),
        cy=_TOP + y,
        r=4,
        class_=f"dot tone-{tone}",
    )


def _hatched(place: float, count: int) -> tuple[float, float]:
    """Where the hatching of one hidden place starts and how long it is, in percent."""
    width = min(96 / max(count - 1, 1), 8)
    return min(max(place - width / 2, 0), 100 - width), width


def _beside_hatching(hidden: Sequence[int], places: Sequence[float]) -> float:
    """Where the numbers of the grid begin, in percent: after hatching at the start.

    Where hatching leaves no room for them they stand at the start, over it.
    """
    free = 0.0
    for expected, index in enumerate(hidden):
        if index != expected:
            break
        free = sum(_hatched(places[index], len(places))) + 1
    return free if free <= _ROOM_UP_TO else 0.0


def _hidden(place: float, room: float, count: int, *, mirror: bool) -> str:
    start, width = _hatched(place, count)
    return bar(
        start=start,
        length=width,
        y=_TOP,
        height=room,
        mirror=mirror,
        fill="url(#HATCH)",
    )


def _grid(tick: Tick, y: float, low: float, *, free: float, mirror: bool) -> str:
    kind = "base-line" if tick.value == low else "grid-line"
    return element("line", x1="0%", x2="100%", y1=y, y2=y, class_=kind) + label(
        tick.text, x=free, y=y - 5, mirror=mirror, class_="quiet"
    )


def _axis(
    labels: Sequence[str], places: Sequence[float], height: float, *, mirror: bool
) -> Iterator[str]:
    """Write the first and the last label, and as many between as a phone can hold."""
    last = len(labels) - 1
    step = max(-(-last // (_LABELS_UP_TO - 1)), 1)
    written = [index for index in range(0, last, step) if last - index >= step] + [last]
    for index in written:
        alone = last == 0
        at_start, at_end = index == 0 and not alone, index == last and not alone
        anchor = "start" if at_start else "end" if at_end else "middle"
        place = 0.0 if at_start else 100.0 if at_end else places[index]
        yield label(
            labels[index],
            x=place,
            y=height - 6,
            mirror=mirror,
            class_="quiet",
            text_anchor=anchor,
        )


def _turned(x: float, *, mirror: bool) -> float:
    return 100 - x if mirror else x
