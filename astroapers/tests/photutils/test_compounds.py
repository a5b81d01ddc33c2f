"""Combined apertures in the three callables: against the methods of the apertures."""

import numpy as np
import pytest
from astropy.io import ascii as text
from numpy.testing import assert_allclose, assert_array_equal

from astroapers import CircAn, CircAp, EllipAp, RectAp
from astroapers.photutils import aperture_photometry
from astroapers.tests.photutils.parity import OurPhotometry, OurStats, needs_3_1, scattered

RNG = np.random.default_rng(12)
DATA = RNG.normal(50, 9, (60, 70))
ERROR = RNG.uniform(1, 3, DATA.shape)
MASK = RNG.random(DATA.shape) < 0.05
XY = scattered(15, seed=4)
TRAIL = RectAp((30.2, 28.4), 80, 5, 0.7)

COMPOUNDS = [
    CircAp(XY, 6) - TRAIL,
    CircAp(XY, 6) | EllipAp(XY, 9, 3, 0.4),
    (CircAn(XY, 3, np.linspace(5, 8, len(XY))) - TRAIL) ^ RectAp(XY, 2, 9),
]
every_compound = pytest.mark.parametrize("ap", COMPOUNDS)


@every_compound
@pytest.mark.parametrize("method", ["exact", "center"])
def test_aperture_photometry(ap, method):
    table = aperture_photometry(DATA, ap, error=ERROR, mask=MASK, method=method)
    sums = getattr(ap, f"apsum_{method}")(DATA, MASK, return_npix=False)
    off = getattr(ap, f"npix_{method}")(DATA.shape) == 0
    assert_allclose(np.where(off, 0, table["aperture_sum"]), sums, rtol=1e-12, atol=1e-9)
    assert table.meta["aperture"] == "CompoundAp"


def test_lists_and_files(tmp_path):
    aps = [CircAp(XY, 4), CircAp(XY, 6) - TRAIL]
    table = aperture_photometry(DATA, aps)
    for k, ap in enumerate(aps):
        one = aperture_photometry(DATA, ap)
        assert_array_equal(table[f"aperture_sum_{k}"], one["aperture_sum"])
    text.write(table, tmp_path / "table.ecsv", format="ecsv")


@needs_3_1
@every_compound
def test_photometry_class(ap):
    phot = OurPhotometry(DATA, ap, error=ERROR, mask=MASK)
    sums, npix = ap.apsum_exact(DATA, MASK)
    seen = ap.npix_exact(DATA.shape) > 0
    table = phot.to_table()
    assert_allclose(np.asarray(table["flux"])[seen], sums[seen], rtol=1e-12)
    assert_allclose(np.asarray(table["area"])[seen], npix[seen], rtol=1e-12)


@every_compound
def test_stats(ap):
    stats = OurStats(DATA, ap, mask=MASK)
    sums, npix = ap.apsum_exact(DATA, MASK)
    values = ap.sampled_values(DATA, mask=MASK)
    for k, one in enumerate(values):
        if one.size:
            assert_allclose(stats.sum[k], sums[k], rtol=1e-12)
            assert_allclose(stats.sum_aper_area[k].value, npix[k], rtol=1e-12)
            assert_allclose(stats.median[k], np.median(one), rtol=1e-14)
            assert_allclose(stats.mean[k], np.mean(one), rtol=1e-12)
    part = OurStats(DATA, ap, mask=MASK)[3:7]
    assert_array_equal(part.median, stats.median[3:7])
    one = OurStats(DATA, ap[5], mask=MASK)
    assert_array_equal(one.median, stats.median[5])
