"""Canvas: antialiased flat shapes in picture units, toned by one light.

Shapes are given in units (1600 x 900 for a scene) whatever the size in pixels; the
canvas draws at twice the size, and finish() scales down. A colour that is a "#rrggbb"
pigment is toned by the light and by depth; a colour that is an RGB tuple is painted as is
(lamps, sun, screens).
"""

import math
from random import Random

from PIL import Image, ImageChops, ImageDraw, ImageOps

from .palette import Colour, Light, mix

SUPERSAMPLE = 2

GRAIN_TILE = 256

GLOW_EDGE = 180  # what Image.radial_gradient holds in the middle of its sides

GRAIN_RANGE = 13

Point = tuple[float, float]

Paint = str | Colour


def gradient(stops: tuple[Colour, ...], steps: int = 96) -> Image.Image:
    """Return a 1 x steps image that runs evenly through the stops from top to bottom."""
    strip = Image.new("RGB", (1, steps))
    spans = len(stops) - 1
    for step in range(steps):
        position = step / (steps - 1) * spans
        index = min(int(position), spans - 1)
        strip.putpixel((0, step), mix(stops[index], stops[index + 1], position - index))
    return strip


def smooth(points: list[Point], steps: int = 6) -> list[Point]:
    """Return a denser line through the points, bent softly (Catmull-Rom)."""
    shares = [step / steps for step in range(steps)]
    weights = [(-t + 2 * t**2 - t**3, 2 - 5 * t**2 + 3 * t**3, t + 4 * t**2 - 3 * t**3, t**3 - t**2) for t in shares]
    padded = [points[0], *points, points[-1]]
    curve = []
    for (ax, ay), (bx, by), (cx, cy), (dx, dy) in zip(padded, padded[1:], padded[2:], padded[3:], strict=False):
        for a, b, c, d in weights:
            curve.append(((a * ax + b * bx + c * cx + d * dx) / 2, (a * ay + b * by + c * cy + d * dy) / 2))
    return [*curve, points[-1]]


def stretch(
    image: Image.Image, size: tuple[int, int], box: tuple[float, float, float, float] | None = None
) -> Image.Image:
    """Return a soft image at a size: smooth to a quarter, then in steps, which the downscale hides.

    Five times faster than smooth all the way, and most of a picture's time goes here.
    """
    small = (max(1, size[0] // 4), max(1, size[1] // 4))
    return image.resize(small, Image.Resampling.BILINEAR, box=box).resize(size, Image.Resampling.NEAREST)


def stretch_down(strip: Image.Image, size: tuple[int, int]) -> Image.Image:
    """Return a one pixel wide strip at a size: smooth downwards, repeated across."""
    return strip.resize((1, size[1]), Image.Resampling.BILINEAR).resize(size, Image.Resampling.NEAREST)


class Canvas:
    """A picture being drawn: its light, its random choices, its shapes."""

    def __init__(
        self,
        light: Light,
        random: Random,
        size: tuple[int, int],
        units: tuple[int, int] = (1600, 900),
        seed: int = 0,
        zoom: float = 1.0,
    ):
        self.light = light
        self.random = random
        self.size = size
        self.seed = seed
        self.width, self.height = units
        pixels = (size[0] * SUPERSAMPLE, size[1] * SUPERSAMPLE)
        self.scale = max(pixels[0] / self.width, pixels[1] / self.height) * zoom
        self.left = (pixels[0] - self.width * self.scale) * random.uniform(0.3, 0.7)
        self.top = (pixels[1] - self.height * self.scale) * 0.8
        self.sun: Point = (self.width / 2, 0.0)
        self.image = Image.new("RGB", pixels)
        self._opaque = ImageDraw.Draw(self.image)
        self._blended = ImageDraw.Draw(self.image, "RGBA")
        self._tones: dict[tuple[str, float], Colour] = {}

    # Random choices, named so that a motif reads like a sentence.

    def between(self, low: float, high: float) -> float:
        """Return a random number from low to high."""
        return self.random.uniform(low, high)

    def count(self, low: int, high: int) -> int:
        """Return a random whole number from low to high, both included."""
        return self.random.randint(low, high)

    def pick(self, choices):
        """Return one of the choices."""
        return self.random.choice(choices)

    def variant(self, choices: tuple):
        """Return one of the choices, another one for the next seed."""
        # The second term keeps an even number of variants from always going with the same mirroring.
        turn = self.seed if len(choices) % 2 else self.seed + self.seed // 2
        return choices[turn % len(choices)]

    def chance(self, share: float) -> bool:
        """Return True in this share of cases."""
        return self.random.random() < share

    # Colour and coordinates.

    def tone(self, colour: Paint, depth: float = 0.0) -> Colour:
        """Return the RGB a colour has in this picture."""
        if not isinstance(colour, str):
            return colour
        key = (colour, round(depth, 2))
        if key not in self._tones:
            self._tones[key] = self.light.tone(*key)
        return self._tones[key]

    def use_light(self, light: Light) -> None:
        """Tone what is drawn from now on by another light."""
        self.light = light
        self._tones.clear()

    def sample(self, x: float, y: float) -> Colour:
        """Return the RGB painted at a place so far, to cover something with its surroundings."""
        left, top = self._at((x, y))
        return self.image.getpixel(
            (min(max(int(left), 0), self.image.width - 1), min(max(int(top), 0), self.image.height - 1))
        )

    def _at(self, point: Point) -> Point:
        return point[0] * self.scale + self.left, point[1] * self.scale + self.top

    def _brush(self, colour: Paint, depth: float, alpha: float):
        tone = self.tone(colour, depth)
        if alpha >= 1:
            return self._opaque, tone
        return self._blended, (*tone, round(alpha * 255))

    # Shapes.

    def polygon(self, points: list[Point], colour: Paint, depth: float = 0.0, alpha: float = 1.0) -> None:
        """Fill a polygon."""
        pen, fill = self._brush(colour, depth, alpha)
        pen.polygon([self._at(point) for point in points], fill=fill)

    def rectangle(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        colour: Paint,
        depth: float = 0.0,
        alpha: float = 1.0,
        radius: float = 0.0,
    ) -> None:
        """Fill a rectangle, with round corners if a radius is given."""
        if width <= 0 or height <= 0:
            return
        pen, fill = self._brush(colour, depth, alpha)
        left, top = self._at((x, y))
        right, bottom = self._at((x + width, y + height))
        box = (left, top, max(right - 1, left), max(bottom - 1, top))
        if radius:
            pen.rounded_rectangle(box, min(radius, width / 2, height / 2) * self.scale, fill=fill)
        else:
            pen.rectangle(box, fill=fill)

    def ellipse(
        self, x: float, y: float, width: float, height: float, colour: Paint, depth: float = 0.0, alpha: float = 1.0
    ) -> None:
        """Fill an ellipse given by its centre and its two radii."""
        pen, fill = self._brush(colour, depth, alpha)
        left, top = self._at((x - width, y - height))
        right, bottom = self._at((x + width, y + height))
        pen.ellipse((left, top, right, bottom), fill=fill)

    def pie(
        self,
        x: float,
        y: float,
        radius: float,
        start: float,
        end: float,
        colour: Paint,
        depth: float = 0.0,
        squash: float = 1.0,
    ) -> None:
        """Fill a slice of an ellipse; angles in degrees, clockwise from three o'clock."""
        left, top = self._at((x - radius, y - radius * squash))
        right, bottom = self._at((x + radius, y + radius * squash))
        self._opaque.pieslice((left, top, right, bottom), start, end, fill=self.tone(colour, depth))

    def cap(
        self,
        x: float,
        y: float,
        radius: float,
        start: float,
        end: float,
        colour: Paint,
        depth: float = 0.0,
        squash: float = 1.0,
    ) -> None:
        """Fill the part of an ellipse that a straight line cuts off between two angles."""
        left, top = self._at((x - radius, y - radius * squash))
        right, bottom = self._at((x + radius, y + radius * squash))
        self._opaque.chord((left, top, right, bottom), start, end, fill=self.tone(colour, depth))

    def line(self, points: list[Point], width: float, colour: Paint, depth: float = 0.0, alpha: float = 1.0) -> None:
        """Draw a line with round joints, and round ends where it is thick and opaque."""
        pen, fill = self._brush(colour, depth, alpha)
        pixels = max(1, round(width * self.scale))
        places = [self._at(point) for point in points]
        pen.line(places, fill=fill, width=pixels, joint="curve" if pixels > 4 else None)
        if pixels > 4 and alpha >= 1:
            radius = pixels / 2 - 0.5
            for x, y in (places[0], places[-1]):
                pen.ellipse((x - radius, y - radius, x + radius, y + radius), fill=fill)

    def ring(
        self,
        x: float,
        y: float,
        width: float,
        height: float,
        stroke: float,
        colour: Paint,
        depth: float = 0.0,
        alpha: float = 1.0,
    ) -> None:
        """Draw the outline of an ellipse."""
        pen, fill = self._brush(colour, depth, alpha)
        left, top = self._at((x - width, y - height))
        right, bottom = self._at((x + width, y + height))
        pen.ellipse((left, top, right, bottom), outline=fill, width=max(1, round(stroke * self.scale)))

    # Soft things: drawn small and scaled up, as they have no edges to keep.

    def _box(self, x: float, y: float, width: float, height: float) -> tuple[int, int, int, int]:
        left, top = self._at((x, y))
        right, bottom = self._at((x + width, y + height))
        return math.floor(left), math.floor(top), math.ceil(right), math.ceil(bottom)

    def fade(self, x: float, y: float, width: float, height: float, *colours: Paint, depth: float = 0.0) -> None:
        """Fill a rectangle with colours that run from top to bottom."""
        left, top, right, bottom = self._box(x, y, width, height)
        left, right = max(left, 0), min(right, self.image.width)
        if right <= left or bottom <= top:
            return
        strip = gradient(tuple(self.tone(colour, depth) for colour in colours))
        self.image.paste(stretch_down(strip, (right - left, bottom - top)), (left, top))

    def veil(self, y: float, height: float, colour: Paint, top: float, bottom: float) -> None:
        """Lay mist over the whole width, its strength running from top to bottom (0 to 1)."""
        _, upper, _, lower = self._box(0, y, 1, height)
        strip = Image.new("L", (1, 64))
        strip.putdata([round(255 * (top + (bottom - top) * step / 63)) for step in range(64)])
        mask = stretch_down(strip, (self.image.width, max(1, lower - upper)))
        self.image.paste(self.tone(colour), (0, upper, self.image.width, upper + mask.height), mask)

    def glow(self, x: float, y: float, radius: float, colour: Paint, strength: float, squash: float = 1.0) -> None:
        """Add a soft round light that is strongest in its centre."""
        left, top, right, bottom = self._box(x - radius, y - radius * squash, radius * 2, radius * 2 * squash)
        spot = Image.radial_gradient("L").point(
            [round(255 * strength * max(0.0, 1 - level / GLOW_EDGE) ** 1.7) for level in range(256)]
        )
        inside = (max(left, 0), max(top, 0), min(right, self.image.width), min(bottom, self.image.height))
        if inside[2] <= inside[0] or inside[3] <= inside[1]:
            return
        across, down = 256 / (right - left), 256 / (bottom - top)
        part = (
            (inside[0] - left) * across,
            (inside[1] - top) * down,
            (inside[2] - left) * across,
            (inside[3] - top) * down,
        )
        mask = stretch(spot, (inside[2] - inside[0], inside[3] - inside[1]), part)
        self.image.paste(self.tone(colour), inside, mask)

    def beam(self, points: list[Point], colour: Paint, strength: float) -> None:
        """Fill a polygon with light that fades out downwards."""
        places = [self._at(point) for point in points]
        lefts, tops = zip(*places, strict=True)
        box = (math.floor(min(lefts)), math.floor(min(tops)), math.ceil(max(lefts)), math.ceil(max(tops)))
        size = (max(1, box[2] - box[0]), max(1, box[3] - box[1]))
        shape = Image.new("L", size)
        ImageDraw.Draw(shape).polygon([(x - box[0], y - box[1]) for x, y in places], fill=255)
        strip = Image.new("L", (1, 32))
        strip.putdata([round(255 * strength * (1 - step / 31)) for step in range(32)])
        mask = ImageChops.multiply(shape, stretch_down(strip, size))
        self.image.paste(self.tone(colour), box[:2], mask)

    def finish(self, *, mirrored: bool) -> Image.Image:
        """Return the picture at its real size, with a little grain."""
        picture = self.image.reduce(SUPERSAMPLE)
        if mirrored:
            picture = ImageOps.mirror(picture)
        noise = Image.frombytes("L", (GRAIN_TILE, GRAIN_TILE), self.random.randbytes(GRAIN_TILE**2))
        tile = noise.point([level * GRAIN_RANGE // 255 for level in range(256)])
        grain = Image.new("L", self.size)
        for x in range(0, self.size[0], GRAIN_TILE):
            for y in range(0, self.size[1], GRAIN_TILE):
                grain.paste(tile, (x, y))
        return ImageChops.add(picture, Image.merge("RGB", (grain, grain, grain)), offset=-GRAIN_RANGE // 2)
