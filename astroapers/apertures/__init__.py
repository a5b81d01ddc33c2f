"""The native aperture classes and the bounding box."""

from astroapers.apertures.base import PixelAp
from astroapers.apertures.bbox import BoundingBox
from astroapers.apertures.shapes import CircAn, CircAp, EllipAn, EllipAp, RectAn, RectAp

__all__ = [
    "BoundingBox",
    "CircAn",
    "CircAp",
    "EllipAn",
    "EllipAp",
    "PixelAp",
    "RectAn",
    "RectAp",
]
