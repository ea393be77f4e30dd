"""Heads: skin, hair, hijab or hat, and a face where there is room for one."""

from dataclasses import dataclass

from .canvas import Canvas
from .palette import CLOTHES, HAIRS, INDIGO, INK, SKINS, STONE, darker, lighter

FACE_FROM = 24  # units: smaller heads carry no features, as in any crowd scene

STRAW = "#d9b877"

DRAPE = (
    *((-0.88, -0.1), (0.88, -0.1), (0.94, 0.4), (1.06, 0.9), (1.34, 1.3), (1.46, 1.56), (1.3, 1.82), (0.8, 2.02)),
    *((0.0, 2.1), (-0.8, 2.02), (-1.3, 1.82), (-1.46, 1.56), (-1.34, 1.3), (-1.06, 0.9), (-0.94, 0.4)),
)

BROW = ((0.17, -0.225), (0.3, -0.265), (0.43, -0.205))


@dataclass(frozen=True)
class Look:
    """What somebody wears and what they look like."""

    skin: str
    hair: str
    top: str
    bottom: str
    hijab: str | None = None
    skirt: bool = False
    hat: str | None = None
    long_sleeves: bool = True
    style: str = "short"


def random_look(canvas: Canvas, top: str | None = None, hat: str | None = None) -> Look:
    """Return a plausible passer-by."""
    woman = canvas.chance(0.5)
    hijab = canvas.pick(CLOTHES) if woman and hat is None and canvas.chance(0.6) else None
    return Look(
        skin=canvas.pick(SKINS),
        hair=canvas.pick(HAIRS),
        top=top or canvas.pick(CLOTHES),
        bottom=canvas.pick((INK, darker(INDIGO, 0.35), "#4a4a4f", "#6b5a4a", darker(STONE, 0.2))),
        hijab=hijab,
        skirt=hijab is not None or (woman and canvas.chance(0.3)),
        hat=hat,
        long_sleeves=hijab is not None or canvas.chance(0.4),
        style=canvas.pick(("long", "bun", "bob")) if woman else "short",
    )


def head(
    canvas: Canvas,
    x: float,
    y: float,
    size: float,
    look: Look,
    facing: int = 0,
    depth: float = 0.0,
    *,
    back: bool = False,
) -> None:
    """Draw a head of half-height size; facing 0 looks at us."""
    if look.hijab:
        veiled(canvas, x, y, size, look, facing, depth, back=back)
    elif back:
        canvas.ellipse(x, y, size * 0.86, size, look.hair, depth)
        canvas.ellipse(x + size * 0.2, y - size * 0.36, size * 0.46, size * 0.36, lighter(look.hair, 0.1), depth)
    else:
        bare(canvas, x, y, size, look, facing, depth)
    if look.hat:
        hat(canvas, x, y, size, look.hat, facing, depth)


def veiled(
    canvas: Canvas, x: float, y: float, size: float, look: Look, facing: int, depth: float, *, back: bool
) -> None:
    """Draw a head in a hijab that falls to the shoulders."""
    canvas.polygon([(x + px * size, y + py * size) for px, py in DRAPE], look.hijab, depth)
    canvas.ellipse(x, y, size * 0.9, size * 1.02, look.hijab, depth)
    if back:
        canvas.ellipse(x + size * 0.2, y - size * 0.36, size * 0.46, size * 0.36, lighter(look.hijab, 0.12), depth)
        return
    middle = x + size * 0.16 * facing
    canvas.ellipse(middle, y + size * 0.12, size * 0.66, size * 0.8, darker(look.hijab, 0.2), depth)
    canvas.ellipse(middle, y + size * 0.14, size * 0.62, size * 0.75, look.skin, depth)
    fold = [(-0.62, 0.86), (0.0, 1.02), (0.62, 0.82), (0.5, 1.14), (0.08, 1.5), (-0.2, 1.3)]
    canvas.polygon([(x + px * size, y + py * size) for px, py in fold], darker(look.hijab, 0.13), depth)
    face(canvas, middle, y + size * 0.08, size * 0.84, look.skin)


def bare(canvas: Canvas, x: float, y: float, size: float, look: Look, facing: int, depth: float) -> None:
    """Draw a bare head with its hair."""
    side = facing or 1
    if look.style in ("long", "bob"):
        fall = 1.75 if look.style == "long" else 0.95
        for lock in (-1, 1):
            left = x + size * (0.48 if lock > 0 else -0.96)
            canvas.rectangle(
                left, y - size * 0.3, size * 0.48, size * (0.3 + fall), look.hair, depth, radius=size * 0.24
            )
    if look.style == "bun":
        canvas.ellipse(x - side * size * 0.3, y - size * 1.08, size * 0.42, size * 0.38, look.hair, depth)
    canvas.cap(x, y - size * 0.06, size * 0.92, 160, 20, look.hair, depth, squash=1.08)
    for ear in (-1, 1) if facing == 0 else (-side,):
        canvas.ellipse(x + ear * size * 0.76, y + size * 0.16, size * 0.15, size * 0.2, darker(look.skin, 0.1), depth)
    canvas.ellipse(x + size * 0.08 * facing, y + size * 0.1, size * 0.77, size * 0.88, look.skin, depth)
    start, end = (196, 326) if side > 0 else (214, 344)
    canvas.cap(x + size * 0.03 * facing, y - size * 0.04, size * 0.93, start, end, look.hair, depth, squash=1.08)
    face(canvas, x + size * 0.16 * facing, y + size * 0.12, size, look.skin)


def face(canvas: Canvas, x: float, y: float, size: float, skin: str) -> None:
    """Draw eyes, brows, a nose and a small smile, if the head is large enough to carry them."""
    if size < FACE_FROM:
        return
    for side in (-1, 1):
        canvas.ellipse(x + side * size * 0.3, y, size * 0.065, size * 0.08, INK)
        canvas.line([(x + side * size * px, y + size * py) for px, py in BROW], size * 0.05, darker(skin, 0.6))
        canvas.ellipse(x + side * size * 0.42, y + size * 0.22, size * 0.12, size * 0.08, "#d9705a", alpha=0.25)
    canvas.line(
        [(x, y + size * 0.04), (x + size * 0.05, y + size * 0.2), (x - size * 0.03, y + size * 0.22)],
        size * 0.04,
        darker(skin, 0.25),
    )
    canvas.cap(x, y + size * 0.34, size * 0.2, 10, 170, darker(skin, 0.45), squash=0.75)


def hat(canvas: Canvas, x: float, y: float, size: float, colour: str, facing: int, depth: float) -> None:
    """Put on a farmer's straw hat, or a cap or helmet of a colour."""
    if colour == "straw":
        brim = y - size * 0.2
        canvas.polygon([(x - size * 2.1, brim), (x, brim - size * 1.4), (x + size * 2.1, brim)], STRAW, depth)
        canvas.polygon(
            [(x - size * 2.1, brim), (x, brim - size * 1.4), (x - size * 0.4, brim)], darker(STRAW, 0.16), depth
        )
        return
    canvas.pie(x, y - size * 0.2, size * 1.04, 180, 360, colour, depth)
    left = 1.05 if facing >= 0 else 1.5
    canvas.rectangle(
        x - size * left, y - size * 0.32, size * 2.55, size * 0.24, darker(colour, 0.12), depth, radius=size * 0.1
    )
