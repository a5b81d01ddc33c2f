"""`ApertureStats` as an object: construction, attributes, slices, tables, fallback."""

import copy
import inspect
import pickle
import warnings
from concurrent.futures import ThreadPoolExecutor

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.coordinates import SkyCoord
from astropy.nddata import NDData, StdDevUncertainty
from astropy.stats import SigmaClip
from astropy.utils.exceptions import AstropyUserWarning
from photutils.segmentation import SegmentationImage

from astroapers import CircAp
from astroapers.photutils import ApertureStats, stats_inputs
from astroapers.photutils._installed import DeprecationCategory
from astroapers.tests.photutils.helpers import IS_3_0, outcome, tan_wcs

YY, XX = np.mgrid[:60, :70]
RNG = np.random.default_rng(1)
DATA = RNG.normal(size=(60, 70)) + 20 * np.exp(-((XX - 30) ** 2 + (YY - 30.3) ** 2) / 12)
DATA[3, 4] = np.nan
ERROR = abs(RNG.normal(size=DATA.shape)) + 0.1
ERROR[20, 20] = np.nan
MASK = DATA > 2.5
SEGMENTS = np.zeros(DATA.shape, dtype=int)
SEGMENTS[28:34, 28:33] = 1
SEGMENTS[28:34, 34:40] = 2
SEGMENTS = SegmentationImage(SEGMENTS)
WCS = tan_wcs()
XY = [(4.03, 4.0), (30.2, 30.2), (-8, 3), (68, 40), (59.9, 69.2), (20.3, 20.1), (-1.9, 30)]
RADIUS = 3.03
CIRCLES = pa.CircularAperture(XY, RADIUS)
SINCE_3_1 = ("flags", "mean_err", "median_err", "sky_orientation")

since_3_1 = pytest.mark.skipif(IS_3_0, reason="photutils 3.0 has other numbers")

APERTURES = {
    "vector": CIRCLES,
    "scalar": pa.RectangularAnnulus((30, 30.3), 3, 6.2, 7.4, theta=1),
    "scalar outside": pa.CircularAperture((-40.0, 4.0), 3.0),
    "tiny": pa.EllipticalAperture(XY, 0.3, 0.2, theta=0.3),
    "sky": pa.SkyCircularAperture(WCS.pixel_to_world([30, 5], [30.2, 5]), 1.6 * u.arcsec),
    "none": pa.CircularAperture(np.empty((0, 2)), 3.0),
}
if not IS_3_0:
    APERTURES["polygon"] = pa.PolygonAperture(XY, [(-2.13, -1.1), (3.17, 1.03), (0.11, 5.07)])

OPTIONS = {
    "plain": {},
    "error": {"error": ERROR, "wcs": WCS},
    "mask and ddof": {"error": ERROR, "mask": MASK, "sum_method": "subpixel", "ddof": 1},
    "clipping": {"sigma_clip": SigmaClip(2.5), "error": ERROR, "local_bkg": 0.3},
    "other clipping": {
        "sigma_clip": SigmaClip(2, maxiters=2, cenfunc="mean", stdfunc="mad_std"),
        "sum_method": "center",
    },
    "threads": {"n_threads": 2},
}
NEIGHBORS = {
    method: {"segmentation_image": SEGMENTS, "labels": 1, "mask_method": method}
    for method in ("mask", "source_only", "background_only", "correct")
}


@pytest.fixture
def kernels_only(monkeypatch):
    def refuse(*args, **kwargs):
        pytest.fail("the object went to photutils")

    monkeypatch.setattr(stats_inputs, "OriginalApertureStats", refuse)


def assert_same(value, expected, name):
    assert type(value) is type(expected), name
    if isinstance(expected, np.ma.MaskedArray):
        np.testing.assert_array_equal(np.ma.getmaskarray(value), np.ma.getmaskarray(expected))
        np.testing.assert_allclose(value.filled(0), expected.filled(0), rtol=1e-10, atol=1e-12)
    elif isinstance(expected, list):
        assert len(value) == len(expected)
        for one, other in zip(value, expected, strict=True):
            assert_same(one, other, name)
    elif isinstance(expected, SkyCoord):
        np.testing.assert_allclose(value.ra.deg, expected.ra.deg, rtol=1e-12)
        np.testing.assert_allclose(value.dec.deg, expected.dec.deg, rtol=1e-12)
    elif expected is None or isinstance(expected, pa.BoundingBox) or expected.dtype.kind in "iO":
        assert np.all(value == expected), name
    else:
        assert value.shape == expected.shape
        assert value.dtype == expected.dtype
        unit = getattr(expected, "unit", None)
        assert getattr(value, "unit", None) == unit
        value, expected = (np.asarray(v if unit is None else v.value) for v in (value, expected))
        # The Jacobian is a difference of sky positions, each rounded.
        tolerance = 1e-6 if name == "sky_orientation" else 1e-9
        np.testing.assert_allclose(value, expected, rtol=tolerance, atol=1e-9, err_msg=name)


def both(aperture, options):
    if isinstance(aperture, pa.SkyAperture):
        options = {**options, "wcs": WCS}
    if options.get("labels") is not None:
        n = 1 if aperture.isscalar else len(aperture)
        options = {**options, "labels": [1] * n}
    return ApertureStats(DATA, aperture, **options), pa.ApertureStats(DATA, aperture, **options)


@since_3_1
@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("options", [*OPTIONS, *NEIGHBORS])
def test_like_photutils(aperture, options, kernels_only):
    stats, expected = both(APERTURES[aperture], {**OPTIONS, **NEIGHBORS}[options])
    assert stats.properties == expected.properties
    for name in ["id", *expected.properties]:
        with warnings.catch_warnings():
            # Of the masked fallback for the cutouts of no source.
            warnings.simplefilter("ignore", RuntimeWarning)
            try:
                other = getattr(expected, name)
            except (ValueError, IndexError):
                assert expected.n_positions == 0
                continue
        assert_same(getattr(stats, name), other, name)
    for name in ("isscalar", "n_positions", "default_columns", "ddof", "sum_method", "n_threads"):
        assert getattr(stats, name) == getattr(expected, name)
    assert list(stats.meta) == list(expected.meta)
    assert str(stats).split("\n")[1:] == str(expected).split("\n")[1:]
    assert stats.decode_flags() == expected.decode_flags()


@since_3_1
@pytest.mark.parametrize("aperture", APERTURES)
@pytest.mark.parametrize("options", ["plain", "error"])
def test_tables(aperture, options, kernels_only):
    stats, expected = both(APERTURES[aperture], OPTIONS[options])
    # Of no source photutils cannot make masked cutouts, which are no columns.
    names = [name for name in expected.properties if "cutout" not in name]
    for columns in (None, "sum", ["id", *names]):
        table, other = stats.to_table(columns=columns), expected.to_table(columns=columns)
        assert type(table) is type(other)
        assert table.colnames == other.colnames
        assert list(table.meta) == list(other.meta)
        for name in other.colnames:
            assert type(table[name]) is type(other[name]), name
            assert table[name].shape == other[name].shape, name
            assert table[name].info.parent_table is table
            if not isinstance(other[name], SkyCoord):
                assert table[name].dtype == other[name].dtype, name
            if name == "bbox":
                assert list(table[name]) == list(other[name])
            else:
                assert_same(table[name], other[name], name)


@since_3_1
def test_signatures():
    assert inspect.signature(ApertureStats) == inspect.signature(pa.ApertureStats)
    for name in ("to_table", "decode_flags", "select_id", "select_ids", "copy"):
        ours, theirs = getattr(ApertureStats, name), getattr(pa.ApertureStats, name)
        assert inspect.signature(ours) == inspect.signature(theirs)
    assert ApertureStats.SUM_FOOTPRINT_PROPERTIES == pa.ApertureStats.SUM_FOOTPRINT_PROPERTIES
    missing = {name for name in dir(pa.ApertureStats) if not name.startswith("_")}
    assert missing <= set(dir(ApertureStats))


INDICES = [1, -1, np.int64(3), slice(1, 4), slice(0, 0), [2, 0], np.arange(7) % 3 == 0]


@since_3_1
@pytest.mark.parametrize("index", INDICES, ids=str)
@pytest.mark.parametrize("before", [(), ("sum", "fwhm", "mad_std")])
def test_parts(index, before, kernels_only):
    options = {**NEIGHBORS["mask"], "labels": [1, 1, 0, 2, 1, 0, 2], "error": ERROR}
    options["local_bkg"] = np.arange(7.0)
    whole = ApertureStats(DATA, CIRCLES, **options)
    other = pa.ApertureStats(DATA, CIRCLES, **options)
    for name in before:
        getattr(whole, name), getattr(other, name)
    part, expected = whole[index], other[index]
    assert part.isscalar == expected.isscalar
    assert part.n_positions == expected.n_positions
    assert np.all(part.labels == expected.labels)
    assert part.aperture == expected.aperture
    for name in ("id", "sum", "sum_err", "fwhm", "mad_std", "centroid", "flags", "bbox_xmin"):
        assert_same(getattr(part, name), getattr(expected, name), name)
    assert part.to_table().colnames == expected.to_table().colnames


def test_parts_of_parts():
    stats = ApertureStats(DATA, CIRCLES, sigma_clip=SigmaClip(2.5), ddof=1)
    part = stats[2:6][::-1][[1, 3]]
    assert part.id.tolist() == [5, 3]
    np.testing.assert_array_equal(part.sum, stats.sum[[4, 2]])
    one = part[0]
    assert one.id == 5
    with pytest.raises(TypeError, match="A scalar 'ApertureStats' object cannot be indexed"):
        one[0]
    with pytest.raises(TypeError, match="Scalar 'ApertureStats' object has no len"):
        len(one)
    assert [int(source.id) for source in stats] == list(range(1, 8))
    assert len(stats) == 7
    with pytest.raises(IndexError):
        stats[7]


def test_part_of_a_sky_aperture():
    stats = ApertureStats(DATA, APERTURES["sky"], wcs=WCS)
    np.testing.assert_array_equal(stats[1].sum, stats.sum[1])
    assert isinstance(stats[1].aperture, pa.SkyCircularAperture)


def test_select():
    stats = ApertureStats(DATA, CIRCLES)
    assert stats.select_id(3).id == 3
    assert stats.select_ids([5, 2]).id.tolist() == [5, 2]
    with pytest.raises(ValueError, match="9 is not a valid source ID number"):
        stats.select_ids([1, 9])
    if not IS_3_0:
        with pytest.raises(TypeError, match="cannot be indexed"):
            stats[0].select_id(1)


BAD = {
    "1-D data": ((np.ones(5), CIRCLES), {}),
    "no aperture": ((DATA, 3), {}),
    "list": ((DATA, [CIRCLES]), {}),
    "sky without wcs": ((DATA, APERTURES["sky"]), {}),
    "shape of error": ((DATA, CIRCLES), {"error": np.ones((5, 5))}),
    "shape of mask": ((DATA, CIRCLES), {"mask": np.ones((5, 5), dtype=bool)}),
    "sigma_clip": ((DATA, CIRCLES), {"sigma_clip": 3}),
    "unit of data only": ((DATA * u.Jy, CIRCLES), {"error": ERROR}),
    "unit of background": ((DATA * u.Jy, CIRCLES), {"local_bkg": 1.0}),
    "2-D background": ((DATA, CIRCLES), {"local_bkg": np.ones((7, 1))}),
    "length of background": ((DATA, CIRCLES), {"local_bkg": np.ones(3)}),
    "background": ((DATA, CIRCLES), {"local_bkg": np.nan}),
}
BAD_SINCE_3_1 = {
    "mask": ((DATA, CIRCLES), {"mask": np.ones(DATA.shape)}),
    "sum_method": ((DATA, CIRCLES), {"sum_method": "q"}),
    "subpixels": ((DATA, CIRCLES), {"sum_method": "subpixel", "subpixels": 0}),
    "ddof": ((DATA, CIRCLES), {"ddof": -1}),
    "ddof bool": ((DATA, CIRCLES), {"ddof": True}),
    "ddof float": ((DATA, CIRCLES), {"ddof": 1.0}),
    "n_threads": ((DATA, CIRCLES), {"n_threads": 1.5}),
    "mask_method": ((DATA, CIRCLES), {"mask_method": "foo"}),
    "no labels": ((DATA, CIRCLES), {"mask_method": "mask", "segmentation_image": SEGMENTS}),
}


@pytest.mark.parametrize("name", BAD if IS_3_0 else BAD | BAD_SINCE_3_1)
def test_refused_in_photutils_words(name):
    args, kwargs = (BAD | BAD_SINCE_3_1)[name]
    expected = outcome(pa.ApertureStats, *args, **kwargs)
    assert expected.error is not None
    assert outcome(ApertureStats, *args, **kwargs).error == expected.error


@since_3_1
@pytest.mark.parametrize("where, r", [((1e19, 5), 3), ((5, 5), 1e200), ((5, 5), np.inf)])
def test_what_the_kernels_refuse_goes_to_photutils(where, r):
    aperture = pa.CircularAperture([(30.2, 30.2), where], r)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", RuntimeWarning)  # of photutils: an invalid cast
        stats, original = ApertureStats(DATA, aperture), pa.ApertureStats(DATA, aperture)
        for name in ("sum", "median", "bbox", "fwhm"):
            assert_same(getattr(stats, name), getattr(original, name), name)


@pytest.mark.parametrize("name", [*BAD, *BAD_SINCE_3_1])
def test_refused_for_our_own_apertures_too(name):
    (data, aperture), kwargs = (BAD | BAD_SINCE_3_1)[name]
    if aperture is not CIRCLES:
        return
    with pytest.raises((TypeError, ValueError)) as refusal:
        ApertureStats(data, CircAp(XY, 3), **kwargs)
    if not IS_3_0:
        expected = outcome(pa.ApertureStats, data, aperture, **kwargs).error
        assert (refusal.type, str(refusal.value)) == expected


def test_unknown_columns():
    stats = ApertureStats(DATA, CIRCLES)
    if IS_3_0:
        stats = stats._by_kernels
    for column in ("bad", "data_cutout", "get_id"):
        with pytest.raises(ValueError, match=r"Invalid column name\(s\): \["):
            stats.to_table(columns=["sum", column])


RENAMED = {
    "covar_sigx2": "covariance_xx",
    "cxx": "ellipse_cxx",
    "semimajor_sigma": "semimajor_axis",
    "xcentroid": "x_centroid",
    "data_sumcutout": "data_sum_cutout",
}


@pytest.mark.parametrize("old", RENAMED)
def test_renamed(old):
    stats = ApertureStats(DATA, CIRCLES)
    with pytest.warns(DeprecationCategory) as caught:
        value = getattr(stats, old)
    assert value is getattr(stats, RENAMED[old])
    (warning,) = caught
    assert warning.filename == __file__
    with pytest.warns(DeprecationCategory) as expected:
        getattr(pa.ApertureStats(DATA, CIRCLES), old)
    assert str(warning.message) == str(expected[0].message)


@since_3_1
@pytest.mark.parametrize("name", ["ids", "n_apertures", "inertia_tensor"])
@pytest.mark.parametrize("aperture", ["vector", "scalar"])
def test_deprecated(name, aperture):
    stats, other = both(APERTURES[aperture], {})
    with pytest.warns(DeprecationCategory) as caught:
        value = getattr(stats, name)
    with pytest.warns(DeprecationCategory) as expected:
        other_value = getattr(other, name)
    assert [str(w.message) for w in caught] == [str(w.message) for w in expected]
    np.testing.assert_allclose(u.Quantity(value).value, u.Quantity(other_value).value, rtol=1e-9)


def test_deprecated_columns():
    stats = ApertureStats(DATA, CIRCLES)
    with pytest.warns(DeprecationCategory):
        table = stats.to_table(columns=["id", "xcentroid"])
    assert table.colnames == ["id", "x_centroid"]
    with pytest.warns(DeprecationCategory):
        table["xcentroid"]


def test_no_such_attribute():
    with pytest.raises(AttributeError, match="'ApertureStats' object has no attribute 'foo'"):
        ApertureStats(DATA, CIRCLES).foo  # noqa: B018


def test_units():
    data = DATA * u.Jy
    stats = ApertureStats(data, CIRCLES, error=ERROR * u.Jy, local_bkg=0.1 * u.Jy)
    for name in ("sum", "sum_err", "mean", "mode", "std", "mad_std", "biweight_location", "min"):
        assert getattr(stats, name).unit == u.Jy
    for name in ("var", "biweight_midvariance"):
        assert getattr(stats, name).unit == u.Jy**2
    assert stats.to_table()["sum"].unit == u.Jy


def test_nddata():
    nddata = NDData(
        DATA, mask=MASK, unit="Jy", wcs=WCS, uncertainty=StdDevUncertainty(ERROR, unit="Jy")
    )
    with pytest.warns(AstropyUserWarning, match="The 'mask' keyword"):
        stats = ApertureStats(nddata, CIRCLES, mask=~MASK, ddof=1)
    plain = ApertureStats(DATA * u.Jy, CIRCLES, error=ERROR * u.Jy, mask=MASK, wcs=WCS, ddof=1)
    for name in ("sum", "sum_err", "std", "sky_centroid"):
        assert_same(getattr(stats, name), getattr(plain, name), name)


class Halved(pa.CircularAperture):
    def to_mask(self, **kwargs):
        masks = super().to_mask(**kwargs)
        for mask in [masks] if self.isscalar else masks:
            mask.data *= 0.5
        return masks


HANDED_OVER = {
    "masked array": ((np.ma.array(DATA, mask=MASK), CIRCLES), {}),
    "long double": ((DATA.astype("g"), CIRCLES), {}),
    "subclass": ((DATA, Halved(XY, 3.0)), {}),
    "scalar subclass": ((DATA, Halved(XY[1], 3.0)), {}),
    "callables": ((DATA, CIRCLES), {"sigma_clip": SigmaClip(3, cenfunc=np.ma.median)}),
    "grow": ((DATA, CIRCLES), {"sigma_clip": SigmaClip(3, grow=1.5)}),
}


@pytest.mark.parametrize("name", HANDED_OVER)
def test_handed_over(name):
    args, kwargs = HANDED_OVER[name]
    stats, expected = ApertureStats(*args, **kwargs), pa.ApertureStats(*args, **kwargs)
    assert stats.isscalar == expected.isscalar
    assert stats.properties == expected.properties
    parts = [(stats, expected), (copy.deepcopy(stats), expected)]
    if not stats.isscalar:
        assert len(stats) == len(expected)
        parts += [(stats[1], expected[1]), (stats.select_ids([3, 2]), expected.select_ids([3, 2]))]
    for ours, theirs in parts:
        for attribute in ("id", "sum", "median", "fwhm", "covariance", "x_centroid"):
            value, other = getattr(ours, attribute), getattr(theirs, attribute)
            assert type(value) is type(other)
            np.testing.assert_array_equal(value, other)
        table, other = ours.to_table(), theirs.to_table()
        assert table.colnames == other.colnames
        assert list(table.meta) == list(other.meta)
    if IS_3_0:
        with pytest.raises(TypeError, match=r"photutils 3\.1"):
            stats.flags  # noqa: B018
    else:
        assert stats.decode_flags() == expected.decode_flags()


@pytest.mark.skipif(not IS_3_0, reason="for the numbers of photutils 3.0")
def test_numbers_of_3_0():
    stats = ApertureStats(DATA, CIRCLES, error=ERROR, wcs=WCS)
    expected = pa.ApertureStats(DATA, CIRCLES, error=ERROR, wcs=WCS)
    assert stats.properties == expected.properties
    assert stats.default_columns == expected.default_columns
    for name in ("sum", "sum_err", "fwhm", "covariance", "ids", "n_apertures", "inertia_tensor"):
        np.testing.assert_array_equal(getattr(stats, name), getattr(expected, name))
    assert stats.to_table().colnames == expected.to_table().colnames
    modern = ApertureStats(DATA, CIRCLES, error=ERROR, wcs=WCS, ddof=1)
    for name in SINCE_3_1:
        np.testing.assert_array_equal(getattr(stats, name), getattr(modern, name))
        np.testing.assert_array_equal(getattr(stats[1], name), getattr(modern, name)[1])
    assert stats.n_positions == 7
    assert stats.decode_flags() == modern.decode_flags()
    assert stats.to_table(columns=["id", "flags", "sum"]).colnames == ["id", "flags", "sum"]
    assert modern.default_columns[-1] == "flags"
    with pytest.raises(TypeError, match=r"needs photutils 3\.1 or later to use any of"):
        ApertureStats(np.ma.array(DATA), CIRCLES, ddof=1)


def test_results_are_fresh():
    stats = ApertureStats(DATA, CircAp(XY, 3))
    table = stats.to_table()
    for name in ("sum", "mean", "x_centroid", "id"):
        before = getattr(stats, name).copy()
        table[name][:] = 77
        np.testing.assert_array_equal(getattr(stats, name), before)
    stats.var[:] = 5
    assert (stats.std[np.isfinite(stats.std)] != np.sqrt(5)).all()


@pytest.mark.parametrize("aperture", ["vector", "scalar"])
def test_copies(aperture):
    stats = ApertureStats(DATA, APERTURES[aperture], error=ERROR, ddof=1)
    for other in (stats.copy(), pickle.loads(pickle.dumps(stats))):
        assert_same(other.flags, stats.flags, "flags")
        assert_same(other.copy().sum_err, stats.sum_err, "sum_err")


def test_reading_from_several_threads():
    names = ("sum", "median", "flags", "fwhm", "gini", "mad_std", "data_cutout")
    rules = {"sigma_clip": SigmaClip(2.5), "ddof": 1}
    expected = ApertureStats(DATA, CIRCLES, **rules)
    for _ in range(5):
        stats = ApertureStats(DATA, CIRCLES, **rules)
        with ThreadPoolExecutor(8) as pool:
            results = [*pool.map(lambda name, s=stats: getattr(s, name), names * 4)]
        for name, result in zip(names * 4, results, strict=True):
            assert result is getattr(stats, name)
            assert_same(result, getattr(expected, name), name)


def test_subclass():
    class More(ApertureStats):
        @property
        def double(self):
            return 2 * self.sum

    stats = More(DATA, CIRCLES, ddof=1)
    assert type(stats[1]) is More
    assert stats[1].double == 2 * stats.sum[1]
