"""Boats: the outrigger jukung and the passenger ferry."""

from .buildings import window
from .canvas import Canvas, smooth
from .figures import person
from .heads import random_look
from .palette import CREAM, INK, MUSTARD, PAPER, STEEL, TEAL, TERRACOTTA, WOOD, darker, lighter


def jukung(
    canvas: Canvas,
    x: float,
    base: float,
    length: float,
    colour: str,
    facing: int = 1,
    depth: float = 0.0,
    *,
    sailor: bool = False,
) -> None:
    """Draw an outrigger fishing boat with upswept ends and a bright stripe."""

    def at(px: float, py: float) -> tuple[float, float]:
        return x + px * length * facing, base - py * length

    canvas.ellipse(x, base + length * 0.02, length * 0.5, length * 0.035, INK, depth, alpha=0.25)
    if sailor:
        person(
            canvas,
            *at(-0.16, 0.02),
            length * 0.34,
            canvas.pick(("stand", "hip", "carry")),
            random_look(canvas, hat=canvas.pick(("straw", TERRACOTTA))),
            facing,
            depth,
        )
    canvas.line([at(0.02, 0.1), at(0.02, 0.56)], length * 0.014, WOOD, depth)
    canvas.polygon([at(0.03, 0.54), at(0.03, 0.16), at(0.28, 0.15)], canvas.pick((CREAM, MUSTARD, TERRACOTTA)), depth)
    hull = smooth(
        [
            at(-0.56, 0.24),
            at(-0.4, 0.11),
            at(0, 0.08),
            at(0.4, 0.12),
            at(0.6, 0.28),
            at(0.48, 0.06),
            at(0.3, -0.01),
            at(-0.3, -0.01),
            at(-0.46, 0.07),
            at(-0.56, 0.24),
        ]
    )
    canvas.polygon(hull, colour, depth)
    canvas.line(
        smooth([at(-0.53, 0.2), at(-0.4, 0.1), at(0, 0.07), at(0.4, 0.11), at(0.56, 0.24)]),
        length * 0.02,
        CREAM,
        depth,
    )
    canvas.polygon([at(-0.42, 0.04), at(0.42, 0.04), at(0.3, -0.01), at(-0.3, -0.01)], darker(colour, 0.35), depth)
    for place in (-0.22, 0.24):
        canvas.line(
            smooth([at(place, 0.09), at(place + 0.04, 0.13), at(place + 0.09, -0.03)]), length * 0.014, WOOD, depth
        )
    canvas.line([at(-0.36, -0.035), at(0.46, -0.035)], length * 0.018, lighter(WOOD, 0.3), depth)


def ferry(canvas: Canvas, x: float, base: float, length: float, depth: float = 0.0) -> None:
    """Draw a passenger ferry: hull, two decks of windows, bridge and funnel; x is its middle."""
    half, stripe = length / 2, canvas.pick((TERRACOTTA, TEAL, MUSTARD))
    deck = length * 0.085
    canvas.polygon(
        [
            (x - half, base - deck * 1.5),
            (x + half * 1.08, base - deck * 1.9),
            (x + half * 0.9, base),
            (x - half * 0.94, base),
        ],
        PAPER,
        depth,
    )
    canvas.polygon(
        [
            (x - half * 0.98, base - deck * 0.6),
            (x + half * 0.97, base - deck * 0.6),
            (x + half * 0.9, base),
            (x - half * 0.94, base),
        ],
        stripe,
        depth,
    )
    for level, (left, right) in enumerate(((-0.92, 0.72), (-0.8, 0.5), (0.06, 0.4))):
        top = base - deck * (2.6 + level)
        canvas.rectangle(
            x + half * left, top, half * (right - left), deck * 1.05, lighter(CREAM, 0.2 + level * 0.2), depth
        )
        canvas.rectangle(x + half * left, top + deck * 0.9, half * (right - left), deck * 0.15, STEEL, depth)
        place = x + half * left + deck * 0.3
        while place < x + half * right - deck * 0.7:
            window(canvas, place, top + deck * 0.28, deck * 0.48, deck * 0.36, depth, frame=False)
            place += deck * 0.74
    canvas.polygon(
        [
            (x - half * 0.44, base - deck * 4.4),
            (x - half * 0.16, base - deck * 4.4),
            (x - half * 0.12, base - deck * 3.5),
            (x - half * 0.44, base - deck * 3.5),
        ],
        stripe,
        depth,
    )
    canvas.rectangle(x - half * 0.45, base - deck * 4.6, half * 0.3, deck * 0.28, INK, depth)
    canvas.line([(x + half * 0.24, base - deck * 4.6), (x + half * 0.24, base - deck * 6)], 3, INK, depth)
