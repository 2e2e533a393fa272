"""Scenes by day: the tap stand, the school, the terraces, the market."""

import math
from collections.abc import Sequence
from itertools import pairwise

from config.demo import motifs
from config.demo.painting import (
    AMBER,
    BARK,
    CLAY,
    CLOTHS,
    CREAM,
    EARTH,
    INK,
    LEAF,
    PAPER,
    PLUM,
    SAND,
    SLATE,
    TEAL,
    Painting,
    mix,
)

PALE = "#f7eddb"


def tap_stand(seed: int) -> Painting:
    """A tap stand under a tree, with cans in a row and people talking."""
    art = Painting(seed, "#cfe6e6", "#fdf3df")
    motifs.clouds(art, 110, 4, "#ffffff")
    art.ridge(352, 76, 1.1, mix(LEAF[2], PAPER, 0.4))
    art.ridge(412, 46, 1.8, LEAF[2])
    for x, y, wide in ((700, 452, 96), (830, 446, 84), (1000, 458, 104)):
        motifs.house(art, x, y, wide, wide * 0.66, PALE, roof=CLAY)
    motifs.house(art, 560, 456, 90, 56, "#efdfc2")
    art.ridge(462, 18, 1.5, "#d9c690")
    art.ridge(540, 14, 1.2, SAND)
    motifs.tree(art, 250, 640, 420, 4)
    art.disc(270, 668, 230, "#d8c190", 26)
    art.box(510, 640, 230, 26, "#b9ae98", 6)
    art.box(510, 640, 230, 9, "#d8cfba", 6)
    art.stroke([(626, 640), (626, 520), (626, 516)], 15, "#5f7378")
    for side in (-1, 1):
        art.stroke(
            [(626, 540), (626 + side * 44, 540), (626 + side * 44, 556)], 9, SLATE
        )
    art.stroke([(670, 560), (670, 604)], 4, "#8fd0dc")
    art.stroke([(582, 560), (582, 604)], 4, "#8fd0dc")
    for x, y, colour in (
        (562, 640, AMBER),
        (652, 640, "#5aa0c4"),
        (800, 708, AMBER),
        (848, 712, "#d06a45"),
        (896, 716, "#5aa0c4"),
    ):
        _can(art, x, y, colour)
    motifs.person(art, 484, 690, 190, 0, scarf=4, skirt=True, reach=(0.36, -0.3))
    motifs.person(art, 778, 690, 188, 3, reach=(-0.34, -0.34))
    motifs.person(art, 980, 726, 198, 4, scarf=0, skirt=True, reach=(0.2, -0.5))
    motifs.person(art, 1062, 730, 190, 2, reach=(-0.2, -0.46))
    motifs.person(art, 932, 722, 128, 1, reach=(-0.2, -0.24))
    motifs.person(art, 150, 704, 176, 7, reach=(0.2, -0.4))
    motifs.person(art, 232, 708, 150, 6, scarf=1, skirt=True, reach=(-0.16, -0.44))
    return art


def _can(art: Painting, x: float, y: float, colour: str) -> None:
    """Draw a water can with its lower left corner at (x, y)."""
    art.box(x, y - 36, 36, 36, colour, 6)
    art.box(x + 22, y - 36, 14, 36, mix(colour, INK, 0.12), 6)
    art.stroke([(x + 8, y - 38), (x + 26, y - 38)], 5, mix(colour, INK, 0.25))


def school(seed: int) -> Painting:
    """A school with a new reed roof, and children crossing the yard."""
    art = Painting(seed, "#cde5ea", "#fdf4e2")
    motifs.clouds(art, 120, 4, "#ffffff")
    art.ridge(372, 50, 1.3, mix(LEAF[2], PAPER, 0.3))
    art.ridge(430, 30, 2.0, LEAF[3])
    art.ridge(520, 10, 1.2, "#e6d4a6")
    art.box(250, 372, 660, 200, PALE)
    art.box(250, 540, 660, 32, mix(TEAL, PAPER, 0.25))
    art.shape([(200, 384), (300, 236), (860, 236), (960, 384)], "#d1ac62")
    art.shape([(300, 236), (860, 236), (872, 254), (288, 254)], "#b8914a")
    for number in range(31):
        x = 214 + number * 24.4
        top = 300 + number * 18.7
        art.stroke([(top, 258), (x, 380)], 2.0, "#b8914a")
    for row, wide in ((296, 262), (340, 232)):
        art.stroke([(wide, row), (1160 - wide, row)], 3.0, "#e0c384")
    for x in (300, 420, 640, 760):
        art.box(x, 426, 80, 76, mix(SLATE, INK, 0.45), 4)
        art.box(x, 426, 80, 12, CLOTHS[4], 4)
        art.stroke([(x + 40, 438), (x + 40, 502)], 4, PALE)
    art.box(540, 424, 76, 148, TEAL, 4)
    art.disc(578, 332, 30, CREAM)
    art.disc(578, 332, 24, mix(CLAY, PAPER, 0.1))
    art.stroke([(1010, 572), (1010, 262)], 8, BARK)
    _bunting(art, (1010, 270), (872, 252), 7)
    _bunting(art, (1010, 270), (1190, 340), 9)
    motifs.tree(art, 1090, 590, 300, 4)
    motifs.tree(art, 120, 590, 260, 4)
    art.blob([(500, 572), (660, 572), (820, 800), (360, 800)], "#f2e4c2")
    for x, y, size, cloth, scarf in (
        (440, 690, 118, 1, None),
        (500, 706, 112, 2, 6),
        (560, 668, 108, 4, None),
        (660, 696, 120, 3, 4),
        (724, 684, 112, 0, None),
        (330, 676, 112, 7, None),
    ):
        side = 1 if cloth % 2 else -1
        motifs.person(
            art,
            x,
            y,
            size,
            cloth,
            scarf=scarf,
            skirt=scarf is not None,
            reach=(0.2 * side, -0.5),
        )
    motifs.person(art, 850, 700, 186, 5, scarf=6, skirt=True, reach=(-0.24, -0.5))
    motifs.person(art, 940, 706, 190, 7, reach=(-0.18, -0.42))
    art.disc(610, 744, 15, CREAM)
    art.disc(610, 744, 7, CLOTHS[1])
    return art


def _bunting(
    art: Painting, start: tuple[float, float], end: tuple[float, float], count: int
) -> None:
    """Hang a line of small flags between two points."""
    line = []
    for number in range(count + 1):
        share = number / count
        sag = math.sin(share * math.pi) * 34
        line.append(
            (
                start[0] + (end[0] - start[0]) * share,
                start[1] + (end[1] - start[1]) * share + sag,
            )
        )
    art.stroke(line, 2.5, BARK)
    for number, (one, other) in enumerate(pairwise(line)):
        middle = ((one[0] + other[0]) / 2, (one[1] + other[1]) / 2)
        art.shape([one, other, (middle[0], middle[1] + 24)], CLOTHS[number % 6])


def terraces(seed: int) -> Painting:
    """Stone terraces climbing from the sea, one wall being rebuilt."""
    art = Painting(seed, "#d3e8e4", "#fdf2db")
    art.glow(1010, 140, 280, "#fff0c0", 0.9)
    art.disc(1010, 140, 42, "#fff6d8")
    motifs.clouds(art, 110, 3, "#ffffff")
    art.shade((0, 316, 1200, 800), "#a6d2cc", "#3f8f90")
    art.ripples((560, 326, 1180, 720), 80, "#d9efe4")
    art.ridge(320, 16, 1.7, mix(LEAF[3], PAPER, 0.45), 330)
    motifs.boat(art, 940, 386, 74, CLOTHS[1], mast=True)
    greens = (
        LEAF[2],
        mix(LEAF[2], LEAF[3], 0.5),
        LEAF[3],
        mix(LEAF[3], "#8fae5a", 0.4),
    )
    tops = ((250, 470), (330, 560), (410, 650), (500, 760), (590, 900), (690, 1080))
    for number, (top, right) in enumerate(tops):
        line = [
            (x, top + 34 * math.sin(x / 260 + number * 0.7) * (1 - x / 1500))
            for x in range(-20, right + 1, 20)
        ]
        field = [*line, (right + 40, top + 120), (right + 60, 820), (-20, 820)]
        art.shape(field, greens[number % 4])
        _wall(art, line, 34 + number * 5)
        _vines(art, line, 26 + number * 7, number)
    art.shape([(-20, 760), (1220, 730), (1220, 820), (-20, 820)], SAND)
    motifs.cypress(art, 120, 250, 150)
    motifs.cypress(art, 170, 268, 120)
    motifs.house(art, 250, 262, 90, 56, PALE, roof=CLAY)
    for x, y in (
        (880, 742),
        (920, 748),
        (962, 742),
        (900, 722),
        (944, 722),
        (922, 704),
    ):
        art.blob(
            [
                (x, y),
                (x + 16, y - 17),
                (x + 40, y - 14),
                (x + 44, y + 3),
                (x + 20, y + 9),
            ],
            "#b4a88e",
        )
    motifs.person(art, 830, 764, 196, 0, reach=(0.3, -0.28), lean=0.05)
    motifs.person(art, 1030, 770, 194, 4, scarf=1, skirt=True, reach=(-0.34, -0.26))
    motifs.person(art, 1120, 764, 184, 2, reach=(-0.2, -0.46))
    motifs.person(art, 452, 590, 112, 3, scarf=6, skirt=True, reach=(0.22, -0.34))
    motifs.person(art, 330, 500, 96, 7, reach=(0.22, -0.34))
    return art


def _wall(art: Painting, line: Sequence[tuple[float, float]], height: float) -> None:
    """Draw a dry-stone wall below a terrace's edge."""
    low = [(x, y + height) for x, y in line]
    art.shape([*line, *reversed(low)], "#c9bfa6")
    art.stroke(line, 5, "#e6ddc6")
    art.stroke([(x, y + height * 0.5) for x, y in line], 1.6, "#a89d84")
    for number, (x, y) in enumerate(line[::4]):
        shift = 0.5 if number % 2 else 0.04
        art.stroke(
            [(x, y + height * shift), (x, y + height * (shift + 0.44))], 1.6, "#a89d84"
        )


def _vines(
    art: Painting, line: Sequence[tuple[float, float]], size: float, number: int
) -> None:
    """Draw vines standing on a terrace's edge."""
    for x, y in line[1 + number % 2 : -2 : 4]:
        art.stroke([(x, y), (x, y - size)], size * 0.09, BARK)
        art.disc(x, y - size, size * 0.42, LEAF[4], size * 0.34)
        art.disc(x - size * 0.14, y - size * 1.1, size * 0.2, LEAF[3], size * 0.16)
        art.disc(x + size * 0.16, y - size * 0.84, size * 0.09, PLUM)


def market(seed: int) -> Painting:
    """Stalls with striped awnings, scales in the middle, neighbours trading."""
    art = Painting(seed, "#d6e8e6", "#fdf1da")
    motifs.clouds(art, 100, 4, "#ffffff")
    for x, wide, high, wall in (
        (-20, 200, 230, PALE),
        (170, 170, 190, "#eed9b6"),
        (330, 210, 250, "#f3e3c6"),
        (540, 160, 200, "#e9cfa8"),
        (700, 200, 236, PALE),
        (890, 150, 190, "#eed9b6"),
        (1040, 190, 244, "#f3e3c6"),
    ):
        motifs.house(art, x, 500, wide, high, wall)
    art.shade((0, 490, 1200, 800), "#e8d3a6", "#dcc08c")
    _stall(art, 50, 610, 310, (CLOTHS[1], CREAM), ("#d9822b", "#c2553d", "#8fae5a"))
    _stall(art, 440, 596, 320, (TEAL, CREAM), ("#7d9b3f", "#e5c07b", PLUM))
    _stall(art, 840, 610, 310, (AMBER, "#fff6e0"), (BARK, "#c9a36a", "#d9822b"))
    motifs.person(art, 180, 576, 150, 5, scarf=6, reach=(0.2, -0.4))
    motifs.person(art, 640, 562, 150, 4, reach=(-0.2, -0.4))
    motifs.person(art, 990, 576, 150, 3, scarf=4, reach=(-0.2, -0.42))
    for x, y, wide in ((50, 610, 310), (440, 596, 320), (840, 610, 310)):
        _counter(art, x, y, wide)
    _heaps(art, 50, 610, 310, ("#d9822b", "#c2553d", "#8fae5a", "#e2b04a"))
    _heaps(art, 440, 596, 320, ("#7d9b3f", "#e5c07b", PLUM, "#c2553d"))
    _heaps(art, 840, 610, 310, (EARTH, "#d9822b", "#c9a36a", "#8fae5a"))
    motifs.person(art, 330, 764, 214, 0, scarf=1, skirt=True, reach=(-0.2, -0.56))
    motifs.person(art, 412, 770, 204, 7, reach=(0.18, -0.44))
    motifs.person(art, 790, 770, 212, 2, reach=(-0.24, -0.54))
    motifs.person(art, 866, 764, 138, 4, reach=(-0.16, -0.5))
    motifs.person(art, 1090, 772, 208, 6, scarf=3, skirt=True, reach=(-0.24, -0.5))
    motifs.crate(art, 520, 776, 78, "#8fae5a")
    motifs.crate(art, 610, 780, 78, "#d9822b")
    return art


def _stall(
    art: Painting,
    x: float,
    y: float,
    wide: float,
    stripes: tuple[str, str],
    hanging: tuple[str, ...],
) -> None:
    """Draw a stall's posts and striped awning, with the counter's foot at y + 60."""
    for post in (x + 8, x + wide - 8):
        art.stroke([(post, y + 60), (post, y - 190)], 8, BARK)
    count = 9
    step = wide / count
    for number in range(count):
        left = x + number * step
        inner = (left - x - wide / 2) * 0.12
        art.shape(
            [
                (left - inner, y - 236),
                (left + step - inner, y - 236),
                (left + step, y - 176),
                (left, y - 176),
            ],
            stripes[number % 2],
        )
        art.disc(left + step / 2, y - 176, step / 2, stripes[number % 2], 12)
    for number, colour in enumerate(hanging):
        left = x + wide * (0.62 + number * 0.12)
        art.stroke([(left, y - 170), (left, y - 146)], 2, BARK)
        art.disc(left, y - 134, 12, colour, 15)


def _counter(art: Painting, x: float, y: float, wide: float) -> None:
    """Draw a stall's counter in front of its keeper."""
    art.box(x - 8, y - 22, wide + 16, 84, "#a8743f", 3)
    for board in range(1, 6):
        left = x - 8 + board * (wide + 16) / 6
        art.stroke([(left, y - 8), (left, y + 60)], 2, "#8a5c30")
    art.box(x - 14, y - 30, wide + 28, 16, "#c08a52", 3)


def _heaps(
    art: Painting, x: float, y: float, wide: float, colours: tuple[str, ...]
) -> None:
    """Draw heaps of fruit along a counter."""
    for number, colour in enumerate(colours):
        middle = x + wide * (0.14 + number * 0.24)
        for row, count in enumerate((4, 3, 2)):
            for place in range(count):
                left = middle + (place - (count - 1) / 2) * 17
                art.disc(left, y - 38 - row * 13, 10, mix(colour, PAPER, 0.06 * row))
