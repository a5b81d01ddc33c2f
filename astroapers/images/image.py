"""An image as the kernels see it, whatever held it."""

from typing import Any, NamedTuple

import numpy as np

from astroapers.images.arrays import KERNEL_DTYPES, as_floats
from astroapers.images.containers import deviation_of, take_apart, wcs_of
from astroapers.images.masks import as_mask, check_mask_shape, own_masks
from astroapers.images.sections import Section

__all__ = ["Image", "open_error", "open_image"]


class Image(NamedTuple):
    """
    An image as the kernels see it.

    Parameters
    ----------
    data : ndarray or Section, shape (ny, nx) or (K, ny, nx)
        The user's own memory where possible; real numbers of any dtype, long double
        and objects included. Of a section, rows are read when they are needed.
    masks : tuple of ndarray
        None, one or several masks to be OR-ed, each of shape ``(ny, nx)`` or that of
        ``data``; of any dtype in `KERNEL_DTYPES`, non-zero and NaN mean excluded.
    unit : object or None
        The unit of the data.
    about : object or None
        The NDData object or HDU that it came from.
    """

    data: Any
    masks: tuple[np.ndarray, ...]
    unit: Any
    about: Any = None

    @property
    def frame(self):
        """``(ny, nx)`` as a tuple of int."""
        return self.data.shape[-2:]

    @property
    def is_direct(self):
        """Whether the kernels can take the data without any conversion."""
        return type(self.data) is not Section and self.data.dtype.char in KERNEL_DTYPES

    @property
    def is_section(self):
        """Whether the kernels can take rows of the data, once they are read."""
        return type(self.data) is Section and self.data.dtype.char in KERNEL_DTYPES

    @property
    def wcs(self):
        """The WCS that came with the data, or None."""
        return wcs_of(self.about)

    @property
    def deviation(self):
        """The standard deviations that came with the data, as array or Quantity, or None."""
        return deviation_of(self.about)

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
        >>> from astroapers.images import open_image
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
        >>> from astroapers.images import open_image
        >>> data, masks = open_image(np.ones((5, 5), dtype=object)).window(1, 3, 0, 4)
        >>> data.dtype, data.shape, masks
        (dtype('float64'), (4, 2), ())
        """
        part = (..., slice(y_min, y_max), slice(x_min, x_max))
        masks = tuple(mask[part] for mask in self.masks)
        if type(self.data) is Section:
            data = self.data.rows(y_min, y_max)[:, x_min:x_max]
        else:
            data = self.data[part]
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
        >>> from astroapers.images import open_image
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
        >>> from astroapers.images import open_image
        >>> open_image(np.zeros((2, 3), dtype=object)).of_ones().data.strides
        (0, 0)
        """
        return self._replace(data=np.broadcast_to(np.True_, self.frame))


def open_image(data, mask=None, *, stack=True):
    """
    Take apart whatever holds an image.

    Parameters
    ----------
    data : object
        Real numbers of shape ``(ny, nx)``, or a stack ``(K, ny, nx)``: anything that numpy converts
        to an array, a `~astropy.units.Quantity`, a masked array, `~astropy.nddata.NDData`, an image
        HDU or an HDUList with one image. Of what is no array but can be sliced, such as the
        ``section`` of an HDU, only the rows are read that are needed; it must be 2-D.
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
    >>> from astroapers.images import open_image
    >>> image = open_image(np.ma.masked_greater(np.eye(2), 0.5))
    >>> image.data.shape, len(image.masks), image.unit
    ((2, 2), 1, None)
    """
    masks, unit, about = (), None, None
    given = type(data).__name__
    if type(data) is not np.ndarray:
        data, masks, unit, about = take_apart(data)
        masks = own_masks(masks, data.shape)
    if data.dtype.char not in KERNEL_DTYPES and data.dtype.char not in "gO":
        raise TypeError(f"data must be real numbers, got dtype {data.dtype}")
    if data.ndim != 2 and not (stack and data.ndim == 3 and type(data) is not Section):
        allowed = " or a 3-D stack of images" if stack else " (sums take a stack as well)"
        raise ValueError(f"data must be a 2-D image{allowed}, got {data.ndim} dimensions ({given})")
    if mask is not None:
        mask = as_mask(mask)
        check_mask_shape(mask, data.shape)
        masks = (*masks, mask)
    return Image(data, masks, unit, about)


def open_error(error, image):
    """
    Open standard deviations that belong to an image.

    Parameters
    ----------
    error : array_like, Quantity or None
        Of the shape of the data, or of each plane of a stack.
    image : Image
        The image.

    Returns
    -------
    ndarray or None
        In the unit of the data, for the kernels.

    Raises
    ------
    TypeError
        If the numbers are not real.
    ValueError
        If the shape is another one, or only one of data and error has a unit.
    astropy.units.UnitConversionError
        If the units do not fit.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy import units as u
    >>> from astroapers.images import open_error, open_image
    >>> open_error(np.ones((1, 2)) * u.mJy, open_image(np.ones((1, 2)) * u.Jy))
    array([[0.001, 0.001]])
    """
    if error is None:
        return None
    opened = open_image(error)
    if (opened.unit is None) != (image.unit is None):
        raise ValueError(
            f"data and error must both have a unit or neither, got {image.unit} and {opened.unit}"
        )
    array = (
        opened.data
        if opened.is_direct
        else opened.window(0, opened.frame[1], 0, opened.frame[0])[0]
    )
    if array.shape not in (image.data.shape, image.frame):
        raise ValueError(f"error must have the shape {image.data.shape}, got {array.shape}")
    if image.unit is None or opened.unit == image.unit:
        return array
    return (array << opened.unit).to_value(image.unit)
