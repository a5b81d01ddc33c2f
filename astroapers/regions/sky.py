"""Regions on the sky: their local approximation, how good that is, and their boundary itself."""

import math
import warnings

import numpy as np
from astropy.coordinates import SkyCoord

from astroapers.apertures import CircAn, CircAp, EllipAn, EllipAp
from astroapers.regions.errors import LocalBoundaryWarning
from astroapers.regions.shapes import angle_of, name_of, simple_values
from astroapers.sky.apertures import Shape, shape_about, trace
from astroapers.sky.curves import Tangent, points, polygon
from astroapers.sky.projection import Projection, unit_vectors

__all__ = ["exact_aperture", "to_local"]

__doctest_requires__ = {"*": ["regions>=0.12"]}

_TOO_FAR = 0.1  # px


def to_local(region, wcs, *, warn):
    """
    Local approximation of a region on the sky.

    Parameters
    ----------
    region : `~regions.SkyRegion` or `~regions.SphericalSkyRegion`
        The region.
    wcs : object
        A WCS of astropy's shared interface.
    warn : bool
        Whether to warn if it is off by more than 0.1 pixels.

    Returns
    -------
    `~regions.PixelRegion`
        ``region.to_pixel(wcs)``.

    Raises
    ------
    ValueError
        If a centre or vertex has no pixel; from regions 0.13 on regions itself says so of centres.

    Warns
    -----
    LocalBoundaryWarning
    """
    from astroapers.regions._installed import find_row, regions

    local = region.to_pixel(wcs)
    if find_row(local) is not None and not math.isfinite(local.center.x + local.center.y):
        raise ValueError(
            f"the centre of a {name_of(region)} has no position in the image under this WCS"
        )
    if isinstance(local, regions.PolygonPixelRegion):
        missing = ~np.isfinite(np.add(local.vertices.x, local.vertices.y))
        if missing.any():
            raise ValueError(
                f"{np.count_nonzero(missing)} of {missing.size} vertices of a {name_of(region)} "
                f"have no position in the image under this WCS"
            )
    elif warn and (row := find_row(local)) is not None and find_row(region) is not None:
        _warn_if_far(region, simple_values(local, row), wcs)
    return local


def exact_aperture(region, wcs, tol):
    """
    Path along the boundary of a region on the sky.

    Parameters
    ----------
    region : `~regions.SkyRegion` or `~regions.SphericalSkyRegion`
        The region.
    wcs : object
        A WCS of astropy's shared interface.
    tol : float
        The largest distance allowed between boundary and path, in pixels.

    Returns
    -------
    TracedPathAp or None
        `None` if the boundary is what ``region.to_pixel(wcs)`` makes it: polygons have straight
        sides in the image.

    Raises
    ------
    ValueError
        As `astroapers.sky.trace` does, and for a spherical region of another kind.
    """
    from astroapers.regions._installed import find_row, regions

    row = find_row(region)
    if row is not None:
        shape, frame = _shape(region, row), region.center
    elif isinstance(region, regions.PolygonSphericalSkyRegion):
        frame = region.vertices
        vertices = unit_vectors(frame.spherical.lon.rad, frame.spherical.lat.rad)
        middle = vertices.sum(axis=0)
        shape = Shape(middle / np.linalg.norm(middle), polygon(vertices))
    elif isinstance(region, regions.SphericalSkyRegion):
        raise ValueError(
            f"boundary='exact' knows circles, annuli and polygons among spherical regions, got a "
            f"{name_of(region)}: use its to_pixel(wcs, boundary_distortions=True)"
        )
    else:
        return None
    projection = Projection(wcs, SkyCoord(frame).frame.replicate_without_data())
    try:
        return trace([shape], projection, tol)[0]
    except ValueError as err:
        raise ValueError(f"a {name_of(region)} cannot be followed: {err}") from None


def _shape(region, row):
    """Shape on the sky of a region with a centre and sizes."""
    angle = angle_of(region.angle) if row.has_angle else 0.0
    sizes = [row.factor * float(size.to_value("rad")) for size in row.read(region)]
    if not math.isfinite(sum(sizes) + angle):
        raise ValueError(f"the sizes and the angle of a {name_of(region)} must be finite")
    return shape_about(row.native, Tangent.at(region.center, angle), sizes)


def _warn_if_far(region, local, wcs):
    """Compare a few points of the boundary with the outline of the local approximation."""
    from astroapers.regions._installed import find_row

    outer = _shape(region, find_row(region)).contours[0]
    frame = SkyCoord(region.center).frame.replicate_without_data()
    middles = (outer.starts + outer.ends) / 2
    directions = points(outer.curves, np.stack((outer.starts, middles), axis=1))
    xy = Projection(wcs, frame).approximate_pixels(directions.reshape(-1, 3))
    native, center, values = local
    distances = _distances(xy - center, native, values)
    far = float(np.nanmax(distances, initial=0.0))
    if far > _TOO_FAR:
        warnings.warn(
            f"the local approximation of a {name_of(region)} is off by up to {far:.2g} pixels: use "
            f"boundary='exact', or ignore this warning",
            LocalBoundaryWarning,
            stacklevel=2,
        )


def _distances(xy, native, values):
    """Distances of points from the outer outline of a shape at the origin, to first order."""
    if native in (CircAp, CircAn):
        return np.abs(np.hypot(*xy.T) - values[-1])
    n_sizes = len(values) * 2 // 3
    theta = values[-1]
    a, b = values[n_sizes - 2 : n_sizes]
    u = xy[:, 0] * math.cos(theta) + xy[:, 1] * math.sin(theta)
    v = xy[:, 1] * math.cos(theta) - xy[:, 0] * math.sin(theta)
    if native in (EllipAp, EllipAn):
        radius, slope = np.hypot(u / a, v / b), np.hypot(u / a**2, v / b**2)
        return np.abs(radius - 1.0) * radius / slope
    du, dv = np.abs(u) - a / 2, np.abs(v) - b / 2
    outside = np.hypot(np.maximum(du, 0.0), np.maximum(dv, 0.0))
    return np.where(outside > 0.0, outside, -np.maximum(du, dv))
