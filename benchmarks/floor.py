"""
The suite "floor" of `compare.py`: sums in circles, against only adding up the same pixels.

A loop in Rust (``floor.rs``) adds up the pixels that have a weight, or those whose centres are
inside. It is given the places of these pixels, and the sources in the order of the image: so its
time is only that of reading and adding.
"""

import ctypes
import functools
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
from contestants import circle, native_sums, only
from measuring import Job
from tables import OURS, Case, Table

ADDING = "adding up"
COMPARED = 200  # sources whose pixels are also found by our weights
LIBRARY = {"win32": "floor.dll", "darwin": "libfloor.dylib"}.get(sys.platform, "libfloor.so")


@functools.cache
def compiled():
    """Compile ``floor.rs`` for this processor, and return its function."""
    source = Path(__file__).with_suffix(".rs")
    folder = tempfile.TemporaryDirectory(ignore_cleanup_errors=True)
    target = Path(folder.name) / LIBRARY
    command = ["rustc", "--edition", "2024", "-C", "opt-level=3", "-C", "target-cpu=native"]
    subprocess.run([*command, "--crate-type", "cdylib", source, "-o", target], check=True)
    add_up = ctypes.CDLL(str(target)).add_up
    add_up.folder = folder  # removed with the function
    add_up.argtypes = [
        np.ctypeslib.ndpointer(np.float64, flags="C"),
        np.ctypeslib.ndpointer(np.uint32, flags="C"),
        np.ctypeslib.ndpointer(np.uint64, flags="C"),
        ctypes.c_size_t,
        np.ctypeslib.ndpointer(np.float64, flags="C"),
    ]
    add_up.restype = None
    return add_up


def runs_of_pixels(positions, r, width, method):
    """
    Find the pixels of circles, row by row.

    Parameters
    ----------
    positions : ndarray, shape (N, 2)
        Centres.
    r : float
        Radius.
    width : int
        Width of the image.
    method : {'exact', 'center'}
        All pixels that overlap the circle, or those whose centres are inside.

    Returns
    -------
    runs : ndarray of uint32, shape (M, 2)
        Index of the first pixel in the image, and how many there are.
    first : ndarray of uint64, shape (N + 1,)
        The runs of source k are ``first[k]`` up to ``first[k + 1]``.
    """
    x, y = positions[:, :1], positions[:, 1:]
    half = 0.5 if method == "exact" else 0.0  # half the size of a pixel, or of a point
    rows = np.floor(y) + np.arange(-np.ceil(r) - 1, np.ceil(r) + 2)
    nearest = np.maximum(np.abs(rows - y) - half, 0.0)
    chord = np.sqrt(np.maximum(r**2 - nearest**2, 0.0))
    low, high = np.floor(x - chord - half) + 1, np.ceil(x + chord + half)  # half-open
    there = (nearest < r) & (high > low)
    runs = np.stack([rows * width + low, high - low], axis=-1)[there]
    first = np.concatenate([[0], np.cumsum(there.sum(axis=1))])
    return runs.astype(np.uint32), first.astype(np.uint64)


def touched_sums(image, aperture):
    """Add up the pixels that have a weight, found by our weights, to check the runs of pixels."""
    totals = []
    for box, weights in zip(aperture.bboxes(), aperture.weights_exact(), strict=True):
        in_image, _ = box.overlap_slices(image.shape)
        totals.append(image[in_image][weights > 0].sum())
    return np.array(totals)


def against_floor(r, method):
    """Sums in circles, and the same pixels added up."""

    def jobs(sky, positions):
        image, n, shape = sky.image, len(positions), circle(r)
        runs, first = runs_of_pixels(positions, float(r), image.shape[1], method)
        sums, add_up = np.empty(n), compiled()
        ours = native_sums(shape, only(sky, ()), positions, method)
        if method == "exact":
            few = shape.native(positions[:COMPARED])
            ours = ours._replace(values=lambda _: (touched_sums(image, few),))
        else:
            ours = ours._replace(values=lambda found: (found[0][:COMPARED],))
        return {
            OURS: ours,
            ADDING: Job(lambda: add_up(image, runs, first, n, sums), lambda _: (sums[:COMPARED],)),
        }

    return jobs


def table(method, pixels):
    """Lay out the table of one method."""
    counts = {3: 10_000, 5: 10_000, 10: 10_000, 20: 5000, 50: 1000, 100: 500}
    cases = tuple(
        Case(circle(r).name, n, against_floor(r, method), margin=120.0, ordered=True)
        for r, n in counts.items()
    )
    return Table(
        f"adding up, {method}",
        names=(OURS, ADDING),
        cases=cases,
        ratios=((OURS, ADDING),),
        note=f"A plain loop in Rust adds up {pixels}; it is told beforehand where they are.",
    )


TABLES = (
    table("exact", "all pixels that have a weight"),
    table("center", "the pixels whose centres are inside"),
)
