"""
How exactly the statistics of a source can agree.

Values are compared to 1e-12 of themselves, or to 1e-13 of the scale on which rounding acts, where
that is larger. With v the pixel values of a source, A the largest absolute one, S the sum of the
absolute ones, R the largest distance from the origin of its moments, and k = S / abs(sum v) for how
much cancels in the net flux, these scales are:

- A for what is linear in the values (mean, mode, std, errors, biweight location);
- the largest value of the image for weighted values and their sums, since weights may be off by
  1e-13 where they are small themselves;
- A times the standard deviation for variances;
- S R^p for moments of order p, k S R^p for those about the centroid;
- k R for the centroid, k R² for covariances and their eigenvalues;
- what follows from that for sizes, angles, ratios and the like, which are undefined when k is 1e6.

Counts, areas in whole pixels, boxes, flags, minimum, maximum and pixels cut out are identical.
"""

from copy import copy

import numpy as np

RTOL = 1e-12
EPS = 1e-13

IDENTICAL = (
    "flags",
    "center_aper_area",
    "bbox_xmin",
    "bbox_xmax",
    "bbox_ymin",
    "bbox_ymax",
    "min",
    "max",
)


class Scales:
    """Absolute tolerances for the properties of these statistics, which are the expected ones."""

    def __init__(self, stats, factor=1.0):
        self.factor = factor
        image = np.asarray(stats._data)
        self.brightest = float(np.max(np.abs(image), initial=0.0, where=np.isfinite(image)))
        self.n = stats.n_positions
        self.many = not stats.isscalar
        with np.errstate(invalid="ignore"):
            cutouts, weighted = stats.data_cutout, stats.data_sum_cutout
        if not isinstance(cutouts, list):
            cutouts, weighted = [cutouts], [weighted]
        values = [np.ma.compressed(cutout) for cutout in cutouts]
        values = [value[np.isfinite(value)] for value in values]
        self.largest = np.array([np.max(np.abs(value), initial=0.0) for value in values])
        self.std = np.array([np.std(value) if value.size else 0.0 for value in values])
        self.flux = np.array([np.sum(np.abs(value)) for value in values])
        self.weighted = np.array([np.nansum(np.abs(np.ma.compressed(one))) for one in weighted])
        net = np.array([abs(np.sum(value)) for value in values])
        with np.errstate(divide="ignore", invalid="ignore"):
            self.cancelled = np.where(self.flux > 0, self.flux / net, np.inf)
        self.size = np.array([max(cutout.shape, default=1) + 1.0 for cutout in cutouts])
        centroid = np.atleast_2d(stats.cutout_centroid)
        self.far = self.size + np.nan_to_num(np.abs(centroid).max(axis=1), posinf=np.inf)
        self.eigvals = np.atleast_2d(stats.covariance_eigvals.value)
        with np.errstate(invalid="ignore", over="ignore"):
            self.covariance = factor * EPS * self.cancelled * self.far**2
        # Whether the net flux is positive, and the moments are those of a shape, is rounding here.
        self.vague = self.cancelled > 1e6

    def of(self, which):
        """Return the tolerances of some of the sources."""
        part = copy(self)
        for name, value in vars(self).items():
            if isinstance(value, np.ndarray):
                setattr(part, name, value[which])
        part.n = np.count_nonzero(which)
        return part

    def check(self, value, expected, name):
        """Compare the values of a property."""
        value = value.reshape(
            self.n, *expected.shape[1 if expected.shape[:1] == (self.n,) else 0 :]
        )
        expected = expected.reshape(value.shape)
        if name in IDENTICAL:
            np.testing.assert_array_equal(value, expected, err_msg=name)
            return
        skip = np.zeros(self.n, dtype=bool)
        atol = self._of_values(name)
        if atol is None:
            skip = self.vague
            atol = self._of_shapes(name, value)
        if name in ("orientation", "sky_orientation"):
            with np.errstate(invalid="ignore"):
                difference = (value - expected + 90.0) % 180.0 - 90.0
                round_ = self.eigvals[:, 0] - self.eigvals[:, 1] < 1e3 * self.covariance
            skip = skip | round_
            value = np.where(np.isnan(difference), value, expected + difference)
        elif name == "eccentricity":
            value, expected = value**2, expected**2
            # The root of nothing, or of nothing and a negative rounding error.
            larger, smaller = self.eigvals.T
            even = larger - smaller <= 4 * self.covariance + 1e-12 * larger
            value, expected = (np.where(even & np.isnan(e2), 0.0, e2) for e2 in (value, expected))
        keep = ~skip
        atol = np.broadcast_to(np.asarray(atol).T, value.T.shape).T
        self._assert(value[keep], expected[keep], atol[keep], name)

    def _assert(self, value, expected, atol, name):
        np.testing.assert_array_equal(np.isnan(value), np.isnan(expected), err_msg=name)
        with np.errstate(invalid="ignore"):
            difference = np.abs(value - expected)
            allowed = RTOL * self.factor * np.abs(expected) + atol
            good = (difference <= allowed) | (value == expected) | np.isnan(expected)
        if not good.all():
            worst = np.unravel_index(np.nanargmax(np.where(good, 0.0, difference)), good.shape)
            raise AssertionError(
                f"{name}{list(map(int, worst))}: {value[worst]!r} instead of {expected[worst]!r}, "
                f"off by {difference[worst]:.3g} where {allowed[worst]:.3g} is allowed; "
                f"{np.count_nonzero(~good)} of {good.size} are off"
            )

    def check_sky(self, value, expected, name):
        """Compare positions in the sky, to 1e-9 arcseconds or what the centroid allows."""
        value, expected = value.reshape(-1), expected.reshape(-1)
        apart = value.separation(expected).arcsec
        nan = np.isnan(expected.spherical.lon.deg) | np.isnan(expected.spherical.lat.deg)
        nan_of_value = np.isnan(value.spherical.lon.deg) | np.isnan(value.spherical.lat.deg)
        keep = ~self.vague
        np.testing.assert_array_equal(nan_of_value[keep], nan[keep], err_msg=name)
        keep &= ~nan
        allowed = 1e-9 + 0.5 * self._of_centroid()
        assert (apart[keep] <= allowed[keep]).all(), name

    def _of_values(self, name):
        """Return the tolerance of properties that do not depend on the net flux."""
        linear = self.factor * EPS * self.largest
        match name:
            case "mean" | "median" | "std" | "mean_err" | "median_err" | "mad_std":
                return linear
            case "biweight_location":
                return linear
            case "mode":
                return 5 * linear
            case "var" | "biweight_midvariance":
                return linear * (self.std + linear)
            case "gini":
                return np.full(self.n, self.factor * EPS)
            case "sum":
                return self.factor * EPS * (self.weighted + self.brightest)
            case "sum_err" | "sum_aper_area":
                # Weights are exact to that; errors in the tests are of order 1.
                return np.full(self.n, self.factor * EPS)
            case "moments":
                order = np.add.outer(np.arange(4), np.arange(4))
                scale = self.flux[:, None, None] * self.size[:, None, None] ** order
                return self.factor * EPS * scale
        return None

    def _of_centroid(self):
        with np.errstate(invalid="ignore", over="ignore"):
            return self.factor * EPS * self.cancelled * self.far

    def _of_shapes(self, name, value):
        """Return the tolerance of properties that are ratios to the net flux."""
        larger, smaller = self.eigvals.T
        with np.errstate(all="ignore"):
            match name:
                case "cutout_centroid" | "centroid" | "x_centroid" | "y_centroid":
                    return np.broadcast_to(self._of_centroid(), value.T.shape).T
                case "moments_central":
                    order = np.add.outer(np.arange(4), np.arange(4))
                    scale = (self.flux * self.cancelled)[:, None, None]
                    return self.factor * EPS * scale * self.far[:, None, None] ** order
                case "orientation" | "sky_orientation":
                    return 1e-10 + 120 * self.covariance / (larger - smaller)
                case "eccentricity":  # squared
                    return 4 * self.covariance / larger + 1e-12
                case "elongation":
                    return 4 * self.covariance / smaller * np.sqrt(larger / smaller)
                case "ellipticity":
                    return 4 * self.covariance / smaller + 1e-13
                case "ellipse_cxx" | "ellipse_cyy" | "ellipse_cxy":
                    return 8 * self.covariance / smaller**2
            if name.startswith(("covariance", "inertia")):
                per_source = 2 * self.covariance
                return np.broadcast_to(per_source, value.T.shape).T
            if name in ("semimajor_axis", "semiminor_axis", "fwhm"):
                return 6 * self.covariance
        raise NotImplementedError(f"no scale for {name}")
