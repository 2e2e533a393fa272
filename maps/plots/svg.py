"""Writing SVG: elements, escaping, and the frame that every plot shares."""

import re
from html import escape
from zlib import crc32

#: Characters that XML forbids, which names in imported files do contain now and then.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")

Attribute = str | float | None


def text(words: str) -> str:
    """Return words as safe character data or attribute value."""
    return escape(_FORBIDDEN.sub("", str(words)), quote=True)


def number(value: float) -> str:
    """Write a length with at most two decimals and no exponent."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def percent(value: float, *, mirror: bool = False) -> str:
    """Write a place along the line of reading, 0 (start) to 100 (end)."""
    return f"{number(100 - value if mirror else value)}%"


def element(name: str, *children: str, **attributes: Attribute) -> str:
    """Return an element; children are markup, attribute values are escaped.

    `class_` becomes `class`, other underscores become hyphens, None is left out.
    """
    written = "".join(
        f' {_attribute_name(key)}="{_attribute_value(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    if not children:
        return f"<{name}{written}/>"
    return f"<{name}{written}>{''.join(children)}</{name}>"


def label(
    words: str, *, x: float, y: float, mirror: bool, **attributes: Attribute
) -> str:
    """Return a line of text at `x` percent along the line of reading and `y` pixels down."""
    return element("text", text(words), x=percent(x, mirror=mirror), y=y, **attributes)


def bar(
    *,
    start: float,
    length: float,
    y: float,
    height: float,
    mirror: bool,
    **attributes: Attribute,
) -> str:
    """Return a rectangle from `start` percent, `length` percent long."""
    left = 100 - start - length if mirror else start
    return element(
        "rect",
        x=percent(left),
        y=y,
        width=percent(length),
        height=height,
        **attributes,
    )


def picture(
    body: str,
    *,
    title: str,
    desc: str,
    height: float,
    mirror: bool,
    hatched: bool = False,
) -> str:
    """Return the frame with its accessible name and description around `body`.

    `hatched` adds the pattern; `body` refers to it as `url(#HATCH)`. Identifiers are a
    digest of the content, so that two plots on a page never collide.
    """
    ident = f"p{crc32('|'.join((title, desc, body)).encode()):08x}"
    described = f"{ident}-d" if desc else None
    return element(
        "svg",
        element("title", text(title), id=f"{ident}-t"),
        element("desc", text(desc), id=described) if desc else "",
        _hatch(f"{ident}-h") if hatched else "",
        body.replace("#HATCH", f"#{ident}-h"),
        class_="plot",
        role="img",
        width="100%",
        height=height,
        direction="rtl" if mirror else "ltr",
        aria_labelledby=f"{ident}-t",
        aria_describedby=described,
    )


def _hatch(ident: str) -> str:
    return element(
        "pattern",
        element("rect", class_="hatch-ground", width=6, height=6),
        element("path", class_="hatch-line", d="M1 0V6"),
        id=ident,
        width=6,
        height=6,
        patternUnits="userSpaceOnUse",
        patternTransform="rotate(45)",
    )


def _attribute_name(key: str) -> str:
    return key.rstrip("_").replace("_", "-")


def _attribute_value(value: str | float) -> str:
    return text(value) if isinstance(value, str) else number(value)
