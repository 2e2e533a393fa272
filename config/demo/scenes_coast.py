"""Scenes by the water: the landing, the bridge, the boat shed, the island."""

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
    PEACH,
    ROSE,
    SAND,
    SLATE,
    TEAL,
    Painting,
    mix,
)


def fish_landing(seed: int) -> Painting:
    """Boats and crates on the quay at first light, beside the cold store."""
    art = Painting(seed, "#f9e3c4", "#fdf3e0")
    art.glow(820, 330, 420, "#ffd58a", 0.85)
    art.disc(820, 330, 52, "#fff0c8")
    motifs.clouds(art, 150, 4, "#fdeccf")
    art.ridge(372, 46, 1.3, mix(LEAF[2], PEACH, 0.45), 420)
    art.ridge(392, 30, 2.1, mix(LEAF[3], PEACH, 0.25), 430)
    art.shade((0, 404, 1200, 700), "#bfd9cd", "#3f8f90")
    art.ripples((560, 412, 1080, 560), 46, "#f8e6c0")
    art.ripples((0, 430, 1200, 670), 54, "#8fc3ba")
    motifs.boat(art, 980, 452, 92, "#7d3f5c", mast=True)
    motifs.boat(art, 610, 478, 120, CLOTHS[1], mast=True)
    motifs.boat(art, 870, 545, 190, TEAL)
    art.shape(
        [(0, 560), (560, 560), (760, 690), (1200, 690), (1200, 800), (0, 800)], SAND
    )
    art.shape(
        [(0, 560), (560, 560), (760, 690), (700, 690), (540, 584), (0, 584)], "#f5e8cb"
    )
    art.shape([(700, 690), (1200, 690), (1200, 712), (716, 712)], "#cbb58b")
    _cold_store(art, 70, 640)
    for x, y, size in ((470, 700, 62), (540, 706, 62), (500, 668, 62), (640, 742, 66)):
        motifs.crate(art, x, y, size, "#a9c4cc")
    motifs.person(art, 420, 728, 150, 0, scarf=4, skirt=True, reach=(0.34, -0.24))
    motifs.person(art, 720, 752, 158, 7, reach=(-0.3, -0.2), lean=-0.04)
    motifs.person(art, 330, 668, 128, 4, reach=(0.16, -0.46))
    motifs.person(art, 930, 750, 150, 1, scarf=6, skirt=True, reach=(0.2, -0.42))
    motifs.person(art, 1010, 756, 154, 2, reach=(-0.18, -0.48))
    motifs.birds(art, 300, 170, 5, mix(SLATE, PEACH, 0.3))
    return art


def _cold_store(art: Painting, x: float, y: float) -> None:
    """Draw the cold store with its shade roof and panels."""
    art.box(x, y - 150, 210, 150, "#f7efe0")
    art.box(x + 150, y - 150, 60, 150, "#e6d8bf")
    art.box(x + 40, y - 104, 62, 104, TEAL, 4)
    art.stroke([(x + 92, y - 54), (x + 92, y - 42)], 4, CREAM)
    art.shape(
        [(x - 24, y - 150), (x + 300, y - 150), (x + 280, y - 178), (x, y - 178)], CLAY
    )
    art.stroke([(x + 286, y - 150), (x + 286, y)], 8, BARK)
    motifs.panels(art, x + 14, y - 176, 210, 40, 4)


def raised_bridge(seed: int) -> Painting:
    """A stone bridge being raised by people of both banks."""
    art = Painting(seed, "#d9ebe6", "#fbf3e2")
    motifs.clouds(art, 120, 5, "#ffffff")
    art.ridge(330, 80, 1.2, mix(LEAF[2], PAPER, 0.35))
    art.ridge(390, 52, 1.9, LEAF[2])
    art.ridge(430, 26, 2.6, LEAF[3], 560)
    art.shade((0, 470, 1200, 800), "#a8d3cd", "#2f8389")
    art.ripples((240, 500, 960, 780), 90, "#cfe8dd")
    art.blob(
        [
            (-90, 440),
            (180, 440),
            (300, 540),
            (250, 660),
            (150, 760),
            (120, 900),
            (-120, 900),
        ],
        LEAF[4],
    )
    art.blob(
        [
            (1290, 440),
            (1020, 440),
            (910, 540),
            (960, 670),
            (1060, 770),
            (1090, 900),
            (1320, 900),
        ],
        LEAF[4],
    )
    for x in (330, 570, 810):
        art.shape([(x, 420), (x + 66, 420), (x + 84, 640), (x - 18, 640)], "#a79c86")
        art.shape(
            [(x + 44, 420), (x + 66, 420), (x + 84, 640), (x + 48, 640)], "#8c826d"
        )
        for row in range(6):
            y = 446 + row * 32
            art.stroke([(x - 2 - row * 2, y), (x + 66 + row * 2, y)], 2, "#7d745f")
    art.box(60, 388, 1080, 40, "#cdbf9f", 4)
    art.box(60, 388, 1080, 12, "#e7dcc0", 4)
    for x in range(80, 1140, 56):
        art.stroke([(x, 388), (x, 350)], 5, BARK)
    art.stroke([(60, 352), (1140, 352)], 6, BARK)
    motifs.person(art, 250, 392, 132, 3, scarf=6, skirt=True, reach=(0.2, -0.4))
    motifs.person(art, 460, 392, 138, 0, reach=(0.26, -0.5))
    motifs.person(art, 545, 392, 128, 4, reach=(-0.24, -0.5))
    motifs.person(art, 760, 392, 104, 1, reach=(0.18, -0.4))
    motifs.person(art, 815, 392, 136, 2, scarf=1, skirt=True, reach=(-0.18, -0.36))
    art.stroke([(478, 326), (536, 326)], 12, mix(BARK, CREAM, 0.25))
    motifs.tree(art, 90, 520, 170)
    motifs.tree(art, 1110, 516, 190)
    motifs.cypress(art, 1010, 470, 130)
    motifs.cypress(art, 190, 470, 120)
    return art


def boat_workshop(seed: int) -> Painting:
    """A boat on the stocks in an open shed, with masters and apprentices."""
    art = Painting(seed, "#cfe6e2", "#f8efdc")
    art.shade((0, 330, 1200, 520), "#8fc6c0", "#4f9c9c")
    art.ripples((0, 340, 1200, 500), 40, "#d9efe6")
    art.ridge(336, 20, 1.6, mix(LEAF[3], PAPER, 0.3), 352)
    motifs.boat(art, 250, 392, 84, CLOTHS[1], mast=True)
    art.shape([(0, 512), (1200, 512), (1200, 800), (0, 800)], "#e3cfa4")
    art.shape([(0, 512), (1200, 512), (1200, 530), (0, 530)], "#f2e3c0")
    art.shape(
        [(60, 190), (600, 60), (1140, 190), (1140, 222), (600, 96), (60, 222)], CLAY
    )
    art.shape(
        [(60, 222), (600, 96), (1140, 222), (1140, 240), (600, 120), (60, 240)],
        "#8d4f31",
    )
    for x in (100, 1080):
        art.box(x, 226, 22, 420, BARK)
    art.stroke([(110, 250), (1090, 250)], 12, mix(BARK, INK, 0.1))
    for number in range(9):
        x = 300 + number * 76
        lift = (number - 4) ** 2 * 3.2
        art.stroke(
            [(x, 628), (x - 4 + number, 452 - lift)], 11, mix(EARTH, CREAM, 0.25)
        )
    art.shape(
        [
            (232, 376),
            (330, 462),
            (866, 462),
            (994, 368),
            (940, 556),
            (864, 640),
            (352, 640),
            (282, 556),
        ],
        "#cf9a5c",
    )
    art.shape(
        [
            (252, 432),
            (330, 510),
            (866, 510),
            (974, 432),
            (940, 556),
            (864, 640),
            (352, 640),
            (282, 556),
        ],
        "#b98349",
    )
    art.shape(
        [
            (268, 494),
            (334, 562),
            (866, 562),
            (956, 494),
            (940, 556),
            (864, 640),
            (352, 640),
            (282, 556),
        ],
        "#a3703b",
    )
    for lift, edge in ((0, 234), (58, 254), (118, 270)):
        art.stroke(
            [
                (edge, 378 + lift),
                (332, 464 + lift * 0.86),
                (866, 464 + lift * 0.86),
                (1226 - edge, 372 + lift),
            ],
            3,
            "#7d5228",
        )
    for x in (400, 600, 800):
        art.shape([(x - 30, 690), (x + 30, 690), (x + 18, 636), (x - 18, 636)], BARK)
    motifs.person(art, 210, 716, 196, 7, reach=(0.34, -0.62))
    motifs.person(art, 300, 730, 172, 4, scarf=0, skirt=True, reach=(0.28, -0.58))
    motifs.person(art, 1000, 724, 200, 0, reach=(-0.36, -0.66))
    motifs.person(art, 1096, 738, 176, 1, reach=(-0.24, -0.5))
    art.stroke([(266, 604), (300, 570)], 8, SLATE)
    for x, y in ((480, 742), (560, 756), (690, 748), (770, 762)):
        art.blob([(x, y), (x + 22, y - 8), (x + 40, y + 2), (x + 18, y + 9)], "#f4e6c8")
    return art


def island_power(seed: int) -> Painting:
    """Panels on a boat shed, two small turbines on the ridge, the landing below."""
    art = Painting(seed, "#bfe0e0", "#fdf4e1")
    art.glow(230, 160, 300, "#fff0c0", 0.9)
    art.disc(230, 160, 44, "#fff6d8")
    motifs.clouds(art, 130, 4, "#ffffff")
    art.shade((0, 430, 1200, 800), "#7cbcb8", "#23707a")
    art.ripples((0, 446, 1200, 790), 110, "#bfe3da")
    art.ridge(428, 12, 2.2, mix(LEAF[3], PAPER, 0.45), 440)
    art.blob(
        [
            (420, 470),
            (560, 330),
            (760, 236),
            (980, 210),
            (1260, 290),
            (1290, 640),
            (900, 600),
            (620, 560),
        ],
        LEAF[3],
    )
    art.blob(
        [
            (560, 520),
            (760, 380),
            (1000, 330),
            (1280, 380),
            (1300, 700),
            (900, 640),
            (660, 600),
        ],
        LEAF[4],
    )
    for x, y, size in ((820, 258, 128), (1010, 236, 142)):
        _turbine(art, x, y, size)
    for x, y in ((700, 380), (742, 366), (1120, 330), (1160, 340)):
        motifs.house(art, x, y, 34, 26, "#fbf3e3", roof=CLAY)
    art.shape([(330, 610), (1240, 560), (1240, 810), (430, 810)], SAND)
    art.shape([(330, 610), (1240, 560), (1240, 580), (338, 630)], "#f7ebcf")
    art.box(640, 470, 330, 170, "#f3e6cc")
    art.box(870, 470, 100, 170, "#dfcfae")
    art.shape([(612, 474), (700, 392), (1010, 392), (1000, 474)], mix(CLAY, INK, 0.05))
    motifs.panels(art, 640, 466, 320, 62, 6)
    art.box(690, 528, 110, 112, TEAL, 4)
    art.stroke([(745, 530), (745, 638)], 3, CREAM)
    motifs.boat(art, 250, 640, 190, CLOTHS[1])
    motifs.boat(art, 110, 560, 110, CLOTHS[3], mast=True)
    motifs.person(art, 560, 720, 160, 2, reach=(0.26, -0.42))
    motifs.person(art, 636, 726, 152, 4, scarf=3, skirt=True, reach=(-0.2, -0.4))
    motifs.crate(art, 470, 724, 64, "#e3f1f2")
    motifs.crate(art, 1010, 700, 70, "#e3f1f2")
    motifs.person(art, 1120, 712, 158, 0, reach=(-0.3, -0.3))
    motifs.palm(art, 500, 634, 230)
    motifs.birds(art, 420, 180, 4, mix(SLATE, PAPER, 0.2))
    return art


def _turbine(art: Painting, x: float, y: float, size: float) -> None:
    """Draw a small wind turbine with its foot at (x, y)."""
    hub = (x, y - size)
    art.stroke([(x, y + 8), hub], size * 0.03, "#eef0ea")
    for dx, dy in ((0.0, -0.42), (0.37, 0.2), (-0.36, 0.22)):
        art.stroke([hub, (x + dx * size, hub[1] + dy * size)], size * 0.034, "#ffffff")
    art.disc(hub[0], hub[1], size * 0.035, AMBER)


def salt_pans(seed: int) -> Painting:
    """Salt pans in evening light, with white heaps and people raking."""
    art = Painting(seed, "#f3c9a5", "#fdeccf")
    art.glow(880, 300, 380, "#ffd08a", 0.8)
    art.disc(880, 318, 46, "#fff1cb")
    motifs.clouds(art, 130, 4, "#fbdcb6")
    art.ridge(352, 26, 1.4, mix(PLUMISH, ROSE, 0.5), 380)
    art.shade((0, 360, 1200, 800), "#e6b58e", "#9a8f8c")
    colours = ("#f0c9a2", "#d9b7a3", "#c7b5ac", "#e5d2bd", "#b5b3b4", "#f5dcb8")
    rows = (372, 412, 466, 540, 640, 800)
    for row, (top, bottom) in enumerate(pairwise(rows)):
        for column in range(-2, 7):
            spread = 0.55 + 0.5 * row / 4
            spread_next = 0.55 + 0.5 * (row + 1) / 4
            left, right = (
                600 + (column - 2.5) * 260 * spread,
                600 + (column - 1.5) * 260 * spread,
            )
            low_left = 600 + (column - 2.5) * 260 * spread_next
            low_right = 600 + (column - 1.5) * 260 * spread_next
            art.shape(
                [
                    (left + 4, top + 4),
                    (right - 4, top + 4),
                    (low_right - 5, bottom - 4),
                    (low_left + 5, bottom - 4),
                ],
                colours[(row * 2 + column) % 6],
            )
    for x, y, size in (
        (180, 560, 60),
        (300, 566, 50),
        (960, 520, 44),
        (1040, 524, 50),
        (430, 700, 84),
        (820, 690, 78),
    ):
        art.shape([(x - size, y), (x, y - size * 0.8), (x + size, y)], "#fffaf0")
        art.shape([(x, y - size * 0.8), (x + size, y), (x + size * 0.3, y)], "#e9ddd0")
    for x, y, size, cloth, scarf, side in (
        (590, 660, 172, 0, 4, 1),
        (700, 672, 164, 3, None, -1),
        (1080, 640, 150, 2, 6, -1),
    ):
        motifs.person(
            art,
            x,
            y,
            size,
            cloth,
            scarf=scarf,
            skirt=scarf is not None,
            reach=(0.3 * side, -0.42),
            lean=0.05 * side,
        )
        art.stroke(
            [
                (x + side * size * 0.16, y - size * 0.62),
                (x + side * size * 0.62, y + 4),
            ],
            6,
            BARK,
        )
        art.stroke(
            [(x + side * size * 0.5, y + 6), (x + side * size * 0.74, y - 2)], 9, BARK
        )
    motifs.birds(art, 180, 190, 5, "#9b7f78")
    return art


PLUMISH = "#8d7a86"
