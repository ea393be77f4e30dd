"""Motifs of stage and phone: the concert under moving lights, the phone in a hand."""

import math

from .atmosphere import sky
from .buildings import skyline, street_row
from .canvas import Canvas
from .crowds import crowd
from .figures import person
from .heads import random_look
from .palette import (
    CLAY,
    CLOTHES,
    CREAM,
    INDIGO,
    INK,
    MUSTARD,
    PAPER,
    ROSE,
    SKINS,
    SKY_BLUE,
    STEEL,
    STONE,
    TEAL,
    TERRACOTTA,
    blend,
    darker,
    lighter,
    mix,
)

BEAMS = ((255, 196, 110), (232, 120, 140), (110, 196, 214), (170, 140, 226), (255, 232, 180))


def concert_stage(canvas: Canvas) -> None:
    """A band under moving lights, the dark heads and raised arms of the crowd."""
    light = canvas.light
    sky(canvas, 560, clouds=light.is_wet)
    deep = mix(canvas.tone(INDIGO), (18, 16, 44), 0.72)
    floor, left, right = canvas.between(520, 560), canvas.between(190, 260), canvas.between(1340, 1410)
    canvas.fade(-100, floor - 60, 1800, 460, mix(deep, light.haze, 0.4), mix(deep, (10, 10, 26), 0.5), (12, 12, 26))
    canvas.polygon([(left - 40, 70), (right + 40, 70), (right, floor), (left, floor)], deep)
    colours = canvas.random.sample(BEAMS, 3)
    canvas.glow(800, floor - 60, 640, colours[0], 0.62)
    backdrop(canvas, left, right, floor, colours)
    rig(canvas, left, right, floor, colours)
    canvas.polygon(
        [(left - 20, floor), (right + 20, floor), (right + 60, floor + 46), (left - 60, floor + 46)],
        mix(deep, colours[0], 0.5),
    )
    canvas.rectangle(left - 60, floor + 46, right - left + 120, 100, mix(deep, (10, 10, 26), 0.5))
    canvas.use_light(light.floodlit())
    band(canvas, floor + 20)
    canvas.use_light(light)
    canvas.glow(800, floor - 120, 400, (255, 240, 206), 0.24)
    crowd(canvas, floor + 80, 165, 4, arms=0.4)


def backdrop(canvas: Canvas, left: float, right: float, floor: float, colours: list) -> None:
    """Draw the pattern behind the band: a disc, rings or bars."""
    kind = canvas.pick(("disc", "rings", "bars"))
    if kind == "disc":
        canvas.ellipse(800, floor - 180, 210, 210, colours[1], alpha=0.8)
        canvas.ellipse(800, floor - 180, 150, 150, colours[0], alpha=0.8)
    elif kind == "rings":
        for ring in range(4):
            canvas.ring(800, floor - 170, 90 + ring * 74, 90 + ring * 60, 12, colours[ring % 3], alpha=0.75)
    else:
        for bar in range(17):
            height = 90 + 240 * abs(math.sin(bar * 0.7 + left))
            canvas.rectangle(
                left + 70 + bar * (right - left - 160) / 16,
                floor - height,
                30,
                height,
                colours[bar % 3],
                alpha=0.6,
                radius=6,
            )


def band(canvas: Canvas, floor: float) -> None:
    """Place a drummer, a guitarist, a bass player and a singer."""
    centre = canvas.between(740, 860)
    canvas.rectangle(centre - 110, floor - 60, 220, 40, INK)
    person(canvas, centre, floor - 50, 190, "cheer", random_look(canvas))
    for x, y, size in ((-70, 70, 34), (70, 70, 34), (0, 60, 46)):
        canvas.ellipse(centre + x, floor - y, size, size * 0.9, canvas.pick((TERRACOTTA, CREAM, MUSTARD)))
        canvas.ellipse(centre + x, floor - y, size * 0.76, size * 0.68, PAPER)
    for side in (-1, 1):
        canvas.ellipse(centre + side * 110, floor - 150, 40, 7, MUSTARD)
        canvas.line([(centre + side * 110, floor - 150), (centre + side * 110, floor - 20)], 3, STEEL)
        x = centre + side * canvas.between(230, 300)
        person(canvas, x, floor, 230, "carry", random_look(canvas), -side)
        guitar(canvas, x, floor - 130, -side, canvas.pick(CLOTHES))
    singer = centre + canvas.pick((-120, 130))
    person(
        canvas,
        singer,
        floor + 14,
        250,
        canvas.pick(("wave", "cheer", "phone")),
        random_look(canvas, top=canvas.pick((CREAM, TERRACOTTA, ROSE))),
        canvas.pick((-1, 1)),
    )
    canvas.line([(singer + 28, floor + 14), (singer + 28, floor - 180)], 4, STEEL)
    canvas.ellipse(singer + 28, floor - 186, 8, 11, INK)


def guitar(canvas: Canvas, x: float, y: float, facing: int, colour: str) -> None:
    """Sling a guitar across a player."""
    canvas.line([(x, y), (x + facing * 100, y - 52)], 8, CLAY)
    canvas.ellipse(x - facing * 8, y + 6, 32, 26, colour)
    canvas.ellipse(x + facing * 18, y - 8, 22, 18, colour)
    canvas.ellipse(x - facing * 2, y + 2, 9, 8, INK)


def phone_screen(canvas: Canvas) -> None:
    """A hand holds up a phone that shows a feed, the city blurred behind."""
    line = canvas.between(560, 640)
    sky(canvas, line)
    skyline(canvas, line + 40, 120, canvas.between(260, 360), 0.66, canvas.between(300, 1300))
    street_row(canvas, line + 150, 230, 300, 0.5)
    canvas.fade(-100, line + 148, 1800, 500, canvas.tone(STONE, 0.5), canvas.tone(STONE, 0.3))
    for _ in range(9):
        canvas.ellipse(
            canvas.between(0, 1600),
            canvas.between(300, 860),
            *[canvas.between(26, 64)] * 2,
            canvas.pick((canvas.light.lamp, canvas.light.sun)),
            alpha=0.14 + 0.2 * canvas.light.lamps,
        )
    x, top, width, height = canvas.between(620, 680), canvas.between(80, 110), 330, 640
    skin, sleeve = canvas.pick(SKINS), canvas.pick(CLOTHES)
    hand_behind(canvas, x, top, width, height, skin, sleeve)
    canvas.rectangle(x - 14, top - 14, width + 28, height + 28, INK, radius=46)
    canvas.rectangle(x - 14, top - 14, width + 28, height + 28, STEEL, alpha=0.12, radius=46)
    canvas.rectangle(x, top, width, height, PAPER if not canvas.light.is_night else (232, 236, 240), radius=34)
    feed(canvas, x, top, width, height)
    for finger in range(4):
        y = top + height * (0.5 + finger * 0.115)
        canvas.line([(x + width + 26, y + 10), (x + width - 12, y)], 50, darker(skin, 0.05 * finger))
    canvas.line(
        [(x - 40, top + height * 0.86), (x - 18, top + height * 0.66), (x + 46, top + height * 0.54)], 58, skin
    )
    canvas.ellipse(x + 52, top + height * 0.53, 15, 19, lighter(skin, 0.35))


def hand_behind(canvas: Canvas, x: float, top: float, width: float, height: float, skin: str, sleeve: str) -> None:
    """Draw the palm and the sleeve behind the phone."""
    low = top + height
    canvas.polygon(
        [(x + 40, low + 60), (x + width + 20, low + 40), (x + width + 120, 960), (x + 20, 960)], darker(skin, 0.1)
    )
    canvas.polygon(
        [(x - 60, low - 120), (x + width + 40, low - 330), (x + width + 50, low + 60), (x + 20, low + 110)],
        darker(skin, 0.1),
    )
    canvas.polygon([(x - 10, low + 96), (x + width + 90, low + 60), (x + width + 190, 980), (x - 70, 980)], sleeve)
    canvas.polygon(
        [(x - 10, low + 96), (x + width + 90, low + 60), (x + width + 98, low + 84), (x - 14, low + 120)],
        darker(sleeve, 0.2),
    )


def feed(canvas: Canvas, x: float, top: float, width: float, height: float) -> None:
    """Fill the screen with a small picture, cards and reactions, no words."""
    accent = canvas.pick((TERRACOTTA, TEAL, INDIGO, MUSTARD))
    canvas.rectangle(x, top, width, 96, accent, radius=34)
    canvas.rectangle(x, top + 50, width, 46, accent)
    canvas.ellipse(x + 46, top + 62, 20, 20, CREAM)
    canvas.rectangle(x + 80, top + 50, 130, 10, CREAM, radius=5)
    canvas.rectangle(x + 80, top + 70, 80, 8, CREAM, alpha=0.7, radius=4)
    canvas.fade(x + 20, top + 116, width - 40, 200, (128, 178, 196), (250, 220, 180))
    canvas.polygon(
        [
            (x + 20, top + 316),
            (x + 20, top + 270),
            (x + 150, top + 180),
            (x + 174, top + 180),
            (x + width - 20, top + 290),
            (x + width - 20, top + 316),
        ],
        blend(TEAL, INDIGO, 0.3),
    )
    canvas.ellipse(x + width - 80, top + 166, 22, 22, (255, 240, 196))
    for row in range(2):
        y = top + 344 + row * 128
        canvas.rectangle(x + 20, y, width - 40, 108, blend(STONE, PAPER, 0.7), radius=16)
        canvas.rectangle(x + 34, y + 16, 84, 76, canvas.pick(CLOTHES), radius=10)
        for text in range(3):
            canvas.rectangle(x + 134, y + 22 + text * 24, canvas.between(80, 150), 10, STONE, radius=5)
    for index, tint in enumerate((ROSE, SKY_BLUE, MUSTARD)):
        px, py = x - 90 - (index % 2) * 70, top + 120 + index * 110 + canvas.between(-20, 20)
        if index == 1:
            px = x + width + 120
        canvas.ellipse(px, py, 44, 44, tint)
        canvas.ellipse(px - 12, py - 6, 5, 6, INK)
        canvas.ellipse(px + 12, py - 6, 5, 6, INK)
        canvas.pie(px, py + 6, 20, 0, 180, INK)


def rig(canvas: Canvas, left: float, right: float, floor: float, colours: list) -> None:
    """Hang the truss with its lamps and their beams, and stack the loudspeakers."""
    spots = [left + 60 + (right - left - 120) * index / 6 for index in range(7)]
    for index, x in enumerate(spots):
        lean = canvas.between(-190, 190)
        canvas.beam(
            [(x - 8, 104), (x + 8, 104), (x + lean + 90, floor + 130), (x + lean - 90, floor + 130)],
            colours[index % 3],
            0.5,
        )
    canvas.rectangle(left - 60, 60, right - left + 120, 34, INK)
    for x in range(int(left) - 40, int(right) + 40, 34):
        canvas.line([(x, 62), (x + 17, 92), (x + 34, 62)], 3, STEEL)
    for x in spots:
        canvas.rectangle(x - 15, 88, 30, 24, INK, radius=6)
        canvas.ellipse(x, 112, 11, 7, (255, 246, 222))
    for side in (left - 50, right + 10):
        canvas.rectangle(side, 60, 40, floor - 20, INK)
        for level in range(5):
            canvas.rectangle(side - 30, 190 + level * 56, 100, 50, darker(INK, 0.3), radius=6)
            canvas.ellipse(side + 20, 215 + level * 56, 18, 18, STEEL, alpha=0.5)
