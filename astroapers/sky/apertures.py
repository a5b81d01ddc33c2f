"""Apertures whose outline is a boundary on the sky."""

import math

import numpy as np

from astroapers._arguments import as_number
from astroapers.apertures import CircAn, CircAp, EllipAn, EllipAp, PathAp, RectAn, RectAp
from astroapers.sky.boundary import trace_contours
from astroapers.sky.curves import circle, ellipse, rectangle

__all__ = [
    "Shape",
    "TracedPathAp",
    "as_boundary",
    "as_tolerance",
    "edge_error",
    "shape_about",
    "trace",
]

_CONTOURS = {
    CircAp: circle, CircAn: circle,
    EllipAp: ellipse, EllipAn: ellipse,
    RectAp: rectangle, RectAn: rectangle,
}  # fmt: skip


class TracedPathAp(PathAp):
    """
    Path that follows a boundary on the sky.

    Conversions with ``boundary="exact"`` return it. It behaves like any other `~astroapers.PathAp`.

    Attributes
    ----------
    edge_error : float
        Estimate of the largest distance between the outline and the boundary, in pixels.

    See Also
    --------
    edge_error : Gives the estimate for any aperture.

    Examples
    --------
    >>> from astroapers.sky import TracedPathAp
    >>> square = [("move", 0, 0), ("line", 2, 0), ("line", 2, 2), ("line", 0, 2), ("close",)]
    >>> TracedPathAp((20, 18), square, edge_error=2e-4).edge_error
    0.0002
    """

    def __init__(self, positions, segments, holes=None, *, edge_error=0.0, **options):
        super().__init__(positions, segments, holes, **options)
        self.edge_error = float(edge_error)


def edge_error(ap):
    """
    Largest distance between the outline of an aperture and its boundary on the sky.

    Parameters
    ----------
    ap : `~astroapers.PixelAp`
        Any aperture.

    Returns
    -------
    float
        Estimate in pixels, made by the conversion with ``boundary="exact"``. For a compound it is
        the largest estimate of its parts; for all other apertures it is 0. The error of the area is
        at most ``edge_error`` times the length of the outline.

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.sky import edge_error
    >>> edge_error(CircAp((20, 18), 3))
    0.0
    """
    parts = [getattr(ap, name, None) for name in ("first", "second")]
    if parts[0] is not None:
        return max(map(edge_error, parts))
    return getattr(ap, "edge_error", 0.0)


class Shape:
    """
    A shape on the sky: a centre, an outer boundary and perhaps a hole.

    Parameters
    ----------
    center : ndarray of float64, shape (3,)
        Unit vector of the direction that becomes the position of the aperture.
    outer : Contour
        The outer boundary.
    inner : Contour or None, optional
        The boundary of the hole.
    """

    def __init__(self, center, outer, inner=None):
        self.center = center
        self.contours = [outer] if inner is None else [outer, inner]


def shape_about(native, tangent, sizes):
    """
    Shape on the sky with the form of an aperture class.

    Parameters
    ----------
    native : type
        Class of the aperture: `~astroapers.CircAp`, `~astroapers.EllipAp`, `~astroapers.RectAp`
        or an annulus of these.
    tangent : Tangent
        The centre and the directions of the axes.
    sizes : sequence of float
        The parameters of ``native`` without the angles, in radians.

    Returns
    -------
    Shape

    Raises
    ------
    ValueError
        If a part of the boundary would be 180 degrees or more from the centre.

    Examples
    --------
    >>> from astroapers import CircAn
    >>> from astroapers.sky.apertures import shape_about
    >>> from astroapers.sky.curves import Tangent
    >>> len(shape_about(CircAn, Tangent.about(0.0, 0.0), (0.1, 0.2)).contours)
    2
    """
    contour = _CONTOURS[native]
    half = len(sizes) // 2 if native in (CircAn, EllipAn, RectAn) else 0
    outer, inner = sizes[half:], sizes[:half]
    reach = math.hypot(*outer) / 2 if contour is rectangle else max(outer)
    if not reach < math.pi:
        raise ValueError(
            f"the boundary must be less than 180 deg from the centre, got {math.degrees(reach):.6g}"
        )
    hole = contour(tangent, *inner) if inner else None
    return Shape(tangent.center, contour(tangent, *outer), hole)


def trace(shapes, projection, tol):
    """
    Follow shapes on the sky through a WCS.

    Parameters
    ----------
    shapes : list of Shape
        Their vectors are in the frame of ``projection``.
    projection : Projection
        Gives the pixels of directions on the sky.
    tol : float
        Largest distance allowed between boundary and outline, in pixels.

    Returns
    -------
    list of TracedPathAp
        One scalar aperture for each shape.

    Raises
    ------
    ValueError
        If a centre or a part of a boundary has no position in the image, or if lines and arcs
        cannot follow a boundary within ``tol``.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.coordinates import ICRS
    >>> from astropy.wcs import WCS
    >>> from astroapers.sky.apertures import Shape, trace
    >>> from astroapers.sky.curves import Tangent, circle
    >>> from astroapers.sky.projection import Projection
    >>> wcs = WCS(naxis=2)
    >>> wcs.wcs.ctype = "RA---TAN", "DEC--TAN"
    >>> wcs.wcs.cdelt = -0.001, 0.001
    >>> tangent = Tangent.about(0.0, 0.0)
    >>> shape = Shape(tangent.center, circle(tangent, np.deg2rad(0.005)))
    >>> print(f"{trace([shape], Projection(wcs, ICRS()), 1e-3)[0].area:.3f}")
    78.540
    """
    if not shapes:
        return []
    positions, _ = projection.pixels(np.array([shape.center for shape in shapes]))
    if np.isnan(positions).any():
        raise ValueError(
            f"the centre of {np.count_nonzero(np.isnan(positions[:, 0]))} of {len(shapes)} shapes "
            f"has no position in the image under this WCS"
        )
    counts = [len(shape.contours) for shape in shapes]
    contours = [contour for shape in shapes for contour in shape.contours]
    traced = iter(trace_contours(contours, np.repeat(positions, counts, axis=0), projection, tol))
    apertures = []
    for position, shape in zip(positions, shapes, strict=True):
        outer, *holes = [next(traced) for _ in shape.contours]
        error = max(part.error for part in (outer, *holes))
        apertures.append(
            TracedPathAp(
                tuple(position.tolist()),
                outer.segments,
                [hole.segments for hole in holes],
                edge_error=error,
            )
        )
    return apertures


def as_boundary(boundary, allowed):
    """
    Return ``boundary``, or raise an error that lists the allowed values.

    Examples
    --------
    >>> from astroapers.sky.apertures import as_boundary
    >>> as_boundary("local", ("local", "exact"))
    'local'
    """
    if not isinstance(boundary, str) or boundary not in allowed:
        known = " or ".join(map(repr, allowed))
        raise ValueError(f"boundary must be {known}, got {boundary!r:.200}")
    return boundary


def as_tolerance(tol):
    """
    Return ``tol`` as a float, or raise an error if it is not positive and finite.

    Examples
    --------
    >>> from astroapers.sky.apertures import as_tolerance
    >>> as_tolerance(1e-3)
    0.001
    """
    tol = as_number("tol", tol)
    if not 0.0 < tol < math.inf:
        raise ValueError(f"tol must be positive and finite, got {tol}")
    return tol
