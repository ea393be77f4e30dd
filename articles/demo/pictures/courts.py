"""Motifs of state: the courthouse and the parliament, with their forecourts."""

import math

from .atmosphere import sky
from .buildings import columns, skyline, street_lamp, tiled_roof, window
from .canvas import Canvas
from .figures import person
from .heads import random_look
from .palette import (
    CLAY,
    CONCRETE,
    CREAM,
    INK,
    LEAF,
    MOSS,
    MUSTARD,
    PAPER,
    SKY_BLUE,
    STEEL,
    STONE,
    TEAL,
    WOOD,
    blend,
    darker,
    lighter,
)
from .plants import bush, palm, tree, tree_line
from .terrain import ground, ridge, shadow


def forecourt(canvas: Canvas, line: float) -> None:
    """Lay a paved forecourt with hedges that leads to a building."""
    ground(canvas, line, LEAF)
    canvas.polygon([(560, line), (1040, line), (1460, 930), (140, 930)], CONCRETE, 0.08)
    for index in range(6):
        share = ((index + 1) / 6) ** 1.6
        y = line + (930 - line) * share
        canvas.line([(560 - 420 * share, y), (1040 + 420 * share, y)], 3, STONE, 0.1)
    for side in (-1, 1):
        for share in (0.1, 0.34, 0.72):
            bush(
                canvas,
                800 + side * (300 + 420 * share),
                line + (900 - line) * share + 20,
                40 + 60 * share,
                0.2 * (1 - share),
            )


def courthouse(canvas: Canvas) -> None:
    """A colonnaded court, its wings under tiled roofs, people on its steps."""
    line = canvas.between(590, 630)
    sky(canvas, line)
    skyline(canvas, line, 60, 170, 0.68, canvas.pick((250, 1350)))
    tree_line(canvas, line + 4, 60, 0.46, palms=0.3)
    wall, top = canvas.pick((PAPER, CREAM, "#e3d5bd", "#d9c3a5")), line - 230
    for side in (290, 1010):
        canvas.rectangle(side, top + 10, 300, 230, wall, 0.16)
        for place in (40, 170):
            window(canvas, side + place, top + 70, 70, 120, 0.1)
        tiled_roof(canvas, side, top + 12, 300, 90, 0.16, CLAY)
    canvas.rectangle(510, top, 580, 240, darker(wall, 0.35), 0.12)
    lit = canvas.light.lamps > 0.25
    for place in (0, 1, 2):
        colour = canvas.light.lamp if lit else darker(WOOD, 0.3)
        canvas.rectangle(600 + place * 155, top + 80, 84, 160, colour, radius=6)
    if lit:
        canvas.glow(800, top + 160, 320, canvas.light.lamp, 0.55)
    columns(canvas, 530, line + 6, 540, 236, canvas.pick((4, 6, 8)), wall, 0.06)
    canvas.rectangle(490, top - 34, 620, 46, wall, 0.08)
    canvas.rectangle(490, top + 2, 620, 10, darker(wall, 0.25), 0.08)
    canvas.variant((gable, joglo))(canvas, top, wall)
    forecourt(canvas, line + 40)
    for step in range(5):
        tint = lighter(CONCRETE, 0.3 - step * 0.1)
        canvas.rectangle(500 - step * 18, line + 4 + step * 14, 600 + step * 36, 15, tint, 0.06)
    visitors(canvas, line)
    for x in (canvas.between(40, 200), canvas.between(1400, 1560)):
        canvas.pick((palm, tree))(canvas, x, 780, canvas.between(400, 520), 0.06)
    street_lamp(canvas, canvas.pick((330, 1270)), 800, 330, 40)


def scales(canvas: Canvas, x: float, base: float) -> None:
    """Draw the scales of justice in the pediment."""
    colour = MUSTARD
    canvas.line([(x, base), (x, base - 66)], 6, colour)
    canvas.line([(x - 54, base - 52), (x + 54, base - 52)], 5, colour)
    for side in (-54, 54):
        canvas.line([(x + side - 17, base - 24), (x + side, base - 52), (x + side + 17, base - 24)], 2.5, colour)
        canvas.pie(x + side, base - 25, 20, 0, 180, colour, squash=0.6)


def visitors(canvas: Canvas, line: float) -> None:
    """Place people on the steps and on the forecourt."""
    for _ in range(canvas.count(3, 5)):
        person(
            canvas,
            canvas.between(560, 1040),
            line + canvas.between(30, 70),
            112,
            canvas.pick(("stand", "walk", "carry")),
            random_look(canvas, top=canvas.pick((INK, CREAM, None))),
            canvas.pick((-1, 1)),
            0.06,
        )
    for _ in range(canvas.count(4, 6)):
        share = canvas.between(0.45, 0.95)
        foot = line + 60 + (840 - line) * share
        x = 800 + canvas.between(-430, 430) * (0.5 + share * 0.6)
        shadow(canvas, x, foot, 50 * share)
        person(
            canvas,
            x,
            foot,
            116 + 100 * share,
            canvas.pick(("stand", "walk", "phone", "carry")),
            facing=canvas.pick((-1, 1)),
            back=canvas.chance(0.4),
        )


def parliament(canvas: Canvas) -> None:
    """A hall with a great curved green roof behind a forecourt, a fountain, visitors."""
    line = canvas.between(570, 610)
    sky(canvas, line)
    ridge(canvas, line, 80, depth=0.72)
    skyline(canvas, line + 4, 70, 190, 0.66, canvas.pick((200, 1400)))
    tree_line(canvas, line + 6, 44, 0.46, palms=0.35)
    roof = canvas.pick((MOSS, TEAL, blend(MOSS, TEAL, 0.5)))
    canvas.rectangle(250, line - 96, 1100, 110, PAPER, 0.18)
    for x in range(270, 1340, 46):
        window(canvas, x, line - 76, 26, 62, 0.14, frame=False)
    canvas.rectangle(230, line - 108, 1140, 16, CREAM, 0.14)
    canvas.rectangle(500, line - 170, 600, 180, darker(CREAM, 0.3), 0.12)
    lit = canvas.light.lamps > 0.25
    for x in range(530, 1080, 50):
        canvas.rectangle(
            x, line - 150, 34, 150, canvas.light.lamp if lit else darker(SKY_BLUE, 0.4), 0 if lit else 0.1
        )
    columns(canvas, 510, line + 8, 580, 180, 9, PAPER, 0.08)
    for side in (-1, 1):
        shell = [(800, line - 330)]
        for step in range(13):
            t = step / 12
            shell.append(
                (
                    800 + side * (40 + 340 * math.sin(t * 1.57)),
                    line - 330 + 160 * (1 - math.cos(t * 1.57)) - 14 * math.sin(t * 3.14),
                )
            )
        canvas.polygon([*shell, (800, line - 168)], roof if side < 0 else darker(roof, 0.18), 0.08)
        for rib in (4, 7, 10):
            canvas.line(
                [(800 + side * 6, line - 326), shell[rib], (shell[rib][0] + side * 8, line - 168)],
                3,
                lighter(roof, 0.3),
                0.1,
            )
    canvas.rectangle(410, line - 176, 780, 18, CREAM, 0.06)
    canvas.line([(800, line - 330), (800, line - 400)], 7, STEEL, 0.1)
    canvas.ellipse(800, line - 402, 9, 9, MUSTARD, 0.06)
    forecourt(canvas, line + 10)
    fountain(canvas, 800, line + 120)
    visitors(canvas, line + 20)
    for x in (
        canvas.between(40, 130),
        canvas.between(190, 270),
        canvas.between(1340, 1420),
        canvas.between(1480, 1570),
    ):
        palm(canvas, x, canvas.between(700, 780), canvas.between(330, 430), 0.08)


def fountain(canvas: Canvas, x: float, y: float) -> None:
    """Draw a round pool with jets."""
    canvas.ellipse(x, y, 250, 44, lighter(CONCRETE, 0.35))
    canvas.ellipse(x, y - 4, 228, 36, TEAL, 0.25)
    for offset in (-120, -60, 0, 60, 120):
        height = 110 - abs(offset) * 0.4
        canvas.line([(x + offset, y), (x + offset, y - height)], 5, (240, 248, 248), alpha=0.7)
        for side in (-1, 1):
            canvas.line(
                [(x + offset, y - height), (x + offset + side * 16, y - height * 0.7), (x + offset + side * 24, y)],
                3,
                (240, 248, 248),
                alpha=0.5,
            )


def gable(canvas: Canvas, top: float, wall: str) -> None:
    """Crown the colonnade with a pediment that carries the scales."""
    canvas.polygon([(470, top - 34), (800, top - 170), (1130, top - 34)], wall, 0.08)
    canvas.polygon([(560, top - 46), (800, top - 142), (1040, top - 46)], darker(wall, 0.16), 0.08)
    scales(canvas, 800, top - 50)
    canvas.line([(470, top - 36), (800, top - 172), (1130, top - 36)], 14, CLAY, 0.06)


def joglo(canvas: Canvas, top: float, wall: str) -> None:
    """Crown the colonnade with the two-tiered tiled roof of a pendopo."""
    tiled_roof(canvas, 490, top - 30, 620, 90, 0.08)
    canvas.rectangle(640, top - 132, 320, 20, darker(wall, 0.3), 0.08)
    tiled_roof(canvas, 640, top - 128, 320, 110, 0.06)
    canvas.rectangle(740, top - 28, 120, 40, wall, 0.06)
    scales(canvas, 800, top + 62)
