"""From apertures to regions."""

import operator

from astropy import units as u

import astroapers
from astroapers.apertures import (
    CircAn,
    CircAp,
    EllipAn,
    EllipAp,
    PillAn,
    PillAp,
    PixelAp,
    RectAn,
    RectAp,
)
from astroapers.regions.outlines import Limits, polygons_of
from astroapers.regions.shapes import name_of
from astroapers.sky.apertures import as_tolerance

__all__ = ["from_aperture", "minus"]

__doctest_requires__ = {"*": ["regions>=0.12"]}

# Of annuli with angles, what their edges are.
_EDGES = {EllipAn: EllipAp, RectAn: RectAp, PillAn: PillAp}


def from_aperture(ap, *, n_vertices=None, tol=None):
    """
    Convert an aperture of this package to a region in pixels.

    Parameters
    ----------
    ap : `~astroapers.PixelAp`
        Any aperture; one position or N of them.
    n_vertices : int or None, optional
        For outlines that no region has, how many vertices a polygon in their place may have. They
        lie on the outline.
    tol : float or None, optional
        Instead of ``n_vertices``: how far, in pixels, the outline may be from the polygon.

    Returns
    -------
    `~regions.PixelRegion` or `~regions.Regions`
        A list of N regions for an aperture of several positions. A path with a hole becomes a
        compound.

    Raises
    ------
    TypeError
        If ``ap`` is no aperture; or if no region has its outline, as that of a pill, a wedge, an
        arc, or an annulus whose angles differ, and neither ``n_vertices`` nor ``tol`` is given.
    ValueError
        If ``n_vertices`` is less than 3 or not an integer, ``tol`` is not positive and finite, or
        both are given.

    See Also
    --------
    to_aperture : The way back.

    Notes
    -----
    Widths and heights of regions are full ones, also those of ellipses. A region has no
    metadata from an aperture.

    Examples
    --------
    >>> from astroapers import EllipAp, PillAp
    >>> from astroapers.regions import from_aperture
    >>> from_aperture(EllipAp((20, 18), a=7.5, b=2.5)).width
    15.0
    >>> pill = PillAp((20, 18), w=6, a=2.5, b=2.5)
    >>> polygon = from_aperture(pill, n_vertices=200)
    >>> len(polygon.vertices), f"{polygon.area / pill.area:.4f}"
    (200, '0.9999')
    """
    if not isinstance(ap, PixelAp):
        raise TypeError(f"ap must be an aperture of astroapers, got {name_of(ap)}")
    limits = _as_limits(n_vertices, tol)
    if ap.isscalar:
        return _region(ap, limits)
    from astroapers.regions._installed import regions

    return regions.Regions([_region(one, limits) for one in ap])


def minus(first, second):
    """
    Operator of a compound: in the first region, and not in the second.

    Examples
    --------
    >>> from astroapers.regions.inverse import minus
    >>> minus(1, 1), minus(1, 0)
    (0, 1)
    """
    return first & ~second


_OPERATORS = {"&": operator.and_, "|": operator.or_, "^": operator.xor, "-": minus}


def _region(ap, limits):
    """Region of a scalar aperture."""
    from astroapers.regions._installed import ROWS, regions

    if isinstance(ap, astroapers.CompoundAp):
        parts = [_region(part, limits) for part in (ap.first, ap.second)]
        return regions.CompoundPixelRegion(*parts, _OPERATORS[ap.operator])
    if isinstance(ap, CircAn) and ap.r_in == 0.0:
        return _region(CircAp(_position(ap), ap.r_out), limits)
    if isinstance(ap, tuple(_EDGES)) and not _is_one_region(ap):
        outer, inner = _edges(ap)
        if isinstance(ap, PillAn) or ap.theta_in != ap.theta_out:
            parts = [_polygon(edge, limits, ap) for edge in (outer, inner)]
        else:
            parts = [_region(edge, limits) for edge in (outer, inner)]
        return regions.CompoundPixelRegion(*parts, minus)
    for row in ROWS:
        if isinstance(ap, row.native):
            sizes = [value / row.factor for value in ap._values[: len(row.sizes)]]
            angle = {"angle": ap._values[-1] << u.rad} if row.has_angle else {}
            named = dict(zip(row.sizes, sizes, strict=True))
            return row.region(regions.PixCoord(*_position(ap)), **named, **angle)
    return _polygon(ap, limits, ap)


def _position(ap):
    return tuple(ap._positions[0].tolist())


def _is_one_region(ap):
    """Whether regions has such an annulus: one angle, and all sizes of the hole smaller."""
    if isinstance(ap, CircAn):
        return True
    sizes = ap._values[:-2]
    half = len(sizes) // 2
    smaller = all(a < b for a, b in zip(sizes[:half], sizes[half:], strict=True))
    return smaller and ap.theta_in == ap.theta_out and not isinstance(ap, PillAn)


def _edges(ap):
    """Outer and inner shape of an annulus."""
    edge = next(edge for cls, edge in _EDGES.items() if isinstance(ap, cls))
    *sizes, theta_in, theta_out = ap._values
    half = len(sizes) // 2
    return edge(_position(ap), *sizes[half:], theta_out), edge(
        _position(ap), *sizes[:half], theta_in
    )


def _polygon(ap, limits, whole):
    """Polygon along the outline of a shape that is ``whole``, or an edge of that."""
    from astroapers.regions._installed import regions

    contours = None if limits is None and ap is not whole else polygons_of(ap, limits)
    if contours is None:
        raise TypeError(
            f"no region has the outline of this {name_of(whole)}: give n_vertices= or tol= for a "
            f"polygon in its place"
        )
    outer, *holes = [
        regions.PolygonPixelRegion(regions.PixCoord(contour.real, contour.imag))
        for contour in contours
    ]
    # Holes lie inside, but two of them may overlap.
    subtract = operator.xor if len(holes) == 1 else minus
    for hole in holes:
        outer = regions.CompoundPixelRegion(outer, hole, subtract)
    return outer


def _as_limits(n_vertices, tol):
    """Check how fine polygons are to be."""
    if n_vertices is None and tol is None:
        return None
    if n_vertices is not None and tol is not None:
        raise ValueError("n_vertices and tol cannot both be given")
    if tol is not None:
        return Limits(None, as_tolerance(tol))
    try:
        number = operator.index(n_vertices)
    except TypeError:
        number = 0
    if number < 3:
        raise ValueError(f"n_vertices must be an integer of at least 3, got {n_vertices!r:.200}")
    return Limits(number, None)
