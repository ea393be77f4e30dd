"""Motif of the city park: lawn, path, bench, joggers."""

from .atmosphere import sky
from .buildings import street_lamp
from .canvas import Canvas, smooth
from .figures import person
from .palette import INK, LEAF, SAND, STEEL, WOOD, darker
from .plants import GREENS, bush, tree, tree_line
from .terrain import ground, shadow


def park(canvas: Canvas) -> None:
    """A city park: lawn, path, shade trees, a bench, joggers and families."""
    horizon = canvas.between(430, 480)
    sky(canvas, horizon)
    from_city(canvas, horizon)
    tree_line(canvas, horizon + 8, 52, 0.5, palms=0.12)
    canvas.use_light(canvas.light.lamplit())
    ground(canvas, horizon, LEAF)
    bend = canvas.between(-160, 160)
    left = smooth([(760, horizon), (700 + bend, 560), (620 + bend, 680), (300, 920)])
    right = smooth([(980, 920), (860 + bend, 680), (770 + bend, 560), (784, horizon)])
    canvas.polygon([*left, *right], SAND, 0.08)
    for x, foot, height in ((canvas.between(160, 420), 590, 300), (canvas.between(1100, 1350), 570, 270)):
        shadow(canvas, x, foot, height * 0.5)
        tree(canvas, x, foot, height * canvas.between(0.9, 1.2), 0.2)
    for _ in range(canvas.count(4, 6)):
        share = canvas.between(0.16, 0.9)
        foot = 530 + 260 * share
        person(
            canvas,
            750 + bend * (1 - share) - 120 * share + canvas.between(-150, 220) * (0.4 + share),
            foot,
            80 + 120 * share,
            canvas.pick(("walk", "run", "stand", "phone", "run")),
            facing=canvas.pick((-1, 1)),
            depth=0.2 * (1 - share),
        )
    bench(canvas, canvas.between(1080, 1240), 770, 300)
    street_lamp(canvas, canvas.between(560, 640), 700, 260, 40)
    tree(canvas, canvas.between(-20, 90), 880, canvas.between(620, 720), 0.0)
    for _ in range(9):
        bush(canvas, canvas.between(-20, 1620), 930, canvas.between(70, 120), 0.0, canvas.pick(GREENS[:2]))


def from_city(canvas: Canvas, horizon: float) -> None:
    """Let a few far towers look over the trees."""
    for _ in range(canvas.count(4, 7)):
        canvas.rectangle(
            canvas.between(80, 1500), horizon - canvas.between(70, 190), canvas.between(50, 90), 220, STEEL, 0.74
        )


def bench(canvas: Canvas, x: float, base: float, width: float) -> None:
    """Draw a park bench with two people on it."""
    shadow(canvas, x, base, width * 0.55)
    for place in (-0.42, 0.42):
        canvas.rectangle(x + width * place - 6, base - width * 0.26, 12, width * 0.26, INK)
    for row in (0.46, 0.38):
        canvas.rectangle(x - width / 2, base - width * row, width, width * 0.05, darker(WOOD, 0.1), radius=4)
    for place, facing in ((-0.2, 1), (0.22, -1)):
        person(canvas, x + width * place, base + 6, width * 0.68, "sit", facing=facing)
    canvas.rectangle(x - width / 2, base - width * 0.2, width, width * 0.05, WOOD, radius=4)
