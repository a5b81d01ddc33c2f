"""Boundaries in the image: where they are, how far off they say they are, where there is none."""

import math

import numpy as np
import pytest
import shapely
from astropy.coordinates import ICRS, Galactic, SkyCoord
from astropy.wcs.wcsapi import HighLevelWCSWrapper, SlicedLowLevelWCS
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.testing import assert_allclose

import astroapers as aap
from astroapers.sky import TracedPathAp, boundary, edge_error, trace
from astroapers.sky.apertures import Shape
from astroapers.sky.curves import Tangent, circle, ellipse, polygon, rectangle
from astroapers.sky.projection import Projection, unit_vectors
from astroapers.tests.sky.helpers import acs, along, irac, tan, true_distance

ARCSEC = math.radians(1 / 3600)


def traced(wcs, x, y, make, *sizes, angle=0.0, tol=1e-3):
    """Aperture about a pixel, its shape on the sky, and the way to pixels."""
    coord = wcs.pixel_to_world(x, y)
    tangent = Tangent.at(coord, angle)
    shape = Shape(tangent.center, make(tangent, *sizes))
    projection = Projection(wcs, coord.frame.replicate_without_data())
    return trace([shape], projection, tol)[0], shape, projection


SHAPES = {
    "circle": (circle, 2.5),
    "small": (circle, 0.02),
    "large": (circle, 25.0),
    "ellipse": (ellipse, 10.0, 1.0),
    "rectangle": (rectangle, 2.0, 1.0),
    "slit": (rectangle, 10.0, 0.5),
}


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("wcs", [acs, irac, tan])
@pytest.mark.parametrize("tol", [1e-1, 1e-3, 1e-5])
def test_error_with_ten_times_the_probes(shape, wcs, tol):
    make, *sizes = SHAPES[shape]
    wcs = wcs()
    scale = 24 if wcs.array_shape in (None, (256, 256)) else 1  # IRAC has large pixels
    sizes = [size * scale * ARCSEC for size in sizes]
    ap, shape, projection = traced(wcs, 120.0, 130.0, make, *sizes, angle=0.7, tol=tol)
    assert ap.edge_error <= tol
    xy, lost = projection.pixels(along(shape.contours[0], 160 * 8))
    assert lost < 1e-8
    far = true_distance(ap.segments, ap.positions[0], xy)
    # The comparison is with chords of arcs.
    assert far <= ap.edge_error * 1.02 + 2e-6
    area = shapely.Polygon(xy).area
    length = shapely.Polygon(xy).length
    assert abs(ap.area - area) <= (ap.edge_error + 1e-6) * length + 1e-6 * area


def test_arcs_save_pieces():
    ap, *_ = traced(acs(), 4000, 2000, circle, 25 * ARCSEC)
    assert sum(command == "arc" for command, *_ in ap.segments) <= 70


def test_on_a_plain_image_a_circle_is_a_circle():
    ap, *_ = traced(tan(projection="STG"), 999.5, 999.5, circle, 10 * ARCSEC, tol=1e-6)
    assert ap.area == pytest.approx(math.pi * 200**2, rel=1e-7)
    assert len(ap.segments) == 10


@given(
    st.floats(-90, 90),
    st.floats(0, 360),
    st.floats(0.05, 20),
    st.floats(0.05, 20),
    st.floats(-7, 7),
)
@settings(deadline=None, max_examples=30)
def test_anywhere_on_the_sky(lat, lon, a, b, angle):
    """Poles and the wrap of longitudes are places like all others."""
    wcs = tan(crval=(lon, lat))
    tangent = Tangent.about(math.radians(lon), math.radians(lat), angle)
    shape = Shape(tangent.center, ellipse(tangent, a * ARCSEC, b * ARCSEC))
    ap = trace([shape], Projection(wcs, ICRS()), 1e-4)[0]
    assert ap.area == pytest.approx(math.pi * a * b / 0.05**2, rel=1e-5, abs=1e-3)
    assert_allclose(ap.positions, [[999.5, 999.5]], atol=1e-5)
    # The long axis has the direction that it should have.
    expected = aap.EllipAp((999.5, 999.5), a / 0.05, b / 0.05, angle)
    assert ap.npix_exact((2000, 2000)) == pytest.approx(expected.area, rel=1e-5, abs=1e-3)
    overlap = (ap & expected).area
    assert overlap == pytest.approx(expected.area, rel=2e-5, abs=0.02)


def test_around_a_pole():
    wcs = tan(crval=(30.0, 89.999))
    tangent = Tangent.about(1.0, math.pi / 2)
    shape = Shape(tangent.center, circle(tangent, 30 * ARCSEC))
    ap = trace([shape], Projection(wcs, ICRS()), 1e-3)[0]
    assert ap.area == pytest.approx(math.pi * 600**2, rel=1e-5)


def test_frames():
    wcs = tan()
    coord = wcs.pixel_to_world(700.0, 800.0)
    apertures = []
    for one in (coord, coord.galactic, coord.fk5):
        tangent = Tangent.at(one)
        shape = Shape(tangent.center, circle(tangent, 10 * ARCSEC))
        projection = Projection(wcs, one.frame.replicate_without_data())
        apertures.append(trace([shape], projection, 1e-4)[0])
    for ap in apertures[1:]:
        assert_allclose(ap.positions, apertures[0].positions, atol=1e-4)
        assert ap.area == pytest.approx(apertures[0].area, rel=1e-6)


def test_other_interfaces():
    wcs = acs()
    plain, *_ = traced(wcs, 400.0, 300.0, circle, 2 * ARCSEC)
    sliced = HighLevelWCSWrapper(SlicedLowLevelWCS(wcs, (slice(100, 900), slice(50, 900))))
    ap, *_ = traced(sliced, 350.0, 200.0, circle, 2 * ARCSEC)
    assert_allclose(ap.positions, plain.positions - (50, 100), atol=1e-7)
    assert ap.area == pytest.approx(plain.area, rel=1e-9)
    low = SlicedLowLevelWCS(wcs, (slice(100, 900), slice(50, 900)))  # no high-level interface
    frame = ICRS()
    tangent = Tangent.at(wcs.pixel_to_world(400.0, 300.0))
    shape = Shape(tangent.center, circle(tangent, 2 * ARCSEC))
    assert trace([shape], Projection(low, frame), 1e-3)[0].area == pytest.approx(ap.area, rel=1e-9)


def test_latitude_first():
    wcs = tan()
    swapped = wcs.swapaxes(0, 1)
    ap, *_ = traced(wcs, 300.0, 400.0, rectangle, 20 * ARCSEC, 5 * ARCSEC, angle=0.4)
    other, *_ = traced(swapped, 400.0, 300.0, rectangle, 20 * ARCSEC, 5 * ARCSEC, angle=0.4)
    assert_allclose(other.positions[:, ::-1], ap.positions, atol=1e-7)
    assert other.area == pytest.approx(ap.area, rel=1e-9)


def test_cubes_must_be_sliced():
    from astropy.wcs import WCS

    wcs = WCS(naxis=3)
    wcs.wcs.ctype = "RA---TAN", "DEC--TAN", "FREQ"
    with pytest.raises(ValueError, match="wcs must be that of an image, with two axes, got 3"):
        Projection(wcs, ICRS())
    Projection(wcs.celestial, ICRS())
    with pytest.raises(ValueError, match="with two axes, got 1"):
        Projection(wcs.spectral, ICRS())


def test_the_other_side_of_the_sky_has_no_pixel():
    wcs = tan()
    directions = unit_vectors(np.radians([197.9, 17.9, 100.0]), np.radians([-1.4, 1.4, 0.0]))
    xy, error = Projection(wcs, ICRS()).pixels(directions)
    assert np.isnan(xy[1:]).all()
    assert np.isfinite(xy[0]).all()
    assert error < 1e-8
    tangent = Tangent.at(SkyCoord(17.9, 1.4, unit="deg"))
    with pytest.raises(ValueError, match="centre of 1 of 1 shapes has no position"):
        trace([Shape(tangent.center, circle(tangent, ARCSEC))], Projection(wcs, ICRS()), 1e-3)
    tangent = Tangent.at(SkyCoord(197.9, -1.4, unit="deg"))
    with pytest.raises(ValueError, match="a part of the boundary has no position"):
        trace([Shape(tangent.center, circle(tangent, 1.7))], Projection(wcs, ICRS()), 1e-3)


def test_where_the_inverse_does_not_converge():
    """Far off its chip a distortion has no inverse; that must not look like a pixel."""
    wcs = acs()
    directions = unit_vectors(np.radians([5.63, 8.0, 5.63]), np.radians([-72.05, -70.0, -60.0]))
    xy, _ = Projection(wcs, ICRS()).pixels(directions)
    good = np.isfinite(xy).all(axis=1)
    assert good[0]
    back = wcs.pixel_to_world(*xy[good].T)
    there = unit_vectors(back.ra.rad, back.dec.rad)
    assert_allclose(there, directions[good], rtol=0, atol=1e-12)


def test_a_boundary_across_the_seam_of_a_map():
    wcs = tan(crval=(180.0, 0.0), scale=3600.0, shape=(180, 360), projection="CAR")
    tangent = Tangent.at(SkyCoord(3.0, 20.0, unit="deg"))
    with pytest.raises(ValueError, match=r"jumps in the image|no position in the image"):
        trace([Shape(tangent.center, circle(tangent, 0.2))], Projection(wcs, ICRS()), 1e-3)
    tangent = Tangent.at(SkyCoord(180.0, 20.0, unit="deg"))
    assert trace([Shape(tangent.center, circle(tangent, 0.2))], Projection(wcs, ICRS()), 1e-3)


def test_too_fine(monkeypatch):
    # Fewer pieces than usual are too many here: 65,536 of them take seconds.
    monkeypatch.setattr(boundary, "_MOST_PIECES", 1 << 10)
    with pytest.raises(ValueError, match="tol=1e-15"):
        traced(acs(), 400.0, 300.0, circle, 2 * ARCSEC, tol=1e-15)


def test_inverse_is_better_than_the_wcs_s():
    wcs = acs()
    x, y = np.meshgrid([0.0, 1000.0, 4000.0], [3.0, 900.0, 2000.0])
    coords = wcs.pixel_to_world(x.ravel(), y.ravel())
    xy, error = Projection(wcs, ICRS()).pixels(unit_vectors(coords.ra.rad, coords.dec.rad))
    assert_allclose(xy, np.stack((x.ravel(), y.ravel()), axis=1), rtol=0, atol=1e-7)
    assert error < 1e-7


def test_great_circles():
    vertices = unit_vectors(np.radians([10, 40, 40, 10]), np.radians([40, 40, 60, 60]))
    wcs = tan(crval=(25.0, 50.0), scale=60.0)
    middle = vertices.sum(axis=0)
    shape = Shape(middle / np.linalg.norm(middle), polygon(vertices))
    ap = trace([shape], Projection(wcs, ICRS()), 1e-6)[0]
    # In the gnomonic projection they are straight.
    assert not any(command == "arc" for command, *_ in ap.segments)
    corners = np.array(wcs.world_to_pixel(SkyCoord([10, 40, 40, 10], [40, 40, 60, 60], unit="deg")))
    assert ap.area == pytest.approx(shapely.Polygon(corners.T).area, rel=1e-9)


def test_many_at_once():
    wcs = acs()
    coords = wcs.pixel_to_world([300.0, 2000.0, 4000.0], [400.0, 1000.0, 1900.0])
    shapes = []
    for coord in coords:
        tangent = Tangent.at(coord)
        shapes.append(Shape(tangent.center, circle(tangent, 2 * ARCSEC), circle(tangent, ARCSEC)))
    projection = Projection(wcs, ICRS())
    together = trace(shapes, projection, 1e-3)
    for shape, ap in zip(shapes, together, strict=True):
        (alone,) = trace([shape], projection, 1e-3)
        assert len(ap.holes) == 1
        assert alone.area == pytest.approx(ap.area, rel=1e-10)
    assert trace([], projection, 1e-3) == []


def test_the_aperture():
    ap, *_ = traced(acs(), 400.0, 300.0, circle, 2 * ARCSEC)
    assert isinstance(ap, TracedPathAp)
    assert isinstance(ap, aap.PathAp)
    assert edge_error(ap) == ap.edge_error > 0
    assert edge_error(ap | aap.CircAp((3, 4), 2)) == ap.edge_error
    assert edge_error(aap.CircAp((3, 4), 2) & aap.RectAp((3, 4), 2, 2)) == 0.0
    import copy
    import pickle

    for again in (copy.copy(ap), pickle.loads(pickle.dumps(ap))):
        assert again == ap
        assert again.edge_error == ap.edge_error


def test_galactic_frame_of_a_wcs():
    wcs = tan(crval=(120.0, 30.0), ctype=["GLON-TAN", "GLAT-TAN"])
    tangent = Tangent.at(SkyCoord(120.0, 30.0, unit="deg", frame="galactic"), 0.3)
    shape = Shape(tangent.center, rectangle(tangent, 20 * ARCSEC, 5 * ARCSEC))
    ap = trace([shape], Projection(wcs, Galactic()), 1e-3)[0]
    expected = aap.RectAp((999.5, 999.5), 400, 100, 0.3)
    assert (ap ^ expected).area < 0.5
