"""Tables of sums, and masks of lists."""

import gc
import math
import signal
import time

import numpy as np
import pytest
from astropy import units as u
from astropy.nddata import CCDData, NDData, StdDevUncertainty, VarianceUncertainty
from astropy.table import QTable
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal
from regions import (
    CircleAnnulusPixelRegion,
    CirclePixelRegion,
    CircleSkyRegion,
    PixCoord,
    PointPixelRegion,
    PolygonPixelRegion,
    RectanglePixelRegion,
    Regions,
)

import astroapers as aap
from astroapers.regions import (
    UnsupportedRegionError,
    combine_mask,
    region_photometry,
    to_aperture,
    to_mask,
)
from astroapers.tests.regions.helpers import compound, moved, simple
from astroapers.tests.sky.helpers import tan

at = PixCoord
RNG = np.random.default_rng(5)
IMAGE = RNG.normal(100.0, 5.0, (40, 50))
ERROR = RNG.uniform(1.0, 3.0, IMAGE.shape)
MASK = RNG.random(IMAGE.shape) < 0.1
CIRCLE = CirclePixelRegion(at(20.3, 17.6), 4, meta={"text": "star"})
RING = CircleAnnulusPixelRegion(at(20.3, 2), 5, 8)
OFF = RectanglePixelRegion(at(-50, 2), 5, 8)


def by_mask(region, image, error, mask, mode):
    """Area, sum and its error from a mask of regions' own interface."""
    overlap = to_mask(region, mode, 3)
    slices, own = overlap.get_overlap_slices(image.shape)
    if slices is None:
        return 0.0, np.nan, np.nan
    weights = np.where(mask[slices], 0.0, overlap.data[own])
    return (
        weights.sum(),
        (weights * image[slices]).sum(),
        math.sqrt((weights**2 * error[slices] ** 2).sum()),
    )


@given(
    st.lists(st.one_of(simple, compound), min_size=1, max_size=6),
    st.sampled_from(["exact", "center", "subpixels"]),
    st.floats(-5, 50),
)
@settings(deadline=None, max_examples=60)
def test_as_by_masks(found, mode, x):
    found = [moved(region, round(x), 12) for region in found]
    table = region_photometry(IMAGE, found, error=ERROR, mask=MASK, mode=mode, subpixels=3)
    assert table.colnames == ["name", "class", "area", "fraction", "sum", "sum_err"]
    for row, region in zip(table, found, strict=True):
        area, total, error = by_mask(region, IMAGE, ERROR, MASK, mode)
        assert row["class"] == type(region).__name__
        assert row["area"].to_value(u.pix**2) == pytest.approx(area, abs=1e-9)
        if row["fraction"] > 0:
            assert row["sum"] == pytest.approx(total, rel=1e-9, abs=1e-8)
            assert row["sum_err"] == pytest.approx(error, rel=1e-9, abs=1e-8)
        else:
            assert np.isnan(row["sum"])
            assert np.isnan(row["sum_err"])
            assert area < 1e-12


def test_columns():
    table = region_photometry(IMAGE, [CIRCLE, RING, OFF])
    assert type(table) is QTable
    assert table.colnames == ["name", "class", "area", "fraction", "sum"]
    assert list(table["name"]) == ["star", "1", "2"]
    assert list(table["class"]) == [
        "CirclePixelRegion", "CircleAnnulusPixelRegion", "RectanglePixelRegion",
    ]  # fmt: skip
    assert table["area"].unit == u.pix**2
    assert table["fraction"][0] == 1.0
    assert 0 < table["fraction"][1] < 1
    assert table["fraction"][2] == 0
    assert table["area"][2] == 0
    assert np.isnan(table["sum"][2])
    one = region_photometry(IMAGE, CIRCLE)
    assert len(one) == 1
    assert one["sum"][0] == table["sum"][0]
    assert len(region_photometry(IMAGE, [])) == 0


@pytest.mark.parametrize("n", [1, 10, 11, 101])
@pytest.mark.parametrize("text", [None, "", 0, "the second"])
def test_names_are_texts_or_places(n, text):
    found = [CirclePixelRegion(at(20.0, 20.0), 3.0) for _ in range(n)]
    names = [str(place) for place in range(n)]
    if text is not None and n > 1:
        found[1].meta["text"] = text
        names[1] = str(text) or "1"
    assert list(region_photometry(IMAGE, found)["name"]) == names


def test_masked_pixels_are_dropped():
    image = np.where(MASK, np.nan, IMAGE)
    table = region_photometry(image, [CIRCLE, RING], mask=MASK)
    assert np.isfinite(table["sum"]).all()
    assert table["fraction"][0] == 1.0  # on the image, masked or not
    assert table["area"][0] < CIRCLE.area * u.pix**2
    hidden = region_photometry(IMAGE, CIRCLE, mask=np.ones_like(MASK))
    assert hidden["sum"][0] == 0
    assert hidden["area"][0] == 0
    assert hidden["fraction"][0] == 1
    assert np.isnan(region_photometry(np.full_like(IMAGE, np.nan), CIRCLE)["sum"][0])


def test_units():
    table = region_photometry(IMAGE * u.Jy, [CIRCLE, RING], error=1e3 * ERROR * u.mJy)
    plain = region_photometry(IMAGE, [CIRCLE, RING], error=ERROR)
    for name in ("sum", "sum_err"):
        assert table[name].unit == u.Jy
        assert_allclose(table[name].value, plain[name])
    with pytest.raises(ValueError, match="data and error must both have a unit or neither"):
        region_photometry(IMAGE * u.Jy, CIRCLE, error=ERROR)
    with pytest.raises(u.UnitConversionError):
        region_photometry(IMAGE * u.Jy, CIRCLE, error=ERROR * u.s)


def test_nddata():
    wcs = tan(shape=IMAGE.shape)
    sky = CircleSkyRegion(wcs.pixel_to_world(20.3, 17.6), 0.2 * u.arcsec)
    plain = region_photometry(IMAGE, sky, wcs, error=ERROR, mask=MASK)
    for uncertainty in (StdDevUncertainty(ERROR), VarianceUncertainty(ERROR**2)):
        for data in (
            NDData(IMAGE, mask=MASK, wcs=wcs, uncertainty=uncertainty),
            CCDData(IMAGE, mask=MASK, wcs=wcs, uncertainty=uncertainty, unit="adu"),
        ):
            table = region_photometry(data, sky)
            assert table["sum"].unit == data.unit
            for name in ("sum", "sum_err", "area"):
                assert_allclose(table[name].value, plain[name].value)
    ours = region_photometry(
        NDData(IMAGE, uncertainty=StdDevUncertainty(ERROR)), RING, error=2 * ERROR
    )
    assert ours["sum_err"][0] == pytest.approx(
        2 * region_photometry(IMAGE, RING, error=ERROR)["sum_err"][0]
    )


@pytest.mark.parametrize("error", [None, ERROR, np.stack([ERROR, 2 * ERROR, ERROR])])
@pytest.mark.parametrize("mask", [None, MASK, np.stack([MASK, ~MASK, MASK])])
def test_planes(error, mask):
    stack = np.stack([IMAGE, 2 * IMAGE, IMAGE**2])
    table = region_photometry(stack, [CIRCLE, RING, OFF], error=error, mask=mask)
    assert table["sum"].shape == (3, 3)
    assert table["fraction"].shape == (3,)
    for k, plane in enumerate(stack):
        parts = [array if array is None or array.ndim == 2 else array[k] for array in (error, mask)]
        one = region_photometry(plane, [CIRCLE, RING, OFF], error=parts[0], mask=parts[1])
        assert_allclose(table["sum"][:, k], one["sum"])
        if error is not None:
            assert_allclose(table["sum_err"][:, k], one["sum_err"])
        areas = table["area"] if table["area"].ndim == 1 else table["area"][:, k]
        assert_allclose(areas.value, one["area"].value)


@pytest.mark.parametrize("dtype", ["i2", ">f4", "u1", "g", "O", bool])
def test_dtypes(dtype):
    image = np.round(IMAGE).astype(dtype)
    table = region_photometry(image, [CIRCLE, RING], error=ERROR.astype("f4"))
    expected = region_photometry(image.astype(float), [CIRCLE, RING], error=ERROR)
    assert_allclose(table["sum"], expected["sum"])
    assert_allclose(table["sum_err"], expected["sum_err"], rtol=1e-6)


def test_native_apertures():
    stars = aap.CircAp([(10, 10), (30, 20)], r=[2, 3])
    table = region_photometry(IMAGE, [stars, CIRCLE, aap.PillAp((20, 20), 4, 2, 2)])
    assert list(table["name"]) == ["0", "0", "star", "2"]
    assert list(table["class"]) == ["CircAp", "CircAp", "CirclePixelRegion", "PillAp"]
    assert_allclose(table["sum"][:2], stars.apsum_exact(IMAGE)[0])
    assert_allclose(region_photometry(IMAGE, stars)["sum"], table["sum"][:2])
    assert table["sum"][2] == to_aperture(CIRCLE).apsum_exact(IMAGE)[0]


def test_polygons_and_compounds_in_a_list():
    bow = PolygonPixelRegion(at([10, 20, 20, 10], [10, 20, 10, 20]))
    flat = PolygonPixelRegion(at([10, 20, 15], [10, 20, 15]))
    ones = np.ones_like(IMAGE)
    table = region_photometry(ones, [bow, flat, CIRCLE & bow, CIRCLE ^ flat])
    assert table["sum"][0] == pytest.approx(50)
    assert np.isnan(table["sum"][1])
    assert table["area"][1] == 0
    assert table["sum"][2] == pytest.approx(to_mask(CIRCLE & bow).data.sum())
    assert table["sum"][3] == pytest.approx(16 * math.pi)


def test_bad_regions_are_numbered():
    point = PointPixelRegion(at(3, 4))
    with pytest.raises(UnsupportedRegionError, match="region 1: a PointPixelRegion has no area"):
        region_photometry(IMAGE, [CIRCLE, CIRCLE | point])
    with pytest.raises(UnsupportedRegionError, match=r"^a PointPixelRegion has no area"):
        region_photometry(IMAGE, point)
    with pytest.raises(TypeError, match="region 0: region must be a region"):
        region_photometry(IMAGE, ["circle"])
    with pytest.raises(ValueError, match=r"region 1: center\.x of a Circle"):
        combine_mask([CIRCLE, CirclePixelRegion(at(np.nan, 3), 2)])
    with pytest.raises(TypeError, match="regions must be a region, a list of regions or the name"):
        region_photometry(IMAGE, 3)


def test_bad_shapes():
    with pytest.raises(ValueError, match=r"error must have the shape \(40, 50\), got \(4, 5\)"):
        region_photometry(IMAGE, CIRCLE, error=np.ones((4, 5)))
    with pytest.raises(ValueError, match="mask must have the shape"):
        region_photometry(IMAGE, CIRCLE, mask=MASK[:4])
    with pytest.raises(ValueError, match="mode must be one of"):
        region_photometry(IMAGE, CIRCLE, mode="subpixel")


def union_of(found):
    region = found[0]
    for other in found[1:]:
        region = region | other
    return region


@given(st.lists(simple, min_size=1, max_size=5), st.lists(simple, max_size=3), st.randoms())
@settings(deadline=None, max_examples=50)
def test_combined_masks(included, excluded, random):
    """Union of the included minus union of the excluded, in whatever order."""
    included = [moved(region, 12 * k, 0) for k, region in enumerate(included)]
    excluded = [moved(region, 9 * k, 1) for k, region in enumerate(excluded)]
    expected = to_mask(union_of(included))
    box = expected.bbox
    if excluded:
        whole = to_mask(union_of(included) ^ (union_of(included) & union_of(excluded)))
        dy, dx = box.iymin - whole.bbox.iymin, box.ixmin - whole.bbox.ixmin
        weights = whole.data[dy : dy + box.shape[0], dx : dx + box.shape[1]]
    else:
        weights = expected.data
    for region in excluded:
        region.meta["include"] = random.choice([0, False])
    for region in included:
        if random.random() < 0.5:
            region.meta["include"] = random.choice([1, True])
    both = included + excluded
    random.shuffle(both)
    for mode in ("exact", "center"):
        mask = combine_mask(both, mode=mode)
        assert mask.bbox == box
        if mode == "exact":
            assert_allclose(mask.data, weights, rtol=0, atol=1e-10)
        else:
            inside = union_of(included).to_mask().data > 0
            for region in excluded:
                inside &= ~_centres(region, box)
            assert_array_equal(mask.data, inside.astype(float))


def _centres(region, box):
    """Pixel centres of a box that are in a region, by regions."""
    mask = region.to_mask()
    image = np.zeros(box.shape, dtype=bool)
    x0, x1 = max(box.ixmin, mask.bbox.ixmin), min(box.ixmax, mask.bbox.ixmax)
    y0, y1 = max(box.iymin, mask.bbox.iymin), min(box.iymax, mask.bbox.iymax)
    if x0 < x1 and y0 < y1:
        image[y0 - box.iymin : y1 - box.iymin, x0 - box.ixmin : x1 - box.ixmin] = (
            mask.data[
                y0 - mask.bbox.iymin : y1 - mask.bbox.iymin,
                x0 - mask.bbox.ixmin : x1 - mask.bbox.ixmin,
            ]
            > 0
        )
    return image


def test_ds9_list():
    text = "image; circle(21,19,5); circle(24,19,5); -circle(22,19,1)"
    found = Regions.parse(text, format="ds9")
    mask = combine_mask(found)
    overlap = 2 * 25 * math.acos(0.3) - 1.5 * math.sqrt(100 - 9)
    assert mask.data.sum() == pytest.approx(50 * math.pi - overlap - math.pi, rel=1e-12)
    assert mask.bbox == found[0].bounding_box | found[1].bounding_box


def test_nothing_included():
    hidden = CirclePixelRegion(at(3, 4), 2, meta={"include": 0})
    for found in ([], [hidden], Regions([hidden, hidden])):
        with pytest.raises(
            ValueError, match="regions must have at least one that is included, got"
        ):
            combine_mask(found)


def test_everything_excluded():
    hidden = CirclePixelRegion(at(3, 4), 5, meta={"include": 0})
    mask = combine_mask([CirclePixelRegion(at(3, 4), 2), hidden])
    assert mask.shape == (5, 5)
    assert not mask.data.any()


def test_a_long_list_combined():
    found = [CirclePixelRegion(at(7 * (k % 40), 7 * (k // 40)), 2) for k in range(1200)]
    assert combine_mask(found).data.sum() == pytest.approx(4800 * math.pi, rel=1e-12)


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="needs a signal after a while")
def test_a_long_list_is_interrupted():
    class Enough(Exception):
        pass

    def enough(*_):
        raise Enough

    # All in one heap: to combine it takes many seconds.
    where = np.random.default_rng(1).uniform(20, 120, (3000, 2))
    heap = [CirclePixelRegion(PixCoord(x, y), 8.0) for x, y in where]
    before = signal.signal(signal.SIGALRM, enough)
    began = time.perf_counter()
    # What is raised while hypothesis looks at the garbage collector is lost.
    gc.disable()
    try:
        signal.setitimer(signal.ITIMER_REAL, 0.5)
        with pytest.raises(Enough):
            combine_mask(heap)
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
        gc.enable()
    assert time.perf_counter() - began < 5.0
