"""Motif of the cinema: the house in the dark, a film still on the screen."""

from .canvas import Canvas
from .figures import person
from .palette import CLAY, CLOTHES, mix
from .vessels import jukung

FILM_WARM = ((72, 62, 120), (222, 112, 112), (255, 198, 122))

FILM_COOL = ((70, 146, 182), (150, 206, 214), (250, 236, 200))


def cinema(canvas: Canvas) -> None:
    """A full house looking at a bright landscape on the screen."""
    outside = canvas.light
    warm = canvas.pick((CLAY, "#7d3b46", "#3b4a6b"))
    dark = mix(canvas.tone(warm), (20, 16, 30), 0.78)
    canvas.fade(-100, -100, 1800, 1100, mix(dark, (8, 8, 16), 0.4), dark, mix(dark, (8, 8, 16), 0.5))
    left, top, width, height = 270, canvas.between(80, 110), 1060, 450
    canvas.glow(800, top + height / 2, 900, outside.glow, 0.5)
    for side in (-1, 1):
        for fold in range(6):
            x = 800 + side * (575 + fold * 44)
            canvas.rectangle(
                x - 24,
                -60,
                48,
                760,
                mix(canvas.tone(warm), (20, 16, 30), 0.35 + 0.14 * (fold % 2) + 0.05 * fold),
                radius=14,
            )
    canvas.rectangle(left - 12, top - 12, width + 24, height + 24, (12, 12, 20))
    film(canvas, left, top, width, height)
    canvas.rectangle(-100, top + height + 12, 1800, 60, (14, 12, 22), alpha=0.8)
    for row in range(4):
        size = 108 + row * 40
        base = 660 + row * 92
        shade = mix(dark, (8, 8, 14), 0.2 + row * 0.2)
        rim = mix(shade, outside.glow, 0.34 - row * 0.07)
        x = -60 + canvas.between(0, size)
        while x < 1680:
            if canvas.chance(0.84):
                canvas.ellipse(x, base - size * 0.6, size * 0.2, size * 0.24, rim)
                canvas.ellipse(x, base - size * 0.56, size * 0.19, size * 0.23, mix(shade, (30, 22, 22), 0.5))
                canvas.pie(x, base - size * 0.1, size * 0.36, 180, 360, shade)
            canvas.rectangle(
                x - size * 0.44,
                base - size * 0.32,
                size * 0.88,
                size,
                mix(canvas.tone(warm), shade, 0.6),
                radius=size * 0.2,
            )
            canvas.rectangle(x - size * 0.44, base - size * 0.32, size * 0.88, size * 0.06, rim, radius=size * 0.03)
            x += size * 1.02


def film(canvas: Canvas, left: float, top: float, width: float, height: float) -> None:
    """Show a film still on the screen: a big sun, and before it a couple, a boat or a city."""
    warm = canvas.chance(0.5)
    stops = FILM_WARM if warm else FILM_COOL
    canvas.fade(left, top, width, height, *stops)
    sun, base = left + width * canvas.between(0.3, 0.7), top + height
    canvas.ellipse(sun, top + height * 0.52, 100, 100, (255, 236, 178))
    far, near = ((124, 72, 106), (58, 36, 66)) if warm else ((74, 124, 134), (34, 78, 84))
    canvas.variant((film_couple, film_boat, film_city))(canvas, (left, base, width), sun, (far, near))
    for y in (top, base - 34):
        canvas.rectangle(left, y, width, 34, (10, 10, 16))


def film_couple(canvas: Canvas, screen: tuple[float, float, float], sun: float, tones: tuple) -> None:
    """Film two people before a volcano."""
    left, base, width = screen
    peak = left + width * canvas.between(0.35, 0.65)
    slope = [
        (left, base - 60),
        (peak - 330, base - 110),
        (peak - 30, base - 260),
        (peak + 24, base - 256),
        (peak + 330, base - 120),
        (left + width, base - 60),
    ]
    canvas.polygon([*slope, (left + width, base), (left, base)], tones[0])
    canvas.polygon(
        [
            (left, base - 70),
            (left + width * 0.4, base - 100),
            (left + width, base - 56),
            (left + width, base),
            (left, base),
        ],
        tones[1],
    )
    for offset, facing in ((-46, 1), (46, -1)):
        person(canvas, sun + offset, base - 40, 240, canvas.pick(("stand", "wave", "carry")), facing=facing)


def film_boat(canvas: Canvas, screen: tuple[float, float, float], sun: float, tones: tuple) -> None:
    """Film a lone boat on the sea."""
    left, base, width = screen
    canvas.rectangle(left, base - 150, width, 150, tones[0])
    for _ in range(24):
        x = left + (width - 120) * canvas.random.random()
        canvas.rectangle(
            x, base - canvas.between(36, 146), canvas.between(30, 110), 4, (255, 236, 178), alpha=0.35, radius=2
        )
    jukung(
        canvas, sun + canvas.between(-80, 80), base - 84, 380, canvas.pick(CLOTHES), canvas.pick((-1, 1)), sailor=True
    )


def film_city(canvas: Canvas, screen: tuple[float, float, float], sun: float, tones: tuple) -> None:
    """Film somebody alone above a city."""
    left, base, width = screen
    for layer, tone in enumerate((tones[0], tones[1])):
        x = left
        while x < left + width - 40:
            step = min(canvas.between(50, 96), left + width - x)
            canvas.rectangle(x, base - canvas.between(110, 240) + layer * 60, step, 260, tone)
            x += step
    canvas.rectangle(sun - 150, base - 66, 300, 66, (16, 14, 26))
    person(canvas, sun, base - 62, 220, canvas.pick(("hip", "stand", "phone")), facing=canvas.pick((-1, 1)), back=True)
