"""Road vehicles: motorbikes with their riders, cars, buses, trucks."""

from .canvas import Canvas
from .heads import Look, random_look
from .palette import CLAY, CLOTHES, CREAM, INK, MUSTARD, SKY_BLUE, STEEL, TEAL, TERRACOTTA, WOOD, darker, lighter
from .terrain import shadow


def wheel(canvas: Canvas, x: float, y: float, radius: float, depth: float = 0.0) -> None:
    """Draw a wheel seen from the side."""
    canvas.ellipse(x, y, radius, radius, INK, depth)
    canvas.ellipse(x, y, radius * 0.58, radius * 0.58, STEEL, depth)
    canvas.ellipse(x, y, radius * 0.2, radius * 0.2, INK, depth)


def headlamp(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Draw a lamp, glowing when it is dark or wet."""
    if canvas.light.lamps > 0.25:
        canvas.glow(x, y, size * 7, canvas.light.lamp, 0.7)
    canvas.ellipse(x, y, size, size * 0.9, (255, 246, 220))


def motorbike(
    canvas: Canvas,
    x: float,
    base: float,
    size: float,
    facing: int = 1,
    depth: float = 0.0,
    colour: str | None = None,
    *,
    rider: bool = True,
) -> None:
    """Draw a scooter from the side, size being its length, with or without a rider."""
    colour = colour or canvas.pick(CLOTHES)

    def at(px: float, py: float) -> tuple[float, float]:
        return x + px * size * facing, base - py * size

    def part(points: list[tuple[float, float]], tint: str) -> None:
        canvas.polygon([at(*point) for point in points], tint, depth)

    shadow(canvas, x, base, size * 0.55)
    wheel(canvas, *at(-0.33, 0.15), size * 0.15, depth)
    wheel(canvas, *at(0.36, 0.15), size * 0.15, depth)
    if rider:
        look = random_look(canvas)
        leg = [at(-0.1, 0.46), at(0.13, 0.42), at(0.1, 0.2), at(0.17, 0.19)]
        canvas.line(leg, size * 0.095, look.bottom, depth)
    part(
        [
            (-0.46, 0.36),
            (-0.42, 0.46),
            (-0.05, 0.42),
            (0.02, 0.2),
            (0.2, 0.2),
            (0.27, 0.5),
            (0.34, 0.52),
            (0.34, 0.3),
            (0.24, 0.12),
            (-0.12, 0.12),
            (-0.22, 0.24),
        ],
        colour,
    )
    part(
        [(-0.46, 0.36), (-0.22, 0.24), (-0.12, 0.12), (0.24, 0.12), (0.26, 0.16), (-0.08, 0.17), (-0.16, 0.32)],
        darker(colour, 0.28),
    )
    part([(-0.44, 0.46), (-0.36, 0.51), (-0.08, 0.49), (-0.03, 0.43)], INK)
    canvas.line([at(0.36, 0.15), at(0.3, 0.46), at(0.26, 0.64), at(0.18, 0.65)], size * 0.03, INK, depth)
    part([(0.24, 0.52), (0.27, 0.64), (0.35, 0.58), (0.36, 0.5)], lighter(colour, 0.12))
    part([(0.22, 0.27), (0.3, 0.34), (0.47, 0.32), (0.52, 0.22), (0.4, 0.3)], darker(colour, 0.12))
    headlamp(canvas, *at(0.355, 0.55), size * 0.028)
    if rider:
        riding(canvas, at, size, look, depth, facing)


def riding(canvas: Canvas, at, size: float, look: Look, depth: float, facing: int) -> None:
    """Draw the upper half of a rider; at() turns shares of the motorbike into units."""
    helmet = canvas.pick(CLOTHES)
    torso = [(-0.24, 0.48), (-0.2, 0.72), (-0.1, 0.86), (0.03, 0.83), (0.04, 0.68), (-0.01, 0.48)]
    canvas.polygon([at(*point) for point in torso], look.top, depth)
    canvas.polygon(
        [at(*point) for point in ((-0.24, 0.48), (-0.2, 0.72), (-0.1, 0.86), (-0.1, 0.66), (-0.14, 0.48))],
        darker(look.top, 0.2),
        depth,
    )
    canvas.line([at(-0.01, 0.79), at(0.06, 0.62), at(0.18, 0.65)], size * 0.075, lighter(look.top, 0.08), depth)
    head_x, head_y = at(0.0, 0.96)
    canvas.ellipse(head_x + size * 0.02 * facing, head_y + size * 0.02, size * 0.085, size * 0.09, look.skin, depth)
    canvas.pie(head_x, head_y, size * 0.115, 180, 360, helmet, depth)
    back = head_x - size * 0.115 if facing > 0 else head_x - size * 0.02
    canvas.rectangle(back, head_y - size * 0.01, size * 0.135, size * 0.07, helmet, depth, radius=size * 0.03)


def motorbike_front(canvas: Canvas, x: float, base: float, height: float, depth: float = 0.0) -> None:
    """Draw a scooter and its rider coming towards us, height being the rider's top."""
    colour, look, helmet = canvas.pick(CLOTHES), random_look(canvas), canvas.pick(CLOTHES)
    unit = height
    shadow(canvas, x, base, unit * 0.26)
    upper = base - unit * 0.36
    for side in (-1, 1):
        canvas.line(
            [
                (x + side * unit * 0.09, upper),
                (x + side * unit * 0.19, base - unit * 0.3),
                (x + side * unit * 0.14, base - unit * 0.1),
            ],
            unit * 0.085,
            look.bottom,
            depth,
        )
    canvas.rectangle(x - unit * 0.035, base - unit * 0.22, unit * 0.07, unit * 0.22, INK, depth, radius=unit * 0.03)
    canvas.polygon(
        [
            (x - unit * 0.17, base - unit * 0.72),
            (x, base - unit * 0.79),
            (x + unit * 0.17, base - unit * 0.72),
            (x + unit * 0.14, upper),
            (x - unit * 0.14, upper),
        ],
        look.top,
        depth,
    )
    for side in (-1, 1):
        canvas.line(
            [
                (x + side * unit * 0.15, base - unit * 0.7),
                (x + side * unit * 0.23, base - unit * 0.56),
                (x + side * unit * 0.2, base - unit * 0.48),
            ],
            unit * 0.07,
            darker(look.top, 0.14),
            depth,
        )
        canvas.line(
            [(x + side * unit * 0.08, base - unit * 0.47), (x + side * unit * 0.23, base - unit * 0.48)],
            unit * 0.022,
            INK,
            depth,
        )
        canvas.line(
            [(x + side * unit * 0.17, base - unit * 0.48), (x + side * unit * 0.24, base - unit * 0.6)],
            unit * 0.01,
            INK,
            depth,
        )
        canvas.ellipse(x + side * unit * 0.25, base - unit * 0.62, unit * 0.035, unit * 0.024, STEEL, depth)
    shield = [
        (x - unit * 0.08, base - unit * 0.52),
        (x + unit * 0.08, base - unit * 0.52),
        (x + unit * 0.14, base - unit * 0.36),
        (x + unit * 0.05, base - unit * 0.13),
        (x - unit * 0.05, base - unit * 0.13),
        (x - unit * 0.14, base - unit * 0.36),
    ]
    canvas.polygon(shield, colour, depth)
    canvas.polygon(
        [shield[0], (x, base - unit * 0.52), (x, base - unit * 0.13), shield[4], shield[5]],
        darker(colour, 0.18),
        depth,
    )
    headlamp(canvas, x, base - unit * 0.44, unit * 0.036)
    canvas.ellipse(x, base - unit * 0.87, unit * 0.105, unit * 0.12, helmet, depth)
    canvas.rectangle(
        x - unit * 0.075, base - unit * 0.9, unit * 0.15, unit * 0.1, look.skin, depth, radius=unit * 0.04
    )
    canvas.rectangle(
        x - unit * 0.08, base - unit * 0.9, unit * 0.16, unit * 0.05, darker(SKY_BLUE, 0.55), depth, radius=unit * 0.02
    )


def car(
    canvas: Canvas,
    x: float,
    base: float,
    length: float,
    facing: int = 1,
    depth: float = 0.0,
    colour: str | None = None,
) -> None:
    """Draw a family car (the Indonesian MPV kind) from the side."""
    colour = colour or canvas.pick((CREAM, STEEL, TERRACOTTA, TEAL, INK, MUSTARD))
    half, height = length / 2, length * 0.36

    def at(px: float, py: float) -> tuple[float, float]:
        return x + px * half * facing, base - py * height

    shadow(canvas, x, base, half * 1.05)
    body = [
        (-0.98, 0.2),
        (-0.98, 0.6),
        (-0.86, 0.94),
        (-0.7, 1.0),
        (0.1, 1.0),
        (0.46, 0.64),
        (0.9, 0.54),
        (1.0, 0.4),
        (1.0, 0.18),
    ]
    canvas.polygon([at(*point) for point in body], colour, depth)
    canvas.polygon(
        [at(*point) for point in ((-0.98, 0.2), (-0.98, 0.36), (1.0, 0.34), (1.0, 0.18))], darker(colour, 0.25), depth
    )
    for glass in (
        ((-0.84, 0.62), (-0.76, 0.9), (-0.36, 0.9), (-0.36, 0.62)),
        ((-0.3, 0.62), (-0.3, 0.9), (0.07, 0.9), (0.34, 0.62)),
    ):
        canvas.polygon([at(*point) for point in glass], darker(SKY_BLUE, 0.45), depth)
    for place in (-0.6, 0.58):
        wheel(canvas, *at(place, 0.17), height * 0.2, depth)
    headlamp(canvas, *at(0.95, 0.43), height * 0.055)


def bus(canvas: Canvas, x: float, base: float, length: float, colour: str, depth: float = 0.0) -> None:
    """Draw a city bus from the side, passengers in its windows; x is its left end."""
    height = length * 0.33
    shadow(canvas, x + length / 2, base, length * 0.54)
    canvas.rectangle(x, base - height, length, height * 0.92, colour, depth, radius=height * 0.12)
    canvas.rectangle(x, base - height * 0.36, length, height * 0.1, CREAM, depth)
    canvas.rectangle(x, base - height * 0.24, length, height * 0.16, darker(colour, 0.26), depth)
    lit = canvas.light.lamps > 0.4
    glass = canvas.light.lamp if lit else darker(SKY_BLUE, 0.4)
    step = length * 0.118
    for index in range(7):
        left = x + length * 0.04 + index * step
        canvas.rectangle(left, base - height * 0.86, step * 0.88, height * 0.42, glass, 0 if lit else depth, radius=5)
        if canvas.chance(0.6):
            canvas.ellipse(left + step * 0.44, base - height * 0.6, step * 0.15, step * 0.17, darker(WOOD, 0.4), depth)
            canvas.pie(left + step * 0.44, base - height * 0.44, step * 0.3, 180, 360, canvas.pick(CLOTHES), depth)
    canvas.rectangle(
        x + length * 0.875,
        base - height * 0.86,
        length * 0.105,
        height * 0.46,
        darker(SKY_BLUE, 0.55),
        depth,
        radius=8,
    )
    canvas.rectangle(
        x + length * 0.62, base - height * 0.86, length * 0.1, height * 0.78, darker(SKY_BLUE, 0.5), depth, radius=5
    )
    canvas.line(
        [(x + length * 0.67, base - height * 0.86), (x + length * 0.67, base - height * 0.1)], 4, colour, depth
    )
    for place in (0.2, 0.82):
        wheel(canvas, x + length * place, base - height * 0.06, height * 0.15, depth)
    headlamp(canvas, x + length * 0.985, base - height * 0.25, height * 0.04)


def truck(canvas: Canvas, x: float, base: float, length: float, colour: str = MUSTARD) -> None:
    """Draw a tipper truck, cab to the right; x is its middle."""
    half = length / 2
    shadow(canvas, x, base, half * 1.05)
    canvas.polygon(
        [
            (x - half, base - length * 0.36),
            (x + half * 0.3, base - length * 0.36),
            (x + half * 0.22, base - length * 0.14),
            (x - half * 0.92, base - length * 0.14),
        ],
        colour,
    )
    for place in (-0.7, -0.4, -0.1):
        canvas.line(
            [(x + half * place, base - length * 0.35), (x + half * place, base - length * 0.15)],
            5,
            darker(colour, 0.2),
        )
    canvas.polygon(
        [
            (x + half * 0.38, base - length * 0.4),
            (x + half * 0.82, base - length * 0.4),
            (x + half, base - length * 0.22),
            (x + half, base - length * 0.08),
            (x + half * 0.38, base - length * 0.08),
        ],
        CLAY,
    )
    canvas.polygon(
        [
            (x + half * 0.5, base - length * 0.36),
            (x + half * 0.78, base - length * 0.36),
            (x + half * 0.9, base - length * 0.23),
            (x + half * 0.5, base - length * 0.23),
        ],
        darker(SKY_BLUE, 0.35),
    )
    canvas.rectangle(x - half * 0.9, base - length * 0.14, half * 1.3, length * 0.06, INK)
    for place in (-0.62, -0.28, 0.66):
        wheel(canvas, x + half * place, base - length * 0.07, length * 0.075)
