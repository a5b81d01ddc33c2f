"""The files that ship with regions' own tests, read and measured."""

import warnings
from pathlib import Path

import numpy as np
import pytest
import regions
from numpy.testing import assert_allclose, assert_array_equal

from astroapers.regions import (
    LocalBoundaryWarning,
    UnsupportedRegionError,
    combine_mask,
    region_photometry,
    to_mask,
)
from astroapers.tests.sky.helpers import tan

IO = Path(regions.__file__).parent / "io"
FILES = sorted(
    path
    for path in IO.glob("*/tests/data/*")
    if path.suffix in (".reg", ".crtf") or path.name == "regions_nowcs.fits"
)
if not FILES:
    pytest.skip("regions has been installed without its tests", allow_module_level=True)


def read(path):
    """All regions of a file, or None if regions cannot read it."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return regions.Regions.read(path, format=path.parts[-4])
        except ValueError:
            return None


def wcs_of(region):
    """A WCS about a region, in whose image it fits."""
    from astropy.coordinates import SkyCoord

    if isinstance(region, regions.PixelRegion):
        return None
    coord = region.vertices[0] if hasattr(region, "vertices") else region.center
    icrs = SkyCoord(coord).icrs
    return tan(crval=(icrs.ra.deg, icrs.dec.deg), scale=30.0)


def is_solid(region):
    flat = ("Point", "Line", "Text")
    return not type(region).__name__.startswith(flat)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
@pytest.mark.parametrize("boundary", ["local", "exact"])
def test_every_region(path, boundary):
    found = read(path)
    if found is None:
        pytest.skip("regions cannot read it")
    solid = 0
    for region in found:
        wcs = wcs_of(region) if is_solid(region) else None
        if not is_solid(region):
            with pytest.raises(UnsupportedRegionError):
                to_mask(region, wcs=wcs)
            continue
        solid += 1
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", LocalBoundaryWarning)
            mask = to_mask(region, wcs=wcs, boundary=boundary)
            centres = to_mask(region, "center", wcs=wcs)
        assert np.all((mask.data >= 0) & (mask.data <= 1))
        pixel = region if wcs is None else region.to_pixel(wcs)
        assert_array_equal(centres.data, pixel.to_mask("center").data)
        area = getattr(pixel, "area", None)
        if boundary == "local" and area is not None:
            assert mask.bbox == pixel.bounding_box
            assert_allclose(mask.data.sum(), area, rtol=1e-9, atol=1e-9)
    assert solid or not len(found) or path.suffix == ".crtf"


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_tables_and_combinations(path):
    found = read(path)
    if found is None:
        pytest.skip("regions cannot read it")
    solid = [one for one in found if is_solid(one) and isinstance(one, regions.PixelRegion)]
    image = np.ones((300, 300))
    table = region_photometry(image, regions.Regions(solid))
    assert len(table) == len(solid)
    assert_allclose(table["sum"][table["fraction"] > 0], table["area"].value[table["fraction"] > 0])
    included = [one for one in solid if one.meta.get("include", True)]
    if included:
        whole = combine_mask(solid)
        assert whole.data.min() >= 0
        assert whole.data.max() <= 1 + 1e-15
        assert whole.data.sum() <= sum(one.area for one in included) + 1e-9


def test_by_name(tmp_path):
    path = tmp_path / "some.reg"
    path.write_text("image\ncircle(21,19,5) # text={a star}\n-circle(22,19,1)\nbox(40,20,4,2,30)\n")
    image = np.ones((60, 60))
    for name in (path, str(path)):
        table = region_photometry(image, name)
        assert list(table["name"]) == ["a star", "1", "2"]
        assert_allclose(table["sum"], [25 * np.pi, np.pi, 8])
        assert_allclose(combine_mask(name).data.sum(), 24 * np.pi + 8)


def test_image_file_of_ds9():
    found = read(IO / "ds9" / "tests" / "data" / "ds9.image.reg")
    table = region_photometry(np.ones((2500, 2500)), [one for one in found if is_solid(one)])
    assert len(table) > 5
    assert (table["fraction"] > 0).all()
