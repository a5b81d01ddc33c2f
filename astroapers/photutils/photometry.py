"""The drop-in for photutils' `aperture_photometry`."""

import numpy as np

from astroapers.apertures import PixelAp
from astroapers.photutils._installed import (
    deprecated_positional_kwargs,
    original_aperture_photometry,
)
from astroapers.photutils.convert import read_apertures, sky_centers, stand_in
from astroapers.photutils.images import (
    NATIVE_ONLY_PLAIN,
    is_nddata,
    read_image,
    read_nddata,
    unpack_nddata,
)
from astroapers.photutils.sums import is_apart, sampling, table_sums
from astroapers.photutils.tables import general_meta, make_table, position_columns

__all__ = ["aperture_photometry"]

__doctest_requires__ = {"aperture_photometry": ["photutils>=3.0"]}


@deprecated_positional_kwargs(since="3.0", until="4.0")
def aperture_photometry(
    data, apertures, error=None, mask=None, method="exact", subpixels=5, wcs=None
):
    """
    Sum image values within apertures, as `photutils.aperture.aperture_photometry` does.

    Circles, ellipses, rectangles, their annuli and polygons, in pixels or on the sky, and all of
    our own apertures are measured by the kernels of this package. All else goes to photutils:
    subclasses of its aperture classes, complex and long-double data, masked arrays, and every
    invalid input, so that the exceptions are photutils' own. Where versions of photutils differ,
    the numbers are those of the installed one.

    Arguments after ``apertures`` should be passed by keyword; by position they cause photutils'
    deprecation warning.

    Parameters
    ----------
    data : array_like, `~astropy.units.Quantity` or `~astropy.nddata.NDData`
        The image, of shape (ny, nx) and any real dtype, byte order and strides. Arrays are not
        copied. Non-finite values are not masked: one inside an aperture makes the sum non-finite.
        From an `~astropy.nddata.NDData` object, the mask, the unit, the WCS and a
        `~astropy.nddata.StdDevUncertainty` are used; ``error``, ``mask`` and ``wcs`` are then
        ignored, with a warning for each.
    apertures : `~photutils.aperture.Aperture`, `~regions.Region`, `~astroapers.PixelAp`, or \
sequence of these
        What to sum. All members of a sequence must have the same positions.
    error : array_like or `~astropy.units.Quantity`, optional
        Standard deviation of each pixel, of the shape and the unit of ``data``.
    mask : array_like of bool, optional
        Pixels to leave out (True), of the shape of ``data``.
    method : {'exact', 'center', 'subpixel'}, optional
        How much of a pixel counts: the fraction of its area inside the aperture; all of it if its
        centre is inside; or the fraction of its ``subpixels`` by ``subpixels`` samples inside.
    subpixels : int, optional
        Samples along each side of a pixel, for ``method='subpixel'`` only.
    wcs : object, optional
        A WCS of astropy's shared interface, needed for sky apertures. With it the table has the
        column ``sky_center``.

    Returns
    -------
    `~astropy.table.QTable`
        One row for each position: ``id`` (int64, from 1), ``x_center`` and ``y_center`` (float64,
        pixels, without a unit), ``sky_center`` (`~astropy.coordinates.SkyCoord`, with a WCS),
        ``aperture_sum`` and, with ``error``, ``aperture_sum_err`` (float64, in the unit of
        ``data``). For a sequence of apertures the last two are numbered: ``aperture_sum_0``,
        ``aperture_sum_err_0``, ``aperture_sum_1`` and so on, also if the sequence has one member.
        A sum is NaN for an aperture that does not overlap the image.

    Raises
    ------
    ValueError
        If ``data`` is not 2D; if ``error`` or ``mask`` has another shape; if only one of ``data``
        and ``error`` has a unit, or the units differ; if ``method`` is unknown or ``subpixels``
        not a positive integer; for a sky aperture without a WCS; if positions differ.
    TypeError
        If ``mask`` is not boolean, a region has no aperture of its kind, or the data are not plain
        real numbers of at most 8 bytes and one of the apertures is ours.
    IndexError
        If ``apertures`` is an empty sequence.
    AttributeError
        If ``apertures`` is or contains something else.

    Examples
    --------
    >>> import numpy as np
    >>> from photutils.aperture import CircularAperture
    >>> from astroapers.photutils import aperture_photometry
    >>> aperture = CircularAperture([(10.0, 10.0), (20.5, 12.0)], r=3.0)
    >>> table = aperture_photometry(np.ones((24, 32)), aperture)
    >>> table.colnames
    ['id', 'x_center', 'y_center', 'aperture_sum']
    >>> np.allclose(table['aperture_sum'], np.pi * 3.0**2)
    True
    """
    given = data, error, mask, wcs
    table = _kernel_table(given, apertures, method, subpixels)
    if table is None and _has_native(apertures):
        table = _native_table(given, apertures, method, subpixels)
    if table is None:
        table = original_aperture_photometry(
            data,
            apertures,
            error=error,
            mask=mask,
            method=method,
            subpixels=subpixels,
            wcs=wcs,
        )
    return table


def _kernel_table(given, apertures, method, subpixels):
    """
    Return the table, or None if photutils has to make it, or to refuse.

    Nothing here warns or raises by itself, so that what photutils checks comes in its own order:
    only its conversions of regions and of sky apertures may.
    """
    data, error, mask, wcs = given
    if is_nddata(data):
        if not (error is None and mask is None and wcs is None):
            return None
        image, wcs = read_nddata(data)
    else:
        image = read_image(data, error, mask)
    samples = sampling(method, subpixels)
    if image is None or samples is None:
        return None
    targets = read_apertures(apertures, wcs)
    if targets is None:
        return None
    native = any(one.native for one in targets.members)
    if not native and any(is_apart(one, samples) for one in targets.members):
        return None
    try:
        results = table_sums(targets, image, samples)
    except (ValueError, OverflowError):
        if native:
            raise
        # Sizes or positions that the kernels refuse and photutils may not: an infinite radius, or
        # in 3.0 an inner size made larger than the outer one.
        return None

    columns = position_columns(targets.positions, None)
    if targets.sky_center is not None or wcs is not None:
        columns["sky_center"] = sky_centers(targets.sky_center, wcs, targets.positions)
    _add_sums(columns, results, image.unit, targets.single)
    meta = general_meta()
    meta["aperture_photometry_args"] = f"method='{method}', subpixels={subpixels}"
    meta.update(targets.meta)
    return make_table(columns, meta)


def _has_native(apertures):
    members = apertures if isinstance(apertures, list | tuple | np.ndarray) else (apertures,)
    return any(isinstance(ap, PixelAp) for ap in members)


def _native_table(given, apertures, method, subpixels):
    """Return the table of a call with our own apertures, or refuse it: photutils cannot."""
    if is_nddata(given[0]):
        given = unpack_nddata(*given, stacklevel=5)
        table = _kernel_table(given, apertures, method, subpixels)
        if table is not None:
            return table
    if isinstance(apertures, list | tuple | np.ndarray):
        apertures = [stand_in(ap) for ap in apertures]
    else:
        apertures = stand_in(apertures)
    data, error, mask, wcs = given
    # Most of what may be wrong is so for any aperture, and has its exception in photutils.
    original_aperture_photometry(
        data, apertures, error=error, mask=mask, method=method, subpixels=subpixels, wcs=wcs
    )
    raise TypeError(NATIVE_ONLY_PLAIN)


def _add_sums(columns, results, unit, single):
    for index, (sums, errors) in enumerate(results):
        suffix = "" if single else f"_{index}"
        columns[f"aperture_sum{suffix}"] = sums if unit is None else sums << unit
        if errors is not None:
            columns[f"aperture_sum_err{suffix}"] = errors if unit is None else errors << unit
