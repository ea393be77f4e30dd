"""Motifs of travel: the railway station with its train, the airport with its aeroplanes."""

import math

from .atmosphere import sky
from .buildings import skyline
from .canvas import Canvas, smooth
from .figures import person
from .heads import random_look
from .palette import (
    CLAY,
    CLOTHES,
    CONCRETE,
    CREAM,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    MUSTARD,
    PAPER,
    SKY_BLUE,
    STEEL,
    TEAL,
    TERRACOTTA,
    WOOD,
    darker,
)
from .plants import tree_line
from .road import headlamp
from .terrain import shadow, volcano


def train_station(canvas: Canvas) -> None:
    """A train at a platform under a station roof, passengers waiting."""
    horizon = canvas.between(430, 470)
    sky(canvas, horizon)
    skyline(canvas, horizon + 20, 60, 190, 0.64, canvas.between(900, 1300))
    tree_line(canvas, horizon + 24, 34, 0.5)
    ballast = "#8d857c"
    canvas.fade(-100, horizon + 20, 1800, 500, canvas.tone(ballast, 0.4), canvas.tone(darker(ballast, 0.15)))
    nose, far, near = canvas.between(640, 740), horizon + 120, 900
    canvas.polygon([(-100, far + 60), (nose, 772), (-100, 860)], darker(ballast, 0.3), alpha=0.6)
    for sleeper in range(5):
        y = 770 + sleeper * 34
        canvas.rectangle(nose - 6 + sleeper * 22, y, 286 + sleeper * 30, 15, darker(WOOD, 0.3), radius=3)
    for rail in (34, 232):
        canvas.line([(nose + rail, 764), (nose + rail + 118 + rail * 0.14, 930)], 11, STEEL)
    train_front(canvas, nose, 780, 430, canvas.pick((TERRACOTTA, TEAL, INDIGO, MUSTARD)), 860)
    canvas.polygon([(1010, far), (1700, far), (1700, near + 20), (nose + 490, near + 20)], CONCRETE, 0.06)
    canvas.polygon([(1010, far), (1024, far), (nose + 540, near + 20), (nose + 490, near + 20)], MUSTARD)
    canvas.polygon(
        [(1010, far), (nose + 490, near + 20), (nose + 420, near + 20), (1000, far + 6)], darker(CONCRETE, 0.4)
    )
    platform_roof(canvas, far)
    shares = sorted((canvas.between(0, 1) + index) / 8 for index in range(canvas.count(6, 8)))
    for share in shares:
        edge = 1030 + (nose + 540 - 1030) * share
        x = edge + 50 + canvas.between(0, 1) * max(120, 1480 - edge)
        foot = far + 16 + (near - far - 40) * share
        shadow(canvas, x, foot, 20 + 36 * share)
        pose = canvas.pick(("stand", "phone", "walk", "carry", "hip"))
        person(
            canvas,
            x,
            foot,
            116 + 190 * share,
            pose,
            facing=canvas.pick((-1, 1)),
            depth=0.16 * (1 - share),
            back=canvas.chance(0.3),
        )


def platform_roof(canvas: Canvas, far: float) -> None:
    """Cover the platform with a roof on posts, its lamps lit when dark."""
    for x, top, width in ((1130, 250, 10), (1290, 180, 14), (1500, 90, 20)):
        canvas.rectangle(x, top, width, far + (x - 1130) * 0.2 - top + 40, darker(TEAL, 0.3), 0.1)
    canvas.polygon([(1010, 300), (1700, -60), (1700, 120), (1040, 316)], darker(TERRACOTTA, 0.1), 0.06)
    canvas.polygon([(1040, 316), (1700, 120), (1700, 150), (1044, 326)], darker(CLAY, 0.35), 0.06)
    if canvas.light.lamps > 0.25:
        for x, y in ((1180, 300), (1350, 250), (1560, 190)):
            canvas.glow(x, y, 130, canvas.light.lamp, 0.8)
            canvas.ellipse(x, y, 16, 6, (255, 246, 220))


def airport(canvas: Canvas) -> None:
    """An airfield with its terminal and tower; an airliner at the stand, or taking off."""
    line = canvas.between(500, 550)
    sky(canvas, line)
    volcano(canvas, canvas.between(300, 1300), line, 1000, canvas.between(130, 180), 0.72)
    tree_line(canvas, line + 4, 24, 0.58, palms=0.3)
    control_tower(canvas, canvas.between(220, 340), line + 8, canvas.between(270, 320))
    canvas.rectangle(380, line - 54, 560, 62, PAPER, 0.36)
    canvas.rectangle(380, line - 40, 560, 30, darker(SKY_BLUE, 0.4), 0.3)
    canvas.polygon([(350, line - 54), (420, line - 86), (900, line - 78), (980, line - 54)], TERRACOTTA, 0.36)
    canvas.fade(-100, line + 6, 1800, 920 - line, canvas.tone(LEAF, 0.4), canvas.tone(MOSS, 0.2))
    canvas.variant((at_stand, taking_off))(canvas, line)


def control_tower(canvas: Canvas, x: float, base: float, height: float) -> None:
    """Draw an airport control tower."""
    canvas.polygon(
        [(x - 20, base), (x - 13, base - height * 0.8), (x + 13, base - height * 0.8), (x + 20, base)], PAPER, 0.34
    )
    canvas.polygon(
        [
            (x - 52, base - height),
            (x + 52, base - height),
            (x + 34, base - height * 0.78),
            (x - 34, base - height * 0.78),
        ],
        darker(SKY_BLUE, 0.45),
        0.28,
    )
    for offset in (-26, 0, 26):
        canvas.line([(x + offset * 1.2, base - height), (x + offset * 0.8, base - height * 0.78)], 3, CREAM, 0.3)
    canvas.rectangle(x - 58, base - height - 12, 116, 14, CREAM, 0.3, radius=5)
    canvas.line([(x, base - height - 10), (x, base - height * 1.2)], 3, STEEL, 0.3)
    if canvas.light.lamps > 0.25:
        canvas.glow(x, base - height * 0.89, 80, canvas.light.lamp, 0.7)


def train_front(canvas: Canvas, x: float, base: float, height: float, colour: str, length: float) -> None:
    """Draw a train standing at a platform, its nose at x, its coaches running to the left."""
    width = height * 0.62
    canvas.polygon(
        [(x, base - height * 0.94), (x, base), (x - length, base - height * 0.28), (x - length, base - height * 0.62)],
        CREAM,
    )
    canvas.polygon(
        [(x, base - height * 0.2), (x, base), (x - length, base - height * 0.28), (x - length, base - height * 0.345)],
        darker(STEEL, 0.3),
    )
    canvas.polygon(
        [
            (x, base - height * 0.36),
            (x, base - height * 0.2),
            (x - length, base - height * 0.345),
            (x - length, base - height * 0.4),
        ],
        colour,
    )
    for index in range(9):
        near, far = 1 - (index / 9) ** 0.62, 1 - ((index + 0.7) / 9) ** 0.62
        left, right = x - length * (1 - near), x - length * (1 - far)
        top_l, top_r = base - height * (0.59 + 0.21 * near), base - height * (0.59 + 0.21 * far)
        low_l, low_r = base - height * (0.45 - 0.02 * near), base - height * (0.45 - 0.02 * far)
        lit = canvas.light.lamps > 0.2
        canvas.polygon(
            [(left, top_l), (right, top_r), (right, low_r), (left, low_l)],
            canvas.light.lamp if lit else darker(SKY_BLUE, 0.5),
        )
    nose = smooth(
        [
            (x, base),
            (x - 2, base - height * 0.5),
            (x, base - height * 0.94),
            (x + width * 0.25, base - height),
            (x + width * 0.75, base - height),
            (x + width, base - height * 0.92),
            (x + width * 1.02, base - height * 0.5),
            (x + width, base),
        ]
    )
    canvas.polygon(nose, CREAM)
    canvas.rectangle(x, base - height * 0.4, width, height * 0.4, colour, radius=14)
    canvas.rectangle(
        x + width * 0.06, base - height * 0.14, width * 0.88, height * 0.14, darker(STEEL, 0.4), radius=10
    )
    canvas.rectangle(
        x + width * 0.09, base - height * 0.86, width * 0.82, height * 0.38, darker(SKY_BLUE, 0.6), radius=16
    )
    canvas.polygon(
        [
            (x + width * 0.2, base - height * 0.84),
            (x + width * 0.48, base - height * 0.84),
            (x + width * 0.28, base - height * 0.5),
            (x + width * 0.14, base - height * 0.5),
        ],
        SKY_BLUE,
        alpha=0.35,
    )
    for side in (0.18, 0.82):
        headlamp(canvas, x + width * side, base - height * 0.28, height * 0.028)


def aeroplane(
    canvas: Canvas, x: float, y: float, length: float, stripe: str, depth: float = 0.0, tilt: float = 0.0
) -> None:
    """Draw an airliner from the side, nose to the right and up by tilt (radians); (x, y) is its middle."""

    def at(px: float, py: float) -> tuple[float, float]:
        across, up = px * math.cos(tilt) - py * math.sin(tilt), px * math.sin(tilt) + py * math.cos(tilt)
        return x + across * length, y - up * length

    canvas.polygon([at(-0.46, 0.02), at(-0.52, 0.22), at(-0.42, 0.22), at(-0.3, 0.05)], stripe, depth)
    canvas.polygon([at(0.04, -0.01), at(-0.1, 0.14), at(-0.14, 0.14), at(-0.1, -0.01)], darker(STEEL, 0.1), depth)
    body = smooth(
        [
            at(-0.5, 0.035),
            at(-0.3, 0.062),
            at(0.36, 0.062),
            at(0.45, 0.035),
            at(0.5, -0.01),
            at(0.44, -0.045),
            at(0.3, -0.058),
            at(-0.22, -0.058),
            at(-0.5, 0.02),
        ]
    )
    canvas.polygon(body, PAPER, depth)
    canvas.polygon(
        [at(-0.5, 0.028), at(0.49, -0.02), at(0.44, -0.045), at(0.3, -0.058), at(-0.22, -0.058)],
        darker(CREAM, 0.2),
        depth,
    )
    canvas.line([at(-0.44, 0.02), at(0.44, 0.0)], length * 0.01, stripe, depth)
    for index in range(22):
        px, py = at(-0.3 + index * 0.03, 0.028)
        canvas.rectangle(
            px, py - length * 0.008, length * 0.011, length * 0.016, darker(SKY_BLUE, 0.5), depth, radius=2
        )
    canvas.polygon([at(0.41, 0.04), at(0.45, 0.034), at(0.475, 0.012), at(0.43, 0.014)], INK, depth)
    canvas.rectangle(*at(0.03, -0.05), length * 0.11, length * 0.052, darker(STEEL, 0.15), depth, radius=length * 0.02)
    canvas.polygon([at(0.1, -0.03), at(-0.2, -0.1), at(-0.27, -0.095), at(-0.1, -0.02)], STEEL, depth)
    canvas.polygon([at(-0.4, 0.02), at(-0.56, -0.005), at(-0.6, 0.005), at(-0.5, 0.04)], STEEL, depth)


def at_stand(canvas: Canvas, line: float) -> None:
    """Park an airliner on the apron, baggage carts and ground crew before it."""
    aeroplane(canvas, canvas.between(1050, 1300), canvas.between(110, 190), 210, canvas.pick(CLOTHES[:4]), 0.3)
    canvas.use_light(canvas.light.lamplit())
    canvas.fade(-100, line + 50, 1800, 900 - line, canvas.tone(CONCRETE, 0.35), canvas.tone(darker(CONCRETE, 0.25)))
    for y, width in ((line + 84, 6), (line + 300, 12)):
        canvas.rectangle(-100, y, 1800, width, MUSTARD, alpha=0.8)
    x = canvas.between(740, 880)
    canvas.ellipse(x, line + 240, 480, 34, "#1c2438", alpha=0.22)
    for place in (-0.02, 0.34):
        canvas.line([(x + place * 980, line + 150), (x + place * 980, line + 222)], 10, STEEL)
        canvas.ellipse(x + place * 980, line + 226, 20, 20, INK)
    aeroplane(canvas, x, line + 140, 980, canvas.pick((TERRACOTTA, TEAL, INDIGO, MUSTARD)))
    for index in range(3):
        canvas.rectangle(140 + index * 96, 800, 84, 42, canvas.pick(CLOTHES), radius=4)
        canvas.rectangle(136 + index * 96, 840, 92, 10, INK)
        for wheel_x in (160, 206):
            canvas.ellipse(wheel_x + index * 96, 856, 11, 11, INK)
    for _ in range(canvas.count(2, 4)):
        crew = random_look(canvas, top=MUSTARD, hat=TERRACOTTA)
        pose = canvas.pick(("point", "wave", "walk", "stand"))
        person(canvas, canvas.between(500, 1350), canvas.between(820, 870), 150, pose, crew, canvas.pick((-1, 1)))


def taking_off(canvas: Canvas, line: float) -> None:
    """Let an airliner climb over the runway, people watching from behind a fence."""
    top, low, vanish = line + 30, 800, canvas.between(500, 1100)
    canvas.polygon([(vanish - 40, top), (vanish + 40, top), (vanish + 640, low), (vanish - 640, low)], CONCRETE, 0.2)
    for index in range(5):
        share = ((index + 0.5) / 5) ** 1.8
        y, half = top + (low - top) * share, 3 + 16 * share
        canvas.rectangle(vanish - half, y, half * 2, 14 + 50 * share, PAPER, 0.1)
    if canvas.light.lamps > 0.25:
        for share in (0.04, 0.14, 0.3, 0.56, 0.9):
            for side in (-1, 1):
                canvas.glow(
                    vanish + side * (44 + 600 * share),
                    top + (low - top) * share,
                    18 + 40 * share,
                    canvas.light.lamp,
                    0.9,
                )
    stripe = canvas.pick((TERRACOTTA, TEAL, INDIGO, MUSTARD))
    aeroplane(
        canvas, canvas.between(720, 880), canvas.between(250, 320), canvas.between(760, 900), stripe, 0.04, tilt=0.2
    )
    for row in (0, 26, 52, 78):
        canvas.line([(-100, 806 + row), (1700, 806 + row)], 2.5, STEEL)
    for x in range(-80, 1700, 150):
        canvas.rectangle(x, 796, 8, 130, darker(STEEL, 0.3))
    for _ in range(canvas.count(3, 5)):
        person(
            canvas,
            canvas.between(260, 1340),
            900,
            canvas.pick((150, 210, 220)),
            canvas.pick(("wave", "point", "stand")),
            facing=canvas.pick((-1, 1)),
            back=True,
        )
