"""Regions on the sky through the WCS of gwcs: any WCS of the shared interface will do."""

import warnings

import numpy as np
import pytest
import regions
from astropy import units as u
from astropy.coordinates import ICRS, SkyCoord
from astropy.modeling import models
from numpy.testing import assert_allclose
from regions import (
    CircleSkyRegion,
    EllipseSkyRegion,
    PolygonSkyRegion,
    RectangleAnnulusSkyRegion,
)

from astroapers.regions import LocalBoundaryWarning, region_photometry, to_aperture, to_mask
from astroapers.tests.sky.helpers import tan

gwcs = pytest.importorskip("gwcs")
frames = pytest.importorskip("gwcs.coordinate_frames")

SHAPE = 80, 100
POLE = 10.0, 70.0
SCALE = 0.36
CENTER = SkyCoord(*POLE, unit="deg")
NEAR = CENTER.directional_offset_by(50 * u.deg, 5 * u.arcsec)
# On the upper edge of the image.
EDGE = CENTER.directional_offset_by(0 * u.deg, 40 * SCALE * u.arcsec)
REGIONS = {
    "circle": CircleSkyRegion(NEAR, 8 * u.arcsec),
    "ellipse": EllipseSkyRegion(NEAR, 12 * u.arcsec, 6 * u.arcsec, angle=30 * u.deg),
    "annulus": RectangleAnnulusSkyRegion(CENTER, *[4, 12, 3, 8] * u.arcsec, angle=30 * u.deg),
    "polygon": PolygonSkyRegion(
        CENTER.directional_offset_by([0, 100, 250] * u.deg, [6, 5, 7] * u.arcsec)
    ),
    "circle over the edge": CircleSkyRegion(EDGE, 8 * u.arcsec),
}


def make_gwcs(distortion=None, bounding_box=None):
    """The same as `tan`, but for the distortion."""
    to_plane = models.Shift(-(SHAPE[1] - 1) / 2) & models.Shift(-(SHAPE[0] - 1) / 2)
    if distortion is not None:
        to_plane = to_plane | distortion
    scale = models.Scale(-SCALE / 3600) & models.Scale(SCALE / 3600)
    to_sky = models.Pix2Sky_TAN() | models.RotateNative2Celestial(*POLE, 180.0)
    detector = frames.Frame2D(name="detector", unit=(u.pix, u.pix))
    sky = frames.CelestialFrame(reference_frame=ICRS(), name="sky", unit=(u.deg, u.deg))
    wcs = gwcs.WCS([(detector, to_plane | scale | to_sky), (sky, None)])
    wcs.bounding_box = bounding_box
    return wcs


@pytest.mark.parametrize("boundary", ["local", "exact"])
@pytest.mark.parametrize("name", REGIONS)
def test_masks_are_those_of_the_same_fits_wcs(name, boundary):
    wcs = tan(POLE, SCALE, SHAPE)
    wanted = to_mask(REGIONS[name], wcs=wcs, boundary=boundary)
    box = (-0.5, 99.5), (-0.5, 79.5)
    if boundary == "local" and regions.__version__.startswith("0.12"):
        box = None  # at its edge that version looks for the scale of a pixel outside
    got = to_mask(REGIONS[name], wcs=make_gwcs(bounding_box=box), boundary=boundary)
    assert got.bbox == wanted.bbox
    assert_allclose(got.data, wanted.data, rtol=0, atol=1e-6)
    assert got.edge_error < 1e-3


@pytest.mark.parametrize("boundary", ["local", "exact"])
def test_photometry_is_that_of_the_same_fits_wcs(boundary):
    image = np.random.default_rng(7).normal(10.0, 1.0, SHAPE)
    wanted, got = (
        region_photometry(image, list(REGIONS.values()), wcs, boundary=boundary)
        for wcs in (tan(POLE, SCALE, SHAPE), make_gwcs())
    )
    for column in ("sum", "area", "fraction"):
        assert_allclose(got[column], wanted[column], rtol=1e-6)
    assert got["fraction"][-1] < 0.9


def test_distorted_boundary_is_where_the_circle_is():
    distortion = models.Mapping((0, 1, 0, 1)) | (
        models.Polynomial2D(2, c1_0=1.0, c2_0=3e-4, c1_1=1e-4)
        & models.Polynomial2D(2, c0_1=1.0, c0_2=-2e-4, c1_1=1e-4)
    )
    wcs, region = make_gwcs(distortion), REGIONS["circle"]
    path = to_aperture(region, wcs, boundary="exact")
    ((x0, y0),), arcs = path.positions, [s[1:] for s in path.segments if s[0] == "arc"]
    assert len(arcs) >= 8
    cx, cy, r, start, turn = np.array(arcs).T
    angles = start + turn * np.linspace(0.0, 1.0, 7)[:, None]
    coords = wcs.pixel_to_world(
        (x0 + cx + r * np.cos(angles)).ravel(), (y0 + cy + r * np.sin(angles)).ravel()
    )
    off = (coords.separation(region.center) - region.radius).to_value(u.arcsec) / SCALE
    # The distortion makes pixels up to 2 % larger or smaller.
    assert np.abs(off).max() < 1.05e-3
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", LocalBoundaryWarning)
        local = to_aperture(region, wcs)
    assert abs(local.area / path.area - 1.0) > 1e-5
