"""Which crops and widths there are, and where a crop lies. All sizes are (width, height) in pixels."""

from functools import lru_cache

# The crops that pages use; "full" keeps the picture's own proportions.
CROPS = {"16x9": 16 / 9, "4x3": 4 / 3, "1x1": 1.0, "full": None}
# The widths that the srcset of a page offers.
PAGE_WIDTHS = {
    "16x9": (320, 480, 640, 960, 1280, 1600),
    "4x3": (160, 320, 480),
    "1x1": (160, 320, 480),
    "full": (320, 640, 960, 1280, 1600),
}
# What search engines and other sites are sent besides, as JPEG alone, or the crop's own width where that is less (CONVENTIONS G4).
SHARED_WIDTH = {"4x3": 1200, "1x1": 1200}


def crop_size(crop, source):
    """The width and height in pixels of the largest *crop* that fits a source of (width, height)."""
    width, height = source
    ratio = CROPS[crop]
    if ratio is None:
        return width, height
    if width / height <= ratio:
        return width, max(1, round(width / ratio))
    return max(1, round(height * ratio)), height


@lru_cache(5000)
def page_widths(crop, source):
    """The widths of a srcset that a source fills without enlargement; its own where it is smaller than all of them."""
    available = crop_size(crop, source)[0] if all(source) else 1
    return tuple(width for width in PAGE_WIDTHS[crop] if width <= available) or (available,)


@lru_cache(5000)
def widths(crop, source):
    """These, and the one that is sent to others."""
    on_pages = page_widths(crop, source)
    shared = min(SHARED_WIDTH.get(crop, 0), crop_size(crop, source)[0] if all(source) else 0)
    return (*on_pages, shared) if shared > on_pages[-1] else on_pages


def nearest_width(crop, width, source):
    """The smallest rendition of at least *width* pixels, or the largest there is."""
    available = widths(crop, source)
    return next((candidate for candidate in available if candidate >= width), available[-1])


@lru_cache(5000)
def rendition_size(crop, width, source):
    """Width and height in pixels of the rendition nearest to *width*."""
    width = nearest_width(crop, width, source)
    if not all(source):
        source = (16, 9)
    crop_width, crop_height = crop_size(crop, source)
    return width, max(1, round(width * crop_height / crop_width))


def crop_box(crop, source, focal_point):
    """The box (left, top, right, bottom) of *crop* that lies nearest around the focal point, given as shares of 1."""
    width, height = crop_size(crop, source)
    left = min(max(round(source[0] * focal_point[0] - width / 2), 0), source[0] - width)
    top = min(max(round(source[1] * focal_point[1] - height / 2), 0), source[1] - height)
    return left, top, left + width, top + height


def crop_position(crop, source, focal_point):
    """The CSS `object-position`, in percent from the left and the top, with which `object-fit: cover` shows crop_box.

    static/admin-desk/focal-point.js computes the same.
    """
    left, top, right, bottom = crop_box(crop, source, focal_point)
    across, down = source[0] - (right - left), source[1] - (bottom - top)
    return (100 * left / across if across else 50, 100 * top / down if down else 50)
