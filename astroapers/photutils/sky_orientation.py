"""Orientation of sources on the sky, through the local Jacobian of a WCS."""

import numpy as np

from astroapers.photutils.shape_properties import major_angle
from astroapers.sky.projection import sky_jacobians

__all__ = ["sky_orientation"]


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
    east, north = sky_jacobians(wcs, *centroids[good].T)

    def transported(a, b):
        return a[0] * xx * b[0] + a[0] * xy * b[1] + a[1] * xy * b[0] + a[1] * yy * b[1]

    # Of a round source the angle is made of rounding alone. To be photutils' also then, each sum
    # here and below has its terms in the order of theirs.
    angles[good] = major_angle(
        transported(north, north), transported(east, north), transported(east, east)
    )
    return angles
