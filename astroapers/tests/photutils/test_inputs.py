"""What is accepted as data, error, mask and apertures, and that none of it is changed."""

import tracemalloc
from concurrent.futures import ThreadPoolExecutor

import astropy.units as u
import numpy as np
import photutils.aperture as pa
import pytest
from astropy.nddata import (
    CCDData,
    InverseVariance,
    NDData,
    StdDevUncertainty,
    UnknownUncertainty,
    VarianceUncertainty,
)

from astroapers.tests.photutils.helpers import (
    IS_3_0,
    SHAPES,
    assert_same_table,
    compare,
    ours,
    outcome,
    positive_field,
    scattered,
    tan_wcs,
    theirs,
)

DATA = np.rint(positive_field() * 40)
ERROR = np.rint(positive_field(seed=5) * 5)
MASK = np.random.default_rng(22).uniform(size=DATA.shape) < 0.1
CIRCLE = pa.CircularAperture(scattered(20), 3.0)

DTYPES = [
    "bool i1 <i2 >i2 <i4 >i4 <i8 >i8 u1 <u2 >u2 <u4 >u4 <u8 >u8 <f2 >f2 <f4 >f4 <f8 >f8",
]


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("dtype", DTYPES[0].split())
def test_dtypes(dtype):
    table = compare(DATA.astype(dtype), CIRCLE, error=ERROR.astype(dtype), mask=MASK)
    assert table["aperture_sum"].dtype == "<f8"


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("dtype", ["i1", "u1", "<i2", ">u2", "<f2", "<i4", "<i8", "<f4"])
def test_large_errors_of_narrow_types(dtype):
    """photutils 3.0 squares them in their own type, whatever comes out; 3.1 does not."""
    top = 100 if dtype[-1] == "1" else 300
    if dtype[-2:] in ("i4", "i8"):
        top = 60_000 if dtype[-1] == "4" else 4_000_000_000
    error = np.random.default_rng(1).uniform(0.7 * top, top, DATA.shape).astype(dtype)
    compare(DATA, CIRCLE, error=error, mask=MASK)
    compare(DATA, pa.CircularAperture([(-50, -50)], 3), error=error)
    compare(DATA, pa.CircularAperture(np.empty((0, 2)), 3), error=error)


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize(
    "view",
    [
        lambda a: a[::-1],
        lambda a: a[:, ::-1],
        lambda a: np.asfortranarray(a),
        lambda a: np.repeat(np.repeat(a, 2, 0), 3, 1)[::2, ::3],
        lambda a: np.broadcast_to(a[:1], a.shape),
    ],
)
@pytest.mark.parametrize("dtype", ["<f8", ">f4", "<i2"])
def test_strides(view, dtype):
    data, error, mask = view(DATA.astype(dtype)), view(ERROR.astype(dtype)), view(MASK)
    compare(data, CIRCLE, error=error, mask=mask)


@pytest.mark.usefixtures("kernels_only")
def test_unaligned_and_read_only():
    records = np.zeros(DATA.shape, dtype=[("pad", "u1"), ("value", "<f8")])
    records["value"] = DATA
    data = records["value"]
    assert not data.flags.aligned
    compare(data, CIRCLE)
    fixed = DATA.copy()
    fixed.flags.writeable = False
    compare(fixed, CIRCLE, error=fixed)


@pytest.mark.usefixtures("kernels_only")
def test_memory_map(tmp_path):
    np.save(tmp_path / "image.npy", DATA.astype(">f4"))
    data = np.load(tmp_path / "image.npy", mmap_mode="r")
    assert type(data) is np.memmap
    compare(data, CIRCLE)


@pytest.mark.usefixtures("kernels_only")
def test_lists():
    compare(DATA.tolist(), CIRCLE, error=ERROR.tolist())
    compare(DATA.astype(int).tolist(), CIRCLE)


def test_mask_as_list():
    if IS_3_0:
        with pytest.raises(AttributeError, match="'list' object has no attribute 'shape'"):
            ours(DATA, CIRCLE, mask=MASK.tolist())
    else:
        compare(DATA, CIRCLE, mask=MASK.tolist())


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize(
    "unit",
    [u.Jy, u.dimensionless_unscaled, u.percent, u.MJy / u.sr, u.deg, u.mag],
    ids=str,
)
def test_units(unit):
    compare(DATA * unit, CIRCLE)
    table = compare(DATA * unit, CIRCLE, error=ERROR * unit)
    assert table["aperture_sum"].unit == unit
    assert table["aperture_sum_err"].unit == unit
    assert type(table["aperture_sum"]) is u.Quantity


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("unit", [u.mag(u.AB), u.dex(u.Jy), u.dB(u.mW)], ids=str)
def test_logarithmic_units(unit):
    table = compare(u.Quantity(DATA, unit, subok=True), CIRCLE)
    assert type(table["aperture_sum"]) is type(1 * unit)


def test_equal_units_of_other_names():
    for unit in (u.Unit("Jy"), u.Jy.represents, u.Unit("1e-26 W / (m2 Hz)")):
        kwargs = {"error": ERROR * unit}
        result, expected = (
            outcome(ours, DATA * u.Jy, CIRCLE, **kwargs),
            outcome(theirs, DATA * u.Jy, CIRCLE, **kwargs),
        )
        assert result.error == expected.error
    compare(DATA * u.Jy, CIRCLE, error=ERROR * u.Unit("Jy"))


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("dtype", ["f8", ">f4", "i4"])
@pytest.mark.parametrize("unit", [None, u.electron])
@pytest.mark.parametrize(
    "uncertainty",
    [None, StdDevUncertainty, VarianceUncertainty, InverseVariance, UnknownUncertainty],
)
def test_nddata(uncertainty, unit, dtype):
    nddata = NDData(
        DATA.astype(dtype),
        unit=unit,
        mask=MASK,
        wcs=tan_wcs(),
        uncertainty=None if uncertainty is None else uncertainty(ERROR),
    )
    table = compare(nddata, CIRCLE)
    assert ("aperture_sum_err" in table.colnames) == (uncertainty is StdDevUncertainty)
    assert "sky_center" in table.colnames
    assert getattr(table["aperture_sum"], "unit", None) == unit


@pytest.mark.parametrize("unit", [None, u.electron])
def test_nddata_with_uncertainty_of_integers(unit):
    error = StdDevUncertainty(ERROR.astype("u1") * 20)
    compare(NDData(DATA, uncertainty=error, unit=unit), CIRCLE)


@pytest.mark.usefixtures("kernels_only")
def test_nddata_uncertainty_with_a_unit_of_its_own():
    nddata = NDData(DATA, unit=u.Jy, uncertainty=StdDevUncertainty(ERROR, unit=u.Jy))
    compare(nddata, CIRCLE)


@pytest.mark.usefixtures("kernels_only")
def test_plain_nddata_and_ccddata():
    compare(NDData(DATA), CIRCLE)
    compare(CCDData(DATA, unit="adu"), [CIRCLE])
    ccd = CCDData(DATA, unit="adu", mask=MASK, uncertainty=StdDevUncertainty(ERROR))
    compare(ccd, CIRCLE, method="center")


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize(
    "sequence",
    [
        list,
        tuple,
        lambda aps: np.array(aps, dtype=object),
        lambda aps: aps[:1],
        lambda aps: aps[2:3],
    ],
)
@pytest.mark.parametrize("xy", [(20.0, 21.0), [(20.0, 21.0)], [(20.3, 21.0), (3.0, 5.0)]])
def test_sequences_of_apertures(sequence, xy):
    aps = [shape(xy) for shape in SHAPES.values()]
    if isinstance(xy, list):
        # numpy would take the apertures themselves for sequences.
        array = np.empty(len(aps), dtype=object)
        array[:] = aps
        aps = array
        if sequence not in (list, tuple):
            sequence = np.ndarray.copy
    table = compare(DATA * u.Jy, sequence(aps), error=ERROR * u.Jy)
    assert table.colnames[3:5] == ["aperture_sum_0", "aperture_sum_err_0"]


@pytest.mark.usefixtures("kernels_only")
def test_scalar_aperture_makes_one_row():
    assert len(compare(DATA, pa.CircularAperture((20, 20), 3))) == 1
    assert len(compare(DATA, pa.CircularAperture([(20, 20)], 3))) == 1


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("shape", SHAPES)
def test_no_positions(shape):
    aperture = SHAPES[shape](np.empty((0, 2)))
    table = compare(DATA, aperture, error=ERROR, mask=MASK)
    assert len(table) == 0
    compare(DATA * u.Jy, [aperture, aperture], error=ERROR * u.Jy, method="center")


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("shape", [(0, 0), (0, 5), (5, 0), (1, 1), (1, 30)])
def test_odd_frames(shape):
    compare(np.ones(shape), pa.CircularAperture([(0, 0), (2.2, 0.1)], 2.5), error=np.ones(shape))


@pytest.mark.usefixtures("kernels_only")
def test_positions_of_any_order_and_type():
    xy = scattered(20)
    compare(DATA, pa.CircularAperture(np.asfortranarray(xy), 3))
    compare(DATA, pa.CircularAperture(xy.astype(">f4"), 3))
    compare(DATA, pa.CircularAperture(zip(*xy.T, strict=True), 3))
    compare(DATA, pa.CircularAperture(xy.astype(int), 3))


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("scalar", [True, False])
def test_nothing_is_changed_or_shared(scalar):
    xy = np.array([30.2, 20.1]) if scalar else scattered(5)
    aperture = pa.EllipticalAnnulus(xy, 2, 4, 3, theta=20 * u.deg)
    data, error, mask = DATA.copy(), ERROR.copy(), MASK.copy()
    table = ours(data, aperture, error=error, mask=mask)
    again = ours(data, aperture, error=error, mask=mask)
    for name in table.colnames:
        table[name][:] = 7
    table.meta["version"]["numpy"] = "changed"
    np.testing.assert_array_equal(aperture.positions, xy)
    for array, original in ((data, DATA), (error, ERROR), (mask, MASK)):
        np.testing.assert_array_equal(array, original)
    assert_same_table(again, ours(data, aperture, error=error, mask=mask), rtol=0)


def test_setting_a_size_or_position_counts():
    aperture = pa.CircularAperture((20.0, 20.0), 3.0)
    first = ours(DATA, aperture)["aperture_sum"][0]
    aperture.r = 5.0
    assert compare(DATA, aperture)["aperture_sum"][0] > first
    aperture.positions = [(20.0, 20.0), (4.0, 5.0)]
    assert len(compare(DATA, aperture)) == 2


@pytest.mark.usefixtures("kernels_only")
@pytest.mark.parametrize("dtype", [">f4", "<i2"])
@pytest.mark.parametrize("order", ["C", "F"])
def test_no_copy_of_the_image(dtype, order):
    data = np.ones((2000, 2000), dtype=dtype, order=order)
    mask = np.zeros(data.shape, dtype=bool)
    aperture = pa.CircularAperture((1000.3, 990.8), 5)
    ours(data, aperture, error=data, mask=mask)
    tracemalloc.start()
    try:
        ours(data, aperture, error=data, mask=mask)
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 100_000


@pytest.mark.usefixtures("kernels_only")
def test_calls_from_several_threads():
    def measure(radius):
        return ours(DATA, pa.CircularAperture(scattered(200), radius), error=ERROR)

    radii = [2.0, 3.5, 5.0, 8.0] * 4
    with ThreadPoolExecutor(4) as pool:
        tables = list(pool.map(measure, radii))
    for radius, table in zip(radii, tables, strict=True):
        assert_same_table(table, measure(radius), rtol=0)
