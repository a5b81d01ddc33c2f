"""WCS of all kinds, and how far boundaries are from where they should be."""

import warnings

import numpy as np
from astropy.io import fits
from astropy.utils.data import get_pkg_data_contents, get_pkg_data_filename
from astropy.wcs import WCS

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
        wcs = WCS(hdus[1].header, hdus)
    wcs.array_shape = 2048, 4096  # the file has but one pixel
    return wcs


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
    points_ = (xy - position) @ (1, 1j)
    nearest = np.full(len(points_), np.inf)
    here = complex(*segments[0][1:])
    for command, *numbers in segments[1:]:
        if command == "arc":
            cx, cy, r, start, turn = numbers
            spoke = (points_ - complex(cx, cy)) * np.exp(-1j * start)
            along_ = np.mod(np.angle(spoke) * np.sign(turn) + 0.01, 2 * np.pi) - 0.01
            off = np.where(along_ <= abs(turn) + 0.01, np.abs(np.abs(spoke) - r), np.inf)
            here = complex(cx, cy) + r * np.exp(1j * (start + turn))
        elif command == "line":
            there = complex(*numbers)
            t = (points_ - here) / (there - here)
            off = np.abs(t - np.clip(t.real, 0.0, 1.0)) * abs(there - here)
            here = there
        else:
            continue
        nearest = np.minimum(nearest, off)
    return nearest.max()
