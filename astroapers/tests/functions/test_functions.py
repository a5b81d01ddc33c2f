"""The functional layer: the numbers of the objects, in the shape of the positions."""

import copy
import inspect
import pickle

import numpy as np
import pytest
from astropy import units as u
from astropy.nddata import CCDData
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_array_equal

import astroapers as aap
from astroapers import kernels
from astroapers._path import encode
from astroapers._shapes import SHAPES
from astroapers.tests.cases import IMAGE, MASK, METHODS, apsum, npix, scaled, weights
from astroapers.tests.layers import CLASSES, TYPICAL, aperture, function

every_shape = pytest.mark.parametrize("shape", SHAPES)
every_method = pytest.mark.parametrize("method", METHODS)
XS, YS = np.array([(20.3, 17.6), (0.2, -1.3), (43.5, 39.5), (90.0, 5.0), (12.0, 30.5)]).T.copy()
MASKS = {"none": None, "some": MASK, "all False": np.zeros_like(MASK)}

positions = st.lists(
    st.tuples(st.floats(-20, 60), st.floats(-20, 60))
    | st.tuples(st.integers(-9, 50), st.integers(-9, 50)),
    max_size=6,
).map(lambda pairs: np.reshape(np.array(pairs, dtype=float), (-1, 2)))


class TestSameAsObjects:
    @every_shape
    @every_method
    @settings(max_examples=15, deadline=None)
    @given(at=positions, factor=st.floats(0.05, 3), which=st.sampled_from(sorted(MASKS)))
    def test_any(self, shape, method, at, factor, which):
        mask, (xs, ys) = MASKS[which], at.T
        params = scaled(CLASSES[shape], factor)
        if shape == "path":
            params = {
                "segments": list(params["segments"]),
                "holes": list(map(list, params["holes"])),
            }
        ap = CLASSES[shape](at, **params)
        expected = apsum(ap, method, IMAGE, mask)
        assert_array_equal(
            function("apsum", shape, method)(IMAGE, xs, ys, **params, mask=mask), expected
        )
        assert_array_equal(
            function("npix", shape, method)(xs, ys, **params, shape=IMAGE.shape, mask=mask),
            npix(ap, method, IMAGE.shape, mask=mask),
        )
        found, boxes = function("weights", shape, method)(xs, ys, **params)
        assert boxes == function("bboxes", shape)(xs, ys, **params) == ap.bboxes()
        for ours, theirs in zip(found, weights(ap, method), strict=True):
            assert_array_equal(ours, theirs)

    @every_shape
    @every_method
    @pytest.mark.parametrize("dtype", ["f4", "i2", "u1", "?", ">f4", ">i4", "f2", "g", "O", "q"])
    def test_dtypes(self, shape, method, dtype):
        image = IMAGE.astype(dtype)
        ap = aperture(shape, np.column_stack((XS, YS)))
        measure = function("apsum", shape, method)
        for order in (image, np.asfortranarray(image), image[::-1, ::-1]):
            found = measure(order, XS, YS, **TYPICAL[shape], mask=MASK)
            assert_array_equal(found, apsum(ap, method, order.astype(float), MASK))

    @every_shape
    def test_defaults_are_those_of_the_classes(self, shape):
        required = {
            name: value
            for name, value in TYPICAL[shape].items()
            if name in SHAPES[shape].params[: -len(SHAPES[shape].defaults) or None]
        }
        ap = CLASSES[shape]((20.3, 17.6), **required)
        found = function("apsum", shape, "exact")(IMAGE, 20.3, 17.6, *required.values())
        assert_array_equal(np.ravel(found), apsum(ap, "exact", IMAGE))

    @every_shape
    @pytest.mark.parametrize("at", [(20, 18), (20.0, 18), (np.float32(20), np.int8(18))])
    def test_kinds_of_numbers(self, shape, at):
        expected = apsum(aperture(shape, (20.0, 18.0)), "exact", IMAGE)
        found = function("apsum", shape, "exact")(IMAGE, *at, **TYPICAL[shape])
        assert_array_equal(np.ravel(found), expected)

    def test_units(self):
        (found,) = aap.npix_ellip_exact(
            [20.3] * u.pix, [17.6] * u.pix, 5 * u.pix, 2 * u.pix, 30 * u.deg, shape=(40, 44)
        )
        expected = aap.EllipAp((20.3, 17.6), 5, 2, np.pi / 6).npix_exact((40, 44))
        assert found == pytest.approx(expected, rel=1e-14)
        with pytest.raises(TypeError, match="x must be plain numbers"):
            aap.npix_circ_exact([3] * u.deg, [3] * u.deg, 2, shape=(40, 44))


class TestShapesOfResults:
    @every_shape
    @every_method
    def test_numbers(self, shape, method):
        measure, count = function("apsum", shape, method), function("npix", shape, method)
        expected = () if shape == "path" else (1,)
        for at in ((20.3, 17.6), (np.array(20.3), np.array(17.6))):
            found = (
                *measure(IMAGE, *at, **TYPICAL[shape]),
                measure(IMAGE, *at, **TYPICAL[shape], return_npix=False),
                count(*at, **TYPICAL[shape], shape=IMAGE.shape),
            )
            assert [one.shape for one in found] == [expected] * 4
            assert {one.dtype for one in found} == {np.dtype(float)}

    @every_shape
    @every_method
    @pytest.mark.parametrize("at_shape", [(6,), (1,), (2, 3), (3, 1, 2), (0,), (2, 0)])
    def test_arrays(self, shape, method, at_shape):
        xs = np.linspace(3, 40, 6)[: np.prod(at_shape)].reshape(at_shape)
        ys = xs[..., ::-1] - 4
        params = TYPICAL[shape]
        flat = apsum(aperture(shape, np.column_stack((xs.ravel(), ys.ravel()))), method, IMAGE)
        sums, counts = function("apsum", shape, method)(IMAGE, xs, ys, **params)
        assert_array_equal(sums, flat[0].reshape(at_shape), strict=True)
        assert_array_equal(counts, flat[1].reshape(at_shape), strict=True)
        found = function("apsum", shape, method)(IMAGE, xs, ys, **params, return_npix=False)
        assert_array_equal(found, sums, strict=True)
        found = function("npix", shape, method)(xs, ys, **params, shape=IMAGE.shape)
        assert_array_equal(found, counts, strict=True)
        found, boxes = function("weights", shape, method)(xs.tolist(), ys.tolist(), **params)
        assert len(found) == len(boxes) == xs.size
        assert len(function("bboxes", shape)(xs, ys, **params)) == xs.size

    @every_shape
    @every_method
    def test_stacks(self, shape, method):
        stack = np.stack((IMAGE, IMAGE[::-1], np.sqrt(IMAGE)))
        masks = np.stack((MASK, ~MASK, MASK[::-1]))
        measure, params = function("apsum", shape, method), TYPICAL[shape]
        xs, ys = XS[:4].reshape(2, 2), YS[:4].reshape(2, 2)
        sums, counts = measure(stack, xs, ys, **params, mask=masks)
        for k in range(3):
            expected = measure(stack[k], xs, ys, **params, mask=masks[k])
            assert_array_equal((sums[k], counts[k]), expected)
        sums, counts = measure(stack, xs, ys, **params, mask=MASK)
        assert (sums.shape, counts.shape) == ((3, 2, 2), (2, 2))
        found = measure(stack, 20.3, 17.6, **params, return_npix=False)
        assert found.shape == ((3,) if shape == "path" else (3, 1))

    @every_shape
    def test_data_with_a_unit_and_a_mask(self, shape):
        measure, params = function("apsum", shape, "exact"), TYPICAL[shape]
        xs, ys = XS[:4].reshape(2, 2), YS[:4].reshape(2, 2)
        sums, counts = measure(CCDData(IMAGE, mask=MASK, unit="Jy"), xs, ys, **params)
        expected = measure(IMAGE, xs, ys, **params, mask=MASK)
        assert sums.unit == u.Jy
        assert_array_equal((sums.value, counts), expected)
        assert type(counts) is np.ndarray


class TestParametersOfEachSource:
    NUMERIC = tuple(shape for shape in SHAPES if shape != "path")

    @pytest.mark.parametrize("shape", NUMERIC)
    @every_method
    @pytest.mark.parametrize("at_shape", [(4,), (2, 2)])
    def test_same_as_one_by_one(self, shape, method, at_shape):
        xs, ys = XS[:4].reshape(at_shape), YS[:4].reshape(at_shape)
        factors = np.linspace(0.9, 1.3, 4).reshape(at_shape)
        params = {
            name: value if "theta" in name else value * factors
            for name, value in TYPICAL[shape].items()
        }
        measure = function("apsum", shape, method)
        sums, counts = measure(IMAGE, xs, ys, **params, mask=MASK)
        for k in np.ndindex(at_shape):
            own = {n: v if np.ndim(v) == 0 else v[k] for n, v in params.items()}
            expected = measure(IMAGE, xs[k], ys[k], **own, mask=MASK)
            assert_array_equal(([sums[k]], [counts[k]]), expected)

    def test_wrong_shapes(self):
        xs = np.zeros((2, 3))
        for wrong in ([1.0, 2.0], np.ones((3, 2)), np.ones((2, 3, 1))):
            with pytest.raises(ValueError, match="r must be one number or one per position"):
                aap.npix_circ_exact(xs, xs, wrong, shape=(4, 4))
        with pytest.raises(ValueError, match=r"b must be one number .*length 2"):
            aap.npix_ellip_exact(3.0, 3.0, 4.0, [1.0, 2.0], shape=(4, 4))


class TestPaths:
    SEGMENTS, HOLES = TYPICAL["path"]["segments"], TYPICAL["path"]["holes"]

    @every_method
    @pytest.mark.parametrize("holes", [None, HOLES])
    def test_encoded(self, method, holes):
        kinds, data = encode(self.SEGMENTS, holes)
        for what, options in (("apsum", {}), ("npix", {"shape": IMAGE.shape})):
            measure, image = function(what, "path", method), [IMAGE] * (what == "apsum")
            expected = measure(*image, XS, YS, self.SEGMENTS, holes, **options)
            assert_array_equal(measure(*image, XS, YS, kinds, data, **options), expected)
            swapped = kinds.astype(">i2"), np.asfortranarray(data, ">f8")
            assert_array_equal(measure(*image, XS, YS, *swapped, **options), expected)
        assert kernels.bboxes_path(XS, YS, kinds, data) == kernels.bboxes_path(
            XS, YS, self.SEGMENTS, holes
        )

    def test_refused(self):
        crossing = [("move", 0, 0), ("line", 2, 2), ("line", 2, 0), ("line", 0, 2), ("close",)]
        for wrong in ([], self.SEGMENTS[1:], crossing):
            with pytest.raises(ValueError, match="contour"):
                aap.apsum_path_exact(IMAGE, 3, 4, wrong)
        with pytest.raises(ValueError, match="encoded path"):
            aap.apsum_path_exact(IMAGE, 3, 4, np.array([0, 1, 3], np.int8), np.zeros((3, 5)))


class TestRefused:
    @every_shape
    @every_method
    def test_arguments(self, shape, method):
        measure, params = function("apsum", shape, method), TYPICAL[shape]
        for x, y in ((XS, YS[:2]), (XS[:1], 3.0), (3.0, [3.0]), (XS.reshape(5, 1), XS), ([], 1)):
            with pytest.raises(ValueError, match="x and y must have the same shape"):
                measure(IMAGE, x, y, **params)
        for x in ("far", [[1.0], [2.0, 3.0]], 10**400):
            with pytest.raises(ValueError, match="x must be"):
                measure(IMAGE, x, x, **params)
        for y in (1j, [1j], np.complex64(1)):
            with pytest.raises(TypeError, match="y must be real"):
                measure(IMAGE, 3, y, **params)
        with pytest.raises(ValueError, match="mask must have the shape"):
            measure(IMAGE, 3, 4, **params, mask=MASK.T)
        with pytest.raises(ValueError, match="data must be a 2-D image"):
            measure(IMAGE[0], 3, 4, **params)
        with pytest.raises(TypeError, match="data must be real"):
            measure(IMAGE + 1j, 3, 4, **params)

    @every_shape
    @every_method
    def test_frames(self, shape, method):
        count, params = function("npix", shape, method), TYPICAL[shape]
        for frame in (5, (5,), (0, 4), (4, -1), None):
            with pytest.raises(ValueError, match="shape must be two"):
                count(3, 4, **params, shape=frame)
        with pytest.raises(ValueError, match="mask must have the shape"):
            count(3, 4, **params, shape=(40, 44), mask=MASK.T)
        with pytest.raises(TypeError, match="'shape'"):
            count(3, 4, **params)

    @pytest.mark.parametrize("shape", TestParametersOfEachSource.NUMERIC)
    @pytest.mark.parametrize("validate", [True, False])
    @pytest.mark.parametrize("wrong", [-1.0, np.nan, np.inf])
    def test_geometry(self, shape, validate, wrong):
        first = SHAPES[shape].params[0]
        options = {**TYPICAL[shape], first: wrong, "validate": validate}
        for at in (np.array([3.0, 4.0]), np.array([np.nan]), np.array([])):
            for call in (
                lambda at=at: function("apsum", shape, "exact")(IMAGE, at, at, **options),
                lambda at=at: function("npix", shape, "center")(at, at, **options, shape=(4, 4)),
                lambda at=at: function("weights", shape, "exact")(at, at, **options),
                lambda at=at: function("bboxes", shape)(at, at, **options),
            ):
                with pytest.raises(ValueError, match=rf"\b{first}\b"):
                    call()

    @every_shape
    def test_lists_of_arguments(self, shape):
        measure, params = function("apsum", shape, "exact"), TYPICAL[shape]
        name = f"apsum_{shape}_exact"
        first, *_ = params
        with pytest.raises(TypeError, match=rf"{name}\(\) misses the argument '{first}'"):
            measure(IMAGE, 3, 4)
        with pytest.raises(TypeError, match=rf"{name}\(\) takes .* got the argument 'q'"):
            measure(IMAGE, 3, 4, **params, q=1)
        with pytest.raises(TypeError, match=f"got the argument '{first}'"):
            measure(IMAGE, 3, 4, params[first], **params)
        with pytest.raises(TypeError, match=rf"{name}\(\) takes .* got 9 of them"):
            measure(IMAGE, 3, 4, *range(9))
        with pytest.raises(TypeError, match=rf"{name}\(\)"):
            measure(IMAGE)


@every_shape
@every_method
def test_no_number_costs_one_source_its_result(shape, method):
    xs, ys = XS.copy(), YS.copy()
    xs[1], ys[3] = np.nan, -np.inf
    params = TYPICAL[shape]
    expected = np.array(function("apsum", shape, method)(IMAGE, XS, YS, **params, mask=MASK))
    expected[:, [1, 3]] = np.nan
    for validate in (True, False):
        found = function("apsum", shape, method)(
            IMAGE, xs, ys, **params, mask=MASK, validate=validate
        )
        assert_array_equal(found, expected)
        for call in (function("weights", shape, method), function("bboxes", shape)):
            with pytest.raises(ValueError, match="position 1"):
                call(xs, ys, **params, validate=validate)
    for masked in ([None, 3.0], np.ma.array([3.0, 3.0], mask=[True, False])):
        found = function("npix", shape, method)(masked, [3.0, 3.0], **params, shape=IMAGE.shape)
        assert_array_equal(np.isnan(found), [True, False])
    found = function("npix", shape, method)(np.nan, 3.0, **params, shape=IMAGE.shape)
    assert np.isnan(found).all()


@every_shape
def test_without_validation(shape):
    for what, first, options in (
        ("apsum", [IMAGE], {"mask": MASK}), ("npix", [], {"shape": IMAGE.shape, "mask": MASK}),
    ):  # fmt: skip
        measure = function(what, shape, "exact")
        expected = measure(*first, XS, YS, **TYPICAL[shape], **options)
        found = measure(*first, XS, YS, **TYPICAL[shape], **options, validate=False)
        assert_array_equal(found, expected, strict=True)


class TestFunctionsAsObjects:
    NAMES = tuple(name for name in kernels.__all__ if name != "farthest_mask_pixel")

    def test_names(self):
        assert len(self.NAMES) == 7 * len(SHAPES)
        assert len(set(self.NAMES)) == len(self.NAMES)

    @pytest.mark.parametrize("name", NAMES)
    def test_function(self, name):
        function = getattr(kernels, name)
        assert inspect.isfunction(function)
        assert function.__module__ == "astroapers.kernels"
        assert function.__name__ == function.__qualname__ == name
        assert function.__globals__ is vars(kernels)  # doctest skips it otherwise
        assert pickle.loads(pickle.dumps(function)) is function
        assert copy.deepcopy(function) is function
        assert f">>> from astroapers.kernels import {name}\n" in function.__doc__

    @pytest.mark.parametrize("name", NAMES)
    def test_signature(self, name):
        """The parameters are those of the table, documented, and taken by position and name."""
        what, _, shape = name.removesuffix("_exact").removesuffix("_center").partition("_")
        spec, function = SHAPES[shape], getattr(kernels, name)
        parameters = inspect.signature(function).parameters
        names = [p for p in parameters if p in spec.params]
        assert tuple(names) == spec.params
        defaults = [parameters[p].default for p in names][len(names) - len(spec.defaults) :]
        assert tuple(defaults) == spec.defaults
        for parameter in parameters:
            assert any(
                line.partition(" : ")[0].split(", ").count(parameter)
                for line in function.__doc__.splitlines()
            )
        first = [IMAGE, 20.3, 17.6] if what == "apsum" else [20.3, 17.6]
        options = {"shape": IMAGE.shape} if what == "npix" else {}
        values = TYPICAL[shape]
        by_name = function(*first, **values, **options)
        in_order = [values[p] for p in names if p in values]
        some = dict(list(zip(names, in_order, strict=False))[1:])
        for found in (
            function(*first, *in_order, **options),
            function(*first, in_order[0], **some, **options),
            function(**dict(zip(parameters, first, strict=False)), **values, **options),
        ):
            assert repr(found) == repr(by_name)
