"""Motif of the construction site: concrete frame, tower crane, workers."""

from .atmosphere import mist, sky
from .buildings import skyline
from .canvas import Canvas
from .figures import person
from .heads import random_look
from .palette import (
    CLAY,
    CONCRETE,
    CREAM,
    INK,
    MUSTARD,
    SAND,
    SKY_BLUE,
    STEEL,
    TEAL,
    TERRACOTTA,
    WOOD,
    blend,
    darker,
    lighter,
)
from .plants import tree_line
from .road import truck
from .terrain import ground, shadow

HELMETS = (MUSTARD, CREAM, TERRACOTTA)

BAYS = 4


def construction(canvas: Canvas) -> None:
    """A concrete frame going up, a tower crane, workers in helmets on the floors."""
    line = canvas.between(690, 730)
    sky(canvas, line)
    skyline(canvas, line, 120, canvas.between(300, 400), 0.64, canvas.between(300, 1300))
    mist(canvas, line, 240, 0.5)
    tree_line(canvas, line + 10, 36, 0.46, palms=0.2)
    left, width = canvas.between(500, 620), canvas.between(520, 600)
    tower_crane(canvas, left + width + 120, line + 20, canvas.between(570, 620))
    ground(canvas, line + 6, blend(SAND, CLAY, 0.25))
    floors = canvas.count(4, 5)
    frame(canvas, left, line + 60, width, 104, floors)
    for _ in range(3):
        x = canvas.between(80, 420)
        canvas.polygon([(x - 110, line + 92), (x - 10, line + 30), (x + 110, line + 92)], SAND, 0.08)
    truck(canvas, canvas.between(1180, 1320), line + 120, 340)
    for index in range(canvas.count(3, 4)):
        x, foot = 260 + index * 300 + canvas.between(-80, 80), canvas.between(850, 884)
        shadow(canvas, x, foot, 56)
        person(
            canvas,
            x,
            foot,
            226,
            canvas.pick(("point", "carry", "hip", "walk", "stand")),
            random_look(canvas, top=canvas.pick((TERRACOTTA, MUSTARD, TEAL)), hat=canvas.pick(HELMETS)),
            canvas.pick((-1, 1)),
        )


def frame(canvas: Canvas, x: float, base: float, width: float, storey: float, floors: int) -> None:
    """Draw a building's bare frame, floor by floor, rods on top, a scaffold to one side."""
    for floor in range(floors):
        frame_floor(canvas, x, base - floor * storey, width, storey, walled=floor < 2)
    top = base - floors * storey
    canvas.rectangle(x - 20, top - 14, width + 40, 16, lighter(CONCRETE, 0.25), 0.1)
    for bay in range(BAYS + 1):
        for rod in (2, 9, 16):
            place = x + (width - 20) * bay / BAYS + rod
            canvas.line([(place, top - 14), (place, top - 54)], 2.5, CLAY, 0.1)
    for level in range(floors * 2 + 1):
        canvas.line([(x - 70, base - level * storey / 2), (x - 20, base - level * storey / 2)], 5, WOOD, 0.08)
    for post in (-70, -42, -20):
        canvas.line([(x + post, base), (x + post, top - 20)], 5, WOOD, 0.08)


def tower_crane(canvas: Canvas, x: float, base: float, height: float) -> None:
    """Draw a tower crane whose jib reaches over the building."""
    colour, depth, top = MUSTARD, 0.16, base - height
    for side in (-13, 13):
        canvas.line([(x + side, base), (x + side, top)], 5, colour, depth)
    for level in range(int(height / 30)):
        side = 13 if level % 2 else -13
        canvas.line([(x - side, base - level * 30), (x + side, base - level * 30 - 30)], 3, colour, depth)
    canvas.line([(x - 560, top), (x + 200, top)], 6, colour, depth)
    canvas.line([(x - 540, top - 24), (x + 30, top - 24)], 4, colour, depth)
    for place in range(-560, 30, 30):
        canvas.line([(x + place, top), (x + place + 15, top - 24), (x + place + 30, top)], 2.5, colour, depth)
    canvas.line([(x - 340, top - 24), (x, top - 90), (x + 180, top)], 3, colour, depth)
    canvas.line([(x, top), (x, top - 90)], 7, colour, depth)
    canvas.rectangle(x + 130, top, 66, 50, darker(STEEL, 0.3), depth)
    canvas.rectangle(x - 22, top + 2, 44, 46, SKY_BLUE, depth, radius=5)
    hook = x - canvas.between(240, 460)
    drop = canvas.between(50, 100)
    canvas.line([(hook, top), (hook, top + drop)], 2.5, INK, depth)
    canvas.line([(hook - 40, top + drop + 24), (hook, top + drop), (hook + 40, top + drop + 24)], 2.5, INK, depth)
    canvas.rectangle(hook - 50, top + drop + 24, 100, 12, CLAY, depth)


def frame_floor(canvas: Canvas, x: float, y: float, width: float, storey: float, *, walled: bool) -> None:
    """Draw one floor of the frame: some brickwork, work lamps, workers, columns, the slab."""
    canvas.rectangle(x + 8, y - storey, width - 16, storey, darker(CONCRETE, 0.55), 0.12)
    for bay in range(BAYS):
        if walled and canvas.chance(0.5):
            canvas.rectangle(
                x + width * bay / BAYS,
                y - storey * 0.6,
                width / BAYS,
                storey * 0.6,
                canvas.pick((CLAY, TERRACOTTA)),
                0.12,
            )
    if canvas.light.lamps > 0.25:
        canvas.glow(x + width * canvas.between(0.2, 0.8), y - storey * 0.6, 130, canvas.light.lamp, 0.8)
    for _ in range(canvas.count(0, 2)):
        look = random_look(canvas, top=MUSTARD, hat=canvas.pick(HELMETS))
        place = x + width * canvas.between(0.12, 0.88)
        person(
            canvas,
            place,
            y - 10,
            storey * 0.72,
            canvas.pick(("stand", "carry", "point", "bend")),
            look,
            canvas.pick((-1, 1)),
            0.06,
        )
    for bay in range(BAYS + 1):
        column = x + (width - 20) * bay / BAYS
        canvas.rectangle(column, y - storey, 20, storey, CONCRETE, 0.1)
        canvas.rectangle(column, y - storey, 7, storey, darker(CONCRETE, 0.2), 0.1)
    canvas.rectangle(x - 20, y - 14, width + 40, 16, lighter(CONCRETE, 0.25), 0.1)
