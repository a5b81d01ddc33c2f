"""Validation that the two classes share; what is refused is refused in photutils' words."""

import warnings

import numpy as np
from astropy.nddata import NDData, StdDevUncertainty
from astropy.units import Quantity, UnitBase
from astropy.utils.exceptions import AstropyUserWarning

from astroapers.inputs import KERNEL_DTYPES

__all__ = [
    "NATIVE_ONLY_PLAIN",
    "check_columns",
    "check_image",
    "check_method",
    "check_threads",
    "is_for_kernels",
    "strip_units",
    "unpack_nddata",
]

NATIVE_ONLY_PLAIN = (
    "apertures of astroapers are measured on plain arrays of real numbers of at most 8 bytes "
    "(mask and unit may come with NDData and Quantity), and clipped by named functions without "
    "'grow'"
)

_INTEGERS = (int, np.integer)


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
    >>> from astroapers.photutils.checks import unpack_nddata
    >>> unpack_nddata(NDData([[1.0]], unit="Jy"), None, None, None, 2)[0]
    <Quantity [[1.]] Jy>
    """
    if type(data) is np.ndarray or not isinstance(data, NDData):
        return data, error, mask, wcs
    for name, value in (("error", error), ("mask", mask), ("wcs", wcs)):
        if value is not None:
            warnings.warn(
                f"The {name!r} keyword is ignored. Its value is obtained from the input NDData "
                "object.",
                AstropyUserWarning,
                stacklevel=stacklevel,
            )
    uncertainty = data.uncertainty
    error = None
    if isinstance(uncertainty, StdDevUncertainty):
        error = uncertainty.array
        if uncertainty.unit is not None:
            error = error << uncertainty.unit
    image, unit = data.data, data.unit
    if unit is not None:
        # The shift does not copy the image, but takes units that photutils refuses.
        image = image << unit if isinstance(unit, UnitBase) else Quantity(image, unit)
    return image, error, data.mask, data.wcs


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
    >>> from astroapers.photutils.checks import strip_units
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
    >>> from astroapers.photutils.checks import check_image
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
    >>> from astroapers.photutils.checks import is_for_kernels
    >>> is_for_kernels(np.ones((2, 2))), is_for_kernels(np.ma.ones((2, 2)))
    (True, False)
    """
    if image is None:
        return True
    kind = type(image)
    return (kind is np.ndarray or kind is np.memmap) and image.dtype.char in KERNEL_DTYPES


def check_method(method, subpixels, name):
    """
    Translate a method to the number of samples along a side of a pixel.

    Parameters
    ----------
    method : {'exact', 'center', 'subpixel'}
        The method.
    subpixels : int
        Looked at for ``'subpixel'`` only.
    name : str
        What the user calls the method.

    Returns
    -------
    int
        0 for exact weights.

    Raises
    ------
    ValueError
        If the method is unknown, or ``subpixels`` is not a positive integer.

    Examples
    --------
    >>> from astroapers.photutils.checks import check_method
    >>> check_method("exact", None, "method"), check_method("subpixel", 5, "method")
    (0, 5)
    """
    if method == "exact":
        return 0
    if method == "center":
        return 1
    if method != "subpixel":
        raise ValueError(f"Invalid {name}: {method!r}")
    if not (isinstance(subpixels, _INTEGERS) and type(subpixels) is not bool and subpixels > 0):
        raise ValueError("subpixels must be a strictly positive integer")
    return int(subpixels)


def check_threads(n_threads):
    """
    Insist on a positive number of threads.

    Parameters
    ----------
    n_threads : int
        A bool is none.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If it is anything else.

    Examples
    --------
    >>> from astroapers.photutils.checks import check_threads
    >>> check_threads(2)
    2
    """
    valid = isinstance(n_threads, _INTEGERS) and type(n_threads) is not bool
    if not valid or n_threads < 1:
        raise ValueError("n_threads must be a positive integer")
    return int(n_threads)


def check_columns(columns, allowed):
    """
    Insist on known columns of a table.

    Parameters
    ----------
    columns : str or iterable of str
        What the user wants.
    allowed : iterable of str
        All there are.

    Returns
    -------
    list of str

    Raises
    ------
    ValueError
        If there are others; the message lists all that are allowed.

    Examples
    --------
    >>> from astroapers.photutils.checks import check_columns
    >>> check_columns("flux", ["flux", "area"])
    ['flux']
    """
    columns = [columns] if isinstance(columns, str) else list(columns)
    allowed = set(allowed)
    unknown = [name for name in columns if name not in allowed]
    if unknown:
        raise ValueError(
            f"Invalid column name(s): {unknown!r}. The allowed column names are: {sorted(allowed)}."
        )
    return columns
