"""The public names and signatures, written out: a change of them is a change of the API."""

import inspect
import itertools

import numpy as np
import pytest

import astroapers as aap
from astroapers import _rust, kernels, plotting
from astroapers.tests.cases import IMAGE, METHODS
from astroapers.tests.layers import RAW_PARAMS, raw_params

SHAPES = tuple(RAW_PARAMS)
SUFFIXES = {"": "f8", "_f32": "f4", "_i32": "i4", "_i16": "i2"}
EVERY = list(itertools.product(SHAPES, METHODS))

CLASSES = {
    "CircAp": "(positions, r, *, validate=True)",
    "EllipAp": "(positions, a, b, theta=0.0, *, validate=True)",
    "RectAp": "(positions, w, h, theta=0.0, *, validate=True)",
    "PillAp": "(positions, w, a, b, theta=0.0, plot_samples=96, *, validate=True)",
    "WedgeAp": "(positions, r_in, r_out, theta_in, dtheta_in, theta_out=None, dtheta_out=None, "
    "plot_samples=96, *, validate=True)",
    "CircAn": "(positions, r_in, r_out, *, validate=True)",
    "EllipAn": "(positions, a_in, b_in, a_out, b_out, *, theta_in=0.0, theta_out=None, "
    "validate=True)",
    "RectAn": "(positions, w_in, h_in, w_out, h_out, *, theta_in=0.0, theta_out=None, "
    "validate=True)",
    "PillAn": "(positions, w_in, a_in, b_in, w_out, a_out, b_out, *, theta_in=0.0, "
    "theta_out=None, plot_samples=96, validate=True)",
    "CompoundAp": "(first, second, operator)",
    "PathAp": "(positions, segments, holes=None, *, validate=True, plot_samples=96)",
}

METHOD_SIGNATURES = {
    "apsum_exact": "(self, data, mask=None, *, return_npix=True)",
    "apsum_center": "(self, data, mask=None, *, return_npix=True)",
    "npix_exact": "(self, shape, *, mask=None)",
    "npix_center": "(self, shape, *, mask=None)",
    "bboxes": "(self)",
    "weights_exact": "(self)",
    "weights_center": "(self)",
    "sampled_values": "(self, data, *, mask=None, flat=False, return_pix=False)",
    "sampled_cutout": "(self, data, mask=None, fill_value=nan, return_pix=False)",
    "weighted_values": "(self, data, *, mask=None, flat=False)",
    "weighted_cutout": "(self, data, mask=None, fill_value=nan)",
    "to_patches": "(self, origin=(0, 0), **kwargs)",
    "plot": "(self, ax=None, origin=(0, 0), **kwargs)",
}

BOX_SIGNATURES = {
    "overlap_slices": "(self, shape)",
    "to_fits_section": "(self, shape=None)",
    "to_image": "(self, weights, shape, fill_value=0.0, *, validate=True)",
    "weighted_cutout": "(self, weights, image, mask=None, fill_value=nan, *, validate=True)",
    "weighted_values": "(self, weights, image, mask=None, *, validate=True)",
    "npix": "(self, weights, shape, mask=None, *, validate=True)",
    "apsum": "(self, weights, image, mask=None, *, return_npix=True, validate=True)",
}

PLOTTING = {
    "to_patch_list": "(p)",
    "plot_apertures": "(ap, ax=None, origin=(0, 0), **kwargs)",
    "plot_many": "(aps, ax=None, origin=(0, 0), **kwargs)",
}

# Parameters of the functional layer, after the position.
FUNCTIONAL_PARAMS = {
    "circ": "r",
    "circ_ann": "r_in, r_out",
    "ellip": "a, b, theta=0.0",
    "ellip_ann": "a_in, b_in, a_out, b_out, theta_in=0.0, theta_out=None",
    "rect": "w, h, theta=0.0",
    "rect_ann": "w_in, h_in, w_out, h_out, theta_in=0.0, theta_out=None",
    "pill": "w, a, b, theta=0.0",
    "pill_ann": "w_in, a_in, b_in, w_out, a_out, b_out, theta_in=0.0, theta_out=None",
    "wedge": "r_in, r_out, theta_in, dtheta_in, theta_out=None, dtheta_out=None",
    "path": "segments, holes=None",
}

TOP_LEVEL = {
    *CLASSES,
    *(f"{what}_{s}_{m}" for what in ("apsum", "npix") for s in SHAPES for m in METHODS),
    "BoundingBox", "ParallelThresholdCalibration", "PixelAp", "__version__", "bboxes_path",
    "calibrate_parallel_threshold", "farthest_mask_pixel", "get_num_threads",
    "get_parallel_threshold", "kernels", "set_num_threads", "set_parallel_threshold",
}  # fmt: skip

FUNCTIONS = {
    *(f"{what}_{s}_{m}" for what in ("apsum", "npix", "weights") for s in SHAPES for m in METHODS),
    *(f"bboxes_{s}" for s in SHAPES),
}


def signature(function):
    """As text, however the keyword arguments that go to matplotlib are called."""
    parameters = [
        p.replace(name="kwargs") if p.kind is p.VAR_KEYWORD else p
        for p in inspect.signature(function).parameters.values()
    ]
    return str(inspect.Signature(parameters))


def raw_functions():
    """Names of the raw layer, each with its shape and the names of its arguments."""
    table = {}

    def add(name, shape, before=(), after=()):
        table[name] = shape, (*before, *RAW_PARAMS.get(shape, ()), *after)

    exact, center = ("circ", "circ_ann", "ellip", "rect"), ("circ", "ellip", "rect")
    many, one, window = ("xs", "ys"), ("x", "y"), ("x_min", "y_min", "ny", "nx")
    for suffix in SUFFIXES:
        for shape in exact:
            add(f"apsum_{shape}_exact{suffix}", shape, ("data", *many))
            add(f"apsum_{shape}_exact_one{suffix}", shape, ("data", *one))
        for shape in center:
            add(f"apsum_{shape}_center{suffix}", shape, ("data", *many))
        for shape in ("circ", "circ_ann"):
            add(f"apsum_{shape}_exact_sum{suffix}", shape, ("data", *many))
            add(f"apsum_{shape}_exact_sum_one{suffix}", shape, ("data", *one))
    for shape, method in itertools.product(center, METHODS):
        add(f"npix_{shape}_{method}", shape, many, ("ny", "nx"))
    for shape in ("circ", "ellip", "rect", "pill", "pill_ann", "wedge", "path"):
        add(f"bboxes_{shape}", shape, many)
    for shape, method in EVERY:
        add(f"weights_{shape}_{method}", shape, many)
        add(f"weights_{shape}_{method}_one", shape, one, window)
    add("get_parallel_threshold", None)
    add("set_parallel_threshold", None, ("threshold",))
    add("_farthest_mask_pixel", None, ("mask", "center", "return_pos"))
    add("_selected_pixel_distances", None, ("selected", "x0", "y0", "x_min", "y_min"))
    return table


RAW = raw_functions()
# What is not a parameter of a shape.
VALUES = {
    "data": IMAGE, "xs": np.array([20.3, 10.0]), "ys": np.array([17.6, 12.0]), "x": 20.3, "y": 17.6,
    "ny": 40, "nx": 44, "x_min": 3, "y_min": 5, "mask": IMAGE > 90, "center": np.array([2.0, 3.0]),
    "return_pos": True, "selected": IMAGE > 90, "x0": 3.0, "y0": 4.0,
}  # fmt: skip


def test_top_level():
    assert set(aap.__all__) == TOP_LEVEL
    assert len(aap.__all__) == len(TOP_LEVEL)
    assert aap._rust is _rust
    assert aap.kernels is kernels
    for name in CLASSES:
        assert issubclass(getattr(aap, name), aap.PixelAp)


def test_functional_layer():
    assert len(FUNCTIONS) == 70
    assert set(kernels.__all__) >= FUNCTIONS | {"farthest_mask_pixel"}
    for name in FUNCTIONS & TOP_LEVEL:
        assert getattr(aap, name) is getattr(kernels, name)
    assert aap.farthest_mask_pixel is kernels.farthest_mask_pixel


@pytest.mark.parametrize("name", CLASSES)
def test_classes(name):
    cls = getattr(aap, name)
    assert str(inspect.signature(cls)) == CLASSES[name]
    for method, expected in METHOD_SIGNATURES.items():
        assert signature(getattr(cls, method)) == expected
    for attribute in ("positions", "isscalar", "area"):
        assert isinstance(inspect.getattr_static(cls, attribute), property)


def test_bounding_box():
    assert str(inspect.signature(aap.BoundingBox)).replace(" -> None", "") == (
        "(ixmin: int, ixmax: int, iymin: int, iymax: int)"
    )
    for method, expected in BOX_SIGNATURES.items():
        assert signature(getattr(aap.BoundingBox, method)) == expected


@pytest.mark.parametrize("name", PLOTTING)
def test_plotting(name):
    assert signature(getattr(plotting, name)) == PLOTTING[name]


@pytest.mark.parametrize("shape", SHAPES)
def test_functions(shape):
    own = FUNCTIONAL_PARAMS[shape]
    for method in METHODS:
        assert str(inspect.signature(getattr(kernels, f"apsum_{shape}_{method}"))) == (
            f"(data, x, y, {own}, *, mask=None, return_npix=True, validate=True)"
        )
        assert str(inspect.signature(getattr(kernels, f"npix_{shape}_{method}"))) == (
            f"(x, y, {own}, *, shape, mask=None, validate=True)"
        )
        assert str(inspect.signature(getattr(kernels, f"weights_{shape}_{method}"))) == (
            f"(x, y, {own}, *, validate=True)"
        )
    assert str(inspect.signature(getattr(kernels, f"bboxes_{shape}"))) == (
        f"(x, y, {own}, *, validate=True)"
    )


def test_other_functions():
    for function, expected in {
        aap.farthest_mask_pixel: "(mask, center, *, return_pos=False)",
        aap.calibrate_parallel_threshold: "(*, counts=(1, 2, 4, 8, 16, 32, 64, 128, 256, 512), "
        "repeats=100, image_size=256, radius=5.0, apply=True)",
        aap.get_parallel_threshold: "()",
        aap.get_num_threads: "()",
        aap.set_num_threads: "(n)",
    }.items():
        assert str(inspect.signature(function)) == expected
    fields = list(inspect.signature(aap.ParallelThresholdCalibration).parameters)
    assert fields == [
        "threshold", "original_threshold", "applied", "counts", "serial_seconds",
        "parallel_seconds",
    ]  # fmt: skip


def test_raw_names():
    assert len(RAW) == 117
    assert {name for name in RAW if not hasattr(_rust, name)} == set()


@pytest.mark.parametrize("shape, method", EVERY)
def test_the_rest_of_the_raw_layer(shape, method):
    """Every shape has what only some of them must have."""
    own = RAW_PARAMS[shape] if shape != "path" else ("kinds", "path_data")
    for suffix in SUFFIXES:
        for kind, at in (("", ("xs", "ys")), ("_one", ("x", "y"))):
            for result in ("", "_sum"):
                name = f"apsum_{shape}_{method}{result}{kind}{suffix}"
                found = tuple(inspect.signature(getattr(_rust, name)).parameters)
                assert found == ("data", *at, *own)
    found = tuple(inspect.signature(getattr(_rust, f"npix_{shape}_{method}")).parameters)
    assert found == ("xs", "ys", *RAW_PARAMS[shape], "ny", "nx")
    found = tuple(inspect.signature(getattr(_rust, f"bboxes_{shape}")).parameters)
    assert found == ("xs", "ys", *RAW_PARAMS[shape])


@pytest.mark.parametrize("name", RAW)
def test_raw_function(name):
    """The names of its arguments, and a call by position and by name."""
    function, (shape, names) = getattr(_rust, name), RAW[name]
    parameters = inspect.signature(function).parameters.values()
    assert tuple(p.name for p in parameters) == names
    assert all(p.default is p.empty for p in parameters)
    values = {**VALUES, "threshold": _rust.get_parallel_threshold()}
    for suffix, dtype in SUFFIXES.items():
        if name.endswith(suffix):
            values["data"] = IMAGE.astype(dtype)
    if shape:
        values.update(zip(RAW_PARAMS[shape], raw_params(shape), strict=True))
    arguments = {argument: values[argument] for argument in names}
    by_position = function(*arguments.values())
    check_result(name, by_position)
    assert repr(function(**arguments)) == repr(by_position)


def check_result(name, found):
    """The kind of containers and numbers."""
    if name.startswith("apsum"):
        one = "_one" in name
        parts = (found,) if "_sum" in name else found
        assert type(found) is (tuple if len(parts) == 2 else float if one else list)
        for part in parts:
            assert type(part) is (float if one else list)
            if not one:
                assert [type(value) for value in part] == [float, float]
    elif name.startswith("npix"):
        assert [type(value) for value in found] == [float, float]
    elif name.startswith("bboxes"):
        assert [[type(edge) for edge in part] for part in found] == [[int, int]] * 4
    elif name.startswith("weights") and name.endswith("_one"):
        assert type(found) is list
        assert len(found) == 40 * 44
        assert {type(weight) for weight in found} == {float}
    elif name.startswith("weights"):
        arrays, *edges = found
        assert [(w.dtype, w.ndim) for w in arrays] == [(np.float64, 2)] * 2
        assert [[type(edge) for edge in part] for part in edges] == [[int, int]] * 4
    elif name == "get_parallel_threshold":
        assert type(found) is int
    elif name == "set_parallel_threshold":
        assert found is None
