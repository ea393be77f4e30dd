"""Motifs of energy and data: solar farm, server room."""

import math
from dataclasses import replace

from .atmosphere import sky
from .canvas import Canvas
from .figures import person
from .heads import random_look
from .palette import (
    CREAM,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    MUSTARD,
    ROSE,
    SKY_BLUE,
    STEEL,
    TERRACOTTA,
    blend,
    darker,
    lighter,
    mix,
)
from .plants import grass, tree_line
from .terrain import ground, ridge, shadow


def solar_farm(canvas: Canvas) -> None:
    """Rows of panels on a green slope, wind turbines beyond, technicians between the rows."""
    horizon = canvas.between(400, 450)
    sky(canvas, horizon)
    ridge(canvas, horizon + 6, 110, depth=0.64)
    for index in range(canvas.count(2, 4)):
        turbine(canvas, 220 + index * 330 + canvas.between(-80, 80), horizon - 10, canvas.between(190, 270), 0.5)
    ridge(canvas, horizon + 30, 60, depth=0.48)
    tree_line(canvas, horizon + 26, 30, 0.42, palms=0.35)
    ground(canvas, horizon + 20, LEAF)
    lean = canvas.between(0.2, 0.5)
    for index in range(5):
        share = ((index + 0.6) / 5) ** 1.5
        base = horizon + 50 + (860 - horizon) * share
        panel_row(canvas, base, 34 + 130 * share, lean, 0.3 * (1 - share))
        if index in (2, 3):
            for _ in range(canvas.count(1, 2)):
                x = canvas.between(480, 1120)
                shadow(canvas, x, base + 40 * share + 20, 40)
                person(
                    canvas,
                    x,
                    base + 40 * share + 20,
                    60 + 170 * share,
                    canvas.pick(("point", "stand", "carry", "walk")),
                    random_look(canvas, top=MUSTARD, hat=canvas.pick((CREAM, TERRACOTTA))),
                    canvas.pick((-1, 1)),
                )
    grass(canvas, 900, 60)


def panel_row(canvas: Canvas, base: float, height: float, lean: float, depth: float) -> None:
    """Draw one row of tilted panels across the width, the sky glinting in some."""
    width, x = height * 1.5, -120 - canvas.between(0, 80)
    glass = blend(INDIGO, "#1d3557", 0.5)
    canvas.polygon(
        [
            (-100, base + height * 0.28),
            (1700, base + height * 0.28),
            (1700, base + height * 0.4),
            (-100, base + height * 0.4),
        ],
        darker(MOSS, 0.3),
        depth,
        alpha=0.5,
    )
    while x < 1680:
        canvas.line([(x + width * 0.5, base), (x + width * 0.5, base + height * 0.34)], height * 0.045, STEEL, depth)
        top, low = base - height * 0.62, base + height * 0.08
        corners = [(x + height * lean, top), (x + width + height * lean, top), (x + width, low), (x, low)]
        canvas.polygon(corners, CREAM, depth)
        for column in range(3):
            for row in range(2):
                upper, lower = 0.04 + row * 0.49, 0.47 + row * 0.49
                cell = []
                for across, down in ((0.03, upper), (0.31, upper), (0.31, lower), (0.03, lower)):
                    cell.append(
                        (x + width * (column * 0.33 + across) + height * lean * (1 - down), top + (low - top) * down)
                    )
                shine = 0.35 if (column + row) % 3 == 0 else 0.08
                canvas.polygon(cell, mix(canvas.tone(glass, depth), canvas.light.sky[1], shine))
        x += width * 1.06


def turbine(canvas: Canvas, x: float, base: float, height: float, depth: float) -> None:
    """Draw a wind turbine, its blades at some angle."""
    canvas.polygon([(x - 5, base), (x - 2, base - height), (x + 2, base - height), (x + 5, base)], CREAM, depth)
    turn = canvas.between(0, 2.1)
    for blade in range(3):
        angle = turn + blade * 2.094
        tip = (x + math.cos(angle) * height * 0.5, base - height + math.sin(angle) * height * 0.5)
        canvas.polygon(
            [
                (x, base - height),
                (x + math.cos(angle + 0.2) * height * 0.12, base - height + math.sin(angle + 0.2) * height * 0.12),
                tip,
            ],
            lighter(CREAM, 0.3),
            depth,
        )
    canvas.ellipse(x, base - height, 5, 5, SKY_BLUE, depth)


def server_room(canvas: Canvas) -> None:
    """An aisle of racks in perspective, blinking lights, an engineer with a laptop."""
    canvas.use_light(replace(canvas.light.indoors(), tint=(0.9, 0.95, 1.0), wash=(58, 84, 122)))
    base, glow = blend(INDIGO, INK, 0.62), canvas.pick(((94, 204, 214), (120, 170, 240), (130, 214, 170)))
    vanish, eye = canvas.between(680, 920), canvas.between(380, 430)
    canvas.sun = (vanish, eye)
    canvas.fade(
        -100, -100, 1800, 1100, canvas.tone(darker(base, 0.3)), canvas.tone(base), canvas.tone(darker(base, 0.4))
    )
    canvas.polygon([(vanish - 90, eye + 130), (vanish + 90, eye + 130), (1900, 960), (-300, 960)], lighter(base, 0.18))
    canvas.polygon([(vanish - 90, eye - 130), (vanish + 90, eye - 130), (1900, -160), (-300, -160)], darker(base, 0.4))
    for step in range(5):
        share = (step / 5) ** 1.6
        half, y = 40 + 330 * share, eye - 128 - 250 * share
        canvas.polygon(
            [
                (vanish - half, y),
                (vanish + half, y),
                (vanish + half * 1.16, y - 14 - 34 * share),
                (vanish - half * 1.16, y - 14 - 34 * share),
            ],
            (232, 244, 246),
        )
        canvas.rectangle(vanish - half, 2 * eye - y + 20, half * 2, 6 + 16 * share, (232, 244, 246), alpha=0.12)
    canvas.rectangle(vanish - 92, eye - 132, 184, 264, lighter(base, 0.3))
    canvas.rectangle(vanish - 40, eye - 60, 80, 190, darker(base, 0.1))
    canvas.glow(vanish, eye, 420, glow, 0.4)
    for side in (-1, 1):
        for rack in range(5, -1, -1):
            near, far = 1.75 ** (5 - rack) / 1.75**5, 1.75 ** (4 - rack) / 1.75**5
            server_rack(canvas, vanish, eye, side, near, far, base, glow)
    for index in range(canvas.count(1, 2)):
        x = vanish + (-130, 150)[index] + canvas.between(-20, 20)
        shadow(canvas, x, 800 + index * 30, 80)
        person(
            canvas,
            x,
            800 + index * 30,
            410,
            canvas.pick(("carry", "phone", "point")),
            random_look(canvas, top=canvas.pick((CREAM, TERRACOTTA, MUSTARD, ROSE))),
            canvas.pick((-1, 1)),
        )


def server_rack(
    canvas: Canvas,
    vanish: float,
    eye: float,
    side: int,
    near: float,
    far: float,
    base: str,
    glow: tuple[int, int, int],
) -> None:
    """Draw one rack of the aisle between two distances; 1 is nearest."""

    def at(share: float, level: float) -> tuple[float, float]:
        return vanish + side * (70 + 900 * share), eye + level * (110 + 560 * share)

    gap = far + (near - far) * 0.04
    fade = 0.35 * (1 - near)
    canvas.polygon([at(near, -1), at(far, -1), at(far, 1), at(near, 1)], darker(base, 0.5), fade)
    canvas.polygon([at(near, -0.94), at(gap, -0.94), at(gap, 0.94), at(near, 0.94)], darker(base, 0.2), fade)
    for row in range(15):
        low = -0.9 + row * 0.12
        canvas.polygon(
            [
                at(near * 0.97 + far * 0.03, low),
                at(gap, low),
                at(gap, low + 0.085),
                at(near * 0.97 + far * 0.03, low + 0.085),
            ],
            lighter(base, 0.1),
            fade,
        )
        for light in range(6):
            if canvas.chance(0.62):
                place = gap + (near - gap) * (0.12 + light * 0.1)
                x, y = at(place, low + 0.042)
                size = 1.4 + 5 * place
                canvas.ellipse(x, y, size, size * 0.8, canvas.pick((glow, glow, (250, 196, 110), (232, 244, 246))))
