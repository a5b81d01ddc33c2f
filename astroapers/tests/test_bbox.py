"""The bounding box, and that the boxes of apertures are tight."""

import copy
import dataclasses
import math
import pickle

import numpy as np
import pytest
from numpy.testing import assert_array_equal

from astroapers import BoundingBox, CircAp, EllipAp, RectAp
from astroapers.tests.cases import CLASSES, POSITIONS, make

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
