"""The drop-in for photutils' `AperturePhotometry`."""

import time

import numpy as np
from astropy.units import pix

from astroapers import _rust
from astroapers.apertures import PixelAp
from astroapers.measurement import Rules
from astroapers.photutils._installed import (
    OriginalAperturePhotometry,
    deprecated_positional_kwargs,
)
from astroapers.photutils.checks import check_columns, check_method, check_threads
from astroapers.photutils.convert import (
    as_apertures,
    as_pixels,
    as_rows,
    as_target,
    describe,
    is_measurable,
    is_sky,
    sky_centers,
    unlike_positions,
)
from astroapers.photutils.flags import decode_by_id
from astroapers.photutils.images import (
    NATIVE_ONLY_PLAIN,
    check_image,
    is_for_kernels,
    strip_units,
    unpack_nddata,
)
from astroapers.photutils.results import HandedOver, LazyResults, per_object, per_source
from astroapers.photutils.segmentation import check_segmentation
from astroapers.photutils.sums import sum_steps
from astroapers.photutils.tables import general_meta, plain_table

__all__ = ["AperturePhotometry"]

__doctest_requires__ = {"*": ["photutils>=3.0"]}

_PIX2 = pix**2
_FINITE = Rules(finite=True)
_BY_APERTURE = ("flux", "flux_err", "area", "flags")
_COLUMNS = ("id", "x_center", "y_center", "sky_center", *_BY_APERTURE)
_SEQUENCES = (list, tuple, np.ndarray)


class AperturePhotometry(LazyResults):
    """
    Sums of image values within apertures, with errors, areas and flags.

    As `photutils.aperture.AperturePhotometry` of version 3.1, whichever version is installed.
    Nothing is measured before the first result is asked for; then everything is, once. An object
    is not meant to be changed, and may be read from several threads.

    Circles, ellipses, rectangles, their annuli and polygons of photutils, in pixels or on the sky,
    and all of our own apertures are measured by the kernels of this package. All else is handed to
    photutils' own class, and with it every result: subclasses of its apertures, complex and
    long-double data, masked arrays.

    Parameters
    ----------
    data : array_like, `~astropy.units.Quantity` or `~astropy.nddata.NDData`
        The image, of shape (ny, nx) and any real dtype, byte order and strides; not copied.
        Non-finite values are left out and flagged. From `~astropy.nddata.NDData`, the mask, the
        unit, the WCS and a `~astropy.nddata.StdDevUncertainty` are used, and ``error``, ``mask``
        and ``wcs`` ignored, with a warning for each.
    apertures : `~photutils.aperture.Aperture`, `~regions.Region`, `~astroapers.PixelAp`, or \
sequence of these
        What to sum; N positions, the same for all members of a sequence.
    error : array_like or `~astropy.units.Quantity`, optional
        Standard deviation of each pixel, of the shape and the unit of ``data``.
    mask : array_like of bool, optional
        Pixels to leave out (True), of the shape of ``data``.
    wcs : object, optional
        A WCS of astropy's shared interface; needed for sky apertures.
    method : {'exact', 'center', 'subpixel'}, optional
        How much of a pixel counts: the fraction of its area inside the aperture; all of it if its
        centre is inside; or the fraction of its ``subpixels`` by ``subpixels`` samples inside.
    subpixels : int, optional
        Samples along each side of a pixel, for ``method='subpixel'`` only.
    segmentation_image : `~photutils.segmentation.SegmentationImage`, optional
        Which source each pixel belongs to.
    labels : int or array_like of int, optional
        Label of the source at each position, of shape (N,); 0 switches ``mask_method`` off there.
    mask_method : {'none', 'mask', 'source_only', 'background_only', 'correct'}, optional
        What to do about pixels of other sources: nothing; leave them out; use only those of the
        source itself; use only those of no source; or give them the values mirrored about the
        position.
    n_threads : int, optional
        The most threads to use. The results do not depend on it.

    Raises
    ------
    ValueError
        If an array has the wrong shape, units differ, ``method``, ``subpixels``, ``mask_method``
        or ``n_threads`` is none, ``apertures`` is empty, positions differ, there is a sky aperture
        without a WCS, or ``labels`` and ``segmentation_image`` do not fit.
    TypeError
        If a region has no aperture of its kind, ``segmentation_image`` is something else, or an
        input can only be measured by photutils and that has no such class, or one of the apertures
        is ours. When first measuring: if ``mask`` is not boolean.
    AttributeError
        If one of the apertures is none.

    Examples
    --------
    >>> import numpy as np
    >>> from photutils.aperture import CircularAperture
    >>> from astroapers.photutils import AperturePhotometry
    >>> data = np.ones((24, 32))
    >>> data[12, 20] = np.nan
    >>> apertures = CircularAperture([(10.0, 10.0), (20.5, 12.0)], r=3.0)
    >>> phot = AperturePhotometry(data, apertures)
    >>> phot.flux
    array([28.27433388, 27.27433388])
    >>> phot.decode_flags()
    {1: [], 2: ['non_finite_data']}
    >>> phot.to_table().colnames
    ['id', 'x_center', 'y_center', 'flux', 'flux_err', 'area', 'flags']
    """

    def __init__(
        self,
        data,
        apertures,
        *,
        error=None,
        mask=None,
        wcs=None,
        method="exact",
        subpixels=5,
        segmentation_image=None,
        labels=None,
        mask_method="none",
        n_threads=1,
    ):
        self._time = time.time()
        data, error, mask, wcs = unpack_nddata(data, error, mask, wcs, stacklevel=3)
        self._given = data, apertures, error, mask
        self._wcs = wcs
        self.method = method
        self.subpixels = subpixels
        self.mask_method = mask_method
        self.segmentation_image = segmentation_image
        self.labels = labels
        self._read_image(data, error, mask)
        self._samples = check_method(method, subpixels, "method")
        self.n_threads = check_threads(n_threads)
        self._read_apertures(apertures)
        if self._original is not None:
            return
        self._segmentation = None
        if mask_method != "none" or labels is not None:
            self._segmentation = check_segmentation(
                segmentation_image, labels, mask_method, self.n_positions, self._data.shape
            )
        if not (is_for_kernels(self._data) and is_for_kernels(self._error)):
            self._hand_over()

    def _read_image(self, data, error, mask):
        if type(data) is np.ndarray and error is None:
            self._unit = None
        else:
            (data, error), self._unit = strip_units(("data", "error"), (data, error))
        self._data = check_image(data, "data")
        self._error = check_image(error, "error", self._data.shape)
        self._mask = check_image(mask, "mask", self._data.shape)

    def _read_apertures(self, apertures):
        self._single = not isinstance(apertures, _SEQUENCES)
        if self._single:
            apertures = (apertures,)
        elif len(apertures) == 0:
            raise ValueError("apertures must not be empty")
        self._inputs = apertures
        if not all(map(is_measurable, apertures)):
            # The descriptions come first, as they refuse what is no aperture.
            self._described = self._describe()
            apertures = as_apertures(apertures)
            if not all(map(is_measurable, apertures)):
                self._apertures = apertures
                self._hand_over()
                return
        self._sky_positions = None
        if is_sky(apertures[0]):
            if self._wcs is None:
                raise ValueError(
                    "A WCS transform must be defined by the input data or the wcs keyword when "
                    "using a SkyAperture object."
                )
            self._sky_positions = apertures[0].positions
            apertures = as_pixels(apertures, self._wcs)
        if unlike_positions(apertures):
            raise ValueError("Input apertures must all have identical positions")
        self._apertures = apertures

    def _hand_over(self):
        """Leave everything to photutils' own class, which may refuse it."""
        if any(isinstance(ap, PixelAp) for ap in self._inputs):
            raise TypeError(NATIVE_ONLY_PLAIN)
        if OriginalAperturePhotometry is None:
            raise TypeError(
                "AperturePhotometry needs photutils 3.1 or later for masked arrays, complex, "
                "long-double or object data, and for subclasses of its apertures"
            )
        data, apertures, error, mask = self._given
        original = OriginalAperturePhotometry(
            data,
            apertures,
            error=error,
            mask=mask,
            wcs=self._wcs,
            method=self.method,
            subpixels=self.subpixels,
            segmentation_image=self.segmentation_image,
            labels=self.labels,
            mask_method=self.mask_method,
            n_threads=self.n_threads,
        )
        for name in ("isscalar", "n_positions", "meta", "default_columns"):
            setattr(self, name, getattr(original, name))
        self._original = original

    @per_object
    def _measured(self):
        """Sum, area, variance and flags of each aperture, of shape (N,)."""
        mask = self._mask
        if mask is not None:
            mask = np.asarray(mask)
            if mask.dtype != bool:
                raise TypeError("mask must be a boolean array")
        try:
            members = [as_target(ap) for ap in self._apertures]
            # As `Images`; see `sum_steps`.
            images = (self._data, mask, self._error, self._segmentation, None, None)
            steps = sum_steps(members, self._samples, _FINITE)
            return _rust.measure(images, steps, self.n_threads)
        except (ValueError, OverflowError):
            # Sizes that the kernels refuse and photutils may not.
            if OriginalAperturePhotometry is None or any(
                isinstance(ap, PixelAp) for ap in self._apertures
            ):
                raise
            self._hand_over()
            raise HandedOver from None

    def _by_aperture(self, name):
        """One of the measured arrays, of shape (N,), or (N, K) for a sequence."""
        values = [found[name] for found in self._measured]
        return values[0] if self._single else np.stack(values, axis=1)

    def _with_unit(self, values):
        return values if self._unit is None else values << self._unit

    @per_object
    def _positions(self):
        return as_rows(self._apertures[0])

    @per_object
    def isscalar(self):
        """Whether there is a single position, given as such: ``(x, y)``."""
        return self._apertures[0].isscalar

    @per_object
    def n_positions(self):
        """Number N of positions (int)."""
        return len(self._positions)

    @per_object
    def default_columns(self):
        """Names of the columns of `to_table`, in order (list of str)."""
        columns = list(_COLUMNS)
        if self._wcs is None:
            columns.remove("sky_center")
        return columns

    @per_object
    def meta(self):
        """Date, versions, arguments and the apertures as given (dict), for tables."""
        meta = general_meta(self._time)
        meta["aperture_photometry_args"] = (
            f"method='{self.method}', subpixels={self.subpixels}, "
            f"mask_method='{self.mask_method}', n_threads={self.n_threads}"
        )
        meta.update(self._described)
        return meta

    @per_object
    def _described(self):
        return self._describe()

    def _describe(self):
        described = {}
        for index, ap in enumerate(self._inputs):
            describe(ap, "aperture" if self._single else f"aperture{index}", described)
        return described

    @per_source
    def id(self):
        """Numbers of the positions, from 1: int64 of shape (N,)."""
        return np.arange(1, self.n_positions + 1)

    @per_source
    def x_center(self):
        """Positions in x, in pixels without a unit: float64 of shape (N,)."""
        return self._positions[:, 0].copy()

    @per_source
    def y_center(self):
        """Positions in y, in pixels without a unit: float64 of shape (N,)."""
        return self._positions[:, 1].copy()

    @per_source
    def sky_center(self):
        """Sky positions, as given or by the WCS: coordinates of shape (N,), or `None`."""
        return sky_centers(self._sky_positions, self._wcs, self._positions)

    @per_source
    def flux(self):
        """
        Sums of the weighted data: float64 of shape (N,), for a sequence of apertures (N, K).

        With the unit of the data. NaN where the aperture does not overlap the image, 0 where all
        of its pixels are left out.
        """
        return self._with_unit(self._by_aperture("sum"))

    @per_source
    def flux_err(self):
        """
        Errors of `flux`, of its shape and unit.

        Square roots of the sums of squared weights times squared errors; NaN without an error.
        """
        if self._error is None:
            errors = np.full(self._by_aperture("sum").shape, np.nan)
        else:
            with np.errstate(invalid="ignore"):
                errors = np.sqrt(self._by_aperture("variance"))
        return self._with_unit(errors)

    @per_source
    def area(self):
        """
        Sums of the weights of the pixels used, in pix², of the shape of `flux`.

        NaN where the aperture does not overlap the image.
        """
        return self._by_aperture("area") << _PIX2

    @per_source
    def flags(self):
        """Quality flags, int64 of the shape of `flux`; see `decode_flags`."""
        return self._by_aperture("flags")

    @deprecated_positional_kwargs(since="3.1", until="4.0")
    def to_table(self, *, columns=None):
        """
        Make a table of the results.

        Parameters
        ----------
        columns : str or sequence of str, optional
            Names of columns, in the wanted order: ``'id'``, ``'x_center'``, ``'y_center'``,
            ``'sky_center'``, ``'flux'``, ``'flux_err'``, ``'area'``, ``'flags'``. Unless given,
            `default_columns`.

        Returns
        -------
        `~astropy.table.QTable`
            One row for each position. For a sequence of apertures the last four columns come once
            for each, numbered: ``flux_0``, ``flux_1`` and so on.

        Raises
        ------
        ValueError
            If there is no such column, or for ``'sky_center'`` no WCS.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import RectAp
        >>> from astroapers.photutils import AperturePhotometry
        >>> phot = AperturePhotometry(np.ones((24, 32)), [RectAp((10, 10), 4, 2)])
        >>> print(phot.to_table(columns=["id", "flux", "area"]))
         id flux_0 area_0
                    pix2
        --- ------ ------
          1    8.0    8.0
        """
        names = self.default_columns if columns is None else check_columns(columns, _COLUMNS)
        values = {name: self._full(name) for name in names}
        if self._original is not None:
            return self._original.to_table(columns=names)
        if "sky_center" in names and values["sky_center"] is None:
            raise ValueError(
                "the 'sky_center' column requires a WCS, which must be defined by the input data "
                "or the wcs keyword"
            )
        table = {}
        for name, column in values.items():
            if name in _BY_APERTURE and not self._single:
                for index in range(len(self._apertures)):
                    table[f"{name}_{index}"] = column[:, index].copy()
            else:
                table[name] = column.copy() if hasattr(column, "copy") else column
        return plain_table(table, self.meta)

    def decode_flags(self, *, return_bit_values=False):
        """
        Say what the flags mean.

        Parameters
        ----------
        return_bit_values : bool, optional
            Whether to give bits instead of names.

        Returns
        -------
        dict
            From each number `id` (int) to the list of its names or bits; for a sequence of K
            apertures to a list of K lists.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import CircAp
        >>> from astroapers.photutils import AperturePhotometry
        >>> AperturePhotometry(np.ones((24, 32)), CircAp((0, 0), 2)).decode_flags()
        {1: ['partial_overlap']}
        """
        flags = self._full("flags")
        if self._original is not None:
            return self._original.decode_flags(return_bit_values=return_bit_values)
        return decode_by_id(self._full("id"), flags, return_bit_values)

    def _arguments(self, form, separator):
        names = ("method", "subpixels", "mask_method", "n_threads")
        return separator.join(form.format(name, getattr(self, name)) for name in names)

    def __repr__(self):
        return f"{type(self).__name__}({self._arguments('{}={!r}', ', ')})"

    def __str__(self):
        name = f"{type(self).__module__}.{type(self).__name__}"
        return f"<{name}>\n{self._arguments('{}: {!r}', chr(10))}"
