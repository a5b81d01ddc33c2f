"""`AperturePhotometry` as an object: construction, attributes, tables, fallback."""

import copy
import inspect
import pickle
from concurrent.futures import ThreadPoolExecutor

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.coordinates import SkyCoord
from astropy.nddata import NDData, StdDevUncertainty
from astropy.table import QTable
from astropy.utils.exceptions import AstropyUserWarning
from photutils.segmentation import SegmentationImage

from astroapers import CircAn, CircAp, PathAp, PillAp
from astroapers.photutils import AperturePhotometry, photometry_class
from astroapers.photutils.flags import decode
from astroapers.tests.photutils.helpers import IS_3_0, outcome, positive_field, tan_wcs

DATA = positive_field()
DATA[3, 4] = np.nan
ERROR = positive_field(seed=5)
ERROR[40, 30] = np.inf
MASK = DATA > 2.9
SEGMENTS = np.zeros(DATA.shape, dtype=int)
SEGMENTS[25:35, 30:40] = 1
SEGMENTS[25:35, 40:50] = 2
SEGMENTS = SegmentationImage(SEGMENTS)
WCS = tan_wcs()
XY = [(4.0, 4.0), (40.3, 30.2), (-8.0, 3.0), (78.9, 40.0), (30.2, 40.1)]
CIRCLES = pa.CircularAperture(XY, 3.0)
ATTRIBUTES = ("id", "x_center", "y_center", "sky_center", "flux", "flux_err", "area", "flags")

since_3_1 = pytest.mark.skipif(IS_3_0, reason="photutils 3.0 has no such class")

APERTURES = {
    "vector": CIRCLES,
    "scalar": pa.EllipticalAperture((40.3, 30.2), 5, 3, theta=0.3),
    "one of a vector": pa.CircularAperture([(40.3, 30.2)], 3),
    "list": [pa.CircularAnnulus(XY, 3, 5), CIRCLES],
    "list of one": [CIRCLES],
    "scalar list": [pa.CircularAperture((40.3, 30.2), r) for r in (2.5, 3.5)],
    "sky": pa.SkyCircularAperture(WCS.pixel_to_world([30, 5], [30, 5]), 1.6 * u.arcsec),
    "scalar sky": pa.SkyCircularAperture(WCS.pixel_to_world(30, 30), 1.6 * u.arcsec),
    "none": pa.CircularAperture(np.empty((0, 2)), 3.0),
}
if not IS_3_0:
    APERTURES["polygon"] = pa.PolygonAperture(XY, [(-2.13, -1.1), (3.17, 1.03), (0.11, 5.07)])

OPTIONS = {
    "plain": {},
    "error and mask": {"error": ERROR, "mask": MASK},
    "subpixel": {"error": ERROR, "method": "subpixel", "subpixels": 3},
    "center and sky": {"method": "center", "wcs": WCS},
    "threads": {"n_threads": 3},
}


@pytest.fixture
def kernels_only(monkeypatch):
    def refuse(*args, **kwargs):
        pytest.fail("the object went to photutils")

    monkeypatch.setattr(photometry_class, "OriginalAperturePhotometry", refuse)


def same(value, expected):
    assert type(value) is type(expected)
    if isinstance(expected, SkyCoord):
        assert value.shape == expected.shape
        np.testing.assert_array_equal(value.ra, expected.ra)
        np.testing.assert_array_equal(value.dec, expected.dec)
    elif expected is not None:
        assert value.dtype == expected.dtype
        assert value.shape == expected.shape
        assert getattr(value, "unit", None) == getattr(expected, "unit", None)
        np.testing.assert_allclose(u.Quantity(value).value, u.Quantity(expected).value, rtol=1e-11)


@since_3_1
@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("options", OPTIONS)
def test_like_photutils(aperture, options, kernels_only):
    aperture, options = APERTURES[aperture], dict(OPTIONS[options])
    if isinstance(aperture, pa.SkyAperture):
        options["wcs"] = WCS
    phot = AperturePhotometry(DATA, aperture, **options)
    expected = pa.AperturePhotometry(DATA, aperture, **options)
    for name in ATTRIBUTES:
        same(getattr(phot, name), getattr(expected, name))
    for name in ("isscalar", "n_positions", "default_columns", "method", "subpixels", "n_threads"):
        assert getattr(phot, name) == getattr(expected, name)
    assert phot.decode_flags() == expected.decode_flags()
    assert repr(phot) == repr(expected)
    assert str(phot).split("\n")[1:] == str(expected).split("\n")[1:]
    assert phot.meta.keys() == expected.meta.keys()
    assert phot.meta["aperture_photometry_args"] == expected.meta["aperture_photometry_args"]
    table, other = phot.to_table(), expected.to_table()
    assert type(table) is type(other) is QTable
    assert table.colnames == other.colnames
    for name in table.colnames:
        assert table[name].info.parent_table is table
        same(table[name], other[name])


@since_3_1
def test_signatures():
    assert inspect.signature(AperturePhotometry) == inspect.signature(pa.AperturePhotometry)
    for name in ("to_table", "decode_flags"):
        ours, theirs = getattr(AperturePhotometry, name), getattr(pa.AperturePhotometry, name)
        assert inspect.signature(ours) == inspect.signature(theirs)


BAD = {
    "1-D data": ((np.ones(5), CIRCLES), {}),
    "1-D error": ((DATA, CIRCLES), {"error": np.ones(5)}),
    "shape of error": ((DATA, CIRCLES), {"error": np.ones((5, 5))}),
    "shape of mask": ((DATA, CIRCLES), {"mask": np.ones((5, 5), dtype=bool)}),
    "unit of data only": ((DATA * u.Jy, CIRCLES), {"error": ERROR}),
    "two units": ((DATA * u.Jy, CIRCLES), {"error": ERROR * u.mJy}),
    "method": ((DATA, CIRCLES), {"method": "foo"}),
    "subpixels": ((DATA, CIRCLES), {"method": "subpixel", "subpixels": True}),
    "n_threads": ((DATA, CIRCLES), {"n_threads": 0}),
    "n_threads bool": ((DATA, CIRCLES), {"n_threads": True}),
    "empty": ((DATA, []), {}),
    "no aperture": ((DATA, 3), {}),
    "no aperture in a list": ((DATA, [CIRCLES, "x"]), {}),
    "sky without wcs": ((DATA, APERTURES["sky"]), {}),
    "positions": ((DATA, [CIRCLES, pa.CircularAperture((3, 4), 2)]), {}),
    "mask_method": ((DATA, CIRCLES), {"mask_method": "foo"}),
    "no segmentation": ((DATA, CIRCLES), {"mask_method": "mask"}),
    "array of segments": ((DATA, CIRCLES), {"mask_method": "mask", "segmentation_image": DATA}),
    "no labels": ((DATA, CIRCLES), {"mask_method": "mask", "segmentation_image": SEGMENTS}),
    "labels, unused": ((DATA, CIRCLES), {"labels": [1]}),
    "unknown labels": (
        (DATA, CIRCLES),
        {"mask_method": "mask", "segmentation_image": SEGMENTS, "labels": [1, 2, 9, 0, 7]},
    ),
    "2-D labels": (
        (DATA, CIRCLES),
        {"mask_method": "mask", "segmentation_image": SEGMENTS, "labels": [[1] * 5]},
    ),
    "shape of segments": (
        (DATA[1:], CIRCLES),
        {"mask_method": "mask", "segmentation_image": SEGMENTS, "labels": [1] * 5},
    ),
}


@since_3_1
@pytest.mark.parametrize("name", BAD)
def test_refused_in_photutils_words(name):
    args, kwargs = BAD[name]
    expected = outcome(pa.AperturePhotometry, *args, **kwargs)
    assert expected.error is not None
    assert outcome(AperturePhotometry, *args, **kwargs).error == expected.error


@pytest.mark.parametrize("name", BAD)
def test_refused(name):
    args, kwargs = BAD[name]
    with pytest.raises((ValueError, TypeError, AttributeError)):
        AperturePhotometry(*args, **kwargs)


def test_mask_is_looked_at_late():
    phot = AperturePhotometry(DATA, CIRCLES, mask=np.zeros(DATA.shape))
    with pytest.raises(TypeError, match="mask must be a boolean array"):
        phot.flux  # noqa: B018


def test_nomask_is_no_mask():
    phot = AperturePhotometry(DATA, CIRCLES, mask=np.ma.nomask)
    np.testing.assert_array_equal(phot.flux, AperturePhotometry(DATA, CIRCLES).flux)


@pytest.mark.parametrize("columns", ["flux", ["area", "id"], ("sky_center",), ["flux", "flux"]])
def test_columns(columns):
    phot = AperturePhotometry(DATA, [CIRCLES, CIRCLES], wcs=WCS)
    table = phot.to_table(columns=columns)
    numbered = {"flux": ["flux_0", "flux_1"], "area": ["area_0", "area_1"]}
    names = dict.fromkeys([columns] if isinstance(columns, str) else columns)
    assert table.colnames == [new for name in names for new in numbered.get(name, [name])]


def test_unknown_columns():
    phot = AperturePhotometry(DATA, CIRCLES)
    with pytest.raises(ValueError, match=r"Invalid column name\(s\): \['bad'\]. The allowed"):
        phot.to_table(columns=["flux", "bad"])
    with pytest.raises(ValueError, match="the 'sky_center' column requires a WCS"):
        phot.to_table(columns="sky_center")


def test_flags_that_are_none():
    for flags, error in (([0.5], TypeError), ([2, -1], ValueError)):
        with pytest.raises(error, match="Flag value must be"):
            decode(flags)


def test_results_are_fresh():
    phot = AperturePhotometry(DATA, CIRCLES, wcs=WCS)
    phot.x_center[:] = -1
    table = phot.to_table()
    table["flux"][:] = -1
    table["x_center"][:] = 7
    assert (phot.flux != -1).all()
    assert (phot.x_center == -1).all()
    assert CIRCLES.positions[0, 0] == 4


def test_collapse():
    single = AperturePhotometry(DATA * u.Jy, pa.CircularAperture((30, 20), 3))
    assert single.isscalar
    assert single.flux.isscalar
    assert single.area.unit == u.pix**2
    assert single.id == 1
    assert single.sky_center is None
    assert single.labels is None
    pair = AperturePhotometry(DATA, [pa.CircularAperture((30, 20), r) for r in (3, 4)])
    assert pair.flux.shape == pair.flags.shape == (2,)
    assert AperturePhotometry(DATA, [pa.CircularAperture((30, 20), 3)]).flux.shape == (1,)
    with pytest.raises(TypeError):
        len(single)


@pytest.mark.parametrize("method", ["mask", "source_only", "background_only", "correct"])
def test_segmentation(method):
    options = {"segmentation_image": SEGMENTS, "labels": [0, 2, 1, 1, 1], "mask_method": method}
    phot = AperturePhotometry(DATA, CIRCLES, error=ERROR, **options)
    assert phot.labels is options["labels"]
    assert phot.flags[1] & 64
    if not IS_3_0:
        expected = pa.AperturePhotometry(DATA, CIRCLES, error=ERROR, **options)
        for name in ATTRIBUTES:
            same(getattr(phot, name), getattr(expected, name))


def test_nddata():
    nddata = NDData(
        DATA, mask=MASK, unit="Jy", wcs=WCS, uncertainty=StdDevUncertainty(ERROR, unit="Jy")
    )
    with pytest.warns(AstropyUserWarning, match="The 'mask' keyword is ignored"):
        phot = AperturePhotometry(nddata, CIRCLES, mask=~MASK)
    plain = AperturePhotometry(DATA * u.Jy, CIRCLES, error=ERROR * u.Jy, mask=MASK, wcs=WCS)
    for name in ATTRIBUTES:
        same(getattr(phot, name), getattr(plain, name))


class Halved(pa.CircularAperture):
    def to_mask(self, **kwargs):
        masks = super().to_mask(**kwargs)
        for mask in [masks] if self.isscalar else masks:
            mask.data *= 0.5
        return masks


HANDED_OVER = {
    "masked array": (np.ma.array(DATA, mask=MASK), CIRCLES),
    "complex": (np.nan_to_num(DATA) * (1 + 1j), CIRCLES),
    "long double": (DATA.astype("g"), CIRCLES),
    "subclass": (DATA, Halved(XY, 3.0)),
    "scalar subclass": (DATA, Halved(XY[1], 3.0)),
    "subclass in a list": (DATA, [CIRCLES, Halved(XY, 3.0)]),
}


@since_3_1
@pytest.mark.filterwarnings("ignore::numpy.exceptions.ComplexWarning")
@pytest.mark.parametrize("name", HANDED_OVER)
def test_handed_over(name):
    args = HANDED_OVER[name]
    phot, expected = AperturePhotometry(*args, wcs=WCS), pa.AperturePhotometry(*args, wcs=WCS)
    for attribute in ("id", "x_center", "y_center", "flux", "area", "flags"):
        ours, theirs = getattr(phot, attribute), getattr(expected, attribute)
        assert type(ours) is type(theirs)
        np.testing.assert_array_equal(ours, theirs)
    assert phot.isscalar == expected.isscalar
    assert phot.decode_flags() == expected.decode_flags()
    assert phot.to_table().colnames == expected.to_table().colnames
    assert list(phot.meta) == list(expected.meta)


@since_3_1
def test_handed_over_when_the_kernels_refuse():
    infinite = pa.CircularAperture((30, 30), np.inf)
    assert (
        outcome(lambda: AperturePhotometry(DATA, infinite).flux).error
        == outcome(lambda: pa.AperturePhotometry(DATA, infinite).flux).error
    )


@pytest.mark.skipif(not IS_3_0, reason="photutils has such a class")
@pytest.mark.parametrize("name", HANDED_OVER)
def test_without_a_class_to_hand_over_to(name):
    with pytest.raises(TypeError, match=r"needs photutils 3\.1"):
        AperturePhotometry(*HANDED_OVER[name])


def test_native_apertures():
    segments = [("move", -2, -2), ("line", 3, -1), ("line", 0, 4), ("close",)]
    apertures = [
        CircAp(XY, [2, 3, 4, 5, 6]),
        PillAp(XY, 4, 2, 2, 0.3),
        PathAp(XY, segments),
        CircAn(XY, 2, 4),
    ]
    image = positive_field()
    phot = AperturePhotometry(image, apertures, wcs=WCS)
    assert phot.flux.shape == (5, 4)
    for index, aperture in enumerate(apertures):
        flux, area = aperture.apsum_exact(image)
        seen = phot.flags[:, index] & 1 == 0
        assert seen.tolist().count(False) == 1 or index == 2
        np.testing.assert_allclose(phot.flux[seen, index], flux[seen], rtol=1e-12)
        np.testing.assert_allclose(phot.area.value[seen, index], area[seen], rtol=1e-12)
    assert phot.meta["aperture1"] == "PillAp"
    assert phot.meta["aperture0_r"].tolist() == [2, 3, 4, 5, 6]
    assert phot.meta["aperture2_segments"] == apertures[2].segments
    assert phot.to_table().colnames[:5] == ["id", "x_center", "y_center", "sky_center", "flux_0"]
    pickle.loads(pickle.dumps(phot))
    with pytest.raises(TypeError, match="apertures of astroapers"):
        AperturePhotometry(np.ma.array(image), apertures)


def test_native_and_photutils_apertures_together():
    phot = AperturePhotometry(DATA, [CircAp(XY, 3), CIRCLES])
    np.testing.assert_array_equal(phot.flux[:, 0], phot.flux[:, 1])
    with pytest.raises(ValueError, match="identical positions"):
        AperturePhotometry(DATA, [CircAp(XY[0], 3), pa.CircularAperture([XY[0]], 3)])


def test_copies():
    phot = AperturePhotometry(DATA, CIRCLES, error=ERROR)
    for other in (copy.deepcopy(phot), pickle.loads(pickle.dumps(phot))):
        np.testing.assert_array_equal(other.flux_err, phot.flux_err)


def test_reading_from_several_threads():
    expected = AperturePhotometry(DATA, CIRCLES, error=ERROR).flux_err
    for _ in range(5):
        phot = AperturePhotometry(DATA, CIRCLES, error=ERROR)
        with ThreadPoolExecutor(8) as pool:
            results = list(pool.map(lambda _, p=phot: p.flux_err, range(32)))
        assert all(result is results[0] for result in results)
        np.testing.assert_array_equal(results[0], expected)
