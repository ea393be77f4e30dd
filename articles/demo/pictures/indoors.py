"""Motifs at home and in public rooms: kitchen table, coffee shop, clinic, classroom, library."""

import math

from .canvas import Canvas
from .crowds import upper_body
from .figures import person
from .heads import Look, random_look
from .palette import (
    CLAY,
    CREAM,
    INK,
    LEAF,
    MOSS,
    MUSTARD,
    PAPER,
    ROSE,
    SKY_BLUE,
    STEEL,
    STONE,
    TEAL,
    TERRACOTTA,
    WALLS,
    WOOD,
    blend,
    darker,
    lighter,
)
from .rooms import books, cup, pendant, potted_plant, room, shelf, table, view
from .terrain import shadow


def plate(canvas: Canvas, x: float, y: float, size: float, food: str) -> None:
    """Set a plate of food, seen from a little above."""
    canvas.ellipse(x, y + size * 0.05, size, size * 0.36, "#1c2438", alpha=0.2)
    canvas.ellipse(x, y, size, size * 0.34, PAPER)
    canvas.ellipse(x, y, size * 0.74, size * 0.24, lighter(STONE, 0.5))
    if food == "rice":
        canvas.pie(x - size * 0.1, y + size * 0.05, size * 0.4, 180, 360, "#fff8e6", squash=0.85)
        canvas.ellipse(x + size * 0.36, y, size * 0.26, size * 0.1, CLAY)
        canvas.ellipse(x + size * 0.16, y + size * 0.12, size * 0.2, size * 0.06, LEAF)
    elif food == "soup":
        canvas.pie(x, y - size * 0.26, size * 0.72, 0, 180, TEAL, squash=0.62)
        canvas.ellipse(x, y - size * 0.26, size * 0.72, size * 0.2, lighter(TEAL, 0.3))
        canvas.ellipse(x, y - size * 0.26, size * 0.62, size * 0.16, MUSTARD)
        canvas.ellipse(x + size * 0.2, y - size * 0.28, size * 0.14, size * 0.05, LEAF)
    else:
        for angle in range(7):
            canvas.ellipse(
                x + math.cos(angle * 0.9) * size * 0.4,
                y + math.sin(angle * 0.9) * size * 0.12 - size * 0.06,
                size * 0.17,
                size * 0.12,
                canvas.pick((MUSTARD, TERRACOTTA, "#c98a4a")),
            )


def kitchen_table(canvas: Canvas) -> None:
    """A family meal: dishes on a table under a lamp, a window, a kitchen shelf."""
    room(canvas, canvas.pick(WALLS), "#b98a62", 600)
    view(canvas, canvas.between(180, 320), 110, canvas.between(340, 420), 300)
    wall_shelf(canvas, canvas.between(1000, 1100), 190, 420)
    wall_shelf(canvas, canvas.between(1000, 1100), 340, 380)
    diners = canvas.count(3, 4)
    gap = 1000 / diners
    for index in range(diners):
        upper_body(
            canvas,
            300 + gap * (index + 0.5) + canvas.between(-30, 30),
            650,
            canvas.between(290, 320) * (0.8 if canvas.chance(0.25) else 1),
        )
    cloth = canvas.pick((TERRACOTTA, TEAL, MUSTARD, ROSE))
    canvas.polygon([(190, 630), (1410, 630), (1640, 920), (-40, 920)], WOOD)
    canvas.polygon([(520, 630), (1080, 630), (1180, 920), (420, 920)], cloth)
    for share in (0.2, 0.5, 0.8):
        canvas.polygon(
            [(520 + 560 * share, 630), (536 + 560 * share, 630), (440 + 760 * share, 920), (420 + 760 * share, 920)],
            CREAM,
            alpha=0.5,
        )
    canvas.rectangle(190, 626, 1220, 8, lighter(WOOD, 0.3))
    for x, y, size in (
        (420, 700, 92),
        (660, 690, 100),
        (930, 694, 96),
        (1180, 704, 92),
        (540, 800, 128),
        (830, 806, 150),
        (1110, 796, 124),
        (300, 800, 110),
        (1330, 806, 110),
    ):
        plate(
            canvas,
            x + canvas.between(-16, 16),
            y,
            size * canvas.between(0.9, 1.05),
            canvas.pick(("rice", "soup", "fried")),
        )
    for x in (760, 1010):
        cup(canvas, x + canvas.between(-20, 20), 740, 44, canvas.pick((CREAM, SKY_BLUE)), steam=False)
    pendant(canvas, canvas.between(740, 860), 170, 150, canvas.pick((TERRACOTTA, MUSTARD, TEAL)))


def wall_shelf(canvas: Canvas, x: float, y: float, width: float) -> None:
    """Hang a shelf with jars, bowls and a plant."""
    place = x + 30
    while place < x + width - 40:
        height, colour = canvas.between(40, 86), canvas.pick((TERRACOTTA, MUSTARD, TEAL, CREAM, MOSS))
        canvas.rectangle(place, y - height, 44, height, colour, radius=8)
        canvas.rectangle(place + 4, y - height - 8, 36, 12, darker(WOOD, 0.1), radius=4)
        place += canvas.between(58, 84)
    canvas.rectangle(x, y, width, 14, WOOD, radius=3)


def coffee_shop(canvas: Canvas) -> None:
    """A counter with a barista and machine, guests at small tables, lamps in a row."""
    room(canvas, canvas.pick((blend(TEAL, INK, 0.3), "#c9a78a", "#8a9a86", CREAM)), "#8f6a4d", 610)
    view(canvas, 90, 130, canvas.between(380, 460), 380, 3)
    for y in (220, 330):
        wall_shelf(canvas, 1060, y, 420)
    for x in (300, 620, 940, 1260):
        pendant(canvas, x + canvas.between(-20, 20), canvas.between(110, 140), 84, canvas.pick((MUSTARD, TERRACOTTA)))
    for x in (canvas.between(900, 990), canvas.between(1240, 1340)):
        upper_body(canvas, x, 540, 180, random_look(canvas, top=INK))
        canvas.rectangle(x - 36, 478, 72, 62, TERRACOTTA, radius=6)
    canvas.rectangle(780, 520, 900, 190, darker(WOOD, 0.2))
    for x in range(800, 1640, 56):
        canvas.rectangle(x, 548, 40, 150, WOOD)
    canvas.rectangle(764, 506, 920, 24, lighter(WOOD, 0.3), radius=5)
    machine(canvas, canvas.between(1060, 1120), 506)
    for x, facing in ((canvas.between(250, 300), 1), (canvas.between(560, 620), -1)):
        person(canvas, x, 850, 390, "sit", facing=facing)
    table(canvas, 350, 690, 190, 850)
    cup(canvas, 400, 690, 40, CREAM)
    cup(canvas, 490, 690, 40, TERRACOTTA)
    if canvas.chance(0.7):
        person(
            canvas,
            canvas.between(740, 860),
            860,
            430,
            canvas.pick(("phone", "stand", "carry")),
            back=canvas.chance(0.5),
            facing=1,
        )
    potted_plant(canvas, canvas.between(40, 90), 870, 300)
    table(canvas, 1180, 760, 340, 930)
    cup(canvas, canvas.between(1260, 1320), 760, 70, CREAM)
    canvas.rectangle(1390, 740, 96, 14, MUSTARD)
    canvas.rectangle(1396, 728, 86, 13, TEAL)


def machine(canvas: Canvas, x: float, base: float) -> None:
    """Draw an espresso machine."""
    canvas.rectangle(x - 84, base - 110, 168, 110, STEEL, radius=12)
    canvas.rectangle(x - 70, base - 66, 140, 50, INK, radius=6)
    canvas.rectangle(x - 84, base - 110, 168, 30, TERRACOTTA, radius=10)
    for place in (-34, 34):
        canvas.rectangle(x + place - 16, base - 68, 32, 14, STEEL)
        canvas.rectangle(x + place - 9, base - 30, 18, 18, CREAM, radius=3)
    for place in (-50, -14, 22):
        canvas.rectangle(x + place, base - 128, 26, 20, CREAM, radius=5)


def clinic(canvas: Canvas) -> None:
    """A doctor with a patient at a puskesmas: a bed, a curtain, a drip, a window."""
    room(canvas, canvas.pick(("#c8dcd6", "#d9e2dc", "#cfdde2", CREAM)), "#b9c4c0", 620)
    view(canvas, canvas.between(120, 220), 120, 360, 300)
    curtain(canvas, canvas.between(1180, 1260))
    canvas.rectangle(660, 150, 200, 150, PAPER, radius=8)
    canvas.ellipse(760, 226, 44, 44, TEAL)
    canvas.rectangle(749, 196, 22, 60, PAPER)
    canvas.rectangle(730, 215, 60, 22, PAPER)
    bed = canvas.between(700, 780)
    canvas.line([(bed + 480, 300), (bed + 480, 800)], 8, STEEL)
    canvas.line([(bed + 440, 304), (bed + 510, 304)], 6, STEEL)
    canvas.rectangle(bed + 430, 312, 46, 80, SKY_BLUE, radius=14)
    canvas.line([(bed + 453, 392), (bed + 430, 520), (bed + 370, 560)], 3, PAPER)
    for place in (20, 400):
        canvas.rectangle(bed + place, 640, 14, 190, STEEL)
        canvas.ellipse(bed + place + 7, 832, 14, 14, INK)
    person(canvas, bed + 190, 800, 380, "sit", random_look(canvas), facing=-1)
    canvas.rectangle(bed - 20, 676, 470, 50, PAPER, radius=16)
    canvas.rectangle(bed - 20, 706, 470, 22, TEAL, radius=8)
    coat = random_look(canvas, top="#fbf8f0")
    doctor = canvas.between(500, 560)
    shadow(canvas, doctor, 850, 90)
    person(
        canvas,
        doctor,
        850,
        440,
        canvas.pick(("carry", "point")),
        Look(coat.skin, coat.hair, coat.top, INK, coat.hijab),
        1,
    )
    canvas.line([(doctor - 14, 500), (doctor + 4, 560), (doctor + 26, 500)], 5, TEAL)
    if canvas.chance(0.6):
        person(
            canvas,
            canvas.between(1290, 1400),
            860,
            400,
            canvas.pick(("stand", "carry")),
            random_look(canvas, top=TEAL),
            -1,
        )
    cabinet(canvas, canvas.between(120, 220), 850)


def curtain(canvas: Canvas, x: float) -> None:
    """Hang a curtain in soft folds."""
    colour = canvas.pick((LEAF, SKY_BLUE, ROSE))
    canvas.rectangle(x - 60, 96, 600, 9, STEEL)
    for fold in range(11):
        canvas.rectangle(
            x + fold * 36, 104, 38, 560, darker(colour, 0.14) if fold % 2 else lighter(colour, 0.3), radius=12
        )


def cabinet(canvas: Canvas, x: float, base: float) -> None:
    """Draw a white cabinet with bottles on it."""
    for index in range(4):
        canvas.rectangle(
            x + 24 + index * 52, base - 220 - 50, 30, 54, canvas.pick((TERRACOTTA, TEAL, MUSTARD, SKY_BLUE)), radius=6
        )
        canvas.rectangle(x + 30 + index * 52, base - 284, 18, 16, PAPER)
    canvas.rectangle(x, base - 220, 250, 220, PAPER, radius=8)
    for drawer in range(3):
        canvas.rectangle(x + 14, base - 206 + drawer * 68, 222, 56, lighter(STONE, 0.5), radius=5)
        canvas.rectangle(x + 104, base - 182 + drawer * 68, 42, 8, STEEL, radius=4)


def classroom(canvas: Canvas) -> None:
    """A teacher at the board, pupils from behind at their desks, windows to one side."""
    room(canvas, canvas.pick((CREAM, "#e9d9b8", "#cfdccb", "#d7dfe0")), "#b58f6a", 580)
    for x in (70, 330):
        view(canvas, x, 130, 190, 300, sunny=x == 70)
    canvas.rectangle(600, 96, 740, 350, WOOD, radius=6)
    canvas.rectangle(616, 112, 708, 318, canvas.pick(("#2f5d50", "#34505c", "#f4f1e6")))
    drawing(canvas, 700, 330)
    canvas.rectangle(616, 436, 708, 14, lighter(WOOD, 0.2))
    teacher = canvas.between(1080, 1240)
    shadow(canvas, teacher, 640, 70)
    person(canvas, teacher, 640, 370, "point", facing=-1)
    canvas.ellipse(1450, 180, 52, 52, PAPER)
    canvas.line([(1450, 148), (1450, 180), (1474, 192)], 5, INK)
    uniform = canvas.pick(("#fbf6ea", "#fbf6ea", SKY_BLUE))
    for row, (base, height, number) in enumerate(((690, 170, 6), (800, 230, 5), (925, 300, 4))):
        gap = 1500 / number
        for index in range(number):
            x = 50 + gap * (index + 0.5) + canvas.between(-14, 14) + row * 12
            if canvas.chance(0.92):
                if canvas.chance(0.2):
                    canvas.line(
                        [(x + height * 0.3, base - height * 0.3), (x + height * 0.36, base - height * 1.1)],
                        height * 0.11,
                        "#c08a5c",
                    )
                upper_body(canvas, x, base, height, random_look(canvas, top=uniform), back=True)
            canvas.rectangle(
                x - gap * 0.38, base - height * 0.14, gap * 0.76, height * 0.1, lighter(WOOD, 0.15), radius=4
            )
            canvas.rectangle(x - gap * 0.34, base - height * 0.05, gap * 0.68, height * 0.4, darker(WOOD, 0.2))


def drawing(canvas: Canvas, x: float, base: float) -> None:
    """Chalk a volcano, a sun and a graph on the board."""
    chalk = (214, 206, 178)
    canvas.line([(x, base), (x + 90, base - 130), (x + 120, base - 130), (x + 220, base)], 5, chalk)
    canvas.ring(x + 200, base - 150, 30, 30, 5, chalk)
    canvas.line([(x + 290, base - 170), (x + 290, base), (x + 380, base)], 5, chalk)
    canvas.line(
        [(x + 300, base - 30), (x + 326, base - 80), (x + 350, base - 60), (x + 378, base - 140)], 5, TERRACOTTA
    )


def library(canvas: Canvas) -> None:
    """Tall bookcases, readers at a long table with lamps, a window at the end."""
    room(canvas, canvas.pick((CREAM, "#cdbb9c", "#9fae9f")), "#a5785a", 640)
    centre = canvas.between(560, 840)
    view(canvas, centre, 90, 300, 430)
    shelf(canvas, -60, 70, centre - 20, 560, 5)
    shelf(canvas, centre + 390, 70, 1500 - centre, 560, 5)
    carpet = canvas.pick((TERRACOTTA, TEAL, MOSS))
    canvas.polygon(
        [(centre - 120, 660), (centre + 420, 660), (centre + 640, 920), (centre - 340, 920)], carpet, alpha=0.6
    )
    places = [canvas.between(1180, 1400)]
    if canvas.chance(0.7):
        places.append(canvas.between(120, 300))
    for place in places:
        shadow(canvas, place, 716, 70)
        person(
            canvas,
            place,
            716,
            380,
            canvas.pick(("wave", "phone", "carry")),
            back=canvas.chance(0.6),
            facing=canvas.pick((-1, 1)),
        )
    for index in range(3):
        if index == 1 or canvas.chance(0.8):
            upper_body(canvas, 460 + index * 290 + canvas.between(-30, 30), 770, canvas.between(260, 290))
    desk(canvas)


def desk_lamp(canvas: Canvas, x: float, base: float) -> None:
    """Stand a banker's lamp on the table."""
    canvas.glow(x, base - 70, 150, canvas.light.lamp, 0.25 + 0.45 * canvas.light.lamps)
    canvas.line([(x, base), (x, base - 90)], 6, MUSTARD)
    canvas.ellipse(x, base - 2, 26, 6, MUSTARD)
    canvas.pie(x, base - 74, 44, 180, 360, MOSS, squash=0.7)
    canvas.rectangle(x - 40, base - 76, 80, 6, (255, 240, 200))


def desk(canvas: Canvas) -> None:
    """Draw the reading table with its books and lamps."""
    front = lighter(WOOD, 0.08)
    canvas.rectangle(240, 780, 1120, 150, "#1c2438", alpha=0.25)
    for x in (262, 1290):
        canvas.rectangle(x, 776, 46, 150, darker(WOOD, 0.2))
    canvas.rectangle(300, 776, 1000, 56, darker(WOOD, 0.3))
    canvas.rectangle(240, 746, 1120, 36, front, radius=6)
    canvas.rectangle(240, 746, 1120, 10, lighter(front, 0.3), radius=5)
    for index in range(3):
        x = 470 + index * 290
        canvas.polygon([(x - 70, 750), (x, 738), (x + 70, 750), (x + 64, 722), (x, 730), (x - 64, 722)], PAPER)
        canvas.line([(x, 738), (x, 728)], 3, STONE)
    for x in (340, 620, 900, 1210):
        desk_lamp(canvas, x, 750)
    books(canvas, 1040, 748, 120, 60)
