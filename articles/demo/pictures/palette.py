"""Colours: the pigments things are made of, and the lights that fall on them.

A pigment is a "#rrggbb" string: the colour of a thing under neutral light. A Light
says how the sky looks and how it changes every pigment, so that all pictures under
one light share one restrained palette.
"""

from dataclasses import dataclass, replace

Colour = tuple[int, int, int]
INK = "#26323f"
PAPER = "#fbf5e8"
CREAM = "#f3e6cd"
SAND = "#e6cfa2"
TERRACOTTA = "#c9603f"
CLAY = "#a34a33"
MUSTARD = "#e2a540"
ROSE = "#d98a7c"
LEAF = "#6aa562"
MOSS = "#3f7f57"
PINE = "#265845"
TEAL = "#2f8088"
DEEP_TEAL = "#1f5a66"
SKY_BLUE = "#86b9cd"
INDIGO = "#41508a"
STONE = "#b3aea2"
CONCRETE = "#d5cfc2"
ASPHALT = "#666c75"
STEEL = "#8b99a5"
WOOD = "#99683f"
BARK = "#6d4a35"
SKINS = ("#e3b184", "#d29b6c", "#bd8457", "#a06a45", "#83543a")
HAIRS = ("#22201f", "#2d2623", "#3a2c26")
CLOTHES = (TERRACOTTA, MUSTARD, TEAL, INDIGO, CREAM, ROSE, SKY_BLUE, MOSS)
WALLS = (CREAM, "#e9d9b8", "#dcb79a", "#b8cdc6", "#e7c4a4", PAPER)


def parse(pigment: str) -> Colour:
    """Return the red, green and blue of "#rrggbb"."""
    return int(pigment[1:3], 16), int(pigment[3:5], 16), int(pigment[5:7], 16)


def mix(first: Colour, second: Colour, share: float) -> Colour:
    """Return first moved towards second by share (0 to 1)."""
    return tuple(round(a + (b - a) * share) for a, b in zip(first, second, strict=True))


def blend(first: str, second: str, share: float) -> str:
    """Return the pigment that is first moved towards second by share (0 to 1)."""
    return "#{:02x}{:02x}{:02x}".format(*mix(parse(first), parse(second), share))


def darker(pigment: str, share: float = 0.2) -> str:
    """Return the pigment in shade: towards ink, not black, so shade keeps its hue."""
    return blend(pigment, "#1f2a44", share)


def lighter(pigment: str, share: float = 0.25) -> str:
    """Return the pigment where light falls on it."""
    return blend(pigment, "#fff4dc", share)


@dataclass(frozen=True)
class Light:
    """One kind of daylight (or lack of it) and what it does to a pigment."""

    sky: tuple[Colour, Colour, Colour]  # top, middle, horizon
    haze: Colour  # what far things fade to
    cloud: Colour
    sun: Colour
    glow: Colour
    glow_strength: float
    tint: tuple[float, float, float]  # multiplies every pigment
    wash: Colour  # every pigment is drawn towards it...
    wash_share: float  # ...by this much, which ties the palette together
    lamps: float  # share of windows that are lit
    sun_height: float  # 0 on the horizon, 1 at the top of the picture
    room_tint: tuple[float, float, float]
    room_wash: Colour
    lamp: Colour = (255, 217, 146)
    is_night: bool = False
    is_wet: bool = False

    def indoors(self) -> "Light":
        """Return this light as it is in a room: lamps soften what the sky does."""
        return replace(
            self, tint=self.room_tint, wash=self.room_wash, wash_share=0.12, haze=mix(self.room_wash, self.haze, 0.35)
        )

    def lamplit(self) -> "Light":
        """Return this light among street lamps: the night stays, what is near turns warm."""
        if not self.is_night:
            return self
        return replace(self, tint=(0.82, 0.72, 0.64), wash=(74, 56, 84), wash_share=0.2)

    def floodlit(self) -> "Light":
        """Return this light under floodlights, which switch on when daylight is low."""
        if self.lamps < 0.2:
            return self
        return replace(self, tint=(0.94, 0.94, 0.9), wash=mix(self.wash, (200, 206, 190), 0.5), wash_share=0.1)

    def tone(self, pigment: str, depth: float) -> Colour:
        """Return the pigment as seen under this light, depth (0 to 1) into the haze."""
        lit = tuple(min(255, channel * factor) for channel, factor in zip(parse(pigment), self.tint, strict=True))
        return mix(mix(lit, self.wash, self.wash_share), self.haze, depth)


LIGHTS = {
    "pagi": Light(
        sky=((126, 178, 199), (206, 214, 205), (255, 224, 184)),
        haze=(244, 221, 196),
        cloud=(255, 240, 222),
        sun=(255, 246, 214),
        glow=(255, 222, 160),
        glow_strength=0.8,
        tint=(1.0, 0.95, 0.9),
        wash=(226, 178, 148),
        wash_share=0.12,
        lamps=0.12,
        sun_height=0.28,
        room_tint=(1.0, 0.96, 0.9),
        room_wash=(242, 208, 168),
    ),
    "siang": Light(
        sky=((76, 158, 202), (142, 200, 222), (222, 239, 236)),
        haze=(208, 229, 231),
        cloud=(255, 253, 246),
        sun=(255, 252, 232),
        glow=(255, 247, 214),
        glow_strength=0.6,
        tint=(1.0, 1.0, 0.98),
        wash=(190, 214, 214),
        wash_share=0.06,
        lamps=0.0,
        sun_height=0.88,
        room_tint=(1.0, 1.0, 0.98),
        room_wash=(222, 232, 228),
    ),
    "senja": Light(
        sky=((72, 62, 112), (206, 98, 112), (255, 184, 112)),
        haze=(238, 150, 116),
        cloud=(250, 156, 122),
        sun=(255, 226, 158),
        glow=(255, 176, 92),
        glow_strength=0.9,
        tint=(0.86, 0.68, 0.68),
        wash=(84, 48, 92),
        wash_share=0.24,
        lamps=0.45,
        sun_height=0.14,
        room_tint=(1.0, 0.88, 0.78),
        room_wash=(196, 112, 92),
    ),
    "malam": Light(
        sky=((13, 24, 50), (28, 48, 86), (66, 92, 132)),
        haze=(52, 76, 116),
        cloud=(70, 92, 132),
        sun=(250, 244, 218),
        glow=(168, 190, 222),
        glow_strength=0.5,
        tint=(0.5, 0.57, 0.74),
        wash=(22, 36, 72),
        wash_share=0.3,
        lamps=0.6,
        sun_height=0.74,
        room_tint=(0.84, 0.76, 0.68),
        room_wash=(64, 52, 84),
        is_night=True,
    ),
    "hujan": Light(
        sky=((96, 114, 128), (138, 154, 162), (188, 199, 199)),
        haze=(170, 184, 188),
        cloud=(112, 129, 141),
        sun=(226, 232, 230),
        glow=(214, 224, 222),
        glow_strength=0.35,
        tint=(0.76, 0.8, 0.83),
        wash=(112, 130, 142),
        wash_share=0.24,
        lamps=0.3,
        sun_height=0.8,
        room_tint=(0.94, 0.93, 0.92),
        room_wash=(150, 162, 168),
        is_wet=True,
    ),
}
