"""Plants: palms, round trees, bushes, grass, banana leaves in the foreground."""

import math

from .canvas import Canvas, Point
from .palette import BARK, LEAF, MOSS, PINE, blend, darker, lighter

GREENS = (LEAF, MOSS, blend(LEAF, "#d7b94e", 0.3), blend(MOSS, LEAF, 0.5))


def frond(canvas: Canvas, x: float, y: float, length: float, angle: float, colour: str, depth: float) -> None:
    """Draw one drooping palm leaf: a smooth back and a notched underside."""
    back: list[Point] = []
    under: list[Point] = []
    for step in range(11):
        t = step / 10
        px = x + math.cos(angle) * length * t
        py = y + math.sin(angle) * length * t + length * 0.62 * t * t * abs(math.cos(angle)) ** 0.6
        width = length * 0.17 * math.sin(math.pi * min(1.0, 0.12 + t * 0.88))
        back.append((px, py - width * 0.28))
        under.append((px - math.cos(angle) * length * 0.02, py + width * (1.0 if step % 2 else 0.45)))
    canvas.polygon([*back, *reversed(under)], colour, depth)


def palm(canvas: Canvas, x: float, foot: float, height: float, depth: float = 0.0) -> None:
    """Draw a coconut palm that leans a little."""
    lean = canvas.between(-0.2, 0.2) * height
    head_x, head_y = x + lean, foot - height
    left, right = [], []
    for step in range(9):
        t = step / 8
        px, py = x + lean * t**1.7, foot - height * t
        half = height * (0.028 - 0.014 * t) + (height * 0.012 if step == 0 else 0)
        left.append((px - half, py))
        right.append((px + half, py))
    canvas.polygon([*left, *reversed(right)], BARK, depth)
    canvas.polygon(
        [*left, *[((a + b) / 2, py) for (a, py), (b, _) in zip(reversed(left), reversed(right), strict=True)]],
        lighter(BARK, 0.2),
        depth,
    )
    green = canvas.pick((MOSS, blend(MOSS, LEAF, 0.5), blend(PINE, MOSS, 0.6)))
    turn = canvas.between(-0.1, 0.1)
    length = height * canvas.between(0.36, 0.44)
    for angle, shade in (
        (-2.75, 0.3),
        (-0.4, 0.3),
        (-2.1, 0.25),
        (-1.02, 0.25),
        (3.02, 0.15),
        (0.12, 0.15),
        (-2.2, 0.05),
        (-0.95, 0.05),
        (-2.6, -0.1),
        (-0.6, -0.12),
    ):
        colour = darker(green, shade) if shade > 0 else lighter(green, -shade)
        frond(canvas, head_x, head_y, length * canvas.between(0.86, 1.1), angle + turn, colour, depth)
    for offset in (-0.018, 0.012, 0.03):
        canvas.ellipse(
            head_x + offset * height, head_y + height * 0.028, height * 0.018, height * 0.02, darker(BARK, 0.2), depth
        )


def tree(canvas: Canvas, x: float, foot: float, height: float, depth: float = 0.0, colour: str | None = None) -> None:
    """Draw a broad shade tree: forked trunk, crown of overlapping rounds, lit on the sun's side."""
    green = colour or canvas.pick(GREENS)
    trunk = height * 0.045
    canvas.polygon(
        [
            (x - trunk * 1.5, foot),
            (x - trunk * 0.8, foot - height * 0.5),
            (x + trunk * 0.8, foot - height * 0.5),
            (x + trunk * 1.5, foot),
        ],
        BARK,
        depth,
    )
    for side in (-1, 1):
        canvas.line([(x, foot - height * 0.34), (x + side * height * 0.2, foot - height * 0.62)], trunk, BARK, depth)
    side = 1 if canvas.sun[0] > x else -1
    rounds = [(-0.27, 0.6, 0.2), (0.27, 0.6, 0.2), (-0.13, 0.74, 0.24), (0.14, 0.76, 0.23), (0.0, 0.58, 0.25)]
    placed = [
        (
            x + (dx + canvas.between(-0.03, 0.03)) * height,
            foot - (dy + canvas.between(-0.02, 0.03)) * height,
            radius * height,
        )
        for dx, dy, radius in rounds
    ]
    for px, py, radius in placed:
        canvas.ellipse(px, py, radius, radius * 0.86, darker(green, 0.22), depth)
    for px, py, radius in placed:
        canvas.ellipse(px + side * radius * 0.1, py - radius * 0.12, radius * 0.86, radius * 0.7, green, depth)
    for px, py, radius in placed[2:4]:
        canvas.ellipse(
            px + side * radius * 0.26, py - radius * 0.34, radius * 0.42, radius * 0.28, lighter(green, 0.18), depth
        )


def bush(canvas: Canvas, x: float, foot: float, size: float, depth: float = 0.0, colour: str | None = None) -> None:
    """Draw a low round bush."""
    green = colour or canvas.pick(GREENS)
    for offset, radius in ((-0.6, 0.5), (0.55, 0.55), (0.0, 0.75)):
        canvas.pie(x + offset * size, foot, radius * size, 180, 360, darker(green, 0.18), depth)
    for offset, radius in ((-0.5, 0.32), (0.1, 0.52)):
        canvas.ellipse(
            x + offset * size, foot - radius * size * 0.62, radius * size * 0.7, radius * size * 0.4, green, depth
        )


def tree_line(canvas: Canvas, base: float, size: float, depth: float, palms: float = 0.25) -> None:
    """Draw a far row of trees and a few palms, as one soft band."""
    x = -60.0
    while x < 1680:
        if canvas.chance(palms):
            palm(canvas, x, base + 4, size * canvas.between(1.5, 2.1), depth)
        bush(canvas, x, base + 6, size * canvas.between(0.5, 0.9), depth, MOSS)
        x += size * canvas.between(0.5, 0.95)


def grass(canvas: Canvas, base: float, size: float, colour: str = PINE, tufts: int = 30) -> None:
    """Draw tufts of grass along the lower edge."""
    for _ in range(tufts):
        x, foot = canvas.between(-20, 1620), base + canvas.between(0, size * 0.5)
        for blade in (-0.45, -0.2, 0.05, 0.3, 0.5):
            tall = size * canvas.between(0.6, 1.1)
            canvas.polygon(
                [(x + blade * 16, foot), (x + blade * 16 + 7, foot), (x + blade * tall * 0.9, foot - tall)], colour
            )


def corner_leaves(canvas: Canvas, *, right: bool, top: bool = True, colour: str = PINE) -> None:
    """Frame a corner with large banana leaves, dark as they are near and in shade."""
    x, y = (1660.0 if right else -60.0), (-50.0 if top else 960.0)
    inward = math.pi if right else 0.0
    toward = (-1 if right else 1) * (1 if top else -1)
    for turn in (0.12, 0.5, 0.86, 1.22):
        angle = inward + toward * (turn + canvas.between(-0.08, 0.08))
        broad_leaf(canvas, x, y, canvas.between(290, 420), angle, darker(colour, canvas.between(0.15, 0.45)))


def broad_leaf(
    canvas: Canvas, x: float, y: float, length: float, angle: float, colour: str, depth: float = 0.0
) -> None:
    """Draw one banana leaf with a pale midrib."""
    across = angle + math.pi / 2
    upper, lower, rib = [], [], []
    for step in range(13):
        t = step / 12
        bend = length * 0.16 * t * t
        px, py = x + math.cos(angle) * length * t, y + math.sin(angle) * length * t + bend
        half = length * 0.15 * math.sin(math.pi * t**0.8)
        upper.append((px + math.cos(across) * half, py + math.sin(across) * half))
        lower.append((px - math.cos(across) * half, py - math.sin(across) * half))
        rib.append((px, py))
    canvas.polygon([*upper, *reversed(lower)], colour, depth)
    canvas.polygon([*upper, *reversed(rib)], lighter(colour, 0.1), depth)
    canvas.line(rib, length * 0.012, lighter(colour, 0.22), depth)
