"""Measure the number of sources from which on several threads are faster on this machine."""

import math
import operator
from dataclasses import dataclass
from time import perf_counter

import numpy as np

from astroapers._rust import get_parallel_threshold, measure, set_parallel_threshold
from astroapers.measurement import Footprint, Images, Step

__all__ = ["ParallelThresholdCalibration", "calibrate_parallel_threshold"]


@dataclass(frozen=True, slots=True)
class ParallelThresholdCalibration:
    """
    Result of `calibrate_parallel_threshold`.

    Parameters
    ----------
    threshold : int
        The best threshold: one of ``counts``, or one more than the largest if several
        threads are not faster for any of them.
    original_threshold : int
        The threshold before the calibration.
    applied : bool
        Whether ``threshold`` has been set. Otherwise ``original_threshold`` is set again.
    counts : tuple of int
        Numbers of sources in one call, ascending.
    serial_seconds, parallel_seconds : tuple of float
        Seconds of one call for each of ``counts``, on one and on several threads.

    Examples
    --------
    >>> from astroapers import calibrate_parallel_threshold
    >>> found = calibrate_parallel_threshold(counts=[8, 1], repeats=3, apply=False)
    >>> found.counts, found.applied, found.threshold in (1, 8, 9)
    ((1, 8), False, True)
    """

    threshold: int
    original_threshold: int
    applied: bool
    counts: tuple[int, ...]
    serial_seconds: tuple[float, ...]
    parallel_seconds: tuple[float, ...]


def calibrate_parallel_threshold(
    *,
    counts=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512),
    repeats=100,
    image_size=256,
    radius=5.0,
    apply=True,
):
    """
    Measure the number of sources from which on several threads are faster.

    Exact sums in circles are timed on one and on several threads, in turn. During the
    measurement the threshold of the whole process changes. Afterwards it is the new one
    if ``apply``, and otherwise, or after an error, the original one again.

    Parameters
    ----------
    counts : sequence of int, optional
        Numbers of sources to try, each > 0, in any order; duplicates are dropped.
    repeats : int, optional
        Number of calls for each count, > 0; the median of their times is used.
    image_size : int, optional
        Width and height of the image in pixels.
    radius : float, optional
        Radius of the circles in pixels; the circles must fit into the image.
    apply : bool, optional
        Whether to set the threshold that was found.

    Returns
    -------
    ParallelThresholdCalibration
        Its ``threshold`` is the one with the least time for all ``counts`` together.

    Raises
    ------
    ValueError
        If ``counts`` is empty, a number is not a positive integer, ``radius`` is not
        positive and finite, or the circles do not fit into the image.

    See Also
    --------
    astroapers.set_parallel_threshold : Sets the threshold.

    Examples
    --------
    >>> from astroapers import calibrate_parallel_threshold, get_parallel_threshold
    >>> found = calibrate_parallel_threshold(counts=(1, 4), repeats=3, apply=False)
    >>> get_parallel_threshold() == found.original_threshold
    True
    """
    counts = _as_counts(counts)
    repeats = _as_count("repeats", repeats)
    image_size = _as_count("image_size", image_size)
    radius = _as_radius(radius)
    if image_size <= 2 * radius:
        raise ValueError(
            f"image_size must be more than twice the radius ({radius}), got {image_size}"
        )
    image = np.ones((image_size, image_size))
    # All circles lie inside the image, which reaches from -0.5 to image_size - 0.5.
    positions = np.random.default_rng(0).uniform(
        radius - 0.5, image_size - 0.5 - radius, (counts[-1], 2)
    )
    original = get_parallel_threshold()
    try:
        seconds = [_time_both(image, positions[:n], radius, repeats) for n in counts]
    finally:
        set_parallel_threshold(original)
    serial, parallel = zip(*seconds, strict=True)
    threshold = _best_threshold(counts, serial, parallel)
    if apply:
        set_parallel_threshold(threshold)
    return ParallelThresholdCalibration(threshold, original, bool(apply), counts, serial, parallel)


def _time_both(image, positions, radius, repeats):
    """Median seconds of one call on one and on several threads; changes the threshold."""
    thresholds = len(positions) + 1, 1
    images, steps = Images(image), (Step(Footprint("circ", positions, (radius,)), "planes"),)
    seconds = np.empty((2, repeats))
    for k in range(-1, repeats):  # the first round, which starts the threads, is overwritten
        # In turn, so that other work on the machine affects both.
        for times, threshold in zip(seconds, thresholds, strict=True):
            set_parallel_threshold(threshold)
            start = perf_counter()
            measure(images, steps)
            times[k] = perf_counter() - start
    serial, parallel = np.median(seconds, axis=1).tolist()
    return serial, parallel


def _best_threshold(counts, serial, parallel):
    """The threshold with the least total time: a count, or one more than the largest."""
    totals = [sum(serial[:k]) + sum(parallel[k:]) for k in range(len(counts) + 1)]
    candidates = *counts, counts[-1] + 1
    return candidates[totals.index(min(totals))]


def _as_counts(counts):
    """Sorted positive integers, each once."""
    try:
        counts = list(counts)
    except TypeError:
        raise ValueError(f"counts must be a sequence of integers, got {counts!r:.200}") from None
    if not counts:
        raise ValueError("counts must not be empty")
    return tuple(sorted({_as_count("each of counts", count) for count in counts}))


def _as_count(name, value):
    """A positive integer."""
    try:
        count = 0 if isinstance(value, (bool, np.bool_)) else operator.index(value)
    except TypeError:
        count = 0
    if count < 1:
        raise ValueError(f"{name} must be a positive integer, got {value!r:.200}")
    return count


def _as_radius(value):
    """A positive finite number."""
    try:
        radius = float(value)
    except (TypeError, ValueError, OverflowError):
        radius = math.nan
    if not 0 < radius < math.inf:
        raise ValueError(f"radius must be a positive finite number, got {value!r:.200}")
    return radius
