"""People of whom only the upper half shows: at a desk, behind a counter, in a crowd."""

from dataclasses import replace

from .canvas import Canvas, smooth
from .heads import Look, head, random_look
from .palette import CREAM, INK, darker, lighter


def upper_body(
    canvas: Canvas,
    x: float,
    base: float,
    height: float,
    look: Look | None = None,
    *,
    back: bool = False,
    depth: float = 0.0,
) -> None:
    """Draw head and shoulders rising above a desk, a seat or the lower edge."""
    look = look or random_look(canvas)
    shoulders, half = base - height * 0.54, height * 0.36
    slope = [
        (-1.0, 0.54),
        (-1.0, 0.26),
        (-0.9, 0.1),
        (-0.62, 0.02),
        (-0.24, -0.05),
        (0.24, -0.05),
        (0.62, 0.02),
        (0.9, 0.1),
        (1.0, 0.26),
        (1.0, 0.54),
    ]
    canvas.polygon(smooth([(x + px * half, shoulders + py * height) for px, py in slope], 4), look.top, depth)
    for side, shade in ((-1, 0.18), (1, 0.09)):
        sleeve = [(side, 0.54), (side, 0.26), (side * 0.92, 0.12), (side * 0.68, 0.3), (side * 0.64, 0.54)]
        canvas.polygon([(x + px * half, shoulders + py * height) for px, py in sleeve], darker(look.top, shade), depth)
    middle = base - height * 0.79
    canvas.line([(x, middle), (x, shoulders - height * 0.02)], height * 0.15, darker(look.skin, 0.14), depth)
    if not back and not look.hijab:
        canvas.polygon(
            [
                (x - height * 0.1, shoulders - height * 0.045),
                (x + height * 0.1, shoulders - height * 0.045),
                (x, shoulders + height * 0.1),
            ],
            darker(look.skin, 0.08),
            depth,
        )
        for side in (-1, 1):
            canvas.polygon(
                [
                    (x + side * height * 0.1, shoulders - height * 0.06),
                    (x, shoulders + height * 0.1),
                    (x + side * height * 0.11, shoulders + height * 0.06),
                ],
                lighter(look.top, 0.2),
                depth,
            )
    head(canvas, x, middle, height * 0.2, look, 0, depth, back=back)


def crowd(canvas: Canvas, y: float, height: float, rows: int, arms: float = 0.0) -> None:
    """Fill the width with rows of people seen from behind against the light, near ones larger."""
    for row in range(rows):
        size = height * (0.55 + 0.45 * row / max(1, rows - 1))
        base = y + size * (0.45 + row * 0.62)
        x = -40 + canvas.between(0, size * 0.4)
        while x < 1660:
            look = random_look(canvas, top=INK)
            lift = canvas.between(-0.08, 0.08) * size
            if canvas.chance(arms):
                raised_arms(canvas, x, base + lift, size, darker(look.skin, 0.6))
            shaded = replace(look, hair=INK, hijab=INK if look.hijab else None)
            upper_body(canvas, x, base + lift + size * 0.3, size, shaded, back=True)
            x += size * canvas.between(0.62, 0.86)


def raised_arms(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Raise one arm or both above a head."""
    for side in canvas.pick(((-1,), (1,), (-1, 1))):
        reach = canvas.between(1.1, 1.35)
        canvas.line(
            [
                (x + side * size * 0.3, y - size * 0.2),
                (x + side * size * 0.37, y - size * 0.75),
                (x + side * size * 0.26, y - size * reach),
            ],
            size * 0.11,
            colour,
        )


def seller(canvas: Canvas, x: float, base: float, height: float) -> None:
    """Draw a stallholder behind a counter, in an apron."""
    upper_body(canvas, x, base, height)
    canvas.rectangle(x - height * 0.17, base - height * 0.34, height * 0.34, height * 0.34, CREAM, radius=4)
