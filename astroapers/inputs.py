"""
The one door for images: whatever holds pixels becomes plain arrays, masks and a unit.

Astropy is never imported here. An object of one of its classes can only exist if the
class has been loaded, so looking it up among the loaded modules is enough.
"""

from typing import Any, NamedTuple

import numpy as np

from astroapers._arguments import is_instance

__all__ = ["KERNEL_DTYPES", "Image", "as_floats", "as_mask", "check_mask_shape", "open_image"]

# Type characters of the dtypes that the kernels read as they are, in any byte order.
KERNEL_DTYPES = frozenset("?bBhHiIlLqQpPefd")

# Arrays whose elements may be masked.
_MASKED = (("numpy.ma", "MaskedArray"), ("astropy.utils.masked", "Masked"))


class Image(NamedTuple):
    """
    An image as the kernels see it.

    Parameters
    ----------
    data : ndarray, shape (ny, nx) or (K, ny, nx)
        The user's own memory where possible; real numbers of any dtype, long double
        and objects included.
    masks : tuple of ndarray
        None, one or several masks to be OR-ed, each of shape ``(ny, nx)`` or that of
        ``data``; of any dtype in `KERNEL_DTYPES`, non-zero and NaN mean excluded.
    unit : object or None
        The unit of the data.
    """

    data: np.ndarray
    masks: tuple[np.ndarray, ...]
    unit: Any

    @property
    def frame(self):
        """``(ny, nx)`` as a tuple of int."""
        return self.data.shape[-2:]

    @property
    def is_direct(self):
        """Whether the kernels can take the data without any conversion."""
        return self.data.dtype.char in KERNEL_DTYPES

    def with_unit(self, values):
        """
        Give an array the unit of the data.

        Parameters
        ----------
        values : ndarray
            Numbers of any dtype.

        Returns
        -------
        ndarray or Quantity
            Of the same dtype; ``values`` itself if the data have no unit.

        Examples
        --------
        >>> import numpy as np
        >>> from astropy import units as u
        >>> from astroapers.inputs import open_image
        >>> open_image(np.eye(2) * u.Jy).with_unit(np.arange(3))
        <Quantity [0, 1, 2] Jy>
        """
        if self.unit is None:
            return values
        # The shift, astropy's way to attach a unit, turns integers into floats.
        cls = type(np.empty(0) << self.unit)
        return cls(values, self.unit, dtype=values.dtype)

    def window(self, x_min, x_max, y_min, y_max):
        """
        Part of the image, converted for the kernels.

        Parameters
        ----------
        x_min, x_max, y_min, y_max : int
            Half-open ranges of columns and rows, inside the frame.

        Returns
        -------
        data : ndarray
            Of a dtype in `KERNEL_DTYPES`.
        masks : tuple of ndarray
            The same part of the masks.

        Raises
        ------
        TypeError, ValueError
            If an object in the array is no real number.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.inputs import open_image
        >>> data, masks = open_image(np.ones((5, 5), dtype=object)).window(1, 3, 0, 4)
        >>> data.dtype, data.shape, masks
        (dtype('float64'), (4, 2), ())
        """
        part = (..., slice(y_min, y_max), slice(x_min, x_max))
        data, masks = self.data[part], tuple(mask[part] for mask in self.masks)
        if data.dtype.char == "O":  # a masked object may be anything
            for mask in masks:
                data = np.where(mask, 0.0, data)
        return as_floats(data), masks

    def at(self, yy, xx):
        """
        Pixels at integer coordinates.

        Parameters
        ----------
        yy, xx : ndarray of float64, shape (n,)
            Coordinates in the frame, as the kernels return them.

        Returns
        -------
        ndarray, shape (n,)
            A copy, of the dtype of the data.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.inputs import open_image
        >>> open_image([[1, 2], [3, 4]]).at(np.array([0.0, 1.0]), np.array([1.0, 1.0]))
        array([2, 4])
        """
        return self.data[yy.astype(np.intp), xx.astype(np.intp)]

    def of_ones(self):
        """
        Image of ones with the same frame and masks, which takes no memory.

        Returns
        -------
        Image
            Its weighted values are the weights themselves.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers.inputs import open_image
        >>> open_image(np.zeros((2, 3), dtype=object)).of_ones().data.strides
        (0, 0)
        """
        return self._replace(data=np.broadcast_to(np.True_, self.frame))


def as_floats(values):
    """
    Convert data that the kernels cannot read.

    Parameters
    ----------
    values : ndarray
        Long doubles, or objects that are numbers.

    Returns
    -------
    ndarray of float64

    Raises
    ------
    TypeError, ValueError
        If an object is no real number.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.inputs import as_floats
    >>> as_floats(np.array([1, 2.5], dtype=object))
    array([1. , 2.5])
    """
    try:
        with np.errstate(over="ignore", invalid="ignore"):  # long double beyond float64
            return values.astype(np.float64)
    except (TypeError, ValueError, OverflowError) as err:
        kind = TypeError if isinstance(err, TypeError) else ValueError
        raise kind(f"data must be real numbers within the range of float64: {err}") from None


def open_image(data, mask=None, *, stack=True):
    """
    Take apart whatever holds an image.

    Parameters
    ----------
    data : array_like, `~astropy.units.Quantity`, `~astropy.nddata.NDData` or masked array
        Real numbers of shape ``(ny, nx)``, or a stack ``(K, ny, nx)``.
    mask : array_like or None, optional
        Pixels to exclude, of shape ``(ny, nx)`` or that of ``data``. It adds to the
        masks that ``data`` carries.
    stack : bool, optional
        Whether a stack is allowed.

    Returns
    -------
    Image
        Arrays are not copied where numpy need not.

    Raises
    ------
    TypeError
        If the numbers are not real.
    ValueError
        If the data are not 2-D or an allowed stack, or the mask's shape is another one.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.inputs import open_image
    >>> image = open_image(np.ma.masked_greater(np.eye(2), 0.5))
    >>> image.data.shape, len(image.masks), image.unit
    ((2, 2), 1, None)
    """
    masks = ()
    unit = None
    given = type(data).__name__
    if type(data) is not np.ndarray:
        data, masks, unit = _take_apart(data)
    if data.dtype.char not in KERNEL_DTYPES and data.dtype.char not in "gO":
        raise TypeError(f"data must be real numbers, got dtype {data.dtype}")
    if data.ndim != 2 and not (stack and data.ndim == 3):
        allowed = " or a 3-D stack of images" if stack else " (sums take a stack as well)"
        raise ValueError(f"data must be a 2-D image{allowed}, got {data.ndim} dimensions ({given})")
    if mask is not None:
        mask = as_mask(mask)
        check_mask_shape(mask, data.shape)
        masks = (*masks, mask)
    return Image(data, masks, unit)


def as_mask(mask):
    """
    Convert a mask to an array that the kernels can read.

    Parameters
    ----------
    mask : array_like
        Anything convertible to bool; elements that are themselves masked count as True.

    Returns
    -------
    ndarray
        The user's own memory where possible, of a dtype in `KERNEL_DTYPES`.

    Raises
    ------
    ValueError, TypeError
        If numpy cannot convert it to bool.

    Examples
    --------
    >>> from astroapers.inputs import as_mask
    >>> as_mask([[0, 1]])
    array([[0, 1]])
    """
    if type(mask) is not np.ndarray:
        for module, name in _MASKED:
            if is_instance(mask, module, name):
                mask = mask.filled(True)
        try:
            mask = np.asarray(mask)
        except ValueError as err:  # ragged
            raise ValueError(f"mask must be a regular array: {err}") from None
    if mask.dtype.char in KERNEL_DTYPES:
        return mask
    try:
        return mask.astype(bool)
    except (TypeError, ValueError) as err:
        raise type(err)(f"mask must be convertible to bool: {err}") from None


def check_mask_shape(mask, shape):
    """
    Insist that a mask fits an image, or every plane of a stack.

    Parameters
    ----------
    mask : ndarray
        The mask.
    shape : tuple of int
        Shape of the data.

    Raises
    ------
    ValueError
        If the shape of ``mask`` is neither ``shape`` nor its last two values.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.inputs import check_mask_shape
    >>> check_mask_shape(np.zeros((4, 4)), (2, 4, 4))
    """
    if mask.shape != shape and mask.shape != shape[-2:]:
        allowed = f"{shape[-2:]}" + (f" or {shape}" if len(shape) > 2 else "")
        raise ValueError(f"mask must have the shape {allowed}, got {mask.shape}")


def _take_apart(data):
    """Plain ndarray, masks and unit of a container; containers may be nested."""
    masks = []
    unit = None
    while type(data) is not np.ndarray:
        if is_instance(data, "astropy.nddata", "NDData"):
            masks.append(data.mask)
            unit = data.unit if unit is None else unit
            data = data.data
        elif is_instance(data, "astropy.utils.masked", "Masked"):
            masks.append(data.mask)
            data = data.unmasked
        elif is_instance(data, "astropy.units", "Quantity"):
            unit = data.unit if unit is None else unit
            data = data.value
        elif is_instance(data, "numpy.ma", "MaskedArray"):
            masks.append(data.mask)
            unit = getattr(data, "unit", None) if unit is None else unit
            data = data.data
        else:
            _refuse_list_of_containers(data)
            unit = getattr(data, "unit", None) if unit is None else unit  # a table's column
            data = np.asarray(data)
    return data, _own_masks(masks, data.shape), unit


def _own_masks(masks, shape):
    """Keep the masks that say something, of those that came with the data."""
    kept = []
    for mask in masks:
        # numpy's "no mask" is a scalar False, and NDData may carry it on.
        if mask is None or (np.ndim(mask) == 0 and not mask):
            continue
        mask = np.broadcast_to(True, shape) if np.ndim(mask) == 0 else as_mask(mask)
        check_mask_shape(mask, shape)
        kept.append(mask)
    return tuple(kept)


def _refuse_list_of_containers(data):
    """Stop numpy from making a plain array of a list, losing masks and units on the way."""
    if isinstance(data, (list, tuple)):
        for item in data:
            if hasattr(item, "mask") or hasattr(item, "unit"):
                raise TypeError(
                    f"data is a {type(data).__name__} of {type(item).__name__}; numpy would drop "
                    "their masks and units: stack them into one array first"
                )
