"""The bounding box, and that the boxes of apertures are tight."""

import copy
import dataclasses
import math
import pickle

import numpy as np
import pytest
from astropy import units as u
from astropy.nddata import CCDData
from hypothesis import given
from hypothesis import strategies as st
from numpy.testing import assert_allclose, assert_array_equal

from astroapers import BoundingBox, CircAp, EllipAp, RectAp
from astroapers.tests.cases import CLASSES, IMAGE, MASK, POSITIONS, full_weights, make

BOX = BoundingBox(-1, 3, 2, 5)


class TestObject:
    def test_fields(self):
        assert [f.name for f in dataclasses.fields(BOX)] == ["ixmin", "ixmax", "iymin", "iymax"]
        assert dataclasses.astuple(BOX) == (-1, 3, 2, 5)
        assert BOX.shape == (3, 4)

    def test_python_integers(self):
        box = BoundingBox(np.int64(1), np.uint8(2), np.int32(3), True)
        assert {type(value) for value in dataclasses.astuple(box)} == {int}
        for own in make(CLASSES[0], POSITIONS).bboxes():
            assert {type(value) for value in dataclasses.astuple(own)} == {int}

    @pytest.mark.parametrize("value", [1.5, 1.0, "1", None])
    def test_no_integers(self, value):
        with pytest.raises(TypeError):
            BoundingBox(0, value, 0, 1)

    def test_frozen_and_hashable(self):
        with pytest.raises(dataclasses.FrozenInstanceError):
            BOX.ixmin = 3
        assert {BOX, BoundingBox(-1, 3, 2, 5)} == {BOX}
        assert BoundingBox(0, 1, 0, 1) != BoundingBox(0, 1, 0, 2)
        (own,) = CircAp((20, 20), 3.5).bboxes()
        assert own == BoundingBox(17, 24, 17, 24)
        assert hash(own) == hash(BoundingBox(17, 24, 17, 24))

    def test_copies(self):
        for box in (BOX, CircAp((20, 20), 3.5).bboxes()[0]):
            for other in (copy.copy(box), copy.deepcopy(box), pickle.loads(pickle.dumps(box))):
                assert other == box


class TestTight:
    @pytest.mark.parametrize("cls", CLASSES)
    def test_first_and_last_rows_and_columns_are_touched(self, cls):
        rng = np.random.default_rng(2)
        for w in make(cls, rng.uniform(-50, 50, (300, 2))).weights_exact():
            for edge in (w[0], w[-1], w[:, 0], w[:, -1]):
                assert edge.max() > 0

    @pytest.mark.parametrize("x", [20.0, 20.5, 20.25, -3.0, 0.0])
    @pytest.mark.parametrize("r", [0.5, 1.0, 2.5, 3.5, 0.25, 1e-9])
    def test_rule(self, x, r):
        expected = math.floor(x - r + 0.5), math.ceil(x + r + 0.5)
        for ap in (
            CircAp((x, x), r),
            RectAp((x, x), 2 * r, 2 * r),
            RectAp((x, x), 2 * r, 2 * r, np.pi / 2),
            EllipAp((x, x), r, r, 0.0),
            EllipAp((x, x), r, r, np.pi),
        ):
            assert dataclasses.astuple(ap.bboxes()[0]) == expected * 2

    def test_turned(self):
        (box,) = EllipAp((0, 0), 10, 1, np.pi / 4).bboxes()
        half = math.sqrt((100 + 1) / 2)
        assert box == BoundingBox(*[math.floor(0.5 - half), math.ceil(half + 0.5)] * 2)
        (box,) = RectAp((0, 0), 20, 2, np.pi / 4).bboxes()
        half = 11 / math.sqrt(2)
        assert box == BoundingBox(*[math.floor(0.5 - half), math.ceil(half + 0.5)] * 2)


class TestOverlapSlices:
    @pytest.mark.parametrize("shape", [(4, 9), [10, 2], (1000, 1000), np.array([3, 1])])
    def test_cut_the_same_pixels(self, shape):
        frame = np.arange(np.prod(shape)).reshape(shape)
        in_image, in_box = BOX.overlap_slices(shape)
        rows, columns = np.mgrid[2:5, -1:3]
        assert (rows[in_box] * frame.shape[1] + columns[in_box] == frame[in_image]).all()
        inside = (rows >= 0) & (rows < shape[0]) & (columns >= 0) & (columns < shape[1])
        assert frame[in_image].size == inside.sum()

    @pytest.mark.parametrize("shape", [(2, 9), (0, 9), (9, 0), (0, 0)])
    def test_none(self, shape):
        assert BOX.overlap_slices(shape) is None

    def test_none_for_boxes_elsewhere(self):
        for box in ((-5, 0, 0, 4), (10, 12, 0, 4), (0, 4, -9, 0), (0, 4, 10, 11), (3, 3, 0, 4),
                    (4, 3, 0, 4)):  # fmt: skip
            assert BoundingBox(*box).overlap_slices((10, 10)) is None

    @pytest.mark.parametrize("shape", [5, (5,), (1, 2, 3), None, (-1, 5), ("a", 2), (np.nan, 2)])
    def test_errors(self, shape):
        with pytest.raises(ValueError, match="shape must be two"):
            BOX.overlap_slices(shape)


class TestToImage:
    WEIGHTS = np.arange(12.0).reshape(3, 4)

    def test_places_and_fills(self):
        image = BOX.to_image(self.WEIGHTS, (4, 3), fill_value=-1)
        assert image.tolist() == [[-1, -1, -1], [-1, -1, -1], [1, 2, 3], [5, 6, 7]]
        assert BOX.to_image(self.WEIGHTS, (1, 1)).tolist() == [[0.0]]
        assert BOX.to_image(self.WEIGHTS, (0, 7)).shape == (0, 7)
        assert np.isnan(BOX.to_image(self.WEIGHTS, (2, 2), np.nan)).all()

    @pytest.mark.parametrize("dtype", ["f4", "f8", ">f4", ">f8", "f2", "g", "i2", "u8", "?"])
    def test_dtypes(self, dtype):
        weights = self.WEIGHTS.astype(dtype)
        image = BOX.to_image(weights, (6, 6))
        expected = np.float32 if dtype == "f4" else np.float64
        assert image.dtype == expected
        assert image.dtype.isnative
        assert_array_equal(image[2:5, 0:3], weights[:, 1:])

    def test_lists_are_fine(self):
        assert BOX.to_image(self.WEIGHTS.tolist(), (6, 6)).sum() == self.WEIGHTS[:, 1:].sum()

    @pytest.mark.parametrize("dtype", [complex, "U3", object, "M8[s]"])
    def test_not_numeric(self, dtype):
        with pytest.raises(TypeError, match="weights"):
            BOX.to_image(np.zeros((3, 4), dtype), (6, 6))

    @pytest.mark.parametrize("weights", [np.ones((4, 3)), np.ones(12), 1.0, np.ones((1, 3, 4))])
    def test_wrong_shape(self, weights):
        with pytest.raises(ValueError, match="weights must have the shape"):
            BOX.to_image(weights, (6, 6))

    def test_wrong_frame(self):
        with pytest.raises(ValueError, match="shape must be two"):
            BOX.to_image(self.WEIGHTS, (-1, 6))

    def test_without_validation(self):
        assert_array_equal(
            BOX.to_image(self.WEIGHTS, (6, 6), validate=False), BOX.to_image(self.WEIGHTS, (6, 6))
        )

    def test_full_frame_mask_idiom(self):
        ap = CircAp([(1, 1), (30, 20)], 3.5)
        total = sum(
            box.to_image(w, (25, 35)).sum()
            for box, w in zip(ap.bboxes(), ap.weights_exact(), strict=True)
        )
        assert total == pytest.approx(ap.npix_exact((25, 35)).sum(), rel=1e-14)


class TestToFitsSection:
    def test_examples(self):
        (box,) = CircAp((5, 7), 2).bboxes()
        assert box.to_fits_section() == "[4:8,6:10]"
        assert BoundingBox(0, 1, 0, 1).to_fits_section() == "[1:1,1:1]"
        assert BOX.to_fits_section((5, 3)) == "[1:3,3:5]"
        assert BOX.to_fits_section((4, 2)) == "[1:2,3:4]"

    @pytest.mark.parametrize("box", [(-1, 3, 2, 5), (1, 3, -2, 5), (3, 3, 0, 4), (0, 4, 3, 2)])
    def test_no_section(self, box):
        with pytest.raises(ValueError, match="FITS section"):
            BoundingBox(*box).to_fits_section()

    @pytest.mark.parametrize("shape", [(2, 9), (0, 9), (9, 0)])
    def test_nothing_left(self, shape):
        with pytest.raises(ValueError, match="no pixel of"):
            BOX.to_fits_section(shape)

    def test_wrong_frame(self):
        with pytest.raises(ValueError, match="shape must be two"):
            BOX.to_fits_section(5)


NEAR = st.integers(-8, 12)
SIZES = st.integers(0, 9)
POISON = (np.nan, np.inf, -np.inf, 1e300, -1e300)


@st.composite
def measurements(draw):
    """A box, weights with zeros and negative ones, an image and a mask, all anywhere."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32)))
    x, y, (ny, nx) = draw(NEAR), draw(NEAR), draw(st.tuples(SIZES, SIZES))
    weights = rng.choice([0.0, 1.0, 0.25, -0.5, 1e-3], (ny, nx))
    shape = draw(st.tuples(SIZES, SIZES))
    image = rng.uniform(-5, 50, shape)
    mask = rng.random(shape) < 0.3 if draw(st.booleans()) else None
    return BoundingBox(x, x + nx, y, y + ny), weights, image, mask


def on_frame(box, weights, shape, mask):
    """Pixel by pixel: the weight of each that is in the image and unmasked, by (y, x)."""
    found = {}
    for (row, column), weight in np.ndenumerate(weights):
        y, x = box.iymin + row, box.ixmin + column
        if 0 <= y < shape[0] and 0 <= x < shape[1] and not (mask is not None and mask[y, x]):
            found[y, x] = weight
    return found


class TestMeasuring:
    @given(measurements())
    def test_same_as_pixel_by_pixel(self, case):
        box, weights, image, mask = case
        pixels = on_frame(box, weights, image.shape, mask)
        products = {yx: weight * image[yx] for yx, weight in pixels.items()}
        apsum, npix = box.apsum(weights, image, mask)
        assert_allclose(apsum, sum(products.values()), rtol=1e-12, atol=1e-12)
        assert_allclose(npix, sum(pixels.values()), rtol=1e-12, atol=1e-12)
        assert box.apsum(weights, image, mask, return_npix=False) == apsum
        assert box.npix(weights, image.shape, mask) == npix
        assert {type(apsum), type(npix), type(box.npix(weights, image.shape))} == {float}
        values = box.weighted_values(weights, image, mask)
        assert_array_equal(values, [products[yx] for yx, w in pixels.items() if w > 0])
        cutout = box.weighted_cutout(weights, image, mask, fill_value=-7)
        expected = np.full(box.shape, -7.0)
        for (y, x), product in products.items():
            expected[y - box.iymin, x - box.ixmin] = product
        assert_array_equal(cutout, expected)

    @given(measurements(), st.sampled_from(POISON))
    def test_what_does_not_count_may_be_anything(self, case, poison):
        box, weights, image, mask = case
        spoilt = np.full(image.shape, poison)
        for yx, weight in on_frame(box, weights, image.shape, mask).items():
            if weight != 0:
                spoilt[yx] = image[yx]
        assert box.apsum(weights, spoilt, mask) == box.apsum(weights, image, mask)
        for method in ("weighted_values", "weighted_cutout"):
            found = getattr(box, method)(weights, spoilt, mask)
            assert_array_equal(found, getattr(box, method)(weights, image, mask))

    def test_poison_that_counts(self):
        box, ones = BoundingBox(0, 2, 0, 1), np.ones((1, 2))
        assert np.isnan(box.apsum(ones, [[np.inf, -np.inf]])[0])
        assert box.apsum(ones, [[1e300, np.inf]]) == (np.inf, 2.0)
        assert box.apsum(3 * ones, [[1e308, 0]])[0] == np.inf
        assert box.weighted_values(3 * ones, [[1e308, np.nan]]).tolist()[0] == np.inf
        assert_array_equal(box.weighted_cutout(ones, [[1.0, np.nan]]), [[1, np.nan]])

    @pytest.mark.parametrize("cls", CLASSES)
    def test_same_as_the_aperture(self, cls):
        ap = make(cls, POSITIONS)
        boxes, weights = ap.bboxes(), ap.weights_exact()
        sums, counts = ap.apsum_exact(IMAGE, MASK)
        for k, (box, w) in enumerate(zip(boxes, weights, strict=True)):
            assert_allclose(box.apsum(w, IMAGE, MASK), (sums[k], counts[k]), rtol=1e-12)
            # A weight in the image may differ in its last digits from the one in the box.
            near = {"rtol": 1e-12, "atol": 1e-11}
            found = ap.weighted_values(IMAGE, mask=MASK)[k]
            assert_allclose(box.weighted_values(w, IMAGE, MASK), found, **near)
            for fill in (np.nan, 3.0):
                found = ap.weighted_cutout(IMAGE, MASK, fill)[k]
                assert_allclose(box.weighted_cutout(w, IMAGE, MASK, fill), found, **near)
        assert_allclose(counts, (full_weights(ap, "exact", IMAGE.shape) * ~MASK).sum(axis=(1, 2)))

    def test_added_up_in_double_precision(self):
        weights = np.full((400, 400), 0.1, np.float32)
        box, image = BoundingBox(0, 400, 0, 400), np.full((400, 400), 0.7, np.float32)
        apsum, npix = box.apsum(weights, image)
        assert npix == pytest.approx(160_000 * float(np.float32(0.1)), rel=1e-14)
        assert apsum == pytest.approx(npix * float(np.float32(0.7)), rel=1e-14)


class TestDtypesOfProducts:
    W, WHOLE = BoundingBox(1, 4, 1, 3), np.arange(1.0, 21).reshape(4, 5)

    @pytest.mark.parametrize("weights", ["f4", "f8", ">f4", "f2", "g", "i2", "?"])
    @pytest.mark.parametrize("image", ["f4", "f8", "i2", "u1", "?", "f2", "i4", ">f4", "g", "O"])
    def test_all(self, weights, image):
        image = np.asfortranarray(self.WHOLE.astype(image))
        given_weights = np.array([[1, 0, 1], [1, 1, 0]], weights)
        single = weights == "f4" and image.dtype in ("f4", "i2", "u1", "?", "f2", ">f4")
        expected = image[1:3, 1:4].astype(float) * [[1, 0, 1], [1, 1, 0]]
        cutout = self.W.weighted_cutout(given_weights, image)
        values = self.W.weighted_values(given_weights, image)
        assert cutout.dtype == values.dtype == (np.float32 if single else np.float64)
        assert_array_equal(cutout, expected)
        assert_array_equal(values, expected[expected > 0])
        assert self.W.apsum(given_weights, image) == (expected.sum(), 4.0)

    def test_beyond_single_precision(self):
        ones, image = np.ones((1, 2), np.float32), np.array([[3e38, 1.0]], np.float32)
        box = BoundingBox(0, 2, 0, 1)
        assert box.weighted_cutout(2 * ones, image, fill_value=1e300).tolist() == [[np.inf, 2.0]]
        assert box.apsum(2 * ones, image)[0] == 2 * float(np.float32(3e38)) + 2
        cutout = BoundingBox(-1, 1, 0, 1).weighted_cutout(ones, image, fill_value=1e300)
        assert cutout[0, 0] == np.inf
        assert BOX.to_image(np.ones(BOX.shape, "f4"), (1, 1), 1e300).tolist() == [[np.inf]]


class TestImagesOfEveryOrigin:
    BOX, WEIGHTS = BoundingBox(3, 12, -2, 9), np.linspace(-0.2, 1, 99).reshape(11, 9)

    def test_masks_are_joined(self):
        more = IMAGE > 50
        expected = self.BOX.apsum(self.WEIGHTS, IMAGE, MASK | more)
        for carried in (np.ma.array(IMAGE, mask=MASK), CCDData(IMAGE, mask=MASK, unit="")):
            apsum, npix = self.BOX.apsum(self.WEIGHTS, carried, more)
            assert (float(apsum), npix) == expected

    @pytest.mark.parametrize("dtype", [int, float, object])
    def test_masks_of_numbers(self, dtype):
        mask = MASK.astype(dtype)
        if dtype is float:
            mask[mask == 1] = np.nan
        expected = self.BOX.apsum(self.WEIGHTS, IMAGE, MASK)
        assert self.BOX.apsum(self.WEIGHTS, IMAGE, mask.tolist()) == expected
        assert self.BOX.npix(self.WEIGHTS, IMAGE.shape, mask) == expected[1]

    @pytest.mark.parametrize("wrap", [lambda i: i * u.Jy, lambda i: CCDData(i, unit=u.Jy)])
    def test_units(self, wrap):
        image = wrap(IMAGE.astype(np.float32))
        apsum, npix = self.BOX.apsum(self.WEIGHTS, image)
        expected = self.BOX.apsum(self.WEIGHTS, IMAGE)
        assert (apsum.to_value("Jy"), npix) == expected
        assert np.ndim(apsum) == 0
        assert type(npix) is float
        weights = self.WEIGHTS.astype(np.float32)
        for found in (
            self.BOX.weighted_values(weights, image),
            self.BOX.weighted_cutout(weights, image),
            self.BOX.weighted_cutout(weights, image, fill_value=500 * u.mJy),
        ):
            assert found.unit == u.Jy
            assert found.dtype == np.float32
        assert found[0, 0] == 0.5 * u.Jy

    def test_inputs_are_left_alone(self):
        image, weights, mask = IMAGE.copy(), self.WEIGHTS.copy(), MASK.copy()
        for method in ("apsum", "weighted_values", "weighted_cutout"):
            found = getattr(self.BOX, method)(weights, image, mask)
            assert not np.shares_memory(found[0], image)
        assert_array_equal(image, IMAGE)
        assert_array_equal(weights, self.WEIGHTS)
        assert_array_equal(mask, MASK)


class TestRefused:
    WEIGHTS = np.ones((3, 4))

    @pytest.mark.parametrize("method", ["apsum", "weighted_values", "weighted_cutout"])
    def test_images_and_masks(self, method):
        call = getattr(BOX, method)
        for image in (np.ones(4), np.ones((2, 4, 4)), 1.0):
            with pytest.raises(ValueError, match="2-D"):
                call(self.WEIGHTS, image)
        with pytest.raises(TypeError, match="real"):
            call(self.WEIGHTS, np.ones((4, 4)) + 1j)
        for mask in (True, np.ones((4, 5), bool), np.ones(4, bool), np.ones((1, 4, 4), bool)):
            with pytest.raises(ValueError, match="mask must have the shape"):
                call(self.WEIGHTS, np.ones((4, 4)), mask)

    def test_frames(self):
        for shape in ((-1, 4), (4,), "ab", None):
            with pytest.raises(ValueError, match="shape must be two"):
                BOX.npix(self.WEIGHTS, shape)
        with pytest.raises(ValueError, match="mask must have the shape"):
            BOX.npix(self.WEIGHTS, (4, 4), np.ones((4, 5), bool))
        assert BOX.npix(self.WEIGHTS, (0, 4)) == 0.0

    @pytest.mark.parametrize("method", ["apsum", "npix", "weighted_values", "weighted_cutout"])
    def test_weights(self, method):
        call = getattr(BOX, method)
        second = (8, 8) if method == "npix" else np.ones((8, 8))
        for weights in (np.ones((4, 3)), 1.0, np.ones((1, 3, 4)), []):
            with pytest.raises(ValueError, match="weights must have the shape"):
                call(weights, second)
        for weights in (self.WEIGHTS + 1j, self.WEIGHTS.astype(str), self.WEIGHTS.astype(object)):
            with pytest.raises(TypeError, match="weights must be real"):
                call(weights, second)
        expected = call(self.WEIGHTS, second)
        assert_array_equal(call(self.WEIGHTS.tolist(), second), expected)
        assert_array_equal(call(self.WEIGHTS, second, validate=False), expected)
