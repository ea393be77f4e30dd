"""Sky, sun or moon, clouds, stars, mist and rain: what the light itself looks like."""

from .canvas import Canvas
from .palette import Colour, mix


def sky_colour(canvas: Canvas, y: float, horizon: float) -> Colour:
    """Return the colour the sky has at a height, for things that melt into it."""
    top, middle, low = canvas.light.sky
    position = max(0.0, min(1.0, y / horizon)) * 2
    return mix(top, middle, position) if position < 1 else mix(middle, low, position - 1)


def sky(canvas: Canvas, horizon: float, sun_x: float | None = None, *, clouds: bool = True) -> None:
    """Fill the sky down to the horizon, with its sun or moon, clouds and stars."""
    light = canvas.light
    canvas.fade(-100, -200, 1800, 205, light.sky[0], light.sky[0])
    canvas.fade(-100, 0, 1800, horizon, *light.sky)
    canvas.fade(-100, horizon - 2, 1800, 910 - horizon, light.sky[2], light.haze)
    x = canvas.between(480, 1120) if sun_x is None else sun_x
    y = horizon * (1 - light.sun_height) + canvas.between(-30, 20)
    canvas.sun = (x, y)
    if light.is_night:
        stars(canvas, horizon)
    canvas.glow(x, y, 720, light.glow, light.glow_strength * 0.75)
    if not light.is_wet:
        radius = canvas.between(40, 62) * (0.8 if light.is_night else 1)
        canvas.glow(x, y, radius * 3.4, light.sun, 0.75)
        canvas.ellipse(x, y, radius, radius, light.sun)
        if light.is_night:
            canvas.ellipse(
                x + radius * 0.2, y - radius * 0.25, radius * 0.2, radius * 0.18, mix(light.sun, light.glow, 0.4)
            )
            canvas.ellipse(
                x - radius * 0.3, y + radius * 0.3, radius * 0.26, radius * 0.22, mix(light.sun, light.glow, 0.3)
            )
    if clouds:
        cloud_bank(canvas, horizon)


def stars(canvas: Canvas, horizon: float) -> None:
    """Scatter stars, fewer towards the horizon."""
    for _ in range(90):
        x, y = canvas.between(0, 1600), horizon * canvas.random.random() ** 1.7 * 0.85
        size = canvas.pick((1.0, 1.2, 1.6, 2.2))
        canvas.ellipse(x, y, size, size, (226, 232, 240), alpha=canvas.between(0.3, 0.85))


def cloud_bank(canvas: Canvas, horizon: float) -> None:
    """Hang a few clouds: heaps at noon, streaks in low light, a heavy lid in rain."""
    light = canvas.light
    if light.is_wet:
        for row in range(3):
            y = horizon * (0.02 + row * 0.16)
            colour = mix(sky_colour(canvas, y, horizon), light.cloud, 0.75 - row * 0.2)
            for step in range(9):
                canvas.ellipse(
                    step * 210 - 60 + canvas.between(-60, 60),
                    y,
                    canvas.between(130, 210),
                    canvas.between(34, 62),
                    colour,
                )
            if row == 0:
                canvas.rectangle(-100, -200, 1800, 200 + y, colour)
        return
    draw = heap if light.sun_height > 0.8 else streak
    for _ in range(canvas.count(3, 6)):
        x, y = canvas.between(0, 1600), horizon * canvas.between(0.1, 0.72)
        strength = canvas.between(0.3, 0.75)
        draw(canvas, x, y, canvas.between(0.6, 1.3), mix(sky_colour(canvas, y, horizon), light.cloud, strength))


def heap(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Draw a round cloud with a flat base."""
    canvas.rectangle(x - 130 * size, y - 26 * size, 260 * size, 36 * size, colour, radius=18 * size)
    for offset, radius in ((-70, 38), (-18, 62), (44, 50), (92, 28)):
        wobble = canvas.between(0.85, 1.15)
        canvas.pie(x + offset * size, y + 2, radius * size * wobble, 180, 360, colour)


def streak(canvas: Canvas, x: float, y: float, size: float, colour: Colour) -> None:
    """Draw a long flat cloud made of a few bars."""
    for row in range(canvas.count(2, 4)):
        width = canvas.between(150, 420) * size
        canvas.rectangle(
            x - width / 2 + canvas.between(-90, 90), y + row * 15 * size, width, 17 * size, colour, radius=9 * size
        )


def mist(canvas: Canvas, y: float, height: float, strength: float = 0.6) -> None:
    """Let the haze rise from a line: clear above, dense at its foot."""
    canvas.veil(y - height, height, canvas.light.haze, 0.0, strength)


def rain(canvas: Canvas) -> None:
    """Draw slanting rain over everything, near drops longer and brighter."""
    for _ in range(230):
        x, y = canvas.between(-50, 1700), canvas.between(-40, 900)
        near = canvas.random.random()
        length = 16 + 44 * near
        canvas.line(
            [(x, y), (x - length * 0.22, y + length)], 0.8 + 1.2 * near, (232, 240, 242), alpha=0.14 + 0.26 * near
        )


def sunlight(canvas: Canvas) -> None:
    """Spill a little of the sun's colour over the finished scene."""
    light = canvas.light
    canvas.glow(canvas.sun[0], canvas.sun[1], 820, light.glow, light.glow_strength * 0.22)
