"""What of an image a footprint touches."""

import math

import numpy as np

from astroapers import _rust
from astroapers.measurement import Images

__all__ = ["kernel_images", "touched"]


def touched(footprint, frame):
    """
    Half-open ranges of columns and rows that hold all visible pixels; not tight.

    Parameters
    ----------
    footprint : `~astroapers.measurement.Footprint`
        Where the sources are.
    frame : tuple of int
        Shape ``(ny, nx)`` of the image.

    Returns
    -------
    tuple of int
        ``(x_min, x_max, y_min, y_max)``; one pixel if nothing is visible.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.images.near import touched
    >>> from astroapers.measurement import Footprint
    >>> touched(Footprint("circ", np.array([[20.0, 9.0]]), (3.0,)), (30, 40))
    (16, 25, 5, 14)
    """
    ny, nx = frame
    shape, positions, params, *_ = footprint
    # Boxes about the origin, moved in floating point: positions may be anywhere. But parts of a
    # compound may stay in their places.
    origin = np.zeros_like(positions) if shape != "compound" else positions
    try:
        boxes = _rust.bboxes(shape, origin, params)
    except (OverflowError, ValueError):  # too large for a box: the frame decides
        return 0, nx, 0, ny
    low = (positions - origin) + boxes[:, (0, 2)] - 1
    high = (positions - origin) + boxes[:, (1, 3)] + 1
    size = np.array((nx, ny), dtype=np.float64)
    visible = ((high > 0) & (low < size)).all(axis=1)
    if not visible.any():
        return 0, 1, 0, 1
    x_min, y_min = np.maximum(low[visible].min(axis=0), 0.0).tolist()
    x_max, y_max = np.minimum(high[visible].max(axis=0), size).tolist()
    return math.floor(x_min), math.ceil(x_max), math.floor(y_min), math.ceil(y_max)


def kernel_images(image, footprint, error=None):
    """
    Give an image to the kernels; of a section only the rows that a footprint touches.

    Parameters
    ----------
    image : Image
        An image that is direct, or a section.
    footprint : `~astroapers.measurement.Footprint`
        Where the sources are.
    error : ndarray or None, optional
        Standard deviations.

    Returns
    -------
    `~astroapers.measurement.Images`
        Rows are whole: so all sums have the same bits as those of the whole image.

    Examples
    --------
    >>> import numpy as np
    >>> from astropy.io import fits
    >>> from astroapers.images import kernel_images, open_image
    >>> from astroapers.measurement import Footprint
    >>> image = open_image(fits.CompImageHDU(np.ones((30, 40))).section)
    >>> images = kernel_images(image, Footprint("circ", np.array([[20.0, 9.0]]), (3.0,)))
    >>> images.data.shape, images.origin
    ((9, 40), (0, 5))
    """
    if not image.is_section:
        return Images(image.data, image.masks, error)
    ny, nx = image.frame
    *_, y_min, y_max = touched(footprint, (ny, nx))
    data, masks = image.window(0, nx, y_min, y_max)
    if error is not None:
        error = error[y_min:y_max]
    return Images(data, masks, error, origin=(0, y_min), frame=(ny, nx))
