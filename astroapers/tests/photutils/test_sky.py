"""Sky apertures, WCS objects, and regions in place of apertures."""

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.coordinates import SkyCoord
from astropy.nddata import NDData
from astropy.wcs import WCS
from astropy.wcs.wcsapi import HighLevelWCSWrapper, SlicedLowLevelWCS

from astroapers.tests.photutils.helpers import (
    METHODS,
    SHAPES,
    compare,
    ours,
    outcome,
    positive_field,
    scattered,
    tan_wcs,
    theirs,
)

DATA = positive_field()
ERROR = positive_field(seed=5)
W = tan_wcs()


def sliced_wcs():
    return HighLevelWCSWrapper(SlicedLowLevelWCS(W, np.s_[5:, 3:]))


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize("shape", SHAPES)
def test_sky_apertures(shape, method):
    aperture = SHAPES[shape](scattered(30)).to_sky(W)
    table = compare(DATA, aperture, error=ERROR, wcs=W, **METHODS[method])
    assert table.colnames[3] == "sky_center"
    assert table.meta["aperture"] == type(aperture).__name__
    assert table.meta["aperture"].startswith("Sky")


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("frame", ["icrs", "galactic", "fk5"])
@pytest.mark.parametrize("scalar", [True, False])
def test_sky_center_is_as_given(scalar, frame):
    xy = (20.0, 22.0) if scalar else [(20.0, 22.0), (70.0, 11.0)]
    positions = W.pixel_to_world(*np.transpose(xy)).transform_to(frame)
    aperture = pa.SkyCircularAperture(positions, r=1.5 * u.arcsec)
    table = compare(
        DATA, [aperture, pa.SkyCircularAnnulus(positions, 1 * u.arcsec, 2 * u.arcsec)], wcs=W
    )
    assert table["sky_center"].frame.name == frame
    assert table["sky_center"].shape == (1 if scalar else 2,)
    assert table.meta["aperture0_r"] == 1.5 * u.arcsec
    # The column is another object than the aperture's positions.
    assert table["sky_center"] is not positions
    assert positions.info.name is None
    assert positions.info.parent_table is None


@pytest.mark.usefixtures("kernels_only")
def test_sky_center_keeps_the_information_of_the_positions():
    positions = SkyCoord(W.pixel_to_world([20.0, 70.0], [22.0, 11.0]))
    positions.info.description = "where they are"
    positions.info.meta = {"origin": "a catalogue"}
    aperture = pa.SkyCircularAperture(positions, r=1.5 * u.arcsec)
    table = compare(DATA, aperture, wcs=W)
    expected = theirs(DATA, aperture, wcs=W)
    assert table["sky_center"].info.description == expected["sky_center"].info.description
    assert table["sky_center"].info.meta == expected["sky_center"].info.meta
    assert positions.info.name is None


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("xy", [(20.0, 22.0), [(20.0, 22.0), (70.0, 11.0)], np.empty((0, 2))])
@pytest.mark.parametrize("wcs", [W, sliced_wcs()])
def test_pixel_apertures_with_a_wcs(wcs, xy):
    table = compare(DATA, pa.CircularAperture(xy, 3), wcs=wcs)
    assert isinstance(table["sky_center"], SkyCoord)


@pytest.mark.usefixtures("kernels_only")
def test_other_wcs_for_sky_apertures():
    compare(DATA, SHAPES["ellipse"](scattered(10)).to_sky(W), wcs=sliced_wcs())


@pytest.mark.usefixtures("kernels_only")
def test_sky_apertures_on_nddata():
    aperture = SHAPES["rectangle"](scattered(10)).to_sky(W)
    compare(NDData(DATA * u.Jy, wcs=W), [aperture, aperture])


def test_wcs_without_a_sky():
    wcs = WCS(naxis=2)
    wcs.wcs.ctype = "WAVE", "TIME"
    wcs.wcs.cunit = "m", "s"
    wcs.wcs.set()
    aperture = pa.CircularAperture([(20.0, 22.0), (30.0, 5.0)], 3)
    result, expected = (
        outcome(ours, DATA, aperture, wcs=wcs),
        outcome(theirs, DATA, aperture, wcs=wcs),
    )
    assert result.error == expected.error
    if expected.table is not None:
        assert result.table.colnames == expected.table.colnames


def test_sky_aperture_off_the_projection():
    far = SkyCoord(W.wcs.crval[0] + 180, -W.wcs.crval[1], unit="deg")
    aperture = pa.SkyCircularAperture(far, r=1.5 * u.arcsec)
    result, expected = outcome(ours, DATA, aperture, wcs=W), outcome(theirs, DATA, aperture, wcs=W)
    assert result.error is not None
    assert result.error == expected.error


regions_like = {
    "CirclePixelRegion": lambda r, c: r.CirclePixelRegion(c, 4.0),
    "CircleAnnulusPixelRegion": lambda r, c: r.CircleAnnulusPixelRegion(c, 2.0, 4.0),
    "EllipsePixelRegion": lambda r, c: r.EllipsePixelRegion(c, 8.0, 4.0, angle=30 * u.deg),
    "EllipseAnnulusPixelRegion": lambda r, c: r.EllipseAnnulusPixelRegion(
        c, 4.0, 8.0, 3.0, 6.0, angle=30 * u.deg
    ),
    "RectanglePixelRegion": lambda r, c: r.RectanglePixelRegion(c, 8.0, 4.0, angle=30 * u.deg),
    "RectangleAnnulusPixelRegion": lambda r, c: r.RectangleAnnulusPixelRegion(
        c, 4.0, 8.0, 3.0, 6.0, angle=30 * u.deg
    ),
}


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("name", regions_like)
def test_regions(name):
    regions = pytest.importorskip("regions")
    region = regions_like[name](regions, regions.PixCoord(20.3, 21.8))
    table = compare(DATA, region, error=ERROR)
    assert table.meta["aperture"] == name
    assert table.meta["aperture_center"] is region.center
    sky = region.to_sky(W)
    table = compare(DATA, sky, wcs=W)
    assert table.meta["aperture"] == name.replace("Pixel", "Sky")
    compare(DATA, [sky, pa.SkyCircularAperture(sky.center, 2 * u.arcsec)], wcs=W)


@pytest.mark.usefixtures("kernels_only")
def test_regions_among_apertures():
    regions = pytest.importorskip("regions")
    region = regions.CirclePixelRegion(regions.PixCoord(20, 21), 4.0)
    table = compare(DATA, [region, pa.CircularAperture((20, 21), 3)])
    assert table.meta["aperture0"] == "CirclePixelRegion"
    assert table.meta["aperture1"] == "CircularAperture"


def test_unsupported_regions():
    regions = pytest.importorskip("regions")
    line = regions.LinePixelRegion(regions.PixCoord(3, 3), regions.PixCoord(6, 9))
    circle = regions.CirclePixelRegion(regions.PixCoord(20, 21), 4.0)
    result = outcome(ours, DATA, line)
    assert result.error == (
        TypeError,
        "Cannot convert 'LinePixelRegion' to an Aperture object",
    )
    for region in (line, circle | circle, [circle, line], [line, 3], regions.Regions([circle])):
        assert outcome(ours, DATA, region).error is not None
        assert outcome(ours, DATA, region).error == outcome(theirs, DATA, region).error


def test_sky_region_without_a_wcs():
    regions = pytest.importorskip("regions")
    region = regions.CircleSkyRegion(SkyCoord(3, 4, unit="deg"), 2 * u.arcsec)
    result = outcome(ours, DATA, region)
    assert result.error[0] is ValueError
    assert result.error == outcome(theirs, DATA, region).error
