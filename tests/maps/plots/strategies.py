"""What any importer or translator might hand to a plot."""

from xml.etree import ElementTree

from hypothesis import strategies as st

from maps.plots import Datum

words = st.text(max_size=30)
values = st.none() | st.floats(0, 1e9, allow_nan=False)
tones = st.sampled_from(["accent", "economic", "good", "quiet"])
data = st.lists(
    st.builds(
        Datum, label=words, value=values, text=words, tone=tones, reference=values
    ),
    min_size=1,
    max_size=8,
)


def parsed(markup: str) -> ElementTree.Element:
    """Parse as XML, which refuses any unescaped word or forbidden character."""
    return ElementTree.fromstring(markup)  # noqa: S314 - our own output


def widths(root: ElementTree.Element, css: str) -> list[float]:
    """Return the widths in percent of the rectangles that carry a class."""
    return [
        float(each.get("width", "").rstrip("%"))
        for each in root.iter("rect")
        if css in each.get("class", "").split()
    ]
