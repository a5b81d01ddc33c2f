"""`ApertureStats` of our own apertures, as an object."""

import pickle

import numpy as np
import pytest
from astropy.stats import SigmaClip

from astroapers import CircAn, CircAp, PathAp, PillAp
from astroapers.photutils import ApertureStats
from astroapers.tests.photutils.test_stats import CIRCLES, DATA, ERROR, RADIUS, WCS, XY


def test_native_apertures():
    segments = [("move", -2, -2), ("line", 3, -1), ("line", 0, 4), ("close",)]
    for aperture in (CircAp(XY, RADIUS), PillAp(XY, 4, 2, 2), PathAp(XY, segments)):
        stats = ApertureStats(DATA, aperture, error=ERROR, wcs=WCS, sigma_clip=SigmaClip(3.0))
        names = [name for name in stats.properties if name not in ("flags", "sky_centroid")]
        assert {"flags", "mean_err", "sky_orientation"} < set(stats.properties)
        for name in names:
            assert len(getattr(stats, name)) == 7
        assert stats.default_columns[-1] == "flags"
        assert stats.meta["aperture"] == type(aperture).__name__
        assert len(stats.to_table()) == 7
        assert stats[1].aperture == aperture[1]
        np.testing.assert_array_equal(stats[1:3].median, stats.median[1:3])
        other = pickle.loads(pickle.dumps(stats))
        np.testing.assert_array_equal(other.flags, stats.flags)


def test_native_like_photutils():
    ours, theirs = ApertureStats(DATA, CircAp(XY, RADIUS)), ApertureStats(DATA, CIRCLES, ddof=0)
    for name in ("sum", "median", "flags", "mean_err", "bbox_xmax"):
        np.testing.assert_allclose(getattr(ours, name), getattr(theirs, name), rtol=1e-12)


def test_one_size_per_source():
    sizes = np.linspace(2, 4, 7)
    stats = ApertureStats(DATA, CircAn(XY, sizes, sizes + 2), ddof=1)
    for k, size in enumerate(sizes):
        one = ApertureStats(DATA, CircAn(XY[k], size, size + 2), ddof=1)
        for name in ("sum", "std", "gini", "flags", "bbox_ymin", "x_centroid"):
            np.testing.assert_array_equal(getattr(stats, name)[k], getattr(one, name))
        np.testing.assert_array_equal(stats[k].sum, one.sum)


def test_native_apertures_on_plain_arrays_only():
    for data, kwargs in (
        (np.ma.array(DATA), {}),
        (DATA, {"sigma_clip": SigmaClip(3, grow=1)}),
        (DATA * 1j, {}),
    ):
        with pytest.raises(TypeError, match="apertures of astroapers"):
            ApertureStats(data, CircAp(XY, 3), **kwargs)
