"""
Measurements as data: what is asked of every source, for the compiled module.

A measurement is `Images` and steps. A `Step` says where to measure (`Footprint`), which pixels
count there (`Rules`), and what is measured of them, by the name of a stage. The compiled
``measure(images, steps, n_threads=None)`` checks all of it once, takes all steps in one visit to
each source, and returns a dict of arrays for each step.

=============  ====================================================================================
stage          fields
=============  ====================================================================================
"planes"       ``sum`` and ``npix`` (a row for each plane of a stack), ``variance`` with an error;
               ``overlap`` if wanted; no rules but the masks
"sums"         ``sum``, ``area``, ``flags`` and, with an error, ``variance``: of the pixels that
               the rules leave
"statistics"   ``valid``, ``counts``, ``flags``, and those that are wanted: ``min``, ``max``,
               ``mean``, ``var``, ``median``, ``mad``, ``biweight_location``,
               ``biweight_midvariance``, ``gini``, ``moments``, ``moments_central``
=============  ====================================================================================
"""

from typing import Any, NamedTuple

import numpy as np

__all__ = ["PLAIN", "Footprint", "Images", "Rules", "Step"]


class Images(NamedTuple):
    """
    What is measured, all of one frame.

    Parameters
    ----------
    data : ndarray or None
        Image ``(ny, nx)``, or a stack of planes ``(K, ny, nx)``. None: only effective areas are
        measured, in ``frame``.
    masks : ndarray, tuple of ndarray, or None
        Pixels to leave out; several masks add up.
    error : ndarray or None
        Standard deviations.
    segmentation : tuple or None
        ``(image of labels, labels of the sources, code of the method)``, see
        `astroapers.photutils.segmentation`.
    origin : tuple of int or None
        Where in the frame the first pixel is, as ``(x, y)``, of arrays that hold a part of it.
    frame : tuple of int or None
        Shape ``(ny, nx)`` of the frame, if it is not that of ``data``.

    Examples
    --------
    >>> from astroapers.measurement import Images
    >>> Images(frame=(30, 40)).data is None
    True
    """

    data: np.ndarray | None = None
    masks: Any = None
    error: np.ndarray | None = None
    segmentation: tuple | None = None
    origin: tuple[int, int] | None = None
    frame: tuple[int, int] | None = None


class Footprint(NamedTuple):
    """
    Which pixels belong to each source, and how much of them.

    Parameters
    ----------
    shape : str
        The engine's name of the shape.
    positions : ndarray of float64, shape (N, 2)
        C-contiguous.
    params : tuple
        The parameters of the shape: numbers, or float64 arrays of shape (N,).
    subpixels : int
        Samples along a side of a pixel: 0 for exact weights, 1 for the centre alone.
    snap : bool
        Whether samples on an edge follow our own rules, or those of photutils and regions.

    Examples
    --------
    >>> import numpy as np
    >>> from astroapers.measurement import Footprint
    >>> Footprint("circ", np.array([[3.0, 4.0]]), (2.0,)).subpixels
    0
    """

    shape: str
    positions: np.ndarray
    params: tuple
    subpixels: int = 0
    snap: bool = True


class Rules(NamedTuple):
    """
    Which pixels of a footprint count, besides those that are not masked.

    Parameters
    ----------
    finite : bool
        Whether pixels that are not finite are left out.
    background : ndarray, tuple or None
        What is subtracted from the values: float64 of shape (N,), or what an earlier step has
        measured, as ``(number of the step, name of the field)``.
    clip : tuple or None
        ``(center, spread, lower, upper, maxiters)``; a negative ``maxiters`` is no limit.

    Examples
    --------
    >>> from astroapers.measurement import PLAIN, Rules
    >>> PLAIN == Rules()
    True
    """

    finite: bool = False
    background: Any = None
    clip: tuple | None = None


PLAIN = Rules()


class Step(NamedTuple):
    """
    What is measured in one footprint.

    Parameters
    ----------
    footprint : Footprint
        Where; all steps of a measurement have the same positions.
    stage : str
        What, see above.
    wanted : tuple of str
        Which fields. What they are computed from comes along.
    rules : Rules
        Which pixels count.

    Examples
    --------
    The median of an annulus, and the sum of a circle less that level:

    >>> import numpy as np
    >>> from astroapers._rust import measure
    >>> from astroapers.measurement import Footprint, Images, Rules, Step
    >>> at = np.array([[20.0, 15.0]])
    >>> sky = Step(Footprint("circ_ann", at, (6.0, 9.0), subpixels=1), "statistics", ("median",))
    >>> star = Step(Footprint("circ", at, (3.0,)), "sums", (), Rules(background=(0, "median")))
    >>> level, flux = measure(Images(np.full((30, 40), 7.0)), [sky, star])
    >>> print(level["median"], flux["sum"])
    [7.] [0.]
    """

    footprint: Footprint
    stage: str
    wanted: tuple = ()
    rules: Rules = PLAIN
