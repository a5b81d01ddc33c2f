"""From photutils' aperture objects to the shapes and parameters of the kernels."""

from typing import NamedTuple

import numpy as np
from astropy.units import radian

from astroapers.photutils._installed import Aperture, SkyAperture, aperture, region_to_aperture


def _theta(ap):
    return float(ap.theta.to_value(radian))


def _circle(ap):
    return "circ", (ap.r,)


def _circular_annulus(ap):
    return "circ_ann", (ap.r_in, ap.r_out)


def _ellipse(ap):
    return "ellip", (ap.a, ap.b, _theta(ap))


def _elliptical_annulus(ap):
    theta = _theta(ap)
    return "ellip_ann", (ap.a_in, ap.b_in, ap.a_out, ap.b_out, theta, theta)


def _rectangle(ap):
    return "rect", (ap.w, ap.h, _theta(ap))


def _rectangular_annulus(ap):
    theta = _theta(ap)
    return "rect_ann", (ap.w_in, ap.h_in, ap.w_out, ap.h_out, theta, theta)


# The key is the exact type: a subclass may override how its pixels are weighted, so only photutils
# can measure it.
_KERNEL_SHAPES = {
    aperture.CircularAperture: _circle,
    aperture.CircularAnnulus: _circular_annulus,
    aperture.EllipticalAperture: _ellipse,
    aperture.EllipticalAnnulus: _elliptical_annulus,
    aperture.RectangularAperture: _rectangle,
    aperture.RectangularAnnulus: _rectangular_annulus,
}

_SKY_TYPES = frozenset(getattr(aperture, f"Sky{cls.__name__}") for cls in _KERNEL_SHAPES)


class Targets(NamedTuple):
    """What to measure and where."""

    shapes: list  # one (kernel shape, parameters) for each aperture object
    positions: np.ndarray  # (N, 2), C-contiguous, x first
    sky_center: object | None  # the sky positions as given, for sky apertures
    meta: dict
    single: bool  # a bare aperture, which puts no numbers on the columns


def read_apertures(apertures, wcs):
    """
    Return the `Targets` of these apertures and regions, or None if they are for photutils.

    Whatever photutils' own conversions raise is raised here too.
    """
    single = not isinstance(apertures, list | tuple | np.ndarray)
    if single:
        apertures = (apertures,)
    elif (isinstance(apertures, np.ndarray) and apertures.ndim != 1) or len(apertures) == 0:
        return None

    meta = {}
    for index, ap in enumerate(apertures):
        if not hasattr(ap, "_params"):
            return None
        _describe(ap, f"aperture{'' if single else index}", meta)
    apertures = [ap if isinstance(ap, Aperture) else region_to_aperture(ap) for ap in apertures]

    sky_center = None
    if isinstance(apertures[0], SkyAperture):
        if wcs is None or not all(type(ap) in _SKY_TYPES for ap in apertures):
            return None
        sky_center = apertures[0].positions
        apertures = [ap.to_pixel(wcs) for ap in apertures]

    shapes = []
    for ap in apertures:
        kernel_shape = _KERNEL_SHAPES.get(type(ap))
        if kernel_shape is None:
            return None
        shapes.append(kernel_shape(ap))
    positions = _common_positions(apertures)
    if positions is None:
        return None
    return Targets(shapes, positions, sky_center, meta, single)


def _describe(ap, prefix, meta):
    """Add the class and the shape parameters of an aperture or region to the metadata."""
    meta[prefix] = ap.__class__.__name__
    for name in ap._params:
        if name != "positions":
            meta[f"{prefix}_{name}"] = getattr(ap, name)


def _common_positions(apertures):
    positions = apertures[0].positions
    if type(positions) is not np.ndarray:
        return None
    for ap in apertures[1:]:
        if not np.array_equal(ap.positions, positions):
            return None
    return np.ascontiguousarray(positions.reshape(-1, 2))
