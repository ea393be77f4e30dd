"""[pure] What a photo's file tells of it: IPTC IIM, XMP and EXIF as plain values, in that their order of trust (CONVENTIONS 2.1 to 2.3).

Metadata comes from anybody's software and is often broken. Nothing here raises: what could not be read is told in a sentence, for the
editor. Places by satellite and serial numbers are not read at all.
"""

from .facts import PhotoMetadata, metadata_of
from .text import clean

__all__ = ["PhotoMetadata", "clean", "metadata_of"]
