"""
The one door for images: whatever holds pixels becomes an `Image`.

``containers`` takes NDData, quantities, masked arrays and HDUs apart, ``sections`` reads images row
by row, ``masks`` and ``arrays`` know what the kernels read, ``near`` what of an image they need.
"""

from astroapers.images.arrays import KERNEL_DTYPES, as_floats
from astroapers.images.image import Image, open_error, open_image
from astroapers.images.masks import as_mask, check_mask_shape
from astroapers.images.near import kernel_images, touched

__all__ = [
    "KERNEL_DTYPES",
    "Image",
    "as_floats",
    "as_mask",
    "check_mask_shape",
    "kernel_images",
    "open_error",
    "open_image",
    "touched",
]
