"""Apertures as regions, and round trips."""

import math

import numpy as np
import pytest
import regions
from astropy import units as u
from hypothesis import given, settings
from numpy.testing import assert_allclose

import astroapers as aap
from astroapers.regions import from_aperture, to_aperture, to_mask
from astroapers.tests.regions.helpers import compound, simple

HALF_DISC = [("move", 4, 0), ("arc", 0, 0, 4, 0, math.pi), ("close",)]
SQUARE = [("move", -4, -4), ("line", 4, -4), ("line", 4, 4), ("line", -4, 4), ("close",)]
HOLE = [("move", -1, -1), ("line", 2, -1), ("line", 1, 2), ("close",)]


def parameters(region):
    if isinstance(region, regions.PolygonPixelRegion):
        return np.stack(region.vertices.xy)
    values = [getattr(region, name) for name in region._params]
    values[0] = np.array(values[0].xy)
    values = [v.to_value("rad") if isinstance(v, u.Quantity) else v for v in values]
    return np.concatenate([np.atleast_1d(value) for value in values])


@given(simple)
@settings(deadline=None)
def test_round_trips(region):
    back = from_aperture(to_aperture(region))
    if isinstance(region, regions.PolygonPixelRegion):
        assert isinstance(back, regions.PolygonPixelRegion)
    else:
        assert type(back) is type(region)
    assert_allclose(parameters(back), parameters(region), rtol=1e-12, atol=1e-12)


@given(compound)
@settings(deadline=None, max_examples=50)
def test_round_trips_of_compounds(region):
    aperture = to_aperture(region)
    back = to_aperture(from_aperture(aperture))
    assert back.area == pytest.approx(aperture.area, rel=1e-10, abs=1e-12)
    assert_allclose(
        to_mask(from_aperture(aperture)).data.sum(), to_mask(region).data.sum(), atol=1e-9
    )


@pytest.mark.parametrize(
    "aperture",
    [
        aap.CircAp((20, 18), 3),
        aap.EllipAp((20, 18), 7.5, 2.5, 0.6),
        aap.RectAp((20, 18), 9, 4, 0.6),
        aap.CircAn((20, 18), 4, 7.5),
        aap.EllipAn((20, 18), 4, 2, 9, 6, theta_in=0.3),
        aap.RectAn((20, 18), 4, 2, 12, 9, theta_in=0.3),
        aap.PathAp((20, 18), SQUARE),
        aap.CircAp((20, 18), 3) - aap.RectAp((21, 18), 2, 9),
        aap.CircAp((20, 18), 3) ^ (aap.RectAp((21, 18), 2, 9) & aap.CircAp((20, 17), 2)),
        aap.CircAp((20, 18), 3) | aap.RectAp((21, 18), 2, 9),
    ],
    ids=repr,
)
def test_there_and_back(aperture):
    region = from_aperture(aperture)
    assert to_aperture(region).area == pytest.approx(aperture.area, rel=1e-12)
    assert_allclose(
        to_mask(region).to_image((40, 40)),
        aperture.bboxes()[0].to_image(aperture.weights_exact()[0], (40, 40)),
        rtol=0,
        atol=1e-12,
    )


def test_widths_are_full():
    region = from_aperture(aap.EllipAp((20, 18), 7.5, 2.5))
    assert (region.width, region.height) == (15.0, 5.0)
    assert to_aperture(regions.EllipsePixelRegion(regions.PixCoord(20, 18), 15, 5)).a == 7.5


def test_several_positions():
    stars = aap.CircAp([(20, 18), (31, 9)], r=[3, 4])
    found = from_aperture(stars)
    assert isinstance(found, regions.Regions)
    assert [region.radius for region in found] == [3.0, 4.0]
    assert len(from_aperture(stars[:1])) == 1
    assert len(from_aperture(stars[:0])) == 0


def test_holes():
    region = from_aperture(aap.PathAp((20, 18), SQUARE, [HOLE]))
    assert isinstance(region, regions.CompoundPixelRegion)
    assert to_mask(region).data.sum() == pytest.approx(64 - 4.5, rel=1e-12)
    twice = aap.PathAp((20, 18), SQUARE, [HOLE, HOLE])
    assert to_mask(from_aperture(twice)).data.sum() == pytest.approx(64 - 4.5, rel=1e-12)


def test_annuli_that_regions_lacks():
    assert from_aperture(aap.CircAn((20, 18), 0, 5)).radius == 5.0
    same = aap.RectAn((20, 18), 4, 9, 12, 9)
    region = from_aperture(same)
    assert isinstance(region, regions.CompoundPixelRegion)
    assert to_mask(region).data.sum() == pytest.approx(same.area, rel=1e-12)


WITHOUT = {
    "pill": aap.PillAp((20, 18), 6, 2.5, 1.5, 0.4),
    "pill annulus": aap.PillAn((20, 18), 3, 1.5, 1.5, 6, 4, 4, theta_in=0.3),
    "wedge": aap.WedgeAp((20, 18), 2, 9, 0.7, 1.2),
    "general wedge": aap.WedgeAp((20, 18), 2, 9, 0.7, 1.2, 0.8, 1.4),
    "arc": aap.PathAp((20, 18), HALF_DISC),
    "arc with a hole": aap.PathAp(
        (20, 18), [("move", 9, 0), ("arc", 0, 0, 9, 0, 6.0), ("close",)], [HOLE]
    ),
    "two angles": aap.EllipAn((20, 18), 4, 2, 9, 6, theta_in=0.3, theta_out=0.8),
    "sticks out": aap.RectAn((20, 18), 8, 2, 9, 3, theta_in=0.3, theta_out=0.8),
    "within a compound": aap.CircAp((20, 18), 3) | aap.PillAp((20, 18), 6, 2.5, 1.5, 0.4),
}


@pytest.mark.parametrize("name", WITHOUT)
def test_what_no_region_has(name):
    aperture = WITHOUT[name]
    with pytest.raises(
        TypeError, match=r"no region has the outline of this .*: give n_vertices= or tol="
    ):
        from_aperture(aperture)
    assert to_mask(from_aperture(aperture, n_vertices=400)).data.sum() == pytest.approx(
        aperture.area, rel=1e-3
    )
    for tol in (1e-2, 1e-4):
        area = to_mask(from_aperture(aperture, tol=tol)).data.sum()
        assert abs(area - aperture.area) <= tol * 120


@pytest.mark.parametrize("n", [3, 4, 10, 97])
def test_number_of_vertices(n):
    assert len(from_aperture(WITHOUT["pill"], n_vertices=max(n, 4)).vertices) == max(n, 4)
    assert len(from_aperture(WITHOUT["wedge"], n_vertices=max(n, 4)).vertices) == max(n, 4)
    assert len(from_aperture(WITHOUT["arc"], n_vertices=n).vertices) == n


@pytest.mark.parametrize("value", [2, 0, -3, 4.5, "4"])
def test_bad_numbers_of_vertices(value):
    with pytest.raises(ValueError, match="n_vertices must be an integer of at least 3, got"):
        from_aperture(WITHOUT["pill"], n_vertices=value)


def test_other_bad_arguments():
    with pytest.raises(ValueError, match="tol must be positive"):
        from_aperture(WITHOUT["pill"], tol=0)
    with pytest.raises(ValueError, match="n_vertices and tol cannot both be given"):
        from_aperture(WITHOUT["pill"], tol=0.1, n_vertices=8)
    with pytest.raises(
        TypeError, match="ap must be an aperture of astroapers, got CirclePixelRegion"
    ):
        from_aperture(regions.CirclePixelRegion(regions.PixCoord(3, 4), 2))


def test_polygons_to_apertures():
    bow = regions.PolygonPixelRegion(regions.PixCoord([0, 10, 10, 0], [0, 10, 0, 10]))
    with pytest.raises(ValueError, match="must not cross itself, which it does at"):
        to_aperture(bow)
    flat = regions.PolygonPixelRegion(regions.PixCoord([0, 4, 2], [0, 4, 2]))
    with pytest.raises(ValueError, match="a PolygonPixelRegion must have an area"):
        to_aperture(flat)
    with pytest.raises(TypeError, match="got CircAp, an aperture already"):
        to_aperture(aap.CircAp((3, 4), 2))


def test_with_photutils():
    """Three ways round keep the numbers."""
    pa = pytest.importorskip("photutils.aperture")
    from astroapers.photutils import from_native, to_native

    for name in ("EllipticalAperture", "RectangularAperture"):
        names = ("a", "b") if name.startswith("E") else ("w", "h")
        aperture = getattr(pa, name)((20.2, 18.1), 7.5, 2.5, theta=0.6 * u.rad)
        region = from_aperture(to_native(aperture))
        back = from_native(to_aperture(region))
        for attribute in names:
            assert getattr(back, attribute) == pytest.approx(
                getattr(aperture, attribute), rel=1e-12
            )
        assert back.theta.to_value("rad") == pytest.approx(0.6, rel=1e-12)
        theirs = pa.region_to_aperture(region)
        assert_allclose(theirs.positions, aperture.positions)
        assert theirs.area == pytest.approx(aperture.area, rel=1e-12)
