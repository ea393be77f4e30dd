"""Motif of weaving: the loom, the weaver, patterned cloth."""

from .canvas import Canvas
from .figures import person
from .heads import random_look
from .palette import CLOTHES, CREAM, MUSTARD, SAND, WOOD, darker, lighter
from .rooms import pendant, potted_plant, room, view
from .terrain import shadow


def weaving(canvas: Canvas) -> None:
    """A weaver at her loom, patterned cloth, threads and baskets, an open window."""
    room(canvas, canvas.pick((SAND, "#c9a27a", CREAM)), "#8f6647", 640)
    for x in range(-60, 1640, 110):
        canvas.rectangle(x, -60, 4, 690, WOOD, alpha=0.3)
    view(canvas, canvas.between(130, 230), 120, 380, 330)
    hanging = canvas.random.sample(CLOTHES, 3)
    for index, colour in enumerate(hanging):
        cloth(canvas, 1130 + index * 150, 120, 128, canvas.between(300, 400), colour)
    canvas.rectangle(1100, 108, 480, 14, WOOD, radius=6)
    loom(canvas, canvas.between(600, 680), 850, canvas.random.sample(CLOTHES, 3))
    for index in range(4):
        x = 1220 + index * 92
        canvas.ellipse(x, 838 - (index % 2) * 14, 44, 40, canvas.pick(CLOTHES))
        for turn in (-0.3, 0.1, 0.5):
            canvas.line(
                [(x - 34, 838 + turn * 30), (x, 826 + turn * 40), (x + 34, 838 + turn * 30)], 2.5, CREAM, alpha=0.5
            )
    canvas.polygon([(1150, 846), (1560, 846), (1510, 910), (1200, 910)], darker(WOOD, 0.1))
    potted_plant(canvas, canvas.between(60, 120), 880, 250)
    pendant(canvas, canvas.between(760, 900), 120, 90, SAND)


def cloth(canvas: Canvas, x: float, y: float, width: float, height: float, colour: str) -> None:
    """Draw a hanging cloth with bands of diamonds, after tenun ikat."""
    accent = canvas.pick((CREAM, MUSTARD, lighter(colour, 0.5)))
    canvas.rectangle(x, y, width, height, colour)
    band = 46.0
    for row in range(int(height / band)):
        top = y + row * band
        canvas.rectangle(x, top, width, 6, accent)
        for column in range(4):
            middle = x + width * (column + 0.5) / 4
            canvas.polygon(
                [(middle, top + 12), (middle + 13, top + 26), (middle, top + 40), (middle - 13, top + 26)],
                accent if row % 2 else darker(colour, 0.35),
            )
            canvas.polygon(
                [(middle, top + 20), (middle + 6, top + 26), (middle, top + 32), (middle - 6, top + 26)], colour
            )
    for fringe in range(14):
        canvas.line(
            [(x + width * (fringe + 0.5) / 14, y + height), (x + width * (fringe + 0.5) / 14, y + height + 18)],
            3,
            accent,
        )


def loom(canvas: Canvas, x: float, base: float, colours: list[str]) -> None:
    """Draw a frame loom with warp threads and half a cloth, the weaver beside it."""
    top, width = base - 520, 420
    shadow(canvas, x + width * 0.4, base, 380)
    for post in (0, width):
        canvas.rectangle(x + post - 14, top, 28, 520, darker(WOOD, 0.1), radius=4)
    for y in (top + 20, base - 190):
        canvas.rectangle(x - 44, y, width + 88, 26, WOOD, radius=8)
    for thread in range(48):
        place = x + 26 + thread * (width - 52) / 47
        canvas.line([(place, top + 44), (place, base - 190)], 2.4, canvas.pick((lighter(colours[1], 0.3), colours[1])))
    cloth_top = base - 190 - canvas.between(110, 190)
    cloth(canvas, x + 24, cloth_top, width - 48, base - 190 - cloth_top, colours[0])
    canvas.rectangle(x - 6, cloth_top - 22, width + 12, 18, lighter(WOOD, 0.25), radius=6)
    canvas.line([(x + 20, top + 120), (x + width - 20, top + 120)], 10, lighter(WOOD, 0.1))
    stool = x - 110
    canvas.rectangle(stool - 70, base - 130, 120, 20, WOOD, radius=6)
    for leg in (-58, 28):
        canvas.rectangle(stool + leg, base - 114, 14, 116, darker(WOOD, 0.2))
    person(canvas, stool, base, 440, "reach", random_look(canvas, top=colours[2]), 1)
