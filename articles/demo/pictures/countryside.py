"""Motifs of the land: mountain, rice terrace, village road."""

import math

from .atmosphere import mist, sky
from .buildings import house
from .canvas import Canvas
from .figures import person
from .heads import random_look
from .palette import (
    CLOTHES,
    CREAM,
    INDIGO,
    LEAF,
    MOSS,
    MUSTARD,
    PINE,
    SAND,
    STONE,
    TEAL,
    TERRACOTTA,
    blend,
    darker,
    lighter,
    mix,
)
from .plants import bush, corner_leaves, grass, palm, tree, tree_line
from .road import motorbike
from .terrain import ground, ridge, volcano, water
from .vessels import jukung

PADDY = blend(LEAF, "#c9c24a", 0.35)


def mountain(canvas: Canvas) -> None:
    """A volcano over misty ridges; before it hikers on a crest, a lake, or a village."""
    horizon = canvas.between(540, 600)
    sky(canvas, horizon, canvas.pick((380, 1220)) + canvas.between(-80, 80))
    width, height = canvas.between(1200, 1560), canvas.between(350, 430)
    volcano(canvas, canvas.between(620, 980), horizon, width, height, 0.36, smoke=canvas.chance(0.6))
    if canvas.chance(0.6):
        volcano(canvas, canvas.pick((140, 1460)), horizon, 760, canvas.between(180, 260), 0.62)
    for index, depth in enumerate((0.58, 0.44, 0.28)):
        ridge(canvas, horizon + 20 + index * 52, 110, MOSS, depth)
        mist(canvas, horizon + 90 + index * 52, 130, 0.5)
    tree_line(canvas, horizon + 150, 40, 0.26, palms=0.08)
    canvas.variant((hikers, lake, hamlet))(canvas, horizon)
    grass(canvas, 890, 60, darker(PINE, 0.3), tufts=40)


def terrace_step(canvas: Canvas, base: float, rise: float, phase: float, depth: float, bright: str) -> list:
    """Fill one terrace: a bank, a thread of water that holds the sky, and the paddy."""
    edge = []
    for step in range(49):
        t = step / 48
        lift = 0.6 * math.sin(phase + t * 5.2) + 0.4 * math.sin(phase * 1.7 + t * 2.4)
        edge.append((t * 1800 - 100, base - rise * lift))
    canvas.polygon([*[(x, y - 9) for x, y in edge], (1700, 920), (-100, 920)], lighter(bright, 0.3), depth)
    canvas.polygon([*edge, (1700, 920), (-100, 920)], darker(bright, 0.38), depth)
    return edge


def rice_terrace(canvas: Canvas) -> None:
    """Terraces stepping down a valley, flooded or green, farmers in straw hats."""
    horizon = canvas.between(300, 360)
    sky(canvas, horizon)
    volcano(canvas, canvas.between(420, 1180), horizon + 20, 1000, canvas.between(200, 260), 0.62)
    for index in range(2):
        ridge(canvas, horizon + 20 + index * 34, 90, depth=0.62 - index * 0.14)
    tree_line(canvas, horizon + 50, 30, 0.46, palms=0.5)
    phase, drift = canvas.between(0, 6.3), canvas.pick((-0.2, 0.2))
    base, gap = horizon + 72, 15.0
    farmers = []
    while base < 890:
        share = (base - horizon) / (900 - horizon)
        tint = canvas.pick((PADDY, LEAF, lighter(PADDY, 0.15)))
        edge = terrace_step(canvas, base, 26 + 40 * share, phase, 0.44 * (1 - share), tint)
        field = (
            mix(canvas.tone(tint, 0.44 * (1 - share)), canvas.light.sky[2], 0.62)
            if canvas.chance(0.45)
            else canvas.tone(tint, 0.44 * (1 - share))
        )
        bank = 8 + 12 * share
        canvas.polygon([*[(x, y + bank) for x, y in edge], (1700, 920), (-100, 920)], field)
        if 0.3 < share < 0.85:
            farmers.append((edge[canvas.count(14, 34)], share))
        phase, gap = phase + drift, gap * 1.2
        base += gap
        sprouts(canvas, edge, bank, min(gap, 900 - base + gap), tint, share)
        if farmers and canvas.chance(0.55):
            (x, y), near = farmers.pop()
            person(
                canvas,
                x,
                y + bank + 26 * near,
                70 + 130 * near,
                canvas.pick(("bend", "bend", "carry", "stand")),
                random_look(canvas, hat="straw"),
                canvas.pick((-1, 1)),
                0.3 * (1 - near),
            )
    for x in (canvas.pick((-10, 70)), canvas.pick((1500, 1590))):
        palm(canvas, x, 900, canvas.between(420, 600), 0.04)
    corner_leaves(canvas, right=canvas.chance(0.5), top=False)


def sprouts(canvas: Canvas, edge: list, bank: float, gap: float, tint: str, share: float) -> None:
    """Plant rows of rice along a terrace, following its edge."""
    for row in range(1, 4):
        drop = bank + gap * row / 4
        for x, y in edge[::2]:
            place = x + row * 9
            canvas.line(
                [(place, y + drop), (place + 3, y + drop - 4 - 9 * share)],
                2 + 2 * share,
                darker(tint, 0.22),
                0.4 * (1 - share),
            )


def village_road(canvas: Canvas) -> None:
    """A road between tiled houses and palms towards a volcano, a scooter on it."""
    horizon = canvas.between(430, 480)
    vanish = canvas.between(700, 900)
    sky(canvas, horizon)
    volcano(
        canvas,
        vanish + canvas.between(-160, 160),
        horizon + 8,
        900,
        canvas.between(180, 240),
        0.6,
        smoke=canvas.chance(0.4),
    )
    ridge(canvas, horizon + 10, 60, depth=0.56)
    tree_line(canvas, horizon + 6, 30, 0.46, palms=0.5)
    ground(canvas, horizon, PADDY)
    road = [(vanish - 8, horizon + 4), (vanish + 8, horizon + 4), (vanish + 560, 920), (vanish - 560, 920)]
    canvas.polygon(road, blend(SAND, STONE, 0.45), 0.06)
    for index in range(7):
        share = ((index + 0.4) / 7) ** 2
        y = horizon + 4 + (900 - horizon) * share
        canvas.polygon(
            [
                (vanish - 8 * share, y),
                (vanish + 8 * share, y),
                (vanish + 12 * share, y + 60 * share),
                (vanish - 12 * share, y + 60 * share),
            ],
            CREAM,
            alpha=0.8,
        )
    for share, depth in ((0.1, 0.4), (0.2, 0.26), (0.44, 0.08)):
        foot = horizon + (900 - horizon) * share
        width = 130 + 620 * share
        for side in (-1, 1):
            edge = vanish + side * (70 + 800 * share)
            palm(
                canvas,
                edge + side * width * canvas.between(0.1, 0.9),
                foot - 12,
                width * canvas.between(0.9, 1.15),
                depth + 0.06,
            )
            house(canvas, edge if side > 0 else edge - width, foot, width, depth)
            bush(canvas, edge - side * 10, foot + 6, width * 0.12, depth)
    rider = canvas.between(-140, 140)
    motorbike(canvas, vanish + rider, canvas.between(720, 780), 210, canvas.pick((-1, 1)))
    for _ in range(canvas.count(2, 4)):
        side = canvas.pick((-1, 1))
        share = canvas.between(0.3, 0.6)
        person(
            canvas,
            vanish + side * 620 * share,
            horizon + (900 - horizon) * share + 26,
            60 + 210 * share,
            canvas.pick(("walk", "stand", "carry")),
            random_look(canvas, hat=canvas.pick((None, "straw"))),
            facing=-side,
        )
    grass(canvas, 896, 70)


def hikers(canvas: Canvas, horizon: float) -> None:
    """Raise a near crest with hikers on it."""
    crest = ridge(canvas, horizon + 270, 110, PINE, 0.04)
    for index in range(canvas.count(1, 3)):
        x, foot = crest[canvas.count(20, 40)]
        hike = random_look(canvas, hat=canvas.pick((TERRACOTTA, MUSTARD, TEAL)))
        canvas.rectangle(x - 30, foot - 132, 34, 60, canvas.pick((TERRACOTTA, MUSTARD, INDIGO)), radius=10)
        person(canvas, x, foot + 6, 170 - index * 6, canvas.pick(("stand", "walk", "point", "hip")), hike)


def lake(canvas: Canvas, horizon: float) -> None:
    """Lay a lake below the mountain, a boat or two on it and reeds before it."""
    water(canvas, horizon + 140)
    for index in range(canvas.count(1, 3)):
        x, y = canvas.between(420, 1180), horizon + 178 + index * 44
        jukung(
            canvas, x, y, 130 + index * 70, canvas.pick(CLOTHES), canvas.pick((-1, 1)), 0.2 - index * 0.07, sailor=True
        )
    ridge(canvas, 890, 50, PINE, 0.04)
    tree(canvas, canvas.pick((120, 1480)), 880, canvas.between(380, 480), 0.03)


def hamlet(canvas: Canvas, horizon: float) -> None:
    """Set tiled houses among trees on the slope below the mountain."""
    ridge(canvas, horizon + 240, 70, MOSS, 0.14)
    for index in range(7):
        x, foot = 60 + index * 220 + canvas.between(-50, 50), horizon + canvas.pick((214, 236, 262))
        tree(canvas, x + 130, foot - 10, canvas.between(110, 150), 0.18)
        house(canvas, x, foot, canvas.between(140, 180), 0.12)
    ridge(canvas, 900, 60, PINE, 0.04)
    for x in (canvas.between(60, 200), canvas.between(1360, 1540)):
        palm(canvas, x, 880, canvas.between(360, 480), 0.03)
