"""Motifs of wild land: rainforest and savanna."""

from .atmosphere import mist, sky
from .canvas import Canvas, smooth
from .figures import person
from .heads import random_look
from .palette import BARK, LEAF, MOSS, MUSTARD, PINE, SAND, STONE, TEAL, TERRACOTTA, blend, darker, lighter, mix
from .plants import bush, corner_leaves, grass
from .terrain import ground, ridge, shadow, volcano


def forest(canvas: Canvas) -> None:
    """Rainforest: trunks fading into mist, shafts of light, a hornbill or a walker on the trail."""
    light = canvas.light
    canvas.fade(
        -100,
        -100,
        1800,
        1100,
        mix(light.haze, light.sky[1], 0.4),
        mix(light.haze, light.sun, 0.3),
        canvas.tone(MOSS, 0.4),
    )
    canvas.sun = (canvas.between(520, 1080), 150)
    canvas.glow(*canvas.sun, 640, light.sun, 0.7)
    trail = canvas.between(660, 940)
    for layer, depth in enumerate((0.78, 0.6, 0.42, 0.22)):
        base = 560 + layer * 62
        for _ in range(11 - layer * 2):
            x = canvas.between(-60, 1660)
            if abs(x - trail) > 50 + layer * 70:
                trunk(canvas, x, base + 20, 26 + layer * 17, depth)
        ridge(canvas, base + 24, 34, MOSS, depth)
        for _ in range(10):
            bush(canvas, canvas.between(-40, 1640), base + 30, canvas.between(40, 76) + layer * 12, depth)
        mist(canvas, base + 30, 160, 0.28)
    for _ in range(5):
        x = canvas.sun[0] + canvas.between(-260, 260)
        canvas.beam([(x - 14, -40), (x + 26, -40), (x + 170, 800), (x - 10, 800)], light.sun, 0.26)
    path = [
        (trail - 26, 640),
        (trail + 20, 640),
        (trail + 60, 720),
        (trail + 190, 920),
        (trail - 260, 920),
        (trail - 70, 730),
    ]
    canvas.polygon(smooth(path), blend(SAND, BARK, 0.4), 0.1)
    for index in range(canvas.count(1, 2)):
        shadow(canvas, trail + index * 70 - 20, 800, 60)
        person(
            canvas,
            trail + index * 70 - 20,
            800,
            200 - index * 22,
            "walk",
            random_look(canvas, hat=canvas.pick((MUSTARD, TERRACOTTA, TEAL))),
            canvas.pick((-1, 1)),
            back=canvas.chance(0.4),
        )
    for x in (canvas.between(-30, 90), canvas.between(1490, 1620)):
        trunk(canvas, x, 930, 120, 0.0)
    corner_leaves(canvas, right=True, top=canvas.chance(0.5))
    corner_leaves(canvas, right=False, top=canvas.chance(0.5))
    grass(canvas, 900, 90)


def trunk(canvas: Canvas, x: float, base: float, width: float, depth: float) -> None:
    """Draw a tall forest trunk with buttress roots and a liana, its crown out of sight."""
    colour = blend(BARK, PINE, 0.35)
    points = smooth(
        [
            (x - width * 0.4, -40),
            (x - width * 0.44, base - width * 3),
            (x - width * 0.6, base - width),
            (x - width * 1.5, base),
        ]
    )
    other = smooth(
        [
            (x + width * 1.4, base),
            (x + width * 0.6, base - width),
            (x + width * 0.44, base - width * 3),
            (x + width * 0.4, -40),
        ]
    )
    canvas.polygon([*points, *other], colour, depth)
    lit = 0.12 if canvas.sun[0] > x else -0.36
    canvas.polygon(
        [
            (x + width * lit, -40),
            (x + width * (lit + 0.24), -40),
            (x + width * (lit + 0.3), base - width),
            (x + width * (lit + 0.06), base - width),
        ],
        lighter(colour, 0.16),
        depth,
    )


def acacia(canvas: Canvas, x: float, foot: float, height: float, depth: float) -> None:
    """Draw a flat-topped savanna tree."""
    canvas.polygon(
        smooth(
            [
                (x - height * 0.04, foot),
                (x - height * 0.01, foot - height * 0.5),
                (x + height * 0.02, foot - height * 0.5),
                (x + height * 0.04, foot),
            ]
        ),
        BARK,
        depth,
    )
    for side in (-0.36, -0.14, 0.16, 0.38):
        canvas.line(
            smooth(
                [
                    (x, foot - height * 0.42),
                    (x + side * height * 0.5, foot - height * 0.66),
                    (x + side * height, foot - height * 0.84),
                ]
            ),
            height * 0.03,
            BARK,
            depth,
        )
    for offset, lift, width in ((0.0, 0.9, 0.6), (-0.3, 0.83, 0.34), (0.33, 0.84, 0.36), (0.06, 0.98, 0.36)):
        canvas.ellipse(
            x + offset * height, foot - lift * height, width * height, height * 0.1, darker(MOSS, 0.2), depth
        )
        canvas.ellipse(
            x + offset * height, foot - (lift + 0.03) * height, width * height * 0.86, height * 0.06, LEAF, depth
        )


def buffalo(canvas: Canvas, x: float, base: float, size: float, facing: int, depth: float) -> None:
    """Draw a grazing water buffalo (banteng at Baluran look alike at this distance)."""

    def at(px: float, py: float) -> tuple[float, float]:
        return x + px * size * facing, base - py * size

    colour = "#6b574c"
    shadow(canvas, x, base, size * 0.5)
    for place, shade in ((-0.34, 0.3), (0.18, 0.3), (-0.25, 0.1), (0.27, 0.1)):
        canvas.line([at(place, 0.3), at(place + 0.01, 0.03)], size * 0.075, darker(colour, shade), depth)
    hull = [
        (-0.42, 0.5),
        (-0.2, 0.57),
        (0.12, 0.6),
        (0.3, 0.56),
        (0.36, 0.4),
        (0.26, 0.28),
        (0.0, 0.22),
        (-0.3, 0.26),
        (-0.43, 0.36),
        (-0.42, 0.5),
    ]
    canvas.polygon(smooth([at(*point) for point in hull]), colour, depth)
    back = [(-0.42, 0.5), (-0.2, 0.57), (0.12, 0.6), (0.3, 0.56), (0.1, 0.52), (-0.2, 0.49), (-0.42, 0.47)]
    canvas.polygon(smooth([at(*point) for point in back]), lighter(colour, 0.16), depth)
    canvas.line(smooth([at(-0.42, 0.48), at(-0.47, 0.34), at(-0.46, 0.18)]), size * 0.025, darker(colour, 0.2), depth)
    low = canvas.pick((0.0, 0.16))
    skull = [
        (0.26, 0.54),
        (0.4, 0.54 - low * 0.6),
        (0.52, 0.36 - low),
        (0.5, 0.29 - low),
        (0.4, 0.34 - low),
        (0.28, 0.38),
        (0.26, 0.54),
    ]
    canvas.polygon(smooth([at(*point) for point in skull]), darker(colour, 0.16), depth)
    horn = [(0.37, 0.52 - low * 0.5), (0.3, 0.6 - low * 0.5), (0.24, 0.66 - low * 0.5)]
    canvas.line(smooth([at(*point) for point in horn]), size * 0.028, lighter(STONE, 0.3), depth)
    canvas.polygon(
        [at(0.33, 0.5 - low * 0.5), at(0.22, 0.48 - low * 0.5), at(0.32, 0.45 - low * 0.5)], darker(colour, 0.3), depth
    )


def savanna(canvas: Canvas) -> None:
    """Dry grassland under a mountain, flat-topped trees, buffalo grazing."""
    horizon = canvas.between(440, 500)
    dry = "#d6b668"
    sky(canvas, horizon)
    volcano(canvas, canvas.between(400, 1200), horizon + 6, 1100, canvas.between(170, 240), 0.56)
    ridge(canvas, horizon + 12, 60, blend(MOSS, dry, 0.4), 0.5)
    ground(canvas, horizon + 4, dry)
    for index in range(canvas.count(4, 6)):
        acacia(canvas, canvas.between(80, 1520), horizon + 22 + index * 7, 90 + index * 16, 0.46 - index * 0.03)
    for index in range(4):
        ridge(canvas, horizon + 70 + index * 90, 26, blend(dry, "#b98c4d", 0.12 * index), 0.3 - index * 0.07)
        for place in canvas.random.sample(range(5), canvas.count(1, 2 + (index < 2))):
            x = 240 + place * 260 + canvas.between(-60, 60)
            size, depth = 70 + index * 56, 0.28 - index * 0.08
            buffalo(canvas, x, horizon + 74 + index * 84, size, canvas.pick((-1, 1)), depth)
    acacia(canvas, canvas.pick((230, 1330)) + canvas.between(-60, 60), 760, canvas.between(430, 500), 0.04)
    grass(canvas, 880, 80, darker("#a8823f", 0.1), tufts=60)
    grass(canvas, 905, 100, darker("#8a6a35", 0.35), tufts=40)
