"""Buildings: towers with lit windows, tiled pitched roofs, shophouses, skylines."""

from .canvas import Canvas
from .palette import (
    CLAY,
    CLOTHES,
    CONCRETE,
    CREAM,
    INK,
    SKY_BLUE,
    STEEL,
    TEAL,
    TERRACOTTA,
    WALLS,
    WOOD,
    darker,
    lighter,
    mix,
)

TOWERS = ("#9fb4bd", "#c2bdb0", "#7f97a6", "#b6a796", "#8fa8a6", "#a7a3b4")


def window(
    canvas: Canvas, x: float, y: float, width: float, height: float, depth: float = 0.0, *, frame: bool = True
) -> None:
    """Draw one window, lit or not as the hour has it."""
    if frame:
        canvas.rectangle(x - 3, y - 3, width + 6, height + 6, CREAM, depth)
    if canvas.chance(canvas.light.lamps):
        canvas.rectangle(x, y, width, height, mix(canvas.light.lamp, canvas.tone(TERRACOTTA), canvas.between(0, 0.3)))
    else:
        glass = mix(canvas.tone(SKY_BLUE, depth), canvas.tone(INK, depth), 0.35)
        canvas.rectangle(x, y, width, height, glass)
        canvas.polygon(
            [(x, y), (x + width * 0.55, y), (x, y + height * 0.7)], lighter(SKY_BLUE, 0.3), depth, alpha=0.35
        )


def tower(
    canvas: Canvas, x: float, base: float, width: float, height: float, depth: float, colour: str | None = None
) -> None:
    """Draw a high-rise: shaded side, rows of windows, some kind of top."""
    colour = colour or canvas.pick(TOWERS)
    top = base - height
    roof = canvas.pick(("flat", "step", "mast", "slant"))
    if roof == "step":
        canvas.rectangle(x + width * 0.2, top - height * 0.07, width * 0.6, height * 0.1, colour, depth)
    elif roof == "mast":
        canvas.rectangle(x + width * 0.3, top - height * 0.03, width * 0.4, height * 0.05, darker(colour), depth)
        canvas.line([(x + width / 2, top), (x + width / 2, top - height * 0.16)], 3, darker(colour), depth)
    elif roof == "slant":
        canvas.polygon([(x, top + 1), (x + width, top + 1), (x + width, top - width * 0.35)], colour, depth)
    canvas.rectangle(x, top, width, height, colour, depth)
    side = x if canvas.sun[0] > x else x + width * 0.7
    canvas.rectangle(side, top, width * 0.3, height, darker(colour, 0.22), depth)
    tower_windows(canvas, x, top, width, height, depth, colour)


def tower_windows(
    canvas: Canvas, x: float, top: float, width: float, height: float, depth: float, colour: str
) -> None:
    """Fill a facade with a grid of windows or with bands of glass."""
    columns, gap = max(2, int(width / 17)), width * 0.1
    step = (width - gap * 2) / columns
    rows = int((height - 14) / 20)
    banded = canvas.chance(0.35)
    dark, bright = darker(colour, 0.32), mix(canvas.light.lamp, canvas.light.haze, depth * 0.55)
    for row in range(rows):
        y = top + 12 + row * 20
        if banded:
            canvas.rectangle(x + gap, y, width - gap * 2, 9, dark, depth)
        for column in range(columns):
            if canvas.chance(canvas.light.lamps * 0.75):
                canvas.rectangle(x + gap + column * step + 1.5, y, step - 3, 9, bright)
            elif not banded:
                canvas.rectangle(x + gap + column * step + 1.5, y, step - 3, 9, dark, depth)


def skyline(canvas: Canvas, base: float, low: float, high: float, depth: float, centre: float = 800) -> None:
    """Draw a row of towers, highest near the centre."""
    x = -80.0
    while x < 1660:
        width = canvas.between(58, 118)
        nearness = max(0.0, 1 - abs(x + width / 2 - centre) / 760)
        tower(
            canvas,
            x,
            base,
            width,
            low + (high - low) * nearness * canvas.between(0.45, 1.0) + canvas.between(0, low * 0.3),
            depth,
        )
        x += width + canvas.between(-6, 22)


def tiled_roof(
    canvas: Canvas, x: float, eaves: float, width: float, height: float, depth: float = 0.0, colour: str = TERRACOTTA
) -> None:
    """Draw a hipped roof (limasan) with rows of tiles and a ridge."""
    overhang, inset = width * 0.07, width * 0.24
    left, right = x - overhang, x + width + overhang
    canvas.polygon(
        [(left, eaves), (x + inset, eaves - height), (x + width - inset, eaves - height), (right, eaves)],
        colour,
        depth,
    )
    rows = max(3, int(height / 11))
    for row in range(1, rows):
        share = row / rows
        y = eaves - height * share
        canvas.line(
            [(left + (inset + overhang) * share, y), (right - (inset + overhang) * share, y)],
            max(1.2, height * 0.018),
            darker(colour, 0.2),
            depth,
        )
    canvas.polygon(
        [(left, eaves), (x + inset, eaves - height), (x + inset * 1.12, eaves - height), (left + width * 0.2, eaves)],
        darker(colour, 0.2),
        depth,
    )
    canvas.line(
        [(x + inset, eaves - height), (x + width - inset, eaves - height)],
        max(3, height * 0.07),
        lighter(colour, 0.12),
        depth,
    )
    canvas.rectangle(left, eaves - 2, right - left, max(4, height * 0.06), darker(CLAY, 0.25), depth)


def house(canvas: Canvas, x: float, base: float, width: float, depth: float = 0.0, wall: str | None = None) -> None:
    """Draw a village house with a veranda under a tiled roof."""
    wall = wall or canvas.pick(WALLS)
    height, roof = width * 0.36, width * 0.3
    canvas.rectangle(x, base - height, width, height, wall, depth)
    canvas.rectangle(x, base - height, width, height * 0.26, darker(wall, 0.25), depth)
    canvas.rectangle(x, base - height * 0.09, width, height * 0.09, darker(wall, 0.3), depth)
    door = x + width * canvas.pick((0.42, 0.2))
    canvas.rectangle(door, base - height * 0.7, width * 0.14, height * 0.7, canvas.pick((WOOD, TEAL)), depth)
    for place in (0.08, 0.64, 0.82):
        if abs(x + width * place - door) > width * 0.13:
            window(canvas, x + width * place, base - height * 0.66, width * 0.1, height * 0.34, depth)
    for place in (0.0, 0.34, 0.6, 0.97):
        canvas.rectangle(x + width * place, base - height, width * 0.028, height, CREAM, depth)
    tiled_roof(canvas, x, base - height, width, roof, depth, canvas.pick((TERRACOTTA, CLAY, "#b5674a")))


def awning(canvas: Canvas, x: float, y: float, width: float, drop: float, colour: str, depth: float = 0.0) -> None:
    """Draw a striped awning with a scalloped edge."""
    stripes = max(4, int(width / 34))
    step = (width + drop * 0.5) / stripes
    left, top_step = x - drop * 0.25, width / stripes
    for index in range(stripes):
        tint = colour if index % 2 == 0 else CREAM
        start, top = left + index * step, x + index * top_step
        canvas.polygon([(top, y), (top + top_step, y), (start + step, y + drop), (start, y + drop)], tint, depth)
        canvas.pie(start + step / 2, y + drop - 1, step / 2, 0, 180, darker(tint, 0.12), depth, squash=0.8)
    canvas.rectangle(x, y - 3, width, 6, darker(colour, 0.3), depth)


def shophouse(canvas: Canvas, x: float, base: float, width: float, height: float, depth: float = 0.0) -> None:
    """Draw a two- or three-storey ruko: shop below, shuttered windows above, small roof."""
    wall = canvas.pick(WALLS)
    canvas.rectangle(x, base - height, width, height, wall, depth)
    canvas.rectangle(x, base - height, width * 0.07, height, darker(wall, 0.16), depth)
    shop = min(height * 0.4, 150)
    lit = canvas.chance(min(1, canvas.light.lamps * 1.6))
    canvas.rectangle(
        x + width * 0.1,
        base - shop,
        width * 0.8,
        shop,
        canvas.light.lamp if lit else darker(wall, 0.62),
        depth if not lit else 0,
    )
    if lit:
        canvas.glow(x + width / 2, base - shop * 0.5, width * 0.8, canvas.light.lamp, 0.4)
    for shelf in (0.35, 0.65):
        canvas.rectangle(x + width * 0.16, base - shop * shelf, width * 0.3, shop * 0.05, WOOD, depth)
    storeys = max(1, int((height - shop) / 110))
    storey = (height - shop * 1.25) / storeys
    for level in range(storeys):
        y = base - height + storey * level + storey * 0.28
        for place in (0.18, 0.58):
            window(canvas, x + width * place, y, width * 0.24, storey * 0.5, depth)
    awning(canvas, x + width * 0.04, base - shop * 1.18, width * 0.92, shop * 0.3, canvas.pick(CLOTHES[:4]), depth)
    if canvas.chance(0.6):
        tiled_roof(canvas, x, base - height, width, width * 0.2, depth, canvas.pick((TERRACOTTA, CLAY)))
    else:
        canvas.rectangle(x - 4, base - height - 12, width + 8, 16, darker(wall, 0.18), depth)


def street_row(canvas: Canvas, base: float, low: float, high: float, depth: float) -> None:
    """Draw a whole street front of shophouses."""
    x = -90.0
    while x < 1640:
        width = canvas.between(170, 250)
        shophouse(canvas, x, base, width, canvas.between(low, high), depth)
        x += width + canvas.pick((0, 0, 6))


def columns(
    canvas: Canvas,
    x: float,
    base: float,
    width: float,
    height: float,
    number: int,
    colour: str = CREAM,
    depth: float = 0.0,
) -> None:
    """Draw a row of columns with bases, capitals and a shaded side."""
    step = width / (number - 1)
    thick = min(step * 0.36, height * 0.15)
    for index in range(number):
        middle = x + index * step
        canvas.rectangle(middle - thick / 2, base - height, thick, height, colour, depth)
        canvas.rectangle(middle - thick / 2, base - height, thick * 0.34, height, darker(colour, 0.16), depth)
        for y in (base - height, base - height * 0.05):
            canvas.rectangle(middle - thick * 0.72, y, thick * 1.44, height * 0.05, lighter(colour, 0.15), depth)


def street_lamp(canvas: Canvas, x: float, base: float, height: float, reach: float) -> None:
    """Draw a street lamp, lit when it is dark."""
    canvas.line(
        [(x, base), (x, base - height * 0.92), (x + reach * 0.3, base - height), (x + reach, base - height)],
        height * 0.018,
        darker(STEEL, 0.4),
    )
    canvas.rectangle(x + reach - 16, base - height - 3, 34, 9, CONCRETE, radius=4)
    if canvas.light.lamps > 0.25:
        canvas.glow(x + reach, base - height + 6, height * 0.42, canvas.light.lamp, 0.75)
        canvas.ellipse(x + reach, base - height + 6, 13, 4, (255, 244, 214))
