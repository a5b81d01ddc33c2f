"""From regions to apertures."""

from functools import lru_cache
from typing import NamedTuple

import numpy as np

import astroapers
from astroapers import _rust
from astroapers.apertures import PathAp, PixelAp
from astroapers.apertures.geometry import restore
from astroapers.regions.shapes import (
    RegionPathAp,
    name_of,
    polygon_aperture,
    polygon_values,
    refuse,
    simple_columns,
    simple_values,
)
from astroapers.regions.sky import exact_aperture, to_local
from astroapers.sky.apertures import as_boundary, as_tolerance
from astroapers.targets import Target, open_target

__all__ = ["Measurable", "Reader", "as_target", "join", "reader_for", "to_aperture"]

__doctest_requires__ = {"*": ["regions>=0.12"]}


def to_aperture(region, wcs=None, *, boundary="local", tol=1e-3):
    """
    Convert a region to an aperture of this package.

    Parameters
    ----------
    region : `~regions.Region`
        A circle, ellipse, rectangle, annulus of these, polygon or compound, in pixels or on the
        sky; or an instance of a subclass. It is not changed.
    wcs : object, optional
        A WCS of astropy's shared interface with two pixel axes and one pair of celestial axes.
        Needed for regions on the sky, not used for others.
    boundary : {'local', 'exact'}, optional
        How a region on the sky becomes one in pixels: ``region.to_pixel(wcs)``, which is right to
        first order about its centre, or its boundary itself, followed through the WCS.
    tol : float, optional
        For ``'exact'``: the largest estimated distance between the boundary and its path, in
        pixels.

    Returns
    -------
    `~astroapers.CircAp`, `~astroapers.CircAn`, `~astroapers.EllipAp`, `~astroapers.EllipAn`, \
`~astroapers.RectAp`, `~astroapers.RectAn`, `~astroapers.PathAp` or `~astroapers.CompoundAp`
        Scalar apertures. With ``boundary="exact"`` regions on the sky are
        `~astroapers.sky.TracedPathAp`, and `~astroapers.sky.edge_error` tells how far off they may
        be.

    Raises
    ------
    UnsupportedRegionError
        If the region is a point, a line or a text, or has one in it.
    TypeError
        If it is no region.
    ValueError
        If ``wcs`` is missing or has other axes; ``boundary`` or ``tol`` is no such value; a
        parameter is not finite; a polygon has no area or crosses itself; a compound has no area
        or is not bounded; a part of a region has no pixel; or its boundary does not come within
        ``tol``.

    Warns
    -----
    LocalBoundaryWarning
        If the local approximation is off by more than 0.1 pixels.

    See Also
    --------
    from_aperture : The way back.

    Notes
    -----
    Widths and heights of regions are full ones, also those of ellipses, whose apertures have
    semi-axes. Pixel centres exactly on the outline of a polygon belong to an aperture, but not to
    a region: `to_mask` and `region_photometry` follow regions there.

    On the sky, an ellipse or rectangle is what it is in the tangent plane of its centre, with
    offsets as long as the great circles they stand for. Sides of polygons are straight lines in
    the image, as for regions; those of spherical polygons are great circles.

    Examples
    --------
    >>> from astropy import units as u
    >>> from regions import EllipsePixelRegion, PixCoord
    >>> from astroapers.regions import to_aperture
    >>> region = EllipsePixelRegion(PixCoord(20, 18), width=15, height=5, angle=0.6 * u.rad)
    >>> to_aperture(region)
    EllipAp((20.0, 18.0), a=7.5, b=2.5, theta=0.6)
    """
    found = Reader(wcs, boundary, tol, PathAp).read(region)
    if found.aperture is None:
        raise ValueError(f"a {name_of(region)} must have an area to be an aperture, but has none")
    return found.aperture


def as_target(region, wcs=None):
    """
    Read a region of which only the pixels inside are of interest.

    Parameters
    ----------
    region : `~regions.Region`
        As in `to_aperture`; its samples follow the rules of regions.
    wcs : object or None, optional
        As in `to_aperture`.

    Returns
    -------
    `~astroapers.targets.Target`

    Raises
    ------
    UnsupportedRegionError, TypeError, ValueError
        As in `to_aperture`.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions.convert import as_target
    >>> as_target(CirclePixelRegion(PixCoord(3, 4), 2)).shape
    'circ'
    """
    source = reader_for(wcs, "local", 1e-3).source(region)
    if source is None:
        raise ValueError(f"a {name_of(region)} must have an area to be measured, but has none")
    return open_target(source)._replace(native=False)


class Measurable(NamedTuple):
    """
    What a region is to the engine.

    Parameters
    ----------
    aperture : PixelAp or None
        A scalar one; `None` if the region has no area.
    box : tuple of int
        ``ixmin, ixmax, iymin, iymax`` of the region's own bounding box, which is that of all parts
        of a compound.
    """

    aperture: PixelAp | None
    box: tuple[int, int, int, int]


class Reader:
    """
    Reads regions, all in the same way.

    Parameters
    ----------
    wcs, boundary, tol
        As in `to_aperture`.
    path : type, optional
        The class that polygons get: `RegionPathAp` has the rules of regions, and takes polygons
        that cross themselves.

    Examples
    --------
    >>> from regions import CirclePixelRegion, PixCoord
    >>> from astroapers.regions.convert import Reader
    >>> Reader().read(CirclePixelRegion(PixCoord(20, 18), 3)).box
    (17, 24, 15, 22)
    """

    def __init__(self, wcs=None, boundary="local", tol=1e-3, path=RegionPathAp):
        from astroapers.regions import _installed

        self.installed = _installed
        self.wcs = wcs
        self.boundary = as_boundary(boundary, ("local", "exact"))
        self.tol = as_tolerance(tol)
        self.path = path

    def simple(self, region):
        """
        Read a region in pixels that is a single shape.

        Parameters
        ----------
        region : object
            Anything.

        Returns
        -------
        tuple or None
            As from `simple_values`; `None` if it is something else, or has no area.
        """
        installed = self.installed
        row = installed.find_row(region)
        if row is not None:
            return None if row.is_sky else simple_values(region, row)
        if isinstance(region, installed.regions.PolygonPixelRegion):
            return polygon_values(region)
        return None

    def columns(self, regions):
        """
        Read many regions of one class at once.

        Parameters
        ----------
        regions : list
            Anything, but all of one class.

        Returns
        -------
        `~astroapers.targets.Target` or None
            `None` if they are no regions in pixels that are single shapes, or one of them is not
            finite.
        """
        row = self.installed.find_row(regions[0])
        if row is None or row.is_sky:
            return None
        shape, positions, values = simple_columns(regions, row)
        finite = all(np.isfinite(array).all() for array in (positions, *values))
        return Target(shape, positions, values, native=False) if finite else None

    def source(self, region):
        """
        Read a region of which only the aperture is of interest.

        Parameters
        ----------
        region : object
            Anything.

        Returns
        -------
        PixelAp or None
            `None` if it has no area.
        """
        simple = self.simple(region)
        if simple is None:
            return self.read(region).aperture
        native, center, values = simple
        return restore(native, np.array([center]), True, values)

    def read(self, region):
        """
        Read any region.

        Parameters
        ----------
        region : object
            Anything.

        Returns
        -------
        Measurable

        Raises
        ------
        TypeError, ValueError
            As in `to_aperture`.
        """
        # Compounds may be as deep as lists are long: no recursion.
        stack, read = [region], []
        while stack:
            item = stack.pop()
            if isinstance(item, _Join):
                second, first = read.pop(), read.pop()
                read.append(_joined(first, second, item.table))
            elif isinstance(item, self.installed.COMPOUNDS):
                stack += [_Join(_truth_table(item)), item.region2, item.region1]
            else:
                read.append(self._leaf(item))
        return read[0]

    def _leaf(self, region):
        if isinstance(region, self.installed.FLAT):
            raise refuse(region)
        if self.installed.is_sky(region):
            if self.wcs is None:
                raise ValueError(
                    f"wcs must be given for a region on the sky, got a {name_of(region)}"
                )
            if self.boundary == "exact":
                aperture = exact_aperture(region, self.wcs, self.tol)
                if aperture is not None:
                    return Measurable(aperture, _box(aperture))
            local = to_local(region, self.wcs, warn=self.boundary == "local")
            if isinstance(local, self.installed.COMPOUNDS):
                return self.read(local)
            region = local
        if (row := self.installed.find_row(region)) is not None:
            native, center, values = simple_values(region, row)
            aperture = native(center, **dict(zip(native._spec.params, values, strict=True)))
        elif isinstance(region, self.installed.regions.PolygonPixelRegion):
            aperture = polygon_aperture(region, self.path)
            if aperture is None:
                return Measurable(None, self.installed.empty_box(region))
        else:
            raise refuse(region)
        return Measurable(aperture, _box(aperture))


def reader_for(wcs, boundary, tol):
    """
    Reader for what a caller has given.

    Parameters
    ----------
    wcs, boundary, tol
        As in `to_aperture`.

    Returns
    -------
    Reader

    Raises
    ------
    ValueError, TypeError
        If ``boundary`` or ``tol`` is no such value.

    Examples
    --------
    >>> from astroapers.regions.convert import reader_for
    >>> reader_for(None, "local", 1e-3) is reader_for(None, "local", 1e-3)
    True
    """
    if wcs is None and type(boundary) is str and type(tol) is float:
        return _reader_without_wcs(boundary, tol)
    return Reader(wcs, boundary, tol)


@lru_cache(maxsize=16)
def _reader_without_wcs(boundary, tol):
    """One serves all regions in pixels; making it takes as long as reading one."""
    return Reader(None, boundary, tol)


def join(first, second, table):
    """
    Combine two apertures, either of which may have no area.

    Parameters
    ----------
    first, second : PixelAp or None
        Scalar apertures; `None` has no area.
    table : tuple of bool
        What the combination is where only the second, only the first, and both are.

    Returns
    -------
    PixelAp or None

    Examples
    --------
    >>> from astroapers import CircAp
    >>> from astroapers.regions.convert import join
    >>> join(CircAp((3, 4), 2), None, (True, True, True))
    CircAp((3.0, 4.0), r=2.0)
    """
    only_second, only_first, _ = table
    if first is None:
        return second if only_second else None
    if second is None:
        return first if only_first else None
    if table in _ONE_OF_THEM:
        return (first, second, None)[_ONE_OF_THEM[table]]
    if table == _SECOND_MINUS_FIRST:
        first, second, table = second, first, _FIRST_MINUS_SECOND
    return _combined(first, second, _OPERATORS[table])


# Of tables (only second, only first, both).
_FIRST_MINUS_SECOND = (False, True, False)
_SECOND_MINUS_FIRST = (True, False, False)
_ONE_OF_THEM = {(False, True, True): 0, (True, False, True): 1, (False, False, False): 2}
_OPERATORS = {
    (False, False, True): "&",
    (True, True, True): "|",
    (True, True, False): "^",
    _FIRST_MINUS_SECOND: "-",
}


class _Join(NamedTuple):
    """On the stack of `Reader.read`: what to do with the two things read before."""

    table: tuple[bool, bool, bool]


def _joined(first, second, table):
    a, b = first.box, second.box
    box = min(a[0], b[0]), max(a[1], b[1]), min(a[2], b[2]), max(a[3], b[3])
    return Measurable(join(first.aperture, second.aperture, table), box)


def _combined(first, second, operator):
    try:
        return astroapers.CompoundAp(first, second, operator)
    except ValueError as err:
        if "area" not in str(err):
            raise
        return None


def _truth_table(compound):
    """Where a compound is: in the second only, in the first only, in both."""
    try:
        return _table_of(compound.operator)
    except TypeError:  # not hashable
        return _table_of.__wrapped__(compound.operator)
    except ValueError as err:
        raise ValueError(f"the operator of a {name_of(compound)} {err}") from None


@lru_cache(maxsize=64)
def _table_of(operator):
    first, second = np.array([False, False, True, True]), np.array([False, True, False, True])
    try:
        result = np.asarray(operator(first, second))
    except Exception as err:
        raise ValueError(f"cannot be told by its values for arrays of bool: {err}") from None
    if result.shape != (4,) or result.dtype.kind not in "biu":
        raise ValueError(f"must give four values for arrays of four bool, got {result!r:.200}")
    table = [bool(value) for value in result]
    if table[0]:
        raise ValueError(
            f"must be False outside both regions, or the compound is not bounded, got "
            f"{operator!r:.200}"
        )
    return tuple(table[1:])


def _box(aperture):
    boxes = _rust.bboxes(aperture._shape, aperture._positions, aperture._values, snap=False)
    return tuple(boxes[0].tolist())
