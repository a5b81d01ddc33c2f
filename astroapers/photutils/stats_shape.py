"""Moments, centroids, shapes and flags, as attributes of `ApertureStats`."""

from functools import partial
from typing import NamedTuple

import numpy as np
from astropy.units import deg, dimensionless_unscaled, pix

from astroapers import _rust
from astroapers.photutils import flags as bits
from astroapers.photutils._installed import BoundingBox
from astroapers.photutils.results import per_object, per_source
from astroapers.photutils.shape_properties import Covariances, centroids, eigenvalues, major_angle
from astroapers.photutils.sky_orientation import sky_orientation
from astroapers.photutils.stats_values import ValueProperties

__all__ = ["ShapeProperties"]

_PIX2 = pix**2
_PER_PIX2 = 1 / pix**2


class _Ellipses(NamedTuple):
    """The regularized covariances of all sources, and their axes."""

    undefined: np.ndarray  # negative in some direction
    unresolved: np.ndarray  # narrower than a pixel in some direction
    covariances: Covariances
    variances: np.ndarray  # (N, 2), along the major and the minor axis
    angle: np.ndarray  # degrees


class ShapeProperties(ValueProperties):
    """
    Base of `ApertureStats`: what depends on where the values are.

    Examples
    --------
    >>> from astroapers.photutils import ApertureStats
    >>> from astroapers.photutils.stats_shape import ShapeProperties
    >>> issubclass(ApertureStats, ShapeProperties)
    True
    """

    @per_object
    def _bounds(self):
        """Bounding boxes: columns and rows, the greatest inclusive, as int64 of shape (N, 4)."""
        *where, native = self._target
        boxes = self._run(partial(_rust.bboxes, snap=native), *where)
        return boxes - (0, 1, 0, 1)

    @per_object
    def _visible_bounds(self):
        """The same clipped to the image; an empty range where there is no overlap."""
        ny, nx = self._data.shape
        xmin, xmax, ymin, ymax = self._bounds.T
        return np.stack(
            (
                np.maximum(xmin, 0),
                np.minimum(xmax, nx - 1),
                np.maximum(ymin, 0),
                np.minimum(ymax, ny - 1),
            ),
            axis=-1,
        )

    @per_object
    def _is_visible(self):
        """Whether each bounding box overlaps the image."""
        xmin, xmax, ymin, ymax = self._visible_bounds.T
        return (xmin <= xmax) & (ymin <= ymax)

    @per_object
    def _ellipses(self):
        raw = Covariances.from_moments(self._full("moments_central"))
        regular = raw.regularized()
        return _Ellipses(
            raw.are_undefined(),
            raw.are_unresolved(),
            regular,
            eigenvalues(regular),
            major_angle(regular.xx, regular.xy, regular.yy),
        )

    @per_object
    def _axes(self):
        """Semi-axes in pixels, and the angle in radians: three arrays of shape (N,)."""
        with np.errstate(invalid="ignore"):
            major, minor = np.sqrt(self._ellipses.variances).T
        return major, minor, np.deg2rad(self._ellipses.angle)

    @per_source
    def bbox(self):
        """Bounding boxes, not clipped to the image: a `BoundingBox`, or a list of N."""
        return [
            BoundingBox(ixmin=x0, ixmax=x1 + 1, iymin=y0, iymax=y1 + 1)
            for x0, x1, y0, y1 in self._bounds.tolist()
        ]

    @per_source
    def bbox_xmin(self):
        """First columns of the bounding boxes: int64 of shape (N,)."""
        return self._bounds[:, 0].copy()

    @per_source
    def bbox_xmax(self):
        """Last columns of the bounding boxes, inclusive: int64 of shape (N,)."""
        return self._bounds[:, 1].copy()

    @per_source
    def bbox_ymin(self):
        """First rows of the bounding boxes: int64 of shape (N,)."""
        return self._bounds[:, 2].copy()

    @per_source
    def bbox_ymax(self):
        """Last rows of the bounding boxes, inclusive: int64 of shape (N,)."""
        return self._bounds[:, 3].copy()

    @per_source
    def moments(self):
        """
        Raw moments to third order: float64 of shape (N, 4, 4).

        The element ``[i, j]`` is the sum of ``y**i x**j`` times the value, from the lower corner
        of the bounding box clipped to the image. NaN if that is empty, 0 if no pixel is left.
        """
        moments = self._kernel("moments").copy()
        if (self._kernel("flags") & bits.NO_OVERLAP).any():
            moments[~self._is_visible] = np.nan
        return moments

    @per_source
    def moments_central(self):
        """
        Moments about the centroid, like `moments`: float64 of shape (N, 4, 4).

        NaN if no pixel is left, but for the total.
        """
        central = self._kernel("moments_central").copy()
        empty = self._kernel("counts") == 0
        if empty.any():
            central[empty] = np.nan
            central[empty, 0, 0] = self._full("moments")[empty, 0, 0]
        return central

    @per_source
    def cutout_centroid(self):
        """Centroids ``(x, y)`` from the origin of `moments`: float64 of shape (N, 2), in pixels."""
        return centroids(self._full("moments"))

    @per_source
    def centroid(self):
        """
        Centroids ``(x, y)``: float64 of shape (N, 2), in pixels without a unit.

        Negative values count as such, so that it may be anywhere; not finite if they sum up to 0.
        """
        return self._full("cutout_centroid") + np.maximum(self._bounds[:, (0, 2)], 0)

    @per_source
    def x_centroid(self):
        """Centroids in x: float64 of shape (N,), in pixels without a unit."""
        return self._full("centroid")[:, 0].copy()

    @per_source
    def y_centroid(self):
        """Centroids in y: float64 of shape (N,), in pixels without a unit."""
        return self._full("centroid")[:, 1].copy()

    def _nothing(self):
        return np.array([None] * self.n_positions)

    @per_source
    def sky_centroid(self):
        """Sky positions of the centroids in the frame of the WCS, of shape (N,); `None` without."""
        if self._wcs is None:
            return self._nothing()
        return self._wcs.pixel_to_world(*self._full("centroid").T)

    @per_source
    def sky_centroid_icrs(self):
        """Sky positions of the centroids in ICRS, of shape (N,); `None` without a WCS."""
        if self._wcs is None:
            return self._nothing()
        return self._full("sky_centroid").icrs

    @per_source
    def covariance(self):
        """
        Covariances of the normal distributions with the same second moments.

        In pix², of shape (N, 2, 2). No variance is less than 1/12, that of one pixel: a smaller
        one is raised to it, along the axis it belongs to. NaN where a variance is negative.
        """
        return self._ellipses.covariances.matrices() << _PIX2

    @per_source
    def covariance_xx(self):
        """Variances in x, in pix², of shape (N,)."""
        return self._ellipses.covariances.xx.copy() << _PIX2

    @per_source
    def covariance_xy(self):
        """Covariances of x and y, in pix², of shape (N,)."""
        return self._ellipses.covariances.xy.copy() << _PIX2

    @per_source
    def covariance_yy(self):
        """Variances in y, in pix², of shape (N,)."""
        return self._ellipses.covariances.yy.copy() << _PIX2

    @per_source
    def covariance_eigvals(self):
        """Variances along the major and the minor axis, in pix², of shape (N, 2)."""
        return self._ellipses.variances.copy() << _PIX2

    @per_source
    def semimajor_axis(self):
        """Standard deviations along the major axis, in pix, of shape (N,)."""
        return self._axes[0].copy() << pix

    @per_source
    def semiminor_axis(self):
        """Standard deviations along the minor axis, in pix, of shape (N,)."""
        return self._axes[1].copy() << pix

    @per_source
    def fwhm(self):
        """Full widths at half maximum of round sources of the same size, in pix, of shape (N,)."""
        major, minor, _ = self._axes
        return 2.0 * np.sqrt(np.log(2.0) * (major**2 + minor**2)) << pix

    @per_source
    def orientation(self):
        """Angles of the major axis from x to y, in degrees from -90 to 90, of shape (N,)."""
        return self._ellipses.angle.copy() << deg

    @per_source
    def sky_orientation(self):
        """
        Position angles of the major axis on the sky, from north to east, of shape (N,).

        In degrees from -90 to 90, in the frame of the WCS; `None` without a WCS.
        """
        if self._wcs is None:
            return self._nothing()
        return sky_orientation(self._wcs, self._ellipses.covariances, self._full("centroid")) << deg

    @per_source
    def eccentricity(self):
        """Eccentricities, 0 for a circle: dimensionless, of shape (N,)."""
        major, minor = self._ellipses.variances.T
        with np.errstate(invalid="ignore"):
            return np.sqrt(1.0 - minor / major) << dimensionless_unscaled

    @per_source
    def elongation(self):
        """Ratios of the major to the minor axis: dimensionless, of shape (N,)."""
        major, minor, _ = self._axes
        return major / minor << dimensionless_unscaled

    @per_source
    def ellipticity(self):
        """One less the ratio of the minor to the major axis: dimensionless, of shape (N,)."""
        major, minor, _ = self._axes
        return 1.0 - minor / major << dimensionless_unscaled

    @per_source
    def ellipse_cxx(self):
        """Factors of x² in the equation of the ellipse, in pix⁻², of shape (N,)."""
        major, minor, angle = self._axes
        return (np.cos(angle) / major) ** 2 + (np.sin(angle) / minor) ** 2 << _PER_PIX2

    @per_source
    def ellipse_cyy(self):
        """Factors of y² in the equation of the ellipse, in pix⁻², of shape (N,)."""
        major, minor, angle = self._axes
        return (np.sin(angle) / major) ** 2 + (np.cos(angle) / minor) ** 2 << _PER_PIX2

    @per_source
    def ellipse_cxy(self):
        """Factors of x y in the equation of the ellipse, in pix⁻², of shape (N,)."""
        major, minor, angle = self._axes
        product = 2.0 * np.cos(angle) * np.sin(angle)
        return product * (1.0 / major**2 - 1.0 / minor**2) << _PER_PIX2

    @per_source
    def flags(self):
        """
        Quality flags, int64 of shape (N,); see `decode_flags`.

        Of both footprints together, but "no overlap" only if neither overlaps the image.
        """
        self._measure({"moments"})
        center = self._kernel("flags") & ~bits.NON_FINITE_ERROR
        of_sum = self._sum_kernel("sum_flags")
        result = center | of_sum
        result &= ~bits.NO_OVERLAP | (center & of_sum)
        valid, counts = self._kernel("valid"), self._kernel("counts")
        few = counts == 1
        if self.ddof > 0:
            few |= (counts <= self.ddof) & (center & bits.NO_PIXELS == 0)
        ellipses = self._ellipses
        flux = self._full("moments")[:, 0, 0]
        no_flux = np.isfinite(flux) & (flux <= 0) & (counts > 0)
        all_masked = (center & bits.ALL_MASKED) != 0
        for bit, where in (
            (bits.SIGMA_CLIPPED, counts < valid),
            (bits.ALL_CLIPPED, (valid > 0) & (counts == 0)),
            (bits.TOO_FEW_PIXELS, few),
            (bits.UNDEFINED_SHAPE, no_flux | all_masked | ellipses.undefined),
            (bits.SINGULAR_COVARIANCE, ellipses.unresolved),
            (bits.CENTROID_OUTSIDE_BBOX, self._centroid_is_outside()),
        ):
            result[where] |= bit
        return result

    def _centroid_is_outside(self):
        xmin, xmax, ymin, ymax = self._bounds.T
        x, y = self._full("centroid").T
        return (x < xmin - 0.5) | (x > xmax + 0.5) | (y < ymin - 0.5) | (y > ymax + 0.5)
