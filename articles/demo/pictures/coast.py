"""Motifs of the shore: fishing boats and beach."""

import math

from .atmosphere import sky
from .canvas import Canvas, smooth
from .figures import person
from .palette import CLOTHES, CREAM, MUSTARD, ROSE, SAND, TEAL, TERRACOTTA, WOOD, darker, lighter, mix
from .plants import corner_leaves, palm, tree_line
from .terrain import ridge, shadow, volcano, water
from .vessels import jukung


def far_coast(canvas: Canvas, horizon: float) -> None:
    """Close the horizon with a volcano or islands in the haze."""
    if canvas.chance(0.6):
        volcano(
            canvas,
            canvas.pick((320, 560, 1080, 1300)),
            horizon,
            canvas.between(700, 1000),
            canvas.between(150, 230),
            0.66,
            smoke=canvas.chance(0.4),
        )
    ridge(canvas, horizon + 8, canvas.between(36, 80), depth=0.66)
    tree_line(canvas, horizon, 20, 0.56, palms=0.3)


def fishing_boats(canvas: Canvas) -> None:
    """Outrigger boats on a calm bay, one near, others fading away."""
    horizon = canvas.between(360, 440)
    sky(canvas, horizon)
    far_coast(canvas, horizon)
    water(canvas, horizon, ripples=80)
    colours = list(CLOTHES)
    canvas.random.shuffle(colours)
    for index in range(canvas.count(3, 5)):
        jukung(
            canvas,
            canvas.between(120, 1480),
            horizon + 34 + index * 26,
            90 + index * 34,
            colours[index],
            canvas.pick((-1, 1)),
            0.45 - index * 0.07,
        )
    for place in canvas.pick(((0.3, 0.68), (0.22, 0.56), (0.44, 0.8))):
        jukung(
            canvas,
            1600 * place,
            640 + canvas.between(-40, 60),
            canvas.between(380, 460),
            colours[5 if place < 0.5 else 6],
            canvas.pick((-1, 1)),
            0.05,
            sailor=True,
        )
    if canvas.chance(0.6):
        corner_leaves(canvas, right=canvas.chance(0.5))
    beach_strip(canvas, 850)


def beach_strip(canvas: Canvas, top: float) -> None:
    """Let a wet edge of sand close the picture below."""
    wave = [(x * 90 - 100, top + 14 * math.sin(x * 0.9 + top)) for x in range(21)]
    canvas.polygon([*smooth([(x, y - 9) for x, y in wave]), (1700, 920), (-100, 920)], lighter(CREAM, 0.4), alpha=0.7)
    canvas.polygon([*smooth(wave), (1700, 920), (-100, 920)], SAND)


def parasol(canvas: Canvas, x: float, base: float, height: float, colour: str) -> None:
    """Draw a striped beach parasol with its pole."""
    canvas.line([(x, base), (x + height * 0.08, base - height * 0.96)], height * 0.025, WOOD)
    for index in range(6):
        start, tint = 180 + index * 30, colour if index % 2 == 0 else CREAM
        canvas.pie(x + height * 0.07, base - height * 0.6, height * 0.52, start, start + 30, tint, squash=0.72)


def beach(canvas: Canvas) -> None:
    """A shore that curves away under palms, parasols and people on the sand."""
    horizon = canvas.between(380, 450)
    sky(canvas, horizon)
    far_coast(canvas, horizon)
    water(canvas, horizon, colour=canvas.pick((TEAL, "#3a95a0")))
    jukung(canvas, canvas.between(900, 1350), horizon + 60, 150, canvas.pick(CLOTHES), canvas.pick((-1, 1)), 0.3)
    shift = canvas.between(-80, 120)
    shore = [
        (-100, horizon + 70),
        (300 + shift, horizon + 110),
        (640 + shift, horizon + 190),
        (1000 + shift, horizon + 300),
        (1400, horizon + 360),
        (1700, horizon + 420),
    ]
    for lift, tint in (
        (44, mix(canvas.tone(TEAL), canvas.light.sun, 0.3)),
        (22, mix(canvas.light.cloud, canvas.tone(CREAM), 0.5)),
        (8, canvas.tone(darker(SAND, 0.2))),
        (-16, canvas.tone(SAND)),
    ):
        canvas.polygon([*smooth([(x + lift * 0.6, y - lift * 0.6) for x, y in shore]), (1700, 920), (-100, 920)], tint)
    for step in range(canvas.count(5, 8)):
        foot = horizon + 200 + step * 22
        x = canvas.between(60, max(260.0, (foot - horizon - 170) * 5.2))
        pose = canvas.pick(("stand", "walk", "wave", "run"))
        person(canvas, x, foot, 84 + step * 12, pose, facing=canvas.pick((-1, 1)), depth=0.12)
    for place in (canvas.between(420, 560), canvas.between(760, 880)):
        base = 760 if place < 600 else 800
        shadow(canvas, place + 40, base, 150)
        canvas.rectangle(place + 34, base - 42, 72, 12, WOOD, radius=4)
        for leg in (40, 90):
            canvas.rectangle(place + leg, base - 34, 9, 40, darker(WOOD, 0.25))
        person(canvas, place + 70, base + 12, 190, "sit", facing=canvas.pick((-1, 1)))
        parasol(canvas, place, base, 260, canvas.pick((TERRACOTTA, MUSTARD, TEAL, ROSE)))
    for x, height in ((-10, 640), (150, 520)):
        palm(canvas, x + canvas.between(-30, 40), 900 - (650 - height) * 0.9, height)
