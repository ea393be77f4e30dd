"""Motif of the market: awnings, sellers, baskets of fruit, shoppers."""

from .atmosphere import sky
from .buildings import awning, skyline, street_row
from .canvas import Canvas
from .crowds import seller
from .figures import person
from .palette import CONCRETE, INDIGO, INK, LEAF, MOSS, MUSTARD, ROSE, TEAL, TERRACOTTA, WOOD, darker, lighter


def market(canvas: Canvas) -> None:
    """A market street: two rows of awnings, sellers behind heaps of fruit, shoppers between."""
    line = canvas.between(420, 460)
    sky(canvas, line)
    skyline(canvas, line + 10, 40, 130, 0.66, canvas.between(400, 1200))
    street_row(canvas, line + 110, 220, 330, 0.34)
    canvas.fade(-100, line + 105, 1800, 920 - line, canvas.tone(CONCRETE, 0.25), canvas.tone(darker(CONCRETE, 0.12)))
    fruit = (TERRACOTTA, MUSTARD, LEAF, "#c94f4f", "#d9c24f", MOSS)
    canvas.use_light(canvas.light.lamplit())
    for index in range(5):
        stall(canvas, -60 + index * 350 + canvas.between(-20, 20), line + 210, 300, 0.2, fruit)
    for _ in range(canvas.count(8, 12)):
        foot = line + canvas.between(236, 300)
        person(
            canvas,
            canvas.between(60, 1540),
            foot,
            176 + (foot - line - 236) * 0.4,
            canvas.pick(("walk", "carry", "stand", "point")),
            facing=canvas.pick((-1, 1)),
            depth=0.08,
            back=canvas.chance(0.4),
        )
    lanterns(canvas, line - 60)
    for side in (canvas.between(-40, 60), canvas.between(900, 1020)):
        front_stall(canvas, side, 900, 580, fruit)


def stall(canvas: Canvas, x: float, base: float, width: float, depth: float, fruit: tuple[str, ...]) -> None:
    """Draw a stall with posts, an awning, a seller and crates."""
    for post in (0.04, 0.94):
        canvas.rectangle(x + width * post, base - width * 0.72, width * 0.02, width * 0.72, WOOD, depth)
    canvas.rectangle(
        x + width * 0.05, base - width * 0.7, width * 0.9, width * 0.5, darker(WOOD, 0.5), depth, alpha=0.75
    )
    if canvas.light.lamps > 0.2:
        canvas.glow(x + width / 2, base - width * 0.5, width * 0.6, canvas.light.lamp, 0.75)
    seller(canvas, x + width * canvas.between(0.3, 0.7), base - width * 0.16, width * 0.34)
    for place in (0.16, 0.39, 0.62, 0.85):
        basket(canvas, x + width * place, base - width * 0.14, width * 0.2, canvas.pick(fruit))
    canvas.rectangle(x, base - width * 0.16, width, width * 0.17, WOOD, depth)
    canvas.rectangle(x, base - width * 0.16, width, width * 0.03, lighter(WOOD, 0.2), depth)
    awning(
        canvas,
        x - width * 0.04,
        base - width * 0.86,
        width * 1.08,
        width * 0.2,
        canvas.pick((TERRACOTTA, TEAL, MUSTARD, INDIGO, ROSE)),
        depth,
    )


def front_stall(canvas: Canvas, x: float, base: float, width: float, fruit: tuple[str, ...]) -> None:
    """Draw a near counter full of baskets, cut by the lower edge."""
    canvas.rectangle(x, base - 70, width, 120, darker(WOOD, 0.12))
    canvas.rectangle(x, base - 70, width, 12, lighter(WOOD, 0.15))
    for index in range(4):
        basket(canvas, x + 76 + index * 142, base - 64, 136, canvas.pick(fruit))


def lanterns(canvas: Canvas, y: float) -> None:
    """String lamps over the street."""
    wire = [(x, y + 40 * (1 - ((x % 800) / 400 - 1) ** 2)) for x in range(-80, 1700, 40)]
    canvas.line(wire, 2.5, INK)
    for x, height in wire[::3]:
        if canvas.light.lamps > 0.2:
            canvas.glow(x, height + 14, 54, canvas.light.lamp, 0.75)
        canvas.ellipse(x, height + 12, 9, 11, canvas.light.lamp)


def basket(canvas: Canvas, x: float, base: float, width: float, colour: str) -> None:
    """Draw a woven basket heaped with fruit of one colour."""
    for offset in (-0.3, 0.0, 0.3, -0.15, 0.16):
        lift = 0.34 if abs(offset) in (0.3, 0.0) else 0.46
        tint = canvas.pick((colour, lighter(colour, 0.16), darker(colour, 0.1)))
        canvas.ellipse(x + offset * width, base - width * lift, width * 0.17, width * 0.16, tint)
    canvas.polygon(
        [
            (x - width * 0.5, base - width * 0.34),
            (x + width * 0.5, base - width * 0.34),
            (x + width * 0.4, base),
            (x - width * 0.4, base),
        ],
        WOOD,
    )
    for row in (0.1, 0.2):
        canvas.line(
            [(x - width * 0.44, base - width * row), (x + width * 0.44, base - width * row)],
            width * 0.025,
            darker(WOOD, 0.25),
        )
