"""HDUs as images, and sections of which only the rows are read that are needed."""

import numpy as np
import pytest
from astropy import units as u
from astropy.io import fits
from numpy.testing import assert_array_equal

import astroapers as aap
from astroapers.images import open_image
from astroapers.tests.cases import CLASSES, IMAGE, MASK, POSITIONS, make

SHAPE = IMAGE.shape
HEADER = fits.Header(
    {
        "CTYPE1": "RA---TAN", "CTYPE2": "DEC--TAN", "CRVAL1": 250.0, "CRVAL2": 36.0,
        "CRPIX1": 20.0, "CRPIX2": 20.0, "CDELT1": -1e-3, "CDELT2": 1e-3, "BUNIT": "MJy/sr",
    }
)  # fmt: skip
every_class = pytest.mark.parametrize("cls", CLASSES)


def bits(results):
    """All numbers of some results, as bytes."""
    return [np.asarray(one).tobytes() for one in results]


class Rows:
    """What can be sliced and is no array; it remembers which rows were asked for."""

    def __init__(self, data):
        self.data, self.shape, self.asked = data, data.shape, []

    def __getitem__(self, key):
        self.asked.append(key)
        return self.data[key]


@pytest.mark.parametrize(
    "hdu", [fits.PrimaryHDU(IMAGE), fits.ImageHDU(IMAGE), fits.CompImageHDU(IMAGE.astype("i2"))]
)
def test_every_image_hdu(hdu):
    star = aap.CircAp((20.3, 17.6), 4.2)
    assert star.apsum_exact(hdu) == star.apsum_exact(IMAGE)
    assert star.apsum_exact(fits.HDUList([fits.PrimaryHDU(), hdu])) == star.apsum_exact(IMAGE)


def test_unit_and_wcs_of_the_header():
    image = open_image(fits.ImageHDU(IMAGE, HEADER))
    assert image.unit == u.MJy / u.sr
    assert image.wcs.wcs.crval.tolist() == [250.0, 36.0]
    assert image.deviation is None
    assert open_image(fits.ImageHDU(IMAGE)).wcs is None
    label = open_image(fits.ImageHDU(IMAGE, fits.Header({"BUNIT": "counts per blink"}))).unit
    assert str(label) == "counts per blink"
    assert open_image(fits.ImageHDU(IMAGE, fits.Header({"BUNIT": ""}))).unit is None


TABLE = fits.BinTableHDU.from_columns([fits.Column("x", "D", array=[1.0])])
IMAGES = [fits.PrimaryHDU(), fits.ImageHDU(IMAGE, name="SCI"), fits.ImageHDU(IMAGE)]


@pytest.mark.parametrize(
    "data, error, text",
    [
        (
            fits.PrimaryHDU(),
            ValueError,
            r"a PrimaryHDU without an image \(NAXIS = 0\): .*hdul\[1\]",
        ),
        (TABLE, TypeError, "BinTableHDU, a table"),
        (
            fits.HDUList(IMAGES),
            ValueError,
            r"HDUList with 2 images \(0 PRIMARY: no image; 1 SCI: \(40, 44\); 2 ImageHDU",
        ),
        ([fits.PrimaryHDU(), TABLE], ValueError, "list with 0 images"),
        (IMAGES[1:], ValueError, "list with 2 images"),
        (fits.ImageHDU(np.ones((2, 2, 3, 3))), ValueError, "got 4 dimensions"),
    ],
)
def test_others_are_refused_with_what_to_pass(data, error, text):
    with pytest.raises(error, match=text):
        aap.CircAp((3, 3), 2).apsum_exact(data)


@every_class
@pytest.mark.parametrize("scalar", [True, False])
def test_sections_have_the_same_bits(cls, scalar):
    ap = make(cls, (20.3, 17.6) if scalar else POSITIONS)
    for mask in (None, MASK):
        section = Rows(IMAGE)
        assert bits(ap.apsum_exact(section, mask)) == bits(ap.apsum_exact(IMAGE, mask))
        assert bits(ap.apsum_center(section, mask)) == bits(ap.apsum_center(IMAGE, mask))
        for method in ("weighted_cutout", "sampled_values", "weighted_values"):
            found, expected = (getattr(ap, method)(image, mask=mask) for image in (section, IMAGE))
            assert bits(found) == bits(expected), method


def test_only_the_rows_are_read_that_are_needed():
    section = Rows(np.ones(SHAPE, dtype=">i2"))
    star = aap.CircAp((20.0, 17.0), 3.0)
    assert star.apsum_exact(section) == star.apsum_exact(np.ones(SHAPE))
    # One row tells the type, the others are those of the bounding box, and one beyond.
    assert section.asked == [slice(0, 1), slice(13, 22)]
    with_type = Rows(np.ones(SHAPE))
    with_type.dtype = np.dtype(float)
    aap.CircAp([(20.0, 17.0), (300.0, 17.0)], 3.0).apsum_exact(with_type)
    assert with_type.asked == [slice(13, 22)]


def test_sections_of_files(tmp_path):
    path = tmp_path / "image.fits"
    unsigned = np.arange(40 * 44, dtype=np.uint16).reshape(40, 44)
    hdus = [fits.PrimaryHDU(), fits.ImageHDU(unsigned), fits.CompImageHDU(IMAGE.astype("f4"))]
    fits.HDUList(hdus).writeto(path)
    stars = aap.CircAp([(20.3, 17.6), (8.0, 30.5)], [3.0, 5.5])
    with fits.open(path) as hdul:
        for hdu in hdul[1:]:
            expected = stars.apsum_exact(np.array(hdu.data))
            assert_array_equal(stars.apsum_exact(hdu.section), expected)
            assert_array_equal(stars.apsum_exact(hdu), expected)


def test_sections_have_two_dimensions():
    with pytest.raises(ValueError, match=r"2-D image.*got 3 dimensions"):
        aap.CircAp((3, 3), 2).apsum_exact(fits.CompImageHDU(np.ones((2, 9, 9))).section)


def test_long_doubles_in_rows():
    star = aap.CircAp(POSITIONS, 3.0)
    found = star.apsum_exact(Rows(IMAGE.astype("g")))
    assert_array_equal(found, star.apsum_exact(IMAGE.astype("g")))


def test_boxes_of_sections():
    section = Rows(IMAGE)
    box = aap.BoundingBox(5, 9, 7, 10)
    weights = np.full(box.shape, 0.5)
    assert box.apsum(weights, section, MASK) == box.apsum(weights, IMAGE, MASK)
    assert_array_equal(box.weighted_cutout(weights, section), box.weighted_cutout(weights, IMAGE))


def test_regions_of_hdus():
    regions = pytest.importorskip("regions")
    from astroapers.regions import region_photometry

    circles = [regions.CirclePixelRegion(regions.PixCoord(x, 17.6), 3.0) for x in (8.3, 20.3)]
    expected = region_photometry(IMAGE * u.MJy / u.sr, circles)
    for data in (fits.ImageHDU(IMAGE, HEADER), fits.CompImageHDU(IMAGE.astype("i2"), HEADER)):
        found = region_photometry(data, circles)
        assert_array_equal(found["sum"], expected["sum"])
    rows = region_photometry(Rows(IMAGE), circles, error=np.ones(SHAPE))
    assert_array_equal(rows["sum"], expected["sum"].value)
    assert_array_equal(
        rows["sum_err"], region_photometry(IMAGE, circles, error=np.ones(SHAPE))["sum_err"]
    )
    sky = regions.CircleSkyRegion(
        open_image(fits.ImageHDU(IMAGE, HEADER)).wcs.pixel_to_world(20, 18), 9 * u.arcsec
    )
    assert region_photometry(fits.ImageHDU(IMAGE, HEADER), sky)["area"][0].value == pytest.approx(
        np.pi * 2.5**2, rel=1e-3
    )
