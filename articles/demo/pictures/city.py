"""Motifs of the city: skyline, rush hour on motorcycles, bus stop."""

from .atmosphere import mist, sky
from .buildings import skyline, street_lamp, street_row, tower, window
from .canvas import Canvas
from .figures import person
from .palette import (
    ASPHALT,
    CLAY,
    CONCRETE,
    CREAM,
    INDIGO,
    MUSTARD,
    SKY_BLUE,
    STEEL,
    TEAL,
    TERRACOTTA,
    WOOD,
    darker,
    lighter,
)
from .plants import tree, tree_line
from .road import bus, motorbike, motorbike_front
from .terrain import puddle, ridge, volcano


def street(canvas: Canvas, top: float, bottom: float = 920) -> None:
    """Lay a street across the picture: pavement, asphalt, dashes, puddles when it rains."""
    canvas.rectangle(-100, top, 1800, bottom - top, CONCRETE, 0.1)
    kerb = top + (bottom - top) * 0.16
    canvas.fade(-100, kerb, 1800, bottom - kerb, canvas.tone(ASPHALT, 0.22), canvas.tone(ASPHALT))
    canvas.rectangle(-100, kerb, 1800, 7, darker(CONCRETE, 0.3))
    for x in range(-60, 1700, 240):
        canvas.rectangle(x, kerb + (bottom - kerb) * 0.42, 130, 9, CREAM, alpha=0.75)
    if canvas.light.is_wet:
        for _ in range(5):
            puddle(canvas, canvas.between(100, 1500), canvas.between(kerb + 40, bottom - 50), canvas.between(90, 190))


def city_skyline(canvas: Canvas) -> None:
    """Towers in layers over tiled roofs and trees, hills far behind."""
    horizon = canvas.between(600, 660)
    centre = canvas.between(560, 1040)
    sky(canvas, horizon, centre + canvas.pick((-330, 330)))
    if canvas.chance(0.7):
        volcano(canvas, 1600 - centre, horizon, 1100, canvas.between(200, 260), 0.76)
    ridge(canvas, horizon, 100, depth=0.74)
    for low, high, depth in ((110, 400, 0.62), (80, 330, 0.4)):
        skyline(canvas, horizon + 40, low, high * canvas.between(0.85, 1.1), depth, centre)
        mist(canvas, horizon + 40, 200, 0.45)
    hero = centre + canvas.between(-60, 20)
    tower(canvas, hero, horizon + 60, canvas.between(100, 130), canvas.between(440, 500), 0.24)
    tower(canvas, hero + 170, horizon + 60, canvas.between(90, 120), canvas.between(280, 360), 0.24)
    tower(canvas, hero - 190, horizon + 60, canvas.between(100, 140), canvas.between(220, 320), 0.24)
    tree_line(canvas, horizon + 70, 46, 0.28, palms=0.18)
    rooftops(canvas, horizon + 90)


def rooftops(canvas: Canvas, top: float) -> None:
    """Fill the foreground with overlapping kampung roofs and gardens."""
    for row in range(4):
        size = 130 + row * 52
        x = -150 + canvas.between(0, size * 0.5)
        base = top + 40 + row * 62
        while x < 1680:
            if canvas.chance(0.25):
                tree(canvas, x + size * 0.3, base + 20, size * canvas.between(0.8, 1.0), 0.24 - row * 0.07)
            roof_block(canvas, x, base, size * canvas.between(0.85, 1.15), 0.24 - row * 0.07)
            x += size * canvas.between(0.95, 1.2)


def roof_block(canvas: Canvas, x: float, base: float, width: float, depth: float) -> None:
    """Draw a small house of which mostly the roof shows."""
    colour = canvas.pick((TERRACOTTA, CLAY, "#b5674a", "#8d5a4a"))
    canvas.rectangle(x, base - width * 0.1, width, width * 0.6, canvas.pick((CREAM, "#dcb79a", "#b8cdc6")), depth)
    for place in (0.16, 0.56):
        window(canvas, x + width * place, base + width * 0.02, width * 0.16, width * 0.12, depth, frame=False)
    canvas.polygon(
        [
            (x - width * 0.08, base),
            (x + width * 0.2, base - width * 0.3),
            (x + width * 0.8, base - width * 0.3),
            (x + width * 1.08, base),
        ],
        colour,
        depth,
    )
    for row in (0.25, 0.5, 0.75):
        canvas.line(
            [
                (x - width * (0.08 - 0.28 * row), base - width * 0.3 * row),
                (x + width * (1.08 - 0.28 * row), base - width * 0.3 * row),
            ],
            2,
            darker(colour, 0.18),
            depth,
        )
    canvas.polygon(
        [
            (x - width * 0.08, base),
            (x + width * 0.2, base - width * 0.3),
            (x + width * 0.24, base - width * 0.3),
            (x + width * 0.12, base),
        ],
        darker(colour, 0.22),
        depth,
    )


def motorcycles(canvas: Canvas) -> None:
    """Rush hour seen from the front: rows of riders between the buildings of an avenue."""
    horizon = canvas.between(380, 430)
    vanish = canvas.between(700, 900)
    sky(canvas, horizon, vanish + canvas.between(-160, 160))
    skyline(canvas, horizon + 20, 90, canvas.between(220, 300), 0.62, vanish)
    for layer, depth in enumerate((0.44, 0.26)):
        for side in (-1, 1):
            x = vanish + side * (260 + layer * 290)
            tower(
                canvas,
                x - 110,
                horizon + 70 + layer * 50,
                220 + layer * 60,
                canvas.between(300, 420) + layer * 60,
                depth,
            )
    tree_line(canvas, horizon + 44, 40, 0.4, palms=0.2)
    canvas.fade(
        -100,
        horizon + 36,
        1800,
        920 - horizon,
        canvas.tone(ASPHALT, 0.5),
        canvas.tone(ASPHALT, 0.1),
        canvas.tone(darker(ASPHALT, 0.2)),
    )
    for side in (-1, 1):
        canvas.polygon(
            [
                (vanish + side * 60, horizon + 36),
                (vanish + side * 66, horizon + 36),
                (vanish + side * 620, 920),
                (vanish + side * 560, 920),
            ],
            CREAM,
            alpha=0.6,
        )
        for place in (520, 300):
            street_lamp(
                canvas, vanish + side * (place + 190), horizon + place * 0.34, place * 0.9, -side * place * 0.18
            )
    canvas.use_light(canvas.light.lamplit())
    for row in range(6):
        share = (row / 5) ** 1.25
        height = 84 + 270 * share
        base = horizon + 66 + (810 - horizon) * share
        spread = 300 + 560 * share
        number = 8 - row
        for index in range(number):
            x = vanish + (index - (number - 1) / 2) * spread * 2 / number + canvas.between(-0.2, 0.2) * height
            motorbike_front(canvas, x, base + canvas.between(-0.06, 0.06) * height, height, 0.42 * (1 - share) ** 1.4)


def bus_stop(canvas: Canvas) -> None:
    """A shelter with people waiting, a bus pulling in, trees and towers behind."""
    line = canvas.between(500, 540)
    sky(canvas, line)
    skyline(canvas, line + 20, 80, canvas.between(220, 320), 0.56, canvas.between(400, 1200))
    street_row(canvas, line + 30, 150, 230, 0.4)
    for x in (canvas.between(60, 300), canvas.between(1250, 1480)):
        tree(canvas, x, line + 44, canvas.between(240, 320), 0.24)
    canvas.use_light(canvas.light.lamplit())
    street(canvas, line + 30)
    left = canvas.between(-60, 120)
    bus(canvas, left, line + 190, canvas.between(720, 800), canvas.pick((TEAL, TERRACOTTA, INDIGO)), 0.06)
    motorbike(canvas, canvas.between(1100, 1400), line + 180, 180, canvas.pick((-1, 1)), depth=0.06)
    shelter(canvas, canvas.between(520, 640), 858, 760)


def shelter(canvas: Canvas, x: float, base: float, width: float) -> None:
    """Draw a bus shelter on the near pavement, with people under it."""
    roof = canvas.pick((TEAL, MUSTARD, TERRACOTTA))
    canvas.rectangle(-100, base - 24, 1800, 120, CONCRETE)
    canvas.rectangle(-100, base - 24, 1800, 8, lighter(CONCRETE, 0.4))
    height = 330
    canvas.rectangle(x + 30, base - height + 40, width - 60, height - 110, SKY_BLUE, alpha=0.22)
    for post in (0.05, 0.5, 0.94):
        canvas.rectangle(x + width * post, base - height, 12, height, darker(STEEL, 0.4))
    canvas.rectangle(x + 60, base - 76, width - 260, 14, WOOD, radius=5)
    if canvas.light.lamps > 0.25:
        canvas.glow(x + width / 2, base - height + 60, 420, canvas.light.lamp, 0.55, squash=0.6)
    for index in range(canvas.count(4, 6)):
        pose = "sit" if index < 2 else canvas.pick(("stand", "phone", "phone", "hip"))
        place = 110 + index * 106 + canvas.between(-18, 18)
        person(canvas, x + place, base + 6, 214, pose, facing=canvas.pick((-1, 1)))
    canvas.polygon(
        [
            (x - 40, base - height + 6),
            (x - 10, base - height - 24),
            (x + width + 30, base - height - 24),
            (x + width + 50, base - height + 6),
        ],
        roof,
    )
    canvas.rectangle(x - 40, base - height + 4, width + 90, 14, darker(roof, 0.25))
