"""Bars: side by side to compare, end to end for shares, one alone for progress."""

from collections.abc import Sequence

from .data import Datum
from .svg import bar, element, label, picture, text

_ROW = 44
_THICK = 14
_HATCHED = "url(#HATCH)"


def bar_chart(
    data: Sequence[Datum],
    *,
    title: str,
    desc: str = "",
    maximum: float | None = None,
    mirror: bool = False,
) -> str:
    """Return horizontal bars, each below its own name and beside its own words.

    `maximum` fixes the scale (the largest value or reference by default). A reference is
    drawn as an upright mark. Raise ValueError for a negative value or an empty list.
    """
    if not data:
        raise ValueError("A bar chart needs at least one bar.")
    known = [x for each in data for x in (each.value, each.reference) if x is not None]
    if any(x < 0 for x in known):
        raise ValueError("A bar cannot be shorter than nothing.")
    scale = maximum or max(known, default=0) or 1
    rows = "".join(
        _row(each, top=index * _ROW, scale=scale, mirror=mirror)
        for index, each in enumerate(data)
    )
    return picture(
        rows,
        title=title,
        desc=desc,
        height=len(data) * _ROW - 6,
        mirror=mirror,
        hatched=any(each.value is None for each in data),
    )


def _row(each: Datum, *, top: float, scale: float, mirror: bool) -> str:
    under = top + 21
    parts = [
        label(each.label, x=0, y=top + 14, mirror=mirror),
        label(
            each.text,
            x=100,
            y=top + 14,
            mirror=mirror,
            text_anchor="end",
            class_="quiet" if each.value is None else "strong",
        ),
        bar(
            start=0,
            length=100,
            y=under,
            height=_THICK,
            mirror=mirror,
            class_="track",
            rx=3,
        ),
    ]
    if each.value is None:
        parts.append(
            bar(
                start=0,
                length=100,
                y=under,
                height=_THICK,
                mirror=mirror,
                fill=_HATCHED,
                rx=3,
            )
        )
    else:
        length = min(each.value / scale, 1) * 100
        parts.append(
            bar(
                start=0,
                length=length,
                y=under,
                height=_THICK,
                mirror=mirror,
                class_=_mark(each.tone),
                rx=3,
            )
        )
    if each.reference is not None:
        place = min(each.reference / scale, 1) * 99.4
        parts.append(
            bar(
                start=place,
                length=0.6,
                y=under - 4,
                height=_THICK + 8,
                mirror=mirror,
                class_="here",
            )
        )
    return "".join(parts)


def stacked_bar(
    parts: Sequence[Datum],
    *,
    title: str,
    desc: str = "",
    total: float | None = None,
    mirror: bool = False,
) -> str:
    """Return one bar made of parts, in their order; the words stand in a legend beside it.

    With `total`, what the parts leave open is hatched when a part is not shown, and plain
    otherwise. Raise ValueError for a negative part or parts beyond the total.
    """
    known = [each for each in parts if each.value is not None]
    whole = sum(each.value or 0 for each in known)
    if any((each.value or 0) < 0 for each in known):
        raise ValueError("A part cannot be less than nothing.")
    if total is not None and whole > total:
        raise ValueError(f"The parts ({whole}) are more than the total ({total}).")
    scale = total or whole or 1
    hides = len(known) < len(parts)
    ground = bar(
        start=0, length=100, y=0, height=28, mirror=mirror, class_="track", rx=4
    )
    if hides:
        ground = bar(
            start=0, length=100, y=0, height=28, mirror=mirror, fill=_HATCHED, rx=4
        )
    start = 0.0
    drawn = []
    for each in known:
        length = (each.value or 0) / scale * 100
        name = element("title", text(f"{each.label}: {each.text}"))
        shape = _part(start, max(length - 0.5, 0), each.tone, mirror=mirror)
        drawn.append(element("g", name, shape))
        start += length
    return picture(
        ground + "".join(drawn),
        title=title,
        desc=desc,
        height=28,
        mirror=mirror,
        hatched=hides,
    )


def _part(start: float, length: float, tone: str, *, mirror: bool) -> str:
    return bar(
        start=start,
        length=length,
        y=0,
        height=28,
        mirror=mirror,
        class_=_mark(tone),
        rx=2,
    )


def progress_bar(
    value: float,
    total: float,
    *,
    title: str,
    tone: str = "accent",
    second: float = 0,
    mirror: bool = False,
) -> str:
    """Return a slim bar of `value` out of `total`, then `second` in a lighter colour.

    Anything beyond the total fills the bar and no more; a total of nothing is an empty
    bar. Raise ValueError for a negative value.
    """
    if min(value, second, total) < 0:
        raise ValueError("Progress cannot be less than nothing.")
    first = min(value / total, 1) * 100 if total else 0
    rest = min(second / total * 100, 100 - first) if total else 0
    return element(
        "svg",
        bar(start=0, length=100, y=0, height=10, mirror=mirror, class_="track"),
        bar(start=first, length=rest, y=0, height=10, mirror=mirror, class_="second")
        if rest
        else "",
        bar(start=0, length=first, y=0, height=10, mirror=mirror, class_=_value(tone)),
        class_="progress",
        role="img",
        aria_label=title,
        width="100%",
        height=10,
    )


def _mark(tone: str) -> str:
    return f"mark tone-{tone}"


def _value(tone: str) -> str:
    return f"value tone-{tone}"
