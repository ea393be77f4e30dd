"""Portraits of authors: a bust, a face, clothes and a quiet background, all from one seed."""

from random import Random

from PIL import Image

from .canvas import Canvas, smooth
from .heads import Look, head, random_look
from .palette import DEEP_TEAL, INDIGO, INK, LIGHTS, MOSS, blend, darker, lighter
from .plants import broad_leaf

BACKGROUNDS = ("#f0c9a0", "#a9cfc9", "#e9b3a0", "#b9c6de", "#ecd48f", "#bcd3a6", "#d9c3da")


def bust(canvas: Canvas, look: Look) -> None:
    """Draw neck and shoulders in what the person wears."""
    jacket = None if look.hijab or canvas.chance(0.6) else canvas.pick((INK, INDIGO, DEEP_TEAL, "#6b5a4a"))
    cloth = jacket or look.top
    right = [(300, 414), (368, 424), (472, 462), (516, 520), (530, 640)]
    left = [(600 - x, y) for x, y in reversed(right)]
    canvas.line([(300, 300), (300, 430)], 92, darker(look.skin, 0.16))
    canvas.polygon(smooth([*left[:-1], *right]), cloth)
    if jacket is None and canvas.chance(0.5):
        batik(canvas, cloth)
    for side, shade in ((-1, 0.2), (1, 0.1)):
        sleeve = [(236, 640), (217, 522), (178, 470), (146, 550), (142, 640)]
        canvas.polygon(smooth([(300 + side * x, y) for x, y in sleeve]), darker(cloth, shade))
    if look.hijab:
        return
    if jacket:
        lapels(canvas, look.top, jacket)
    collar(canvas, look, look.top)


def lapels(canvas: Canvas, shirt: str, jacket: str) -> None:
    """Open a jacket over a shirt."""
    canvas.polygon([(240, 420), (360, 420), (336, 640), (264, 640)], shirt)
    for side in (-1, 1):
        flap = [(54, 410), (118, 452), (104, 520), (128, 530), (26, 640), (40, 560)]
        canvas.polygon([(300 + side * x, y) for x, y in flap], lighter(jacket, 0.12))


def collar(canvas: Canvas, look: Look, shirt: str) -> None:
    """Draw the skin above a collar, and the collar with its buttons."""
    canvas.polygon([(252, 416), (348, 416), (300, 478)], darker(look.skin, 0.1))
    canvas.cap(300, 400, 48, 0, 180, darker(look.skin, 0.24), squash=0.8)
    for side in (-1, 1):
        wing = [(50, 400), (0, 478), (48, 486), (78, 422)]
        canvas.polygon([(300 + side * x, y) for x, y in wing], lighter(shirt, 0.28))
    for button in (520, 570):
        canvas.ellipse(300, button, 5, 5, lighter(shirt, 0.5))


def batik(canvas: Canvas, colour: str) -> None:
    """Scatter a kawung-like pattern of ovals over the shirt."""
    light = lighter(colour, 0.38)
    for row in range(4):
        for column in range(10):
            x, y = 130 + column * 40 + (row % 2) * 20, 484 + row * 38
            if (x - 300) ** 2 / 230**2 + (y - 640) ** 2 / 200**2 < 1:
                for dx, dy in ((-9, -8), (9, -8), (-9, 8), (9, 8)):
                    canvas.ellipse(x + dx, y + dy, 7, 6, light)


def glasses(canvas: Canvas, x: float, y: float, size: float) -> None:
    """Put on round or square glasses."""
    for side in (-1, 1):
        canvas.ellipse(x + side * size * 0.32, y, size * 0.23, size * 0.21, "#ffffff", alpha=0.18)
        canvas.ring(x + side * size * 0.32, y, size * 0.24, size * 0.22, size * 0.05, INK)
    canvas.line([(x - size * 0.09, y - size * 0.04), (x + size * 0.09, y - size * 0.04)], size * 0.05, INK)


def beard(canvas: Canvas, x: float, y: float, size: float, hair: str) -> None:
    """Draw a moustache, or a moustache and a chin beard."""
    canvas.cap(x, y + size * 0.36, size * 0.26, 190, 350, hair, squash=0.5)
    if canvas.chance(0.5):
        canvas.cap(x, y + size * 0.56, size * 0.32, 20, 160, hair, squash=0.95)


def background(canvas: Canvas) -> None:
    """Fill the ground with one of a few quiet patterns."""
    colour = canvas.pick(BACKGROUNDS)
    canvas.rectangle(-10, -10, 620, 620, colour)
    kind = canvas.pick(("disc", "hills", "leaves", "bars"))
    soft = lighter(colour, 0.45)
    if kind == "disc":
        canvas.ellipse(300 + canvas.between(-60, 60), 280, 226, 226, soft)
    elif kind == "hills":
        canvas.ellipse(canvas.between(120, 480), 170, 70, 70, lighter(colour, 0.7))
        for x, shade in ((120, 0.1), (470, 0.18)):
            canvas.polygon([(x - 330, 620), (x - 20, 300), (x + 20, 300), (x + 330, 620)], darker(colour, shade))
    elif kind == "bars":
        for index in range(5):
            canvas.rectangle(
                40 + index * 110,
                canvas.between(60, 260),
                84,
                640,
                soft if index % 2 else darker(colour, 0.08),
                radius=16,
            )
    else:
        for x, y, angle in ((20, 620, -1.2), (-10, 520, -0.8), (600, 620, -2.0), (620, 500, -2.4)):
            broad_leaf(canvas, x, y, 360, angle, blend(colour, MOSS, 0.45))


def portrait(seed: int, size: tuple[int, int] = (600, 600)) -> Image.Image:
    """Return a friendly flat portrait of somebody, as an RGB image."""
    random = Random(f"portrait/{seed}")
    canvas = Canvas(LIGHTS["siang"], random, size, units=(600, 600))
    background(canvas)
    look = random_look(canvas)
    bust(canvas, look)
    facing = canvas.pick((-1, 0, 0, 1))
    head(canvas, 300, 262, 142, look, facing)
    x, y = 300 + facing * 142 * (0.144 if look.hijab else 0.16), 271 if look.hijab else 279
    scale = 142 * (0.8 if look.hijab else 1)
    if look.style == "short" and canvas.chance(0.4):
        beard(canvas, x, y, scale, look.hair)
    if canvas.chance(0.45):
        glasses(canvas, x, y, scale)
    return canvas.finish(mirrored=random.random() < 0.5)
