"""Sums and statistics of pixel values, as attributes of `ApertureStats`."""

import math

import numpy as np
from astropy.units import pix

from astroapers import _rust
from astroapers.apertures import PixelAp
from astroapers.photutils.results import HandedOver, per_object, per_source
from astroapers.photutils.stats_inputs import StatsInputs
from astroapers.photutils.sums import photometry

__all__ = ["ValueProperties"]

_PIX2 = pix**2
_MAD_TO_STD = 1.482602218505602  # of a normal distribution
_MEDIAN_TO_MEAN_ERROR = math.sqrt(math.pi / 2.0)

# Which pass of the kernels a result is from; 'basic' belongs to every pass.
_GROUPS = {
    "median": "median",
    "mad": "mad",
    "biweight_location": "biweight",
    "biweight_midvariance": "biweight",
    "gini": "gini",
    "moments": "moments",
    "moments_central": "moments",
}

# Which of them results are made of.
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
    **dict.fromkeys(_SHAPES, ("moments",)),
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
        names = [name for name in names if name not in known]
        if not names:
            return
        wanted = ("basic", *sorted({_GROUPS[name] for name in names if name in _GROUPS}))
        results = self._run(
            _rust.statistics,
            *self._target,
            self._positions,
            self._data,
            wanted=wanted,
            n_threads=self.n_threads,
        )
        for name, values in results.items():
            known.setdefault(name, values)

    def _run(self, function, *args, **options):
        """Call a kernel with the options that all of them have."""
        return self._refusable(
            function,
            *args,
            mask=self._mask,
            segmentation=self._segmentation,
            background=self._background,
            clip=self._clip,
            snap=isinstance(self._pixels, PixelAp),
            **options,
        )

    def _refusable(self, function, *args, **options):
        """Call a kernel; what it refuses photutils may not, and then has to take over."""
        try:
            return function(*args, **options)
        except (ValueError, OverflowError):
            if isinstance(self._pixels, PixelAp):
                raise
            self._hand_over()
        raise HandedOver

    def _sum_kernel(self, name):
        """A result of the sum footprint, of N rows: sums, areas, variances or sum_flags."""
        known = self._known
        if name not in known:
            sums, areas, variances, flags = self._run(
                _sum_footprint,
                self._target,
                self._positions,
                self._data,
                error=self._error,
                subpixels=self._samples,
                n_threads=self.n_threads,
            )
            empty = areas[0] == 0
            sums[0, empty] = areas[0, empty] = np.nan
            if variances is None:
                variances = np.full(sums.shape, np.nan)
            variances[0, empty] = np.nan
            names = ("sums", "areas", "variances", "sum_flags")
            for key, values in zip(names, (sums, areas, variances, flags), strict=True):
                known.setdefault(key, values[0])
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
        return self._in_unit(self._sum_kernel("sums").copy())

    @per_source
    def sum_err(self):
        """
        Errors of `sum`, of its shape and unit.

        Square roots of the sums of squared weights times squared errors; NaN without an error, or
        if no pixel is left.
        """
        with np.errstate(invalid="ignore"):
            return self._in_unit(np.sqrt(self._sum_kernel("variances")))

    @per_source
    def sum_aper_area(self):
        """Sums of the weights of `sum` in pix², of shape (N,); NaN if no pixel is left."""
        return self._sum_kernel("areas").copy() << _PIX2

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


def _sum_footprint(target, positions, data, *, snap, **options):
    return photometry([target], [snap], positions, data, nonfinite=True, **options)
