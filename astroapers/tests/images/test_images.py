"""Every way an image, a mask or a unit can come in."""

import time
import tracemalloc
from decimal import Decimal
from fractions import Fraction

import astropy.units as u
import numpy as np
import pytest
from astropy.nddata import CCDData, NDData, StdDevUncertainty
from astropy.table import Column
from astropy.utils.masked import Masked
from numpy.testing import assert_array_equal

from astroapers import CircAp, EllipAn, RectAp
from astroapers.images import open_image
from astroapers.tests.cases import CLASSES, IMAGE, MASK, METHODS, POSITIONS, apsum, make

# All that a star in these images needs: a small and a turned shape, in and off the frame.
APERTURES = (CircAp(POSITIONS, 5.25), RectAp(POSITIONS, 9, 4, 0.35), make(EllipAn, POSITIONS))
DTYPES = ("?", "i1", "u1", "i2", "u2", "i4", "u4", "i8", "u8", "f2", "f4", "f8", "g", "O")
ORDERS = ("=", ">", "<")


def layouts(image):
    """The same numbers in other places of memory."""
    yield np.asfortranarray(image)
    yield np.repeat(np.repeat(image, 3, axis=1), 2, axis=0)[::2, ::3]
    yield image[::-1, ::-1].copy()[::-1, ::-1]
    yield image.T.copy().T
    frame = np.zeros((image.shape[0] + 5, image.shape[1] + 3), image.dtype)
    frame[2:-3, 1:-2] = image
    yield frame[2:-3, 1:-2]
    if image.dtype != object:
        yield unaligned(image)
        readonly = image.copy()
        readonly.flags.writeable = False
        yield readonly


def unaligned(image):
    """A copy that starts one byte off any boundary."""
    memory = np.empty(image.nbytes + 1, np.uint8)
    copy = memory[1:].view(image.dtype).reshape(image.shape)
    copy[...] = image
    return copy


def same(first, second):
    for one, other in zip(first, second, strict=True):
        assert_array_equal(one, other)


@pytest.mark.parametrize("ap", APERTURES)
@pytest.mark.parametrize("method", METHODS)
class TestDtypes:
    @pytest.mark.parametrize("dtype", DTYPES)
    def test_as_float64(self, ap, method, dtype):
        for order in ORDERS if dtype not in ("?", "O") else "=":
            image = (IMAGE / 7).astype(np.dtype(dtype).newbyteorder(order))
            before = image.copy()
            expected = apsum(ap, method, image.astype(float), MASK)
            same(apsum(ap, method, image, MASK), expected)
            same(apsum(ap, method, image), apsum(ap, method, image.astype(float)))
            same(apsum(ap[0], method, image), apsum(ap[0], method, image.astype(float)))
            assert_array_equal(image, before)
            assert image.dtype == before.dtype

    @pytest.mark.parametrize("dtype", ["f8", ">f4", "u2", "i8", "f2", "g", "O", "?"])
    def test_layouts(self, ap, method, dtype):
        image = (IMAGE / 7).astype(dtype)
        expected = apsum(ap, method, image.astype(float), MASK)
        for other in layouts(image):
            assert_array_equal(other, image)
            for mask in (MASK, np.asfortranarray(MASK), MASK[::-1].copy()[::-1]):
                same(apsum(ap, method, other, mask), expected)

    @pytest.mark.parametrize("dtype", ["f4", "g", "O", ">i2"])
    def test_stacks(self, ap, method, dtype):
        planes = np.array([IMAGE / 7, IMAGE.copy()[::-1]]).astype(dtype)
        masks = np.array([MASK, ~MASK])
        for mask in (None, MASK, masks):
            expected = apsum(ap, method, planes.astype(float), mask)
            same(apsum(ap, method, planes, mask), expected)
            same(apsum(ap, method, np.moveaxis(planes, 0, -1).copy().transpose(2, 0, 1), mask),
                 expected)  # fmt: skip

    def test_array_likes(self, ap, method):
        class Lazy:
            def __array__(self, dtype=None, copy=None):
                return np.array(IMAGE)

        expected = apsum(ap, method, IMAGE)
        for image in (IMAGE.tolist(), tuple(map(tuple, IMAGE)), list(IMAGE), Lazy(),
                      IMAGE.view(np.memmap), memoryview(IMAGE)):  # fmt: skip
            same(apsum(ap, method, image), expected)


class TestValues:
    def test_objects_of_all_kinds(self):
        image = np.ones((9, 9), dtype=object)
        image[4, 3:6] = Decimal("2.5"), Fraction(1, 4), True
        assert RectAp((4, 4), 3, 1).apsum_exact(image) == (3.75, 3.0)
        image[4, 4] = None
        assert np.isnan(RectAp((4, 4), 3, 1).apsum_exact(image)[0])

    def test_objects_elsewhere_do_not_matter(self):
        image = np.ones((30, 30), dtype=object)
        image[20, 20] = "no number"
        assert RectAp((4, 4), 3, 1).apsum_exact(image) == (3.0, 3.0)
        with pytest.raises(ValueError, match="no number"):
            RectAp((20, 20), 3, 1).apsum_exact(image)

    def test_numbers_beyond_float64(self):
        big = np.full((9, 9), 2**63 + 1, dtype=np.uint64)
        assert RectAp((4, 4), 1, 1).apsum_exact(big)[0] == float(2**63)
        long = np.full((9, 9), np.longdouble(1) + np.finfo(np.longdouble).eps)
        assert RectAp((4, 4), 1, 1).apsum_exact(long)[0] == 1.0
        if np.finfo(np.longdouble).max > np.finfo(np.float64).max:
            assert RectAp((4, 4), 1, 1).apsum_exact(long * np.longdouble("1e400"))[0] == np.inf

    @pytest.mark.parametrize(
        "image",
        [np.ones((9, 9), complex), np.ones((9, 9), "c8"), np.ones((9, 9), "clongdouble"),
         [[1j, 2], [3, 4]], np.ones((9, 9), "M8[s]"), np.ones((9, 9), "m8[s]"),
         np.full((9, 9), "1"), np.zeros((9, 9), "V4"), np.ones((9, 9), complex) * u.Jy,
         np.ma.ones((9, 9), complex), NDData(np.ones((9, 9), complex)), "image"],
    )  # fmt: skip
    def test_not_real(self, image):
        with pytest.raises(TypeError, match="data must be real"):
            CircAp((4, 4), 2).apsum_exact(image)

    @pytest.mark.parametrize(
        "image",
        [np.ones(9), np.float64(3), 3, np.ones((2, 2, 9, 9)), [], [1, 2], [[1, 2], [3]], None,
         {1: 2}],
    )  # fmt: skip
    def test_wrong_dimensions(self, image):
        with pytest.raises(ValueError, match=r"data must be a 2-D image|inhomogeneous"):
            CircAp((4, 4), 2).apsum_exact(image)

    def test_lists_of_images_with_masks_or_units(self):
        for image in (np.ma.array(IMAGE, mask=MASK), IMAGE * u.Jy, NDData(IMAGE)):
            with pytest.raises(TypeError, match="stack them"):
                CircAp((4, 4), 2).apsum_exact([image, image])


class TestZeroSize:
    @pytest.mark.parametrize("shape", [(0, 5), (5, 0), (0, 0)])
    @pytest.mark.parametrize("method", METHODS)
    @pytest.mark.parametrize("dtype", ["f8", "g", "O", ">i2"])
    def test_nothing_to_sum(self, shape, method, dtype):
        image = np.empty(shape, dtype)
        for mask in (None, np.empty(shape, bool)):
            assert apsum(CircAp((2, 2), 3), method, image, mask) == (0.0, 0.0)
            same(apsum(CircAp(POSITIONS, 3), method, image, mask), np.zeros((2, len(POSITIONS))))
        if dtype != "O":
            value, count = apsum(CircAp((2, 2), 3), method, image * u.Jy)
            assert value == 0 * u.Jy
            assert type(count) is np.float64

    def test_stacks(self):
        image = np.empty((3, 0, 5))
        sums, count = CircAp((2, 2), 3).apsum_exact(image)
        assert (sums.tolist(), count) == ([0.0] * 3, 0.0)
        sums, counts = CircAp(POSITIONS, 3).apsum_exact(image, np.empty((3, 0, 5), bool))
        assert sums.shape == counts.shape == (3, len(POSITIONS))

    def test_mask_must_fit(self):
        with pytest.raises(ValueError, match="mask must have the shape"):
            CircAp((2, 2), 3).apsum_exact(np.empty((0, 5)), np.empty((5, 0), bool))


class TestMasks:
    AP = CircAp(POSITIONS, 5.25)

    @pytest.mark.parametrize("dtype", [*DTYPES, ">f8", ">i2", "c16"])
    def test_true_is_what_bool_says(self, dtype):
        expected = self.AP.apsum_exact(IMAGE, MASK)
        mask = MASK.astype(dtype)
        same(self.AP.apsum_exact(IMAGE, mask), expected)
        if dtype not in ("?", "u1", "u2", "u4", "u8"):
            mask[MASK] = -2
            same(self.AP.apsum_exact(IMAGE, mask), expected)
        if np.dtype(dtype).kind in "fO":
            mask[MASK] = 0.5
            same(self.AP.apsum_exact(IMAGE, mask), expected)
            mask[MASK] = np.nan
            same(self.AP.apsum_exact(IMAGE, mask), expected)
            mask[~MASK] = -0.0
            same(self.AP.apsum_exact(IMAGE, mask), expected)

    def test_array_likes(self):
        expected = self.AP.apsum_exact(IMAGE, MASK)
        for mask in (MASK.tolist(), MASK.astype(int).tolist(), list(MASK), np.ma.array(MASK)):
            same(self.AP.apsum_exact(IMAGE, mask), expected)

    def test_masked_elements_of_a_mask_count(self):
        mask = np.ma.array(np.zeros(MASK.shape), mask=MASK)
        same(self.AP.apsum_exact(IMAGE, mask), self.AP.apsum_exact(IMAGE, MASK))

    @pytest.mark.parametrize(
        "mask", [True, False, 0, np.True_, MASK[0], MASK.T, MASK[1:], MASK[None], [], [True], 3.0]
    )
    def test_wrong_shape(self, mask):
        for ap in (self.AP, self.AP[0]):
            for image in (IMAGE, IMAGE.astype("g"), np.ma.array(IMAGE, mask=MASK)):
                with pytest.raises(ValueError, match="mask must have the shape"):
                    ap.apsum_center(image, mask)

    def test_wrong_shape_for_a_stack(self):
        for mask in (MASK[None], np.array([MASK] * 3), MASK.T):
            with pytest.raises(ValueError, match="mask must have the shape"):
                self.AP.apsum_exact(np.array([IMAGE, IMAGE]), mask)

    @pytest.mark.parametrize("dtype", ["f8", "g", ">i2"])
    @pytest.mark.parametrize("method", METHODS)
    def test_masks_add_up(self, dtype, method):
        other = np.zeros(MASK.shape)
        other[10:20] = np.nan
        image = np.ma.array(IMAGE.astype(dtype), mask=MASK)
        for ap in (self.AP, self.AP[0], self.AP[-1]):
            expected = apsum(ap, method, image.data, MASK | (other != 0))
            same(apsum(ap, method, image, other), expected)
            same(apsum(ap, method, NDData(image.data, mask=MASK), other), expected)
        assert_array_equal(image.mask, MASK)
        assert other[9, 0] == 0

    def test_masks_of_a_stack_add_up(self):
        planes = np.array([IMAGE, IMAGE / 3])
        masks = np.array([MASK, MASK[::-1]])
        extra = np.roll(MASK, 3, axis=1)
        for own, added in ((masks, extra), (masks, masks[::-1])):
            image = np.ma.array(planes, mask=own)
            same(self.AP.apsum_exact(image, added), self.AP.apsum_exact(planes, own | added))
        image = NDData(planes, mask=MASK)
        same(self.AP.apsum_exact(image, masks), self.AP.apsum_exact(planes, MASK | masks))


class TestContainers:
    AP = CircAp(POSITIONS, 5.25)

    def test_masked_arrays(self):
        expected = self.AP.apsum_exact(IMAGE, MASK)
        image = np.ma.array(IMAGE, mask=MASK, copy=True)
        image.data[MASK] = np.nan
        same(self.AP.apsum_exact(image), expected)
        same(self.AP.apsum_exact(Masked(IMAGE, mask=MASK)), expected)
        for image in (np.ma.array(IMAGE), np.ma.array(IMAGE, mask=False)):
            same(self.AP.apsum_exact(image), self.AP.apsum_exact(IMAGE))

    def test_quantity(self):
        sums, npix = self.AP.apsum_exact(IMAGE * u.mJy, MASK)
        expected = self.AP.apsum_exact(IMAGE, MASK)
        assert isinstance(sums, u.Quantity)
        assert sums.unit == u.mJy
        same((sums.value, npix), expected)
        assert type(npix) is np.ndarray
        one = self.AP[0].apsum_center(IMAGE * u.mJy, return_npix=False)
        assert isinstance(one, u.Quantity)
        assert one == self.AP[0].apsum_center(IMAGE, return_npix=False) * u.mJy
        assert one.shape == ()

    def test_quantity_stack(self):
        planes = np.array([IMAGE, IMAGE / 3])
        for ap in (self.AP, self.AP[1]):
            sums, _ = ap.apsum_exact(planes * u.electron / u.s)
            expected = ap.apsum_exact(planes)[0]
            assert sums.unit == u.electron / u.s
            assert sums.shape == expected.shape
            assert_array_equal(sums.value, expected)

    def test_masked_quantity(self):
        sums, npix = self.AP.apsum_exact(Masked(IMAGE * u.Jy, mask=MASK))
        assert sums.unit == u.Jy
        same((sums.value, npix), self.AP.apsum_exact(IMAGE, MASK))

    @pytest.mark.parametrize("unit", [None, "adu", u.Jy])
    @pytest.mark.parametrize("mask", [None, MASK, MASK.astype(int)])
    def test_nddata(self, unit, mask):
        image = NDData(IMAGE.copy(), mask=mask, unit=unit, uncertainty=StdDevUncertainty(IMAGE))
        for ap in (self.AP, self.AP[0]):
            sums, npix = ap.apsum_exact(image)
            if unit is not None:
                assert sums.unit == u.Unit(unit)
                sums = sums.value
            assert not isinstance(sums, u.Quantity)
            same((sums, npix), ap.apsum_exact(IMAGE, mask))
        if mask is not None:
            assert_array_equal(image.mask, mask)
        assert_array_equal(image.data, IMAGE)

    def test_nddata_of_other_containers(self):
        for inner, mask in (
            (np.ma.array(IMAGE, mask=MASK), MASK),
            (np.ma.array(IMAGE), None),
            (IMAGE.tolist(), None),
        ):
            same(self.AP.apsum_exact(NDData(inner)), self.AP.apsum_exact(IMAGE, mask))
        assert self.AP.apsum_exact(NDData(IMAGE * u.Jy))[0].unit == u.Jy

    def test_nddata_all_masked(self):
        same(self.AP.apsum_exact(NDData(IMAGE, mask=True)), np.zeros((2, len(POSITIONS))))

    def test_ccddata(self):
        image = CCDData(IMAGE, unit="adu", mask=MASK)
        sums, npix = self.AP[0].apsum_exact(image)
        expected = self.AP[0].apsum_exact(IMAGE, MASK)
        assert (sums.value, npix) == expected
        assert sums.unit == u.adu

    def test_mask_of_nddata_must_fit(self):
        with pytest.raises(ValueError, match="mask must have the shape"):
            self.AP.apsum_exact(NDData(IMAGE, mask=MASK[1:]))

    def test_table_columns(self):
        column = Column(IMAGE, unit="Jy")
        total = APERTURES[0].apsum_exact(column, return_npix=False)
        assert total.unit == u.Jy
        assert_array_equal(total.value, APERTURES[0].apsum_exact(IMAGE, return_npix=False))

    def test_mask_whose_elements_are_masked(self):
        mask = Masked(np.zeros(IMAGE.shape, dtype=bool), mask=MASK)
        assert_array_equal(
            APERTURES[0].apsum_exact(IMAGE, mask), APERTURES[0].apsum_exact(IMAGE, MASK)
        )


class TestCost:
    def test_sources_far_apart_and_several_masks(self):
        image = np.ones((2500, 2500))
        mask = np.zeros(image.shape, dtype=bool)
        ap = CircAp([(10, 10), (2400, 2450)], 5)
        plain = ap.apsum_exact(image)
        for data, own_mask in (
            (np.ma.array(image, mask=mask), mask),
            (image.astype(np.longdouble), None),
            (image.astype(object), mask),
        ):
            tracemalloc.start()
            assert_array_equal(ap.apsum_exact(data, own_mask), plain)
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert peak < 1 << 20

    """One small source must not pay for the whole image."""

    @pytest.mark.parametrize("dtype", ["f8", "u2", ">f4", "f2", "g", "O"])
    @pytest.mark.parametrize("order", ["C", "F"])
    def test_small_source_on_a_large_image(self, dtype, order):
        image = np.ones((2000, 2000), dtype, order=order)
        mask = np.zeros(image.shape, bool)
        masked = np.ma.array(image, mask=mask, copy=False)
        ap = CircAp((1500.3, 700.2), 5)
        for data, its_mask in ((image, None), (image, mask), (masked, mask)):
            tracemalloc.start()
            start = time.perf_counter()
            ap.apsum_exact(data, its_mask)
            elapsed = time.perf_counter() - start
            peak = tracemalloc.get_traced_memory()[1]
            tracemalloc.stop()
            assert peak < 1e6
            assert elapsed < 1  # 30 ms on an idle machine

    def test_the_users_memory_is_used(self):
        image = IMAGE.astype(">f4")[::2, ::-1]
        opened = open_image(image, MASK[::2, ::-1])
        assert np.shares_memory(opened.data, image)
        assert np.shares_memory(opened.masks[0], MASK)
        assert opened.is_direct


@pytest.mark.parametrize("cls", CLASSES)
@pytest.mark.parametrize("dtype", ["g", "O"])
def test_converted_windows_hold_every_touched_pixel(cls, dtype):
    rng = np.random.default_rng(11)
    image = IMAGE.astype(dtype)
    far = [(1e300, 5), (-1e19, 5), (3, -3e18), (60, 60)]
    for n in (1, 2, 5):
        for _ in range(20):
            positions = rng.uniform(-20, 60, (n, 2))
            for where in (positions, np.vstack([positions, far])):
                ap = make(cls, where)
                same(ap.apsum_exact(image, MASK), ap.apsum_exact(IMAGE, MASK))
    same(CircAp([(20, 20)], 1e19).apsum_exact(image), CircAp([(20, 20)], 1e19).apsum_exact(IMAGE))


@pytest.mark.parametrize(
    "mask, error, text",
    [
        ([[True, False], [True]], ValueError, "mask must be a regular array"),
        (np.array([[object()] * 2] * 2), ValueError, "mask must have the shape"),
        (np.array([["a", "b"]], dtype="U1"), ValueError, "mask must"),
        (np.zeros((6, 7), dtype="f8, f8"), TypeError, "mask must be convertible to bool"),
    ],
)
def test_masks_that_are_none(mask, error, text):
    with pytest.raises(error, match=text):
        CircAp((3, 3), 2).apsum_exact(np.ones((6, 7)), mask)
