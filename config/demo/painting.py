"""A small paint box: flat, layered shapes drawn large and reduced, so edges are soft.

Coordinates are in picture units, 1200 wide and 800 high, whatever the drawing size.
"""

import math
from collections.abc import Sequence

import numpy as np
from PIL import Image, ImageColor, ImageDraw

WIDTH, HEIGHT, FINER = 1200, 800, 3
"""Size in picture units, and how much larger everything is drawn."""

Point = tuple[float, float]
Colour = str

# The look's tokens, and neighbours of them for earth, wood and skin.
PAPER, INK, QUIET, LINE = "#fbf8f2", "#1d2a2d", "#56666a", "#ddd6c9"
TEAL, OCHRE, BLUE, PLUM, AMBER = "#0b5f5c", "#8a5a00", "#1d5fa8", "#86356f", "#ffbf47"
LEAF = ("#e9efd6", "#cfe3c8", "#9fcdb6", "#64aea3", "#2f8389", "#145667", "#0b2f43")
CREAM, PEACH, ROSE, CLAY = "#fbf0da", "#f6d9b8", "#e9b58f", "#c47a4f"
SAND, EARTH, BARK, SLATE = "#ead9b5", "#b98b55", "#6f4a2c", "#7f9196"
SKINS = ("#8a5a3c", "#a8714a", "#6d4630", "#c08a5e")
CLOTHS = (TEAL, "#c2553d", BLUE, PLUM, "#d99a2b", "#4e7d5b", "#e5d8bf", "#355c7d")


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return the colour `share` of the way from first to second."""
    one, other = ImageColor.getrgb(first), ImageColor.getrgb(second)
    parts = [round(a + (b - a) * share) for a, b in zip(one, other, strict=False)]
    return "#" + "".join(f"{part:02x}" for part in parts[:3])


def smooth(points: Sequence[Point], *, closed: bool = False) -> list[Point]:
    """Return a rounded line through the points (Catmull-Rom)."""
    line = list(points)
    line = [line[-1], *line, line[0], line[1]] if closed else [line[0], *line, line[-1]]
    found = [
        _between(a, b, c, d, t)
        for a, b, c, d in zip(line, line[1:], line[2:], line[3:], strict=False)
        for t in np.linspace(0.0, 1.0, 12, endpoint=False).tolist()
    ]
    return found if closed else [*found, line[-1]]


def _between(a: Point, b: Point, c: Point, d: Point, t: float) -> Point:
    """Return the point at `t` between b and c of a Catmull-Rom spline."""

    def axis(p: float, q: float, r: float, s: float) -> float:
        cubic = 3 * q - p - 3 * r + s
        square = 2 * p - 5 * q + 4 * r - s
        return 0.5 * (2 * q + (r - p) * t + square * t**2 + cubic * t**3)

    return axis(a[0], b[0], c[0], d[0]), axis(a[1], b[1], c[1], d[1])


class Painting:
    """One picture in progress."""

    def __init__(self, seed: int, top: Colour, bottom: Colour) -> None:
        self.rng = np.random.default_rng(seed)
        size = (WIDTH * FINER, HEIGHT * FINER)
        self._image = Image.new("RGB", size, bottom)
        self._draw = ImageDraw.Draw(self._image)
        self.shade((0, 0, WIDTH, HEIGHT * 0.75), top, bottom)

    def _scaled(self, points: Sequence[Point]) -> list[Point]:
        return [(x * FINER, y * FINER) for x, y in points]

    def shape(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a polygon."""
        self._draw.polygon(self._scaled(points), fill=colour)

    def blob(self, points: Sequence[Point], colour: Colour) -> None:
        """Fill a rounded polygon."""
        self.shape(smooth(points, closed=True), colour)

    def stroke(self, points: Sequence[Point], width: float, colour: Colour) -> None:
        """Draw a line with round ends and joints."""
        line = self._scaled(points)
        thick = max(round(width * FINER), 1)
        self._draw.line(line, fill=colour, width=thick, joint="curve")
        for x, y in (line[0], line[-1]):
            r = thick / 2
            self._draw.ellipse((x - r, y - r, x + r, y + r), fill=colour)

    def disc(
        self, x: float, y: float, rx: float, colour: Colour, ry: float = 0
    ) -> None:
        """Fill a circle, or with `ry` an ellipse."""
        ry = ry or rx
        (start, end) = self._scaled([(x - rx, y - ry), (x + rx, y + ry)])
        self._draw.ellipse((*start, *end), fill=colour)

    def box(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: Colour,
        corner: float = 0,
    ) -> None:
        """Fill a rectangle from its top left corner, with rounded corners."""
        (start, end) = self._scaled([(x, y), (x + width, y + height)])
        self._draw.rounded_rectangle((*start, *end), corner * FINER, fill=colour)

    def shade(
        self, area: tuple[float, float, float, float], top: Colour, bottom: Colour
    ) -> None:
        """Fill a rectangle (left, top, right, bottom) from one colour to another."""
        left, upper, right, lower = (round(edge * FINER) for edge in area)
        ramp = np.linspace(0.0, 1.0, 256)[:, None, None]
        first = np.array(ImageColor.getrgb(top)[:3], dtype=np.float64)
        second = np.array(ImageColor.getrgb(bottom)[:3], dtype=np.float64)
        strip = np.round(first + (second - first) * ramp).astype(np.uint8)
        band = Image.fromarray(strip, "RGB").resize((right - left, lower - upper))
        self._image.paste(band, (left, upper))

    def glow(
        self, x: float, y: float, radius: float, colour: Colour, strength: float
    ) -> None:
        """Lay a soft round light over what is there; strength 0..1 in the middle."""
        side = 128
        axis = np.linspace(-1.0, 1.0, side)
        far = np.hypot(axis[:, None], axis[None, :])
        fall = np.clip(1.0 - far, 0.0, 1.0) ** 2 * 255 * strength
        mask = Image.fromarray(fall.astype(np.uint8), "L")
        size = round(2 * radius * FINER)
        mask = mask.resize((size, size), Image.Resampling.BICUBIC)
        corner = (round((x - radius) * FINER), round((y - radius) * FINER))
        self._image.paste(Image.new("RGB", (size, size), colour), corner, mask)

    def ridge(
        self, base: float, swing: float, waves: float, colour: Colour, foot: float = 800
    ) -> list[Point]:
        """Fill rolling land from a wavy skyline down to `foot`; return the skyline."""
        phases = self.rng.uniform(0, 2 * math.pi, 4)
        line = []
        for x in np.linspace(-20, WIDTH + 20, 160).tolist():
            turn = x / WIDTH * waves * 2 * math.pi
            height = sum(
                math.sin(turn * step + phases[number]) / step
                for number, step in enumerate((1.0, 1.9, 3.1, 5.3))
            )
            line.append((x, base - swing * height * 0.6))
        self.shape([*line, (WIDTH + 20, foot), (-20, foot)], colour)
        return line

    def ripples(
        self, area: tuple[float, float, float, float], count: int, colour: Colour
    ) -> None:
        """Lay short level strokes on water (left, top, right, bottom), longer below."""
        left, top, right, bottom = area
        for _ in range(count):
            depth = float(self.rng.uniform()) ** 0.8
            y = top + (bottom - top) * depth
            x = float(self.rng.uniform(left, right))
            length = 14 + 60 * depth * float(self.rng.uniform(0.5, 1.0))
            self.stroke([(x, y), (x + length, y)], 1.4 + 2.2 * depth, colour)

    def finished(self) -> Image.Image:
        """Return the picture at its own size."""
        return self._image.resize((WIDTH, HEIGHT), Image.Resampling.LANCZOS)
