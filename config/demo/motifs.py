"""What recurs in the pictures: people, trees, houses, boats, lamps.

People are drawn small, upright and without faces: company, never portraits.
"""

import math

from config.demo.painting import (
    AMBER,
    BARK,
    CLAY,
    CLOTHS,
    CREAM,
    INK,
    LEAF,
    SKINS,
    SLATE,
    Colour,
    Painting,
    mix,
    smooth,
)


def person(
    art: Painting,
    x: float,
    y: float,
    size: float,
    cloth: int,
    *,
    scarf: int | None = None,
    skirt: bool = False,
    lean: float = 0.0,
    reach: tuple[float, float] | None = None,
    shade: float = 0.0,
) -> None:
    """Draw somebody standing with the feet at (x, y).

    Args:
        size: height in picture units.
        cloth: number of the garment's colour.
        scarf: number of a head scarf's colour, or None for hair.
        skirt: a long garment instead of trousers.
        lean: how far the head leans, as a share of the size.
        reach: where a hand reaches, relative to the feet, as shares of the size.
        shade: how far the colours go towards night, 0..1.
    """
    dark = "#16283d"
    wear = mix(CLOTHS[cloth % len(CLOTHS)], dark, shade)
    skin = mix(SKINS[(cloth + (scarf or 0)) % len(SKINS)], dark, shade)
    top = (x + lean * size, y - size * 0.74)
    hip = (x + lean * size * 0.3, y - size * 0.42)
    _lower_body(art, x, y, size, hip, mix(wear, INK, 0.35), skirt=skirt)
    wide = size * 0.125
    art.blob(
        [
            (top[0] - wide * 0.95, top[1] + size * 0.05),
            (top[0], top[1] - size * 0.035),
            (top[0] + wide * 0.95, top[1] + size * 0.05),
            (hip[0] + wide * (1.15 if skirt else 0.85), hip[1] + size * 0.05),
            (hip[0] - wide * (1.15 if skirt else 0.85), hip[1] + size * 0.05),
        ],
        wear,
    )
    hand = reach or (0.12, -0.40)
    away = -math.copysign(1.0, hand[0])
    art.stroke(
        [
            (top[0] + away * wide * 0.8, top[1] + size * 0.05),
            (top[0] + away * wide * 1.3, top[1] + size * 0.2),
            (x + away * wide * 1.15, y - size * 0.4),
        ],
        size * 0.058,
        mix(wear, INK, 0.2),
    )
    art.disc(x + away * wide * 1.12, y - size * 0.385, size * 0.032, skin)
    end = (x + hand[0] * size, y + hand[1] * size)
    side = math.copysign(wide * 0.75, hand[0])
    start = (top[0] + side, top[1] + size * 0.04)
    bend = ((start[0] + end[0]) / 2 + side * 0.3, (start[1] + end[1]) / 2 + size * 0.05)
    art.stroke([start, bend, end], size * 0.062, mix(wear, INK, 0.12))
    art.disc(end[0], end[1], size * 0.034, skin)
    _head(art, top, size, skin, scarf, dark, shade)


def _lower_body(
    art: Painting,
    x: float,
    y: float,
    size: float,
    hip: tuple[float, float],
    colour: Colour,
    *,
    skirt: bool,
) -> None:
    """Draw a long garment or two legs."""
    if skirt:
        art.shape(
            [
                (hip[0] - size * 0.12, hip[1]),
                (hip[0] + size * 0.12, hip[1]),
                (x + size * 0.17, y),
                (x - size * 0.17, y),
            ],
            colour,
        )
        return
    for foot in (-0.07, 0.07):
        line = [
            (hip[0] + foot * size * 0.6, hip[1]),
            (x + foot * size, y - size * 0.02),
        ]
        art.stroke(line, size * 0.085, colour)


def _head(
    art: Painting,
    top: tuple[float, float],
    size: float,
    skin: Colour,
    scarf: int | None,
    dark: Colour,
    shade: float,
) -> None:
    """Draw a head above the shoulders, with hair or a scarf."""
    x, y = top[0], top[1] - size * 0.125
    round_ = size * 0.088
    art.stroke([(x, y + round_ * 0.6), (top[0], top[1])], size * 0.06, skin)
    if scarf is None:
        art.disc(x, y - round_ * 0.16, round_ * 1.08, mix(INK, dark, shade))
        art.disc(x + round_ * 0.14, y + round_ * 0.18, round_ * 0.92, skin)
        return
    veil = mix(CLOTHS[scarf % len(CLOTHS)], dark, shade)
    art.blob(
        [
            (x - round_ * 1.15, y - round_ * 0.2),
            (x, y - round_ * 1.3),
            (x + round_ * 1.15, y - round_ * 0.2),
            (x + round_ * 1.5, y + round_ * 1.9),
            (x - round_ * 1.5, y + round_ * 1.9),
        ],
        veil,
    )
    art.disc(x + round_ * 0.12, y, round_ * 0.72, skin, round_ * 0.86)


def seated(
    art: Painting, x: float, y: float, size: float, cloth: int, scarf: int | None
) -> None:
    """Draw somebody seated on the ground at (x, y), seen at dusk."""
    dark = "#16283d"
    wear = mix(CLOTHS[cloth % len(CLOTHS)], dark, 0.18)
    art.blob(
        [
            (x - size * 0.38, y + size * 0.02),
            (x - size * 0.2, y - size * 0.16),
            (x, y - size * 0.2),
            (x + size * 0.2, y - size * 0.16),
            (x + size * 0.38, y + size * 0.02),
            (x, y + size * 0.1),
        ],
        mix(wear, INK, 0.3),
    )
    art.blob(
        [
            (x - size * 0.19, y - size * 0.48),
            (x, y - size * 0.56),
            (x + size * 0.19, y - size * 0.48),
            (x + size * 0.2, y - size * 0.1),
            (x - size * 0.2, y - size * 0.1),
        ],
        wear,
    )
    skin = mix(SKINS[cloth % len(SKINS)], dark, 0.12)
    _head(art, (x, y - size * 0.54), size * 1.35, skin, scarf, dark, 0.18)


def tree(art: Painting, x: float, y: float, size: float, tone: int = 4) -> None:
    """Draw a round-crowned tree with its foot at (x, y)."""
    art.shape(
        [
            (x - size * 0.045, y),
            (x + size * 0.045, y),
            (x + size * 0.025, y - size * 0.55),
            (x - size * 0.025, y - size * 0.55),
        ],
        BARK,
    )
    for dx, dy, r in ((-0.2, -0.6, 0.22), (0.2, -0.62, 0.21), (0.0, -0.8, 0.25)):
        art.disc(x + dx * size, y + dy * size, r * size, LEAF[tone], r * size * 0.88)
    light = mix(LEAF[tone], LEAF[tone - 1], 0.55)
    for dx, dy, r in ((-0.25, -0.66, 0.11), (-0.05, -0.89, 0.13), (0.15, -0.68, 0.1)):
        art.disc(x + dx * size, y + dy * size, r * size, light, r * size * 0.8)


def cypress(art: Painting, x: float, y: float, size: float, tone: int = 5) -> None:
    """Draw a slim tree."""
    art.stroke([(x, y), (x, y - size * 0.2)], size * 0.05, BARK)
    art.blob(
        [
            (x, y - size),
            (x + size * 0.12, y - size * 0.5),
            (x + size * 0.09, y - size * 0.12),
            (x - size * 0.09, y - size * 0.12),
            (x - size * 0.12, y - size * 0.5),
        ],
        LEAF[tone],
    )


def palm(art: Painting, x: float, y: float, size: float) -> None:
    """Draw a palm bending a little with the wind."""
    crown = (x + size * 0.12, y - size)
    trunk = [(x, y), (x + size * 0.03, y - size * 0.5), crown]
    art.stroke(smooth(trunk), size * 0.05, BARK)
    for turn in (-2.9, -2.35, -1.75, -1.2, -0.65, -0.1, 0.35, 2.8):
        tip = (
            crown[0] + math.cos(turn) * size * 0.4,
            crown[1] + math.sin(turn) * size * 0.24 + size * 0.1,
        )
        middle = (
            crown[0] + math.cos(turn) * size * 0.22,
            crown[1] + math.sin(turn) * size * 0.22 - size * 0.03,
        )
        art.stroke(smooth([crown, middle, tip]), size * 0.05, LEAF[5])


def house(
    art: Painting,
    x: float,
    y: float,
    width: float,
    height: float,
    wall: Colour,
    *,
    roof: Colour | None = None,
    lit: bool = False,
) -> None:
    """Draw a house with its lower left corner at (x, y): flat roof, or a gable."""
    art.box(x, y - height, width, height, wall)
    art.box(x + width * 0.72, y - height, width * 0.28, height, mix(wall, INK, 0.1))
    if roof:
        art.shape(
            [
                (x - width * 0.07, y - height),
                (x + width * 0.5, y - height * 1.55),
                (x + width * 1.07, y - height),
            ],
            roof,
        )
    else:
        art.box(x - 3, y - height - 6, width + 6, 9, mix(wall, INK, 0.18), 2)
    pane = AMBER if lit else mix(SLATE, INK, 0.35)
    door = mix(BARK, INK, 0.1)
    art.box(x + width * 0.42, y - height * 0.52, width * 0.16, height * 0.52, door, 3)
    for place in (0.14, 0.74):
        art.box(
            x + width * place,
            y - height * 0.7,
            width * 0.13,
            height * 0.26,
            pane,
            2,
        )


def boat(
    art: Painting, x: float, y: float, size: float, hull: Colour, *, mast: bool = False
) -> None:
    """Draw a fishing boat with the middle of its water line at (x, y)."""
    half = size / 2
    if mast:
        art.stroke([(x, y - size * 0.1), (x, y - size * 0.85)], size * 0.022, BARK)
        art.shape(
            [
                (x + size * 0.02, y - size * 0.82),
                (x + size * 0.36, y - size * 0.2),
                (x + size * 0.02, y - size * 0.2),
            ],
            CREAM,
        )
    rail = smooth(
        [
            (x - half * 1.14, y - size * 0.21),
            (x - half * 0.6, y - size * 0.125),
            (x + half * 0.6, y - size * 0.125),
            (x + half * 1.16, y - size * 0.225),
        ]
    )
    keel = smooth(
        [
            (x + half * 1.16, y - size * 0.225),
            (x + half * 0.82, y + size * 0.02),
            (x + half * 0.5, y + size * 0.07),
            (x - half * 0.5, y + size * 0.07),
            (x - half * 0.82, y + size * 0.02),
            (x - half * 1.14, y - size * 0.21),
        ]
    )
    art.shape([*rail, *keel], hull)
    art.stroke(rail, size * 0.028, mix(hull, CREAM, 0.6))


def lamp(art: Painting, x: float, y: float, size: float, *, lit: bool = True) -> None:
    """Draw a solar lamp on a post with its foot at (x, y)."""
    head = (x + size * 0.16, y - size * 0.9)
    art.stroke([(x, y), (x, y - size * 0.95), head], size * 0.035, mix(SLATE, INK, 0.5))
    art.shape(
        [
            (x - size * 0.16, y - size * 0.98),
            (x + size * 0.12, y - size * 1.06),
            (x + size * 0.12, y - size * 1.02),
            (x - size * 0.16, y - size * 0.94),
        ],
        LEAF[5],
    )
    if lit:
        art.glow(head[0], head[1] + size * 0.1, size * 0.75, "#ffe2a0", 0.75)
    art.disc(head[0], head[1] + size * 0.03, size * 0.05, "#fff3cf")


def panels(
    art: Painting, x: float, y: float, width: float, rise: float, columns: int
) -> None:
    """Draw a row of solar panels on a slope from (x, y) to the right."""
    step = width / columns
    for number in range(columns):
        left = x + number * step
        corner = [
            (left, y),
            (left + step * 0.92, y),
            (left + step * 0.92 + rise * 0.35, y - rise),
            (left + rise * 0.35, y - rise),
        ]
        art.shape(corner, "#1b3f63")
        art.shape(
            [corner[0], corner[3], (left + rise * 0.35 + step * 0.3, y - rise)],
            "#2c5a86",
        )
        middle = y - rise / 2
        art.stroke(
            [(left + rise * 0.17, middle), (left + step * 0.92 + rise * 0.17, middle)],
            1.2,
            "#6f93b4",
        )


def crate(art: Painting, x: float, y: float, size: float, filling: Colour) -> None:
    """Draw an open crate with its lower left corner at (x, y)."""
    for number in range(4):
        art.disc(
            x + size * (0.16 + number * 0.22), y - size * 0.52, size * 0.13, filling
        )
    art.box(x, y - size * 0.5, size, size * 0.5, CLAY, 2)
    for line in (0.34, 0.17):
        art.stroke(
            [(x + 1, y - size * line), (x + size - 1, y - size * line)],
            size * 0.03,
            mix(CLAY, INK, 0.3),
        )


def birds(art: Painting, x: float, y: float, count: int, colour: Colour) -> None:
    """Draw a few birds far off."""
    for number in range(count):
        left = x + number * 34 + float(art.rng.uniform(-8, 8))
        up = y + float(art.rng.uniform(-22, 22))
        art.stroke([(left, up), (left + 8, up - 5), (left + 13, up)], 2.0, colour)
        art.stroke([(left + 13, up), (left + 18, up - 5), (left + 26, up)], 2.0, colour)


def clouds(art: Painting, y: float, count: int, colour: Colour) -> None:
    """Draw long, level clouds."""
    for _ in range(count):
        x = float(art.rng.uniform(0, 1100))
        up = y + float(art.rng.uniform(-40, 40))
        wide = float(art.rng.uniform(90, 190))
        for dx, dy, share in ((0, 0, 1.0), (0.25, -10, 0.62), (-0.25, 7, 0.7)):
            art.disc(x + dx * wide, up + dy, wide * share, colour, 8 + 7 * share)
