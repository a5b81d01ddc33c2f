"""The demo: its stars, its measurement, what it prints and what it writes."""

import sys

import numpy as np
import pytest
from astropy.coordinates import SkyCoord
from astropy.table import QTable

from astroapers._demo import job
from astroapers._demo.job import RADII, SKY_RADII, DemoError, measure, read_field
from astroapers._demo.peer import find_peer, largest_difference
from astroapers._demo.run import format_table, run


@pytest.fixture(scope="module")
def field():
    return read_field()


@pytest.fixture(scope="module")
def result(tmp_path_factory):
    """One run of the demo: folder, table, and the lines it said."""
    folder = tmp_path_factory.mktemp("demo")
    said = []
    table = run(folder, write=said.append)
    return folder, table, "\n".join(said).splitlines()


def without(monkeypatch, package):
    """Make a package impossible to import."""
    for name in [name for name in sys.modules if name.split(".")[0] == package] + [package]:
        monkeypatch.setitem(sys.modules, name, None)


def test_field(field):
    assert field.image.shape == (300, 300)
    assert field.image.dtype == np.dtype(">i2")
    assert field.positions.dtype == np.float64
    assert len(field.positions) >= 50


def test_stars_can_be_measured(field):
    x, y = field.positions.T
    ny, nx = field.image.shape
    room = SKY_RADII[1] + 0.5
    assert np.all((x > room) & (x < nx - 1 - room) & (y > room) & (y < ny - 1 - room))
    distance = np.hypot(x[:, None] - x, y[:, None] - y)
    assert np.min(distance[distance > 0]) > 2 * RADII[-1]


def test_stars_are_where_the_catalogue_says(field):
    # The light within 3 px, above the level of the sky around, is centred on the position.
    columns = measure(field.image, field.positions)
    iy, ix = np.indices(field.image.shape)
    for (x, y), sky in zip(field.positions, columns["sky_median"], strict=True):
        near = np.hypot(ix - x, iy - y) < 3.0
        light = (field.image[near] - sky).clip(0)
        assert abs(np.average(ix[near], weights=light) - x) < 0.5
        assert abs(np.average(iy[near], weights=light) - y) < 0.5


def test_flat_image():
    columns = measure(np.full((60, 70), 7.0), [(20.3, 30.6), (40.0, 25.5)])
    for name in ("sky_std", "aperture_sum_err_0", "source_sum_err_1"):
        np.testing.assert_array_equal(columns[name], 0.0)
    np.testing.assert_array_equal(columns["sky_median"], 7.0)
    for k, radius in enumerate(RADII):
        np.testing.assert_allclose(columns[f"npix_{k}"], np.pi * radius**2, rtol=1e-13)
        np.testing.assert_allclose(
            columns[f"aperture_sum_{k}"], 7.0 * np.pi * radius**2, rtol=1e-13
        )
        np.testing.assert_allclose(columns[f"source_sum_{k}"], 0.0, atol=1e-11)


def test_errors_are_those_of_repeated_measurements():
    # Many patches of the same sky: the scatter of the results is what the errors say.
    rng = np.random.default_rng(7)
    image = rng.normal(500.0, 12.0, (1000, 1000))
    grid = np.arange(15.0, 985.0, 25.0)
    positions = np.column_stack([axis.ravel() for axis in np.meshgrid(grid + 0.3, grid - 0.2)])
    columns = measure(image, positions)
    n = len(positions)
    assert n > 1000
    for k in range(len(RADII)):
        pairs = (
            (columns[f"aperture_sum_{k}"], columns[f"aperture_sum_err_{k}"]),
            (columns[f"source_sum_{k}"], columns[f"source_sum_err_{k}"]),
        )
        for values, errors in pairs:
            # The scatter of n values is known to 1 / sqrt(2 n); allow four times that.
            assert np.std(values) == pytest.approx(np.median(errors), rel=4 / np.sqrt(2 * n) + 0.01)
    # The scatter of a sum falls short of sigma sqrt(npix), since partial pixels count less.
    assert np.all(columns["aperture_sum_err_0"] < columns["sky_std"] * np.sqrt(columns["npix_0"]))


def test_neighbours_do_not_count_as_sky():
    rng = np.random.default_rng(8)
    image = rng.normal(100.0, 5.0, (60, 60))
    clean = measure(image, [(30.0, 30.0)])
    image[38:41, 30:33] += 5000.0
    spoilt = measure(image, [(30.0, 30.0)])
    assert spoilt["sky_npix"] <= clean["sky_npix"] - 9 + 1
    assert abs(spoilt["sky_median"] - clean["sky_median"]) < 0.5
    assert spoilt["sky_std"] == pytest.approx(clean["sky_std"], rel=0.05)


def test_agrees_with_photutils(field):
    pytest.importorskip("photutils")
    name, theirs = find_peer()
    assert name.startswith("photutils ")
    columns = theirs(field.image, field.positions)
    assert {"sky_median", "sky_std", "aperture_sum_0", "source_sum_2"} <= set(columns)
    assert largest_difference(measure(field.image, field.positions), columns) < 1e-12


def test_largest_difference():
    assert largest_difference({"a": [2.0, 4.0], "b": [1.0]}, {"a": [2.0, 5.0]}) == 0.25


def test_table(result, field):
    _, table, _ = result
    assert table.colnames[:4] == ["id", "x_center", "y_center", "sky_center"]
    np.testing.assert_array_equal(table["id"], np.arange(1, len(field.positions) + 1))
    np.testing.assert_array_equal(table["x_center"], field.positions[:, 0])
    for k in range(len(RADII)):
        assert np.all(table[f"aperture_sum_{k}"] > 0)
        assert np.all(table[f"aperture_sum_err_{k}"] > 0)
    # The middle of the image is the middle of the cluster.
    cluster = SkyCoord("16h41m41.2s", "+36d27m36s", frame="fk5")
    assert np.all(table["sky_center"].separation(cluster).arcmin < 4)
    assert np.all(np.diff(table["source_sum_2"][[0, 20, 40, 60]]) < 0)


def test_files(result):
    folder, table, _ = result
    again = QTable.read(folder / "astroapers_demo.ecsv")
    assert again.colnames == table.colnames
    assert again.meta == table.meta
    np.testing.assert_array_equal(again["aperture_sum_1"], table["aperture_sum_1"])
    assert np.all(again["sky_center"].separation(table["sky_center"]).arcsec < 1e-6)


def test_picture(result):
    pytest.importorskip("matplotlib")
    from matplotlib.image import imread

    folder, _, lines = result
    assert "Image with the apertures: astroapers_demo.png" in lines
    pixels = imread(folder / "astroapers_demo.png")[..., :3]
    assert min(pixels.shape[:2]) > 1000
    red = (pixels[..., 0] > 0.6) & (pixels[..., 1] < 0.4) & (pixels[..., 2] < 0.4)
    assert red.sum() > 5000  # the circles


def test_text(result, field):
    _, table, lines = result
    heading = 4
    rows = lines[heading : heading + len(table)]
    assert [int(row.split()[0]) for row in rows] == list(table["id"])
    assert len({len(line) for line in lines[: heading + len(table)]}) == 1
    assert len(lines[0]) <= 100
    assert lines[0].split().count("aperture") == 2 * len(RADII)
    text = "\n".join(lines[heading + len(table) :])
    assert "the header gives no gain" in text
    assert "Table with all columns: astroapers_demo.ecsv" in text
    assert f"{len(field.positions)} stars in " in text
    assert "sources per second" in text


def test_table_is_laid_out_by_columns(result):
    _, table, _ = result
    row = table[4:5]
    last = format_table(row).splitlines()[-1].split()
    assert last[0] == "5"
    assert float(last[1]) == pytest.approx(row["x_center"][0], abs=0.005)
    assert float(last[3]) == pytest.approx(row["sky_center"].ra.deg[0], abs=1e-5)
    assert float(last[-2]) == pytest.approx(row["aperture_sum_2"][0], abs=0.05)
    assert float(last[-1]) == pytest.approx(row["aperture_sum_err_2"][0], abs=0.05)


def test_names_are_numbered_unless_overwritten(tmp_path, monkeypatch):
    without(monkeypatch, "matplotlib")
    without(monkeypatch, "photutils")
    (tmp_path / "astroapers_demo.png").write_text("somebody's")
    for _ in range(2):
        run(tmp_path, write=lambda text: None)
    names = {path.name for path in tmp_path.iterdir()}
    assert names == {"astroapers_demo.png", "astroapers_demo_1.ecsv", "astroapers_demo_2.ecsv"}
    said = []
    run(tmp_path, overwrite=True, write=said.append)
    assert (tmp_path / "astroapers_demo.ecsv").is_file()
    assert "Table with all columns: astroapers_demo.ecsv" in said
    assert (tmp_path / "astroapers_demo.png").read_text() == "somebody's"


def test_without_matplotlib_and_photutils(tmp_path, monkeypatch):
    without(monkeypatch, "matplotlib")
    without(monkeypatch, "photutils")
    said = []
    run(tmp_path, write=said.append)
    text = "\n".join(said)
    assert "matplotlib is not installed: pip install matplotlib" in text
    assert text.endswith("photutils is not installed: no comparison")
    assert [path.name for path in tmp_path.iterdir()] == ["astroapers_demo.ecsv"]


def test_broken_matplotlib_is_not_called_missing(tmp_path, monkeypatch):
    from astroapers._demo import figure

    def fail(*args):
        raise ModuleNotFoundError("No module named 'numbers'", name="numbers")

    monkeypatch.setattr(figure, "write_figure", fail)
    with pytest.raises(ModuleNotFoundError, match="numbers"):
        run(tmp_path, write=lambda text: None)


@pytest.mark.parametrize("error", [ModuleNotFoundError("no tests"), OSError("no file")])
def test_astropy_without_the_image(error, monkeypatch):
    def fail(*args, **kwargs):
        raise error

    monkeypatch.setattr(job, "get_pkg_data_filename", fail)
    with pytest.raises(DemoError, match=r"installation of astropy comes without .*m13\.fits"):
        read_field()


def test_folder_that_is_not_there(tmp_path):
    with pytest.raises(FileNotFoundError):
        run(tmp_path / "nowhere", write=lambda text: None)
