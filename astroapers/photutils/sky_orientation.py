"""Orientation of sources on the sky, through the local Jacobian of a WCS."""

import sys

import numpy as np
from astropy.units import Unit, radian

from astroapers.photutils.shape_properties import major_angle

__all__ = ["sky_jacobians", "sky_orientation"]

_ARCSEC = np.rad2deg(1.0) * 3600.0


def sky_orientation(wcs, covariances, centroids):
    """
    Position angles of the major axes.

    Parameters
    ----------
    wcs : object
        A WCS of astropy's shared interface with two celestial axes.
    covariances : Covariances
        Of N sources, in pixels.
    centroids : ndarray of float64, shape (N, 2)
        Where to take the Jacobian.

    Returns
    -------
    ndarray of float64, shape (N,)
        Degrees from north to east in (-90, 90]; NaN where anything is not finite.

    Raises
    ------
    ValueError
        If the WCS has no celestial axes.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.wcs import WCS
    >>> from astroapers.photutils.shape_properties import Covariances
    >>> from astroapers.photutils.sky_orientation import sky_orientation
    >>> wcs = WCS(naxis=2)
    >>> wcs.wcs.ctype = "RA---TAN", "DEC--TAN"
    >>> wcs.wcs.cdelt = -0.001, 0.001
    >>> along_y = Covariances(*np.array([[1.0], [0.0], [4.0]]))
    >>> abs(sky_orientation(wcs, along_y, np.zeros((1, 2)))).round(6)
    array([0.])
    """
    angles = np.full(len(centroids), np.nan)
    good = np.isfinite(centroids).all(axis=1)
    for values in covariances:
        good &= np.isfinite(values)
    if not good.any():
        return angles
    xx, xy, yy = (values[good] for values in covariances)
    (ex, ey), (nx, ny) = sky_jacobians(wcs, *centroids[good].T)
    east = ex * (ex * xx + ey * xy) + ey * (ex * xy + ey * yy)
    north = nx * (nx * xx + ny * xy) + ny * (nx * xy + ny * yy)
    cross = ex * (nx * xx + ny * xy) + ey * (nx * xy + ny * yy)
    angles[good] = major_angle(north, cross, east)
    return angles


def sky_jacobians(wcs, x, y):
    """
    Derivatives of the position on the sky, from half a pixel before to half a pixel behind.

    Parameters
    ----------
    wcs : object
        A WCS of astropy's shared interface with two celestial axes.
    x, y : ndarray of float64, shape (N,)
        Where, in pixels.

    Returns
    -------
    ndarray of float64, shape (2, 2, N)
        Arcseconds per pixel: east and north by x and y. Poles and the wrap of longitudes need no
        special care, as the differences are those of unit vectors.

    Raises
    ------
    ValueError
        If the WCS has no celestial axes.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.wcs import WCS
    >>> from astroapers.photutils.sky_orientation import sky_jacobians
    >>> wcs = WCS(naxis=2)
    >>> wcs.wcs.ctype = "RA---TAN", "DEC--TAN"
    >>> wcs.wcs.cdelt = -0.001, 0.001
    >>> (sky_jacobians(wcs, np.zeros(1), np.zeros(1))[..., 0] + 0.0).round(3)
    array([[-3.6,  0. ],
           [ 0. ,  3.6]])
    """
    columns = np.stack((x, x - 0.5, x + 0.5, x, x)), np.stack((y, y, y, y - 0.5, y + 0.5))
    lon, lat = _celestial(wcs, *(values.ravel() for values in columns))
    lon, lat = lon.reshape(5, -1), lat.reshape(5, -1)
    vectors = np.stack((np.cos(lat) * np.cos(lon), np.cos(lat) * np.sin(lon), np.sin(lat)))
    result = np.empty((2, 2, len(lon[0])))
    for column, (before, behind) in enumerate(((1, 2), (3, 4))):
        dx, dy, dz = vectors[:, behind] - vectors[:, before]
        result[0, column] = np.cos(lon[0]) * dy - np.sin(lon[0]) * dx
        outward = np.cos(lon[0]) * dx + np.sin(lon[0]) * dy
        result[1, column] = np.cos(lat[0]) * dz - np.sin(lat[0]) * outward
    return result * _ARCSEC


def _celestial(wcs, x, y):
    """Longitude and latitude in radians, whatever the order of the axes."""
    low = getattr(wcs, "low_level_wcs", wcs)
    parts = [component[1] for component in low.world_axis_object_components]
    if parts.count(0) != 1 or parts.count(1) != 1:
        raise ValueError(
            "wcs must have exactly one celestial longitude axis and one celestial latitude axis"
        )
    gwcs = getattr(sys.modules.get("gwcs.wcs"), "WCS", None)
    if gwcs is not None and isinstance(low, gwcs):
        # Half a pixel beyond a source at the edge its bounding box would give NaN.
        world = low(x, y, with_bounding_box=False)
    else:
        world = low.pixel_to_world_values(x, y)
    units = low.world_axis_units
    return [
        np.asarray(world[k], dtype=np.float64) * Unit(units[k]).to(radian)
        for k in (parts.index(0), parts.index(1))
    ]
