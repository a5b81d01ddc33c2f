"""Apertures of all kinds, and regions, become the same targets."""

import numpy as np
import pytest
from astropy import units as u
from astropy.coordinates import SkyCoord

import astroapers as aap
from astroapers._rust import measure
from astroapers.measurement import Images, Step
from astroapers.targets import open_target, open_targets
from astroapers.tests.cases import CLASSES, IMAGE, POSITIONS, make
from astroapers.tests.sky.helpers import tan

pa = pytest.importorskip("photutils.aperture")
regions = pytest.importorskip("regions")


def sums(target):
    """Exact sums over the image."""
    (found,) = measure(Images(IMAGE), [Step(target.footprint(0), "planes")])
    return found["sum"]


@pytest.mark.parametrize("cls", CLASSES)
def test_apertures_of_ours(cls):
    ap = make(cls, POSITIONS)
    target = open_target(ap)
    assert target.native
    np.testing.assert_array_equal(sums(target), ap.apsum_exact(IMAGE)[0])


def test_apertures_of_photutils_and_regions():
    place, expected = (20.3, 17.6), aap.EllipAp((20.3, 17.6), 6.0, 3.0, 0.4).apsum_exact(IMAGE)[0]
    theirs = pa.EllipticalAperture(place, 6.0, 3.0, theta=0.4)
    region = regions.EllipsePixelRegion(regions.PixCoord(*place), 12.0, 6.0, 0.4 * u.rad)
    for given in (theirs, region):
        target = open_target(given)
        assert not target.native
        np.testing.assert_allclose(sums(target), expected, rtol=1e-14)


def test_on_the_sky():
    wcs = tan(IMAGE.shape)
    center = wcs.pixel_to_world(20.0, 18.0)
    sky = pa.SkyCircularAperture(SkyCoord([center]), 2 * u.arcsec)
    targets = open_targets(sky, wcs)
    assert targets.single
    assert targets.sky_center is sky.positions
    np.testing.assert_allclose(targets.positions, [(20.0, 18.0)], atol=1e-9)
    circle = regions.CircleSkyRegion(center, 2 * u.arcsec)
    np.testing.assert_allclose(open_target(circle, wcs).positions, [(20.0, 18.0)], atol=1e-9)
    for given in (sky, circle):
        with pytest.raises(ValueError, match="wcs"):
            open_target(given)


def test_several():
    apertures = [aap.CircAp(POSITIONS, 3.0), pa.CircularAnnulus(POSITIONS, 5.0, 8.0)]
    targets = open_targets(apertures)
    assert [one.shape for one in targets.members] == ["circ", "circ_ann"]
    assert [one.native for one in targets.members] == [True, False]
    assert not targets.single
    with pytest.raises(ValueError, match="at the same positions"):
        open_targets([apertures[0], aap.CircAp((3, 4), 2)])
    with pytest.raises(ValueError, match="at least one aperture"):
        open_targets([])


class OddAperture(pa.CircularAperture):
    """May weigh its pixels in its own way."""


@pytest.mark.parametrize("given", ["circle", 3.0, OddAperture((3, 4), 2)])
def test_others_are_refused(given):
    with pytest.raises(TypeError, match="where must be"):
        open_target(given)


def test_a_region_without_an_area():
    flat = regions.PolygonPixelRegion(regions.PixCoord([1, 5, 9], [1, 1, 1]))
    with pytest.raises(ValueError, match="area"):
        open_target(flat)
