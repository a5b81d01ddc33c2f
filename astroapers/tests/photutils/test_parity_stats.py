"""`ApertureStats` is that of photutils 3.1: every property, on random fields."""

import contextlib

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.nddata import CCDData, StdDevUncertainty
from astropy.stats import SigmaClip

from astroapers.tests.photutils.helpers import METHODS, outcome, positive_field, scattered
from astroapers.tests.photutils.parity import (
    ALL_SHAPES,
    DATA,
    ERROR,
    HOLES,
    MASK,
    MASK_METHODS,
    OurStats,
    TheirStats,
    W,
    assert_same_stats,
    compare_stats,
    labels_of,
    needs_3_1,
    segmentation,
)

# What 3.0 has of it is in test_parity_3_0.py.
pytestmark = needs_3_1

XY = scattered(25)


def blobs(seed=40, n=30, noise=0.3):
    """Return an image of elongated sources of both signs of noise, on no background."""
    rng = np.random.default_rng(seed)
    y, x = np.mgrid[:60, :80]
    image = rng.normal(0.0, noise, (60, 80))
    for _ in range(n):
        dx, dy = x - rng.uniform(0, 80), y - rng.uniform(0, 60)
        theta, a, b = rng.uniform(0, np.pi), rng.uniform(1.5, 4.0), rng.uniform(0.6, 1.5)
        p = (np.cos(theta) * dx + np.sin(theta) * dy) / a
        q = (np.cos(theta) * dy - np.sin(theta) * dx) / b
        image += rng.uniform(3.0, 20.0) * np.exp(-0.5 * (p**2 + q**2))
    return image


BLOBS = blobs()
SOURCES = np.where(HOLES, np.nan, BLOBS)

VARIANTS = {
    "positive": (DATA, {"wcs": W}),
    "noise": (np.random.default_rng(3).normal(size=DATA.shape), {"error": ERROR}),
    "blobs": (BLOBS, {"error": ERROR, "wcs": W}),
    "mask": (BLOBS, {"mask": MASK}),
    "unit": (BLOBS * u.Jy, {"error": ERROR * u.Jy, "mask": MASK, "local_bkg": 0.1 * u.Jy}),
    "nan": (SOURCES, {"error": np.where(MASK, np.nan, ERROR)}),
    "inf": (np.where(HOLES, -np.inf, BLOBS), {"error": ERROR, "mask": MASK}),
    "background": (BLOBS + 1000.0, {"local_bkg": np.linspace(998, 1002, len(XY))}),
    "ddof": (SOURCES, {"ddof": 1}),
    "float32": (BLOBS.astype("f4"), {"error": ERROR.astype("f4")}),
    "integers": (np.rint(BLOBS).astype("i2"), {"error": np.rint(9 * ERROR).astype("u1")}),
    "swapped": (BLOBS.astype(">f8"), {"mask": MASK}),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_random_field(shape, variant):
    data, kwargs = VARIANTS[variant]
    stats = compare_stats(data, ALL_SHAPES[shape](XY), **kwargs)
    assert np.isnan(stats.sum_aper_area[-3:]).all()
    assert np.isfinite(stats.mean).sum() > 10


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_sum_methods(shape):
    aperture = ALL_SHAPES[shape](XY)
    for method in METHODS.values():
        kwargs = {"sum_method": method["method"], "subpixels": method.get("subpixels", 5)}
        stats = compare_stats(SOURCES, aperture, error=ERROR, mask=MASK, **kwargs)
        if method["method"] == "center":
            np.testing.assert_array_equal(stats.sum_aper_area, stats.center_aper_area)


CLIPS = {
    "default": SigmaClip(),
    "tight": SigmaClip(sigma=1.5, maxiters=10),
    "once": SigmaClip(sigma=2.0, maxiters=1),
    "never": SigmaClip(sigma=1.0, maxiters=0),
    "to the end": SigmaClip(sigma=1.6, maxiters=None),
    "infinite": SigmaClip(sigma=1.6, maxiters=np.inf),
    "mean": SigmaClip(sigma=1.8, cenfunc="mean"),
    "mad": SigmaClip(sigma=2.0, stdfunc="mad_std"),
    "mean, mad": SigmaClip(sigma=2.0, cenfunc="mean", stdfunc="mad_std", maxiters=2),
    "above": SigmaClip(sigma_lower=np.inf, sigma_upper=1.5),
    "below": SigmaClip(sigma_lower=1.0, sigma_upper=100.0, cenfunc="mean"),
    "uneven": SigmaClip(sigma_lower=3.0, sigma_upper=1.2, maxiters=None),
    "nearly all": SigmaClip(sigma=0.1, maxiters=None),
    "all": SigmaClip(sigma=0.0, maxiters=3, cenfunc="mean"),
}
for _center in ("median", "mean", "biweight"):
    for _spread in ("std", "mad_std", "biweight"):
        # Names of the biweights are known to newer versions of astropy only.
        with contextlib.suppress(ValueError):
            CLIPS[f"{_center}, {_spread}"] = SigmaClip(2.0, cenfunc=_center, stdfunc=_spread)


@pytest.mark.parametrize("variant", ["unit", "nan"])
@pytest.mark.parametrize("clip", CLIPS)
def test_clipping(clip, variant):
    data, kwargs = VARIANTS[variant]
    clip = CLIPS[clip]
    before = dict(vars(clip))
    for shape in ("circle", "elliptical annulus"):
        stats = compare_stats(data, ALL_SHAPES[shape](XY, 1.5), sigma_clip=clip, **kwargs)
        free = OurStats(data, ALL_SHAPES[shape](XY, 1.5), **kwargs)
        if clip.maxiters != 0:
            inside = np.isfinite(free.center_aper_area)
            kept = np.nan_to_num(stats.center_aper_area.value[inside])
            assert (kept < free.center_aper_area.value[inside]).any()
    # Ours neither calls the user's object nor leaves anything in it.
    assert all(vars(clip)[key] is value for key, value in before.items())


@pytest.mark.parametrize("method", ["exact", "center", "subpixel 5"])
@pytest.mark.parametrize("clip", ["default", "mean, mad"])
def test_clipping_of_the_sum(clip, method):
    """The two footprints are clipped each for itself."""
    kwargs = {"sum_method": METHODS[method]["method"]}
    for shape in ALL_SHAPES.values():
        compare_stats(SOURCES, shape(XY, 1.3), error=ERROR, sigma_clip=CLIPS[clip], **kwargs)


def test_ties_on_the_bounds_are_kept():
    """Where the arithmetic is exact a value on the bound stays, and one beyond goes."""
    data = np.zeros((9, 9))
    data[:, ::2] = 2.0
    aperture = pa.RectangularAperture((3.5, 4.0), 4.0, 5.0)
    for cenfunc in ("mean", "median"):
        clip = SigmaClip(sigma=1.0, cenfunc=cenfunc, maxiters=None)
        stats = compare_stats(data, aperture, sigma_clip=clip)
        assert stats.center_aper_area.value == 20
        clip = SigmaClip(sigma=0.999, cenfunc=cenfunc, maxiters=None)
        assert np.isnan(compare_stats(data, aperture, sigma_clip=clip).mean)


@pytest.mark.parametrize("ddof", [0, 1, 2, 5, 40])
def test_ddof(ddof):
    for radius in (0.3, 0.9, 1.2, 3.0):
        stats = compare_stats(SOURCES, pa.CircularAperture(XY, radius), error=ERROR, ddof=ddof)
        if ddof == 40:
            seen = np.isfinite(stats.mean)
            assert seen.any()
            assert (stats.flags[seen] & 2048).all()


@pytest.mark.parametrize("offset", [0.0, 0.5, 0.2])
@pytest.mark.parametrize("radius", [1e-3, 0.2, 0.6, 0.75, 1.1])
def test_few_pixels(radius, offset):
    """One, two, three and four pixels, in a row or not, and none."""
    k = np.arange(6.0) * 4 + 3
    xy = np.concatenate([np.stack([k + offset, k], 1), np.stack([k, 50 - k + offset], 1)])
    for data in (DATA, BLOBS, -DATA, np.zeros(DATA.shape), np.ones(DATA.shape)):
        compare_stats(data, pa.CircularAperture(xy, radius), error=ERROR)
    compare_stats(DATA, pa.RectangularAperture(xy, 4.0, 0.5))
    compare_stats(np.where(HOLES, np.nan, DATA), pa.RectangularAperture(xy, 0.5, 3.0))


def test_all_masked():
    for data, mask in [(BLOBS, np.ones(DATA.shape, dtype=bool)), (DATA * np.nan, None)]:
        stats = compare_stats(data, pa.CircularAperture(XY, 3), error=ERROR, mask=mask)
        assert np.isnan(stats.sum).all()
        assert np.isnan(stats.mean).all()
        if mask is not None:
            assert stats.flags[0] in (4360, 4360 + 2)


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_every_way_of_overlap(shape):
    walk = np.arange(-9.0, 9.1, 0.5)
    ones = np.ones_like(walk)
    corners = np.concatenate([np.stack([walk, walk], 1), np.stack([walk, 5 * ones], 1)])
    for method in ("exact", "center"):
        compare_stats(DATA[:11, :13], ALL_SHAPES[shape](corners), sum_method=method)


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_scalar_apertures(shape):
    aperture = ALL_SHAPES[shape]((20.3, 30.2))
    stats = compare_stats(BLOBS * u.ct, aperture, error=ERROR * u.ct, wcs=W)
    assert stats.isscalar
    assert stats.mean.shape == ()
    compare_stats(BLOBS, aperture, sigma_clip=CLIPS["default"], local_bkg=0.2)
    compare_stats(BLOBS, ALL_SHAPES[shape]((-30, 4)), wcs=W)
    compare_stats(BLOBS, ALL_SHAPES[shape]([(20.3, 30.2)]))


@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_sky_apertures(shape):
    compare_stats(BLOBS, ALL_SHAPES[shape](XY[:20]).to_sky(W), error=ERROR, wcs=W)


def test_nddata_and_regions():
    regions = pytest.importorskip("regions")
    nddata = CCDData(BLOBS, unit=u.Jy, uncertainty=StdDevUncertainty(ERROR), mask=MASK, wcs=W)
    region = regions.EllipsePixelRegion(regions.PixCoord(20.3, 21.8), 8.0, 5.0, 30 * u.deg)
    compare_stats(nddata, pa.CircularAperture(XY, 3), local_bkg=1 * u.Jy)
    compare_stats(nddata, region.to_sky(W))
    compare_stats(BLOBS, region)


@pytest.mark.parametrize("mask_method", MASK_METHODS)
@pytest.mark.parametrize("shape", ALL_SHAPES)
def test_segmentation(shape, mask_method):
    image = segmentation()
    kwargs = {
        "segmentation_image": image,
        "labels": labels_of(image, XY),
        "mask_method": mask_method,
    }
    stats = compare_stats(SOURCES, ALL_SHAPES[shape](XY), error=ERROR, mask=MASK, **kwargs)
    assert (stats.flags & 64).any() == (mask_method != "none")
    kwargs["sigma_clip"] = CLIPS["tight"]
    compare_stats(BLOBS, ALL_SHAPES[shape](XY), local_bkg=0.3, sum_method="center", **kwargs)


@pytest.mark.parametrize("warm", [False, True])
@pytest.mark.parametrize(
    "index",
    [3, -1, np.s_[2:9], np.s_[::-3], [5, 1, 1], np.arange(28) % 3 == 0],
    ids=["3", "-1", "2:9", "::-3", "list", "bool"],
)
def test_slicing(index, warm):
    """A part keeps its ids, whether measured before or after it was taken."""
    kwargs = {"error": ERROR, "wcs": W, "local_bkg": np.linspace(0, 1, len(XY)), "mask": MASK}
    image = segmentation()
    kwargs |= {"segmentation_image": image, "labels": labels_of(image, XY), "mask_method": "mask"}
    ours, theirs = (cls(SOURCES, pa.CircularAperture(XY, 4.0), **kwargs) for cls in BOTH)
    if warm:
        for stats in (ours, theirs):
            with np.errstate(all="ignore"):
                for name in stats.properties:
                    getattr(stats, name)
    part, expected = ours[index], theirs[index]
    assert type(part) is type(ours)
    assert_same_stats(part, expected)
    if not part.isscalar:
        assert len(part) == len(expected)
        assert_same_stats(part[-1], expected[-1])


BOTH = (OurStats, TheirStats)


def test_selecting_ids_and_iterating():
    ours, theirs = (cls(BLOBS, pa.CircularAperture(XY, 4.0)) for cls in BOTH)
    part = ours[5:9].select_ids([7, 9])
    np.testing.assert_array_equal(part.id, [7, 9])
    np.testing.assert_array_equal(part.sum, ours.sum[[6, 8]])
    assert ours.select_id(3).sum == ours.sum[2]
    assert ours.select_id(3).isscalar
    assert [one.mean for one in ours[:4]] == list(ours.mean[:4])
    assert [one.id for one in ours[:4]] == [one.id for one in theirs[:4]]
    for call in (
        lambda stats: stats.select_id(99),
        lambda stats: stats.select_ids([1, -3]),
        lambda stats: stats[5:9].select_id(1),
        lambda stats: stats[3][0],
        lambda stats: stats[3].select_id(4),
        lambda stats: len(stats[3]),
        lambda stats: list(stats[3]),
        lambda stats: stats[99],
        lambda stats: stats["sum"],
        lambda stats: stats.no_such_thing,
    ):
        result, expected = outcome(call, ours), outcome(call, theirs)
        assert result.error is not None
        assert result.error == expected.error


def test_copies_are_their_own():
    ours = OurStats(BLOBS, pa.CircularAperture(XY, 4.0))
    mean = ours.mean.copy()
    copy = ours.copy()
    copy.mean[:] = -1
    np.testing.assert_array_equal(ours.mean, mean)
    assert type(copy) is type(ours)
    np.testing.assert_array_equal(copy.sum, ours.sum)


@pytest.mark.parametrize("wcs", [None, W])
@pytest.mark.parametrize("xy", [XY, XY[3], XY[3:4]], ids=["many", "scalar", "one"])
def test_tables(xy, wcs):
    kwargs = {"error": ERROR * u.ct, "wcs": wcs}
    ours, theirs = (cls(BLOBS * u.ct, pa.CircularAperture(xy, 4.0), **kwargs) for cls in BOTH)
    columns = [name for name in theirs.properties if "_cutout" not in name]
    for wanted in (None, "mean", ["id", "flags", "sum"], columns):
        table, expected = ours.to_table(columns=wanted), theirs.to_table(columns=wanted)
        assert type(table) is type(expected)
        assert table.colnames == expected.colnames
        assert len(table) == len(expected)
        assert list(table.meta) == list(expected.meta)
        for name in table.colnames:
            assert type(table[name]) is type(expected[name]), name
            assert table[name].shape == expected[name].shape, name
            assert getattr(table[name], "unit", None) == getattr(expected[name], "unit", None)
            assert getattr(table[name], "dtype", None) == getattr(expected[name], "dtype", None)
        if "mean" in table.colnames:
            np.testing.assert_array_equal(table["mean"], np.atleast_1d(ours.mean))
    for wrong in ("bad", ["sum", "data_cutout"], ["get_id"], "isscalar", "_bbox"):
        result, expected = (outcome(one.to_table, columns=wrong) for one in (ours, theirs))
        assert result.error == expected.error


def test_large_and_many():
    """Values by the million, so that what is done in blocks is done in several."""
    data = positive_field((300, 400), seed=9)
    xy = np.random.default_rng(1).uniform(50, 250, (40, 2))
    stats = compare_stats(data, pa.CircularAperture(xy, 100.0), wcs=W)
    np.testing.assert_allclose(stats.mean, 2.0, atol=0.05)
