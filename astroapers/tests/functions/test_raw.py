"""The raw layer: what it takes and refuses. Its numbers are compared in test_consistency."""

import inspect
import re

import numpy as np
import pytest
from numpy.testing import assert_allclose, assert_array_equal

from astroapers import CircAp, WedgeAp, _rust
from astroapers.measurement import Footprint, Images
from astroapers.tests.cases import IMAGE
from astroapers.tests.layers import RAW_PARAMS, TYPICAL, aperture, raw, raw_params

XS, YS = np.array([20.3, 10.0]), np.array([17.6, 12.0])
SHAPES = tuple(RAW_PARAMS)


def test_first_look():
    ones, at = np.ones((16, 16)), np.array([8.0])
    found = _rust.apsum_circ_exact_sum(ones, at, at, 3.0)
    assert type(found) is list
    assert found[0] == CircAp((8, 8), 3).apsum_exact(ones)[0]
    assert_allclose(found, 9 * np.pi, rtol=1e-14)


class TestData:
    @pytest.mark.parametrize(
        "data, error, text",
        [
            (IMAGE.astype("f4"), TypeError, "data must be .* float64 .*got .*float32"),
            (IMAGE.astype(">f8"), TypeError, "data must be .* native byte order, got .*>f8"),
            (IMAGE.astype("i8"), TypeError, "got .*int64"),
            (IMAGE[0], TypeError, "got 1 dimensions"),
            (IMAGE[None], TypeError, "got 3 dimensions"),
            (IMAGE.tolist(), TypeError, "data must be .*got .*list"),
            (None, TypeError, "data must be"),
            (IMAGE[:, ::2], ValueError, "data must be .*float64.*not contiguous"),
            (IMAGE.T, ValueError, "not contiguous"),
            (IMAGE[:0], ValueError, r"data must have pixels, got the shape \(0, 44\)"),
        ],
    )
    @pytest.mark.parametrize("shape", ["circ", "path"])
    def test_refused(self, data, error, text, shape):
        numbers = raw_params(shape)
        for method in ("exact", "center"):
            with pytest.raises(error, match=text):
                raw("apsum", shape, method)(data, XS, YS, *numbers)
            with pytest.raises(error, match=text):
                raw("apsum", shape, method, "_sum_one")(data, 3.0, 4.0, *numbers)

    @pytest.mark.parametrize("suffix, dtype", [("_f32", "f4"), ("_i32", "i4"), ("_i16", "i2")])
    def test_dtypes(self, suffix, dtype):
        image = IMAGE.astype(dtype)
        assert raw("apsum", "circ", "exact", suffix)(image, XS, YS, 3.0) == (
            _rust.apsum_circ_exact(image.astype(float), XS, YS, 3.0)
        )
        with pytest.raises(TypeError, match="data must be"):
            raw("apsum", "circ", "exact", suffix)(IMAGE, XS, YS, 3.0)


class TestPositions:
    @pytest.mark.parametrize("shape", SHAPES)
    def test_refused(self, shape):
        numbers = raw_params(shape)
        for xs, ys, error, text in (
            (XS.astype("f4"), YS, TypeError, "xs must be .*float64"),
            (XS, YS.tolist(), TypeError, "ys must be .*list"),
            (XS[:, None], YS, TypeError, "xs must be a C-contiguous 1-D"),
            (XS, np.arange(4.0)[::2], ValueError, "ys must be .*contiguous"),
            (XS, YS[:1], ValueError, "the same length, got 2 and 1"),
        ):
            for call in (
                lambda xs, ys: raw("apsum", shape, "exact")(IMAGE, xs, ys, *numbers),
                lambda xs, ys: raw("npix", shape, "center")(xs, ys, *numbers, 40, 44),
                lambda xs, ys: raw("weights", shape, "center")(xs, ys, *numbers),
                lambda xs, ys: raw("bboxes", shape)(xs, ys, *numbers),
            ):
                with pytest.raises(error, match=text):
                    call(xs, ys)

    def test_none(self):
        none = np.empty(0)
        assert _rust.apsum_circ_exact(IMAGE, none, none, 3.0) == ([], [])
        assert _rust.npix_rect_exact(none, none, 3.0, 2.0, 0.1, 40, 44) == []
        assert _rust.weights_pill_center(none, none, 3.0, 2.0, 1.0, 0.1) == ([], [], [], [], [])
        assert _rust.bboxes_circ(none, none, 3.0) == ([], [], [], [])


class TestGeometry:
    def test_refused(self):
        for call, text in (
            (lambda: _rust.apsum_circ_exact_one(IMAGE, 3.0, 4.0, -1.0), "r must be finite and > 0"),
            (lambda: _rust.npix_circ_exact(XS, YS, np.nan, 40, 44), "r must be"),
            (
                lambda: _rust.bboxes_wedge(XS, YS, 3.0, 2.0, 0.0, 1.0, 0.0, 1.0),
                "r_in must be < r_out",
            ),
            (lambda: _rust.weights_circ_ann_center(XS, YS, 3.0, 3.0), "r_in|r_out"),
        ):
            with pytest.raises(ValueError, match=text):
                call()

    def test_paths_are_checked(self):
        kinds, data = raw_params("path", **TYPICAL["path"])
        with pytest.raises(TypeError, match=r"kinds must be .* int8"):
            _rust.apsum_path_exact(IMAGE, XS, YS, kinds.astype(int), data)
        with pytest.raises(TypeError, match=r"data must be .* float64"):
            _rust.npix_path_exact(XS, YS, kinds, data.astype("f4"), 40, 44)
        with pytest.raises(ValueError, match=r"data must be .*not contiguous"):
            _rust.npix_path_exact(XS, YS, kinds, np.asfortranarray(data), 40, 44)
        for wrong in (data[:-1], np.ascontiguousarray(data[:, :5])):
            with pytest.raises(ValueError, match=r"data must have the shape \[9, 6\]"):
                _rust.npix_path_exact(XS, YS, kinds, wrong, 40, 44)
        with pytest.raises(ValueError, match="begin with a move"):
            _rust.npix_path_exact(XS, YS, kinds[1:], data[1:], 40, 44)
        with pytest.raises(ValueError, match=r"must"):
            _rust.npix_path_exact(XS, YS, kinds[:0], data[:0], 40, 44)
        with pytest.raises(ValueError, match="C-contiguous"):
            _rust.Path(kinds, np.asfortranarray(data))


class TestFrames:
    @pytest.mark.parametrize("frame", [(0, 44), (40, 0), (-1, 44)])
    def test_refused(self, frame):
        with pytest.raises(ValueError, match="ny and nx must be at least 1"):
            _rust.npix_circ_exact(XS, YS, 3.0, *frame)
        with pytest.raises(ValueError, match="ny and nx must be at least 1"):
            _rust.weights_circ_exact_one(3.0, 4.0, 3.0, 0, 0, *frame)

    @pytest.mark.parametrize("shape", SHAPES)
    def test_any_window(self, shape):
        numbers = raw_params(shape)
        for method in ("exact", "center"):
            (whole,), (x0,), (x1,), (y0,), (y1,) = raw("weights", shape, method)(
                XS[:1], YS[:1], *numbers
            )
            assert whole.shape == (y1 - y0, x1 - x0)
            frame = np.zeros((60, 60))
            frame[y0:y1, x0:x1] = whole
            window = raw("weights", shape, method, "_one")
            for x, y, ny, nx in ((0, 0, 60, 60), (18, 15, 3, 9), (50, 50, 4, 5), (x0, y0, 1, 1)):
                found = window(XS[0], YS[0], *numbers, x, y, ny, nx)
                part = frame[y : y + ny, x : x + nx]
                assert_allclose(np.reshape(found, (ny, nx))[: len(part), : part.shape[1]], part,
                                rtol=0, atol=1e-13)  # fmt: skip
            assert window(XS[0], YS[0], *numbers, -(2**62), 0, 1, 2) == [0.0, 0.0]

    def test_a_window_without_memory(self):
        with pytest.raises(MemoryError):
            _rust.weights_circ_exact_one(3.0, 4.0, 3.0, 0, 0, 2**40, 2**40)
        with pytest.raises(ValueError, match="64-bit"):
            _rust.weights_circ_exact_one(3.0, 4.0, 3.0, 2**63 - 1, 0, 2, 2)


class TestDistances:
    def test_of_a_selection(self):
        selected = np.zeros((3, 4), dtype=bool)
        selected[0, 1] = selected[2, 3] = True
        found = _rust._selected_pixel_distances(selected, 10.0, 20.0, 9, 18)
        assert_allclose(found, [2.0, 2.0])
        with pytest.raises(TypeError, match=r"selected must be .*bool"):
            _rust._selected_pixel_distances(selected.astype(int), 0.0, 0.0, 0, 0)

    def test_farthest(self):
        mask = np.zeros((5, 7), dtype=bool)
        mask[2, 1:6] = True
        center = np.array([2.0, 3.0])
        assert _rust._farthest_mask_pixel(mask, center, True) == (2.0, 2, [2, 1, 2, 5])
        assert _rust._farthest_mask_pixel(mask, center, False) == (2.0, 2, [])
        with pytest.raises(ValueError, match="center must have one number"):
            _rust._farthest_mask_pixel(mask, center[:1], False)
        with pytest.raises(ValueError, match="mask must be C-contiguous"):
            _rust._farthest_mask_pixel(mask.T, center, False)
        with pytest.raises(ValueError, match="True pixel"):
            _rust._farthest_mask_pixel(mask & False, center, False)


def test_samples_of_a_position_that_is_nowhere():
    at = np.array([[np.nan, 3.0], [8.0, 8.0]])
    where, image = Footprint("circ", at, (1.2,), 1), Images(IMAGE)
    values, offsets, yy, xx = _rust.values(where, image, flat=True, pix=True)
    assert offsets.tolist() == [0, 0, 5]
    assert_array_equal(values, IMAGE[yy.astype(int), xx.astype(int)])
    with pytest.raises(ValueError, match=r"position 0 .*not finite"):
        _rust.cutouts(where, image)
    with pytest.raises(ValueError, match="data must have 2 dimensions"):
        _rust.values(where, Images(IMAGE[None]))


def test_an_object_and_its_raw_call_are_one():
    wedge = WedgeAp(np.column_stack((XS, YS)), **TYPICAL["wedge"])
    apsum, npix = wedge.apsum_exact(IMAGE)
    found = _rust.apsum_wedge_exact(IMAGE, XS, YS, *raw_params("wedge"))
    assert_array_equal(found, (apsum, npix))


def test_fortran_order_is_not_taken_for_c():
    at = np.asfortranarray(np.column_stack((XS, YS)))
    with pytest.raises(ValueError, match=r"positions must be .*C-contiguous"):
        _rust.weights(Footprint("circ", at, (3.0,)))
    xs = np.frombuffer(b"x" + XS.tobytes(), offset=1)
    with pytest.raises(ValueError, match=r"xs must be .*not aligned"):
        _rust.npix_circ_exact(xs, YS, 3.0, 40, 44)


class TestEveryName:
    """Each function once, against what the objects give."""

    NAME = re.compile(
        rf"(apsum|npix|bboxes|weights)_({'|'.join(sorted(SHAPES, key=len, reverse=True))})"
        r"(?:_(exact|center))?(_sum)?(_one)?(?:_(f32|i32|i16))?"
    )
    DTYPES = {None: "f8", "f32": "f4", "i32": "i4", "i16": "i2"}
    FUNCTIONS = tuple(
        name for name in dir(_rust)
        if name.startswith(("apsum_", "npix_", "bboxes_", "weights_"))
    )  # fmt: skip

    def test_are_all_in_the_pattern(self):
        assert len(self.FUNCTIONS) == 390
        assert all(self.NAME.fullmatch(name) for name in self.FUNCTIONS)

    @pytest.mark.parametrize("name", FUNCTIONS)
    def test_agrees_with_the_object(self, name):
        what, shape, method, only_sum, one, dtype = self.NAME.fullmatch(name).groups()
        ap = aperture(shape, np.column_stack((XS, YS)))
        window = (17, 14, 9, 11)  # x_min, y_min, ny, nx around the first source
        known = {
            "data": IMAGE.astype(self.DTYPES[dtype]), "xs": XS, "ys": YS, "x": XS[0], "y": YS[0],
            "x_min": window[0], "y_min": window[1], "ny": window[2], "nx": window[3],
        }  # fmt: skip
        if what == "npix":
            known["ny"], known["nx"] = IMAGE.shape
        function = getattr(_rust, name)
        numbers = iter(raw_params(shape))
        arguments = []
        for parameter in inspect.signature(function).parameters:
            own = parameter in ("kinds", "path_data") or parameter not in known
            if shape == "path" and parameter == "data" and what != "apsum":
                own = True
            arguments.append(next(numbers) if own else known[parameter])
        assert next(numbers, None) is None
        found = function(*arguments)
        if what == "apsum":
            sums, areas = getattr(ap, f"apsum_{method}")(IMAGE)
            if one:
                sums, areas = sums[0], areas[0]
            assert_array_equal(found, sums if only_sum else (sums, areas))
        elif what == "npix":
            assert_array_equal(found, getattr(ap, f"npix_{method}")(IMAGE.shape))
        elif what == "bboxes":
            boxes = [(b.ixmin, b.ixmax, b.iymin, b.iymax) for b in ap.bboxes()]
            assert [tuple(row) for row in zip(*found, strict=True)] == boxes
        elif one:
            x_min, y_min, ny, nx = window
            whole = ap.bboxes()[0].to_image(getattr(ap, f"weights_{method}")()[0], (60, 60))
            expected = whole[y_min : y_min + ny, x_min : x_min + nx]
            assert_allclose(np.reshape(found, (ny, nx)), expected, atol=1e-13)
        else:
            weights, *rows = found
            assert [list(row) for row in zip(*rows, strict=True)] == [
                [b.ixmin, b.ixmax, b.iymin, b.iymax] for b in ap.bboxes()
            ]
            for ours, expected in zip(weights, getattr(ap, f"weights_{method}")(), strict=True):
                assert_array_equal(ours, expected)
