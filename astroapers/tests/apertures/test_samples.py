"""Sampled and weighted values and cutouts: against the weights, and in every form."""

import math
from decimal import Decimal

import numpy as np
import pytest
from astropy import units as u
from astropy.nddata import CCDData, NDData
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from astroapers import CircAn, CircAp, PathAp, PillAp, RectAp, WedgeAp
from astroapers.tests.cases import CLASSES, IMAGE, MASK, POSITIONS, full_weights, make

every_class = pytest.mark.parametrize("cls", CLASSES)
NY, NX = IMAGE.shape
YY, XX = np.mgrid[:NY, :NX].astype(float)
NONE = np.empty((0, 2))
DTYPES = ("?", "i1", "u1", "i2", ">i2", "u2", "i4", ">u4", "i8", "u8", "f2", "f4", ">f4", "f8",
          ">f8", "g", "O")  # fmt: skip


def expected_values(ap, data, mask=None, method="center"):
    """Values (times weight, if exact) and pixels, from weights on the whole image."""
    good = np.ones(IMAGE.shape, bool) if mask is None else ~mask
    values, pix = [], []
    for weights in full_weights(ap, method, IMAGE.shape):
        chosen = (weights > 0) & good
        value = data[chosen]
        values.append(value if method == "center" else value.astype(float) * weights[chosen])
        pix.append((YY[chosen], XX[chosen]))
    return values, pix


def expected_cutouts(ap, data, mask=None, fill_value=np.nan, method="center"):
    """Cutouts, cut from a wide frame around the image."""
    found = []
    weights = ap.weights_center() if method == "center" else ap.weights_exact()
    for box, w in zip(ap.bboxes(), weights, strict=True):
        yy, xx = np.mgrid[box.iymin : box.iymax, box.ixmin : box.ixmax]
        good = (yy >= 0) & (xx >= 0) & (yy < NY) & (xx < NX)
        if mask is not None:
            good[good] = ~mask[yy[good], xx[good]]
        cutout = np.full(w.shape, float(fill_value))
        cutout[good] = 0.0
        chosen = good & (w > 0)
        cutout[chosen] = data[yy[chosen], xx[chosen]].astype(float) * w[chosen]
        pix = np.where(chosen, yy, np.nan), np.where(chosen, xx, np.nan)
        found.append((cutout, pix))
    return found


# Where the image ends within the box, the outline is walked from another pixel than for weights:
# 1e-13 of a weight, times values of up to 100.
ROUNDING = 1e-11


def same_lists(found, expected, dtype=None, atol=0):
    """Lists of arrays, or of tuples of arrays, with elements that are equal, or nearly."""
    assert type(found) is list
    assert len(found) == len(expected)
    for one, other in zip(found, expected, strict=True):
        if isinstance(one, tuple):
            same_lists(list(one), list(other), dtype, atol)
            continue
        if atol:
            assert_allclose(one, other, rtol=0, atol=atol)
        else:
            assert_array_equal(one, other, strict=dtype is None)
        assert one.dtype == (other.dtype if dtype is None else dtype)
        assert one.flags.c_contiguous
        assert one.flags.writeable


@every_class
@pytest.mark.parametrize("mask", [None, MASK, np.ones_like(MASK)])
class TestAgainstWeights:
    def test_sampled_values(self, cls, mask):
        for ap in (make(cls, POSITIONS), make(cls, POSITIONS[2])):
            values, pix = expected_values(ap, IMAGE, mask)
            same_lists(ap.sampled_values(IMAGE, mask=mask), values)
            found, found_pix = ap.sampled_values(IMAGE, mask=mask, return_pix=True)
            same_lists(found, values)
            same_lists(found_pix, pix)

    def test_weighted_values(self, cls, mask):
        for ap in (make(cls, POSITIONS), make(cls, POSITIONS[2])):
            values, _ = expected_values(ap, IMAGE, mask, "exact")
            same_lists(ap.weighted_values(IMAGE, mask=mask), values, atol=ROUNDING)
            sums = [np.sum(v) for v in values]
            assert_allclose(ap.apsum_exact(IMAGE, mask)[0], sums, rtol=1e-13, atol=1e-12)

    def test_flat_is_the_same(self, cls, mask):
        for ap in (make(cls, POSITIONS), make(cls, POSITIONS[2]), make(cls, NONE)):
            values, pix = ap.sampled_values(IMAGE, mask=mask, return_pix=True)
            flat, (yy, xx), offsets = ap.sampled_values(
                IMAGE, mask=mask, flat=True, return_pix=True
            )
            plain, same_offsets = ap.sampled_values(IMAGE, mask=mask, flat=True)
            weighted, weighted_offsets = ap.weighted_values(IMAGE, mask=mask, flat=True)
            assert_array_equal(plain, flat)
            assert_array_equal(same_offsets, offsets)
            assert flat.dtype == yy.dtype == xx.dtype == weighted.dtype == np.float64
            assert offsets.dtype == weighted_offsets.dtype == np.intp
            assert len(offsets) == len(values) + 1
            assert (offsets[0], offsets[-1], weighted_offsets[-1]) == (0, len(flat), len(weighted))
            for i, (value, (y, x)) in enumerate(zip(values, pix, strict=True)):
                own = slice(offsets[i], offsets[i + 1])
                for part, whole in ((value, flat), (y, yy), (x, xx)):
                    assert_array_equal(part, whole[own])
            for i, value in enumerate(ap.weighted_values(IMAGE, mask=mask)):
                assert_array_equal(value, weighted[weighted_offsets[i] : weighted_offsets[i + 1]])

    def test_cutouts(self, cls, mask):
        for ap in (make(cls, POSITIONS), make(cls, POSITIONS[2])):
            for fill_value in (np.nan, -7.5, 0, np.inf):
                expected = expected_cutouts(ap, IMAGE, mask, fill_value)
                same_lists(ap.sampled_cutout(IMAGE, mask, fill_value), [c for c, _ in expected])
                found, pix = ap.sampled_cutout(IMAGE, mask, fill_value, return_pix=True)
                same_lists(found, [c for c, _ in expected])
                same_lists(pix, [p for _, p in expected])
                expected = expected_cutouts(ap, IMAGE, mask, fill_value, "exact")
                found = ap.weighted_cutout(IMAGE, mask, fill_value)
                same_lists(found, [c for c, _ in expected], atol=ROUNDING)
            for cutout, box in zip(ap.weighted_cutout(IMAGE, mask), ap.bboxes(), strict=True):
                assert cutout.shape == box.shape


@every_class
class TestForms:
    def test_none(self, cls):
        ap = make(cls, NONE)
        for dtype in DTYPES:
            image = IMAGE.astype(dtype)
            for values in (ap.sampled_values(image), ap.weighted_values(image),
                           ap.sampled_cutout(image), ap.weighted_cutout(image)):  # fmt: skip
                assert values == []
            assert ap.sampled_values(image, return_pix=True) == ([], [])
            assert ap.sampled_cutout(image, return_pix=True) == ([], [])
            flat, pix, offsets = ap.sampled_values(image, flat=True, return_pix=True)
            assert (flat.shape, flat.dtype) == ((0,), image.dtype)
            assert [(c.shape, c.dtype) for c in pix] == [((0,), np.float64)] * 2
            assert (offsets.tolist(), offsets.dtype) == ([0], np.intp)
            flat, offsets = ap.weighted_values(image, flat=True)
            assert (flat.shape, flat.dtype, offsets.tolist()) == ((0,), np.float64, [0])

    def test_arrays_are_independent(self, cls):
        ap = make(cls, [(20.3, 17.6), (20.3, 17.6)])
        image = IMAGE.copy()
        for call in (ap.sampled_values, ap.weighted_values, ap.sampled_cutout, ap.weighted_cutout):
            first, second = call(image)
            before = second.copy()
            first[...] = -1
            assert_array_equal(second, before)
            assert_array_equal(call(image)[0], before)
        _, ((y0, x0), (y1, _)) = ap.sampled_values(image, return_pix=True)
        kept = y1.copy()
        y0[...], x0[...] = -1, -1
        assert_array_equal(y1, kept)
        assert_array_equal(image, IMAGE)

    def test_scalar_is_a_list_of_one(self, cls):
        scalar, vector = make(cls, (20.3, 17.6)), make(cls, [(20.3, 17.6)])
        for name in ("sampled_values", "weighted_values", "sampled_cutout", "weighted_cutout"):
            same_lists(getattr(scalar, name)(IMAGE), getattr(vector, name)(IMAGE))

    def test_poison_where_nothing_is_taken(self, cls):
        ap = make(cls, POSITIONS[:2])
        for method, call, cut in (("center", ap.sampled_values, ap.sampled_cutout),
                                  ("exact", ap.weighted_values, ap.weighted_cutout)):  # fmt: skip
            taken = (full_weights(ap, method, IMAGE.shape) > 0).any(axis=0) & ~MASK
            for poison in (np.nan, np.inf, 1e300):
                image = np.where(taken, IMAGE, poison)
                for mask in (MASK, MASK.astype(float)):
                    same_lists(call(image, mask=mask), call(IMAGE, mask=MASK))
                    same_lists(cut(image, mask, -3), cut(IMAGE, MASK, -3))
            image = np.where(taken, np.nan, IMAGE)
            assert all(np.isnan(v).all() for v in call(image, mask=MASK))

    def test_unselected_pixels_are_zero_even_if_nan(self, cls):
        ap = make(cls, (20.3, 17.6))
        weights = ap.weights_center()[0]
        cutout = ap.sampled_cutout(np.full(IMAGE.shape, np.nan), fill_value=-1)[0]
        assert_array_equal(cutout, np.where(weights > 0, np.nan, 0.0))


@pytest.mark.parametrize("ap", [CircAp(POSITIONS, 5.25), RectAp((41.2, 3.3), 9, 4, 0.35),
                                make(PathAp, POSITIONS[:4])])  # fmt: skip
class TestImages:
    @pytest.mark.parametrize("dtype", DTYPES)
    def test_dtypes(self, ap, dtype):
        image = (IMAGE / 3).astype(dtype)
        image.flags.writeable = False
        plain = image.astype(float)
        for mask in (None, MASK):
            values, _ = expected_values(ap, image, mask)
            same_lists(ap.sampled_values(image, mask=mask), values, image.dtype)
            flat, _ = ap.sampled_values(image, mask=mask, flat=True)
            assert flat.dtype == image.dtype
            same_lists(ap.weighted_values(image, mask=mask), ap.weighted_values(plain, mask=mask))
            same_lists(ap.sampled_cutout(image, mask, 3), ap.sampled_cutout(plain, mask, 3))
            same_lists(ap.weighted_cutout(image, mask), ap.weighted_cutout(plain, mask))
            found, pix = ap.sampled_cutout(image, mask, return_pix=True)
            expected = ap.sampled_cutout(plain, mask, return_pix=True)
            same_lists(found, expected[0])
            same_lists(pix, expected[1])

    @pytest.mark.parametrize("dtype", ["f8", ">i2", "g", "O"])
    def test_layouts(self, ap, dtype):
        image = IMAGE.astype(dtype)
        big = np.zeros((2 * NY, 3 * NX), dtype)
        big[::2, ::3] = image
        values, _ = expected_values(ap, image, MASK)
        for other in (
            np.asfortranarray(image),
            big[::2, ::3],
            image[::-1, ::-1].copy()[::-1, ::-1],
        ):
            same_lists(ap.sampled_values(other, mask=np.asfortranarray(MASK)), values, image.dtype)
            same_lists(ap.weighted_cutout(other), ap.weighted_cutout(IMAGE))

    def test_lists(self, ap):
        values = ap.sampled_values(IMAGE.astype(int).tolist(), mask=MASK.tolist())
        same_lists(values, expected_values(ap, IMAGE.astype(int), MASK)[0])

    def test_masks_that_come_along(self, ap):
        other = XX % 5 == 2
        expected = ap.sampled_values(IMAGE, mask=MASK | other)
        same_lists(ap.sampled_values(np.ma.array(IMAGE, mask=other), mask=MASK), expected)
        same_lists(ap.sampled_values(NDData(IMAGE, mask=other), mask=MASK), expected)
        weighted = ap.weighted_values(IMAGE, mask=MASK | other)
        same_lists(ap.weighted_values(np.ma.array(IMAGE, mask=other), mask=MASK), weighted)
        cutouts = ap.weighted_cutout(IMAGE, MASK | other)
        same_lists(ap.weighted_cutout(np.ma.array(IMAGE, mask=other), MASK), cutouts)
        assert all(type(v) is np.ndarray for v in ap.sampled_values(np.ma.array(IMAGE)))

    @pytest.mark.parametrize("dtype", ["f8", ">f4", "u2", "i8", "g"])
    def test_units(self, ap, dtype):
        image = IMAGE.astype(dtype)
        for data in (u.Quantity(image, "Jy", dtype=dtype), CCDData(image, unit="Jy")):
            calls = (ap.sampled_values, ap.weighted_values, ap.sampled_cutout, ap.weighted_cutout)
            for call in calls:
                plain = call(image)
                for one, other in zip(call(data), plain, strict=True):
                    assert type(one) is u.Quantity
                    assert one.unit == u.Jy
                    assert one.dtype == other.dtype
                    assert_array_equal(one.value, other)
            for call in (ap.sampled_values, ap.weighted_values):
                flat, offsets = call(data, flat=True)
                assert flat.unit == u.Jy
                assert type(offsets) is np.ndarray
                assert_array_equal(flat.value, call(image, flat=True)[0])
            _, pix = ap.sampled_values(data, return_pix=True)
            assert type(pix[0][0]) is np.ndarray
        filled = ap.weighted_cutout(IMAGE * u.Jy, fill_value=5 * u.mJy)[0]
        assert_array_equal(filled.value, ap.weighted_cutout(IMAGE, fill_value=0.005)[0])

    def test_stacks_and_other_dimensions(self, ap):
        for call in (ap.sampled_values, ap.weighted_values, ap.sampled_cutout, ap.weighted_cutout):
            for wrong in (IMAGE[None], IMAGE[0], IMAGE[None, None], np.float64(3)):
                with pytest.raises(ValueError, match=r"data must be a 2-D image"):
                    call(wrong)
            for wrong in (MASK[:-1], True, MASK[None]):
                with pytest.raises(ValueError, match="mask must have the shape"):
                    call(IMAGE, mask=wrong)
            with pytest.raises(TypeError, match="data must be real"):
                call(IMAGE + 1j)

    @pytest.mark.parametrize("shape", [(0, 5), (5, 0), (0, 0)])
    def test_zero_size(self, ap, shape):
        for dtype in ("f8", "O"):
            image = np.empty(shape, dtype)
            for call in (ap.sampled_values, ap.weighted_values):
                assert [v.size for v in call(image)] == [0] * len(ap.positions)
            for box, cutout in zip(ap.bboxes(), ap.sampled_cutout(image), strict=True):
                assert cutout.shape == box.shape
                assert np.isnan(cutout).all()


class TestSignatures:
    def test_keyword_only(self):
        ap = CircAp((20, 18), 3)
        for call in (ap.sampled_values, ap.weighted_values):
            with pytest.raises(TypeError, match="positional"):
                call(IMAGE, MASK)
        same_lists(ap.sampled_cutout(IMAGE, MASK, -1), ap.sampled_cutout(
            IMAGE, mask=MASK, fill_value=-1))  # fmt: skip
        assert len(ap.sampled_cutout(IMAGE, None, 0, True)) == 2

    @pytest.mark.parametrize("fill_value", [None, "a", 1j, 3 * u.Jy])
    def test_fill_value(self, fill_value):
        with pytest.raises(TypeError):
            CircAp((20, 18), 3).sampled_cutout(IMAGE, fill_value=fill_value)


class TestObjects:
    """What the kernel cannot read is touched only where it counts."""

    def test_what_is_not_selected_may_be_anything(self):
        image = np.full((9, 9), "no number", dtype=object)
        image[4, 3:6] = Decimal("2.5"), 3, True
        image[4, 2] = None
        mask = np.zeros((9, 9), bool)
        mask[4, 2] = True
        ap = RectAp((3.5, 4), 3.8, 0.9)
        assert ap.sampled_values(image, mask=mask)[0].tolist() == [Decimal("2.5"), 3, True]
        assert ap.sampled_cutout(image, mask, -1)[0].tolist() == [[-1.0, 2.5, 3.0, 1.0]]
        assert ap.weighted_values(image, mask=mask)[0].tolist() == pytest.approx(
            [0.9 * 2.5, 0.9 * 3, 0.9 * 0.9]
        )
        with pytest.raises(ValueError, match="data must be real numbers"):
            RectAp((7, 7), 1, 1).weighted_values(image)

    def test_long_doubles_keep_their_digits(self):
        image = np.full((9, 9), np.longdouble(1)) + np.finfo(np.longdouble).eps
        ap = CircAp((4, 4), 2)
        assert (ap.sampled_values(image)[0] == image[0, 0]).all()
        assert ap.weighted_values(image)[0].dtype == np.float64
        assert ap.sampled_cutout(image)[0].max() == 1.0


class TestFarAndHuge:
    APERTURES = (CircAp((20, 18), 1e9), RectAp((20, 18), 1e9, 1e8, 0.3),
                 PillAp((20, 18), 1e9, 1e8, 1e9, 0.3), WedgeAp((-5e8, -5e8), 1e7, 1e9, 0.8, 1.0),
                 CircAn((-3e8, 20), 1e8, 1e9))  # fmt: skip

    @pytest.mark.parametrize("ap", APERTURES)
    @pytest.mark.parametrize("mask", [None, MASK])
    def test_covers_the_frame(self, ap, mask):
        expected = IMAGE.ravel() if mask is None else IMAGE[~mask]
        for image in (IMAGE, IMAGE.astype("g")):
            assert_array_equal(ap.sampled_values(image, mask=mask)[0], expected)
            assert_array_equal(ap.weighted_values(image, mask=mask)[0], expected)
            flat, offsets = ap.sampled_values(image, mask=mask, flat=True)
            assert_array_equal(flat, expected)
            assert offsets.tolist() == [0, len(expected)]

    def test_no_box_no_cutout(self):
        for ap in (CircAp((20, 18), 1e9), CircAp((1e300, 18), 3), CircAp((0, 0), 1e19)):
            for call in (ap.sampled_cutout, ap.weighted_cutout):
                for image in (IMAGE, IMAGE.astype(object)):
                    with pytest.raises((ValueError, OverflowError, MemoryError)):
                        call(image)

    @every_class
    def test_far_away(self, cls):
        ap = make(cls, [(1e300, 1e300), (-1e300, 5), (20.3, 17.6), (1e18, -1e18), (4e9, 3)])
        near = make(cls, (20.3, 17.6))
        for image in (IMAGE, IMAGE.astype(object)):
            for name in ("sampled_values", "weighted_values"):
                found = getattr(ap, name)(image)
                assert [v.size > 0 for v in found] == [False, False, True, False, False]
                assert_array_equal(found[2], getattr(near, name)(image)[0])


@given(
    cls=st.sampled_from(CLASSES),
    where=st.lists(st.tuples(st.floats(-20, 60), st.floats(-20, 60)), max_size=4),
    seed=st.integers(0, 2**32 - 1),
    dtype=st.sampled_from(DTYPES),
    masked=st.booleans(),
)
def test_any_place_and_image(cls, where, seed, dtype, masked):
    rng = np.random.default_rng(seed)
    image = rng.integers(0, 100, IMAGE.shape).astype(dtype)
    mask = rng.random(IMAGE.shape) < 0.2 if masked else None
    ap = make(cls, np.reshape(where, (-1, 2)))
    values, pix = ap.sampled_values(image, mask=mask, return_pix=True)
    expected, expected_pix = expected_values(ap, image, mask)
    same_lists(values, expected, image.dtype)
    same_lists(pix, expected_pix)
    same_lists(
        ap.weighted_cutout(image, mask),
        [cutout for cutout, _ in expected_cutouts(ap, image, mask, method="exact")],
        atol=ROUNDING,
    )


def test_background_idiom():
    annulus, ap = CircAn((20, 18), 6, 9), CircAp((20, 18), 4)
    image = np.full((40, 40), 7.0)
    image[18, 20] += 100
    sky = np.median(annulus.sampled_values(image)[0])
    source = ap.apsum_exact(image)[0] - sky * ap.npix_exact(image.shape)
    assert source == pytest.approx(100)
    assert math.isclose(sky, 7.0)
