"""Conversion of apertures from photutils to ours, and back."""

import math

import numpy as np
import photutils.aperture as pa
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord
from hypothesis import given, settings
from hypothesis import strategies as st

import astroapers as aap
from astroapers.photutils import from_native, to_native
from astroapers.sky import edge_error
from astroapers.tests.photutils.helpers import IS_3_0, SHAPES, positive_field, scattered, tan_wcs

needs_polygons = pytest.mark.skipif(IS_3_0, reason="PolygonAperture came with photutils 3.1")

FLAG = [(0.0, 0.0), (6.0, 1.0), (5.0, 4.0), (1.5, 2.5), (-2.0, 5.0)]  # not convex
SQUARE = [("move", 0, 0), ("line", 2, 0), ("line", 2, 2), ("line", 0, 2), ("close",)]
HALF_DISC = [("move", 2, 0), ("arc", 0, 0, 2, 0, math.pi), ("close",)]

COORDINATE = st.floats(-1e6, 1e6)
SIZE = st.floats(1e-3, 1e4)
GROWTH = st.floats(1.001, 50.0)
ANGLE = st.floats(-10.0, 10.0)
POSITIONS = st.one_of(
    st.tuples(COORDINATE, COORDINATE),
    st.lists(st.tuples(COORDINATE, COORDINATE), min_size=1, max_size=4),
)
THEIRS = st.one_of(
    st.builds(pa.CircularAperture, POSITIONS, SIZE),
    st.builds(lambda p, r, k: pa.CircularAnnulus(p, r, r * k), POSITIONS, SIZE, GROWTH),
    st.builds(pa.EllipticalAperture, POSITIONS, SIZE, SIZE, theta=ANGLE),
    st.builds(
        lambda p, a, b, j, k, theta: pa.EllipticalAnnulus(p, a, a * j, b * k, b_in=b, theta=theta),
        *(POSITIONS, SIZE, SIZE, GROWTH, GROWTH, ANGLE),
    ),
    st.builds(pa.RectangularAperture, POSITIONS, SIZE, SIZE, theta=ANGLE),
    st.builds(
        lambda p, w, h, j, k, theta: pa.RectangularAnnulus(p, w, w * j, h * k, h_in=h, theta=theta),
        *(POSITIONS, SIZE, SIZE, GROWTH, GROWTH, ANGLE),
    ),
)


def assert_same_aperture(aperture, expected):
    """All parameters to the last bit: stricter than photutils' own comparison of angles."""
    assert type(aperture) is type(expected)
    assert aperture.isscalar == expected.isscalar
    for name in expected._params:
        value, other = getattr(aperture, name), getattr(expected, name)
        if name == "theta":
            value, other = value.to_value("rad"), other.to_value("rad")
        np.testing.assert_array_equal(value, other, err_msg=name)
        assert np.shape(value) == np.shape(other), name


@given(THEIRS)
def test_round_trip_from_photutils(aperture):
    native = to_native(aperture)
    assert native.isscalar == aperture.isscalar
    np.testing.assert_array_equal(native.positions, np.atleast_2d(aperture.positions))
    assert native.area == pytest.approx(aperture.area, rel=1e-9)
    assert_same_aperture(from_native(native), aperture)


@given(THEIRS)
def test_round_trip_from_native(aperture):
    native = to_native(aperture)
    assert to_native(from_native(native)) == native


@needs_polygons
@settings(max_examples=50, deadline=None)
@given(POSITIONS, st.integers(3, 12), st.floats(0.1, 50.0), ANGLE)
def test_round_trip_of_polygons(positions, n, radius, theta):
    polygon = pa.PolygonAperture.from_regular_polygon(positions, n, radius, theta=theta)
    native = to_native(polygon)
    assert type(native) is aap.PathAp
    back = from_native(native)
    assert_same_aperture(back, polygon)
    assert to_native(back) == native


@pytest.mark.parametrize(
    "shape, native",
    [
        ("circle", "CircAp([(10.0, 9.0)], r=3.0)"),
        ("circular annulus", "CircAn([(10.0, 9.0)], r_in=2.0, r_out=4.0)"),
        ("ellipse", "EllipAp([(10.0, 9.0)], a=5.0, b=2.0, theta=0.4)"),
        (
            "elliptical annulus",
            (
                "EllipAn([(10.0, 9.0)], a_in=3.0, b_in=1.0, a_out=6.0, b_out=4.0, "
                "theta_in=0.4, theta_out=0.4)"
            ),
        ),
        ("rectangle", "RectAp([(10.0, 9.0)], w=6.0, h=3.0, theta=0.4)"),
        (
            "rectangular annulus",
            (
                "RectAn([(10.0, 9.0)], w_in=3.0, h_in=2.0, w_out=8.0, h_out=6.0, "
                "theta_in=0.4, theta_out=0.4)"
            ),
        ),
    ],
)
def test_parameters_by_name(shape, native):
    assert repr(to_native(SHAPES[shape]([(10, 9)]))) == native


@pytest.mark.parametrize("shape", SHAPES)
def test_sums_agree(shape):
    if IS_3_0 and shape.startswith("rect"):
        pytest.skip("photutils 3.0 has no exact rectangles")
    image, positions = positive_field(), scattered()
    aperture = SHAPES[shape](positions)
    expected = pa.aperture_photometry(image, aperture)["aperture_sum"]
    sums, npix = to_native(aperture).apsum_exact(image)
    inside = npix > 1e-3
    assert inside.sum() > 40
    np.testing.assert_allclose(sums[inside], expected[inside], rtol=1e-9)


@needs_polygons
def test_sums_in_polygons_agree():
    image, positions = positive_field(), scattered()
    polygon = pa.PolygonAperture(positions, FLAG)
    expected = pa.aperture_photometry(image, polygon)["aperture_sum"]
    sums, npix = to_native(polygon).apsum_exact(image)
    inside = npix > 1e-3
    assert inside.sum() > 40
    np.testing.assert_allclose(sums[inside], expected[inside], rtol=1e-9)


def test_degrees():
    aperture = pa.EllipticalAperture((3, 4), 5, 2, theta=30 * u.deg)
    assert to_native(aperture).theta == pytest.approx(math.pi / 6, rel=1e-15)


def test_the_original_may_change_afterwards():
    positions = np.array([(3.0, 4.0), (5.0, 6.0)])
    aperture = pa.CircularAperture(positions, 2)
    native = to_native(aperture)
    aperture.positions[0] = 99.0
    assert native.positions.tolist() == positions.tolist()
    back = from_native(native)
    back.positions[0] = 99.0
    assert native.positions.tolist() == positions.tolist()


def test_no_positions():
    native = to_native(pa.CircularAperture(np.zeros((0, 2)), 3))
    assert len(native) == 0
    assert from_native(native).positions.shape == (0, 2)


SKY = {
    "circle": lambda xy: pa.SkyCircularAperture(xy, 2 * u.arcsec),
    "circular annulus": lambda xy: pa.SkyCircularAnnulus(xy, 2 * u.arcsec, 3 * u.arcsec),
    "ellipse": lambda xy: pa.SkyEllipticalAperture(
        xy, 3 * u.arcsec, 1 * u.arcsec, theta=20 * u.deg
    ),
    "elliptical annulus": lambda xy: pa.SkyEllipticalAnnulus(
        xy, 1 * u.arcsec, 3 * u.arcsec, 2 * u.arcsec, theta=20 * u.deg
    ),
    "rectangle": lambda xy: pa.SkyRectangularAperture(
        xy, 3 * u.arcsec, 1 * u.arcsec, theta=20 * u.deg
    ),
    "rectangular annulus": lambda xy: pa.SkyRectangularAnnulus(
        xy, 1 * u.arcsec, 3 * u.arcsec, 2 * u.arcsec, theta=20 * u.deg
    ),
}
if not IS_3_0:
    SKY["polygon"] = lambda xy: pa.SkyPolygonAperture(xy, FLAG * u.arcsec)


@pytest.mark.parametrize("shape", SKY)
@pytest.mark.parametrize("x", [35.0, [35.0, 60.0]], ids=["scalar", "vector"])
def test_sky(shape, x):
    wcs = tan_wcs()
    aperture = SKY[shape](wcs.pixel_to_world(x, x))
    assert to_native(aperture, wcs) == to_native(aperture.to_pixel(wcs))
    assert to_native(aperture, wcs=wcs, boundary="local").isscalar == np.isscalar(x)


def test_sky_needs_a_wcs():
    aperture = pa.SkyCircularAperture(SkyCoord(1 * u.deg, 2 * u.deg), 2 * u.arcsec)
    with pytest.raises(ValueError, match=r"wcs must be given .* got a SkyCircularAperture"):
        to_native(aperture)


def test_a_wcs_changes_nothing_in_pixels():
    aperture = pa.CircularAperture((3, 4), 2)
    assert to_native(aperture, tan_wcs()) == aap.CircAp((3, 4), 2)


@pytest.mark.parametrize("boundary", ["EXACT", "LOCAL", None, 1, ["local"]])
def test_other_boundaries(boundary):
    match = "boundary must be 'local' or 'each' or 'exact', got "
    with pytest.raises(ValueError, match=match):
        to_native(pa.CircularAperture((3, 4), 2), boundary=boundary)


@pytest.mark.parametrize("tol", [0, -1e-3, math.nan, math.inf])
def test_bad_tolerances(tol):
    with pytest.raises(ValueError, match="tol must be positive and finite, got "):
        to_native(pa.CircularAperture((3, 4), 2), tol=tol)


def test_a_tolerance_is_a_number():
    with pytest.raises(TypeError, match="tol must be a real number"):
        to_native(pa.CircularAperture((3, 4), 2), tol=None)


class MyCircle(pa.CircularAperture):
    pass


class MySkyCircle(pa.SkyCircularAperture):
    pass


class MyCircAp(aap.CircAp):
    pass


@pytest.mark.parametrize(
    "value, match",
    [
        (MyCircle((3, 4), 2), "got MyCircle, a subclass, .*make an instance of"),
        (
            MySkyCircle(SkyCoord(1 * u.deg, 2 * u.deg), 2 * u.arcsec),
            "got MySkyCircle, a subclass, .*make an instance of",
        ),
        (aap.CircAp((3, 4), 2), "got CircAp, which is an aperture of astroapers already"),
        ((3, 4), r"got tuple \(a region goes through photutils.aperture.region_to_aperture"),
    ],
)
def test_what_is_not_from_photutils(value, match):
    with pytest.raises(TypeError, match=match):
        to_native(value, tan_wcs())


def test_a_region_is_named():
    regions = pytest.importorskip("regions")
    region = regions.CirclePixelRegion(regions.PixCoord(3, 4), 2)
    with pytest.raises(TypeError, match=r"got CirclePixelRegion .*region_to_aperture"):
        to_native(region)


@pytest.mark.parametrize(
    "aperture, match",
    [
        (aap.PillAp((3, 4), 5, 2, 2), "no counterpart of PillAp: .*callables of"),
        (aap.PillAn((3, 4), 3, 1, 1, 6, 4, 4), "no counterpart of PillAn: .*callables of"),
        (aap.WedgeAp((3, 4), 2, 9, 0.7, 1.2), "no counterpart of WedgeAp: .*callables of"),
        (aap.PathAp((3, 4), HALF_DISC), "a PathAp with arcs, got 1: .*callables of"),
        (
            aap.PathAp((3, 4), [("move", -9, -9), ("line", 9, -9), ("line", 0, 9), ("close",)],
                       holes=[SQUARE]),
            "a PathAp with holes, got 1: .*callables of",
        ),
        (
            aap.EllipAn((3, 4), 4, 2, 9, 6, theta_in=0.3, theta_out=0.4),
            "one angle, and this EllipAn has theta_in=0.3 and theta_out=0.4: ",
        ),
        (
            aap.RectAn([(3, 4)], [4], 2, 9, 6, theta_in=0.3, theta_out=0.4),
            "one angle, and this RectAn has theta_in=0.3 and theta_out=0.4: ",
        ),
        (aap.EllipAn((3, 4), 4, 2, 4, 6), "this EllipAn has a_in=4.0 at the outer 4.0: "),
        (aap.RectAn((3, 4), 3, 6, 4, 6), "this RectAn has h_in=6.0 at the outer 6.0: "),
        (aap.CircAn((3, 4), 0, 6), "a CircAn with r_in=0, a disc: convert a CircAp"),
        (
            aap.CircAp([(3, 4), (5, 6)], [1, 2]),
            r"one r for all its positions, and this CircAp has 2 of r: .*for one in ap\]",
        ),
        (
            aap.EllipAn([(3, 4), (5, 6)], 1, 2, 3, 4, theta_out=[0.0, 0.1]),
            "one theta for all its positions, and this EllipAn has 2 of theta_out: ",
        ),
        (MyCircAp((3, 4), 2), "no counterpart of MyCircAp: "),
        (pa.CircularAperture((3, 4), 2), "an aperture of astroapers, got CircularAperture"),
        ((3, 4), "an aperture of astroapers, got tuple"),
    ],
)  # fmt: skip
def test_what_photutils_has_not(aperture, match):
    with pytest.raises(TypeError, match=match):
        from_native(aperture)


def test_one_by_one():
    apertures = aap.CircAp([(3, 4), (5, 6)], [1, 2])
    converted = [from_native(one) for one in apertures]
    assert [ap.r for ap in converted] == [1.0, 2.0]
    assert all(ap.isscalar for ap in converted)


def test_equal_sizes_are_one_size():
    apertures = aap.CircAp([(3, 4), (5, 6), (7, 8)], [1, 1, 2])
    assert_same_aperture(from_native(apertures[:2]), pa.CircularAperture([(3, 4), (5, 6)], 1.0))


@needs_polygons
def test_paths():
    polygon = from_native(aap.PathAp([(3, 4), (5, 6)], SQUARE))
    assert_same_aperture(
        polygon, pa.PolygonAperture([(3, 4), (5, 6)], [(0, 0), (2, 0), (2, 2), (0, 2)])
    )


@needs_polygons
def test_a_path_that_returns_by_itself():
    returning = [*SQUARE[:-1], ("line", 0, 0), ("close",)]
    assert_same_aperture(
        from_native(aap.PathAp((3, 4), returning)), from_native(aap.PathAp((3, 4), SQUARE))
    )


@needs_polygons
def test_clockwise_paths_turn_round():
    clockwise = [("move", 0, 0), ("line", 0, 2), ("line", 2, 0), ("close",)]
    polygon = from_native(aap.PathAp((3, 4), clockwise))
    assert polygon.vertex_offsets.tolist() == [[2.0, 0.0], [0.0, 2.0], [0.0, 0.0]]


@needs_polygons
def test_polygons_that_touch_themselves():
    touching = [("move", 0, 0), ("line", 2, 0), ("line", 2, 2), ("line", 1, 0), ("close",)]
    path = aap.PathAp((3, 4), touching)
    with pytest.raises(ValueError, match="simple polygon"):
        from_native(path)


@pytest.mark.skipif(not IS_3_0, reason="3.1 has polygons")
def test_polygons_need_3_1():
    with pytest.raises(TypeError, match=r"PolygonAperture, needs photutils 3.1"):
        from_native(aap.PathAp((3, 4), SQUARE))


@pytest.mark.parametrize("shape", SKY)
def test_the_boundary_itself(shape):
    """On an image without distortion it is what the local approximation says, at each position."""
    wcs = tan_wcs()
    aperture = SKY[shape](wcs.pixel_to_world([35.0, 60.0], [35.0, 20.0]))
    local = to_native(aperture, wcs)
    followed = to_native(aperture, wcs, boundary="exact", tol=1e-4)
    assert len(followed) == 2
    for one, expected in zip(followed, local, strict=True):
        assert isinstance(one, aap.PathAp)
        assert one.isscalar
        assert edge_error(one) <= 1e-4
        np.testing.assert_allclose(one.positions, expected.positions, atol=1e-6)
        assert (one ^ expected).area < 2e-3 * expected.area
    alone = to_native(aperture[0], wcs, boundary="exact", tol=1e-4)
    assert alone.area == pytest.approx(followed[0].area, rel=1e-9)


@pytest.mark.parametrize("shape", SKY)
def test_local_at_every_position(shape):
    wcs = tan_wcs()
    aperture = SKY[shape](wcs.pixel_to_world([35.0, 60.0], [35.0, 20.0]))
    each = to_native(aperture, wcs, boundary="each")
    assert each == [to_native(one, wcs) for one in aperture]
    assert to_native(aperture[1], wcs, boundary="each") == each[1]


def test_boundaries_under_distortion():
    """Each position has the distortion that is there, and regions follow the same boundary."""
    regions = pytest.importorskip("regions")
    from astroapers.regions import to_aperture
    from astroapers.tests.sky.helpers import acs

    wcs = acs()
    coords = wcs.pixel_to_world([100.0, 3900.0], [100.0, 1900.0])
    aperture = pa.SkyEllipticalAperture(coords, 3 * u.arcsec, 1 * u.arcsec, theta=20 * u.deg)
    for coord, one in zip(coords, to_native(aperture, wcs, boundary="exact"), strict=True):
        region = regions.EllipseSkyRegion(coord, 6 * u.arcsec, 2 * u.arcsec, 110 * u.deg)
        twin = to_aperture(region, wcs, boundary="exact")
        assert one.area == pytest.approx(twin.area, rel=1e-7)
        assert (one ^ twin).area < 1e-4
    local = to_native(aperture, wcs)
    areas = [one.area for one in to_native(aperture, wcs, boundary="exact")]
    assert areas[0] == pytest.approx(local[0].area, rel=1e-3)
    assert abs(areas[1] / local[1].area - 1) > 0.01


def test_no_pixel_for_a_boundary():
    wcs = tan_wcs()
    there = SkyCoord(wcs.wcs.crval[0] + 180, -wcs.wcs.crval[1], unit="deg")
    far = pa.SkyCircularAperture(there, 2 * u.arcsec)
    with pytest.raises(ValueError, match="has no position in the image"):
        to_native(far, wcs, boundary="exact")
