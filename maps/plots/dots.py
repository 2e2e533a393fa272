"""Dots on one line: where one place stands among the others."""

from collections.abc import Sequence

from .data import Datum
from .svg import element, label, percent, picture

_LINE = 38


def dot_strip(
    data: Sequence[Datum],
    *,
    title: str,
    desc: str = "",
    highlight: str = "",
    mirror: bool = False,
) -> str:
    """Return a dot for each value between the smallest and the largest.

    The datum labelled `highlight` is drawn last, larger and named; the ends carry the
    words of the smallest and the largest. Values not shown have no dot. Raise ValueError
    when nothing can be shown.
    """
    shown = [(each.value, each) for each in data if each.value is not None]
    if not shown:
        raise ValueError("A strip needs at least one value that is shown.")
    low, smallest = min(shown, key=lambda pair: pair[0])
    high, largest = max(shown, key=lambda pair: pair[0])
    span = (high - low) or 1

    def place(value: float) -> float:
        return 2 + 96 * (value - low) / span if high > low else 50

    others = [
        _dot(
            place(value),
            each.tone if each.tone != "accent" else "quiet",
            5,
            mirror=mirror,
        )
        for value, each in shown
        if each.label != highlight
    ]
    named = [
        _dot(place(value), each.tone, 8, mirror=mirror)
        + _name(f"{each.label}: {each.text}", place(value), mirror=mirror)
        for value, each in shown
        if each.label == highlight
    ]
    ends = [label(smallest.text, x=0, y=66, mirror=mirror, class_="quiet")]
    if high > low:
        ends.append(
            label(
                largest.text,
                x=100,
                y=66,
                mirror=mirror,
                class_="quiet",
                text_anchor="end",
            )
        )
    base = element("line", x1="0%", x2="100%", y1=_LINE, y2=_LINE, class_="base-line")
    return picture(
        base + "".join(others + named + ends),
        title=title,
        desc=desc,
        height=70,
        mirror=mirror,
    )


def _dot(place: float, tone: str, radius: float, *, mirror: bool) -> str:
    return element(
        "circle",
        cx=percent(place, mirror=mirror),
        cy=_LINE,
        r=radius,
        class_=f"dot tone-{tone}",
    )


def _name(words: str, place: float, *, mirror: bool) -> str:
    """Write the name above its dot, kept inside the frame near either end."""
    anchor = "start" if place < 30 else "end" if place > 70 else "middle"
    edge = max(place - 2, 0) if anchor == "start" else place
    edge = min(place + 2, 100) if anchor == "end" else edge
    return label(
        words, x=edge, y=18, mirror=mirror, class_="strong", text_anchor=anchor
    )
