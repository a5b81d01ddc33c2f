"""WCS of all kinds, and how far boundaries are from where they should be."""

import warnings

import numpy as np
import shapely
from astropy.io import fits
from astropy.utils.data import get_pkg_data_contents, get_pkg_data_filename
from astropy.wcs import WCS

from astroapers._path import polyline
from astroapers.sky.curves import points


def tan(crval=(197.9, -1.4), scale=0.05, shape=(2000, 2000), projection="TAN", **more):
    """North up; the scale is in arcseconds a pixel."""
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = f"RA---{projection}", f"DEC--{projection}"
    wcs.wcs.crval = crval
    wcs.wcs.crpix = (shape[1] + 1) / 2, (shape[0] + 1) / 2
    wcs.wcs.cdelt = -scale / 3600, scale / 3600
    for name, value in more.items():
        setattr(wcs.wcs, name, value)
    wcs.wcs.set()
    wcs.array_shape = shape
    return wcs


def acs():
    """ACS/WFC with its distortion (SIP, and tables), from astropy's own tests."""
    name = get_pkg_data_filename("data/j94f05bgq_flt.fits", package="astropy.wcs.tests")
    with warnings.catch_warnings(), fits.open(name) as hdus:
        warnings.simplefilter("ignore")
        return WCS(hdus[1].header, hdus)


def irac():
    """IRAC (SIP), from astropy's own tests."""
    header = get_pkg_data_contents(
        "data/irac_sip.hdr", package="astropy.wcs.tests", encoding="binary"
    )
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        return WCS(header)


def along(contour, n):
    """Directions of n points on each of the pieces with which a contour begins."""
    t = np.linspace(contour.starts, contour.ends, n, endpoint=False, axis=1)
    return points(contour.curves, t).reshape(-1, 3)


def true_distance(segments, position, xy):
    """Largest distance of points in the image from a contour about a position."""
    ring = shapely.LinearRing(polyline(segments, 3001) + position)
    return shapely.distance(ring, shapely.points(xy)).max()
