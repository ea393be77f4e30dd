"""Editorial illustrations for the demo stories, drawn by code.

draw() promises the same pixels for the same arguments, and a visibly different composition
for another seed: neighbouring seeds are mirrored, framed closer or wider, and take another
variant of the motif where it has some. portrait() does the same for a person.
"""

from random import Random

from PIL import Image

from .atmosphere import rain, sunlight
from .canvas import Canvas
from .palette import LIGHTS
from .portraits import portrait
from .registry import CLOSEST, MOTIFS, SHELTERED

__all__ = ["LIGHTS", "MOTIFS", "draw", "portrait"]


def draw(motif: str, light: str, seed: int, size: tuple[int, int] = (1600, 900)) -> Image.Image:
    """Return an illustration of the motif under the light, as an RGB image."""
    random = Random(f"{motif}/{light}/{seed}")
    zoom = 1 + (CLOSEST.get(motif, 1.34) - 1) * (seed % 3 + random.random()) / 3
    canvas = Canvas(LIGHTS[light], random, size, seed=seed, zoom=zoom)
    MOTIFS[motif](canvas)
    if LIGHTS[light].is_wet and motif not in SHELTERED:
        rain(canvas)
    sunlight(canvas)
    return canvas.finish(mirrored=seed % 2 == 1)
