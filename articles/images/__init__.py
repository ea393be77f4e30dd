"""[pure] Image bytes in, renditions out, cropped around the focal point. With photo_metadata the only place that knows Pillow.

Inside it the dependency runs one way: geometry, containers, packet <- reading <- attention, renditions.
"""

from .attention import focal_point
from .geometry import (
    CROPS,
    PAGE_WIDTHS,
    crop_box,
    crop_position,
    crop_size,
    nearest_width,
    page_widths,
    rendition_size,
    widths,
)
from .packet import packet
from .reading import FORMATS, MOST_PIXELS, Refusal, UnreadableImage, Upright, open_upright, read
from .renditions import AT_ONCE, ENCODINGS, LATER, RECIPE, RenditionSet, cut, encode, file_names, key_of

__all__ = [
    "AT_ONCE",
    "CROPS",
    "ENCODINGS",
    "FORMATS",
    "LATER",
    "MOST_PIXELS",
    "RECIPE",
    "PAGE_WIDTHS",
    "Refusal",
    "RenditionSet",
    "UnreadableImage",
    "Upright",
    "crop_box",
    "crop_position",
    "crop_size",
    "cut",
    "encode",
    "file_names",
    "focal_point",
    "key_of",
    "nearest_width",
    "open_upright",
    "packet",
    "page_widths",
    "read",
    "rendition_size",
    "widths",
]
