"""The bounding box: the working rectangle of an aperture on the pixel grid."""

import math
import operator
from dataclasses import dataclass

import numpy as np

from astroapers._arguments import as_frame
from astroapers.images import open_image

__all__ = ["BoundingBox", "make_boxes"]

# Where a box and an image have nothing in common: an empty part of either.
_NOTHING = slice(0, 0), slice(0, 0)


@dataclass(frozen=True, slots=True)
class BoundingBox:
    """
    Rectangle of whole pixels: columns ``ixmin..ixmax-1``, rows ``iymin..iymax-1``.

    It may lie partly or wholly outside any image.

    Parameters
    ----------
    ixmin, ixmax : int
        Half-open range of columns.
    iymin, iymax : int
        Half-open range of rows.

    Raises
    ------
    TypeError
        If a value is no integer.

    Examples
    --------
    >>> from astroapers import BoundingBox
    >>> BoundingBox(17, 24, 10, 12).shape
    (2, 7)
    """

    ixmin: int
    ixmax: int
    iymin: int
    iymax: int

    def __post_init__(self):
        for name in self.__slots__:
            object.__setattr__(self, name, operator.index(getattr(self, name)))

    @property
    def shape(self):
        """
        Rows and columns of the box, ``(iymax - iymin, ixmax - ixmin)``.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> CircAp((20, 20), 3.5).bboxes()[0].shape
        (7, 7)
        """
        return self.iymax - self.iymin, self.ixmax - self.ixmin

    def overlap_slices(self, shape):
        """
        Slices that cut the common part from an image and from an array of the box.

        Parameters
        ----------
        shape : sequence of two int
            ``(ny, nx)`` of the image; zeros are allowed.

        Returns
        -------
        tuple or None
            ``((ys, xs), (ys, xs))``: slices into the image, and into an array of the
            box's shape. `None` if they have no pixel in common.

        Raises
        ------
        ValueError
            If ``shape`` is not two non-negative numbers.

        Examples
        --------
        >>> from astroapers import BoundingBox
        >>> in_image, in_box = BoundingBox(-1, 2, 3, 5).overlap_slices((4, 9))
        >>> in_image
        (slice(3, 4, None), slice(0, 2, None))
        >>> in_box
        (slice(0, 1, None), slice(1, 3, None))
        """
        ny, nx = as_frame(shape, minimum=0)
        x_min, x_max = max(self.ixmin, 0), min(self.ixmax, nx)
        y_min, y_max = max(self.iymin, 0), min(self.iymax, ny)
        if x_min >= x_max or y_min >= y_max:
            return None
        in_image = slice(y_min, y_max), slice(x_min, x_max)
        in_box = (
            slice(y_min - self.iymin, y_max - self.iymin),
            slice(x_min - self.ixmin, x_max - self.ixmin),
        )
        return in_image, in_box

    def to_fits_section(self, shape=None):
        """
        Write the box as a section in the FITS convention.

        Parameters
        ----------
        shape : sequence of two int or None, optional
            ``(ny, nx)`` of the image, to which the box is clipped.

        Returns
        -------
        str
            ``"[x1:x2,y1:y2]"``, counted from 1, both ends included.

        Raises
        ------
        ValueError
            If no pixel is left, if ``shape`` is not two non-negative numbers, or if the
            box begins below 0 and there is no ``shape`` to clip it.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> box = CircAp((5, 7), 2).bboxes()[0]
        >>> box.to_fits_section(), box.to_fits_section((9, 100))
        ('[4:8,6:10]', '[4:8,6:9]')
        """
        if shape is None:
            if min(self.shape) <= 0 or min(self.ixmin, self.iymin) < 0:
                raise ValueError(f"a FITS section has at least one pixel and no index < 0: {self}")
            in_image = slice(self.iymin, self.iymax), slice(self.ixmin, self.ixmax)
        else:
            overlap = self.overlap_slices(shape)
            if overlap is None:
                raise ValueError(f"no pixel of {self} is in an image of shape {shape}")
            in_image = overlap[0]
        ys, xs = in_image
        return f"[{xs.start + 1}:{xs.stop},{ys.start + 1}:{ys.stop}]"

    def to_image(self, weights, shape, fill_value=0.0, *, validate=True):
        """
        Put an array of the box into an image.

        Parameters
        ----------
        weights : array_like, of the box's shape
            What to put in; the part off the image is dropped.
        shape : sequence of two int
            ``(ny, nx)`` of the image.
        fill_value : float, optional
            Value of the pixels outside the box.
        validate : bool, optional
            `False` trusts that ``weights`` is a float32 or float64 array of the right
            shape.

        Returns
        -------
        ndarray, shape (ny, nx)
            Of float32 if ``weights`` are float32, else of float64.

        Raises
        ------
        ValueError
            If a shape is wrong.
        TypeError
            If ``weights`` are no real numbers.

        Examples
        --------
        >>> from astroapers import CircAp
        >>> ap = CircAp((1, 0), 0.6)
        >>> image = ap.bboxes()[0].to_image(ap.weights_center()[0], (2, 4))
        >>> image.tolist()
        [[0.0, 1.0, 0.0, 0.0], [0.0, 0.0, 0.0, 0.0]]
        """
        frame = as_frame(shape, minimum=0)
        if validate:
            weights = self._as_weights(weights)
        dtype = np.float32 if weights.dtype == np.float32 else np.float64
        image = _full(frame, fill_value, dtype)
        overlap = self.overlap_slices(frame)
        if overlap is not None:
            in_image, in_box = overlap
            image[in_image] = weights[in_box]
        return image

    def weighted_cutout(self, weights, image, mask=None, fill_value=math.nan, *, validate=True):
        """
        Cut the box out of an image, and multiply it by weights.

        Parameters
        ----------
        weights : array_like, of the box's shape
            Real numbers. A pixel of weight 0 has no influence, whatever its value.
        image : array_like, Quantity, NDData or masked array, shape (ny, nx)
            Image of real numbers of any dtype, byte order and memory layout. A mask
            that comes with it is OR-ed with ``mask``.
        mask : array_like of bool or None, optional, shape (ny, nx)
            Pixels to exclude (True, non-zero or NaN).
        fill_value : float or Quantity, optional
            Value of the pixels that are masked or off the image.
        validate : bool, optional
            `False` trusts that ``weights`` is a float32 or float64 array of the right
            shape.

        Returns
        -------
        ndarray or Quantity, of the box's shape
            Products of values and weights, 0 where the weight is 0: float32 if that is
            numpy's result type of ``image`` and ``weights``, else float64. With the
            unit of the image, if it has one.

        Raises
        ------
        ValueError
            If the image is not 2-D, or the shape of ``mask`` or ``weights`` is wrong.
        TypeError
            If ``image`` or ``weights`` are no real numbers.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import BoundingBox
        >>> BoundingBox(1, 4, 0, 1).weighted_cutout([[0.5, 0, 1]], np.full((2, 3), 8))
        array([[ 4.,  0., nan]])
        """
        if validate:
            weights = self._as_weights(weights)
        image = open_image(image, mask, stack=False)
        if image.unit is not None and hasattr(fill_value, "to_value"):
            fill_value = fill_value.to_value(image.unit)
        in_box, weights, data, unmasked = self._in_common(weights, image)
        dtype = _dtype_of_products(image.data, weights)
        products = np.zeros(data.shape, dtype)
        selected = unmasked & (weights != 0)
        products[selected] = _products(data[selected], weights[selected], dtype)
        cutout = _full(self.shape, fill_value, dtype)
        np.copyto(cutout[in_box], products, where=unmasked)
        return image.with_unit(cutout)

    def weighted_values(self, weights, image, mask=None, *, validate=True):
        """
        Values times weights, of the pixels with positive weights.

        Parameters
        ----------
        weights, image, mask, validate
            As in `weighted_cutout`.

        Returns
        -------
        ndarray or Quantity, shape (n,)
            Fresh, rows from below, without the pixels that are masked or off the image;
            the dtype and unit are those of `weighted_cutout`.

        Raises
        ------
        ValueError, TypeError
            As in `weighted_cutout`.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import BoundingBox
        >>> BoundingBox(1, 4, 0, 1).weighted_values([[0.5, 0, 1]], np.full((2, 3), 8))
        array([4.])
        """
        if validate:
            weights = self._as_weights(weights)
        image = open_image(image, mask, stack=False)
        _, weights, data, unmasked = self._in_common(weights, image)
        selected = unmasked & (weights > 0)
        dtype = _dtype_of_products(image.data, weights)
        return image.with_unit(_products(data[selected], weights[selected], dtype))

    def npix(self, weights, shape, mask=None, *, validate=True):
        """
        Sum of the weights on the unmasked pixels of an image.

        Parameters
        ----------
        weights
            As in `weighted_cutout`. Negative weights count as they are.
        shape : sequence of two int
            ``(ny, nx)`` of the image; zeros are allowed.
        mask : array_like of bool or None, optional, shape (ny, nx)
            Pixels to exclude (True, non-zero or NaN).
        validate
            As in `weighted_cutout`.

        Returns
        -------
        float
            Added up in double precision.

        Raises
        ------
        ValueError
            If ``shape`` is not two non-negative numbers, or the shape of ``mask`` or
            ``weights`` is wrong.
        TypeError
            If ``weights`` are no real numbers.

        Examples
        --------
        >>> from astroapers import BoundingBox
        >>> BoundingBox(1, 4, 0, 1).npix([[0.5, 0, 1]], (2, 3))
        0.5
        """
        if validate:
            weights = self._as_weights(weights)
        ones = np.broadcast_to(np.True_, as_frame(shape, minimum=0))  # takes no memory
        image = open_image(ones, mask, stack=False)
        _, weights, _, unmasked = self._in_common(weights, image)
        return _total(weights[unmasked])

    def apsum(self, weights, image, mask=None, *, return_npix=True, validate=True):
        """
        Sum of an image, each pixel multiplied by its weight.

        Parameters
        ----------
        weights, image, mask
            As in `weighted_cutout`. Negative weights count as they are.
        return_npix : bool, optional
            Whether to return the sum of the weights as well.
        validate
            As in `weighted_cutout`.

        Returns
        -------
        apsum : float or Quantity
            Added up in double precision; with the unit of the image, if it has one.
        npix : float
            As from `npix`. Only if ``return_npix``.

        Raises
        ------
        ValueError, TypeError
            As in `weighted_cutout`.

        Examples
        --------
        >>> import numpy as np
        >>> from astroapers import BoundingBox
        >>> BoundingBox(1, 4, 0, 1).apsum([[0.5, 0, 1]], np.full((2, 3), 8))
        (4.0, 0.5)
        """
        if validate:
            weights = self._as_weights(weights)
        image = open_image(image, mask, stack=False)
        _, weights, data, unmasked = self._in_common(weights, image)
        selected = unmasked & (weights != 0)
        apsum = _total(_products(data[selected], weights[selected], np.float64))
        if image.unit is not None:
            apsum = image.with_unit(np.float64(apsum))
        return (apsum, _total(weights[unmasked])) if return_npix else apsum

    def _in_common(self, weights, image):
        """What is in the box and in the image: which part of the box, weights, data, unmasked."""
        (ys, xs), in_box = self.overlap_slices(image.frame) or (_NOTHING, _NOTHING)
        data, masks = image.window(xs.start, xs.stop, ys.start, ys.stop)
        unmasked = np.ones(data.shape, bool)
        for mask in masks:
            unmasked &= mask == 0  # NaN is not
        return in_box, weights[in_box], data, unmasked

    def _as_weights(self, weights):
        """Weights as a native float32 or float64 array of the box's shape."""
        weights = np.asarray(weights)
        if weights.dtype.kind not in "buif":
            raise TypeError(f"weights must be real numbers, got dtype {weights.dtype}")
        if weights.shape != self.shape:
            raise ValueError(
                f"weights must have the shape of the box, {self.shape}, got {weights.shape}"
            )
        if weights.dtype.char in "fd" and weights.dtype.isnative:
            return weights
        with np.errstate(over="ignore"):  # long double beyond float64
            return weights.astype(np.float64)


def _full(shape, fill_value, dtype):
    """``np.full``, also for a value beyond float32."""
    with np.errstate(over="ignore"):
        return np.full(shape, fill_value, dtype)


def _dtype_of_products(data, weights):
    """Dtype of products that are returned."""
    return np.float32 if np.result_type(data, weights) == np.float32 else np.float64


def _products(data, weights, dtype):
    """Products of values and weights; NaN and infinity are no reason to warn."""
    with np.errstate(all="ignore"):
        return np.multiply(data, weights, dtype=dtype)


def _total(values):
    """Sum in double precision."""
    with np.errstate(all="ignore"):
        return float(values.sum(dtype=np.float64))


def make_boxes(rows):
    """
    Bounding boxes from the kernel's table.

    Parameters
    ----------
    rows : ndarray of int64, shape (N, 4)
        ``ixmin, ixmax, iymin, iymax`` of each box.

    Returns
    -------
    list of BoundingBox

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.apertures.bbox import make_boxes
    >>> make_boxes(np.array([[1, 2, 3, 4]]))
    [BoundingBox(ixmin=1, ixmax=2, iymin=3, iymax=4)]
    """
    # The constructor would check each number; a batch of 1e5 boxes would feel it.
    new = object.__new__
    set_ixmin, set_ixmax = BoundingBox.ixmin.__set__, BoundingBox.ixmax.__set__
    set_iymin, set_iymax = BoundingBox.iymin.__set__, BoundingBox.iymax.__set__
    boxes = []
    for ixmin, ixmax, iymin, iymax in zip(*rows.T.tolist(), strict=True):
        box = new(BoundingBox)
        set_ixmin(box, ixmin)
        set_ixmax(box, ixmax)
        set_iymin(box, iymin)
        set_iymax(box, iymax)
        boxes.append(box)
    return boxes
