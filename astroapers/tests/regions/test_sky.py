"""Regions on the sky: local as regions makes them, and exact."""

import math
import operator
import warnings

import numpy as np
import pytest
import regions
from astropy import units as u
from astropy.coordinates import SkyCoord
from astropy.wcs import WCS
from numpy.testing import assert_allclose, assert_array_equal
from regions import (
    CircleAnnulusSkyRegion,
    CircleSkyRegion,
    CompoundSkyRegion,
    EllipseAnnulusSkyRegion,
    EllipseSkyRegion,
    PolygonSkyRegion,
    RectangleAnnulusSkyRegion,
    RectangleSkyRegion,
)

import astroapers as aap
from astroapers.regions import LocalBoundaryWarning, region_photometry, to_aperture, to_mask
from astroapers.sky import TracedPathAp, edge_error
from astroapers.tests.sky.helpers import acs, tan

ARC = u.arcsec


def sky_regions(center):
    turn = 25 * u.deg
    corners = center.directional_offset_by([10, 100, 200, 300] * u.deg, [1.5, 1, 2, 1.2] * ARC)
    circle = CircleSkyRegion(center, 1.23 * ARC)
    box = RectangleSkyRegion(center, 2 * ARC, 1 * ARC, turn)
    return {
        "circle": circle,
        "ellipse": EllipseSkyRegion(center, 3 * ARC, 1 * ARC, turn),
        "rectangle": box,
        "circular annulus": CircleAnnulusSkyRegion(center, 0.5 * ARC, 1.23 * ARC),
        "elliptical annulus": EllipseAnnulusSkyRegion(
            center, 1 * ARC, 2 * ARC, 1.5 * ARC, 3 * ARC, turn
        ),
        "rectangular annulus": RectangleAnnulusSkyRegion(
            center, 1 * ARC, 2 * ARC, 1.5 * ARC, 3 * ARC, turn
        ),
        "polygon": PolygonSkyRegion(corners),
        "compound": (circle | box) ^ CircleSkyRegion(center, 0.3 * ARC),
    }


NAMES = list(sky_regions(SkyCoord(1, 2, unit="deg")))


def quietly(call, *args, **kwargs):
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LocalBoundaryWarning)
        return call(*args, **kwargs)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("mode", ["exact", "center"])
def test_local_is_to_pixel(name, mode):
    wcs = acs()
    region = sky_regions(wcs.pixel_to_world(700.0, 500.0).galactic)[name]
    mask = quietly(to_mask, region, mode, wcs=wcs)
    pixel = region.to_pixel(wcs)
    expected = to_mask(pixel, mode)
    assert mask.bbox == expected.bbox == pixel.bounding_box
    assert_array_equal(mask.data, expected.data)
    assert mask.edge_error == 0.0
    assert quietly(to_aperture, region, wcs) == to_aperture(pixel)


@pytest.mark.parametrize("name", NAMES)
def test_exact_on_a_plain_image(name):
    """Where the local approximation is right, it is what the boundary must give."""
    wcs = tan(shape=(200, 200), projection="STG")
    region = sky_regions(wcs.pixel_to_world(99.5, 99.5))[name]
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        local = to_mask(region, wcs=wcs)
    exact = to_mask(region, wcs=wcs, boundary="exact", tol=1e-5)
    assert exact.bbox == local.bbox
    assert_allclose(exact.data, local.data, rtol=0, atol=2e-5)
    assert exact.edge_error <= 1e-5


@pytest.mark.parametrize("name", NAMES)
def test_exact_under_distortion(name):
    """Pixel centres that are inside on the sky are those in the mask."""
    wcs = acs()
    center = wcs.pixel_to_world(3900.0, 1900.0)
    region = sky_regions(center)[name]
    mask = to_mask(region, "center", wcs=wcs, boundary="exact")
    assert mask.edge_error < 1e-3
    box = mask.bbox
    x, y = np.meshgrid(np.arange(box.ixmin, box.ixmax), np.arange(box.iymin, box.iymax))
    inside = contains(region, wcs.pixel_to_world(x, y), wcs)
    assert inside.sum() > 100
    assert (inside != (mask.data > 0)).sum() <= 1  # a centre within 1e-3 of an edge


def contains(region, coords, wcs):
    """Membership on the sphere, by distances and position angles."""
    if isinstance(region, CompoundSkyRegion):
        parts = [contains(part, coords, wcs) for part in (region.region1, region.region2)]
        return region.operator(*parts)
    if isinstance(region, PolygonSkyRegion):
        pixel = region.to_pixel(wcs)
        return pixel.contains(regions.PixCoord(*wcs.world_to_pixel(coords)))
    distance = region.center.separation(coords).to_value(ARC)
    turn = region.center.position_angle(coords).rad
    # From the longitude axis, as the angle of a region.
    angle = getattr(region, "angle", 0 * u.deg).to_value("rad") - math.pi / 2
    width_axis, height_axis = distance * np.cos(turn - angle), distance * np.sin(turn - angle)
    sizes = {
        name: getattr(region, name).to_value(ARC)
        for name in region._params
        if name not in ("center", "angle")
    }
    if isinstance(region, CircleSkyRegion):
        return distance < sizes["radius"]
    if isinstance(region, CircleAnnulusSkyRegion):
        return (distance < sizes["outer_radius"]) & ~(distance < sizes["inner_radius"])
    rect = isinstance(region, (RectangleSkyRegion, RectangleAnnulusSkyRegion))

    def within(width, height):
        u_, v_ = np.abs(width_axis) / (width / 2), np.abs(height_axis) / (height / 2)
        return (np.maximum(u_, v_) if rect else np.hypot(u_, v_)) < 1

    if "width" in sizes:
        return within(sizes["width"], sizes["height"])
    return within(sizes["outer_width"], sizes["outer_height"]) & ~within(
        sizes["inner_width"], sizes["inner_height"]
    )


def test_apertures():
    wcs = acs()
    all_regions = sky_regions(wcs.pixel_to_world(700.0, 500.0))
    ap = to_aperture(all_regions["circular annulus"], wcs, boundary="exact", tol=1e-2)
    assert isinstance(ap, TracedPathAp)
    assert len(ap.holes) == 1
    assert 0 < ap.edge_error < 1e-2
    compound = to_aperture(all_regions["compound"], wcs, boundary="exact")
    assert isinstance(compound, aap.CompoundAp)
    assert 0 < edge_error(compound) < 1e-3
    assert type(to_aperture(all_regions["polygon"], wcs, boundary="exact")) is aap.PathAp


def test_warning():
    wcs = acs()
    center = wcs.pixel_to_world(3900.0, 1900.0)
    for name in ("circle", "circular annulus", "rectangle"):
        with pytest.warns(
            LocalBoundaryWarning, match="off by up to .* pixels: use boundary='exact'"
        ):
            to_mask(sky_regions(center)[name], wcs=wcs)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        to_mask(CircleSkyRegion(center, 0.05 * ARC), wcs=wcs)
        to_mask(EllipseSkyRegion(center, 1.3 * ARC, 1.1 * ARC, 25 * u.deg), wcs=wcs)
        for name in NAMES:
            to_mask(sky_regions(center)[name], wcs=wcs, boundary="exact")


def test_how_far_the_warning_says_it_is():
    """About 0.3 px for a circle of 0.5 arcsec in the corner of ACS."""
    wcs = acs()
    region = CircleSkyRegion(wcs.pixel_to_world(4000.0, 2000.0), 0.5 * ARC)
    with pytest.warns(LocalBoundaryWarning) as caught:
        local = to_aperture(region, wcs)
    exact = to_aperture(region, wcs, boundary="exact")
    stated = float(str(caught[0].message).split("up to ")[1].split()[0])
    displaced = (local ^ exact).area / exact.area
    assert 0.03 < displaced < 0.06
    assert 0.25 < stated < 0.5


def test_polygons_without_a_pixel():
    wcs = tan()
    corners = SkyCoord([197.9, 197.91, 17.9], [-1.4, -1.41, 1.4], unit="deg")
    for boundary in ("local", "exact"):
        with pytest.raises(
            ValueError, match="1 of 3 vertices of a PolygonSkyRegion have no position"
        ):
            to_mask(PolygonSkyRegion(corners), wcs=wcs, boundary=boundary)
        far = CircleSkyRegion(SkyCoord(17.9, 1.4, unit="deg"), 3 * ARC)
        with pytest.raises(ValueError, match="position"):
            to_mask(far, wcs=wcs, boundary=boundary)


def test_spherical_regions():
    wcs = tan(projection="STG")
    center = wcs.pixel_to_world(900.0, 800.0)
    circle = regions.CircleSphericalSkyRegion(center, 5 * ARC)
    ring = regions.CircleAnnulusSphericalSkyRegion(center, 3 * ARC, 5 * ARC)
    for boundary in ("local", "exact"):
        assert to_mask(circle, wcs=wcs, boundary=boundary).data.sum() == pytest.approx(
            math.pi * 100**2, rel=1e-5
        )
        assert to_mask(ring, wcs=wcs, boundary=boundary).data.sum() == pytest.approx(
            math.pi * (100**2 - 60**2), rel=1e-5
        )
    both = regions.CompoundSphericalSkyRegion(circle, ring, operator.xor)
    assert to_mask(both, wcs=wcs, boundary="exact").data.sum() == pytest.approx(
        math.pi * 60**2, rel=1e-5
    )
    corners = center.directional_offset_by([0, 270, 180, 90] * u.deg, 10 * ARC)
    square = regions.PolygonSphericalSkyRegion(corners)
    assert to_mask(square, wcs=wcs, boundary="exact").data.sum() == pytest.approx(
        2 * 200**2, rel=1e-5
    )
    lune = regions.LuneSphericalSkyRegion(center, corners[0])
    with pytest.raises(ValueError, match="boundary='exact' knows circles, annuli and polygons"):
        to_mask(lune, wcs=wcs, boundary="exact")


@pytest.mark.parametrize("boundary", ["EXACT", None, 3, "each"])
def test_bad_boundaries(boundary):
    circle = regions.CirclePixelRegion(regions.PixCoord(3, 4), 2)
    with pytest.raises(ValueError, match="boundary must be 'local' or 'exact', got"):
        to_mask(circle, boundary=boundary)


@pytest.mark.parametrize("tol", [0, -1e-3, math.nan, math.inf])
def test_bad_tolerances(tol):
    circle = regions.CirclePixelRegion(regions.PixCoord(3, 4), 2)
    with pytest.raises(ValueError, match="tol must be positive and finite, got"):
        to_aperture(circle, tol=tol)


@pytest.mark.parametrize(
    "radius, text",
    [
        (math.inf, "sizes and the angle of a CircleSkyRegion must be finite"),
        (190, "less than 180 deg"),
    ],
)
def test_sizes_without_a_boundary(radius, text):
    circle = CircleSkyRegion(SkyCoord(10, 20, unit="deg"), radius * u.deg)
    with pytest.raises(ValueError, match=text):
        to_mask(circle, wcs=tan(), boundary="exact")


def test_an_image_without_sky():
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = "FREQ", "STOKES"
    circle = CircleSkyRegion(SkyCoord(10, 20, unit="deg"), 1 * u.deg)
    with pytest.raises(ValueError, match="exactly one celestial longitude axis"):
        to_mask(circle, wcs=wcs, boundary="exact")


def test_a_star_on_the_edge():
    """What a misplaced edge costs a point source there."""
    wcs = acs()
    center = wcs.pixel_to_world(3900.0, 1900.0)
    region = CircleSkyRegion(center, 0.5 * ARC)
    y, x = np.mgrid[1880:1921, 3880:3921]
    parts = []
    for angle in np.arange(0, 180, 30) * u.deg:
        star = center.directional_offset_by(angle, 0.5 * ARC)
        sx, sy = wcs.world_to_pixel(star)
        image = np.zeros((1921, 3921))
        image[1880:1921, 3880:3921] = np.exp(-((x - sx) ** 2 + (y - sy) ** 2) / 2) / (2 * np.pi)
        exact = region_photometry(image, region, wcs, boundary="exact")["sum"][0]
        local = quietly(region_photometry, image, region, wcs)["sum"][0]
        parts.append((exact, local))
    exact, local = np.array(parts).T
    assert np.ptp(exact) < 0.02 < 0.1 < np.ptp(local)
