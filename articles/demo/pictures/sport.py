"""Motifs of sport: football stadium, badminton court, running track."""

import math

from .atmosphere import sky
from .buildings import skyline
from .canvas import Canvas
from .figures import person
from .heads import Look
from .palette import (
    CLOTHES,
    CONCRETE,
    CREAM,
    INDIGO,
    INK,
    LEAF,
    MOSS,
    MUSTARD,
    ROSE,
    SKINS,
    STEEL,
    TEAL,
    TERRACOTTA,
    blend,
    darker,
    lighter,
)
from .terrain import ridge, shadow

KITS = ((TERRACOTTA, CREAM), (INDIGO, MUSTARD), (TEAL, CREAM), (MUSTARD, INK))

SINGLES = ((430, 730, 300, "smash", 1), (1130, 800, 310, "lunge", -1))

RETURN = ((330, 780, 310, "lunge", 1), (1080, 690, 280, "lunge", -1))

DOUBLES = (
    (300, 690, 250, "lunge", 1),
    (1240, 680, 250, "lunge", -1),
    (520, 790, 310, "smash", 1),
    (1060, 830, 320, "lunge", -1),
)


def player(canvas: Canvas, shirt: str, shorts: str = CREAM) -> Look:
    """Return the look of an athlete."""
    return Look(canvas.pick(SKINS[1:]), "#22201f", shirt, shorts, long_sleeves=False)


def stand(canvas: Canvas, top: float, base: float, depth: float, step: float = 11) -> None:
    """Fill a stand with spectators: rows of dots, denser and larger below."""
    canvas.fade(
        -100, top, 1800, base - top, canvas.tone(darker(STEEL, 0.35), depth), canvas.tone(darker(STEEL, 0.55), depth)
    )
    tints = [canvas.tone(pigment, depth) for pigment in (*CLOTHES, CREAM, CREAM, INK)]
    skins = [canvas.tone(skin, depth) for skin in SKINS]
    y = top + step
    while y < base - step * 0.6:
        size = step * 0.34
        x = -60 + canvas.between(0, step)
        while x < 1660:
            if canvas.chance(0.86):
                canvas.ellipse(x, y + size * 1.3, size * 1.1, size, canvas.pick(tints))
                canvas.ellipse(x, y, size * 0.66, size * 0.72, canvas.pick(skins))
            x += step * 1.12
        y += step * 1.05


def floodlight(canvas: Canvas, x: float, base: float, height: float) -> None:
    """Draw a floodlight mast, burning except at noon."""
    canvas.line([(x, base), (x, base - height)], 7, STEEL, 0.3)
    canvas.rectangle(x - 46, base - height - 44, 92, 52, darker(STEEL, 0.4), 0.25, radius=6)
    lit = canvas.light.lamps > 0.1
    for column in range(4):
        for row in range(2):
            canvas.ellipse(
                x - 33 + column * 22, base - height - 30 + row * 23, 8, 8, (255, 250, 230) if lit else CREAM
            )
    if lit:
        canvas.glow(x, base - height - 18, 230, (255, 246, 214), 0.8)


def pitch(canvas: Canvas, top: float, vanish: float) -> None:
    """Lay a striped pitch with its lines."""
    canvas.fade(-100, top, 1800, 930 - top, canvas.tone(LEAF, 0.3), canvas.tone(LEAF))
    for index in range(-9, 10, 2):
        canvas.polygon(
            [
                (vanish + index * 110, top),
                (vanish + (index + 1) * 110, top),
                (vanish + (index + 1) * 250, 930),
                (vanish + index * 250, 930),
            ],
            MOSS,
            alpha=0.32,
        )
    canvas.rectangle(-100, top + 16, 1800, 4, CREAM, alpha=0.85)
    canvas.ring(vanish, top + 210, 330, 84, 6, CREAM, alpha=0.85)
    canvas.line([(vanish, top + 16), (vanish, 930)], 6, CREAM, alpha=0.85)


def football_stadium(canvas: Canvas) -> None:
    """A match in a full stadium: stands, floodlights, players around the ball."""
    roof = canvas.between(200, 250)
    sky(canvas, 420)
    ridge(canvas, roof + 60, 90, depth=0.66)
    for x in (canvas.between(150, 260), canvas.between(1340, 1450)):
        floodlight(canvas, x, roof + 60, roof - 40)
    arc = [(x, roof + 46 * ((x - 800) / 800) ** 2 - 30) for x in range(-100, 1701, 60)]
    canvas.polygon([*arc, (1700, 420), (-100, 420)], darker(STEEL, 0.5), 0.2)
    canvas.line(arc, 22, canvas.pick((CREAM, TERRACOTTA, TEAL)), 0.2)
    grass_line = canvas.between(470, 510)
    canvas.use_light(canvas.light.floodlit())
    stand(canvas, roof + 44, grass_line - 70, 0.3)
    canvas.rectangle(-100, grass_line - 74, 1800, 16, CONCRETE, 0.2)
    stand(canvas, grass_line - 58, grass_line - 24, 0.2, 13)
    for index in range(12):
        canvas.rectangle(-100 + index * 150, grass_line - 28, 150, 30, canvas.pick(CLOTHES), 0.12)
    vanish = canvas.between(700, 900)
    pitch(canvas, grass_line, vanish)
    home, away = canvas.random.sample(KITS, 2)
    for index in range(canvas.count(7, 9)):
        share = (index / 8) ** 1.2
        foot = grass_line + 40 + 230 * share
        x = canvas.between(120, 1480)
        shirt, shorts = home if index % 2 else away
        shadow(canvas, x, foot, 16 + 24 * share)
        person(
            canvas,
            x,
            foot,
            96 + 90 * share,
            canvas.pick(("run", "walk", "stand", "run")),
            player(canvas, shirt, shorts),
            canvas.pick((-1, 1)),
            0.16 * (1 - share),
        )
    duel(canvas, canvas.between(740, 860), 838, home, away)


def duel(canvas: Canvas, x: float, foot: float, home: tuple[str, str], away: tuple[str, str]) -> None:
    """Draw two players and the ball, near."""
    for place, pose, kit, facing in ((-120, "kick", home, 1), (150, "run", away, -1)):
        shadow(canvas, x + place, foot, 80)
        person(canvas, x + place, foot, 300, pose, player(canvas, *kit), facing)
    canvas.ellipse(x + 14, foot - 24, 19, 19, CREAM)
    for angle in range(0, 360, 72):
        canvas.ellipse(x + 14 + 12 * math.cos(angle), foot - 24 + 12 * math.sin(angle), 4, 4, INK)


def badminton_court(canvas: Canvas) -> None:
    """A rally in a hall: singles or doubles over the net, the crowd in the dark."""
    light = canvas.light
    canvas.use_light(light.floodlit() if light.is_night else light.indoors())
    canvas.sun = (canvas.between(500, 1100), 40)
    floor = canvas.between(490, 540)
    hall(canvas, floor)
    carpet = canvas.pick(("#b0673f", "#5b6f86", "#8a5a66"))
    canvas.fade(-100, floor, 1800, 930 - floor, canvas.tone(darker(carpet, 0.1)), canvas.tone(carpet))
    near, far = 866, floor + 50
    court = canvas.pick((MOSS, "#3f7d8c", "#4d8a6a"))
    canvas.polygon([(330, far), (1270, far), (1560, near), (40, near)], court)
    court_lines(canvas, far, near)
    net(canvas, floor)
    for place, foot, height, pose, facing in canvas.variant((SINGLES, DOUBLES, RETURN)):
        x = place + canvas.between(-50, 50)
        shadow(canvas, x, foot, height * 0.26)
        racket_player(canvas, x, foot - (60 if pose == "smash" else 0), height, pose, facing)
    shuttle(canvas, canvas.between(620, 760), canvas.between(350, 460))


def court_lines(canvas: Canvas, far: float, near: float) -> None:
    """Draw the lines of the court in perspective."""

    def edge(share: float) -> tuple[float, float, float]:
        return 330 - 290 * share, 1270 + 290 * share, far + (near - far) * share

    for share in (0.0, 0.08, 0.92, 1.0):
        left, right, y = edge(share)
        canvas.line([(left, y), (right, y)], 5, CREAM)
    for place in (0.0, 0.06, 0.34, 0.66, 0.94, 1.0):
        top_l, top_r, top_y = edge(0)
        low_l, low_r, low_y = edge(1)
        canvas.line([(top_l + (top_r - top_l) * place, top_y), (low_l + (low_r - low_l) * place, low_y)], 5, CREAM)


def net(canvas: Canvas, floor: float) -> None:
    """Draw the net across the middle of the court, towards us."""
    top, low = (800, floor - 66), (800, 900)
    canvas.polygon([(792, top[1]), (800, top[1]), (800, 640), (792, 640)], CREAM)
    post_top, post_foot = 540, 880
    canvas.polygon([(796, floor - 60), (830, post_top), (830, post_top + 180), (796, floor + 20)], CREAM, alpha=0.22)
    for share in (0.2, 0.4, 0.6, 0.8, 1.0):
        y_far = floor - 60 + 80 * share
        canvas.line([(796, y_far), (830, post_top + 180 * share)], 1.5, CREAM, alpha=0.7)
    canvas.line([(796, floor - 60), (830, post_top)], 7, CREAM)
    canvas.line([(796, floor - 64), (796, floor + 52)], 6, darker(STEEL, 0.3))
    canvas.line([(830, post_top - 6), (830, post_foot)], 10, darker(STEEL, 0.3))
    canvas.ellipse(low[0] + 30, post_foot, 28, 6, INK)


def racket_player(canvas: Canvas, x: float, foot: float, height: float, pose: str, facing: int) -> None:
    """Draw a badminton player with a racket in the leading hand."""
    shirt, shorts = canvas.pick(KITS)
    hand, tip = ((0.24, 1.06), (0.34, 1.3)) if pose == "smash" else ((0.38, 0.56), (0.6, 0.6))
    start = (x + hand[0] * height * facing, foot - hand[1] * height)
    end = (x + tip[0] * height * facing, foot - tip[1] * height)
    canvas.line([start, end], 6, INK)
    canvas.ellipse(end[0], end[1] - 8, height * 0.09, height * 0.11, CREAM, alpha=0.3)
    canvas.ring(end[0], end[1] - 8, height * 0.09, height * 0.11, 6, canvas.pick((TERRACOTTA, MUSTARD, ROSE)))
    person(canvas, x, foot, height, pose, player(canvas, shirt, shorts), facing)


def shuttle(canvas: Canvas, x: float, y: float) -> None:
    """Draw a shuttlecock with the trace of its flight."""
    canvas.line([(x - 130, y - 62), (x, y)], 5, (255, 255, 250), alpha=0.35)
    canvas.polygon([(x - 26, y - 26), (x - 8, y - 32), (x + 12, y + 2), (x, y + 10)], (255, 252, 244))
    canvas.ellipse(x + 9, y + 9, 10, 10, CREAM)


def running_track(canvas: Canvas) -> None:
    """Runners on the bend of a track, the stand and the city behind."""
    line = canvas.between(420, 460)
    sky(canvas, line)
    skyline(canvas, line - 40, 50, 150, 0.66, canvas.between(300, 1300))
    canvas.use_light(canvas.light.floodlit())
    canvas.polygon(
        [(-100, line - 130), (1700, line - 170), (1700, line - 150), (-100, line - 106)],
        canvas.pick((CREAM, TEAL, TERRACOTTA)),
        0.3,
    )
    stand(canvas, line - 116, line, 0.34)
    for x in range(0, 1700, 260):
        canvas.rectangle(x, line - 150, 9, 150, STEEL, 0.3)
    canvas.fade(-100, line, 1800, 930 - line, canvas.tone(LEAF, 0.36), canvas.tone(LEAF, 0.1))
    vanish = canvas.between(1150, 1420)
    red = canvas.pick((TERRACOTTA, blend(TERRACOTTA, ROSE, 0.4), "#4f86a3"))
    canvas.polygon([(vanish - 130, line + 14), (vanish + 20, line + 14), (1900, 930), (-700, 930)], red, 0.04)
    canvas.polygon(
        [(vanish - 130, line + 14), (vanish - 60, line + 14), (0, 930), (-700, 930)], darker(red, 0.1), 0.04
    )
    for lane in range(9):
        canvas.line([(vanish - 130 + lane * 150 / 8, line + 14), (-700 + lane * 2600 / 8, 930)], 5, CREAM, alpha=0.9)
    runners = canvas.count(4, 6)
    for index in range(runners):
        share = 0.24 + 0.5 * ((index + 0.4) / runners) ** 1.2
        lane = (canvas.pick((1, 2, 3, 4, 5)) + 0.5) / 8
        far_x, near_x = vanish - 130 + lane * 150, -700 + lane * 2600
        x, foot = far_x + (near_x - far_x) * share, line + 14 + (916 - line) * share
        height = 70 + 300 * share
        shadow(canvas, x, foot, height * 0.26)
        shirt, shorts = canvas.pick(KITS)
        person(canvas, x, foot, height, "run", player(canvas, shirt, shorts), -1, 0.14 * (1 - share))
    leader = canvas.between(620, 760)
    shadow(canvas, leader, 850, 96)
    shirt, shorts = canvas.pick(KITS)
    person(canvas, leader, 850, 350, "run", player(canvas, shirt, mix_shorts(shorts)), -1)


def mix_shorts(shorts: str) -> str:
    """Return shorts that stand out from the track."""
    return lighter(shorts, 0.2) if shorts == INK else shorts


def hall(canvas: Canvas, floor: float) -> None:
    """Draw the hall: dark stands, rows of lamps with their beams, boards around the court."""
    canvas.fade(-100, -60, 1800, floor + 60, canvas.tone(darker(INDIGO, 0.55)), canvas.tone(darker(INDIGO, 0.3)))
    stand(canvas, 220, floor - 60, 0.0, 17)
    canvas.rectangle(-100, 214, 1800, floor - 270, "#20294a", alpha=0.5)
    for x in range(120, 1600, 270):
        canvas.glow(x, 60, 210, (255, 248, 224), 0.6)
        canvas.rectangle(x - 60, 50, 120, 16, (255, 250, 236), radius=5)
        canvas.beam([(x - 60, 64), (x + 60, 64), (x + 200, 700), (x - 200, 700)], (255, 246, 220), 0.12)
    for index in range(8):
        board = canvas.pick((TEAL, TERRACOTTA, INDIGO, MUSTARD))
        canvas.rectangle(-100 + index * 230, floor - 64, 226, 66, board, 0.05)
