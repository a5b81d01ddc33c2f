"""The same numbers as the installed photutils, on random fields and at the hard places."""

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from astroapers.tests.photutils.helpers import (
    IS_3_0,
    METHODS,
    SHAPES,
    compare,
    ours,
    positive_field,
    scattered,
)

pytestmark = pytest.mark.usefixtures("kernels_only")

DATA = positive_field()
ERROR = positive_field(seed=21)
MASK = np.random.default_rng(22).uniform(size=DATA.shape) < 0.1
HOLES = np.random.default_rng(23).uniform(size=DATA.shape) < 0.01

VARIANTS = {
    "plain": (DATA, {}),
    "error": (DATA, {"error": ERROR}),
    "mask": (DATA, {"mask": MASK}),
    "all": (DATA * u.Jy, {"error": ERROR * u.Jy, "mask": MASK}),
    "nan": (np.where(HOLES, np.nan, DATA), {"error": np.where(MASK, np.nan, ERROR)}),
    "inf": (np.where(HOLES, np.inf, DATA), {"error": np.where(MASK, np.inf, ERROR)}),
    "masked nan": (np.where(MASK, np.nan, DATA), {"error": ERROR, "mask": MASK}),
    "float32": (DATA.astype("f4"), {"error": ERROR.astype("f4")}),
}


@pytest.mark.parametrize("variant", VARIANTS)
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", SHAPES)
def test_random_field(shape, method, variant):
    data, kwargs = VARIANTS[variant]
    table = compare(data, SHAPES[shape](scattered()), **kwargs, **METHODS[method])
    sums = u.Quantity(table["aperture_sum"]).value
    assert np.isnan(sums[-3:]).all()
    assert np.isfinite(sums).sum() > 10


@pytest.mark.parametrize("shape", SHAPES)
def test_sums_of_both_signs(shape):
    data = np.random.default_rng(3).normal(size=(60, 80))
    # Relative to what is added up, since the sum itself may be next to nothing.
    compare(data, SHAPES[shape](scattered()), rtol=0, atol=1e-12 * 50)


@pytest.mark.parametrize("step", [4, 20])
@pytest.mark.parametrize("method", ["center", "subpixel 1", "subpixel 5", "subpixel 4"])
@pytest.mark.parametrize("shape", SHAPES)
def test_ties_on_a_grid_of_positions(shape, method, step):
    """Centres exactly on a boundary are the rule here, and each must fall to the same side."""
    kwargs = METHODS.get(method, {"method": "subpixel", "subpixels": 4})
    k = np.arange(step) / step
    xy = np.stack(np.meshgrid(10.0 + k, 11.0 + k), -1).reshape(-1, 2)
    if step == 20:
        xy = xy[::3]
    for scale in (0.5, 1.0, 1.25):
        table = compare(
            np.ones((24, 24)), SHAPES[shape](xy, scale, theta=0.0), rtol=1e-15, **kwargs
        )
        assert (table["aperture_sum"] > 0).all()


@pytest.mark.parametrize("method", ["center", "subpixel 5"])
@pytest.mark.parametrize("shape", [name for name in SHAPES if not name.startswith("circ")])
def test_ties_at_multiples_of_45_degrees(shape, method):
    k = np.arange(4) / 4
    xy = np.stack(np.meshgrid(10.0 + k, 11.0 + k), -1).reshape(-1, 2)
    for turn in range(-8, 9):
        aperture = SHAPES[shape](xy, theta=turn * np.pi / 4)
        compare(np.ones((24, 24)), aperture, rtol=1e-15, **METHODS[method])
        aperture = SHAPES[shape](xy, theta=turn * 45 * u.deg)
        compare(np.ones((24, 24)), aperture, rtol=1e-15, **METHODS[method])


@pytest.mark.parametrize("subpixels", [1, 2, 3, 5, 7, 32])
@pytest.mark.parametrize("shape", SHAPES)
def test_ties_of_any_kind(shape, subpixels):
    """Sizes, positions and angles that put samples on boundaries, as far as rounding lets them."""
    rng = np.random.default_rng(17)
    data = rng.uniform(1, 2, (32, 32))
    for _ in range(40 if subpixels < 10 else 4):
        step = rng.choice([2, 3, 4, 5, 10, 20])
        xy = 12 + rng.integers(0, 3 * step, (8, 2)) / step
        theta = rng.choice([0.0, rng.integers(-8, 9) * np.pi / 4, np.arctan2(3, 4), np.pi / 6])
        aperture = SHAPES[shape](xy, rng.integers(1, 7) / 4, theta=theta)
        compare(data, aperture, method="subpixel", subpixels=int(subpixels))


@pytest.mark.parametrize("subpixels", [1, 2])
def test_ties_of_ellipses(subpixels):
    """Whether (u/a)² + (v/b)² is below 1 depends on how it is computed."""
    data = np.random.default_rng(18).uniform(1, 2, (32, 32))
    k = np.arange(0, 1, 0.1)
    xy = np.stack(np.meshgrid(15 + k, 16 + k), -1).reshape(-1, 2)
    for theta in (0.0, np.pi / 4, np.pi / 2, np.arctan2(3, 4)):
        for a, b in [(0.5, 1.5), (1.5, 2.5), (2.5, 1.0), (3.5, 3.5), (5.0, 3.0), (5.5, 1.5)]:
            aperture = pa.EllipticalAperture(xy, a, b, theta=theta)
            compare(data, aperture, method="subpixel", subpixels=subpixels)


def test_boundary_pixels_belong_to_the_inner_edge_only():
    assert ours(np.ones((9, 9)), pa.CircularAperture((4, 4), 2), method="center")[
        "aperture_sum"
    ] == [9]
    assert ours(np.ones((9, 9)), pa.CircularAnnulus((4, 4), 1, 2), method="center")[
        "aperture_sum"
    ] == [8]


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", SHAPES)
def test_every_way_of_overlap(shape, method):
    """Walks across edges and corners in quarter pixels: boxes that touch, weights that do not."""
    walk = np.arange(-9.0, 9.1, 0.25)
    ones = np.ones_like(walk)
    corners = np.concatenate(
        [
            np.stack([walk, walk], 1),
            np.stack([walk, 5 * ones], 1),
            np.stack([12 - walk, 10 + walk], 1),
            np.stack([7 * ones, 10 + walk], 1),
        ]
    )
    table = compare(DATA[:11, :13], SHAPES[shape](corners), **METHODS[method])
    assert np.isnan(table["aperture_sum"]).any()


@pytest.mark.parametrize("method", METHODS)
def test_small_box_on_the_frame_without_a_pixel(method):
    """The box touches the corner pixel, the circle does not: nothing, but NaN since 3.1."""
    aperture = pa.CircularAperture([(-2.0, -2.0), (-1.9, -1.9), (-1.4, 12.2)], 2.0)
    table = compare(DATA[:11, :13], aperture, error=ERROR[:11, :13], **METHODS[method])
    if method == "exact":
        empty = 0.0 if IS_3_0 else np.nan
        np.testing.assert_array_equal(table["aperture_sum"][0], empty)
        np.testing.assert_array_equal(table["aperture_sum_err"][0], empty)


def test_all_masked_is_zero():
    aperture = pa.CircularAperture((20, 20), 3)
    table = compare(DATA, aperture, error=ERROR, mask=np.ones(DATA.shape, dtype=bool))
    assert table["aperture_sum"][0] == 0.0
    assert table["aperture_sum_err"][0] == 0.0


@pytest.mark.parametrize("xy", [(20.5, 20.5), (-0.8, 3.5), (-0.49, -0.49), (-60.5, 3.5)])
def test_center_aperture_between_pixel_centres(xy):
    table = compare(DATA, pa.CircularAperture(xy, 0.2), error=ERROR, method="center")
    if xy == (20.5, 20.5):
        assert table["aperture_sum"][0] == 0.0
        assert table["aperture_sum_err"][0] == 0.0


def test_partial_overlap_is_not_rescaled():
    table = compare(np.ones((20, 20)), pa.RectangularAperture((-0.5, 10.0), 4.0, 4.0))
    np.testing.assert_allclose(table["aperture_sum"], 8.0, rtol=1e-12)


def test_nan_without_weight_does_nothing():
    data = np.ones((21, 21))
    data[8, 8] = np.nan  # a corner of the box
    data[10, 10] = np.nan  # the hole
    table = compare(data, pa.CircularAnnulus((10, 10), 1.0, 2.1), error=data)
    assert np.isfinite(table["aperture_sum"][0])
    assert np.isfinite(table["aperture_sum_err"][0])


def test_nonfinite_error_leaves_the_sum_alone():
    error = np.ones(DATA.shape)
    error[20, 20] = np.nan
    table = compare(DATA, pa.CircularAperture([(20, 20), (40, 40)], 3), error=error)
    assert np.isfinite(table["aperture_sum"]).all()
    np.testing.assert_array_equal(np.isnan(table["aperture_sum_err"]), [True, False])


def test_error_weights_of_the_installed_version():
    error = np.full((21, 21), 2.0)
    table = compare(error, pa.CircularAperture((10, 10), 2), error=error)
    expected = 7.0898 if IS_3_0 else 6.3762
    np.testing.assert_allclose(table["aperture_sum_err"], expected, rtol=1e-4)


def test_exact_rectangle_of_the_installed_version():
    table = compare(np.ones((21, 21)), pa.RectangularAperture((10.2, 10.1), 5, 3, theta=0.3))
    error = abs(table["aperture_sum"][0] - 15)
    assert (1e-6 < error < 1e-2) if IS_3_0 else (error < 1e-12)


def test_overflow_and_infinities_do_not_warn():
    data = np.ones((30, 30))
    data[10, 10] = -np.inf
    data[15:] = 1e308
    table = compare(data, pa.CircularAperture([(10, 10), (20, 20)], 3), error=data)
    np.testing.assert_array_equal(table["aperture_sum"], [-np.inf, np.inf])
    np.testing.assert_array_equal(table["aperture_sum_err"], [np.inf, np.inf])


@pytest.mark.parametrize("theta", [30 * u.deg, 0.7, -2 * u.rad, 1e3 * u.arcmin, 400 * u.deg])
@pytest.mark.parametrize("shape", ["ellipse", "rectangular annulus"])
def test_angles_in_any_unit(shape, theta):
    compare(DATA, SHAPES[shape](scattered(20), theta=theta))


@pytest.mark.parametrize("center", [0.0, 2.0**21])
@pytest.mark.parametrize("size", [1e-3, 0.3, 40.0])
@pytest.mark.parametrize("shape", ["circle", "ellipse", "circular annulus"])
def test_sizes_and_far_off(shape, size, center):
    aperture = SHAPES[shape]([(center + 30.2, 28.6), (31.0, 28.0)], size / 3)
    # photutils loses digits to cancellation in shapes much smaller than a pixel.
    compare(DATA, aperture, rtol=1e-7 if size < 1e-2 else 1e-12)


sizes = st.floats(0.2, 12.0)
angles = st.floats(-7.0, 7.0)


@st.composite
def apertures(draw):
    xy = np.array(
        draw(
            st.lists(
                st.tuples(st.floats(-12.0, 52.0), st.floats(-12.0, 42.0)), min_size=1, max_size=12
            )
        )
    )
    large = draw(sizes), draw(sizes)
    inner = [size * draw(st.floats(0.05, 0.95)) for size in large]
    theta = draw(angles)
    return draw(
        st.sampled_from(
            [
                pa.CircularAperture(xy, large[0]),
                pa.CircularAnnulus(xy, inner[0], large[0]),
                pa.EllipticalAperture(xy, *large, theta=theta),
                pa.EllipticalAnnulus(xy, inner[0], *large, b_in=inner[1], theta=theta),
                pa.RectangularAperture(xy, *large, theta=theta),
                pa.RectangularAnnulus(xy, inner[0], *large, h_in=inner[1], theta=theta),
            ]
        )
    )


@settings(max_examples=150, deadline=None, derandomize=True)
@given(aperture=apertures(), method=st.sampled_from(list(METHODS)))
def test_any_geometry(aperture, method):
    image = DATA[:30, :40]
    # Sums of slivers are compared with a pixel's value, which is what their weights are exact to.
    compare(image, aperture, error=image, rtol=1e-11, atol=1e-11, **METHODS[method])
