"""Motif of the coral reef: corals, fish, a diver."""

import math
from dataclasses import replace

from .canvas import Canvas, smooth
from .palette import CREAM, INK, MOSS, MUSTARD, ROSE, SKINS, TEAL, TERRACOTTA, blend, darker, lighter, mix
from .terrain import ridge


def coral(canvas: Canvas, x: float, base: float, size: float, colour: str, depth: float) -> None:
    """Draw one coral: a branching one, a fan or a mound."""
    kind = canvas.pick(("branch", "mound", "tube"))
    if kind == "mound":
        canvas.pie(x, base, size * 0.6, 180, 360, colour, depth)
        for offset in (-0.3, 0.0, 0.28):
            canvas.ellipse(x + offset * size, base - size * 0.3, size * 0.07, size * 0.05, lighter(colour, 0.3), depth)
        return
    for angle in (-0.7, -0.35, 0.0, 0.35, 0.7):
        reach = size * canvas.between(0.7, 1.05)
        tip = (x + math.sin(angle) * reach, base - math.cos(angle) * reach)
        middle = (x + math.sin(angle * 0.6) * reach * 0.5, base - reach * 0.5)
        canvas.line(smooth([(x, base), middle, tip]), size * (0.14 if kind == "tube" else 0.09), colour, depth)
        if kind == "branch":
            canvas.line(
                [middle, (middle[0] + math.sin(angle + 0.8) * reach * 0.35, middle[1] - reach * 0.3)],
                size * 0.07,
                colour,
                depth,
            )
        else:
            canvas.ellipse(*tip, size * 0.08, size * 0.045, darker(colour, 0.3), depth)


def fish(canvas: Canvas, x: float, y: float, length: float, colour: str, facing: int, depth: float) -> None:
    """Draw a reef fish with a tail, a fin, a stripe and an eye."""
    half = length / 2
    canvas.polygon(
        [
            (x - facing * half * 0.7, y),
            (x - facing * half * 1.4, y - half * 0.5),
            (x - facing * half * 1.2, y),
            (x - facing * half * 1.4, y + half * 0.5),
        ],
        darker(colour, 0.15),
        depth,
    )
    canvas.polygon(
        [
            (x + facing * half * 0.4, y - half * 0.3),
            (x - facing * half * 0.3, y - half * 0.75),
            (x - facing * half * 0.5, y - half * 0.2),
        ],
        darker(colour, 0.15),
        depth,
    )
    canvas.ellipse(x, y, half, half * 0.46, colour, depth)
    canvas.rectangle(
        x + facing * half * 0.1 - half * 0.08,
        y - half * 0.44,
        half * 0.18,
        half * 0.88,
        CREAM,
        depth,
        radius=half * 0.08,
    )
    canvas.ellipse(x + facing * half * 0.64, y - half * 0.08, half * 0.1, half * 0.1, INK, depth)


def coral_reef(canvas: Canvas) -> None:
    """Under water: beams of light, a diver or a turtle, fish over a slope of coral."""
    light = canvas.light
    surface = mix(canvas.tone("#8fd0cc"), light.sky[2], 0.35)
    deep = mix(canvas.tone("#15566b"), light.sky[0], 0.2)
    canvas.fade(-100, -100, 1800, 1100, surface, mix(surface, deep, 0.55), deep, deep)
    canvas.use_light(replace(light, haze=mix(surface, deep, 0.6)))
    canvas.sun = (canvas.between(400, 1200), -40)
    canvas.glow(*canvas.sun, 700, light.sun, 0.6)
    for _ in range(6):
        x = canvas.sun[0] + canvas.between(-420, 420)
        drift = (x - canvas.sun[0]) * 0.7
        canvas.beam([(x - 20, -40), (x + 30, -40), (x + drift + 130, 760), (x + drift - 90, 760)], light.sun, 0.22)
    for depth, base, rise in ((0.75, 640, 150), (0.5, 740, 170)):
        crest = ridge(canvas, base, rise, "#3b6f7a", depth)
        for point in crest[::3]:
            coral(
                canvas,
                point[0],
                point[1] + 10,
                canvas.between(40, 90),
                canvas.pick((ROSE, MUSTARD, TERRACOTTA, TEAL)),
                depth,
            )
    school_x, school_y, facing = canvas.between(420, 1100), canvas.between(200, 380), canvas.pick((-1, 1))
    for _ in range(canvas.count(14, 24)):
        fish(
            canvas,
            school_x + canvas.random.gauss(0, 170),
            school_y + canvas.random.gauss(0, 70),
            canvas.between(34, 52),
            MUSTARD,
            facing,
            0.35,
        )
    canvas.variant((diver, turtle))(canvas, canvas.between(640, 960), canvas.between(380, 470))
    crest = ridge(canvas, 890, 150, "#4b4a63", 0.05)
    for point in crest[::2]:
        coral(
            canvas,
            point[0],
            point[1] + 14,
            canvas.between(70, 150),
            canvas.pick((ROSE, MUSTARD, TERRACOTTA, "#8f6ea3", TEAL, CREAM)),
            canvas.between(0, 0.2),
        )
    for _ in range(canvas.count(3, 5)):
        fish(
            canvas,
            canvas.between(200, 1400),
            canvas.between(520, 720),
            canvas.between(80, 130),
            canvas.pick((TERRACOTTA, MUSTARD, CREAM)),
            canvas.pick((-1, 1)),
            0.05,
        )


def diver(canvas: Canvas, x: float, y: float) -> None:
    """Draw a diver swimming level, with flippers and bubbles."""
    canvas.line([(x - 40, y), (x - 130, y + 16), (x - 205, y - 4)], 28, INK)
    canvas.polygon([(x - 200, y - 12), (x - 280, y - 34), (x - 290, y + 2), (x - 204, y + 12)], MUSTARD)
    canvas.line([(x - 40, y + 8), (x - 120, y + 44), (x - 180, y + 52)], 26, darker(INK, 0.1))
    canvas.polygon([(x - 176, y + 40), (x - 250, y + 62), (x - 240, y + 92), (x - 172, y + 64)], MUSTARD)
    canvas.line([(x - 50, y), (x + 40, y - 14)], 50, INK)
    canvas.line([(x - 44, y - 34), (x + 28, y - 44)], 26, MUSTARD)
    canvas.line([(x + 40, y), (x + 70, y + 40), (x + 120, y + 30)], 22, INK)
    canvas.ellipse(x + 82, y - 26, 27, 28, INK)
    canvas.ellipse(x + 90, y - 22, 20, 22, canvas.pick(SKINS))
    canvas.rectangle(x + 86, y - 38, 30, 20, SKINS[0], radius=6)
    canvas.rectangle(x + 88, y - 36, 28, 18, lighter(TEAL, 0.5), radius=6)
    for step in range(6):
        canvas.ring(
            x + 110 + canvas.between(-16, 22),
            y - 60 - step * 42,
            5 + step * 2,
            5 + step * 2,
            2.5,
            (236, 248, 246),
            alpha=0.7,
        )


def turtle(canvas: Canvas, x: float, y: float) -> None:
    """Draw a sea turtle gliding, its shell in plates."""
    shell, skin = blend(MOSS, MUSTARD, 0.3), "#7f9a6a"
    flippers = (
        ((60, 20), (130, 110), (60, 170), (20, 60)),
        ((-90, 30), (-160, 90), (-130, 30)),
        ((70, -30), (150, -110), (110, -10)),
        ((-100, -10), (-170, -50), (-120, -40)),
    )
    for flipper in flippers:
        canvas.polygon(smooth([(x + px, y + py) for px, py in (*flipper, flipper[0])]), darker(skin, 0.1))
    canvas.ellipse(x + 165, y - 26, 44, 32, skin)
    canvas.ellipse(x + 180, y - 34, 6, 6, INK)
    hull = [(-150, 10), (-90, -56), (10, -80), (100, -56), (140, -10), (90, 44), (-20, 60), (-110, 44), (-150, 10)]
    canvas.polygon(smooth([(x + px, y + py) for px, py in hull]), shell)
    for px, py, width in (
        (-80, -8, 34),
        (-10, -18, 40),
        (66, -14, 34),
        (-46, 28, 26),
        (24, 26, 28),
        (-44, -46, 22),
        (24, -54, 24),
    ):
        canvas.ellipse(x + px, y + py, width, width * 0.6, lighter(shell, 0.22))
