"""What `ApertureStats` is made of: its inputs, checked, and cut to some of the sources."""

import time
from copy import copy

import numpy as np

from astroapers._arguments import is_instance
from astroapers.apertures import PixelAp
from astroapers.photutils._installed import IS_3_0, Aperture, OriginalApertureStats
from astroapers.photutils.checks import check_method, check_threads
from astroapers.photutils.clipping import check_sigma_clip, clip_numbers
from astroapers.photutils.convert import (
    as_apertures,
    as_pixels,
    as_target,
    describe,
    is_measurable,
    is_sky,
)
from astroapers.photutils.images import (
    NATIVE_ONLY_PLAIN,
    check_image,
    is_for_kernels,
    strip_units,
    unpack_nddata,
)
from astroapers.photutils.results import LazyResults, per_object
from astroapers.photutils.segmentation import check_segmentation
from astroapers.photutils.tables import general_meta

__all__ = ["DEFAULT_COLUMNS", "StatsInputs"]

DEFAULT_COLUMNS = (
    "id",
    "x_centroid",
    "y_centroid",
    "sky_centroid",
    "sum",
    "sum_err",
    "sum_aper_area",
    "center_aper_area",
    "min",
    "max",
    "mean",
    "median",
    "mode",
    "std",
    "mad_std",
    "var",
    "biweight_location",
    "biweight_midvariance",
    "fwhm",
    "semimajor_axis",
    "semiminor_axis",
    "orientation",
    "eccentricity",
    "flags",
)

# What photutils 3.0 does not take.
_SINCE_3_1 = ("ddof", "segmentation_image", "labels", "mask_method", "n_threads")

# Attributes that a part of a catalogue has in common with the whole.
_SHARED = (
    "sigma_clip",
    "sum_method",
    "subpixels",
    "ddof",
    "segmentation_image",
    "mask_method",
    "n_threads",
    "_data",
    "_error",
    "_mask",
    "_unit",
    "_wcs",
    "_samples",
    "_clip",
)


class StatsInputs(LazyResults):
    """
    Base of `ApertureStats`: everything up to the first measurement.

    Examples
    --------
    >>> from astroapers.photutils import ApertureStats
    >>> from astroapers.photutils.stats_inputs import StatsInputs
    >>> issubclass(ApertureStats, StatsInputs)
    True
    """

    # The catalogue that this one is a part of, and the index of the part.
    _origin = None

    def _set_up(self, given, options):
        """Check the inputs in photutils' order, or give them to its class."""
        self._time = time.time()
        self._given = given
        _, self.aperture, *_ = given
        self.__dict__.update(options)
        if IS_3_0 and not isinstance(self.aperture, PixelAp) and self._is_call_of_3_0():
            self._hand_over()
            return
        self._set_up_kernels()

    def _is_call_of_3_0(self):
        same = (0, None, None, "none", 1)
        return all(
            type(value := getattr(self, name)) is type(default) and value == default
            for name, default in zip(_SINCE_3_1, same, strict=True)
        )

    def _set_up_kernels(self):
        data, aperture, error, mask, wcs, local_bkg = self._given
        data, error, mask, wcs = unpack_nddata(data, error, mask, wcs, stacklevel=5)
        self._given = data, aperture, error, mask, wcs, local_bkg
        if type(data) is np.ndarray and error is None and local_bkg is None:
            self._unit = None
        else:
            names = ("data", "error", "local_bkg")
            (data, error, local_bkg), self._unit = strip_units(names, (data, error, local_bkg))
        self._data = check_image(data, "data")
        self._wcs = wcs
        self._read_aperture(aperture)
        self._error = check_image(error, "error", self._data.shape)
        self._mask = check_image(mask, "mask", self._data.shape)
        if self._mask is not None:
            if self._mask.dtype != bool:
                raise TypeError("mask must be a boolean array")
            self._mask = np.asarray(self._mask)
        self._check_options()
        if not self._is_for_kernels():
            self._hand_over()
            return
        self._pixels = self.aperture
        if is_sky(self.aperture):
            (self._pixels,) = as_pixels((self.aperture,), wcs)
        self._background = None if local_bkg is None else self._check_background(local_bkg)
        self._segmentation = None
        if self.mask_method != "none" or self.labels is not None:
            self._segmentation = check_segmentation(
                self.segmentation_image,
                self.labels,
                self.mask_method,
                self.n_positions,
                self._data.shape,
            )

    def _read_aperture(self, aperture):
        if not is_measurable(aperture):
            if not isinstance(aperture, Aperture) and not is_instance(
                aperture, "regions", "Region"
            ):
                raise TypeError("aperture must be an Aperture or Region object")
            # The description comes first, as in photutils.
            self._described = self._describe(aperture)
            (self.aperture,) = as_apertures((aperture,))
        if is_sky(self.aperture) and self._wcs is None:
            raise ValueError("A wcs is required when using a SkyAperture")

    def _check_options(self):
        check_sigma_clip(self.sigma_clip)
        self._clip = None if self.sigma_clip is None else clip_numbers(self.sigma_clip)
        self._samples = check_method(self.sum_method, self.subpixels, "sum_method")
        ddof = self.ddof
        whole = isinstance(ddof, (int, np.integer)) and not isinstance(ddof, bool)
        if not whole or ddof < 0:
            raise ValueError("ddof must be a nonnegative integer")
        self.n_threads = check_threads(self.n_threads)

    def _is_for_kernels(self):
        return (
            is_measurable(self.aperture)
            and (self.sigma_clip is None or self._clip is not None)
            and is_for_kernels(self._data)
            and is_for_kernels(self._error)
        )

    def _check_background(self, local_bkg):
        """Return the local backgrounds as float64 of shape (N,)."""
        local_bkg = np.atleast_1d(local_bkg)
        n = self.n_positions
        if local_bkg.ndim != 1:
            raise ValueError("local_bkg must be a 1D array")
        if len(local_bkg) not in (1, n):
            raise ValueError(
                "local_bkg must be scalar or have the same length as the input aperture"
            )
        if not np.isfinite(local_bkg).all():
            raise ValueError("local_bkg must not contain any nonfinite (e.g., inf or NaN) values")
        return np.ascontiguousarray(np.broadcast_to(local_bkg, n), dtype=np.float64)

    def _hand_over(self):
        """Leave everything to photutils' own class, which may refuse it."""
        if isinstance(self.aperture, PixelAp):
            raise TypeError(NATIVE_ONLY_PLAIN)
        if self._origin is not None:
            whole, index = self._origin
            if whole._original is None:
                whole._hand_over()
            original = whole._original[index]
        else:
            original = self._make_original()
        self.aperture = original.aperture
        self._original = original

    def _make_original(self):
        data, aperture, error, mask, wcs, local_bkg = self._given
        options = {} if IS_3_0 else {name: getattr(self, name) for name in _SINCE_3_1}
        if IS_3_0 and not self._is_call_of_3_0():
            raise TypeError(
                f"ApertureStats needs photutils 3.1 or later to use any of {_SINCE_3_1} with "
                "masked arrays, complex, long-double or object data, subclasses of its apertures, "
                "or sigma clipping by callables or with 'grow'"
            )
        return OriginalApertureStats(
            data,
            aperture,
            error=error,
            mask=mask,
            wcs=wcs,
            # Called, it stores state; the user's may be in use in other threads.
            sigma_clip=copy(self.sigma_clip),
            sum_method=self.sum_method,
            subpixels=self.subpixels,
            local_bkg=local_bkg,
            **options,
        )

    @per_object
    def _by_kernels(self):
        """The same catalogue, measured by the kernels, for what photutils 3.0 does not have."""
        if self._origin is not None:
            whole, index = self._origin
            return whole._by_kernels[index]
        other = type(self).__new__(type(self))
        for name in ("_time", "_given", "aperture", "sigma_clip", "sum_method", "subpixels"):
            other.__dict__[name] = self.__dict__[name]
        for name in _SINCE_3_1:
            other.__dict__[name] = self.__dict__[name]
        other.aperture = self._given[1]
        # photutils 3.0 may measure what the kernels do not, but it has been asked for more.
        other._original = None
        other._set_up_kernels()
        if other._original is not None:
            raise TypeError("this result needs photutils 3.1 or later for such inputs")
        return other

    def _from_original(self, original, name):
        if IS_3_0 and not hasattr(type(original), name):
            return getattr(self._by_kernels, name)
        return getattr(original, name)

    def _part(self, index):
        """Return the catalogue of some of the sources, with what is known about them."""
        part = type(self).__new__(type(self))
        part._origin = self, index
        part._time = self._time
        for name in _SHARED:
            if name in self.__dict__:
                part.__dict__[name] = self.__dict__[name]
        part.meta = self.meta
        part.default_columns = self.default_columns
        part.labels = None if self.labels is None else np.atleast_1d(self.labels)[index]
        if self._original is not None:
            part._original = self._original[index]
            part.aperture = part._original.aperture
            return part
        part.aperture = self.aperture[index]
        part._pixels = part.aperture if self._pixels is self.aperture else self._pixels[index]
        rows = np.atleast_1d(np.arange(self.n_positions)[index])
        part._ids = self._ids[rows]
        part._background = None if self._background is None else self._background[rows]
        part._segmentation = None
        if self._segmentation is not None:
            segments, labels, code = self._segmentation
            part._segmentation = segments, labels[rows], code
        part._known = {name: values[rows] for name, values in self._known.copy().items()}
        return part

    @per_object
    def _known(self):
        """What the kernels have said, by name, with one row for each source."""
        return {}

    @per_object
    def _ids(self):
        return np.arange(1, self.n_positions + 1)

    @per_object
    def _positions(self):
        return self._target.positions

    @per_object
    def _target(self):
        return as_target(self._pixels)

    def __getstate__(self):
        # The engine's polygon cannot be stored; it is made again.
        state = {name: value for name, value in self.__dict__.items() if name != "_target"}
        state["_computed"] = {k: value for k, value in self._computed.items() if k != "_target"}
        return state

    @per_object
    def isscalar(self):
        """Whether there is a single position, given as such: ``(x, y)``."""
        return self._pixels.isscalar if self._original is None else self._original.isscalar

    @per_object
    def n_positions(self):
        """Number N of positions (int)."""
        if self._original is not None:
            return len(np.atleast_1d(self._original.id))
        return len(self._positions)

    @per_object
    def default_columns(self):
        """Names of the columns of `to_table`, in order (list of str)."""
        if self._original is not None:
            return list(self._original.default_columns)
        return list(DEFAULT_COLUMNS)

    @per_object
    def meta(self):
        """Date, versions and the aperture as given (dict), for tables."""
        if self._original is not None:
            return self._original.meta
        return general_meta(self._time) | self._described

    @per_object
    def _described(self):
        return self._describe(self._given[1])

    @staticmethod
    def _describe(aperture):
        described = {}
        describe(aperture, "aperture", described)
        return described
