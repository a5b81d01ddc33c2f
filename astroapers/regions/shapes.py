"""Regions as apertures: single shapes, polygons, and what compounds are made of."""

import math
from operator import attrgetter

import numpy as np
from astropy.units import deg

from astroapers import _rust
from astroapers._path import encode_contours
from astroapers.apertures import PathAp, PixelAp
from astroapers.regions.errors import UnsupportedRegionError

__all__ = [
    "RegionPathAp",
    "angle_of",
    "name_of",
    "polygon_aperture",
    "polygon_values",
    "refuse",
    "simple_columns",
    "simple_values",
    "vertices_of",
]

_DEGREE = math.pi / 180.0
_RULES = {"closed": False, "evenodd": True}  # of regions, for polygons


class RegionPathAp(PathAp):
    """
    A polygon under the rules of regions: open, and even-odd where it crosses itself.

    Examples
    --------
    >>> from astroapers.regions.shapes import RegionPathAp
    >>> square = [("move", 0, 0), ("line", 2, 0), ("line", 2, 2), ("line", 0, 2), ("close",)]
    >>> RegionPathAp((5, 5), square).weights_center()[0].sum()
    np.float64(1.0)
    """

    def __getattr__(self, name):
        if name == "_values":
            encoded = encode_contours(self._segments, self._holes)
            self._values = (_rust.Path(*encoded, **_RULES),)
            return self._values
        return super().__getattr__(name)


def name_of(value):
    """
    Name of the class of a value.

    Examples
    --------
    >>> from astroapers.regions.shapes import name_of
    >>> name_of(3)
    'int'
    """
    return type(value).__name__


def refuse(value):
    """
    Return the error for what is no region with an area.

    Parameters
    ----------
    value : object
        Anything.

    Returns
    -------
    TypeError

    Examples
    --------
    >>> from astroapers.regions.shapes import refuse
    >>> refuse("circle")
    TypeError('region must be a region of the package regions, got str')
    """
    from astroapers.regions._installed import is_region

    if not is_region(value):
        hint = ", an aperture already" if isinstance(value, PixelAp) else ""
        return TypeError(
            f"region must be a region of the package regions, got {name_of(value)}{hint}"
        )
    return UnsupportedRegionError(f"a {name_of(value)} has no area that can be measured")


def simple_values(region, row):
    """
    Position and sizes of a region in pixels that has a single shape.

    Parameters
    ----------
    region : `~regions.PixelRegion`
        The region.
    row : Row
        What is known of its class.

    Returns
    -------
    native : type
        Our aperture's class.
    center : tuple of float
        The position.
    values : tuple of float
        The aperture's parameters.

    Raises
    ------
    ValueError
        If a parameter is not finite; the message names it.

    Examples
    --------
    >>> from regions import EllipsePixelRegion, PixCoord
    >>> from astroapers.regions._installed import find_row
    >>> from astroapers.regions.shapes import simple_values
    >>> ellipse = EllipsePixelRegion(PixCoord(3, 4), width=10, height=4)
    >>> simple_values(ellipse, find_row(ellipse))[1:]
    ((3.0, 4.0), (5.0, 2.0, 0.0))
    """
    center = region.center
    x, y = float(center.x), float(center.y)
    values = tuple(map(float, row.read(region)))
    if row.has_angle:
        angle = angle_of(region.angle)
        # An annulus of ours has an angle for each of its edges.
        angles = (angle,) * (len(values) // 2)
        values = (*(size * row.factor for size in values), *angles)
    if not math.isfinite(x + y + sum(values)):
        _check_finite(region, row)
    return row.native, (x, y), values


def simple_columns(regions, row):
    """
    Positions and sizes of many regions of one class.

    Parameters
    ----------
    regions : list of `~regions.PixelRegion`
        At least one.
    row : Row
        What is known of their class.

    Returns
    -------
    shape : str
        The engine's name.
    positions : ndarray of float64, shape (N, 2)
        The centres.
    values : tuple of ndarray of float64, shape (N,)
        The parameters of the shape, finite or not.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions._installed import find_row
    >>> from astroapers.regions.shapes import simple_columns
    >>> circles = [CirclePixelRegion(PixCoord(3, 4), r) for r in (1, 2)]
    >>> simple_columns(circles, find_row(circles[0]))[2]
    (array([1., 2.]),)
    """
    # Each attribute of a region is a call of a function, so that none is asked for twice.
    centers = [region.center for region in regions]
    positions = np.empty((len(regions), 2))
    positions[:, 0] = [center.x for center in centers]
    positions[:, 1] = [center.y for center in centers]
    columns = (list(map(attrgetter(size), regions)) for size in row.sizes)
    values = [np.array(column, dtype=np.float64) * row.factor for column in columns]
    if row.has_angle:
        angles = np.array([angle_of(region.angle) for region in regions])
        # An annulus of ours has an angle for each of its edges.
        values += [angles] * (len(values) // 2)
    return row.native._shape, positions, tuple(values)


def angle_of(angle):
    """
    Angle in radians.

    Parameters
    ----------
    angle : `~astropy.units.Quantity`
        In any unit of angle.

    Returns
    -------
    float

    Examples
    --------
    >>> from astropy import units as u
    >>> from astroapers.regions.shapes import angle_of
    >>> print(f"{angle_of(180 * u.deg):.6f}")
    3.141593
    """
    if angle.unit is deg:  # nearly all are, and astropy's conversions take long
        return float(angle.value) * _DEGREE
    return float(angle.to_value("rad"))


def polygon_values(region):
    """
    Position and path of a polygon, under the rules of regions.

    Parameters
    ----------
    region : `~regions.PolygonPixelRegion`
        The region.

    Returns
    -------
    tuple or None
        As from `simple_values`; `None` if the polygon has no area.

    Raises
    ------
    ValueError
        If there are fewer than 3 vertices, or a coordinate is not finite.

    Examples
    --------
    >>> from regions import PixCoord, PolygonPixelRegion
    >>> from astroapers.regions.shapes import polygon_values
    >>> polygon_values(PolygonPixelRegion(PixCoord([10, 14, 12], [20, 20, 23])))[1]
    (12.0, 21.0)
    """
    vertices = region.vertices
    x, y = (np.ascontiguousarray(v, np.float64) for v in (vertices.x, vertices.y))
    try:
        path, anchor = _rust.Path.polygon(x, y, **_RULES)
    except (TypeError, ValueError) as err:
        vertices_of(region)  # which knows better what is wrong
        return _unless_flat(region, err)
    return RegionPathAp, anchor, (path,)


def polygon_aperture(region, aperture=PathAp):
    """
    Aperture of a polygon.

    Parameters
    ----------
    region : `~regions.PolygonPixelRegion`
        The region.
    aperture : type, optional
        `~astroapers.PathAp`, or a subclass with rules of its own.

    Returns
    -------
    PathAp or None
        `None` if the polygon has no area.

    Raises
    ------
    ValueError
        As from `polygon_values`, or if the polygon crosses itself and the class refuses that.

    Examples
    --------
    >>> from regions import PixCoord, PolygonPixelRegion
    >>> from astroapers.regions.shapes import polygon_aperture
    >>> polygon_aperture(PolygonPixelRegion(PixCoord([10, 14, 12], [20, 20, 23]))).area
    6.0
    """
    anchor, vertices = vertices_of(region)
    if len(vertices) < 3:
        return None
    first, *others = vertices.tolist()
    segments = [("move", *first), *(("line", *vertex) for vertex in others), ("close",)]
    try:
        return aperture(anchor, segments)
    except ValueError as err:
        return _unless_flat(region, err)


def vertices_of(region):
    """
    Vertices of a polygon about an anchor, without those that repeat the one before.

    Parameters
    ----------
    region : `~regions.PolygonPixelRegion`
        The region.

    Returns
    -------
    anchor : tuple of float
        Integers near the mean of the vertices, so that a polygon far from the origin of the image
        loses no digits.
    vertices : ndarray of float64, shape (n, 2)
        Relative to the anchor. Fewer than 3 if all are on one point or two.

    Raises
    ------
    ValueError
        If there are fewer than 3 vertices, or a coordinate is not finite.

    Examples
    --------
    >>> from regions import PixCoord, PolygonPixelRegion
    >>> from astroapers.regions.shapes import vertices_of
    >>> vertices_of(PolygonPixelRegion(PixCoord([10, 14, 12, 10], [20, 20, 23, 20])))
    ((12.0, 21.0), array([[ 2., -1.],
           [ 0.,  2.],
           [-2., -1.]]))
    """
    x, y = region.vertices.x, region.vertices.y
    if np.ndim(x) != 1 or len(x) < 3:
        raise ValueError(
            f"vertices of a {name_of(region)} must be at least 3 in one dimension, got the shape "
            f"{np.shape(x)}"
        )
    vertices = np.array((x, y), dtype=np.float64).T
    finite = np.isfinite(vertices).all(axis=1)
    if not finite.all():
        bad = tuple(vertices[~finite][0].tolist())
        raise ValueError(f"vertices of a {name_of(region)} must be finite, got {bad}")
    anchor = np.round(vertices.mean(axis=0))
    vertices = vertices - anchor
    repeated = (vertices == np.roll(vertices, 1, axis=0)).all(axis=1)
    return tuple(anchor.tolist()), vertices[~repeated]


def _unless_flat(region, err):
    """Raise what the engine says of a polygon, unless that it has no area."""
    if "must have an area" not in str(err):
        raise ValueError(f"a {name_of(region)} cannot be measured: {err}") from None


def _check_finite(region, row):
    """Raise for the parameter that is not finite."""
    given = {"center.x": region.center.x, "center.y": region.center.y}
    given |= dict(zip(row.sizes, row.read(region), strict=True))
    if row.has_angle:
        given["angle"] = region.angle.value
    for name, value in given.items():
        if not math.isfinite(value):
            raise ValueError(f"{name} of a {name_of(region)} must be finite, got {value}")
