"""Motif of the factory: sheds, chimneys, tanks, a shift of workers."""

from .atmosphere import sky
from .buildings import window
from .canvas import Canvas
from .construction import HELMETS
from .figures import person
from .heads import random_look
from .palette import CLAY, CONCRETE, CREAM, INDIGO, MUSTARD, SKY_BLUE, STEEL, TEAL, TERRACOTTA, darker, lighter
from .plants import bush, tree_line
from .road import truck
from .terrain import ground, plume, ridge, shadow


def factory(canvas: Canvas) -> None:
    """Sawtooth sheds, chimneys and tanks in the haze, a shift of workers at the gate."""
    line = canvas.between(560, 600)
    sky(canvas, line)
    ridge(canvas, line, 120, depth=0.7)
    tree_line(canvas, line, 30, 0.58, palms=0.3)
    for _ in range(canvas.count(2, 3)):
        x, height = canvas.between(240, 1360), canvas.between(300, 400)
        chimney(canvas, x, line + 10, height, 0.34)
    for index in range(canvas.count(2, 4)):
        tank(canvas, canvas.pick((70, 1180)) + index * 100, line + 16, canvas.between(80, 120), 0.34)
    wall = canvas.pick((CREAM, "#b9c7c4", "#c9a78a", SKY_BLUE))
    sheds(canvas, canvas.between(260, 380), line + 50, 210, canvas.count(4, 5), wall)
    ground(canvas, line + 48, CONCRETE)
    fence(canvas, line + 100)
    truck(canvas, canvas.between(420, 1100), line + 190, 380, canvas.pick((MUSTARD, TEAL, TERRACOTTA)))
    for _ in range(canvas.count(4, 7)):
        x, foot = canvas.between(160, 1440), canvas.between(line + 216, 850)
        shadow(canvas, x, foot, 44)
        person(
            canvas,
            x,
            foot,
            120 + (foot - line - 100) * 0.42,
            canvas.pick(("walk", "stand", "carry")),
            random_look(canvas, top=canvas.pick((TEAL, INDIGO, SKY_BLUE)), hat=canvas.pick(HELMETS)),
            canvas.pick((-1, 1)),
        )
    for x in range(-30, 1660, 170):
        bush(canvas, x + canvas.between(-30, 30), 930, canvas.between(70, 110))


def chimney(canvas: Canvas, x: float, base: float, height: float, depth: float) -> None:
    """Draw a banded chimney with drifting smoke."""
    plume(canvas, x, base - height, 90, depth)
    canvas.polygon([(x - 24, base), (x - 15, base - height), (x + 15, base - height), (x + 24, base)], CLAY, depth)
    canvas.polygon(
        [(x - 24, base), (x - 15, base - height), (x - 5, base - height), (x - 8, base)], darker(CLAY, 0.25), depth
    )
    for level in (0.9, 0.76):
        half = 24 - 9 * level
        canvas.rectangle(x - half, base - height * level, half * 2, height * 0.05, CREAM, depth)


def tank(canvas: Canvas, x: float, base: float, size: float, depth: float) -> None:
    """Draw a storage tank with a domed top."""
    canvas.pie(x, base - size * 1.3, size * 0.5, 180, 360, lighter(STEEL, 0.3), depth, squash=0.5)
    canvas.rectangle(x - size / 2, base - size * 1.32, size, size * 1.32, STEEL, depth)
    canvas.rectangle(x - size / 2, base - size * 1.32, size * 0.3, size * 1.32, darker(STEEL, 0.2), depth)
    for level in (0.4, 0.8):
        canvas.rectangle(x - size / 2, base - size * level, size, 5, darker(STEEL, 0.35), depth)


def sheds(canvas: Canvas, x: float, base: float, width: float, number: int, wall: str) -> None:
    """Draw sheds with sawtooth roofs, windows and one big gate."""
    height = 150
    for index in range(number):
        left = x + index * width
        canvas.polygon(
            [(left, base - height), (left, base - height - 86), (left + width, base - height)], TERRACOTTA, 0.18
        )
        canvas.polygon(
            [
                (left, base - height),
                (left, base - height - 86),
                (left + 30, base - height - 73),
                (left + 30, base - height),
            ],
            lighter(SKY_BLUE, 0.35),
            0.18,
        )
        canvas.rectangle(left, base - height, width, height, wall, 0.16)
        canvas.rectangle(left, base - height, width * 0.07, height, darker(wall, 0.18), 0.16)
        canvas.rectangle(left, base - 22, width, 22, darker(wall, 0.3), 0.16)
        if index == number // 2:
            canvas.rectangle(
                left + width * 0.2, base - height * 0.74, width * 0.62, height * 0.74, darker(STEEL, 0.5), 0.1
            )
            continue
        for place in (0.2, 0.58):
            window(canvas, left + width * place, base - height * 0.72, width * 0.26, height * 0.34, 0.12)


def fence(canvas: Canvas, y: float) -> None:
    """Draw a wire fence along the yard."""
    for x in range(-80, 1700, 84):
        canvas.rectangle(x, y - 44, 5, 50, STEEL, 0.14)
    for row in (0, 16, 32):
        canvas.line([(-100, y - 40 + row), (1700, y - 40 + row)], 2, STEEL, 0.14)
