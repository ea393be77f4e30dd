"""Motif of the flooded street: brown water, waders, a rubber boat."""

from .atmosphere import sky
from .buildings import skyline, street_lamp, street_row
from .canvas import Canvas
from .figures import person
from .heads import random_look
from .palette import CLOTHES, CREAM, STEEL, TERRACOTTA, blend, darker
from .road import car


def flood_street(canvas: Canvas) -> None:
    """A street under brown water: people wade, a rubber boat, shopfronts mirrored."""
    line = canvas.between(440, 480)
    sky(canvas, line)
    skyline(canvas, line, 60, 200, 0.6, canvas.between(300, 1300))
    street_row(canvas, line + 90, 240, 360, 0.14)
    canvas.use_light(canvas.light.lamplit())
    brown = blend("#a08561", STEEL, 0.25)
    canvas.fade(
        -100,
        line + 66,
        1800,
        920 - line,
        canvas.tone(brown, 0.35),
        canvas.tone(brown),
        canvas.tone(darker(brown, 0.3)),
    )
    for _ in range(26):
        x = canvas.between(-50, 1600)
        canvas.rectangle(
            x,
            line + 66 + canvas.between(0, 60),
            canvas.between(40, 160),
            5,
            canvas.pick(CLOTHES),
            alpha=0.22,
            radius=3,
        )
    street_lamp(canvas, canvas.pick((240, 1300)), line + 100, 330, 60)
    car(canvas, canvas.pick((330, 1240)), line + 158, 300, canvas.pick((-1, 1)), 0.08)
    canvas.rectangle(-100, line + 138, 1800, 46, brown, 0.18)
    waders = [
        (canvas.between(160, 480), 0.2),
        (canvas.between(1080, 1440), 0.28),
        (canvas.between(500, 700), 0.62),
        (canvas.between(960, 1120), 0.8),
        (canvas.between(140, 330), 0.85),
    ]
    rescue = canvas.between(700, 860)
    for x, share in waders[:2]:
        wader(canvas, x, line + 150 + 220 * share, 150 + 130 * share)
    rubber_boat(canvas, rescue, line + 240, 420)
    for x, share in waders[2:]:
        wader(canvas, x, line + 170 + 240 * share, 150 + 130 * share)
    for _ in range(60):
        share = canvas.random.random()
        canvas.rectangle(
            canvas.between(-40, 1600),
            line + 90 + 420 * share,
            20 + 110 * share,
            2 + 2 * share,
            canvas.light.sky[2],
            alpha=0.3,
            radius=2,
        )


def wader(canvas: Canvas, x: float, surface: float, height: float) -> None:
    """Draw somebody knee-deep: a whole figure whose legs the water hides."""
    surroundings = canvas.sample(x, surface + height * 0.14)
    person(
        canvas,
        x,
        surface + height * 0.26,
        height,
        canvas.pick(("carry", "walk", "stand", "hip")),
        facing=canvas.pick((-1, 1)),
    )
    canvas.rectangle(x - height * 0.26, surface, height * 0.52, height * 0.32, surroundings, radius=height * 0.05)
    for spread in (0.2, 0.32):
        canvas.ring(x, surface + 4, height * spread, height * spread * 0.16, 3, canvas.light.sky[2], alpha=0.5)


def rubber_boat(canvas: Canvas, x: float, base: float, length: float) -> None:
    """Draw a rescue dinghy with people in it and somebody pushing."""
    surroundings = canvas.sample(x, base + length * 0.1)
    for place, top in ((-0.26, None), (-0.02, None), (0.2, TERRACOTTA)):
        person(
            canvas,
            x + place * length,
            base + length * 0.12,
            length * 0.44,
            "sit" if top is None else "point",
            random_look(canvas, top=top),
        )
    canvas.rectangle(
        x - length / 2, base - length * 0.1, length * 0.94, length * 0.13, TERRACOTTA, radius=length * 0.07
    )
    canvas.polygon(
        [
            (x + length * 0.34, base - length * 0.1),
            (x + length * 0.56, base - length * 0.17),
            (x + length * 0.5, base - length * 0.02),
            (x + length * 0.38, base + length * 0.03),
        ],
        TERRACOTTA,
    )
    canvas.rectangle(x - length * 0.46, base - length * 0.05, length * 0.9, length * 0.02, CREAM, radius=3)
    canvas.rectangle(x - length * 0.54, base + length * 0.015, length * 1.08, length * 0.2, surroundings, radius=8)
    canvas.ellipse(x, base + length * 0.02, length * 0.56, length * 0.02, canvas.light.sky[2], alpha=0.4)
