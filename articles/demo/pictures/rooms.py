"""What rooms are made of: walls, windows on the light outside, lamps, tables, shelves."""

from .canvas import Canvas
from .palette import (
    CLOTHES,
    CREAM,
    INK,
    LEAF,
    MOSS,
    MUSTARD,
    PAPER,
    SKY_BLUE,
    STONE,
    TERRACOTTA,
    WOOD,
    darker,
    lighter,
    mix,
)
from .plants import broad_leaf


def room(canvas: Canvas, wall: str, floor: str, line: float) -> None:
    """Fill the walls and the floor, and soften the light as lamps do."""
    canvas.use_light(canvas.light.indoors())
    canvas.fade(-100, -100, 1800, line + 100, canvas.tone(darker(wall, 0.16)), canvas.tone(wall))
    canvas.fade(-100, line, 1800, 930 - line, canvas.tone(floor), canvas.tone(darker(floor, 0.25)))
    canvas.rectangle(-100, line - 14, 1800, 14, lighter(wall, 0.35))
    canvas.rectangle(-100, line, 1800, 5, darker(floor, 0.35))


def view(
    canvas: Canvas, x: float, y: float, width: float, height: float, panes: int = 2, *, sunny: bool = True
) -> None:
    """Cut a window into the wall: sky, far hills and roofs, frame, sill, and its light."""
    light = canvas.light
    canvas.rectangle(x - 14, y - 14, width + 28, height + 28, PAPER)
    canvas.fade(x, y, width, height, *light.sky)
    if sunny and not light.is_wet:
        radius = height * 0.09
        sun = (x + width * canvas.between(0.2, 0.8), y + height * (0.8 - 0.55 * light.sun_height))
        canvas.ellipse(*sun, radius, radius, light.sun)
        canvas.sun = sun
    base = y + height
    for share, tint in ((0.34, mix(light.haze, light.sky[1], 0.4)), (0.2, mix(light.haze, canvas.tone(MOSS), 0.5))):
        peak = x + width * canvas.between(0.3, 0.7)
        canvas.polygon(
            [
                (x, base - height * share * 0.5),
                (peak, base - height * share),
                (x + width, base - height * share * 0.4),
                (x + width, base),
                (x, base),
            ],
            tint,
        )
    for pane in range(1, panes):
        canvas.rectangle(x + width * pane / panes - 5, y, 10, height, PAPER)
    canvas.rectangle(x, y + height * 0.36, width, 7, PAPER)
    canvas.rectangle(x - 28, base + 10, width + 56, 16, lighter(STONE, 0.4))
    if light.is_wet:
        for _ in range(26):
            px, py = x + canvas.between(6, width - 12), y + canvas.between(6, height - 40)
            canvas.line([(px, py), (px - 4, py + canvas.between(14, 34))], 2, (236, 242, 244), alpha=0.5)
    elif not light.is_night:
        canvas.beam([(x, base), (x + width, base), (x + width * 1.7, 900), (x + width * 0.5, 900)], light.glow, 0.28)


def pendant(canvas: Canvas, x: float, y: float, size: float, colour: str) -> None:
    """Hang a lamp; it glows when the light outside is low."""
    canvas.line([(x, -60), (x, y - size * 0.5)], 3, INK)
    lamps = canvas.light.lamps
    if lamps > 0.1:
        canvas.glow(x, y + size * 0.2, size * (3 + 3 * lamps), canvas.light.lamp, 0.35 + 0.35 * min(1, lamps * 1.6))
    canvas.pie(x, y, size * 0.6, 180, 360, colour, squash=0.95)
    canvas.pie(x, y, size * 0.6, 180, 255, darker(colour, 0.2), squash=0.95)
    canvas.ellipse(x, y, size * 0.6, size * 0.1, (255, 240, 200) if lamps > 0.1 else CREAM)


def potted_plant(canvas: Canvas, x: float, base: float, size: float) -> None:
    """Stand a leafy plant in a clay pot."""
    for angle in (-2.5, -2.1, -1.75, -1.4, -1.05, -0.65):
        broad_leaf(
            canvas,
            x,
            base - size * 0.34,
            size * canvas.between(0.6, 0.85),
            angle,
            canvas.pick((LEAF, MOSS, darker(MOSS, 0.2))),
        )
    canvas.polygon(
        [
            (x - size * 0.24, base - size * 0.36),
            (x + size * 0.24, base - size * 0.36),
            (x + size * 0.17, base),
            (x - size * 0.17, base),
        ],
        TERRACOTTA,
    )
    canvas.rectangle(x - size * 0.27, base - size * 0.4, size * 0.54, size * 0.08, lighter(TERRACOTTA, 0.15), radius=4)


def table(canvas: Canvas, x: float, top: float, width: float, base: float, colour: str = WOOD) -> None:
    """Draw a table from the side; x is its left end."""
    for place in (0.06, 0.9):
        canvas.rectangle(x + width * place, top + 10, width * 0.04, base - top - 10, darker(colour, 0.3))
    canvas.rectangle(x, top, width, 24, colour, radius=6)
    canvas.rectangle(x, top, width, 8, lighter(colour, 0.25), radius=4)


def books(canvas: Canvas, x: float, base: float, width: float, height: float) -> None:
    """Fill one shelf with book spines of uneven height."""
    place = x
    while place < x + width - 8:
        thick = canvas.between(9, 24)
        if canvas.chance(0.06):
            place += thick
            continue
        tall = height * canvas.between(0.66, 0.96)
        colour = canvas.pick((*CLOTHES, darker(TERRACOTTA, 0.3), darker(MUSTARD, 0.25)))
        thick = min(thick, x + width - place)
        canvas.rectangle(place, base - tall, thick - 1.5, tall, colour)
        canvas.rectangle(place, base - tall * 0.82, thick - 1.5, tall * 0.07, CREAM, alpha=0.7)
        place += thick


def shelf(canvas: Canvas, x: float, top: float, width: float, height: float, rows: int) -> None:
    """Draw a bookcase, full."""
    canvas.rectangle(x - 12, top - 12, width + 24, height + 24, darker(WOOD, 0.2))
    canvas.rectangle(x, top, width, height, darker(WOOD, 0.55))
    step = height / rows
    for row in range(rows):
        base = top + (row + 1) * step
        books(canvas, x + 3, base - 8, width - 6, step - 14)
        canvas.rectangle(x, base - 9, width, 10, WOOD)


def screen(canvas: Canvas, x: float, y: float, width: float, height: float) -> None:
    """Draw a lit screen with the blocks of a layout, no words."""
    canvas.rectangle(x - 6, y - 6, width + 12, height + 12, INK, radius=8)
    canvas.rectangle(x, y, width, height, mix(canvas.tone(PAPER), (236, 244, 246), 0.6), radius=4)
    canvas.rectangle(x, y, width, height * 0.14, canvas.pick((TERRACOTTA, SKY_BLUE, MUSTARD, LEAF)))
    canvas.rectangle(x + width * 0.06, y + height * 0.24, width * 0.4, height * 0.4, canvas.pick(CLOTHES))
    for row in range(4):
        canvas.rectangle(
            x + width * 0.54, y + height * (0.26 + row * 0.12), width * canvas.between(0.24, 0.4), height * 0.05, STONE
        )
    for row in range(2):
        canvas.rectangle(
            x + width * 0.06, y + height * (0.74 + row * 0.1), width * canvas.between(0.5, 0.86), height * 0.05, STONE
        )


def cup(canvas: Canvas, x: float, base: float, size: float, colour: str, *, steam: bool = True) -> None:
    """Stand a cup on a saucer, steaming."""
    canvas.ellipse(x, base, size * 0.8, size * 0.12, lighter(colour, 0.3))
    canvas.ring(x + size * 0.44, base - size * 0.4, size * 0.2, size * 0.2, size * 0.08, colour)
    canvas.rectangle(x - size * 0.42, base - size * 0.7, size * 0.84, size * 0.68, colour, radius=size * 0.2)
    canvas.ellipse(x, base - size * 0.68, size * 0.42, size * 0.1, "#4a3023")
    if steam:
        for offset in (-0.14, 0.14):
            points = [
                (x + size * (offset + 0.07 * (-1) ** step), base - size * (0.9 + step * 0.24)) for step in range(5)
            ]
            canvas.line(points, size * 0.06, (255, 250, 240), alpha=0.4)
