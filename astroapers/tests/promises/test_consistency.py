"""
What may differ between routes or shapes of such an API, and must not.

Every shape has the same behaviour: boxes, result types, masks of any origin, empty
batches, images without pixels, values that are refused.
"""

import copy
import math
import pickle
import subprocess
import sys

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

import astroapers as aap
from astroapers import _rust
from astroapers.tests.cases import IMAGE, MASK, METHODS, apsum, npix, weights
from astroapers.tests.layers import (
    CLASSES,
    RAW_PARAMS,
    TYPICAL,
    aperture,
    function,
    raw,
    raw_params,
)

every_shape = pytest.mark.parametrize("shape", CLASSES)
numeric_shape = pytest.mark.parametrize("shape", [name for name in CLASSES if name != "path"])
every_method = pytest.mark.parametrize("method", METHODS)
AT = [(10.0, 10.0), (20.3, 17.6)]
XS, YS = np.array(AT).T.copy()

HALF_DISC = [("move", 3, 0), ("arc", 0, 0, 3, 0, math.pi), ("close",)]
TWO_ARCS = [("move", 3, 0), ("arc", 0, 0, 3, 0, 3), ("arc", 0, 0, 3, 3, 2 * math.pi - 3),
            ("close",)]  # fmt: skip


class TestNothingIsMissing:
    @pytest.mark.parametrize(
        "segments, area", [(HALF_DISC, 4.5 * math.pi), (TWO_ARCS, 9 * math.pi)]
    )
    def test_paths_of_few_edges(self, segments, area):
        path = aap.PathAp((20, 20), segments)
        assert_allclose(path.area, area, rtol=1e-14)
        assert_allclose(path.npix_exact((40, 40)), area, rtol=1e-13)
        assert type(path.area) is float

    def test_names(self):
        assert issubclass(aap.PathAp, aap.PixelAp)
        assert aap.npix_path_exact is aap.kernels.npix_path_exact
        assert aap.npix_path_center is aap.kernels.npix_path_center
        assert isinstance(aap.__version__, str)

    @every_shape
    def test_container(self, shape):
        many, one = aperture(shape, AT), aperture(shape, AT[1])
        assert len(many) == 2
        assert many[1] == many[-1] == one
        assert many[:1] == aperture(shape, AT[:1])
        assert list(many) == [aperture(shape, at) for at in AT]
        assert many != one
        assert len({many[1], one}) == 1
        assert CLASSES[shape].__name__ in repr(one)
        for call in (lambda: len(one), lambda: one[0], lambda: iter(one)):
            with pytest.raises(TypeError):
                call()
        for twin in (pickle.loads(pickle.dumps(many)), copy.copy(many), copy.deepcopy(many)):
            assert twin == many
            assert twin.isscalar is False
            assert not twin.positions.flags.writeable
            assert_array_equal(twin.apsum_exact(IMAGE), many.apsum_exact(IMAGE))

    @numeric_shape
    @every_method
    def test_one_geometry_per_source(self, shape, method):
        spread = np.array([1.0, 1.1])
        params = {
            name: value if "theta" in name else value * spread
            for name, value in TYPICAL[shape].items()
        }
        ap = aperture(shape, AT, **params)
        singles = [
            aperture(shape, at, **{k: np.broadcast_to(v, 2)[i] for k, v in params.items()})
            for i, at in enumerate(AT)
        ]
        assert_array_equal(ap.area, [one.area for one in singles])
        expected = np.transpose([apsum(one, method, IMAGE, MASK) for one in singles])
        assert_array_equal(apsum(ap, method, IMAGE, MASK), expected)
        measure = function("apsum", shape, method)
        assert_array_equal(measure(IMAGE, XS, YS, **params, mask=MASK), expected)
        for name in params:
            with pytest.raises(ValueError, match=name):
                aperture(shape, AT, **{**params, name: np.ones(3)})


class TestTypes:
    @every_shape
    @every_method
    def test_scalars(self, shape, method):
        ap = aperture(shape, (20.3, 17.6))
        for mask in (None, MASK):
            for value in (*apsum(ap, method, IMAGE, mask), npix(ap, method, (40, 44), mask=mask)):
                assert type(value) is np.float64
                assert isinstance(value, float)
                assert len({value, float(value)}) == 1

    @every_shape
    def test_no_source(self, shape):
        ap = aperture(shape, np.empty((0, 2)))
        for method in METHODS:
            for value in (*apsum(ap, method, IMAGE, MASK), npix(ap, method, (40, 44))):
                assert (value.shape, value.dtype) == ((0,), np.float64)
            assert weights(ap, method) == []
        image = IMAGE.astype(np.int16)
        flat, (yy, xx), offsets = ap.sampled_values(image, flat=True, return_pix=True)
        assert (flat.dtype, flat.shape) == (np.int16, (0,))
        assert yy.shape == xx.shape == (0,)
        assert offsets.tolist() == [0]
        flat, offsets = ap.weighted_values(image, flat=True)
        assert (flat.dtype, flat.shape, offsets.tolist()) == (np.float64, (0,), [0])
        assert offsets.dtype == np.intp
        assert ap.bboxes() == ap.sampled_cutout(image) == ap.weighted_values(image) == []

    @every_shape
    @every_method
    def test_image_without_pixels(self, shape, method):
        for frame in ((0, 5), (5, 0), (0, 0)):
            for mask in (None, np.zeros(frame, bool)):
                found = apsum(aperture(shape, (2, 2)), method, np.empty(frame), mask)
                assert found == (0, 0)
                found = apsum(aperture(shape, AT), method, np.empty(frame), mask)
                assert_array_equal(found, np.zeros((2, 2)))
            with pytest.raises(ValueError, match="shape"):
                npix(aperture(shape, (2, 2)), method, frame)


class TestBoxes:
    """As tight for a wedge and a path as for a circle."""

    def test_square_path(self):
        square = [("move", -2.2, -2.2), ("line", 2.2, -2.2), ("line", 2.2, 2.2),
                  ("line", -2.2, 2.2), ("close",)]  # fmt: skip
        (box,) = aap.PathAp((20, 20), square).bboxes()
        assert box == aap.BoundingBox(18, 23, 18, 23)
        assert aap.RectAp((20, 20), 4.4, 4.4).bboxes() == [box]

    @every_shape
    def test_no_row_or_column_without_weight(self, shape):
        where = np.random.default_rng(8).uniform(10, 30, (50, 2))
        for ap in (aperture(shape, where), self.turned(shape, where)):
            for w in ap.weights_exact():
                assert w[0].any()
                assert w[-1].any()
                assert w[:, 0].any()
                assert w[:, -1].any()

    @staticmethod
    def turned(shape, where):
        if shape == "path":
            return aap.PathAp(where, HALF_DISC)
        params = {k: v + 2.0 if k.startswith("theta") else v for k, v in TYPICAL[shape].items()}
        return aperture(shape, where, **params)

    @pytest.mark.parametrize("width", [0.5, 2.0, 4.0, 6.0])
    def test_wedge(self, width):
        t = np.linspace(-width / 2, width / 2, 100_001)
        for theta in np.arange(0.1, 6, 0.7):
            for at in ((20.0, 20.0), (20.3, 19.6)):
                x = np.concatenate([r * np.cos(theta + t) for r in (3.1, 8.2)]) + at[0]
                y = np.concatenate([r * np.sin(theta + t) for r in (3.1, 8.2)]) + at[1]
                (box,) = aap.WedgeAp(at, 3.1, 8.2, theta, width).bboxes()
                assert (box.ixmin, box.ixmax) == (
                    math.floor(x.min() + 0.5), math.ceil(x.max() + 0.5),
                )  # fmt: skip
                assert (box.iymin, box.iymax) == (
                    math.floor(y.min() + 0.5), math.ceil(y.max() + 0.5),
                )  # fmt: skip

    def test_extent_that_ends_on_a_pixel_edge(self):
        assert aap.CircAp((20, 20), 3.5).bboxes() == [aap.BoundingBox(17, 24, 17, 24)]
        disc = [("move", 3.5, 0), ("arc", 0, 0, 3.5, 0, math.pi),
                ("arc", 0, 0, 3.5, math.pi, math.pi), ("close",)]  # fmt: skip
        assert aap.PathAp((20, 20), disc).bboxes() == [aap.BoundingBox(17, 24, 17, 24)]
        half = aap.WedgeAp((20, 20), 1, 3.5, 0, math.pi)
        assert half.bboxes() == [aap.BoundingBox(20, 24, 17, 24)]


class TestMasksAndData:
    @every_shape
    @every_method
    def test_mask_of_a_masked_array(self, shape, method):
        ap = aperture(shape, (20.3, 17.6))
        carried = np.ma.array(IMAGE, mask=MASK)
        more = IMAGE > 80
        assert apsum(ap, method, carried) == apsum(ap, method, IMAGE, MASK)
        assert apsum(ap, method, carried, more) == apsum(ap, method, IMAGE, MASK | more)
        values = ap.sampled_values(carried)[0]
        assert_array_equal(values, ap.sampled_values(IMAGE, mask=MASK)[0])
        found = function("apsum", shape, method)(carried, 20.3, 17.6, **TYPICAL[shape])
        assert_array_equal(np.ravel(found), apsum(ap, method, IMAGE, MASK))

    @every_shape
    def test_complex_images(self, shape):
        ap = aperture(shape, (20.3, 17.6))
        for call in (
            ap.apsum_exact, ap.apsum_center, ap.sampled_values, ap.weighted_values,
            ap.sampled_cutout, ap.weighted_cutout,
        ):  # fmt: skip
            with pytest.raises(TypeError):
                call(IMAGE + 0j)
        with pytest.raises(TypeError):
            function("apsum", shape, "exact")(IMAGE + 0j, 20.3, 17.6, **TYPICAL[shape])

    @every_shape
    @pytest.mark.parametrize("kind", [int, np.float64, np.uint8, object, list])
    def test_masks_of_numbers(self, shape, kind):
        mask = MASK.tolist() if kind is list else MASK.astype(kind)
        ap, params = aperture(shape, (20.3, 17.6)), TYPICAL[shape]
        for method in METHODS:
            expected = apsum(ap, method, IMAGE, MASK)
            assert apsum(ap, method, IMAGE, mask) == expected
            assert npix(ap, method, IMAGE.shape, mask=mask) == expected[1]
            found = function("apsum", shape, method)(IMAGE, 20.3, 17.6, **params, mask=mask)
            assert_array_equal(np.ravel(found), expected)

    @every_shape
    def test_a_mask_of_numbers_without_validation(self, shape):
        """Refused or right, never taken for indices."""
        expected = apsum(aperture(shape, AT), "exact", IMAGE, MASK)
        try:
            found = function("apsum", shape, "exact")(
                IMAGE, XS, YS, **TYPICAL[shape], mask=MASK.astype(int), validate=False
            )
        except (TypeError, ValueError):
            return
        assert_allclose(found, expected, rtol=1e-13)


class TestWithoutValidation:
    @every_shape
    @every_method
    def test_nan_position(self, shape, method):
        xs = np.array([np.nan, 20.3, 10.0])
        ys = np.array([17.6, 17.6, np.inf])
        params, measure = TYPICAL[shape], function("apsum", shape, method)
        right = apsum(aperture(shape, (20.3, 17.6)), method, IMAGE)
        found = np.array(measure(IMAGE, xs, ys, **params, validate=False))
        assert np.isnan(found[:, [0, 2]]).all()
        assert_array_equal(found[:, 1], right)
        counts = function("npix", shape, method)(
            xs, ys, **params, shape=IMAGE.shape, validate=False
        )
        assert_array_equal(counts, [np.nan, right[1], np.nan])

    @every_shape
    def test_lists(self, shape):
        expected = apsum(aperture(shape, AT), "exact", IMAGE)
        try:
            found = function("apsum", shape, "exact")(
                IMAGE, XS.tolist(), YS.tolist(), **TYPICAL[shape], validate=False
            )
        except (TypeError, ValueError):
            return
        assert_allclose(found, expected, rtol=1e-13)

    @every_shape
    def test_positions_of_three_columns(self, shape):
        with pytest.raises(ValueError, match="positions"):
            CLASSES[shape]([(1, 2, 3)], **TYPICAL[shape], validate=False)


class TestRefused:
    @every_shape
    def test_assignment(self, shape):
        ap = aperture(shape, (20, 20))
        for name in (*TYPICAL[shape], "positions", "area"):
            with pytest.raises(AttributeError):
                setattr(ap, name, 2.0)

    @pytest.mark.parametrize("threshold", [-1, 0, -(10**30)])
    def test_threshold(self, threshold):
        with pytest.raises(ValueError):  # noqa: PT011
            aap.set_parallel_threshold(threshold)

    @pytest.mark.parametrize(
        "args", [["--repeats", "0"], ["--radius", "-1"], ["--image-size", "3"], ["--counts", "x"]]
    )
    def test_bad_values_on_the_command_line(self, args, tmp_path):
        done = subprocess.run(
            [sys.executable, "-m", "astroapers.cli", "calibrate-threshold", *args],
            capture_output=True, text=True, check=False, cwd=tmp_path,
        )  # fmt: skip
        assert done.returncode == 2
        assert done.stdout == ""
        assert "Traceback" not in done.stderr
        assert "error" in done.stderr.splitlines()[-1]

    @every_shape
    @every_method
    def test_raw_arrays_of_another_dtype(self, shape, method):
        numbers = raw_params(shape)
        measure = raw("apsum", shape, method)
        for wrong in (IMAGE.astype(np.float32), IMAGE.astype(int), IMAGE.astype(">f8")):
            with pytest.raises(TypeError, match=r"data.*float64"):
                measure(wrong, XS, YS, *numbers)
        with pytest.raises(TypeError, match=r"xs.*float64"):
            measure(IMAGE, XS.astype(np.float32), YS, *numbers)
        with pytest.raises(ValueError, match=r"data.*contiguous"):
            measure(np.asfortranarray(IMAGE), XS, YS, *numbers)
        with pytest.raises(ValueError, match=r"ys.*contiguous"):
            measure(IMAGE, XS, np.repeat(YS, 2)[::2], *numbers)
        with pytest.raises(ValueError, match="length"):
            measure(IMAGE, XS, YS[:1], *numbers)
        with pytest.raises(TypeError, match=r"data.*int16"):
            raw("apsum", shape, method, "_i16")(IMAGE, XS, YS, *numbers)


@every_shape
@every_method
def test_raw_functions_agree_with_objects(shape, method):
    """Sums of every dtype, weights, boxes, windows, effective areas: the same bits."""
    numbers, many = raw_params(shape), aperture(shape, AT)
    whole = np.round(IMAGE)
    for suffix, dtype in {"": "f8", "_f32": "f4", "_i32": "i4", "_i16": "i2"}.items():
        image = whole.astype(dtype)
        sums, counts = apsum(many, method, image)
        assert raw("apsum", shape, method, suffix)(image, XS, YS, *numbers) == (
            sums.tolist(), counts.tolist(),
        )  # fmt: skip
        found = raw("apsum", shape, method, f"_sum{suffix}")(image, XS, YS, *numbers)
        assert found == sums.tolist()
        one = raw("apsum", shape, method, f"_one{suffix}")(image, XS[1], YS[1], *numbers)
        assert one == (sums[1], counts[1])
        total = raw("apsum", shape, method, f"_sum_one{suffix}")(image, XS[1], YS[1], *numbers)
        assert total == sums[1]
    assert raw("npix", shape, method)(XS, YS, *numbers, 40, 44) == counts.tolist()
    found, *edges = raw("weights", shape, method)(XS, YS, *numbers)
    assert edges == list(raw("bboxes", shape)(XS, YS, *numbers))
    assert [aap.BoundingBox(*box) for box in zip(*edges, strict=True)] == many.bboxes()
    for ours, theirs in zip(found, weights(many, method), strict=True):
        assert_array_equal(ours, theirs)
    window = raw("weights", shape, method, "_one")(XS[1], YS[1], *numbers, 5, 2, 30, 28)
    assert type(window) is list
    canvas = many.bboxes()[1].to_image(weights(many, method)[1], (40, 44))
    assert_array_equal(np.reshape(window, (30, 28)), canvas[2:32, 5:33])
    assert len(numbers) == len(RAW_PARAMS[shape])


def test_raw_functions_of_the_first_example():
    found = _rust.apsum_circ_exact_sum(np.ones((16, 16)), np.array([8.0]), np.array([8.0]), 3.0)
    assert type(found) is list
    assert_allclose(found, [28.27433388230813], rtol=1e-14)
