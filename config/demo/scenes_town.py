"""Scenes of evening and town: the circle, the path to the clinic, the harbour."""

import math
from itertools import pairwise

from config.demo import motifs
from config.demo.painting import (
    AMBER,
    BARK,
    CLAY,
    CLOTHS,
    CREAM,
    LEAF,
    PAPER,
    PEACH,
    ROSE,
    SLATE,
    TEAL,
    Painting,
    mix,
)

PALE = "#f7eddb"


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
    for number, (one, other) in enumerate(pairwise(path)):
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
    for row in range(5):
        base = 372 + row * 86
        x = -40.0 - 30 * (row % 2)
        while x < 1210:
            wide = float(art.rng.uniform(120, 196))
            high = float(art.rng.uniform(76, 122))
            drop = 40 * math.sin(x / 330 + row)
            pick = int(art.rng.integers(6))
            roof = (CLAY, "#b8643f", None)[int(art.rng.integers(3))]
            haze = mix(walls[pick], PEACH, 0.32 - row * 0.06)
            motifs.house(
                art, x, base + drop, wide, high, haze, roof=roof, lit=pick == 2
            )
            if pick == 4:
                motifs.cypress(art, x + wide + 8, base + drop, 96)
            x += wide + float(art.rng.uniform(4, 22))
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
