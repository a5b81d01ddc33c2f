"""
Conversion of positions, shape parameters and image shapes to what the engine takes.

The rules of geometry itself (sizes positive, inner inside outer, ...) live in the
engine; here are only types, array shapes and units.
"""

import math
import operator
import struct
import sys

import numpy as np

__all__ = [
    "as_coordinates",
    "as_frame",
    "as_number",
    "as_parameters",
    "as_plot_samples",
    "as_positions",
    "frozen",
    "frozen_pair",
    "is_instance",
]

_FLOAT64 = np.dtype(np.float64)
_PACK_PAIR = struct.Struct("2d").pack
# Types taken without any further question. Exact types: a subclass may carry a unit.
_PLAIN = frozenset({float, int, np.float64})
_LENGTH_UNITS = frozenset({"", "pix"})
_ANGLE_UNITS = frozenset({"", "rad"})


def is_instance(value, module, name):
    """
    Whether ``value`` is an instance of ``module.name``, without importing ``module``.

    An object of that class can only exist if its module has been imported already.

    Parameters
    ----------
    value : object
        Any object.
    module, name : str
        Full name of the module, and of the class in it.

    Returns
    -------
    bool

    Examples
    --------
    >>> from astroapers._arguments import is_instance
    >>> is_instance(3, "numpy.ma", "MaskedArray")
    False
    """
    cls = getattr(sys.modules.get(module), name, None)
    return cls is not None and isinstance(value, cls)


def frozen(array):
    """
    Copy to a C-contiguous float64 array that cannot be made writable again.

    Parameters
    ----------
    array : ndarray of float64
        Any memory order or strides.

    Returns
    -------
    ndarray of float64
        Its memory is an immutable bytes object.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers._arguments import frozen
    >>> frozen(np.zeros(2)).flags.writeable
    False
    """
    return np.ndarray(array.shape, _FLOAT64, array.tobytes())


def frozen_pair(x, y):
    """
    Frozen float64 array of shape ``(1, 2)`` from two numbers.

    Parameters
    ----------
    x, y : float
        The two values.

    Returns
    -------
    ndarray of float64, shape (1, 2)

    Examples
    --------
    >>> from astroapers._arguments import frozen_pair
    >>> frozen_pair(1.5, 2.0).tolist()
    [[1.5, 2.0]]
    """
    return np.ndarray((1, 2), _FLOAT64, _PACK_PAIR(x, y))


def as_positions(positions, validate=True):
    """
    Positions as the engine takes them.

    Parameters
    ----------
    positions : array_like, shape (2,) or (N, 2)
        One ``(x, y)`` or N of them, in pixels.
    validate : bool, optional
        Whether to insist on finite values.

    Returns
    -------
    positions : ndarray of float64, shape (N, 2)
        A frozen copy; N = 1 for one ``(x, y)``.
    isscalar : bool
        Whether one ``(x, y)`` was given.

    Raises
    ------
    ValueError
        For any other shape, for text that is no number, and for NaN, inf or `None`.
    TypeError
        For complex numbers and other things that are no real numbers.

    Examples
    --------
    >>> from astroapers._arguments import as_positions
    >>> array, isscalar = as_positions([(1, 2), (3, 4)])
    >>> array.shape, isscalar
    ((2, 2), False)
    """
    kind = type(positions)
    if (kind is tuple or kind is list) and len(positions) == 2:
        x, y = positions
        # Every NaN and inf fails the comparison; what is left out is for the way below.
        if type(x) in _PLAIN and type(y) in _PLAIN and -1e300 < x < 1e300 and -1e300 < y < 1e300:
            return np.ndarray((1, 2), _FLOAT64, _PACK_PAIR(x, y)), True
    # An array of float64 needs no conversion, only the checks below.
    if kind is np.ndarray and positions.dtype == _FLOAT64:
        array = positions
    else:
        array = as_coordinates("positions", positions)
    isscalar = array.shape == (2,)
    if not isscalar and (array.ndim != 2 or array.shape[1] != 2):
        hint = (
            "; from arrays of x and y: np.column_stack((x, y))" if array.shape[:1] == (2,) else ""
        )
        raise ValueError(
            f"positions must be (x, y) or have the shape (N, 2), got the shape {array.shape}{hint}"
        )
    if validate and not np.isfinite(array).all():
        bad = array[~np.isfinite(array)]
        raise ValueError(f"positions must be finite, got {bad[0]} ({bad.size} not finite)")
    return frozen(array.reshape(-1, 2)), isscalar


def as_coordinates(name, values):
    """
    Coordinates in pixels as float64, in the shape they have.

    Parameters
    ----------
    name : str
        What they are called in messages.
    values : array_like
        Plain numbers, or a Quantity or column in pixels.

    Returns
    -------
    ndarray of float64
        A fresh array; NaN where an element is masked or `None`.

    Raises
    ------
    ValueError
        For ragged input, and text that is no number.
    TypeError
        For complex numbers and other things that are no real numbers, and another unit.

    Examples
    --------
    >>> from astroapers._arguments import as_coordinates
    >>> as_coordinates("x", [3, None])
    array([ 3., nan])
    """
    return _as_floats(name, values, _LENGTH_UNITS)


def as_parameters(spec, values, n):
    """
    Shape parameters as the engine takes them.

    Parameters
    ----------
    spec : ShapeSpec
        The shape.
    values : tuple
        One value for each of ``spec.params``: a number, or an array of N numbers.
    n : int or None
        Number of positions; `None` for a scalar aperture.

    Returns
    -------
    tuple of float or ndarray of float64, shape (N,)
        Arrays are frozen copies.

    Raises
    ------
    ValueError
        For an array of another length than ``n``, any array if ``n`` is `None`, and
        text that is no number.
    TypeError
        For `None`, complex numbers and other things that are no real numbers.

    Examples
    --------
    >>> from astroapers._arguments import as_parameters
    >>> from astroapers._shapes import SHAPES
    >>> as_parameters(SHAPES["rect_ann"], (1, 2, 3, 4, 0.5, None), None)
    (1.0, 2.0, 3.0, 4.0, 0.5, 0.5)
    """
    params = []
    for name, value in zip(spec.params, values, strict=True):
        if type(value) is not float:
            if type(value) in _PLAIN:
                value = _as_float(name, value)
            elif value is None and (source := spec.follows(len(params))) is not None:
                value = params[source]
            else:
                units = _ANGLE_UNITS if name in spec.angles else _LENGTH_UNITS
                value = _as_parameter(name, value, n, units)
        params.append(value)
    return tuple(params)


def as_number(name, value, is_angle=False):
    """
    One real number as a Python float.

    Parameters
    ----------
    name : str
        What it is called in messages.
    value : float or object
        Anything `float` takes, but no complex number; a Quantity in pixels, or in a
        unit of angle.
    is_angle : bool, optional
        Whether it is an angle, to be in radians.

    Returns
    -------
    float

    Raises
    ------
    ValueError
        If it is an array, or text that is no number.
    TypeError
        If it is no real number, or has another unit.

    Examples
    --------
    >>> from astroapers._arguments import as_number
    >>> as_number("x", "3")
    3.0
    """
    if type(value) in _PLAIN:
        return _as_float(name, value)
    units = _ANGLE_UNITS if is_angle else _LENGTH_UNITS
    number = _as_number_or_array(name, value, units)
    if type(number) is not float:
        raise ValueError(f"{name} must be one number, got an array of shape {number.shape}")
    return number


def as_plot_samples(value):
    """
    Insist on a number of samples that two equal curves can share.

    Parameters
    ----------
    value : int
        The number.

    Returns
    -------
    int

    Raises
    ------
    ValueError
        If it is no integer, odd or less than 4.

    Examples
    --------
    >>> from astroapers._arguments import as_plot_samples
    >>> as_plot_samples(48)
    48
    """
    try:
        samples = operator.index(value)
    except TypeError:
        samples = 0
    if samples < 4 or samples % 2:
        raise ValueError(f"plot_samples must be an even integer of at least 4, got {value!r:.200}")
    return samples


def as_frame(shape, minimum=1):
    """
    Convert the shape of an image to two Python integers.

    Parameters
    ----------
    shape : sequence of two numbers
        ``(ny, nx)``; each is converted by `int`.
    minimum : int, optional
        The least value allowed.

    Returns
    -------
    tuple of int
        ``(ny, nx)``.

    Raises
    ------
    ValueError
        If there are not two numbers, or one is less than ``minimum``.

    Examples
    --------
    >>> from astroapers._arguments import as_frame
    >>> as_frame([3.0, 4])
    (3, 4)
    """
    try:
        ny, nx = shape
        frame = int(ny), int(nx)
    except (TypeError, ValueError, OverflowError):
        raise ValueError(f"shape must be two integers (ny, nx), got {shape!r:.200}") from None
    if not minimum <= min(frame) <= max(frame) <= sys.maxsize:
        rule = "positive" if minimum else "non-negative"
        raise ValueError(f"shape must be two {rule} integers (ny, nx), got {frame}")
    return frame


def _as_parameter(name, value, n, units):
    """One parameter as a float or a frozen array of shape (n,)."""
    value = _as_number_or_array(name, value, units)
    if type(value) is float:
        return value
    got = f"length {value.shape[0]}" if value.ndim == 1 else f"shape {value.shape}"
    if n is None:
        raise ValueError(
            f"{name} must be one number (length 1) for a scalar aperture, got an array of {got}"
        )
    if value.shape != (n,):
        raise ValueError(f"{name} must be one number or one per position (length {n}), got {got}")
    return frozen(value)


def _as_number_or_array(name, value, units):
    """A float, or a fresh float64 array of at least one dimension."""
    value = _without_unit(name, value, units)
    if _as_array(name, value).ndim == 0 and not isinstance(value, np.ndarray):
        return _as_float(name, value)
    array = _as_floats(name, value, units)
    return array if array.ndim else float(array)


def _as_float(name, value):
    """One real number as a Python float."""
    if isinstance(value, np.complexfloating):  # float() would drop the imaginary part
        raise TypeError(f"{name} must be a real number, got {value!r}")
    try:
        return float(value)
    except TypeError:
        raise TypeError(f"{name} must be a real number, got {value!r:.200}") from None
    except (ValueError, OverflowError):
        raise ValueError(f"{name} must be a finite real number, got {value!r:.200}") from None


def _as_floats(name, value, units):
    """Make a fresh float64 array; elements that are masked or None become NaN."""
    value = _without_unit(name, value, units)
    masked = None
    if is_instance(value, "numpy.ma", "MaskedArray"):
        masked = np.broadcast_to(value.mask, value.shape)
    array = _as_array(name, value)
    if array.dtype.kind in "cmMV":
        raise TypeError(f"{name} must be real numbers, got dtype {array.dtype}")
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # to inf: the caller checks
            array = array.astype(np.float64)
    except TypeError as err:
        raise TypeError(f"{name} must be real numbers: {err}") from None
    except (ValueError, OverflowError) as err:
        raise ValueError(f"{name} must be real numbers: {err}") from None
    if masked is not None:
        array[masked] = math.nan
    return array


def _as_array(name, value):
    """``np.asarray`` with the argument's name in the message about ragged input."""
    try:
        return np.asarray(value)
    except ValueError as err:
        raise ValueError(f"{name} must be a number or a regular array: {err}") from None


def _without_unit(name, value, units):
    """Strip a Quantity or table column of a unit that says nothing new; angles become radians."""
    unit = getattr(value, "unit", None)
    if unit is None:
        return value
    if units is _ANGLE_UNITS and hasattr(value, "to_value") and unit.physical_type == "angle":
        return value.to_value("rad")
    if str(unit) not in units:
        known = " or ".join(repr(known) for known in sorted(units) if known)
        raise TypeError(f"{name} must be plain numbers or have the unit {known}, got '{unit}'")
    return getattr(value, "value", value)
