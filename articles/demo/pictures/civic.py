"""Motifs of the press: the podium and the newsroom."""

from .canvas import Canvas
from .crowds import upper_body
from .figures import person
from .heads import Look, random_look
from .palette import (
    CLAY,
    CLOTHES,
    CREAM,
    INDIGO,
    INK,
    MUSTARD,
    PAPER,
    SAND,
    SKY_BLUE,
    STEEL,
    STONE,
    TEAL,
    TERRACOTTA,
    WOOD,
    blend,
    darker,
    lighter,
)
from .rooms import pendant, potted_plant, room, screen, table, view


def podium(canvas: Canvas) -> None:
    """Somebody speaks at a lectern, microphones before, the press from behind."""
    room(
        canvas,
        canvas.pick((blend(INDIGO, CREAM, 0.25), "#7d4a44", blend(TEAL, CREAM, 0.2), "#b59a78")),
        "#7a5a48",
        600,
    )
    canvas.sun = (800, 60)
    speaker = canvas.between(740, 860)
    tint = canvas.pick((TERRACOTTA, TEAL, MUSTARD, INDIGO))
    for fold in range(24):
        canvas.rectangle(-60 + fold * 74, -60, 76, 650, darker(tint, 0.3 + 0.1 * (fold % 2)))
    canvas.rectangle(speaker - 420, 90, 840, 400, CREAM, radius=10)
    canvas.rectangle(speaker - 400, 110, 800, 360, canvas.pick((SKY_BLUE, SAND, "#c8dcd6")), radius=6)
    for index in range(5):
        x = speaker - 330 + index * 165
        canvas.ellipse(x, 300, 70, 70, lighter(tint, 0.4), alpha=0.35)
    canvas.glow(speaker, 330, 480, (255, 244, 214), 0.6)
    canvas.beam(
        [(speaker - 330, -60), (speaker - 250, -60), (speaker + 200, 700), (speaker - 220, 700)], (255, 244, 214), 0.25
    )
    canvas.rectangle(-100, 600, 1800, 60, darker(WOOD, 0.1))
    canvas.rectangle(-100, 596, 1800, 10, lighter(WOOD, 0.3))
    for x in (speaker - 520, speaker + 520):
        potted_plant(canvas, x, 610, 230)
    for side in canvas.pick(((-1, 1), (-1,), (1,))):
        person(
            canvas,
            speaker + side * canvas.between(230, 290),
            640,
            400,
            "stand",
            random_look(canvas, top=canvas.pick((INK, CREAM, INDIGO))),
            -side,
        )
    person(
        canvas,
        speaker,
        650,
        430,
        canvas.pick(("point", "wave", "hip")),
        random_look(canvas, top=canvas.pick((INK, CREAM, TEAL, INDIGO))),
        canvas.pick((-1, 1)),
    )
    lectern(canvas, speaker, 690)
    x = -20.0
    while x < 1640:
        size = canvas.between(200, 250)
        if canvas.chance(0.3):
            canvas.rectangle(x - 50, 730, 100, 66, INK, radius=10)
            canvas.ellipse(x, 762, 24, 24, SKY_BLUE)
            canvas.rectangle(x - 20, 712, 40, 20, INK)
        upper_body(
            canvas, x, 950, size, random_look(canvas, top=canvas.pick((INK, INDIGO, STONE, TEAL, CLAY))), back=True
        )
        x += canvas.between(140, 190)


def lectern(canvas: Canvas, x: float, base: float) -> None:
    """Draw a wooden lectern with a bunch of microphones."""
    canvas.polygon([(x - 120, base - 270), (x + 120, base - 270), (x + 96, base), (x - 96, base)], WOOD)
    canvas.polygon([(x - 120, base - 270), (x - 70, base - 270), (x - 60, base), (x - 96, base)], darker(WOOD, 0.2))
    canvas.polygon(
        [(x - 140, base - 292), (x + 140, base - 292), (x + 126, base - 262), (x - 126, base - 262)],
        lighter(WOOD, 0.2),
    )
    canvas.ring(x, base - 140, 44, 44, 8, MUSTARD)
    canvas.ellipse(x, base - 140, 20, 20, MUSTARD)
    for offset in (-60, -30, 0, 28, 58):
        canvas.line([(x + offset, base - 290), (x + offset * 0.6, base - 336 - abs(offset) * 0.2)], 6, INK)
        canvas.ellipse(
            x + offset * 0.6, base - 344 - abs(offset) * 0.2, 11, 15, canvas.pick((INK, TERRACOTTA, TEAL, MUSTARD))
        )


def newsroom(canvas: Canvas) -> None:
    """Journalists at their screens, a wall of monitors, the city in the windows."""
    room(canvas, canvas.pick((CREAM, "#c9d3d0", "#b9a68c", blend(TEAL, CREAM, 0.6))), "#77706a", 560)
    view(canvas, 80, 100, 420, 320, 3)
    for row in range(2):
        for column in range(3):
            screen(canvas, 640 + column * 240, 90 + row * 160, 210, 126)
    for index in range(3):
        pendant(canvas, 330 + index * 460 + canvas.between(-30, 30), 66, 76, canvas.pick((MUSTARD, TERRACOTTA)))
    for x in (canvas.between(520, 600), canvas.between(1360, 1440)):
        person(canvas, x, 660, 330, canvas.pick(("phone", "carry", "hip")), facing=canvas.pick((-1, 1)))
    potted_plant(canvas, canvas.pick((60, 1530)), 690, 220)
    for base, size, places in ((690, 220, (260, 760, 1180)), (880, 320, (130, 640, 1130))):
        for place in places:
            workplace(canvas, place + canvas.between(-20, 40), base, size)


def workplace(canvas: Canvas, x: float, base: float, size: float) -> None:
    """Seat a journalist behind a desk with a screen, a cup and papers."""
    look = random_look(canvas)
    upper_body(canvas, x + size * 0.2, base, size, Look(look.skin, look.hair, look.top, look.bottom, look.hijab))
    table(canvas, x - size * 0.55, base - size * 0.08, size * 1.6, base + size * 0.5)
    monitor = x + size * 0.5
    canvas.rectangle(monitor, base - size * 0.48, size * 0.44, size * 0.32, INK, radius=8)
    canvas.rectangle(monitor + size * 0.19, base - size * 0.2, size * 0.06, size * 0.12, STEEL)
    canvas.ellipse(monitor + size * 0.22, base - size * 0.33, size * 0.035, size * 0.035, STEEL)
    canvas.rectangle(x - size * 0.46, base - size * 0.22, size * 0.09, size * 0.14, canvas.pick(CLOTHES), radius=5)
    for sheet in range(3):
        canvas.rectangle(
            x - size * 0.3 + sheet * 4, base - size * (0.1 + sheet * 0.016), size * 0.26, size * 0.016, PAPER
        )
