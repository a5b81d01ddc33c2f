"""The bounding box: the working rectangle of an aperture on the pixel grid."""

import operator
from dataclasses import dataclass

import numpy as np

from astroapers._arguments import as_frame

__all__ = ["BoundingBox"]


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
            float32 if ``weights`` are float32, else float64.

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
        image = np.full(frame, fill_value, dtype=dtype)
        overlap = self.overlap_slices(frame)
        if overlap is not None:
            in_image, in_box = overlap
            image[in_image] = weights[in_box]
        return image

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
        return weights.astype(np.float64)


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
