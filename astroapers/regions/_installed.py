"""
What we take from the installed regions, in one place.

To be imported inside functions only, so that `astroapers.regions` does not need regions.
"""

from operator import attrgetter
from typing import NamedTuple

from astroapers.apertures import CircAn, CircAp, EllipAn, EllipAp, RectAn, RectAp

try:
    import regions
except ModuleNotFoundError as exc:
    if exc.name is None or exc.name.partition(".")[0] != "regions":
        raise
    raise ImportError(
        "astroapers.regions needs regions 0.12 or later, which is not installed. "
        "Install it with: python -m pip install 'regions>=0.12'",
        name="regions",
    ) from exc

__all__ = [
    "COMPOUNDS",
    "FLAT",
    "ROWS",
    "OverlapMask",
    "Row",
    "empty_box",
    "find_row",
    "is_region",
    "is_sky",
    "regions",
]


class Row(NamedTuple):
    """How a class of regions and one of our apertures describe the same shape."""

    region: type
    native: type
    sizes: tuple[str, ...]  # of the region, in the order of the aperture's parameters
    factor: float  # from these to the aperture's sizes
    has_angle: bool
    read: object  # function that gives all sizes
    is_sky: bool


def _row(name, native, *sizes, factor=1.0, has_angle=False):
    read = attrgetter(*sizes) if len(sizes) > 1 else lambda region: (getattr(region, sizes[0]),)
    is_sky = "Sky" in name
    return Row(getattr(regions, name), native, sizes, factor, has_angle, read, is_sky)


_TWO_SIDES = ("inner_width", "inner_height", "outer_width", "outer_height")


def _rows(kind):
    """Pixel and Sky classes have the same names of parameters."""
    return (
        _row(f"Circle{kind}", CircAp, "radius"),
        _row(f"CircleAnnulus{kind}", CircAn, "inner_radius", "outer_radius"),
        _row(f"Ellipse{kind}", EllipAp, "width", "height", factor=0.5, has_angle=True),
        _row(f"EllipseAnnulus{kind}", EllipAn, *_TWO_SIDES, factor=0.5, has_angle=True),
        _row(f"Rectangle{kind}", RectAp, "width", "height", has_angle=True),
        _row(f"RectangleAnnulus{kind}", RectAn, *_TWO_SIDES, has_angle=True),
    )


ROWS = _rows("PixelRegion")
_SKY_ROWS = (
    *_rows("SkyRegion"),
    _row("CircleSphericalSkyRegion", CircAp, "radius"),
    _row("CircleAnnulusSphericalSkyRegion", CircAn, "inner_radius", "outer_radius"),
)
_BY_CLASS = {}  # of classes that have been looked up: subclasses are a user's own

COMPOUNDS = (
    regions.CompoundPixelRegion,
    regions.CompoundSkyRegion,
    regions.CompoundSphericalSkyRegion,
)
FLAT = tuple(
    getattr(regions, f"{shape}{kind}Region")
    for shape in ("Point", "Line", "Text")
    for kind in ("Pixel", "Sky")
)
_SKY = (regions.SkyRegion, regions.SphericalSkyRegion)


def find_row(region):
    """Return the `Row` of a region, or None if its shape has none."""
    cls = type(region)
    try:
        return _BY_CLASS[cls]
    except KeyError:
        rows = (row for row in (*ROWS, *_SKY_ROWS) if issubclass(cls, row.region))
        _BY_CLASS[cls] = row = next(rows, None)
        return row


def is_region(value):
    """Whether a value is a region of any kind."""
    return isinstance(value, (regions.PixelRegion, *_SKY))


def is_sky(region):
    """Whether a region is on the sky, so that it needs a WCS."""
    return isinstance(region, _SKY)


class OverlapMask(regions.RegionMask):
    """
    A mask of regions with the weights of this package.

    Attributes
    ----------
    edge_error : float
        Estimate of the largest distance between the outline of the mask and the boundary on the
        sky, in pixels; 0 unless that was followed by ``boundary="exact"``.
    """

    def __init__(self, data, box, edge_error=0.0):
        self.data = data
        self.edge_error = edge_error
        self._box = box

    def __getattr__(self, name):
        # The constructor of regions takes as long as the weights of a small mask: it has to wait
        # until somebody asks for what it makes, the bounding box above all.
        state = vars(self)
        if "_box" in state:
            whole = regions.RegionMask(self.data, regions.RegionBoundingBox(*self._box))
            for key, value in vars(whole).items():
                state.setdefault(key, value)
            if name in state:
                return state[name]
        raise AttributeError(f"{type(self).__name__!r} object has no attribute {name!r}")

    def __repr__(self):
        return f"<{type(self).__name__}(bbox={self.bbox!r}, edge_error={self.edge_error:.2g})>"


def empty_box(region):
    """Box of a polygon that has no area."""
    box = region.bounding_box
    return box.ixmin, box.ixmax, box.iymin, box.iymax
