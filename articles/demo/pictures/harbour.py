"""Motifs of harbour and river: the ferry quay with its cranes, the cable-stayed bridge."""

from .atmosphere import sky
from .buildings import skyline
from .canvas import Canvas
from .coast import far_coast
from .figures import person
from .palette import CLOTHES, CONCRETE, CREAM, INK, MUSTARD, STEEL, TERRACOTTA, darker, lighter
from .plants import corner_leaves, tree_line
from .terrain import ridge, shadow, water
from .vessels import ferry, jukung


def crane(canvas: Canvas, x: float, base: float, height: float, colour: str, depth: float, reach: int) -> None:
    """Draw a container crane whose boom reaches to one side."""
    leg = height * 0.2
    width = height * 0.022
    for side in (-1, 1):
        canvas.line([(x + side * leg, base), (x + side * leg * 0.72, base - height * 0.72)], width, colour, depth)
    for level in (0.3, 0.72):
        half = leg * (1 - 0.38 * level)
        canvas.line([(x - half, base - height * level), (x + half, base - height * level)], width, colour, depth)
    canvas.line(
        [(x - leg * 0.9, base - height * 0.3), (x + leg * 0.75, base - height * 0.72)], width * 0.6, colour, depth
    )
    boom = x + reach * height * 0.72
    canvas.line(
        [(x - reach * height * 0.34, base - height * 0.75), (boom, base - height * 0.75)], width * 1.3, colour, depth
    )
    canvas.line(
        [(boom, base - height * 0.75), (x, base - height), (x - reach * height * 0.34, base - height * 0.75)],
        width * 0.5,
        colour,
        depth,
    )
    canvas.line([(x, base - height * 0.72), (x, base - height)], width, colour, depth)
    hook = x + reach * height * canvas.between(0.3, 0.6)
    canvas.line([(hook, base - height * 0.75), (hook, base - height * 0.46)], 2, INK, depth)
    canvas.rectangle(
        hook - height * 0.07, base - height * 0.46, height * 0.14, height * 0.06, canvas.pick(CLOTHES), depth
    )


def containers(canvas: Canvas, x: float, base: float, columns: int, size: float, depth: float = 0.0) -> None:
    """Stack containers in columns of uneven height."""
    for column in range(columns):
        for level in range(canvas.count(1, 3)):
            colour = canvas.pick(CLOTHES)
            left, top = x + column * size * 2.45, base - (level + 1) * size
            canvas.rectangle(left, top, size * 2.4, size * 0.96, colour, depth)
            for rib in range(1, 9):
                canvas.rectangle(
                    left + rib * size * 0.27, top + size * 0.1, size * 0.05, size * 0.76, darker(colour, 0.2), depth
                )


def harbour(canvas: Canvas) -> None:
    """A ferry at the quay, cranes and containers behind it, people waiting."""
    horizon = canvas.between(430, 500)
    sky(canvas, horizon)
    far_coast(canvas, horizon)
    water(canvas, horizon)
    canvas.rectangle(-100, horizon + 26, canvas.between(560, 760), 34, darker(CONCRETE, 0.2), 0.3)
    containers(canvas, -40, horizon + 28, canvas.count(4, 6), 34, 0.3)
    for index in range(canvas.count(2, 3)):
        crane(
            canvas,
            120 + index * 210,
            horizon + 30,
            canvas.between(300, 370),
            canvas.pick((TERRACOTTA, MUSTARD, STEEL)),
            0.34 - index * 0.05,
            1,
        )
    jukung(canvas, canvas.between(1250, 1420), horizon + 60, 110, canvas.pick(CLOTHES), -1, 0.25)
    ferry(canvas, canvas.between(760, 900), horizon + canvas.between(150, 190), canvas.between(720, 860))
    quay(canvas, 780)


def quay(canvas: Canvas, top: float) -> None:
    """Lay a quay across the foreground, with bollards, and people on it."""
    canvas.rectangle(-100, top, 1800, 160, CONCRETE)
    canvas.rectangle(-100, top, 1800, 10, lighter(CONCRETE, 0.4))
    canvas.rectangle(-100, top + 96, 1800, 70, darker(CONCRETE, 0.34))
    for x in range(60, 1640, 330):
        canvas.rectangle(x, top - 22, 44, 30, INK, radius=8)
        canvas.rectangle(x - 8, top - 28, 60, 14, INK, radius=7)
    for _ in range(canvas.count(4, 7)):
        x, height = canvas.between(180, 1420), canvas.between(165, 185)
        shadow(canvas, x, top + 62, 50)
        person(
            canvas,
            x,
            top + 62,
            height,
            canvas.pick(("stand", "walk", "carry", "phone", "hip")),
            facing=canvas.pick((-1, 1)),
            back=canvas.chance(0.4),
        )


def bridge(canvas: Canvas) -> None:
    """A bridge over a wide river, on cables or on an arch, boats below, the city beyond."""
    horizon = canvas.between(520, 570)
    sky(canvas, horizon)
    ridge(canvas, horizon, 110, depth=0.74)
    skyline(canvas, horizon + 4, 40, canvas.between(130, 200), 0.6, canvas.between(300, 1300))
    tree_line(canvas, horizon + 4, 26, 0.5)
    water(canvas, horizon)
    colour = canvas.pick((CREAM, TERRACOTTA, "#c9d3d3", MUSTARD))
    canvas.variant((twin_pylons, arch, single_pylon))(canvas, horizon - 70, colour)
    deck(canvas, horizon - 70, colour)
    canvas.rectangle(-100, horizon + 46, 1800, 26, INK, alpha=0.12)
    jukung(canvas, canvas.between(300, 620), 720, 240, canvas.pick(CLOTHES), canvas.pick((-1, 1)), 0.06, sailor=True)
    jukung(canvas, canvas.between(980, 1300), 660, 150, canvas.pick(CLOTHES), canvas.pick((-1, 1)), 0.2)
    corner_leaves(canvas, right=canvas.chance(0.5), top=False)


def pylon(canvas: Canvas, x: float, deck: float, foot: float, height: float, spread: float, colour: str) -> None:
    """Draw a bridge pylon with its fan of cables."""
    top = deck - height
    for index in range(1, 9):
        reach = spread * index / 8 * 0.98
        for side in (-1, 1):
            canvas.line([(x, top + 14 + index * 5), (x + side * reach, deck)], 2.2, lighter(colour, 0.3), 0.12)
    canvas.polygon(
        [
            (x - 34, deck),
            (x - 9, top),
            (x + 9, top),
            (x + 34, deck),
            (x + 22, deck),
            (x + 4, top + 60),
            (x - 4, top + 60),
            (x - 22, deck),
        ],
        colour,
        0.06,
    )
    canvas.polygon(
        [(x - 34, deck), (x - 9, top), (x - 1, top), (x - 3, top + 60), (x - 22, deck)], darker(colour, 0.2), 0.06
    )
    canvas.polygon([(x - 38, deck), (x + 38, deck), (x + 46, foot), (x - 46, foot)], darker(colour, 0.14), 0.06)


def twin_pylons(canvas: Canvas, level: float, colour: str) -> None:
    """Hang the deck from two pylons."""
    centre, spread = canvas.between(720, 880), canvas.between(270, 340)
    for side in (-1, 1):
        pylon(canvas, centre + side * spread, level, level + 110, canvas.between(280, 300), spread, colour)


def single_pylon(canvas: Canvas, level: float, colour: str) -> None:
    """Hang the deck from one tall pylon."""
    pylon(canvas, canvas.between(640, 960), level, level + 110, canvas.between(350, 380), 560, colour)


def arch(canvas: Canvas, level: float, colour: str) -> None:
    """Carry the deck by a steel arch with hangers, as over the Musi and the Kapuas."""
    centre, half, rise = canvas.between(720, 880), canvas.between(480, 560), canvas.between(230, 290)
    curve = [(centre + half * (step / 20 - 1), level + 20 - rise * (1 - (step / 20 - 1) ** 2)) for step in range(41)]
    for x, y in curve[2:-2:2]:
        canvas.line([(x, y), (x, level)], 4, lighter(colour, 0.2), 0.1)
    canvas.line(curve, 24, darker(colour, 0.12), 0.06)
    canvas.line([(x, y - 5) for x, y in curve], 10, lighter(colour, 0.2), 0.06)
    for side in (-1, 1):
        x = centre + side * half
        canvas.polygon(
            [(x - 46, level), (x + 46, level), (x + 54, level + 110), (x - 54, level + 110)], darker(CREAM, 0.16), 0.08
        )


def deck(canvas: Canvas, level: float, colour: str) -> None:
    """Draw the roadway with its railing, cars and lamps."""
    canvas.rectangle(-100, level, 1800, 22, colour, 0.08)
    canvas.rectangle(-100, level + 22, 1800, 14, darker(colour, 0.4), 0.08)
    for x in range(-80, 1700, 26):
        canvas.line([(x, level), (x, level - 13)], 2, darker(colour, 0.3), 0.1)
    canvas.line([(-100, level - 13), (1700, level - 13)], 3, darker(colour, 0.3), 0.1)
    for x in range(30, 1600, 220):
        tint = canvas.pick(CLOTHES)
        canvas.rectangle(x + canvas.between(0, 90), level - 26, canvas.pick((38, 64)), 24, tint, 0.1, radius=6)
        if canvas.light.lamps > 0.25:
            canvas.glow(x, level - 30, 46, canvas.light.lamp, 0.8)
