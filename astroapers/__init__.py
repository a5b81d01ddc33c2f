"""
Exact aperture photometry on images, with kernels in Rust.

A pixel ``(ix, iy)`` is the closed unit square around the integer point
``(ix, iy)``; images are indexed ``[iy, ix]``; positions are ``(x, y)``.

Examples
--------
>>> import numpy as np
>>> import astroapers as aap
>>> image = np.ones((40, 40))
>>> apsum, npix = aap.CircAp((20.3, 17.6), r=3.0).apsum_exact(image)
>>> print(f"{apsum:.6f} {npix:.6f}")
28.274334 28.274334
"""

from astroapers._rust import (
    __version__,
    get_num_threads,
    get_parallel_threshold,
    set_num_threads,
    set_parallel_threshold,
)
from astroapers.apertures import (
    BoundingBox,
    CircAn,
    CircAp,
    EllipAn,
    EllipAp,
    PixelAp,
    RectAn,
    RectAp,
)

__all__ = [
    "BoundingBox",
    "CircAn",
    "CircAp",
    "EllipAn",
    "EllipAp",
    "PixelAp",
    "RectAn",
    "RectAp",
    "__version__",
    "get_num_threads",
    "get_parallel_threshold",
    "set_num_threads",
    "set_parallel_threshold",
]
