"""The native aperture classes and the bounding box."""

from astroapers.apertures.base import PixelAp
from astroapers.apertures.bbox import BoundingBox
from astroapers.apertures.compound import CompoundAp
from astroapers.apertures.path import PathAp
from astroapers.apertures.shapes import (
    CircAn,
    CircAp,
    EllipAn,
    EllipAp,
    PillAn,
    PillAp,
    RectAn,
    RectAp,
    WedgeAp,
)

__all__ = [
    "BoundingBox",
    "CircAn",
    "CircAp",
    "CompoundAp",
    "EllipAn",
    "EllipAp",
    "PathAp",
    "PillAn",
    "PillAp",
    "PixelAp",
    "RectAn",
    "RectAp",
    "WedgeAp",
]
