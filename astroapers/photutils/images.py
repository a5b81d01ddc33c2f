"""Reading data, error and mask as the drop-in accepts them."""

from typing import NamedTuple

import numpy as np
from astropy.nddata import NDData, StdDevUncertainty
from astropy.units import Quantity, UnitBase

from astroapers.inputs import KERNEL_DTYPES
from astroapers.photutils._installed import IS_3_0


class Image(NamedTuple):
    """Plain arrays of one shape, and the unit that data and error have in common."""

    data: np.ndarray
    error: np.ndarray | None
    mask: np.ndarray | None
    unit: object | None


def read_image(data, error, mask):
    """Return the `Image` of these inputs, or None if they are not for the kernels or not valid."""
    data, unit = _split_unit(data)
    if error is not None:
        error, error_unit = _split_unit(error)
        if error is None or _differ(unit, error_unit):
            return None
    return _checked(data, error, mask, unit)


def read_nddata(nddata):
    """Return ``(image, wcs)`` of an NDData object, `read_image`'s None included."""
    unit = nddata.unit
    if not isinstance(unit, UnitBase | None):
        return None, None
    error = None
    uncertainty = nddata.uncertainty
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
    return _checked(_plain(nddata.data), error, nddata.mask, unit), nddata.wcs


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


def _split_unit(value):
    """Return ``(array, unit)``; the array is None if the value is not a plain one."""
    if isinstance(value, Quantity):
        # A masked quantity is a Quantity too, but its value is not a plain array.
        return _plain(value.value), value.unit
    return _plain(value), None


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


def is_nddata(data):
    """Whether this is an NDData object (CCDData included)."""
    return type(data) is not np.ndarray and isinstance(data, NDData)
