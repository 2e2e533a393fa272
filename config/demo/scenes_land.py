"""Scenes on land: water, school, terraces, the evening circle, market, path, town."""

import math

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
    PEACH,
    PLUM,
    ROSE,
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
    for number, (one, other) in enumerate(zip(line, line[1:], strict=False)):
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


def _wall(art: Painting, line: list[tuple[float, float]], height: float) -> None:
    """Draw a dry-stone wall below a terrace's edge."""
    low = [(x, y + height) for x, y in line]
    art.shape([*line, *reversed(low)], "#c9bfa6")
    art.stroke(line, 5, "#e6ddc6")
    for row in (0.36, 0.7):
        art.stroke([(x, y + height * row) for x, y in line], 1.6, "#a89d84")
    for number, (x, y) in enumerate(line[::2]):
        shift = 0.36 if number % 2 else 0.02
        art.stroke(
            [(x, y + height * shift), (x, y + height * (shift + 0.32))], 1.6, "#a89d84"
        )


def _vines(
    art: Painting, line: list[tuple[float, float]], size: float, number: int
) -> None:
    """Draw vines standing on a terrace's edge."""
    for x, y in line[1 + number % 2 : -2 : 3]:
        art.stroke([(x, y), (x, y - size)], size * 0.09, BARK)
        art.disc(x, y - size, size * 0.42, LEAF[4], size * 0.34)
        art.disc(x - size * 0.14, y - size * 1.1, size * 0.2, LEAF[3], size * 0.16)
        art.disc(x + size * 0.16, y - size * 0.84, size * 0.09, PLUM)


def evening_circle(seed: int) -> Painting:
    """A courtyard at dusk: lanterns, a circle on carpets, a lute, tea."""
    art = Painting(seed, "#1d2f52", "#d98f6a")
    for _ in range(46):
        x, y = float(art.rng.uniform(0, 1200)), float(art.rng.uniform(0, 200))
        art.disc(x, y, float(art.rng.uniform(0.8, 2.0)), "#e9e3d2")
    art.disc(190, 116, 38, "#f6ecd0")
    art.disc(207, 106, 34, mix("#1d2f52", "#d98f6a", 0.17))
    art.ridge(404, 46, 1.2, "#5d4a66")
    for x, wide, high in (
        (30, 190, 210),
        (1000, 190, 230),
        (240, 120, 150),
        (860, 130, 164),
    ):
        motifs.house(art, x, 520, wide, high, "#8b6a62", lit=True)
    art.shade((0, 512, 1200, 800), "#a0695a", "#5b3d4c")
    motifs.tree(art, 610, 528, 330, 6)
    art.glow(600, 640, 470, "#ffcf87", 0.62)
    art.disc(600, 664, 430, "#8e4a52", 112)
    art.disc(600, 664, 398, "#a85a55", 100)
    art.disc(600, 664, 352, "#7d4152", 86)
    art.disc(600, 664, 322, "#b9694f", 76)
    for x, cloth, scarf in (
        (330, 2, 4),
        (455, 4, None),
        (575, 0, 6),
        (700, 3, None),
        (840, 1, 0),
    ):
        drop = 30 * abs(x - 590) / 260
        motifs.seated(art, x, 590 + drop, 150, cloth, scarf)
    art.disc(600, 662, 74, "#d6b06a", 20)
    art.disc(600, 658, 74, "#f0d190", 19)
    _tea(art)
    for x, cloth, scarf in ((250, 7, None), (410, 6, 1), (780, 5, 4), (950, 7, None)):
        drop = 46 - 30 * abs(x - 600) / 350
        motifs.seated(art, x, 696 + drop, 176, cloth, scarf)
    _lute(art, 950, 676)
    _lanterns(art)
    return art


def _tea(art: Painting) -> None:
    """Draw a pot and glasses on the tray."""
    art.blob([(582, 650), (592, 626), (616, 626), (626, 650), (604, 658)], "#5b8f8a")
    art.stroke([(624, 642), (640, 628)], 5, "#5b8f8a")
    art.disc(604, 622, 5, CREAM)
    for x in (552, 656, 540, 668):
        art.box(x - 6, 646, 11, 13, "#c8743c", 2)


def _lute(art: Painting, x: float, y: float) -> None:
    """Draw a lute across a player's lap."""
    art.stroke([(x + 10, y - 6), (x + 104, y - 66)], 10, BARK)
    art.disc(x - 6, y + 6, 42, "#c58a4b", 33)
    art.disc(x - 2, y + 3, 12, "#5d3a24", 10)
    art.disc(x - 60, y + 2, 9, "#8a5a3c")


def _lanterns(art: Painting) -> None:
    """Hang a string of lanterns across the courtyard."""
    line = [(x, 286 + 92 * math.sin(x / 1200 * math.pi)) for x in range(0, 1201, 40)]
    art.stroke(line, 2.5, "#3b3044")
    for number, (x, y) in enumerate(line[2:-1:4]):
        art.glow(x, y + 26, 92, "#ffdf9a", 0.75)
        art.box(x - 12, y + 6, 24, 34, (AMBER, "#ffdd9a", "#ff9d6b")[number % 3], 9)
        art.box(x - 8, y + 2, 16, 6, "#5a3d34", 2)


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


def clinic_path(seed: int) -> Painting:
    """A stepped path with lamps at nightfall, leading to a lit clinic."""
    art = Painting(seed, "#274a66", "#f0b98c")
    for _ in range(26):
        x, y = float(art.rng.uniform(0, 1200)), float(art.rng.uniform(0, 150))
        art.disc(x, y, float(art.rng.uniform(0.8, 1.8)), "#e9e3d2")
    art.ridge(330, 90, 1.1, "#6d7f8e")
    art.ridge(404, 62, 1.7, "#4c7079")
    art.blob(
        [(480, 470), (700, 330), (940, 286), (1260, 330), (1290, 700), (760, 640)],
        "#3f7470",
    )
    art.glow(930, 260, 190, "#ffdf9a", 0.7)
    motifs.house(art, 840, 322, 190, 96, "#f6e6c8", roof="#a55f41", lit=True)
    art.disc(936, 206, 19, PAPER)
    art.box(931, 194, 10, 24, "#2e6b34")
    art.box(924, 201, 24, 10, "#2e6b34")
    art.ridge(560, 26, 1.3, "#2f5f5f")
    path = [
        (935, 322),
        (900, 380),
        (800, 430),
        (690, 470),
        (640, 530),
        (560, 590),
        (470, 660),
        (360, 800),
    ]
    for number, (one, other) in enumerate(zip(path, path[1:], strict=False)):
        wide, wider = 15 + number * 9, 15 + (number + 1) * 9
        art.shape(
            [
                (one[0] - wide, one[1]),
                (one[0] + wide, one[1]),
                (other[0] + wider, other[1]),
                (other[0] - wider, other[1]),
            ],
            "#d9bd8e",
        )
        art.disc(other[0], other[1], wider, "#d9bd8e", wider * 0.3)
        for step in (0.2, 0.5, 0.8):
            x, y = (
                one[0] + (other[0] - one[0]) * step,
                one[1] + (other[1] - one[1]) * step,
            )
            half = wide + (wider - wide) * step
            art.stroke([(x - half, y), (x + half, y)], 2 + number * 0.4, "#b4935f")
    art.blob([(-40, 640), (160, 600), (300, 680), (280, 840), (-60, 840)], "#214a4b")
    art.blob([(700, 700), (900, 610), (1260, 600), (1280, 840), (620, 840)], "#214a4b")
    for x, y, size in (
        (300, 720, 330),
        (690, 640, 230),
        (560, 520, 160),
        (806, 392, 104),
    ):
        motifs.lamp(art, x, y, size)
    motifs.person(
        art, 500, 706, 178, 0, scarf=4, skirt=True, reach=(0.2, -0.46), shade=0.16
    )
    motifs.person(art, 566, 700, 122, 1, reach=(-0.18, -0.5), shade=0.16)
    motifs.person(art, 706, 500, 92, 4, reach=(0.18, -0.42), shade=0.12)
    motifs.person(
        art, 740, 498, 90, 3, scarf=6, skirt=True, reach=(-0.16, -0.4), shade=0.12
    )
    motifs.cypress(art, 1110, 640, 290, 6)
    motifs.cypress(art, 1170, 660, 240, 6)
    motifs.cypress(art, 90, 640, 260, 6)
    return art


def harbour_town(seed: int) -> Painting:
    """Roofs of a harbour town climbing a hill, with washing lines and a radio mast."""
    art = Painting(seed, "#cfe4ea", "#fdeed4")
    art.glow(260, 210, 320, "#ffe6b0", 0.8)
    motifs.clouds(art, 110, 4, "#ffffff")
    art.ridge(300, 90, 0.9, mix(LEAF[2], PEACH, 0.25))
    art.stroke([(760, 250), (760, 70)], 6, SLATE)
    for lift in (0, 44, 88, 132):
        art.stroke(
            [(742 + lift / 12, 240 - lift), (778 - lift / 12, 208 - lift)], 3, SLATE
        )
        art.stroke(
            [(778 - lift / 12, 240 - lift), (742 + lift / 12, 208 - lift)], 3, SLATE
        )
    for radius in (26, 44, 62):
        for side in (-1, 1):
            arc = [
                (
                    760 + side * radius * math.cos(turn / 10),
                    74 - radius * math.sin(turn / 10),
                )
                for turn in range(-5, 6)
            ]
            art.stroke(arc, 3.5, mix(TEAL, PAPER, radius / 110))
    walls = (PALE, "#f0d9b4", "#e8c39b", "#f6e7cd", "#dfb48c", "#efe2cf")
    for row in range(6):
        base = 360 + row * 72
        x = -40.0 - 30 * (row % 2)
        while x < 1210:
            wide = float(art.rng.uniform(86, 150))
            high = float(art.rng.uniform(62, 108))
            drop = 40 * math.sin(x / 330 + row)
            pick = int(art.rng.integers(6))
            roof = (CLAY, "#b8643f", None)[int(art.rng.integers(3))]
            haze = mix(walls[pick], PEACH, 0.32 - row * 0.06)
            motifs.house(
                art, x, base + drop, wide, high, haze, roof=roof, lit=pick == 2
            )
            if pick == 4:
                motifs.cypress(art, x + wide + 8, base + drop, 96)
            x += wide + float(art.rng.uniform(2, 16))
    art.shape([(-10, 734), (1210, 720), (1210, 810), (-10, 810)], "#5ea7a6")
    art.shape([(-10, 722), (1210, 708), (1210, 728), (-10, 742)], "#d9c8a2")
    art.ripples((0, 748, 1180, 796), 46, "#bfe3da")
    _washing(art, 190, 470, 420, 452)
    _washing(art, 690, 560, 930, 546)
    motifs.boat(art, 330, 772, 120, TEAL)
    motifs.boat(art, 880, 768, 130, CLOTHS[1])
    motifs.birds(art, 420, 150, 5, mix(SLATE, ROSE, 0.2))
    return art


def _washing(art: Painting, x: float, y: float, end_x: float, end_y: float) -> None:
    """Hang a line of washing between two houses."""
    count = 6
    art.stroke(
        [(x, y), ((x + end_x) / 2, (y + end_y) / 2 + 12), (end_x, end_y)], 2, BARK
    )
    for number in range(count):
        share = (number + 0.5) / count
        left = x + (end_x - x) * share
        top = y + (end_y - y) * share + 12 * math.sin(share * math.pi)
        art.box(left - 12, top, 24, 30 + 8 * (number % 2), CLOTHS[(number * 3) % 8], 2)
