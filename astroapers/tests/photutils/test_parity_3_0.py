"""With photutils 3.0: `ApertureStats` has its numbers, `AperturePhotometry` those of the sums."""

import numpy as np
import photutils.aperture as pa
import pytest
from astropy.stats import SigmaClip

from astroapers.tests.photutils.helpers import IS_3_0, SHAPES
from astroapers.tests.photutils.parity import (
    DATA,
    ERROR,
    MASK,
    OurPhotometry,
    OurStats,
    TheirStats,
    W,
    bare,
    scattered,
)

pytestmark = pytest.mark.skipif(not IS_3_0, reason="for photutils 3.0")

XY = scattered(25)


@pytest.mark.parametrize("clip", [None, SigmaClip(1.5), SigmaClip(2.0, cenfunc="mean", maxiters=1)])
@pytest.mark.parametrize("shape", SHAPES)
def test_numbers_of_stats(shape, clip):
    kwargs = {"error": ERROR, "mask": MASK, "wcs": W, "sigma_clip": clip, "local_bkg": 0.5}
    ours, theirs = (cls(DATA, SHAPES[shape](XY), **kwargs) for cls in (OurStats, TheirStats))
    compared = 0
    for name in theirs.properties:
        with np.errstate(invalid="ignore"):  # the eccentricity of a round source
            expected, value = getattr(theirs, name), getattr(ours, name)
        if isinstance(expected, list) or not isinstance(expected, np.ndarray):
            continue
        value, expected = bare(value), bare(expected)
        if expected.dtype.kind != "f":
            continue
        scale = np.nanmax(np.abs(expected), initial=1.0)
        np.testing.assert_allclose(value, expected, rtol=1e-9, atol=1e-10 * scale, err_msg=name)
        compared += 1
    assert compared > 25


@pytest.mark.parametrize("shape", ["circle", "circular annulus"])
def test_photometry_is_that_of_the_sums(shape):
    aperture = SHAPES[shape](XY)
    phot = OurPhotometry(DATA, aperture, error=ERROR, mask=MASK)
    table = pa.aperture_photometry(DATA, aperture, mask=MASK)
    seen = (phot.flags & 4) == 0
    np.testing.assert_allclose(phot.flux[seen], table["aperture_sum"][seen], rtol=1e-12, atol=1e-12)
    assert seen.sum() > 10
