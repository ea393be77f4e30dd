"""Where an eye would look first, for photos whose focal point nobody has set.

No model of faces: what has detail and stands out in colour from the rest draws the eye, more so a little above the middle, where
press photos have their heads.
"""

import math

from PIL import ImageFilter, ImageStat

# What the answer is for a picture without any detail.
PLAIN = (0.5, 0.4)
# Long side in pixels of the small copy that is looked at.
SIDE = 72
# Where subjects usually are and how far from there they stray, as shares of the picture.
USUAL, STRAY = (0.5, 0.4), (0.42, 0.36)
# A picture with less than this at its liveliest place (of 255) has no subject.
FAINT = 4


def focal_point(picture):
    """The point of an RGB picture that crops should keep, as shares of 1 from the left and the top."""
    small = picture.copy()
    small.thumbnail((SIDE, SIDE))
    width, height = small.size
    if min(width, height) < 8:
        return PLAIN
    noticed = _noticed(small)
    peak = max(range(len(noticed)), key=noticed.__getitem__)
    if noticed[peak] < FAINT:
        return PLAIN
    return _middle_around(noticed, (width, height), (peak % width, peak // width))


def _noticed(small):
    """How much each pixel draws the eye: blurred detail and odd colour, weighed by where subjects usually are."""
    width, height = small.size
    blur = ImageFilter.GaussianBlur(max(width, height) / 16)
    edges = small.convert("L").filter(ImageFilter.FIND_EDGES)
    # The filter finds an edge at the border of every picture.
    edges = edges.crop((1, 1, width - 1, height - 1)).resize(small.size)
    detail = edges.filter(blur).tobytes()
    usual = ImageStat.Stat(small).median
    soft = small.filter(ImageFilter.GaussianBlur(2)).tobytes()
    noticed = []
    for y in range(height):
        for x in range(width):
            at = y * width + x
            oddness = sum(abs(soft[3 * at + band] - usual[band]) for band in range(3)) / 3
            weight = math.exp(
                -(((x + 0.5) / width - USUAL[0]) ** 2) / (2 * STRAY[0] ** 2)
                - (((y + 0.5) / height - USUAL[1]) ** 2) / (2 * STRAY[1] ** 2)
            )
            noticed.append((detail[at] + oddness / 3) * weight)
    return noticed


def _middle_around(noticed, size, peak):
    """The centre of gravity of what is noticed within a quarter of the picture around its peak."""
    width, height = size
    reach = max(width, height) / 4
    total = across = down = 0.0
    for y in range(height):
        for x in range(width):
            if (x - peak[0]) ** 2 + (y - peak[1]) ** 2 <= reach**2:
                share = noticed[y * width + x] ** 2
                total += share
                across += share * (x + 0.5)
                down += share * (y + 0.5)
    return round(across / total / width, 3), round(down / total / height, 3)
