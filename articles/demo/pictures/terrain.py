"""Land and water: ridges, volcanoes, ground, sea, reflections."""

import math

from .canvas import Canvas, Paint, smooth
from .palette import DEEP_TEAL, MOSS, SKY_BLUE, TEAL, darker, lighter, mix


def ridge(
    canvas: Canvas, base: float, rise: float, colour: Paint = MOSS, depth: float = 0.5, bottom: float = 920
) -> list:
    """Fill a rolling ridge whose crest stays within rise above base; return its crest."""
    phase, slow, fast = canvas.between(0, 6.3), canvas.between(0.6, 1.3), canvas.between(2.2, 3.6)
    crest = []
    for step in range(61):
        t = step / 60
        wave = 0.5 + 0.34 * math.sin(phase + t * slow * 6.3) + 0.16 * math.sin(phase * 2 + t * fast * 6.3)
        crest.append((t * 1800 - 100, base - rise * wave))
    canvas.polygon([*crest, (1700, bottom), (-100, bottom)], colour, depth)
    return crest


def volcano(
    canvas: Canvas, x: float, base: float, width: float, height: float, depth: float = 0.55, *, smoke: bool = False
) -> None:
    """Draw a cone with a crater, its shaded flank away from the sun."""
    colour = "#5f7f8c"
    half, lip = width / 2, width * 0.045
    left = smooth(
        [
            (x - half, base),
            (x - half * 0.55, base - height * 0.3),
            (x - half * 0.24, base - height * 0.7),
            (x - lip, base - height),
        ]
    )
    right = [(2 * x - px, py) for px, py in reversed(left)]
    crater = [(x - lip * 0.3, base - height * 0.965), (x + lip * 0.4, base - height * 0.975)]
    if smoke:
        plume(canvas, x, base - height, height * 0.16, depth)
    canvas.polygon([*left, *crater, *right], colour, depth)
    side = -1 if canvas.sun[0] > x else 1
    flank = right if side > 0 else left[::-1]
    gullies = [
        (x + side * half * reach, base - height * rise)
        for reach, rise in ((0.42, 0), (0.22, 0.26), (0.24, 0.36), (0.09, 0.68), (0.09, 0.78))
    ]
    canvas.polygon([*flank, *gullies], darker(colour, 0.35), depth)
    for reach in (0.42, 0.66):
        canvas.polygon(
            [
                (x - side * half * reach, base),
                (x - side * half * reach * 0.42, base - height * 0.5),
                (x - side * half * reach * 0.72, base),
            ],
            lighter(colour, 0.25),
            depth,
            alpha=0.5,
        )


def plume(canvas: Canvas, x: float, y: float, size: float, depth: float) -> None:
    """Let a puff of smoke drift from a crater or a chimney."""
    colour = mix(canvas.light.haze, canvas.light.cloud, 0.6)
    for step in range(7):
        radius = size * (0.22 + step * 0.12)
        canvas.ellipse(
            x + size * step * 0.42,
            y - size * (0.1 + step * 0.22),
            radius * 1.25,
            radius,
            colour,
            depth,
            alpha=0.75 - step * 0.08,
        )


def water(canvas: Canvas, top: float, bottom: float = 920, colour: Paint = TEAL, ripples: int = 60) -> None:
    """Fill water from the horizon down, with the sun's path and ripples."""
    light = canvas.light
    far = mix(canvas.tone(colour), light.haze, 0.62)
    near = mix(canvas.tone(DEEP_TEAL), light.sky[0], 0.22)
    canvas.fade(-100, top, 1800, bottom - top, far, canvas.tone(colour, 0.1), near)
    bright = mix(far, light.sun, 0.55)
    for _ in range(ripples):
        near_share = canvas.random.random() ** 0.8
        y = top + (bottom - top) * near_share
        width = 14 + 90 * near_share
        canvas.rectangle(
            canvas.between(-40, 1640),
            y,
            width,
            1.2 + 2.6 * near_share,
            bright,
            alpha=0.16 + 0.2 * canvas.random.random(),
            radius=2,
        )
    if not light.is_wet:
        sun_path(canvas, top, bottom)


def sun_path(canvas: Canvas, top: float, bottom: float) -> None:
    """Lay the broken reflection of the sun or moon on the water."""
    light = canvas.light
    for step in range(22):
        share = (step + 0.5) / 22
        y = top + (bottom - top) * share**1.4
        width = canvas.between(14, 46) + 120 * share * canvas.random.random()
        x = canvas.sun[0] + canvas.between(-30, 30) * (0.3 + share)
        canvas.rectangle(x - width / 2, y, width, 2 + 5 * share, light.sun, alpha=0.62 - 0.42 * share, radius=3)


def ground(canvas: Canvas, top: float, colour: Paint, bottom: float = 920) -> None:
    """Fill flat ground, hazy where it is far."""
    canvas.fade(
        -100,
        top,
        1800,
        bottom - top,
        canvas.tone(colour, 0.42),
        canvas.tone(colour, 0.08),
        canvas.tone(darker(colour, 0.14)),
    )


def shadow(canvas: Canvas, x: float, y: float, width: float) -> None:
    """Seat a thing on the ground with a soft flat shadow."""
    canvas.ellipse(x, y, width, width * 0.13, "#1c2438", alpha=0.22)


def puddle(canvas: Canvas, x: float, y: float, width: float) -> None:
    """Draw a puddle that holds the colour of the sky."""
    canvas.ellipse(x, y, width, width * 0.12, mix(canvas.light.sky[2], canvas.tone(SKY_BLUE), 0.3), alpha=0.6)
    canvas.ellipse(x + width * 0.2, y - width * 0.02, width * 0.5, width * 0.04, canvas.light.sky[2], alpha=0.6)
