"""From the sky to pixels and back, by any WCS with astropy's shared interface."""

import sys
import warnings
from functools import cache

import numpy as np
from astropy.coordinates import SkyCoord, UnitSphericalRepresentation
from astropy.units import Unit, radian

# From astropy 7 on this is also in astropy.wcs.wcsapi itself.
from astropy.wcs.wcsapi.high_level_api import high_level_objects_to_values

__all__ = ["Projection", "low_level", "sky_jacobians", "unit_vectors"]

_ARCSEC = np.rad2deg(1.0) * 3600.0
_ROUNDS = 4  # steps of Newton's method; one or two suffice for a good inverse of the WCS
_POLISHED = 1e-9  # px; smaller steps are not made
_LOST = 1e-4  # px; a point whose last step is larger has no position in the image
_ROUNDING = 4e-16  # rounding error of a unit vector


def unit_vectors(lon, lat):
    """
    Directions as unit vectors.

    Parameters
    ----------
    lon, lat : array_like
        Longitudes and latitudes in radians, of one shape.

    Returns
    -------
    ndarray of float64, shape (..., 3)

    Examples
    --------
    >>> from astroapers.sky.projection import unit_vectors
    >>> unit_vectors(0.0, 0.0)
    array([1., 0., 0.])
    """
    cos_lat = np.cos(lat)
    return np.stack((cos_lat * np.cos(lon), cos_lat * np.sin(lon), np.sin(lat)), axis=-1)


def low_level(wcs):
    """
    Return the low-level interface of a WCS, after a check that it describes an image of the sky.

    Parameters
    ----------
    wcs : object
        A WCS with the high-level or the low-level interface.

    Returns
    -------
    object

    Raises
    ------
    ValueError
        If it does not have two pixel axes and exactly one celestial longitude and latitude.

    Examples
    --------
    >>> from astropy.wcs import WCS
    >>> from astroapers.sky.projection import low_level
    >>> low_level(WCS(naxis=1))
    Traceback (most recent call last):
    ValueError: wcs must be that of an image, with two axes, got 1 pixel axes and 1 world axes
    """
    low = getattr(wcs, "low_level_wcs", wcs)
    if low.pixel_n_dim != 2 or low.world_n_dim != 2:
        raise ValueError(
            f"wcs must be that of an image, with two axes, got {low.pixel_n_dim} pixel axes and "
            f"{low.world_n_dim} world axes: slice it first, as by wcs.celestial"
        )
    _celestial_axes(low)
    return low


class Projection:
    """
    Transformation from directions on the sky to pixels of an image.

    Parameters
    ----------
    wcs : object
        A WCS of astropy's shared interface with two pixel axes and one pair of celestial axes.
    frame : `~astropy.coordinates.BaseCoordinateFrame`
        Frame of the directions, without data.

    Raises
    ------
    ValueError
        If the WCS has other axes.

    Notes
    -----
    The inverse of a distorted WCS is iterative and stops early: `astropy.wcs.WCS` stops at 1e-4
    pixels. Its result is improved by Newton's method with the forward transformation, which is
    exact. A point for which this does not converge has no position in the image.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.coordinates import ICRS
    >>> from astropy.wcs import WCS
    >>> from astroapers.sky.projection import Projection, unit_vectors
    >>> wcs = WCS(naxis=2)
    >>> wcs.wcs.ctype = "RA---TAN", "DEC--TAN"
    >>> wcs.wcs.cdelt = -0.001, 0.001
    >>> xy, error = Projection(wcs, ICRS()).pixels(unit_vectors([0.0], [0.0]))
    >>> xy + 0.0
    array([[-1., -1.]])
    """

    def __init__(self, wcs, frame):
        self._low = low_level(wcs)
        self._frame = frame

    def pixels(self, directions):
        """
        Positions of directions in the image.

        Parameters
        ----------
        directions : ndarray of float64, shape (n, 3)
            Unit vectors in the frame.

        Returns
        -------
        xy : ndarray of float64, shape (n, 2)
            Pixel coordinates; NaN for directions without a position in the image.
        error : float
            Largest error of these coordinates, in pixels, estimated from the last steps.
        """
        targets, xy = self._inverse(directions)
        steps = np.full(len(xy), np.inf)
        active = np.flatnonzero(np.isfinite(xy).all(axis=1))
        xy[np.setdiff1d(np.arange(len(xy)), active)] = np.nan
        for _ in range(_ROUNDS):
            if active.size == 0:
                break
            step, noise = self._newton(xy[active], targets[active])
            size = np.hypot(*step.T)
            # A step smaller than the rounding errors of the sky coordinates is no improvement.
            useful = np.isfinite(size) & (size > np.maximum(_POLISHED, noise))
            steps[active] = np.where(np.isfinite(size), size, np.inf)
            active, step = active[useful], step[useful]
            xy[active] -= step
        lost = ~(steps <= _LOST)
        xy[lost] = np.nan
        return xy, float(np.max(steps[~lost], initial=0.0))

    def approximate_pixels(self, directions):
        """
        Positions by the inverse of the WCS itself, without Newton's method.

        They may be wrong for directions that have no position in the image.

        Parameters
        ----------
        directions : ndarray of float64, shape (n, 3)
            Unit vectors in the frame.

        Returns
        -------
        ndarray of float64, shape (n, 2)
        """
        return self._inverse(directions)[1]

    def _inverse(self, directions):
        """Directions in the frame of the WCS, and their pixels by its inverse."""
        lon = np.arctan2(directions[:, 1], directions[:, 0])
        lat = np.arctan2(directions[:, 2], np.hypot(directions[:, 0], directions[:, 1]))
        representation = UnitSphericalRepresentation(lon << radian, lat << radian)
        coords = SkyCoord(self._frame.realize_frame(representation))
        values = high_level_objects_to_values(coords, low_level_wcs=self._low)
        with warnings.catch_warnings():
            # No convergence, or overflows on the way: `pixels` detects these points itself.
            warnings.simplefilter("ignore")
            if _is_gwcs(self._low):
                xy = self._low.invert(*values, with_bounding_box=False)
            else:
                xy = self._low.world_to_pixel_values(*values)
        targets = unit_vectors(*_in_radians(self._low, values))
        return targets, np.stack([np.asarray(part, dtype=np.float64) for part in xy], axis=-1)

    def _newton(self, xy, targets):
        """Steps to subtract from positions, and the size of their rounding errors."""
        half = np.array([(0, 0), (-0.5, 0), (0.5, 0), (0, -0.5), (0, 0.5)])
        points = xy[:, None] + half
        vectors = unit_vectors(*celestial(self._low, points[..., 0], points[..., 1]))
        by_x, by_y = vectors[:, 2] - vectors[:, 1], vectors[:, 4] - vectors[:, 3]
        off = vectors[:, 0] - targets
        # Least squares with two unknowns.
        xx, yy, xy_ = (_dot(a, b) for a, b in ((by_x, by_x), (by_y, by_y), (by_x, by_y)))
        with np.errstate(all="ignore"):
            along_x, along_y = _dot(by_x, off), _dot(by_y, off)
            det = xx * yy - xy_ * xy_
            step = np.stack((along_x * yy - along_y * xy_, along_y * xx - along_x * xy_), axis=-1)
            return step / det[:, None], 4 * _ROUNDING * np.sqrt((xx + yy) / det)


def sky_jacobians(wcs, x, y):
    """
    Derivatives of the position on the sky, by central differences over one pixel.

    Parameters
    ----------
    wcs : object
        A WCS of astropy's shared interface with two celestial axes.
    x, y : ndarray of float64, shape (N,)
        Pixel coordinates.

    Returns
    -------
    ndarray of float64, shape (2, 2, N)
        Arcseconds per pixel: the first axis is east and north, the second x and y. The differences
        are those of unit vectors, so poles and the wrap of longitudes need no special treatment.

    Raises
    ------
    ValueError
        If the WCS has no celestial axes.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.wcs import WCS
    >>> from astroapers.sky.projection import sky_jacobians
    >>> wcs = WCS(naxis=2)
    >>> wcs.wcs.ctype = "RA---TAN", "DEC--TAN"
    >>> wcs.wcs.cdelt = -0.001, 0.001
    >>> (sky_jacobians(wcs, np.zeros(1), np.zeros(1))[..., 0] + 0.0).round(3)
    array([[-3.6,  0. ],
           [ 0. ,  3.6]])
    """
    columns = np.stack((x, x - 0.5, x + 0.5, x, x)), np.stack((y, y, y, y - 0.5, y + 0.5))
    lon, lat = celestial(wcs, *(values.ravel() for values in columns))
    lon, lat = lon.reshape(5, -1), lat.reshape(5, -1)
    vectors = np.moveaxis(unit_vectors(lon, lat), -1, 0)
    sin_lon, cos_lon, sin_lat, cos_lat = (
        np.sin(lon[0]),
        np.cos(lon[0]),
        np.sin(lat[0]),
        np.cos(lat[0]),
    )
    result = np.empty((2, 2, len(lon[0])))
    for column, (before, behind) in enumerate(((1, 2), (3, 4))):
        dx, dy, dz = vectors[:, behind] - vectors[:, before]
        result[0, column] = dy * cos_lon - dx * sin_lon
        result[1, column] = dz * cos_lat - dx * (sin_lat * cos_lon) - dy * (sin_lat * sin_lon)
    return result * _ARCSEC


def celestial(wcs, x, y):
    """
    Longitude and latitude of pixels, whatever the order of the world axes.

    Parameters
    ----------
    wcs : object
        As in `sky_jacobians`.
    x, y : ndarray of float64
        Pixel coordinates.

    Returns
    -------
    list of ndarray of float64
        Longitude and latitude in radians. The bounding box of a gwcs is ignored: with it, points
        half a pixel beyond the edge would be NaN, and sources at the edge need these.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.wcs import WCS
    >>> from astroapers.sky.projection import celestial
    >>> wcs = WCS(naxis=2)
    >>> wcs.wcs.ctype = "DEC--CAR", "RA---CAR"
    >>> [float(values[0].round(6)) for values in celestial(wcs, np.zeros(1), np.ones(1))]
    [0.034907, 0.017453]
    """
    low = getattr(wcs, "low_level_wcs", wcs)
    _celestial_axes(low)
    if _is_gwcs(low):
        world = low(x, y, with_bounding_box=False)
    else:
        world = low.pixel_to_world_values(x, y)
    return _in_radians(low, world)


def _celestial_axes(low):
    """Indices of longitude and latitude among the world axes."""
    parts = [component[1] for component in low.world_axis_object_components]
    if parts.count(0) != 1 or parts.count(1) != 1:
        raise ValueError(
            "wcs must have exactly one celestial longitude axis and one celestial latitude axis"
        )
    return parts.index(0), parts.index(1)


def _in_radians(low, world):
    """Select longitude and latitude from all world values."""
    units = low.world_axis_units
    return [
        np.asarray(world[k], dtype=np.float64) * _radians(str(units[k]))
        for k in _celestial_axes(low)
    ]


@cache
def _radians(unit):
    return Unit(unit).to(radian)


def _is_gwcs(low):
    gwcs = getattr(sys.modules.get("gwcs.wcs"), "WCS", None)
    return gwcs is not None and isinstance(low, gwcs)


def _dot(a, b):
    return np.einsum("ij,ij->i", a, b)
