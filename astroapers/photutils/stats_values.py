"""Sums and statistics of pixel values, as attributes of `ApertureStats`."""

import math

import numpy as np
from astropy.units import pix

from astroapers import _rust
from astroapers.apertures import PixelAp
from astroapers.photutils.results import HandedOver, per_object, per_source
from astroapers.photutils.stats_inputs import StatsInputs

__all__ = ["ValueProperties"]

_PIX2 = pix**2
_MAD_TO_STD = 1.482602218505602  # of a normal distribution
_MEDIAN_TO_MEAN_ERROR = math.sqrt(math.pi / 2.0)

# Every pass over the sources finds these.
_BASIC = ("min", "max", "mean", "var")
# Whoever wants the first will want the second, too, which brings the first along.
_WITH = {"moments": "moments_central"}
# What further results are made of.
_SHAPES = (
    "moments", "moments_central", "cutout_centroid", "centroid", "x_centroid", "y_centroid",
    "sky_centroid", "sky_centroid_icrs", "covariance", "covariance_xx", "covariance_xy",
    "covariance_yy", "covariance_eigvals", "semimajor_axis", "semiminor_axis", "fwhm",
    "orientation", "sky_orientation", "eccentricity", "elongation", "ellipticity", "ellipse_cxx",
    "ellipse_cyy", "ellipse_cxy", "flags", "inertia_tensor",
)  # fmt: skip
_PARTS = {
    "median": ("median",),
    "mode": ("median",),
    "mad_std": ("mad",),
    "biweight_location": ("biweight_location",),
    "biweight_midvariance": ("biweight_midvariance",),
    "gini": ("gini",),
    **dict.fromkeys(_SHAPES, ("moments_central",)),
}


class ValueProperties(StatsInputs):
    """
    Base of `ApertureStats`: the passes of the kernels, and what follows from them at once.

    Examples
    --------
    >>> from astroapers.photutils import ApertureStats
    >>> from astroapers.photutils.stats_values import ValueProperties
    >>> issubclass(ApertureStats, ValueProperties)
    True
    """

    def _kernel(self, name):
        """A result of the center footprint, of N rows."""
        known = self._known
        if name not in known:
            self._measure({name})
        return known[name]

    def _measure_for(self, columns):
        """Measure what several results need together, before they are asked for one by one."""
        self._measure({part for name in columns for part in _PARTS.get(name, ())})

    def _measure(self, names):
        """Measure what is not known yet of these results, in one pass over the sources."""
        known = self._known
        names = {_WITH.get(name, name) for name in names if name not in known}
        if not names:
            return
        wanted = (*_BASIC, *sorted(names))
        (found,) = self._run(_rust.measure, *self._asked(1, "statistics", wanted))
        for name, values in found.items():
            known.setdefault(name, values)

    def _asked(self, subpixels, stage, wanted=(), error=None):
        """
        What a measurement is asked: images, one step, threads.

        In plain tuples, as `Images` and `Step`: to name their items takes longer than a small sum.
        """
        shape, positions, params, native = self._target
        where = (shape, positions, params, subpixels, native)
        images = (self._data, self._mask, error, self._segmentation, None, None)
        return images, ((where, stage, wanted, self._rules()),), self.n_threads

    def _rules(self):
        """Which pixels count, as `Rules`."""
        return True, self._background, self._clip

    def _run(self, function, *args):
        """Call a kernel. If it refuses the input, photutils takes over: it may accept it."""
        try:
            return function(*args)
        except (ValueError, OverflowError):
            if isinstance(self._pixels, PixelAp):
                raise
            self._hand_over()
        raise HandedOver

    def _sum_kernel(self, name):
        """A result of the sum footprint, of N rows: sum, area, variance or sum_flags."""
        known = self._known
        if name not in known:
            asked = self._asked(self._samples, "sums", error=self._error)
            (found,) = self._run(_rust.measure, *asked)
            if self._error is None:
                found["variance"] = np.full_like(found["sum"], np.nan)
            empty = found["area"] == 0
            if empty.any():
                for values in ("sum", "area", "variance"):
                    found[values][empty] = np.nan
            found["sum_flags"] = found.pop("flags")
            for key, values in found.items():
                known.setdefault(key, values)
        return known[name]

    def _in_unit(self, values, power=1):
        """Values with the unit of the data, in memory of their own."""
        if self._unit is None:
            return values
        return values << (self._unit if power == 1 else self._unit**power)

    @per_object
    def _n_pixels(self):
        """Numbers of pixels as float64, NaN for none."""
        counts = self._kernel("counts").astype(np.float64)
        counts[counts == 0] = np.nan
        return counts

    @per_object
    def _plain_variance(self):
        """Variance with the user's degrees of freedom."""
        variance, ddof = self._kernel("var"), self.ddof
        if ddof == 0:
            return variance.copy()
        n = self._n_pixels
        with np.errstate(all="ignore"):
            return np.where(n > ddof, variance * n / (n - ddof), np.nan)

    @per_object
    def _mean_error(self):
        n = self._n_pixels
        with np.errstate(all="ignore"):
            return np.where(n >= 2, np.sqrt(self._kernel("var") / (n - 1.0)), np.nan)

    @per_source
    def sum(self):
        """
        Sums of the values, weighted as ``sum_method`` says: float64 of shape (N,).

        In the unit of the data. NaN if no pixel is left.
        """
        return self._in_unit(self._sum_kernel("sum").copy())

    @per_source
    def sum_err(self):
        """
        Errors of `sum`, of its shape and unit.

        Square roots of the sums of squared weights times squared errors; NaN without an error, or
        if no pixel is left.
        """
        with np.errstate(invalid="ignore"):
            return self._in_unit(np.sqrt(self._sum_kernel("variance")))

    @per_source
    def sum_aper_area(self):
        """Sums of the weights of `sum` in pix², of shape (N,); NaN if no pixel is left."""
        return self._sum_kernel("area").copy() << _PIX2

    @per_source
    def center_aper_area(self):
        """Numbers of pixels with centres inside, in pix², of shape (N,); NaN if none is left."""
        return self._n_pixels.copy() << _PIX2

    @per_source
    def min(self):
        """Least values: float64 of shape (N,), in the unit of the data."""
        return self._in_unit(self._kernel("min").copy())

    @per_source
    def max(self):
        """Greatest values: float64 of shape (N,), in the unit of the data."""
        return self._in_unit(self._kernel("max").copy())

    @per_source
    def mean(self):
        """Means: float64 of shape (N,), in the unit of the data."""
        return self._in_unit(self._kernel("mean").copy())

    @per_source
    def mean_err(self):
        """
        Standard errors of `mean`, of its shape and unit.

        From the deviation with n - 1 degrees of freedom, whatever ``ddof`` is; NaN for one value.
        """
        return self._in_unit(self._mean_error.copy())

    @per_source
    def median(self):
        """Medians: float64 of shape (N,), in the unit of the data."""
        return self._in_unit(self._kernel("median").copy())

    @per_source
    def median_err(self):
        """Standard errors of `median` as of many normal values: `mean_err` times sqrt(π/2)."""
        return self._in_unit(_MEDIAN_TO_MEAN_ERROR * self._mean_error)

    @per_source
    def mode(self):
        """Three times the median less twice the mean: float64 of shape (N,), in data units."""
        with np.errstate(all="ignore"):
            return self._in_unit(3.0 * self._kernel("median") - 2.0 * self._kernel("mean"))

    @per_source
    def std(self):
        """
        Standard deviations: float64 of shape (N,), in the unit of the data.

        The square root of `var`.
        """
        with np.errstate(invalid="ignore"):
            return self._in_unit(np.sqrt(self._plain_variance))

    @per_source
    def mad_std(self):
        """Standard deviations estimated by the median absolute deviation, of the shape of `std`."""
        return self._in_unit(self._kernel("mad") * _MAD_TO_STD)

    @per_source
    def var(self):
        """
        Variances: float64 of shape (N,), in the unit of the data squared.

        The divisor is n less ``ddof``; NaN unless that is positive.
        """
        return self._in_unit(self._plain_variance.copy(), 2)

    @per_source
    def biweight_location(self):
        """Biweight locations (c = 6): float64 of shape (N,), in the unit of the data."""
        return self._in_unit(self._kernel("biweight_location").copy())

    @per_source
    def biweight_midvariance(self):
        """Biweight midvariances (c = 9): float64 of shape (N,), in the unit of the data squared."""
        return self._in_unit(self._kernel("biweight_midvariance").copy(), 2)

    @per_source
    def gini(self):
        """
        Gini coefficients of the absolute values: float64 of shape (N,), from 0 to 1.

        0 where all values are equal, for one value, and where all are 0.
        """
        return self._kernel("gini").copy()
