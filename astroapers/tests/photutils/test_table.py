"""The table: columns, types, metadata, and the old names of columns."""

import datetime as dt

import numpy as np
import photutils
import photutils.aperture as pa
import pytest
from astropy.table import Column, QTable
from astropy.utils.exceptions import AstropyDeprecationWarning

from astroapers.tests.photutils.helpers import SHAPES, compare, ours, theirs

DATA = np.arange(600.0).reshape(20, 30)
XY = [(10.0, 11.0), (3.0, 4.0)]

pytestmark = pytest.mark.usefixtures("kernels_only")


def test_columns_of_one_aperture():
    table = ours(DATA, pa.CircularAperture(XY, 3))
    assert table.colnames == ["id", "x_center", "y_center", "aperture_sum"]
    assert table["id"].dtype == np.int64
    assert list(table["id"]) == [1, 2]
    for name in table.colnames[1:]:
        assert type(table[name]) is Column
        assert table[name].dtype == np.float64
        assert table[name].unit is None


def test_columns_of_a_list():
    apertures = [pa.CircularAperture(XY, 3), pa.CircularAperture(XY, 4)]
    table = compare(DATA, apertures, error=DATA)
    assert table.colnames[3:] == [
        "aperture_sum_0",
        "aperture_sum_err_0",
        "aperture_sum_1",
        "aperture_sum_err_1",
    ]
    assert "aperture_sum_0" in compare(DATA, apertures[:1]).colnames


@pytest.mark.parametrize("shape", SHAPES)
def test_meta(shape):
    aperture = SHAPES[shape](XY)
    table = compare(DATA, aperture, method="subpixel", subpixels=3)
    assert list(table.meta)[:4] == ["date", "version", "aperture_photometry_args", "aperture"]
    assert table.meta["aperture_photometry_args"] == "method='subpixel', subpixels=3"
    assert table.meta["aperture"] == type(aperture).__name__
    assert "aperture_positions" not in table.meta


def test_meta_of_a_list():
    table = compare(DATA, [pa.CircularAperture(XY, 3), pa.EllipticalAperture(XY, 3, 2, theta=1.0)])
    assert list(table.meta)[3:] == [
        "aperture0",
        "aperture0_r",
        "aperture1",
        "aperture1_a",
        "aperture1_b",
        "aperture1_theta",
    ]


def test_date_is_now():
    before = dt.datetime.now().replace(microsecond=0)
    date = ours(DATA, pa.CircularAperture(XY, 3)).meta["date"]
    measured = dt.datetime.strptime(date.rpartition(" ")[0], "%Y-%m-%d %H:%M:%S")
    assert before <= measured <= dt.datetime.now()
    assert date.rpartition(" ")[2] == dt.datetime.now().astimezone().strftime("%Z")


def test_versions_are_fresh():
    aperture = pa.CircularAperture(XY, 3)
    first, second = ours(DATA, aperture), ours(DATA, aperture)
    assert first.meta["version"] == second.meta["version"]
    assert first.meta["version"] is not second.meta["version"]
    assert first.meta["version"]["photutils"] == photutils.__version__
    assert first.meta["version"]["gwcs"] == theirs(DATA, aperture).meta["version"]["gwcs"]


@pytest.mark.parametrize("old, new", [("xcenter", "x_center"), ("ycenter", "y_center")])
def test_old_names_answer_with_a_warning(old, new):
    table = ours(DATA, pa.CircularAperture(XY, 3))
    expected = theirs(DATA, pa.CircularAperture(XY, 3))
    with pytest.warns(AstropyDeprecationWarning) as caught:
        column = table[old]
    with pytest.warns(AstropyDeprecationWarning) as caught_there:
        expected[old]
    assert [(w.category, str(w.message)) for w in caught] == [
        (w.category, str(w.message)) for w in caught_there
    ]
    np.testing.assert_array_equal(column, table[new])


def test_future_column_names(monkeypatch):
    monkeypatch.setattr(photutils, "future_column_names", True)
    table = compare(DATA, pa.CircularAperture(XY, 3))
    assert type(table) is QTable
    with pytest.raises(KeyError):
        table["xcenter"]
    monkeypatch.undo()
    assert type(ours(DATA, pa.CircularAperture(XY, 3))) is not QTable


@pytest.mark.skipif(
    not hasattr(photutils, "use_future_column_names"), reason="came with photutils 3.1"
)
def test_use_future_column_names():
    with photutils.use_future_column_names():
        assert type(compare(DATA, pa.CircularAperture(XY, 3))) is QTable
    assert type(compare(DATA, pa.CircularAperture(XY, 3))) is not QTable


def test_the_table_can_be_worked_with(tmp_path):
    table = ours(DATA, pa.CircularAperture(XY, 3), error=DATA)
    table["ratio"] = table["aperture_sum"] / table["aperture_sum_err"]
    table.add_row([3, 1.0, 2.0, 3.0, 4.0, 5.0])
    table.sort("aperture_sum")
    copied = table.copy()
    copied["x_center"][0] = -1
    assert table["x_center"][0] != -1
    del table.meta["version"]["scipy"]
    table.write(tmp_path / "table.ecsv")
    assert QTable.read(tmp_path / "table.ecsv").colnames == table.colnames
