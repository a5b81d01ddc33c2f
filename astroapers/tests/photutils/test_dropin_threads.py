"""Threads change nothing: not their number, and not who reads first."""

import threading
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import photutils.aperture as pa
import pytest
from astropy.stats import SigmaClip

from astroapers.tests.cases import PARAMS
from astroapers.tests.photutils.parity import (
    ALL_SHAPES,
    ERROR,
    HOLES,
    IS_3_0,
    MASK,
    MASK_METHODS,
    OurPhotometry,
    OurStats,
    W,
    bare,
    identical_stats,
    labels_of,
    needs_3_1,
    scattered,
    segmentation,
)
from astroapers.tests.photutils.test_parity_stats import BLOBS

XY = scattered(400, seed=31)
DATA = np.where(HOLES, np.nan, BLOBS)
SEGMENTS = segmentation()
LABELS = labels_of(SEGMENTS, XY)
RESULTS = ("flux", "flux_err", "area", "flags", "x_center", "y_center", "id")

APERTURES = {name: make(XY) for name, make in ALL_SHAPES.items()}
APERTURES |= {cls.__name__: cls(XY, **params) for cls, params in PARAMS.items()}


def identical_photometry(one, other):
    """Return the name of the first result that is not the same bit for bit, or None."""
    for name in RESULTS:
        a, b = bare(getattr(one, name)), bare(getattr(other, name))
        if not np.array_equal(a, b, equal_nan=b.dtype.kind == "f"):
            return name
    return None


@pytest.mark.parametrize("method", ["exact", "center", "subpixel"])
@pytest.mark.parametrize("name", APERTURES)
def test_photometry(name, method):
    apertures = [APERTURES[name], APERTURES["CircAp"]]
    one, *others = (
        OurPhotometry(DATA, apertures, error=ERROR, mask=MASK, method=method, n_threads=n)
        for n in (1, 2, 7)
    )
    assert np.isfinite(one.flux).any()
    for other in others:
        assert identical_photometry(other, one) is None


@pytest.mark.parametrize("mask_method", MASK_METHODS)
def test_photometry_with_segmentation(mask_method):
    kwargs = {
        "segmentation_image": SEGMENTS,
        "labels": LABELS,
        "mask_method": mask_method,
        "error": ERROR,
    }
    one, *others = (
        OurPhotometry(DATA, APERTURES["ellipse"], n_threads=n, **kwargs) for n in (1, 2, 7)
    )
    assert ((one.flags & 64) != 0).any() == (mask_method != "none")
    for other in others:
        assert identical_photometry(other, one) is None


STATS = {
    "plain": {"error": ERROR, "wcs": W},
    "clipped": {"sigma_clip": SigmaClip(2.0), "error": ERROR, "mask": MASK},
    "clipped by mad": {"sigma_clip": SigmaClip(1.5, stdfunc="mad_std", maxiters=None)},
    "segmented": {
        "segmentation_image": SEGMENTS,
        "labels": LABELS,
        "mask_method": "correct",
        "local_bkg": np.linspace(0, 1, len(XY)),
    },
}


@needs_3_1
@pytest.mark.parametrize("options", STATS)
@pytest.mark.parametrize("name", ["circle", "elliptical annulus", "concave polygon", "PillAp"])
def test_stats(name, options):
    one, *others = (
        OurStats(DATA, APERTURES[name], n_threads=n, **STATS[options]) for n in (1, 2, 7)
    )
    assert np.isfinite(one.mean).any()
    for other in others:
        assert identical_stats(other, one) is None


def together(n, work):
    """Run in several threads that begin at the same time, and return what they return."""
    barrier = threading.Barrier(n)

    def begin(index):
        barrier.wait()
        return work(index)

    with ThreadPoolExecutor(n) as pool:
        return list(pool.map(begin, range(n)))


@pytest.mark.parametrize("n_threads", [1, 2])
def test_photometry_read_by_many_for_the_first_time(n_threads):
    for _ in range(5):
        shared = OurPhotometry(DATA, APERTURES["circle"], error=ERROR, n_threads=n_threads)

        def read(index, shared=shared):
            names = np.roll(RESULTS, index)
            return {str(name): getattr(shared, name) for name in names}

        first, *others = together(8, read)
        # Everybody gets the same object, whoever has computed it.
        for other in others:
            assert all(other[name] is first[name] for name in RESULTS)


@pytest.mark.parametrize("options", ["plain", "clipped"])
@pytest.mark.parametrize("n_threads", [1] if IS_3_0 else [1, 3])
def test_stats_read_by_many_for_the_first_time(n_threads, options):
    kwargs = STATS[options] | ({} if IS_3_0 else {"n_threads": n_threads})
    circles = APERTURES["circle"][:60]
    alone = OurStats(DATA, circles, **kwargs)
    names = [name for name in alone.properties if not name.endswith("cutout")]
    shared = OurStats(DATA, circles, **kwargs)

    def read(index):
        order = np.random.default_rng(index).permutation(names)
        return [np.count_nonzero(bare(getattr(shared, name)) == 0) for name in order]

    together(8, read)
    assert identical_stats(shared, alone) is None


def test_many_objects_at_the_same_time():
    clip = SigmaClip(2.0)

    def work(index):
        part = pa.CircularAperture(XY[index::8], 3.0 + index / 4)
        stats = OurStats(DATA, part, error=ERROR, sigma_clip=clip)
        phot = OurPhotometry(DATA, part, error=ERROR, method="exact")
        return stats.median, stats.sum, phot.flux, phot.flags, stats[1].mean

    results = together(8, work)
    for index, result in enumerate(results):
        for value, expected in zip(result, work(index), strict=True):
            np.testing.assert_array_equal(value, expected)


def test_slices_of_a_shared_object():
    shared = OurStats(DATA, APERTURES["circle"], error=ERROR)
    expected = OurStats(DATA, APERTURES["circle"], error=ERROR).median

    def work(index):
        return [shared[k].median for k in range(index, 80, 8)], shared.median

    for index, (medians, everything) in enumerate(together(8, work)):
        np.testing.assert_array_equal(medians, expected[index:80:8])
        np.testing.assert_array_equal(everything, expected)
