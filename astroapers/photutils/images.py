"""
Data, error and mask as photutils accepts them, and what it says of others.

What holds an image is taken apart by `astroapers.images`. Here is what differs in photutils: what
it refuses and in which words, what it ignores with a warning, and what only it can measure (None).
"""

import warnings
from typing import NamedTuple

import numpy as np
from astropy.nddata import StdDevUncertainty
from astropy.units import Quantity, UnitBase
from astropy.utils.exceptions import AstropyUserWarning

from astroapers.images import KERNEL_DTYPES
from astroapers.images.containers import is_nddata, nddata_parts, split_unit
from astroapers.photutils._installed import IS_3_0

__all__ = [
    "NATIVE_ONLY_PLAIN",
    "Image",
    "check_image",
    "is_for_kernels",
    "is_nddata",
    "read_image",
    "read_nddata",
    "strip_units",
    "unpack_nddata",
]

NATIVE_ONLY_PLAIN = (
    "apertures of astroapers are measured on plain arrays of real numbers of at most 8 bytes "
    "(mask and unit may come with NDData and Quantity), and clipped by named functions without "
    "'grow'"
)


class Image(NamedTuple):
    """Plain arrays of one shape, and the unit that data and error have in common."""

    data: np.ndarray
    error: np.ndarray | None
    mask: np.ndarray | None
    unit: object | None


def read_image(data, error, mask):
    """Return the `Image` of these inputs, or None if they are not for the kernels or not valid."""
    data, unit = split_unit(data)
    if error is not None:
        error, error_unit = split_unit(error)
        error = _plain(error)
        if error is None or _differ(unit, error_unit):
            return None
    return _checked(_plain(data), error, mask, unit)


def read_nddata(nddata):
    """Return ``(image, wcs)`` of an NDData object, `read_image`'s None included."""
    data, mask, unit, uncertainty, wcs = nddata_parts(nddata)
    if not isinstance(unit, UnitBase | None):
        return None, None
    error = None
    if isinstance(uncertainty, StdDevUncertainty) and uncertainty.array is None:
        if uncertainty.unit is not None:
            return None, None  # photutils fails on it, in its own words
    elif isinstance(uncertainty, StdDevUncertainty):
        error = _plain(uncertainty.array)
        if error is None or _differ(unit, uncertainty.unit):
            return None, None
        # With a unit, photutils makes a Quantity of the error, and so floats of integers. For 3.0
        # the two have different squares (see sums.py).
        if IS_3_0 and unit is not None and error.dtype.kind != "f":
            return None, None
    return _checked(_plain(data), error, mask, unit), wcs


def _checked(data, error, mask, unit):
    if data is None or data.ndim != 2 or data.dtype.char not in KERNEL_DTYPES:
        return None
    if error is not None and (error.shape != data.shape or error.dtype.char not in KERNEL_DTYPES):
        return None
    if mask is not None:
        mask = _plain_mask(mask)
        if mask is None or mask.dtype != bool or mask.shape != data.shape:
            return None
    return Image(data, error, mask, unit)


def _plain(value):
    """Return the value as a plain array without copying arrays, or None if it cannot be one."""
    if type(value) is np.ndarray:
        return value
    if type(value) is np.memmap:
        return np.asarray(value)
    if isinstance(value, np.ndarray):
        return None
    try:
        array = np.asanyarray(value)
    except (TypeError, ValueError):
        return None
    return array if type(array) is np.ndarray else None


def _plain_mask(mask):
    # photutils 3.0 takes arrays only, and no list.
    if IS_3_0 and not isinstance(mask, np.ndarray):
        return None
    return _plain(mask)


def _differ(unit, other):
    # As members of a set, as photutils compares them: equal units of unequal hash do differ.
    return unit is not other and len({unit, other}) > 1


def unpack_nddata(data, error, mask, wcs, stacklevel):
    """
    Take data, error, mask and WCS out of an `~astropy.nddata.NDData` object.

    Parameters
    ----------
    data : object
        All else than `~astropy.nddata.NDData` is passed on with the other arguments.
    error, mask, wcs : object
        What was given besides it: ignored then, with a warning for each that is not `None`.
    stacklevel : int
        Where the warnings point to, as in `warnings.warn`.

    Returns
    -------
    data, error, mask, wcs
        Its contents, data and error with their units.

    Examples
    --------
    >>> from astropy.nddata import NDData
    >>> from astroapers.photutils.images import unpack_nddata
    >>> unpack_nddata(NDData([[1.0]], unit="Jy"), None, None, None, 2)[0]
    <Quantity [[1.]] Jy>
    """
    if not is_nddata(data):
        return data, error, mask, wcs
    for name, value in (("error", error), ("mask", mask), ("wcs", wcs)):
        if value is not None:
            warnings.warn(
                f"The {name!r} keyword is ignored. Its value is obtained from the input NDData "
                "object.",
                AstropyUserWarning,
                stacklevel=stacklevel,
            )
    image, mask, unit, uncertainty, wcs = nddata_parts(data)
    error = None
    if isinstance(uncertainty, StdDevUncertainty):
        error = uncertainty.array
        if uncertainty.unit is not None:
            error = error << uncertainty.unit
    if unit is not None:
        # The shift does not copy the image, but takes units that photutils refuses.
        image = image << unit if isinstance(unit, UnitBase) else Quantity(image, unit)
    return image, error, mask, wcs


def strip_units(names, values):
    """
    Insist on one unit, and take it off.

    Parameters
    ----------
    names : tuple of str
        Names of the inputs.
    values : tuple
        The inputs; `None` for one that was not given.

    Returns
    -------
    values : tuple
        The inputs without units.
    unit : object or None
        The unit, `None` if there is none.

    Raises
    ------
    ValueError
        If the units are not identical, or only some inputs have one.

    Examples
    --------
    >>> from astropy import units as u
    >>> from astroapers.photutils.images import strip_units
    >>> strip_units(("data", "error"), ([1.0] * u.Jy, None))
    ((array([1.]), None), Unit("Jy"))
    """
    units = {
        name: getattr(value, "unit", None)
        for name, value in zip(names, values, strict=True)
        if value is not None
    }
    distinct = set(units.values())
    if len(distinct) > 1:
        lines = [f"The inputs {list(units)} must all have the same units:"]
        for name, unit in units.items():
            what = "does not have units" if unit is None else f"has units of {unit}"
            lines.append(f"    {name} {what}")
        raise ValueError("\n".join(lines))
    unit = distinct.pop() if distinct else None
    if unit is not None:
        values = tuple(None if value is None else value.value for value in values)
    return values, unit


def check_image(image, name, shape=None):
    """
    Insist on a 2-D array, of the shape of the data.

    Parameters
    ----------
    image : array_like or None
        `None` is passed on; so is what stands for "no mask" in `numpy.ma`, as `None`.
    name : str
        Its name.
    shape : tuple of int or None, optional
        Shape of the data.

    Returns
    -------
    ndarray or None
        Not copied if it is an array already; subclasses stay what they are.

    Raises
    ------
    ValueError
        If it has another number of dimensions, or another shape.

    Examples
    --------
    >>> from astroapers.photutils.images import check_image
    >>> check_image([[1, 2]], "data")
    array([[1, 2]])
    """
    if image is None or (name == "mask" and image is np.ma.nomask):
        return None
    image = np.asanyarray(image)
    if image.ndim != 2:
        raise ValueError(f"{name} must be a 2D array")
    if shape is not None and image.shape != shape:
        raise ValueError(f"data and {name} must have the same shape")
    return image


def is_for_kernels(image):
    """
    Whether the kernels read this array as it is.

    Parameters
    ----------
    image : ndarray or None
        Data or error.

    Returns
    -------
    bool

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.photutils.images import is_for_kernels
    >>> is_for_kernels(np.ones((2, 2))), is_for_kernels(np.ma.ones((2, 2)))
    (True, False)
    """
    if image is None:
        return True
    kind = type(image)
    return (kind is np.ndarray or kind is np.memmap) and image.dtype.char in KERNEL_DTYPES
