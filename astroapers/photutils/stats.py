"""The drop-in for photutils' `ApertureStats`."""

import warnings
from copy import deepcopy
from functools import cached_property

import numpy as np
from astropy.units import pix

from astroapers.photutils._installed import (
    IS_3_0,
    DeprecationCategory,
    deprecated_getattr,
    deprecated_positional_kwargs,
)
from astroapers.photutils.checks import check_columns
from astroapers.photutils.flags import decode_by_id
from astroapers.photutils.results import per_source
from astroapers.photutils.stats_cutouts import CutoutProperties
from astroapers.photutils.tables import make_table

__all__ = ["ApertureStats"]

__doctest_requires__ = {"*": ["photutils>=3.0"]}

_RENAMED = {
    "covar_sigx2": "covariance_xx",
    "covar_sigxy": "covariance_xy",
    "covar_sigy2": "covariance_yy",
    "cxx": "ellipse_cxx",
    "cxy": "ellipse_cxy",
    "cyy": "ellipse_cyy",
    "data_sumcutout": "data_sum_cutout",
    "error_sumcutout": "error_sum_cutout",
    "get_id": "select_id",
    "get_ids": "select_ids",
    "semimajor_sigma": "semimajor_axis",
    "semiminor_sigma": "semiminor_axis",
    "xcentroid": "x_centroid",
    "ycentroid": "y_centroid",
}
_NO_COLUMNS = ("data_sumcutout", "error_sumcutout", "get_id", "get_ids")


class ApertureStats(CutoutProperties):
    """
    Statistics of the image values within an aperture.

    As `photutils.aperture.ApertureStats`. Nothing is measured before the first result is asked
    for, and only what results need. An object is not meant to be changed, and may be read from
    several threads.

    Circles, ellipses, rectangles, their annuli and polygons of photutils, in pixels or on the sky,
    and all of our own apertures are measured by the kernels of this package. All else is handed to
    photutils' own class, and with it every result: subclasses of its apertures, complex and
    long-double data, masked arrays, sigma clipping by callables or with ``grow``. With photutils
    3.0, so is every call that it understands, as its numbers are others in places; what it does
    not have (``flags``, ``mean_err``, ``median_err``, ``sky_orientation``, and the arguments from
    ``ddof`` on but ``local_bkg``) is that of version 3.1.

    Parameters
    ----------
    data : array_like, `~astropy.units.Quantity` or `~astropy.nddata.NDData`
        The image, of shape (ny, nx) and any real dtype, byte order and strides; not copied.
        Non-finite values are left out. From `~astropy.nddata.NDData`, the mask, the unit, the WCS
        and a `~astropy.nddata.StdDevUncertainty` are used, and ``error``, ``mask`` and ``wcs``
        ignored, with a warning for each.
    aperture : `~photutils.aperture.Aperture`, `~regions.Region` or `~astroapers.PixelAp`
        Where to measure; N positions.
    error : array_like or `~astropy.units.Quantity`, optional
        Standard deviation of each pixel, of the shape and the unit of ``data``.
    mask : array_like of bool, optional
        Pixels to leave out (True), of the shape of ``data``.
    wcs : object, optional
        A WCS of astropy's shared interface; needed for a sky aperture.
    sigma_clip : `~astropy.stats.SigmaClip`, optional
        Which values to leave out besides.
    sum_method : {'exact', 'center', 'subpixel'}, optional
        How much of a pixel counts for the results named in ``SUM_FOOTPRINT_PROPERTIES``: the
        fraction of its area inside the aperture; all of it if its centre is inside; or the
        fraction of its ``subpixels`` by ``subpixels`` samples inside. For all other results it is
        the centre that decides.
    subpixels : int, optional
        Samples along each side of a pixel, for ``sum_method='subpixel'`` only.
    ddof : int, optional
        What to subtract from the number of values for `var` and `std`.
    local_bkg : float, array_like or `~astropy.units.Quantity`, optional
        What to subtract from the data, in their unit: one number, or of shape (N,).
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
        If an array has the wrong shape, units differ, ``sum_method``, ``subpixels``, ``ddof``,
        ``mask_method`` or ``n_threads`` is none, ``local_bkg`` is not finite, a sky aperture comes
        without a WCS, or ``labels`` and ``segmentation_image`` do not fit.
    TypeError
        If ``aperture`` is none, ``mask`` is not boolean, ``sigma_clip`` or ``segmentation_image``
        is something else, or an input can only be measured by photutils and the aperture is ours.

    Examples
    --------
    >>> import numpy as np
    >>> from photutils.aperture import CircularAperture
    >>> from astroapers.photutils import ApertureStats
    >>> y, x = np.mgrid[:24, :32]
    >>> data = np.exp(-((x - 10.2) ** 2 + (y - 9.9) ** 2) / 8.0)
    >>> stats = ApertureStats(data, CircularAperture([(10.0, 10.0), (20.5, 12.0)], r=5.0))
    >>> stats.centroid[0].round(2), stats.fwhm[0].round(1)
    (array([10.16,  9.92]), <Quantity 4.2 pix>)
    >>> len(stats), stats[0].id, stats[0].max == stats.max[0]
    (2, np.int64(1), np.True_)
    >>> stats.to_table(columns=["id", "sum", "median"]).colnames
    ['id', 'sum', 'median']
    """

    SUM_FOOTPRINT_PROPERTIES = (
        "sum",
        "sum_err",
        "sum_aper_area",
        "data_sum_cutout",
        "error_sum_cutout",
    )

    def __init__(
        self,
        data,
        aperture,
        *,
        error=None,
        mask=None,
        wcs=None,
        sigma_clip=None,
        sum_method="exact",
        subpixels=5,
        ddof=0,
        local_bkg=None,
        segmentation_image=None,
        labels=None,
        mask_method="none",
        n_threads=1,
    ):
        options = {
            "sigma_clip": sigma_clip,
            "sum_method": sum_method,
            "subpixels": subpixels,
            "ddof": ddof,
            "segmentation_image": segmentation_image,
            "labels": labels,
            "mask_method": mask_method,
            "n_threads": n_threads,
        }
        self._set_up((data, aperture, error, mask, wcs, local_bkg), options)

    @per_source
    def id(self):
        """Numbers of the sources, from 1, which parts of a catalogue keep: int64 of shape (N,)."""
        return self._ids.copy()

    @property
    def properties(self):
        """Names of all results, sorted (list of str)."""
        if IS_3_0 and self._original is not None:
            return self._original.properties
        return _names_of_results(type(self))

    @property
    def ids(self):
        """Like `id`; deprecated since version 3.1 of photutils."""
        if IS_3_0 and self._original is not None:
            return self._original.ids
        _warn_deprecated("Use the 'id' attribute instead.")
        return self.id

    @property
    def n_apertures(self):
        """Like `n_positions`; deprecated since version 3.1 of photutils."""
        if not (IS_3_0 and self._original is not None):
            _warn_deprecated("Use the 'n_positions' attribute instead.")
        return self.n_positions

    @property
    def inertia_tensor(self):
        """Second central moments in pix², of shape (N, 2, 2); deprecated like `ids`."""
        if IS_3_0 and self._original is not None:
            return self._original.inertia_tensor
        _warn_deprecated()
        tensor = self._inertia_tensor()
        return tensor[0] if self.isscalar else tensor

    def _inertia_tensor(self):
        central = self._full("moments_central")
        if self._original is not None:
            central = np.reshape(central, (-1, 4, 4))
        xx, xy, yy = central[:, 0, 2], central[:, 1, 1], central[:, 2, 0]
        return np.stack((xx, -xy, -xy, yy), axis=-1).reshape(-1, 2, 2) << pix**2

    def __getattr__(self, name):
        # Its words differ between versions.
        return deprecated_getattr(self, name, _RENAMED, since="3.0", until="4.0")

    def __getitem__(self, index):
        if self.isscalar:
            raise TypeError(f"A scalar {type(self).__name__!r} object cannot be indexed")
        return self._part(index)

    def __len__(self):
        if self.isscalar:
            raise TypeError(f"Scalar {type(self).__name__!r} object has no len()")
        return self.n_positions

    def __iter__(self):
        for index in range(len(self)):
            yield self[index]

    def __str__(self):
        name = f"{type(self).__module__}.{type(self).__name__}"
        return f"<{name}>\nLength: {self.n_positions}"

    __repr__ = __str__

    def copy(self):
        """
        Make a deep copy.

        Returns
        -------
        ApertureStats
            Sharing nothing with this one.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import CircAp
        >>> from astroapers.photutils import ApertureStats
        >>> ApertureStats(np.ones((24, 32)), CircAp((10, 10), 3)).copy().max
        np.float64(1.0)
        """
        return deepcopy(self)

    def select_id(self, id_num):
        """
        Take one source, by its number.

        Parameters
        ----------
        id_num : int
            Its `id`.

        Returns
        -------
        ApertureStats
            A scalar one.

        Raises
        ------
        ValueError
            If there is no such source.
        TypeError
            If this is a scalar object.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import CircAp
        >>> from astroapers.photutils import ApertureStats
        >>> stats = ApertureStats(np.ones((24, 32)), CircAp([(10, 10), (2, 2)], 3))
        >>> stats.select_id(2).id
        np.int64(2)
        """
        return self.select_ids(id_num)

    def select_ids(self, id_nums):
        """
        Take some sources, by their numbers.

        Parameters
        ----------
        id_nums : int or array_like of int
            Each an `id`.

        Returns
        -------
        ApertureStats
            In the order of the numbers; a scalar one for a single number.

        Raises
        ------
        ValueError
            If there is no such source.
        TypeError
            If this is a scalar object.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import CircAp
        >>> from astroapers.photutils import ApertureStats
        >>> stats = ApertureStats(np.ones((24, 32)), CircAp([(10, 10), (2, 2)], 3))
        >>> stats.select_ids([2, 1]).id
        array([2, 1])
        """
        if self.isscalar:
            raise TypeError(f"A scalar {type(self).__name__!r} object cannot be indexed")
        ids = np.atleast_1d(self._full("id"))
        for number in np.atleast_1d(id_nums):
            if number not in ids:
                raise ValueError(f"{number} is not a valid source ID number")
        order = np.argsort(ids)
        return self[order[np.searchsorted(ids, id_nums, sorter=order)]]

    @deprecated_positional_kwargs(since="3.0", until="4.0")
    def to_table(self, *, columns=None):
        """
        Make a table of results.

        Parameters
        ----------
        columns : str or sequence of str, optional
            Names of results, in the wanted order: ``'id'`` and all of `properties` but the
            cutouts. Unless given, `default_columns`.

        Returns
        -------
        `~astropy.table.QTable`
            One row for each source.

        Raises
        ------
        ValueError
            If there is no such column.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import RectAp
        >>> from astroapers.photutils import ApertureStats
        >>> stats = ApertureStats(np.ones((24, 32)), RectAp((10, 10), 4.5, 2.5))
        >>> print(stats.to_table(columns=["id", "sum", "mean"]))
         id  sum  mean
        --- ----- ----
          1 11.25  1.0
        """
        original = self._original
        if original is not None and (columns is None or not IS_3_0):
            return original.to_table(columns=columns)
        if columns is None:
            names = list(self.default_columns)
        else:
            allowed = {*self.properties, *self.default_columns, "inertia_tensor"}
            if original is not None:  # that of 3.0, which has not all of them
                allowed.update(_names_of_results(type(self)))
            allowed = {name for name in allowed if "_cutout" not in name}
            names = check_columns(columns, allowed | (_RENAMED.keys() - set(_NO_COLUMNS)))
        if original is None:
            self._measure_for(names)
        table = {_RENAMED.get(name, name): self._column(name) for name in names}
        return make_table(table, self.meta, _RENAMED)

    def _column(self, name):
        """One column of a table, in memory of its own."""
        values = getattr(self, name)
        if self.isscalar:
            values = np.array([None]) if values is None else _unsqueezed(values)
        elif hasattr(values, "copy"):
            values = values.copy()
        return values

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
            From each number `id` (int) to the list of its names or bits.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import CircAp
        >>> from astroapers.photutils import ApertureStats
        >>> ApertureStats(np.ones((24, 32)), CircAp((0, 0), 2)).decode_flags()
        {1: ['partial_overlap']}
        """
        flags = np.atleast_1d(self._full("flags"))
        return decode_by_id(np.atleast_1d(self._full("id")), flags, return_bit_values)


def _unsqueezed(value):
    """Give a scalar result the axis of the sources back."""
    if isinstance(value, np.generic):
        return np.array([value])
    if isinstance(value, np.ndarray):
        return value.reshape(1, *value.shape).copy()
    try:
        return value.reshape(1)  # a coordinate
    except AttributeError:
        return (value,)


def _names_of_results(cls):
    """Names of the attributes with one value for each source, those of a subclass included."""
    names = set()
    for part in cls.__mro__:
        names.update(
            name for name, value in vars(part).items() if isinstance(value, cached_property)
        )
    # Attributes of the whole object, and what is no result.
    names -= {"id", "isscalar", "n_positions", "meta", "default_columns"}
    return sorted(name for name in names if not name.startswith("_"))


def _warn_deprecated(advice=""):
    message = "This function was deprecated in version 3.1 and will be removed in version 4.0."
    warnings.warn(f"{message} {advice}".strip(), DeprecationCategory, stacklevel=3)
